//! Formats that other programs read: what they read is what the database has, cell by cell.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::rights;
use crate::support::{Real, World, python};

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

/// Prints a workbook as JSON: its rows with the type of each cell, and how it is laid out.
const READ_XLSX: &str = r#"
import json, sys
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
book = load_workbook(sys.argv[1])
sheet = book.active
def cell(one):
    value = unescape(one.value) if isinstance(one.value, str) else one.value
    return [type(one.value).__name__, value if isinstance(value, (str, int, bool, float)) else str(value)]
print(json.dumps({
    "sheets": book.sheetnames,
    "rows": [[cell(one) for one in row] for row in sheet.iter_rows()],
    "frozen": sheet.freeze_panes,
    "filter": sheet.auto_filter.ref,
    "bold": [one.font.b for one in sheet[1]],
    "formats": [one.number_format for one in sheet[2]],
    "widths": [round(sheet.column_dimensions[chr(65 + nth)].width) for nth in range(sheet.max_column)],
}))
"#;

/// What openpyxl reads from a workbook.
fn workbook(path: &Path) -> Value {
    let output = Command::new(python()).arg("-c").arg(READ_XLSX).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The table that LibreOffice makes of a file.
fn through_libreoffice(real: &Real, name: &str) -> Vec<csv::StringRecord> {
    let folder = real.path("converted");
    let mut office = real.program("soffice", &["--headless"]);
    if name.ends_with(".csv") {
        // As its dialog suggests: commas, quotes, UTF-8, and anything that looks like a number or a date becomes one.
        office.arg("--infilter=CSV:44,34,76,1,,0,false,true");
    }
    // Commas, quotes, UTF-8, every cell as it is stored.
    office.args(["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false", "--outdir"]).arg(&folder);
    let output = office.arg(real.path(name)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = folder.join(name).with_extension("csv");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(table).unwrap();
    reader.records().collect::<Result<_, _>>().unwrap()
}

#[test]
fn xlsx_keeps_every_cell() {
    let (real, cells) = hostile();
    let list = "client list --columns client_slug,field.note,owners,domain";
    real.run(&format!("{list} --format xlsx --output list.xlsx")).ok();
    let read = workbook(&real.path("list.xlsx"));
    let rows = read["rows"].as_array().unwrap();
    assert_eq!(rows.len(), cells.len() + 1);
    for ((nth, expected), row) in cells.iter().enumerate().zip(&rows[1..]) {
        let owner = format!("owner{nth}@host{nth}.example");
        let host = format!("host-{nth:02}");
        assert_eq!(*row, json!([["str", host], ["str", expected], ["str", owner], ["NoneType", "None"]]));
    }
    let converted = through_libreoffice(&real, "list.xlsx");
    let notes: Vec<&str> = converted.iter().skip(1).map(|row| &row[1]).collect();
    assert_eq!(notes, cells);
}

#[test]
fn csv_for_spreadsheets_keeps_every_cell() {
    let (real, cells) = hostile();
    let list = "client list --columns client_slug,field.note --csv --spreadsheet-safe";
    let written = real.run(list).ok().out;
    fs::write(real.path("list.csv"), &written).unwrap();
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let written: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let converted = through_libreoffice(&real, "list.csv");
    assert_eq!(converted[1..], written);
    for (row, cell) in converted[1..].iter().zip(&cells) {
        assert!(row[1] == *cell || row[1] == format!("'{cell}"), "{cell}: {}", &row[1]);
    }
}

#[test]
fn xlsx_has_types_and_a_layout() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    let folder = tempfile::tempdir().unwrap();
    let moment = "yyyy\\-mm\\-dd\\ hh:mm:ss";
    let mut read = |list: &str| {
        let path = folder.path().join("list.xlsx");
        world.run(&format!("{list} --format xlsx --output {}", path.display())).ok();
        workbook(&path)
    };
    let users = read("user list -A --columns email,mailbox,invited_at");
    assert_eq!(
        users["rows"],
        json!([
            [["str", "email"], ["str", "mailbox"], ["str", "invited_at (UTC)"]],
            [["str", "jim@bigshoes.example"], ["bool", true], ["datetime", "2026-11-21 09:00:05"]],
            [["str", "tia@teahouse.example"], ["bool", true], ["NoneType", "None"]],
        ])
    );
    assert_eq!(users["formats"], json!(["@", "General", moment]));
    assert_eq!((&users["frozen"], &users["filter"]), (&json!("A2"), &json!("A1:C3")));
    assert_eq!((&users["bold"], &users["widths"]), (&json!([true, true, true]), &json!([23, 12, 22])));
    let invitations = read("invite list -A --columns invitation_id,send_count,expires_at");
    assert_eq!(invitations["rows"][1], json!([["str", "inv_1"], ["int", 1], ["datetime", "2026-12-21 09:00:05"]]));
}

/// The zone is that of the reader, by its name where it has one.
#[test]
fn xlsx_has_times_of_the_local_clock() {
    let real = Real::new();
    let list = "partnerctl staff list --columns os_user,created_at --format xlsx --output list.xlsx";
    let utc = real.run("staff list --columns created_at --csv --no-header").ok().out;
    for (zone, head, hours) in [("Asia/Tokyo", "created_at (Asia/Tokyo)", 9), ("XYZ-5", "created_at (UTC)", 0)] {
        real.shell(&format!("TZ={zone} {list}")).ok();
        let rows = &workbook(&real.path("list.xlsx"))["rows"];
        assert_eq!(rows[0][1], json!(["str", head]));
        let later: u32 = rows[1][1][1].as_str().unwrap()[11..13].parse().unwrap();
        assert_eq!(later, (utc[11..13].parse::<u32>().unwrap() + hours) % 24, "{rows}");
    }
}

#[test]
fn xlsx_of_no_rows_has_a_header() {
    let real = Real::new();
    real.run("client list --columns client_slug,name --format xlsx --output list.xlsx").ok();
    let read = workbook(&real.path("list.xlsx"));
    assert_eq!(read["rows"], json!([[["str", "client_slug"], ["str", "name"]]]));
    assert_eq!(read["filter"], "A1:B1");
}

#[test]
fn xlsx_goes_into_a_file_alone() {
    let real = Real::new();
    let before = names(&real);
    for (line, says) in [
        ("client list --format xlsx", "an xlsx file is not printed to standard output"),
        ("client list --format xlsx --output -", "`-` is no file name for --output"),
        ("client list --format xlsx --output list.xlsx --no-header", "an xlsx file has a header"),
        ("client list --output list.txt", "--output cannot write a table"),
        ("help clients --json --output list.json", "--output is for commands that print records"),
        ("mail deliver --watch --format xlsx --output mails.xlsx", "--watch does not end"),
    ] {
        let run = real.run(line).fails(2);
        assert!(run.out.is_empty() && run.err.contains(says), "{run}");
    }
    assert_eq!(names(&real), before);
}

/// The files of the folder.
fn names(real: &Real) -> BTreeSet<String> {
    let entries = fs::read_dir(real.folder()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn output_file_has_what_would_be_printed() {
    let (real, _) = hostile();
    for format in ["csv", "csv --spreadsheet-safe", "csv --no-header", "tsv", "json", "ndjson"] {
        for command in
            ["client list --columns client_slug,field.note --sort=-client_slug", "client show host-01", "staff list"]
        {
            let line = format!("{command} --format {format}");
            let printed = real.run(&line).ok().out;
            let run = real.run(&format!("{line} --output file")).ok();
            assert_eq!((run.out.as_str(), fs::read_to_string(real.path("file")).unwrap()), ("", printed), "{line}");
        }
    }
    assert_eq!(fs::metadata(real.path("file")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn output_file_is_whole_or_not_there() {
    let (real, _) = hostile();
    fs::create_dir(real.path("folder")).unwrap();
    fs::write(real.path("old.xlsx"), "of last month").unwrap();
    let before = names(&real);
    let list = "client list --format xlsx --output";
    for (line, says) in [
        (format!("{list} folder"), "cannot write the output file [DIR]/folder: it is a folder"),
        (format!("{list} nowhere/list.xlsx"), "cannot write the output file [DIR]/nowhere/list.xlsx: No such file"),
        (format!("{list} desk.db.key/list.xlsx"), "Not a directory"),
        (format!("{list} /dev/full"), "No space left on device"),
        // Nothing is written for a command that fails.
        ("client show nobody --format xlsx --output old.xlsx".to_owned(), "nobody"),
    ] {
        let run = real.run(&line);
        assert!(run.code != 0 && run.out.is_empty() && run.err.contains(says), "{run}");
    }
    assert_eq!(names(&real), before);
    assert_eq!(fs::read_to_string(real.path("old.xlsx")).unwrap(), "of last month");
    real.run(&format!("{list} old.xlsx")).ok();
    assert_eq!(workbook(&real.path("old.xlsx"))["sheets"], json!(["partnerctl"]));
    assert_eq!(names(&real), before);
}

#[test]
fn output_file_without_room_leaves_nothing() {
    let real = Real::new();
    let rows: String = (0..3_000).map(|row| format!("Client number {row},o{row}@many.example\n")).collect();
    real.feed("client import - --quiet --csv", format!("name,owners\n{rows}").as_bytes()).ok();
    fs::write(real.path("list.json"), "of last month").unwrap();
    let before = names(&real);
    let run = real.shell("ulimit -f 200; partnerctl client list --json --output list.json");
    assert!(run.code == 1 && run.err.contains("cannot write the output file [DIR]/list.json: File too large"), "{run}");
    assert_eq!(names(&real), before);
    assert_eq!(fs::read_to_string(real.path("list.json")).unwrap(), "of last month");
}

#[test]
fn output_file_is_tried_first() {
    let real = Real::new();
    let line = "client add \"Big Shoes\" --owner jim@bigshoes.example --json --output nowhere/client.json";
    real.run(line).fails(1);
    assert_eq!(real.run("client list --csv --no-header").ok().out, "");
}

/// Each command that prints records prints them into the file, and nothing to standard output.
#[test]
fn each_command_fills_its_output_file() {
    let mut wrong = String::new();
    for (name, line) in rights::COMMANDS {
        let run = |more: &str| {
            let mut world = rights::world();
            let line = rights::fill(&world, line, "big-shoes");
            let run = world.stdin("pci_9_nonsense").run(&format!("{line} {more}"));
            (run, world)
        };
        let (printed, _) = run("--json");
        for more in ["--json", "--format xlsx"] {
            let (written, world) = run(&format!("{more} --output records"));
            let file = fs::read(world.path("records")).ok();
            let folder = world.path("desk.db").parent().unwrap().display().to_string();
            let is_right = match &file {
                Some(bytes) if more == "--json" => {
                    String::from_utf8_lossy(bytes).replace(&folder, "[DIR]") == printed.out
                }
                Some(bytes) => bytes.starts_with(b"PK") && !printed.out.is_empty(),
                None => printed.out.is_empty(),
            };
            if written.code != printed.code || !written.out.is_empty() || !is_right {
                writeln!(wrong, "{name} {more}: {} bytes\n{written}\n{printed}", file.map_or(0, |file| file.len()))
                    .unwrap();
            }
        }
    }
    assert_eq!(wrong, "");
}

/// What belongs to the database is no place for records, under whatever name.
#[test]
fn no_file_of_the_database_is_written() {
    let mut world = World::with_story();
    let database = world.database();
    fs::hard_link(&database, world.path("other-name.csv")).unwrap();
    std::os::unix::fs::symlink(&database, world.path("link.csv")).unwrap();
    let name = database.display().to_string();
    for place in ["", ".key", "-wal", ".lock", ".backup"].map(|suffix| format!("{name}{suffix}")) {
        world.run(&format!("client list --csv --output {place}")).fails(5).says("belongs to the database");
    }
    for place in ["other-name.csv", "link.csv"] {
        world.run(&format!("client list --csv --output {place}")).fails(5).says("belongs to the database");
    }
    world.write("people.csv", "client_slug,email,role\nbig-shoes,bad,guest\n");
    world.run(&format!("invite bulk people.csv --errors {name}")).fails(5).says("belongs to the database");
    world.run("client list --csv --output elsewhere.csv").ok();
    world.run("db check").ok();
}

/// The account that owns the database would read what is hidden in its folders, and maybe run it.
#[test]
fn nothing_hidden_is_written_for_another_account() {
    let mut world = World::with_story();
    world.var("SUDO_UID", "1001");
    for place in [".profile", "next-to-it.csv"] {
        world.run(&format!("client list --csv --output {place}")).fails(5).says("through another account");
    }
    let run = world.run("client list --csv --output /dev/stdout").ok();
    assert!(run.out.starts_with("client_id,"), "{run}");
}

/// In a database of its own making, anyone who reaches this account through sudo would be staff.
#[test]
fn other_account_changes_only_this_database() {
    let mut world = World::with_story();
    world.run("db backup copy.db").ok();
    world.var("SUDO_UID", "1001");
    world.run("init --db own.db --label live").fails(5).says("through another account");
    world.run("client edit big-shoes --plan pro --db copy.db").fails(5).says("through another account");
    world.run("client show big-shoes --db copy.db").ok();
    world.run("config set links.provisioner /bin/sh").fails(5).says("through another account");
    world.run("client edit big-shoes --plan pro").ok();
}
