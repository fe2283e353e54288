//! Formats that other programs read: what they read is what the database has, cell by cell.

use std::fmt::Write as _;

use crate::support::Real;

/// Cells that programs like to change: quotes, separators, formulas, numbers, dates, other scripts, escapes.
const HOSTILE: &[&str] = &[
    "a \"quoted\" name",
    "\"quoted at both ends\"",
    "comma, semicolon; pipe| colon:",
    "=1+1",
    "=HYPERLINK(\"http://x.example\")",
    "+49 30",
    "-1",
    "@SUM(A1)",
    "00123",
    "007",
    "9007199254740993",
    "9999999999999999999999999999999999999999",
    "1e10",
    "0x1F",
    "1.5",
    "50%",
    "3-4",
    "12:30",
    "2026-01-01",
    "2026-11-21T14:05:00.000Z",
    "May 5",
    "TRUE",
    "null",
    "NULL",
    "nan",
    "#REF!",
    "#N/A",
    "\\N",
    "back\\slash \\t \\n \\\\",
    "_x000D_",
    "_x005F_x000D_",
    "<b>&amp;</b> ]]>",
    "'quoted",
    "''s-Hertogenbosch",
    "two  blanks",
    "👩‍👩‍👧 family",
    "שלום עולם",
    "مرحبا بالعالم",
    "é décomposé",
    "靴",
    "https://x.example/?a=1&b=2#c",
    "mailto:x@x.example",
];

/// A database in which each client has a hostile cell in its field `note`; the cells in the order of `client list`.
fn hostile() -> (Real, Vec<String>) {
    let mut cells: Vec<String> = HOSTILE.iter().map(|cell| (*cell).to_owned()).collect();
    cells.push("x".repeat(1000));
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["name", "slug", "owners", "field.note"]).unwrap();
    for (nth, cell) in cells.iter().enumerate() {
        let owner = format!("owner{nth}@host{nth}.example");
        table.write_record([&format!("Host {nth:02}"), &format!("host-{nth:02}"), &owner, cell]).unwrap();
    }
    let real = Real::new();
    real.feed("client import - --quiet", &table.into_inner().unwrap()).ok();
    (real, cells)
}

#[test]
fn tsv_is_read_exactly_by_others() {
    let (real, cells) = hostile();
    let expected = cells.iter().fold(String::new(), |mut text, cell| {
        writeln!(text, "{cell}").unwrap();
        text
    });
    let list = "partnerctl client list --columns client_slug,field.note --format tsv";
    let readers = [
        ("cut", format!("{list} --no-header | cut -f 2")),
        ("read", format!("{list} --no-header | while IFS=$'\\t' read -r slug note; do printf '%s\\n' \"$note\"; done")),
        ("awk", format!("{list} | awk -F '\\t' 'NR > 1 {{ print $2 }}'")),
        ("Miller", format!("{list} | mlr --itsvlite --ojsonl --no-auto-unflatten -S cat | jq -r '.[\"field.note\"]'")),
        (
            "sqlite3",
            format!(
                "{list} >list.tsv && sqlite3 :memory: '.mode ascii' '.separator \"\\t\" \"\\n\"' '.import list.tsv clients' \
                 '.mode list' 'SELECT \"field.note\" FROM clients ORDER BY client_slug'"
            ),
        ),
    ];
    for (reader, script) in readers {
        let read = real.shell(&script).ok();
        assert_eq!(read.out, expected, "{reader}");
    }
}

#[test]
fn header_is_left_out_on_request() {
    let real = Real::new();
    real.run("client add \"Big Shoes\" --owner jim@bigshoes.example --quiet").ok();
    let list = "client list --columns client_slug,state --no-header";
    for (format, printed) in [
        ("csv", "big-shoes,draft\n"),
        ("csv --spreadsheet-safe", "\u{feff}big-shoes,draft\n"),
        ("tsv", "big-shoes\tdraft\n"),
        ("table", "big-shoes  draft\n"),
        ("ndjson", "{\"client_slug\":\"big-shoes\",\"state\":\"draft\"}\n"),
    ] {
        assert_eq!(real.run(&format!("{list} --format {format}")).ok().out, printed, "{format}");
    }
    for format in ["csv", "tsv", "table"] {
        assert_eq!(real.run(&format!("{list} --plan pro --format {format}")).ok().out, "", "{format}");
    }
}
