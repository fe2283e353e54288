//! What a writer wrote is read back cell for cell; what could slide is refused.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::error::Code;
use crate::input::{Fields, Renaming, Rest};

fn known() -> Known {
    Known::new(&["name", "slug", "owners"]).fields(Fields::Used).renaming(Renaming::Offered)
}

fn open(input: &[u8]) -> Result<TableReader> {
    open_with(input, &known(), &Mapping::default())
}

fn open_with(input: &[u8], known: &Known, mapping: &Mapping) -> Result<TableReader> {
    TableReader::open("new.csv", Cursor::new(input), &tempfile::env::temp_dir(), known, mapping)
}

/// Line, name and slug of each row.
fn rows(table: &mut TableReader) -> Vec<(u64, String, String)> {
    let mut rows = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        rows.push((row.line(), row.get("name").to_owned(), row.get("slug").to_owned()));
    }
    rows
}

fn read(input: &[u8]) -> Vec<(u64, String, String)> {
    rows(&mut open(input).unwrap())
}

fn row(line: u64, name: &str, slug: &str) -> (u64, String, String) {
    (line, name.to_owned(), slug.to_owned())
}

#[test]
fn foreign_marks_and_separators_are_read() {
    let expected = [row(2, "Åse, Oslo", "aase"), row(4, "B", "bb")];
    for text in [
        "name,slug\n\"Åse, Oslo\",aase\n\nB,bb\n",
        "\u{feff}name,slug\n\"Åse, Oslo\",aase\n\nB,bb",
        "\u{feff}\u{feff}name,slug\n\"Åse, Oslo\",aase\n\nB,bb",
        "name,slug\r\n\"Åse, Oslo\",aase\r\n\r\nB,bb\r\n",
        "name,slug\r\"Åse, Oslo\",aase\r\rB,bb\r",
        "name;slug\nÅse, Oslo;aase\n;\nB;bb",
        "name\tslug\r\nÅse, Oslo\taase\r\n\r\nB\tbb\r\n",
        " name , slug\n\"Åse, Oslo\", aase \n,\nB,bb",
    ] {
        assert_eq!(read(text.as_bytes()), expected, "{text:?}");
        let utf16: Vec<u16> =
            std::iter::once(0xFEFF).chain(text.trim_start_matches('\u{feff}').encode_utf16()).collect();
        let little: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(read(&little), expected, "{text:?} in UTF-16LE");
        assert_eq!(read(&big), expected, "{text:?} in UTF-16BE");
    }
}

#[test]
fn unusual_input_is_announced() {
    let announced = |input: &[u8]| open(input).unwrap().announcement();
    assert_eq!(announced(b"name,slug\n"), None);
    assert_eq!(announced(b"name;slug\n").unwrap(), "Reading new.csv with `;` between cells.");
    assert_eq!(
        announced(b"\xFF\xFEn\0a\0m\0e\0\t\0s\0l\0u\0g\0").unwrap(),
        "Reading new.csv as UTF-16, with tabs between cells."
    );
}

#[test]
fn no_rows_are_no_error() {
    for input in ["", "\n\n", "\u{feff}", "name,slug", "name,slug\n\n,\n"] {
        let mut table = open(input.as_bytes()).unwrap();
        assert_eq!(rows(&mut table), [], "{input:?}");
        table.require(&["name"], "").unwrap();
        table.rewind().unwrap();
        assert_eq!(rows(&mut table), []);
    }
}

#[test]
fn lines_count_as_in_an_editor() {
    let input = "\nname,slug\n\"a\r\nb\",1\r\n\r\n\"c\nd\n\",2\n\"e\rf\",3\n\r\rg,4\n";
    let lines: Vec<u64> = read(input.as_bytes()).iter().map(|row| row.0).collect();
    assert_eq!(lines, [3, 6, 9, 13]);
}

#[test]
fn a_second_reading_gives_the_same_rows() {
    let mut table = open(b"name,slug\na,1\nb,2\n\"c\rd\",3\ne,4\n").unwrap();
    let first = rows(&mut table);
    assert_eq!(first.len(), 4);
    assert!(table.next_row().unwrap().is_none());
    table.rewind().unwrap();
    assert_eq!(rows(&mut table), first);
}

