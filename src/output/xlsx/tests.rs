//! What a workbook refuses, and how it writes names and texts. What others read in it is in `tests/it/formats.rs`.

use super::*;
use crate::error::Code;
use crate::output::columns::{int, text};
use crate::output::{Columns, Format, Request};

const COLUMNS: Columns = Columns::new(&[text("name"), int("count")]);

fn selection() -> Selection {
    Request { format: Format::Xlsx, ..Request::default() }.select(COLUMNS).unwrap()
}

/// The cell of the first row and column, as XML.
fn first_cell(cell: Cell<'_>) -> String {
    let (selection, zone) = (selection(), Zone::named("Europe/Berlin").unwrap());
    let mut workbook = Workbook::begin(&selection, &zone).unwrap();
    workbook.row(&selection, &[cell, Cell::Null], &zone).unwrap();
    let (_, row) = workbook.xml.split_once("<row r=\"2\">").unwrap();
    row.strip_suffix("</row>").unwrap().to_owned()
}

#[test]
fn columns_are_named_as_in_excel() {
    let names = [0, 1, 25, 26, 27, 51, 52, 701, 702, 16_383].map(letters);
    assert_eq!(names, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA", "XFD"]);
}

#[test]
fn text_is_escaped_for_xml_and_excel() {
    for (text, xml) in [
        ("a & b < c > \"d\"", "a &amp; b &lt; c &gt; \"d\""),
        ("_x000D_", "_x005F_x000D_"),
        ("_x000d_x0041_", "_x005F_x000d_x005F_x0041_"),
        ("_x00_ _xyz_ x000D_ _x000D", "_x00_ _xyz_ x000D_ _x000D"),
        ("\u{1b}[2J\r\u{fffe}", "_x001B_[2J_x000D__xFFFE_"),
        ("two\nlines\t👩‍👩‍👧", "two\nlines\t👩‍👩‍👧"),
    ] {
        let mut written = String::new();
        escape(&mut written, text);
        assert_eq!(written, xml, "{text:?}");
    }
}

#[test]
fn dates_are_days_of_the_local_clock() {
    // 2026-11-21T14:05:00.000Z is 15:05 in Berlin.
    let shown = first_cell(Cell::At(Instant::from_ms(1_795_269_900_000)));
    assert_eq!(shown, "<c r=\"A2\" s=\"3\"><v>46347.6284722222</v></c>");
    let early = first_cell(Cell::At(Instant::from_ms(-2_208_988_800_000)));
    assert!(early.contains("inlineStr") && early.contains("1900-01-01T00:00:00.000Z"), "{early}");
}

#[test]
fn numbers_that_excel_rounds_are_text() {
    assert_eq!(first_cell(Cell::Int(-42)), "<c r=\"A2\" s=\"0\"><v>-42</v></c>");
    assert_eq!(first_cell(Cell::Bool(true)), "<c r=\"A2\" s=\"0\" t=\"b\"><v>1</v></c>");
    assert_eq!(first_cell(Cell::Int(999_999_999_999_999)), "<c r=\"A2\" s=\"0\"><v>999999999999999</v></c>");
    let large = first_cell(Cell::Int(9_007_199_254_740_993));
    assert!(large.contains("inlineStr") && large.contains(">9007199254740993<"), "{large}");
    assert_eq!(first_cell(Cell::Null) + &first_cell("".into()), "");
}

#[test]
fn what_excel_would_cut_is_refused() {
    let (selection, zone) = (selection(), Zone::utc());
    let mut workbook = Workbook::begin(&selection, &zone).unwrap();
    let most = "👩".repeat(16_383) + "x";
    workbook.row(&selection, &[most.as_str().into(), Cell::Null], &zone).unwrap();
    let error = workbook.row(&selection, &[(most + "y").into(), Cell::Null], &zone).unwrap_err();
    assert_eq!(error.code(), Code::Failed);
    let message = "the column name of row 3: has 32768 characters, and a cell of Excel holds 32767";
    assert_eq!(error.message(), message);
    workbook.rows = MOST_ROWS;
    let error = workbook.row(&selection, &["x".into(), Cell::Null], &zone).unwrap_err();
    assert_eq!(error.message(), "the list has more rows than the 1048575 that an Excel sheet holds");
}

#[test]
fn rows_leave_memory() {
    let (selection, zone) = (selection(), Zone::utc());
    let mut workbook = Workbook::begin(&selection, &zone).unwrap();
    for row in 0..3_000 {
        workbook.row(&selection, &["x".repeat(1_000).into(), Cell::Int(row)], &zone).unwrap();
        workbook.take();
        assert!(workbook.xml.len() <= 2 * SAMPLE, "{row}");
    }
    assert!(workbook.xml.len() < 2_000);
}
