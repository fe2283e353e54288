//! Every way in which an input departs from the grammar is notified by line and reason.

use super::*;
use crate::error::Code;

fn refused(input: &[u8]) -> Error {
    check("new.csv", input, b',').expect_err("this input is malformed")
}

fn places(input: &[u8]) -> String {
    let error = refused(input);
    assert_eq!(error.code(), Code::Usage);
    error.message().strip_prefix("new.csv is malformed and nothing of it was used; ").unwrap().to_owned()
}

fn accepts(input: &[u8]) {
    check("new.csv", input, b',').unwrap();
}

#[test]
fn plain_quoted_and_blank_rows_pass() {
    accepts(b"");
    accepts(b"\n\n");
    accepts(b"a,b\n");
    accepts(b"\n , \na,b\n1,2\n\n,\n,,,\n\"\",\"x,\"\"y\"\"\nz\"\n");
    accepts(b"a,b\r1,2\r\r\n3,4");
    accepts("a,b\nÅse,Привет 👋\n".as_bytes());
}

#[test]
fn ragged_row_names_line_and_counts() {
    assert_eq!(places(b"a,b,c\n1,2,3\n1\n\n\"x\ny\",2\n1,2,3,4\n"), "line 7: 4 cells where the header has 3");
    assert_eq!(
        refused(b"a,b\n1,2,3\n").facts(),
        [("file", "new.csv".into()), ("line", 2_u64.into()), ("lines", Fact::list(["2"]))]
    );
}

#[test]
fn unclosed_quote_names_where_it_opened() {
    assert_eq!(
        places(b"name,slug\nA,a\n\"B,b\nC,c\nD,d\n"),
        "line 3: column \"name\", the quote that opens here is never closed"
    );
    assert_eq!(
        places(b"name,slug\nA,\"a\nB,b\n\"C\",c\n"),
        "line 2: column \"slug\", the quote that opens here closes on line 4, in the middle of text: is one missing?"
    );
    let mut long = b"name,slug\nA,\"a\n".to_vec();
    long.extend(std::iter::repeat_n(&b"B,b\n"[..], 50_000).flatten());
    assert_eq!(places(&long), "line 2: column \"slug\", the quote that opens here does not close within 65536 bytes");
    assert_eq!(places(b"\"name,slug\nA,a\n"), "line 1: header of column 1, the quote that opens here is never closed");
}

#[test]
fn stray_quote_lets_later_lines_be_read() {
    assert_eq!(
        places(b"a,b\n5\" pipe,x\n1, \"2\"\n\"1\"x,2\n1,\"2\" \n1,2,3\n"),
        "line 2: column \"a\", a quote inside a cell that does not begin with one; \
         line 3: column \"b\", a blank before the opening quote; \
         line 4: column \"a\", text after the closing quote; \
         line 5: column \"b\", text after the closing quote; \
         line 6: 3 cells where the header has 2"
    );
    assert!(refused(b"a,b\n5\" pipe,x\n").hints()[0].contains("doubled"));
}

#[test]
fn latin1_letter_names_its_conversion() {
    let error = refused(b"name,city\nA,Oslo\nB,Troms\xF8\n");
    assert_eq!(
        error.message(),
        "new.csv is not UTF-8 but most likely Windows-1252, and nothing of it was used: line 3 \"Tromsø\""
    );
    assert!(error.hints()[0].contains("`iconv -f WINDOWS-1252 -t UTF-8 new.csv > utf8.csv`"), "{:?}", error.hints());
    assert!(refused(b"Gr\xF6\xDFe,b\n1\n").message().ends_with(": line 1 \"Größe\""));
    assert!(refused(b"a\n\"x\ny\xFF\"\n").message().ends_with(": line 2 \"x\\nyÿ\""));
    // What else is wrong is only known once the text is read as it was meant.
    assert!(refused(b"a,b\n\xFF,1\n1,2,3\n").message().ends_with(": line 2 \"ÿ\""));
}

#[test]
fn encoding_is_named_with_its_conversion() {
    let refused = |name: &str, input: &[u8]| {
        let error = check(name, input, b',').expect_err("this input is malformed");
        assert_eq!(error.hints().len(), 1, "{:?}", error.hints());
        (error.message().to_owned(), error.hints()[0].outline())
    };
    let (message, hint) = refused("new.csv", b"name\nM\x81ller\nB\x84cker\nStra\xE1e\n");
    assert!(message.contains("most likely CP850, as in DOS") && message.contains("\"Müller\", line 3 \"Bäcker\""));
    assert!(hint.contains("`iconv -f CP850 -t UTF-8 new.csv > utf8.csv`"), "{hint}");
    let (message, hint) = refused(
        "new.csv",
        "name\nMüller\n".as_bytes().iter().chain(b"B\xE4cker\n").copied().collect::<Vec<_>>().as_slice(),
    );
    assert!(
        message.contains("is UTF-8 in some cells and not in others") && !hint.contains("iconv"),
        "{message} {hint}"
    );
    for (name, command) in [
        ("my table.csv", "`iconv -f WINDOWS-1252 -t UTF-8 'my table.csv' > utf8.csv`"),
        ("-x.csv", "`iconv -f WINDOWS-1252 -t UTF-8 ./-x.csv > utf8.csv`"),
        ("in/utf8.csv", "`iconv -f WINDOWS-1252 -t UTF-8 in/utf8.csv > utf8-2.csv`"),
        (crate::input::STANDARD_INPUT, "`iconv -f WINDOWS-1252 -t UTF-8`,"),
    ] {
        let hint = refused(name, b"name\nM\xFCller\n").1;
        assert!(hint.contains(command), "{hint}");
    }
}

#[test]
fn nul_huge_cells_and_nameless_are_refused() {
    assert_eq!(places(b"a,b\n1,2\0\n"), "line 2: column \"b\", a NUL byte");
    let cell = |n: usize| [b"a,b\n1,".as_slice(), &vec![b'x'; n], b"\n1,2,3\n"].concat();
    assert_eq!(
        places(&cell(LONGEST_CELL + 1)),
        "line 2: column \"b\", a cell of more than 65536 bytes; line 3: 3 cells where the header has 2"
    );
    assert_eq!(places(&cell(LONGEST_CELL)), "line 3: 3 cells where the header has 2");
    accepts(b"a,,\n1,,\n");
    assert_eq!(places(b"a,,\n1,,\n1,, x\n"), "line 3: column 3 has content but no name");
}

#[test]
fn error_stops_after_twenty_places() {
    let input = [b"a,b\n".as_slice(), &b"1,2,3\n".repeat(50)].concat();
    let error = refused(&input);
    assert_eq!(error.message().matches("where the header has 2").count(), 20);
    assert!(error.message().ends_with(", and maybe more"), "{error}");
}