#[test]
fn columns_keep_their_blanks() {
    let mapping = Mapping::parse(&["Company=name"], Rest::Field).unwrap();
    let mut table = open_with(b"Company,field.region,Branch,\n Big , north,x ,\n", &known(), &mapping).unwrap();
    assert_eq!(table.field_keys().collect::<Vec<_>>(), ["region", "Branch"]);
    assert!(table.has("name") && !table.has("slug"));
    let row = table.next_row().unwrap().unwrap();
    assert_eq!((row.get("name"), row.get("slug"), row.get("nonsense")), ("Big", "", ""));
    assert_eq!(row.fields().collect::<Vec<_>>(), [("region", " north"), ("Branch", "x ")]);
    assert_eq!(row.cells().iter().collect::<Vec<_>>(), [" Big ", " north", "x ", ""]);
}

#[test]
fn malformed_input_stops_before_any_row() {
    for input in [&b"name,slug\na,1\nb,2,3\n"[..], b"name,slug\n\"a,1\nb,2\n", b"name,Slug\na,1\n", b"name,name\n"] {
        let error = open(input).err().unwrap();
        assert_eq!(error.code(), Code::Usage);
        assert!(error.message().contains("new.csv"), "{error}");
        assert!(!error.hints().is_empty(), "{error}");
    }
}

#[test]
fn non_text_is_named_for_what_it_is() {
    let refused = |input: &[u8]| {
        let error = open(input).err().unwrap();
        assert_eq!(error.code(), Code::Usage);
        error.message().to_owned()
    };
    assert_eq!(refused(b"PK\x03\x04\x14\0"), "new.csv is a spreadsheet or archive file, not CSV");
    assert_eq!(refused(b"n\0a\0m\0e\0,\0s\0"), "new.csv looks like UTF-16 without a byte order mark");
    assert_eq!(refused(b"\0n\0a\0m\0e\0,\0s"), "new.csv looks like UTF-16 without a byte order mark");
    assert_eq!(refused(b"\xFF\xFEn\0\n\0\x00\xD8"), "new.csv line 2: damaged UTF-16 (half a character)");
    assert_eq!(refused(b"\xFF\xFEn\0\n\0x"), "new.csv line 2: damaged UTF-16 (half a character)");
}

#[test]
fn a_needed_column_is_asked_for_by_name() {
    let table = open(b"name\nx\n").unwrap();
    table.require(&["slug", "name"], "").unwrap();
    let error = table.require(&["slug", "owners"], "name each client").unwrap_err();
    assert_eq!(error.message(), "new.csv has no column slug or owners");
    assert_eq!(error.hints(), ["name each client", "its headers are \"name\""]);
}

#[test]
fn huge_input_spools_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("{},slug\r\n", "x".repeat(1_000));
    let count = spool::IN_MEMORY / 1_000 + 100;
    let input = Read::chain(&b"name,slug\r\n"[..], Cursor::new(line.repeat(count)));
    let mut table = TableReader::open("new.csv", input, folder.path(), &known(), &Mapping::default()).unwrap();
    let all = rows(&mut table);
    assert_eq!(all.len(), count);
    assert_eq!(all.last().unwrap().0, count as u64 + 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the copy has no name");

    let input = Cursor::new([&b"name,slug\n"[..], line.repeat(count).as_bytes()].concat());
    let gone = folder.path().join("gone");
    let error = TableReader::open("new.csv", input, &gone, &known(), &Mapping::default()).err().unwrap();
    assert_eq!(error.code(), Code::Failed);
    assert!(error.message().starts_with("cannot keep a copy of new.csv in "), "{error}");
}

#[test]
fn unreadable_input_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk went away"))
        }
    }
    let input = (&b"name,slug\na,1\n"[..]).chain(Broken);
    let error = TableReader::open("new.csv", input, Path::new("."), &known(), &Mapping::default()).err().unwrap();
    assert_eq!(error.message(), "cannot read new.csv: the disk went away");
    assert_eq!(error.code(), Code::Failed);
}

/// Text with everything that CSV finds hard.
fn cell() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        proptest::sample::select(vec!["\"", ",", ";", "\t", "\r", "\n", " ", "é", "𝄞", "ab"]),
        0..6,
    )
    .prop_map(|parts| parts.concat())
}

