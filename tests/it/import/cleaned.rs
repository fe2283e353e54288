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
    for (value, says) in
        [("PLAN", "write `--map-value"), ("Plans=a:b", "does not have"), ("=a:b", "write `--map-value")]
    {
        world_with(table).run(&format!("{map} --map-value {value}")).fails(2).says(says);
    }
}

#[test]
fn suspicious_numbers_are_warned_of() {
    let mut world = world_with("name,owners,account_number\nRed,r@red.example,nan\nBlue,b@blue.example,412.0\n");
    let run = world.run("client import new.csv").ok();
    run.says("line 2: the account number nan is what programs write for an empty cell");
    let mut world = World::with_story();
    world.run("client add X --owner x@x.example --account-number 412.0").ok().says("gave a decimal place");
}

#[test]
fn garbled_names_are_refused() {
    for name in ["MÃ¼ller", "M&uuml;ller"] {
        let mut world = world_with(format!("name,owners\n{name},m@m.example\n"));
        assert!(message(&mut world, "client import new.csv").contains("is probably \"Müller\""), "{name}");
        world.run_words(&["client", "add", name, "--owner", "m@m.example"].map(str::to_owned)).fails(2).says("Müller");
    }
}

#[test]
fn the_separator_may_be_announced() {
    for table in [
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
fn what_is_no_table_is_named_for_what_it_is() {
    for (table, says) in [
        (
            "Customers 2026\n\nname,owners\nRed,r@red.example\n",
            "line 1 is \"Customers 2026\", and the header seems to be on line 3",
        ),
        ("Kundenliste;;\nStand 1.1.2026;;\nFirma;Mail;Tarif\nRed;r@red.example;pro\n", "line 1 is \"Kundenliste\""),
        ("<html><table><tr><td>name</td></tr></table></html>", "is an HTML page, not CSV"),
        ("\n<!DOCTYPE html>\n", "is an HTML page, not CSV"),
        ("<?xml version=\"1.0\"?><Workbook/>", "is an XML file, not CSV"),
    ] {
        world_with(table).run("client import new.csv").fails(2).says(says);
    }
    let run = world_with("Customers 2026\nname,owners\n").run("client import new.csv").fails(2);
    run.says("`tail -n +2 new.csv`");
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

#[test]
fn the_typed_number_is_what_is_made() {
    let table = format!("{NEW}Bad,not-an-address,,,,,\nTea House,tia@teahouse.example,,,,,\n");
    let mut world = world_with(&table);
    world.answers(&["4"]);
    let run = world.run("client import new.csv").fails(8);
    run.says("The table has 5 rows: 3 created, 1 left as it is, 1 refused.");
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    world.answers(&["3"]);
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
