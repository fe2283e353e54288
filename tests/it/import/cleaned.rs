//! Tables as people have them: cleaned where it is plain what is meant, else refused with all that is wrong and the next
//! step.

use super::{NEW, world_with};
use crate::support::World;

/// The message of the first row.
fn message(world: &mut World, line: &str) -> String {
    let run = world.run(&format!("{line} --json"));
    run.json()[0]["message"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_pasted_domain_is_cleaned_and_said() {
    let mut world = world_with("name,owners,domain\nRed Hats,r@redhats.example,https://www.redhats.example/shop\n");
    let run = world.run("client import new.csv --json").ok();
    let said = "the domain \"https://www.redhats.example/shop\" was read as redhats.example";
    assert_eq!(run.json()[0]["message"], said);
    run.says(&format!("line 2: {said}"));
    assert_eq!(world.sql("SELECT domain FROM client WHERE id = 100003"), ["redhats.example"]);
    world.run("client import new.csv").ok().says("1 unchanged.");
    world.run("client add Blue --owner b@blue.example --domain WWW.blue.example").ok().says("was read as blue.example");
    world.run("client edit blue --domain http://new.example/").ok().says("was read as new.example");
}

#[test]
fn a_domain_of_everyone_is_no_clients() {
    for domain in ["gmail.com", "www.gmx.de", "co.uk", "github.io"] {
        let mut world = world_with(format!("name,owners,domain\nRed,r@red.example,{domain}\n"));
        assert!(message(&mut world, "client import new.csv").contains("cannot be a client's domain"), "{domain}");
        world.run(&format!("client add X --owner x@x.example --domain {domain}")).fails(2).says("cannot be a client's");
        world.run(&format!("client edit big-shoes --domain {domain}")).fails(2).says("cannot be a client's");
    }
    World::with_story().run("client add X --owner x@gmail.com --domain x.co.uk").ok();
}

#[test]
fn a_row_says_all_that_is_wrong_with_it() {
    let mut world =
        world_with("name,owners,plan,domain,account_number\n,a-at-b c@d.example,Gold,localhost,C100001-9\n");
    let message = message(&mut world, "client import new.csv");
    for part in [
        "owners: \"a-at-b\"",
        "plan: \"Gold\"",
        "allowed are: starter, pro",
        "domain: \"localhost\"",
        "account_number: ",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let mut world = world_with("name,owners,plan\n,,Gold\n");
    let message = self::message(&mut world, "client import new.csv");
    assert!(message.contains("plan: ") && message.contains("needs a name") && message.contains("needs an owner"));
}

#[test]
fn owners_are_separated_as_people_do() {
    let mut world = world_with("name,owners\nRed,\"a@red.example, b@red.example;c@red.example  d@red.example\"\n");
    world.run("client import new.csv").ok();
    assert_eq!(
        world.sql("SELECT owners FROM client_list WHERE client_slug = 'red'"),
        ["a@red.example b@red.example c@red.example d@red.example"]
    );
}

#[test]
fn values_of_other_systems_are_mapped() {
    let table = "Company,Mail,PLAN\nRed,r@red.example,Gold\nBlue,b@blue.example,\nGreen,g@green.example,starter\n";
    let map = "client import new.csv --map Company=name --map Mail=owners --map PLAN=plan";
    let mut world = world_with(table);
    world.run(&format!("{map} --map-value PLAN=Gold:pro --map-value plan=:starter")).ok().says("3 created.");
    assert_eq!(world.sql("SELECT plan FROM client WHERE id > 100002 ORDER BY id"), ["pro", "starter", "starter"]);
    let run = world_with(table).run(&format!("{map} --map-value PLAN=Silver:pro --errors bad.csv")).fails(7);
    run.says("--map-value PLAN=Silver:pro bad.csv");
    for (value, says) in [
        ("PLAN", "write `--map-value"),
        ("Plans=a:b", "\"PLAN\" is mapped to \"plan\""),
        ("=a:b", "write `--map-value"),
    ] {
        world_with(table).run(&format!("{map} --map-value {value}")).fails(2).says(says);
    }
}

#[test]
fn value_without_meaning_names_the_flag() {
    let mut world = world_with("name,owners,plan\nRed,r@red.example,Big Gold\n");
    let message = message(&mut world, "client import new.csv");
    assert!(message.contains("`--map-value 'plan=Big Gold:PLAN'`"), "{message}");
    world.run("client import new.csv --map-value 'plan=Big Gold:pro'").ok().says("1 created.");
}

#[test]
fn missing_name_is_reported_with_other_faults() {
    let mut world = world_with("name,owners,plan\n,a-at-b,Gold\n");
    let message = message(&mut world, "client import new.csv");
    for part in ["a new client needs a name", "owners: \"a-at-b\"", "plan: \"Gold\""] {
        assert!(message.contains(part), "{part}: {message}");
    }
    // The name is there, and is what is wrong.
    let mut world = world_with("name,owners,plan\nM&uuml;ller,m@m.example,Gold\n");
    assert!(!self::message(&mut world, "client import new.csv").contains("needs a name"));
}

#[test]
fn owner_with_name_is_one_fault() {
    let mut world = world_with("name,owners\nRed,\"Anna Red <a@red.example>; b@red.example\"\n");
    let message = message(&mut world, "client import new.csv");
    assert!(message.contains("write the address alone: `a@red.example`") && !message.contains("\"Anna\""), "{message}");
}

#[test]
fn suspicious_numbers_are_warned_of() {
    let mut world = world_with("name,owners,account_number\nRed,r@red.example,nan\nBlue,b@blue.example,412.0\n");
    let run = world.run("client import new.csv").ok();
    run.says("line 2: the account number nan is what programs write for an empty cell");
    let mut world = World::with_story();
    world.run("client add X --owner x@x.example --account-number 412.0").ok().says("gave a decimal place");
    world.run("client edit big-shoes --account-number 413.00").ok().says("gave a decimal place");
    world.run("client edit big-shoes --account-number nan").ok().says("write for an empty cell");
    let mut world = world_with("name,owners,account_number\nRed,r@red.example,1.23457E+11\n");
    assert!(message(&mut world, "client import new.csv").contains("that a spreadsheet shortened"));
}

#[test]
fn garbled_names_are_refused() {
    for name in ["MÃ¼ller", "M&uuml;ller"] {
        let mut world = world_with(format!("name,owners\n{name},m@m.example\n"));
        assert!(message(&mut world, "client import new.csv").contains("is probably \"Müller\""), "{name}");
        world.run_words(&["client", "add", name, "--owner", "m@m.example"].map(str::to_owned)).fails(2).says("Müller");
    }
}

/// A field may hold anything; what it probably should be is said.
#[test]
fn garbled_fields_are_warned_of() {
    let mut world = world_with("name,owners,field.city\nRed,r@red.example,MÃ¼nchen\n");
    let run = world.run("client import new.csv").ok();
    run.says("line 2: the field city is garbled: \"MÃ¼nchen\" is probably \"München\"");
}

#[test]
fn the_separator_may_be_announced() {
    for table in [
        "sep=;;\nname;owners\nRed;r@red.example\n",
        "sep= ;\nname;owners\nRed;r@red.example\n",
        "sep=;,\r\nname;owners\r\nRed;r@red.example\r\n",
        "sep=;\nname;owners\nRed;r@red.example\n",
        "\u{feff}SEP=;\r\nname;owners\r\nRed;r@red.example\r\n",
        "\"sep=;\"\nname;owners\nRed;r@red.example\n",
    ] {
        let mut world = world_with(table);
        let run = world.run("client import new.csv --json").ok();
        assert_eq!((run.json()[0]["line"].as_i64(), run.json()[0]["name"].as_str()), (Some(3), Some("Red")), "{run}");
    }
    world_with("sep=|\nname|owners\n").run("client import new.csv").fails(2).says("export it with");
}

#[test]
fn non_table_is_named_for_what_it_is() {
    for (table, says) in [
        (
            "Customers 2026\n\nname,owners\nRed,r@red.example\n",
            "line 1 is \"Customers 2026\", and the header seems to be on line 3",
        ),
        ("Kundenliste;;\nStand 1.1.2026;;\nFirma;Mail;Tarif\nRed;r@red.example;pro\n", "line 1 is \"Kundenliste\""),
        ("<html><table><tr><td>name</td></tr></table></html>", "is an HTML page, not CSV"),
        ("\n<!DOCTYPE html>\n", "is an HTML page, not CSV"),
        ("<tr><td>name</td></tr>", "is an HTML page, not CSV"),
        ("[\n{\"name\": \"Red\"}]\n", "is JSON, not CSV"),
        ("{\"name\": \"Red\"}\n", "is JSON, not CSV"),
        ("{\\rtf1\\ansi name}", "is a text document (RTF), not CSV"),
        ("Report,name\nname,owners,plan\nRed,r@red.example,pro\n", "line 1 is \"Report\""),
        ("<?xml version=\"1.0\"?><Workbook/>", "is an XML file, not CSV"),
    ] {
        world_with(table).run("client import new.csv").fails(2).says(says);
    }
    let run = world_with("Customers 2026\nname,owners\n").run("client import new.csv").fails(2);
    run.says("`tail -n +2 new.csv`");
    let run = world_with(b"Kunden\xFCbersicht\nname,owners\n").run("client import new.csv").fails(2);
    run.says("line 1 is \"Kundenübersicht\"");
}

#[test]
fn spreadsheet_files_are_named() {
    let zipped = |entry: &str| [b"PK\x03\x04\x14\0\x06\0\x08\0", entry.as_bytes(), b"\0\xFF"].concat();
    let page: Vec<u8> = "\u{feff}<html><table/></html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (file, says) in [
        (zipped("[Content_Types].xml"), "is an Excel spreadsheet (.xlsx), not CSV"),
        (zipped("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "is an OpenDocument spreadsheet (.ods)"),
        (b"PK\x05\x06\0\0".to_vec(), "is a spreadsheet or archive file"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0".to_vec(), "is an Excel spreadsheet (.xls)"),
        (b"\x09\x08\x10\0\0\x06".to_vec(), "is an Excel spreadsheet (.xls)"),
        (page, "is an HTML page, not CSV"),
    ] {
        let mut world = World::with_story();
        world.write("new.xls", file);
        for line in ["client import new.xls", "invite bulk new.xls"] {
            world.run(line).fails(2).says(says).says("save it as CSV UTF-8");
        }
    }
}

#[test]
fn another_encoding_is_one_line() {
    let mut table = b"name,owners\n".to_vec();
    for n in 0..30 {
        table.extend(format!("M\u{fc}ller {n},m{n}@m.example\n").chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
    }
    let run = world_with(&table).run("client import new.csv").fails(2);
    assert_eq!(run.err.lines().count(), 2, "{run}");
    run.says("line 2 \"Müller 0\", line 3 \"Müller 1\", line 4 \"Müller 2\" and more")
        .says("`iconv -f WINDOWS-1252 -t UTF-8 new.csv > utf8.csv`");
}

#[test]
fn short_rows_and_ctrl_z_are_read() {
    let table = "name,owners,plan,domain\r\nRed,r@red.example\r\nBlue,b@blue.example,pro,,,\r\n\u{1a}";
    let mut world = world_with(table);
    world.run("client import new.csv --errors bad.csv").ok().says("2 created.");
    let padded = format!("name,owners,plan\r\nRed,r@red.example\r\n{}", "\u{1a}".repeat(127));
    world_with(padded).run("client import new.csv").ok().says("1 created.");
    let utf16: Vec<u8> = "\u{feff}name\towners\tplan\r\nRed\tr@red.example\r\n\u{1a}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    world_with(utf16).run("client import new.csv").ok().says("1 created.");
    world.write("new.csv", "name,owners,plan,domain\nShort\nBlue,b@blue.example,,,more\n");
    world.run("client import new.csv").fails(2).says("5 cells where the header has 4");
    world.write("new.csv", "name,owners,plan,domain\nShort\n");
    world.run("client import new.csv --errors bad.csv").fails(7);
    assert_eq!(world.read("bad.csv").lines().nth(1).unwrap(), "Short,,,,usage,a client needs an owner");
}

#[test]
fn a_guard_of_spreadsheets_is_taken_off() {
    let names = ["=1+1", "+49 Ltd", "-minus", "@home", "'s-Hertogenbosch BV", "''twice", "'=quoted", "plain"];
    let table: String = names.iter().enumerate().map(|(n, name)| format!("{name},o{n}@c{n}.example,N{n}\n")).collect();
    let mut world = world_with(format!("name,owners,account_number\n{table}"));
    world.run("client import new.csv").ok().says("8 created.");
    let stored = world.sql("SELECT name FROM client WHERE id > 100002 ORDER BY id");
    assert_eq!(stored, names);
    let columns = "client_id,client_slug,name,owners,account_number";
    let exact = world.run(&format!("client list --csv --columns {columns}")).ok().out;
    let safe = world.run(&format!("client list --csv --spreadsheet-safe --columns {columns}")).ok().out;
    let excel = safe.replace(',', ";").replace('\n', "\r\n");
    let libreoffice = safe.trim_start_matches('\u{feff}').to_owned();
    for form in [exact, safe, excel, libreoffice] {
        world.write("again.csv", &form);
        world.run("client import again.csv").ok().says("10 unchanged.");
    }
    assert_eq!(world.sql("SELECT name FROM client WHERE id > 100002 ORDER BY id"), names);
}

/// Values that a spreadsheet takes for formulas, numbers, dates or truth values, and some with apostrophes of their own.
const CONVERTED: &[&str] = &[
    "=1+1",
    "=SUM(A1)",
    "+49 30 1234",
    "+49 (0)30/12-34",
    "0049 30 1234",
    "-minus",
    "-5",
    "@home",
    "'s-Hertogenbosch",
    "''twice",
    "'=quoted",
    "'00123",
    "'",
    "00123",
    "1e10",
    "1,5",
    "50%",
    "5 €",
    "2026-01-01",
    "12:30:45",
    "1:30 PM",
    "May 5",
    "5. März",
    "Okt 5",
    "TRUE",
    "wahr",
    "9007199254740993",
    "a\"b",
    "semi;colon",
    "com,ma",
    "  lead",
    "trail  ",
    "plain",
];

/// A client for each of these values, in the field `note`.
fn with_converted() -> World {
    let mut world = World::with_story();
    let mut table = "name,owners,field.note\n".to_owned();
    for (n, value) in CONVERTED.iter().enumerate() {
        let name: String =
            (0..6).map(|k| char::from(b'a' + u8::try_from((n * 7 + k * 11 + n / 3) % 26).unwrap())).collect();
        table.push_str(&format!(
            "{name}{},o@c{n}.example,\"{}\"\n",
            char::from(b'a' + u8::try_from(n % 26).unwrap()),
            value.replace('"', "\"\"")
        ));
    }
    world.write("new.csv", table);
    let run = world.run("client import new.csv");
    run.ok().says(&format!("{} created.", CONVERTED.len()));
    world
}

const NOTES: &str =
    "client list --csv --columns client_id,client_slug,name,owners,account_number,field.note,created_at";

/// What programs write of a table that they opened and saved, cell by cell: Excel as `CSV UTF-8` where lists are separated
/// by `;`, and LibreOffice 7.4 with its usual filter, which writes no mark. Both keep cells that begin with an apostrophe as
/// they are, and put only cells in quotes that need it.
fn saved(table: &str, mark: &str, separator: char, line_end: &str) -> String {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let mut out = mark.to_owned();
    for row in reader.records() {
        let row = row.unwrap();
        let cells = row.iter().map(|cell| {
            let needs_quotes = cell.contains([separator, '"', '\n', '\r']);
            if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
        });
        out.push_str(&(cells.collect::<Vec<_>>().join(&separator.to_string()) + line_end));
    }
    out
}

#[test]
fn spreadsheets_give_the_same_bytes_back() {
    let mut world = with_converted();
    let exact = world.run(NOTES).ok().out;
    let safe = world.run(&format!("{NOTES} --spreadsheet-safe")).ok().out;
    for value in CONVERTED.iter().filter(|value| value.starts_with(['=', '+', '-', '@', '\''])) {
        assert!(safe.contains(&format!("'{value}").replace('"', "\"\"")), "{value}: {safe}");
    }
    for form in [
        exact.clone(),
        safe.clone(),
        saved(&safe, "\u{feff}", ';', "\r\n"),
        saved(&safe, "", ',', "\n"),
        saved(&safe, "", ';', "\n"),
        saved(&exact, "\u{feff}", ';', "\r\n").replace('\u{feff}', ""),
    ] {
        world.write("again.csv", &form);
        let run = world.run("client import again.csv --update").ok();
        run.says(&format!("{} unchanged.", CONVERTED.len() + 2));
        assert_eq!(world.run(NOTES).ok().out, exact);
        assert_eq!(world.run(&format!("{NOTES} --spreadsheet-safe")).ok().out, safe);
    }
}

/// In a table of exact cells an apostrophe is data, although every cell with one looks guarded.
#[test]
fn exact_export_keeps_an_apostrophe() {
    let mut world = World::with_story();
    world.run("client edit big-shoes --field note=\"'00123\"").ok();
    let exact = world.run(NOTES).ok().out;
    world.write("again.csv", &exact);
    world.run("client import again.csv --update").ok().says("2 unchanged.");
    assert_eq!(world.run(NOTES).ok().out, exact);
}

/// Rows that failed are read as they were before.
#[test]
fn errors_of_a_guarded_table_stay_guarded() {
    let mut world = world_with("\u{feff}name,owners,plan,field.note\n's Graven BV,r@red.example,Gold,'00123\n");
    world.run("client import new.csv --errors bad.csv").fails(7);
    let bad = world.read("bad.csv");
    assert!(bad.starts_with("\u{feff}name,"), "{bad:?}");
    world.write("bad.csv", bad.replace("Gold", "pro"));
    world.run("client import bad.csv --errors bad.csv").ok().says("1 created.");
    assert_eq!(world.read("bad.csv"), "");
    assert_eq!(world.sql("SELECT value FROM client_field WHERE field_key = 'note'"), ["00123"]);
}

#[test]
fn the_typed_number_is_what_is_made() {
    let table = format!("{NEW}Bad,not-an-address,,,,,\nTea House,tia@teahouse.example,,,,,\n");
    let mut world = world_with(&table);
    world.answers(&["5"]);
    let run = world.run("client import new.csv").fails(8);
    run.says("3 clients will be created, 1 is unchanged; 1 row is left out.");
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    world.answers(&["4"]);
    world.run("client import new.csv").fails(7).says("3 created, 1 unchanged, 1 failed.");
    // Nothing is left to be made: nothing is asked.
    world.answers(&[]);
    world.run("client import new.csv").fails(7).says("4 unchanged, 1 failed.");
}

#[test]
fn the_rows_of_a_long_table_are_typed() {
    let mut table = "name,owners\n".to_owned();
    for n in 0..2_001 {
        table.push_str(&format!("Client {n}x,not-an-address\n"));
    }
    let mut world = world_with(&table);
    world.answers(&["2000"]);
    world.run("client import new.csv").fails(8).says("The table has 2001 rows.");
}

#[test]
fn unchanged_rows_are_audited_once() {
    let mut world = world_with(NEW);
    world.run("client import new.csv").ok();
    let audits = |world: &World| world.sql("SELECT id FROM audit").len();
    let before = audits(&world);
    world.run("client import new.csv").ok().says("3 unchanged.");
    assert_eq!(audits(&world), before + 1);
    assert_eq!(
        world.sql("SELECT action, outcome, details FROM audit ORDER BY id DESC LIMIT 1"),
        ["client.import|unchanged|{\"table\":\"new.csv\",\"rows\":\"3\"}"]
    );
    world.run("last").ok();
    world.run("audit verify").ok();
    let mut table = NEW.to_owned();
    table.push_str("Pink,p@pink.example,,5009,,,\n");
    world.write("new.csv", table);
    world.run("client import new.csv").ok().says("1 created, 3 unchanged.");
    assert_eq!(audits(&world), before + 3);
    world.run("client import new.csv --dry-run").ok();
    assert_eq!(audits(&world), before + 3);
}