fn written(separator: u8, crlf: bool, quotes: csv::QuoteStyle, rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .quote_style(quotes)
        .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
        .from_writer(Vec::new());
    writer.write_record(["name", "slug", "owners"]).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn csv_is_read_back_cell_for_cell(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 3), 0..6),
        separator in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
        crlf: bool,
        always: bool,
    ) {
        let quotes = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let input = written(separator, crlf, quotes, &rows);
        let mut table = open(&input).unwrap();
        for row in rows.iter().filter(|row| row.iter().any(|cell| cell.bytes().any(|b| !check::is_blank(b)))) {
            let read = table.next_row().unwrap().expect("a row is missing");
            prop_assert_eq!(read.cells().iter().collect::<Vec<_>>(), row.iter().collect::<Vec<_>>());
        }
        prop_assert!(table.next_row().unwrap().is_none());
    }

    /// The check and the csv crate are two readers: whatever the first lets through, the second reads alike, so a
    /// row can neither slide nor vanish nor be reported by a wrong line.
    #[test]
    fn garbage_never_panics_or_shifts(
        parts in proptest::collection::vec(
            prop_oneof![
                20 => proptest::sample::select(vec![&b"x"[..], b"y", b",", b"\n", b"\r\n", b"\"x\"", b"\"\"", b" ", b"\r"]),
                1 => proptest::sample::select(vec![&b"\""[..], "é".as_bytes(), b"\xE9", b"\0", b"\xEF\xBB\xBF"]),
            ],
            0..16,
        ),
        header in proptest::sample::select(vec!["", "name\n", "name,slug\r", "name,slug,owners\n"]),
    ) {
        let mut input = header.as_bytes().to_vec();
        input.extend(parts.concat());
        let open = open(&input);
        match reference(&input) {
            None => prop_assert!(open.is_err(), "{:?} must be refused", String::from_utf8_lossy(&input)),
            Some(expected) => match open {
                // The grammar holds; the header may still be one that the command does not know.
                Err(error) => prop_assert!(!error.message().contains("malformed"), "{error}"),
                Ok(mut table) => {
                    let mut read = Vec::new();
                    while let Some(row) = table.next_row().unwrap() {
                        read.push((row.line(), row.cells().iter().map(str::to_owned).collect::<Vec<_>>()));
                    }
                    prop_assert_eq!(read, expected.into_iter().skip(1).collect::<Vec<_>>());
                }
            },
        }
    }

    #[test]
    fn random_bytes_never_panic(input in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(mut table) = open(&input) {
            while table.next_row().unwrap().is_some() {}
        }
    }
}

type Lined = (u64, Vec<String>);

/// The grammar once more, written to be obviously right instead of fast: rows with content and their lines, or
/// nothing if the input departs from it.
fn reference(input: &[u8]) -> Option<Vec<Lined>> {
    let text = std::str::from_utf8(input).ok()?.trim_start_matches('\u{feff}');
    if text.contains('\0') {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let line_of = |at: usize| {
        let before = chars[..at].iter().collect::<String>();
        let halves = u64::from(before.ends_with('\r') && chars.get(at) == Some(&'\n'));
        1 + before.replace("\r\n", "\n").matches(['\n', '\r']).count() as u64 - halves
    };
    let mut rows = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let line = line_of(at);
        let mut cells = Vec::new();
        loop {
            let mut cell = String::new();
            if chars.get(at) == Some(&'"') {
                at += 1;
                loop {
                    match (chars.get(at)?, chars.get(at + 1)) {
                        ('"', Some('"')) => {
                            cell.push('"');
                            at += 2;
                        }
                        ('"', _) => break at += 1,
                        (other, _) => {
                            cell.push(*other);
                            at += 1;
                        }
                    }
                }
                if chars.get(at).is_some_and(|c| !",\r\n".contains(*c)) {
                    return None;
                }
            } else {
                while let Some(c) = chars.get(at).filter(|c| !",\r\n".contains(**c)) {
                    if *c == '"' {
                        return None;
                    }
                    cell.push(*c);
                    at += 1;
                }
            }
            cells.push(cell);
            if chars.get(at) != Some(&',') {
                break;
            }
            at += 1;
        }
        at += if chars.get(at) == Some(&'\r') && chars.get(at + 1) == Some(&'\n') { 2 } else { 1 };
        rows.push((line, cells));
    }
    rows.retain(|(_, cells)| cells.iter().any(|cell| cell.bytes().any(|b| !check::is_blank(b))));
    let names: Vec<String> =
        rows.first().map(|(_, cells)| cells.iter().map(|c| c.trim().to_owned()).collect()).unwrap_or_default();
    let fits = |cells: &[String]| {
        let named = |(cell, name): (&String, &String)| !name.is_empty() || cell.bytes().all(check::is_blank);
        let beyond = cells.iter().skip(names.len()).all(|cell| cell.bytes().all(check::is_blank));
        beyond && cells.iter().zip(&names).all(named)
    };
    if !rows.iter().skip(1).all(|(_, cells)| fits(cells)) {
        return None;
    }
    rows.iter_mut().for_each(|(_, cells)| cells.resize(names.len(), String::new()));
    Some(rows)
}
