//! What must hold for records of any content.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::columns::text;
use super::{Cell, Columns, Format, Request, Shape, Sink, View};
use crate::domain::character::is_hazard;
use crate::domain::time::{Instant, Zone};

const WORDS: Columns = Columns::new(&[text("a"), text("b"), text("c")]);

fn words(format: Format, rows: &[[String; 3]]) -> String {
    let mut bytes = Vec::new();
    let view = View { zone: &Zone::utc(), now: Instant::FIRST, width: Some(40), height: None, color: false };
    let selection = Request { format, ..Request::default() }.select(WORDS).unwrap();
    let mut sink = Sink::open(&mut bytes, selection, Shape::List, view).unwrap();
    for row in rows {
        sink.push(&[(&row[0]).into(), Cell::shown(&row[1]), (&row[2]).into()]).unwrap();
    }
    sink.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

fn any_rows() -> impl Strategy<Value = Vec<[String; 3]>> {
    let word = prop_oneof![any::<String>(), "[a\",;\r\n\t\u{202e}\u{feff}é ]*", "[=+@-][a-z]*"];
    proptest::collection::vec([word.clone(), word.clone(), word], 0..6)
}

proptest! {
    #[test]
    fn csv_comes_back_byte_for_byte(rows in any_rows()) {
        let printed = words(Format::Csv, &rows);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(printed.as_bytes());
        let read: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(&read[0], &["a", "b", "c"]);
        prop_assert_eq!(read.len(), rows.len() + 1);
        for (row, read) in rows.iter().zip(&read[1..]) {
            prop_assert_eq!(row.as_slice(), read.as_slice());
        }
    }

    #[test]
    fn json_is_exact_and_safe_for_terminals(rows in any_rows()) {
        // An empty text is what is not known.
        let text = |text: &String| if text.is_empty() { Value::Null } else { json!(text) };
        let expected: Vec<Value> =
            rows.iter().map(|[a, b, c]| json!({"a": text(a), "b": text(b), "c": text(c)})).collect();
        let array = words(Format::Json, &rows);
        prop_assert_eq!(&serde_json::from_str::<Vec<Value>>(&array).unwrap(), &expected);
        let lines = words(Format::Ndjson, &rows);
        let read: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(&read, &expected);
        prop_assert!(!(array + &lines).contains(|c| c != '\n' && is_hazard(c)));
    }

    #[test]
    fn tables_of_any_text_are_safe(rows in any_rows()) {
        prop_assert!(!words(Format::Table, &rows).contains(|c| c != '\n' && is_hazard(c)));
    }
}
