//! `client import`: tables as billing systems export them, good rows, bad rows, and the second run.

mod cleaned;
mod doubles;
mod stopped;

use insta::assert_snapshot;

use crate::support::World;

const NEW: &str = "\
name,owners,domain,account_number,plan,staff,field.region
Red Hats,rita@redhats.example,redhats.example,5001,pro,jane,north
Blue Coats,bob@bluecoats.example betty@bluecoats.example,bluecoats.example,5002,starter,,
\"Green, Gloves & Co\",greta@greengloves.example,,5003,,me,south
";

fn world_with(table: impl AsRef<[u8]>) -> World {
    let world = World::with_story();
    world.write("new.csv", table);
    world
}

/// S2.1
#[test]
fn table_makes_clients_and_mails_no_one() {
    let mut world = world_with(NEW);
    assert_snapshot!(world.run("client import new.csv"), @"
    $ partnerctl client import new.csv
    line  client_id  client_slug      name                owners                                         result   error_code  message
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  C100003-5  red-hats         Red Hats            rita@redhats.example                           created
       3  C100004-3  blue-coats       Blue Coats          bob@bluecoats.example betty@bluecoats.example  created
       4  C100005-6  green-gloves-co  Green, Gloves & Co  greta@greengloves.example                      created
    --- stderr
    3 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
    assert_snapshot!(world.sql("SELECT client_slug, owners, plan, staff, state FROM client_list").join("\n"), @"
    big-shoes|jim@bigshoes.example|||draft
    tea-house|tia@teahouse.example|||draft
    red-hats|rita@redhats.example|pro|jane|draft
    blue-coats|bob@bluecoats.example betty@bluecoats.example|starter||draft
    green-gloves-co|greta@greengloves.example||jane|draft
    ");
    assert_eq!(
        world.sql("SELECT field_key, value FROM client_field ORDER BY client_id"),
        ["region|north", "region|south"]
    );
}

#[test]
fn the_results_come_in_each_format() {
    assert_snapshot!(world_with(NEW).run("client import new.csv --json"), @r#"
    $ partnerctl client import new.csv --json
    [
    {"line":2,"client_id":"C100003-5","client_slug":"red-hats","name":"Red Hats","owners":["rita@redhats.example"],"result":"created","error_code":null,"message":null},
    {"line":3,"client_id":"C100004-3","client_slug":"blue-coats","name":"Blue Coats","owners":["bob@bluecoats.example","betty@bluecoats.example"],"result":"created","error_code":null,"message":null},
    {"line":4,"client_id":"C100005-6","client_slug":"green-gloves-co","name":"Green, Gloves & Co","owners":["greta@greengloves.example"],"result":"created","error_code":null,"message":null}
    ]
    --- stderr
    3 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    "#);
    assert_snapshot!(world_with(NEW).run("client import new.csv --csv"), @r#"
    $ partnerctl client import new.csv --csv
    line,client_id,client_slug,name,owners,result,error_code,message
    2,C100003-5,red-hats,Red Hats,rita@redhats.example,created,,
    3,C100004-3,blue-coats,Blue Coats,bob@bluecoats.example betty@bluecoats.example,created,,
    4,C100005-6,green-gloves-co,"Green, Gloves & Co",greta@greengloves.example,created,,
    --- stderr
    3 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    "#);
    assert_snapshot!(world_with(NEW).run("client import new.csv --format ndjson"), @r#"
    $ partnerctl client import new.csv --format ndjson
    {"line":2,"client_id":"C100003-5","client_slug":"red-hats","name":"Red Hats","owners":["rita@redhats.example"],"result":"created","error_code":null,"message":null}
    {"line":3,"client_id":"C100004-3","client_slug":"blue-coats","name":"Blue Coats","owners":["bob@bluecoats.example","betty@bluecoats.example"],"result":"created","error_code":null,"message":null}
    {"line":4,"client_id":"C100005-6","client_slug":"green-gloves-co","name":"Green, Gloves & Co","owners":["greta@greengloves.example"],"result":"created","error_code":null,"message":null}
    --- stderr
    3 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    "#);
}

#[test]
fn one_row_and_no_rows_in_each_format() {
    let one = "name,owners\nRed Hats,rita@redhats.example\n";
    assert_snapshot!(world_with(one).run("client import new.csv"), @"
    $ partnerctl client import new.csv
    line  client_id  client_slug  name      owners                result   error_code  message
    ──────────────────────────────────────────────────────────────────────────────────────────
       2  C100003-5  red-hats     Red Hats  rita@redhats.example  created
    --- stderr
    1 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    ");
    assert_snapshot!(world_with(one).run("client import new.csv --json"), @r#"
    $ partnerctl client import new.csv --json
    [
    {"line":2,"client_id":"C100003-5","client_slug":"red-hats","name":"Red Hats","owners":["rita@redhats.example"],"result":"created","error_code":null,"message":null}
    ]
    --- stderr
    1 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    "#);
    let none = "name,owners\n";
    assert_snapshot!(world_with(none).run("client import new.csv"), @"
    $ partnerctl client import new.csv
    --- stderr
    The table has no rows.
    --- exit 0
    ");
    assert_snapshot!(world_with(none).run("client import new.csv --json"), @"
    $ partnerctl client import new.csv --json
    []
    --- stderr
    The table has no rows.
    --- exit 0
    ");
    assert_snapshot!(world_with(none).run("client import new.csv --csv --errors bad.csv"), @"
    $ partnerctl client import new.csv --csv --errors bad.csv
    line,client_id,client_slug,name,owners,result,error_code,message
    --- stderr
    The table has no rows.
    --- exit 0
    ");
    assert_snapshot!(world_with("").run("client import new.csv"), @"
    $ partnerctl client import new.csv
    --- stderr
    The table has no rows.
    --- exit 0
    ");
}

#[test]
fn a_second_run_changes_nothing() {
    let mut world = world_with(NEW);
    world.run("client import new.csv").ok();
    let before = world.sql("SELECT count(*), max(version) FROM client");
    assert_snapshot!(world.run("client import new.csv --errors bad.csv"), @"
    $ partnerctl client import new.csv --errors bad.csv
    line  client_id  client_slug      name                owners                                         result     error_code  message
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  C100003-5  red-hats         Red Hats            rita@redhats.example                           unchanged
       3  C100004-3  blue-coats       Blue Coats          bob@bluecoats.example betty@bluecoats.example  unchanged
       4  C100005-6  green-gloves-co  Green, Gloves & Co  greta@greengloves.example                      unchanged
    --- stderr
    3 unchanged.
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*), max(version) FROM client"), before);
    assert_eq!(world.read("bad.csv"), "");
    assert_eq!(world.sql("SELECT outcome FROM audit WHERE id = (SELECT max(id) FROM audit)"), ["unchanged"]);
}

#[test]
fn second_run_changes_nothing() {
    let table = "name,owners\nSmith,a@smith.example\nSmíth,b@smith.example\n東京,t@tokyo.example\n";
    let mut world = world_with(table);
    let made = world.run("client import new.csv --csv").ok().csv();
    let slugs: Vec<&str> = made.iter().map(|row| row["client_slug"].as_str()).collect();
    assert_eq!(slugs, ["smith", "smith-1000043", "client-1000056"]);
    let again = world.run("client import new.csv --csv").ok().csv();
    assert!(again.iter().all(|row| row["result"] == "unchanged"), "{again:?}");
}

#[test]
fn exported_table_imports_unchanged() {
    let mut world = world_with(NEW);
    world.run("client import new.csv").ok();
    let exported = world.run("client list --csv").ok().out;
    world.write("exported.csv", exported);
    world.run("client import exported.csv").ok().says("5 unchanged.");
}

#[test]
fn bad_rows_are_corrected_and_fed_back() {
    let table = "name,owners,plan\nRed Hats,rita@redhats.example,pro\nBlue Coats,bob-at-bluecoats,pro\nGreen,greta@green.example,gold\n";
    let mut world = world_with(table);
    assert_snapshot!(world.run("client import new.csv --errors bad.csv"), @r#"
    $ partnerctl client import new.csv --errors bad.csv
    line  client_id  client_slug  name        owners                result   error_code  message
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  C100003-5  red-hats     Red Hats    rita@redhats.example  created
       3                          Blue Coats  bob-at-bluecoats      failed   usage       owners: "bob-at-bluecoats" is not an e-mail address: it has no @ (write it as `name@example.com`)
       4                          Green       greta@green.example   failed   usage       plan: "gold" is not a plan (allowed are: starter, pro; say what it means with `--map-value plan=gold:PLAN`)
    --- stderr
    1 created, 2 failed.
    error: 2 of 3 rows failed
    hint: fix the rows in bad.csv and feed them back: `partnerctl client import bad.csv`
    --- exit 7
    "#);
    assert_snapshot!(world.read("bad.csv"), @r#"
    name,owners,plan,error_code,message
    Blue Coats,bob-at-bluecoats,pro,usage,"owners: ""bob-at-bluecoats"" is not an e-mail address: it has no @ (write it as `name@example.com`)"
    Green,greta@green.example,gold,usage,"plan: ""gold"" is not a plan (allowed are: starter, pro; say what it means with `--map-value plan=gold:PLAN`)"
    "#);
    let mended = world.read("bad.csv").replace("bob-at-", "bob@").replace(",bob@bluecoats,", ",bob@bluecoats.example,");
    world.write("bad.csv", mended.replace("gold", "pro"));
    assert_snapshot!(world.run("client import bad.csv --errors bad.csv"), @"
    $ partnerctl client import bad.csv --errors bad.csv
    line  client_id  client_slug  name        owners                 result   error_code  message
    ─────────────────────────────────────────────────────────────────────────────────────────────
       2  C100004-3  blue-coats   Blue Coats  bob@bluecoats.example  created
       3  C100005-6  green        Green       greta@green.example    created
    --- stderr
    2 created.
    hint: invite their owners with `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`
    --- exit 0
    ");
    assert_eq!(world.read("bad.csv"), "");
}

#[test]
fn all_or_nothing_waits_for_every_row() {
    let table = "name,owners\nRed Hats,rita@redhats.example\nBlue Coats,\nTea House,tia@teahouse.example\n";
    let mut world = world_with(table);
    assert_snapshot!(world.run("client import new.csv --all-or-nothing --errors bad.csv"), @"
    $ partnerctl client import new.csv --all-or-nothing --errors bad.csv
    line  client_id  client_slug  name        owners                result     error_code  message
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2                          Red Hats    rita@redhats.example  held
       3                          Blue Coats                        failed     usage       a client needs an owner
       4  C100002-4  tea-house    Tea House   tia@teahouse.example  unchanged
    --- stderr
    1 unchanged, 1 held, 1 failed.
    error: 1 of 3 rows failed, so that nothing was changed
    hint: fix the rows in bad.csv and feed them back: `partnerctl client import bad.csv`
    --- exit 7
    ");
    assert_snapshot!(world.read("bad.csv"), @r#"
    name,owners,error_code,message
    Red Hats,rita@redhats.example,held,"nothing is wrong with this row, but others failed"
    Blue Coats,,usage,a client needs an owner
    "#);
    assert_eq!(world.sql("SELECT slug FROM client ORDER BY id"), ["big-shoes", "tea-house"]);
    world.write("bad.csv", world.read("bad.csv").replace("Blue Coats,,", "Blue Coats,bob@bluecoats.example,"));
    world.run("client import bad.csv --all-or-nothing").ok().says("2 created.");
}

#[test]
fn dry_run_shows_and_changes_nothing() {
    let mut world = world_with(NEW);
    let before =
        world.sql("SELECT (SELECT count(*) FROM client), (SELECT count(*) FROM audit), (SELECT count(*) FROM login)");
    assert_snapshot!(world.run("client import new.csv --dry-run"), @"
    $ partnerctl client import new.csv --dry-run
    line  client_id  client_slug      name                owners                                         result            error_code  message
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2             red-hats         Red Hats            rita@redhats.example                           would_be_created
       3             blue-coats       Blue Coats          bob@bluecoats.example betty@bluecoats.example  would_be_created
       4             green-gloves-co  Green, Gloves & Co  greta@greengloves.example                      would_be_created
    --- stderr
    hint: a script says `--expect-clients 3`
    3 would be created.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    let after =
        world.sql("SELECT (SELECT count(*) FROM client), (SELECT count(*) FROM audit), (SELECT count(*) FROM login)");
    assert_eq!(before, after);
}

#[test]
fn difference_is_a_conflict_until_taken() {
    let mut world = world_with(
        "account_number,name,domain,plan,owners\n4711,Big Shoes Ltd.,bigshoes.example,pro,JIM@bigshoes.example\n",
    );
    assert_snapshot!(world.run("client import new.csv"), @"
    $ partnerctl client import new.csv
    line  client_id  client_slug  name            owners                result    error_code  message
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  C100001-9  big-shoes    Big Shoes Ltd.  JIM@bigshoes.example  conflict  conflict    big-shoes (C100001-9) is there with another name (Big Shoes Inc.), plan (none)
    --- stderr
    1 conflict.
    error: 1 of 1 row failed
    hint: fix them and run `partnerctl client import new.csv` again; `--errors FILE` keeps those that failed
    hint: `--update` takes over name, domain, plan, language, staff, fields and owner_name
    --- exit 7
    ");
    assert_snapshot!(world.run("client import new.csv --update"), @"
    $ partnerctl client import new.csv --update
    line  client_id  client_slug  name            owners                result   error_code  message
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  C100001-9  big-shoes    Big Shoes Ltd.  JIM@bigshoes.example  updated              name from “Big Shoes Inc.” to “Big Shoes Ltd.”, plan to pro
    --- stderr
    1 updated.
    --- exit 0
    ");
    world.run("client import new.csv --update").ok().says("1 unchanged.");
    assert_eq!(world.sql("SELECT name, plan FROM client WHERE slug = 'big-shoes'"), ["Big Shoes Ltd.|pro"]);
}

#[test]
fn owners_slug_and_number_are_kept() {
    for (table, column) in [
        ("client_id,name,owners\nC100001-9,Big Shoes Inc.,eve@evil.example\n", "owners (jim@bigshoes.example)"),
        ("client_id,slug,name\nC100001-9,large-shoes,Big Shoes Inc.\n", "slug (big-shoes)"),
        ("slug,account_number\ntea-house,4712\n", "account_number (none)"),
    ] {
        let mut world = world_with(table);
        let run = world.run("client import new.csv --update --json").fails(7);
        assert_eq!(run.json()[0]["result"], "conflict", "{run}");
        assert_eq!(run.json()[0]["error_code"], "conflict", "{run}");
        assert!(run.json()[0]["message"].as_str().unwrap().contains(column), "{run}");
    }
}

#[test]
fn contradicting_columns_stop_the_run() {
    for table in [
        "name,owners,client_id,client_slug\nRed,r@red.example,,\nBig Shoes Inc.,,C100001-9,tea-house\n",
        "name,owners,account_number,slug\nRed,r@red.example,,\nBig Shoes Inc.,,4711,tea-house\n",
        "name,owners,slug,client_slug\nRed,r@red.example,,\nBig Shoes Inc.,,big-shoes,tea-house\n",
    ] {
        let mut world = world_with(table);
        world.run("client import new.csv").fails(12).says("new.csv line 3").says("the columns disagree");
        assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    }
    let mut world = world_with("client_id,plan\nC100001-9,pro\n");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    world.run("client import new.csv --update").fails(12).says("PARTNERCTL_EXPECT_CLIENT names tea-house");
}

#[test]
fn double_client_names_the_other_line() {
    let table = "\
name,owners,slug,account_number,domain
Red Hats,rita@redhats.example,red-hats,5001,redhats.example
Red Hats Again,rita@redhats.example,,5001,
Red Hats Too,RITA@redhats.example,red-hats,,
Read Hats,rita@redhats.example,,5002,RedHats.example
Reds,ray@reds.example,red-hat5,,
";
    let mut world = world_with(table);
    assert_snapshot!(world.run("client import new.csv --columns line,result,error_code,message"), @"
    $ partnerctl client import new.csv --columns line,result,error_code,message
    line  result   error_code  message
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────
       2  created
       3  failed   conflict    account number 5001 is also in line 2 (Red Hats)
       4  failed   conflict    slug red-hats is also in line 2 (Red Hats)
       5  failed   conflict    see line 2: it could be taken for red-hats (C100003-5) Red Hats, redhats.example
       6  created
    --- stderr
    2 created, 3 failed.
    error: 3 of 5 rows failed
    hint: fix them and run `partnerctl client import new.csv` again; `--errors FILE` keeps those that failed
    --- exit 7
    ");
}

#[test]
fn look_alike_rows_must_name_the_twin() {
    let table =
        "name,slug,owners,allow_similar\nBigshoes,bigsh0es,b@bs.example,\nBigshoes,bigsh0es,b@bs.example,C100001-9\n";
    let mut world = world_with(table);
    assert_snapshot!(world.run("client import new.csv --columns line,client_slug,result,message"), @"
    $ partnerctl client import new.csv --columns line,client_slug,result,message
    line  client_slug  result   message
    ────────────────────────────────────────────────────────────────────────────────────────────────────────
       2               failed   it could be taken for big-shoes (C100001-9) Big Shoes Inc., bigshoes.example
       3  bigsh0es     created
    --- stderr
    1 created, 1 failed.
    error: 1 of 2 rows failed
    hint: fix them and run `partnerctl client import new.csv` again; `--errors FILE` keeps those that failed
    --- exit 7
    ");
    assert_eq!(world.sql("SELECT count(*) FROM client_twin"), ["2"]);
    // What the name alone would be called is never refused: the client's number distinguishes them.
    world.write("new.csv", "name,owners\nTéa House,x@y.example\n");
    let row = world.run("client import new.csv --json").ok().json();
    assert_eq!(row[0]["client_slug"], "tea-house-1000043");
}

#[test]
fn retired_slug_names_no_client() {
    let mut world = world_with("slug,name,owners\nbig-shoes,Big Shoes Inc.,jim@bigshoes.example\n");
    world.run("client edit big-shoes --slug large-shoes").ok();
    let run = world.run("client import new.csv --json").fails(7);
    assert_eq!(run.json()[0]["error_code"], "client_state", "{run}");
}

#[test]
fn foreign_headers_are_mapped_or_dropped() {
    let table = "Company;E-Mail;Customer no.;Sales Region\nRed Hats;rita@redhats.example;77;north\n";
    let map = "--map Company=name --map E-Mail=owners --map 'Customer no.=account_number'";
    assert_snapshot!(world_with(table).run("client import new.csv"), @r#"
    $ partnerctl client import new.csv
    --- stderr
    error: unknown headers in new.csv: "Company", "E-Mail", "Customer no.", "Sales Region"
    hint: the columns are client_id, client_slug, name, slug, owners, owner_name, domain, account_number, plan, language, staff, allow_similar, confirm, field.KEY
    hint: keep them as extra fields with `--rest field`, or leave them out with `--rest drop`
    --- exit 2
    "#);
    assert_snapshot!(world_with(table).run(&format!("client import new.csv {map}")), @r#"
    $ partnerctl client import new.csv --map Company=name --map E-Mail=owners --map Customer no.=account_number
    --- stderr
    error: unknown header in new.csv: "Sales Region"
    hint: the columns are client_id, client_slug, name, slug, owners, owner_name, domain, account_number, plan, language, staff, allow_similar, confirm, field.KEY
    hint: keep it as extra fields with `--rest field`, or leave it out with `--rest drop`
    --- exit 2
    "#);
    let mut world = world_with(table);
    world.run(&format!("client import new.csv {map} --rest drop")).ok().says("Reading new.csv with `;`");
    assert_eq!(world.sql("SELECT count(*) FROM client_field"), ["0"]);
    let mut world = world_with(table);
    world.run(&format!("client import new.csv {map} --rest field")).ok();
    let kept = world.run("client list --csv --columns 'client_slug,field.Sales Region'").ok();
    assert!(kept.out.contains("red-hats,north"), "{kept}");
}

#[test]
fn number_of_clients_is_asserted_or_typed() {
    let mut world = world_with(NEW);
    assert_snapshot!(world.run("client import new.csv --expect-clients 4"), @"
    $ partnerctl client import new.csv --expect-clients 4
    --- stderr
    error: --expect-clients 4 was given, but 3 clients would be created; nothing was changed
    hint: look again; `--dry-run` shows what would happen
    --- exit 8
    ");
    world.run("client import new.csv --expect-clients 3").ok();
    let mut world = world_with(NEW);
    world.answers(&["4"]);
    world
        .run("client import new.csv")
        .fails(8)
        .says("\"4\" was given, but 3 clients would be created; nothing was changed");
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    world.answers(&["3"]);
    world.run("client import new.csv").ok().says("3 created.");
}

#[test]
fn tables_come_in_every_known_encoding() {
    let utf16: Vec<u8> = [0xFEFF_u16].into_iter().chain(NEW.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let bom = format!("\u{feff}{NEW}");
    let crlf = NEW.replace('\n', "\r\n");
    let tabs = "name\towners\nRed Hats\trita@redhats.example\nBlue\tb@blue.example\nGreen\tg@green.example\n";
    for bytes in [NEW.as_bytes(), &utf16, bom.as_bytes(), crlf.as_bytes(), tabs.as_bytes()] {
        let mut world = World::with_story();
        world.stdin(bytes);
        world.run("client import -").ok().says("3 created.");
    }
}

#[test]
fn no_table_is_refused_by_file_and_line() {
    let cases: &[(&[u8], &str)] = &[
        (b"name,owners\nBl\xfccher,b@b.example\n", "line 2"),
        (b"name,owners\n\"Red,r@r.example\nBlue,b@b.example\n", "never closed"),
        (b"name,owners\nRed,r@r.example,more\n", "3 cells where the header has 2"),
        (b"name,owner\nRed,r@r.example\n", "`--map owner=owners`"),
        (b"name,owners,name\nRed,r@r.example,Red\n", "has the column \"name\" twice"),
        (b"plan,owners\npro,r@r.example\n", "no column name"),
        (b"PK\x03\x04", "save it as CSV UTF-8"),
    ];
    for (bytes, says) in cases {
        let mut world = world_with(bytes);
        let run = world.run("client import new.csv").fails(2).says("new.csv").says(says);
        assert_eq!(run.out, "");
        assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    }
    World::with_story().run("client import nowhere.csv").fails(1).says("cannot read nowhere.csv");
}

#[test]
fn thousand_rows_go_in_chunks() {
    let mut table = "name,owners,account_number\n".to_owned();
    for n in 0..400 {
        table.push_str(&format!("Client {n},owner@c{n}.example,N{n}\n"));
    }
    let mut world = world_with(&table);
    world.run("client import new.csv").ok().says("400 created.");
    world.run("client import new.csv").ok().says("400 unchanged.");
    assert_eq!(world.sql("SELECT count(*), count(DISTINCT slug), max(id) FROM client"), ["402|402|100402"]);
    assert_eq!(world.run("audit verify").ok().code, 0);
}

#[test]
fn import_results_feed_invite_bulk() {
    let table = "name,owners,account_number\nRed Hats,rita@redhats.example,5001\nBlue Coats,,5002\nBig Shoes Ltd.,jim@bigshoes.example,4711\n";
    let mut world = world_with(table);
    let results = world.run("client import new.csv --csv --errors bad.csv").fails(7).out;
    world.stdin(results.clone());
    assert_snapshot!(world.run("invite bulk - --owners --csv"), @"
    $ partnerctl invite bulk - --owners --csv
    line,client_id,client_slug,email,result,invitation_id,mail,warning,error_code,message
    2,C100003-5,red-hats,rita@redhats.example,created,inv_1,queued,,,
    --- stderr
    1 created.
    hint: 1 mail to go: `partnerctl mail deliver`
    --- exit 0
    ");
    world.stdin(results);
    world.run("invite bulk - --owners --csv").ok().says("unchanged");
}

/// A dry run names the number that a script passes, and that number is accepted.
#[test]
fn dry_run_names_the_number_of_clients() {
    let mut world = World::new();
    world.write(
        "new.csv",
        "name,owners,plan\nRed Hats,rae@redhats.example,Pro\nBlue Hats,bo@bluehats.example,STARTER\n",
    );
    world.run("client import new.csv --dry-run").ok().says("hint: a script says `--expect-clients 2`");
    world.run("client import new.csv --expect-clients 1").fails(8);
    world.run("client import new.csv --expect-clients 2").ok();
    assert_eq!(world.sql("SELECT plan FROM client ORDER BY id"), ["pro", "starter"]);
}

/// An errors file can be opened with the program that wrote the table.
#[test]
fn errors_file_has_line_ends_of_the_table() {
    let mut world = World::new();
    for (end, mark) in [("\r\n", "\u{feff}"), ("\n", "")] {
        world.write("new.csv", format!("{mark}name,owners{end}Bad,nobody{end}"));
        world.run("client import new.csv --errors bad.csv").fails(7);
        let bad = world.read("bad.csv");
        assert!(bad.starts_with(&format!("{mark}name,owners,")), "{bad:?}");
        assert_eq!(bad.matches(end).count(), 2, "{bad:?}");
        assert_eq!(bad.contains('\r'), end.contains('\r'), "{bad:?}");
    }
}

/// New clients, one that is there, one row twice, one number twice, and rows that fail.
const MIXED: &str = "\
name,owners,account_number,plan
Red Hats,rita@redhats.example,5001,
Blue Coats,bob@bluecoats.example,5002,
Tea House,tia@teahouse.example,,
Red Hats,rita@redhats.example,5001,
Green Gloves,greta@greengloves.example,5002,
No Owner,,5003,
Odd Plan,oda@oddplan.example,5004,gold
";

/// What a script says, what a dry run suggests and what a terminal asks for is one number.
#[test]
fn number_of_clients_is_one_number() {
    let mut world = world_with(MIXED);
    let dry_run = world.run("client import new.csv --dry-run").fails(7).says("`--expect-clients 3`");
    assert!(dry_run.err.contains("2 would be created, 2 unchanged, 3 failed."), "{dry_run}");
    for wrong in [2, 4, 6, 7] {
        let would = "2 clients would be created, 1 is unchanged; 3 rows are left out; nothing was changed";
        world
            .run(&format!("client import new.csv --expect-clients {wrong}"))
            .fails(8)
            .says(&format!("--expect-clients {wrong} was given, but {would}"));
    }
    world.at_terminal(100).answers(&["7"]);
    let run = world.run("client import new.csv").fails(8);
    run.says("2 clients will be created, 1 is unchanged; 3 rows are left out.").says("\"7\" was given");
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    let mut asked = world_with(MIXED);
    asked.at_terminal(100).answers(&["3"]);
    asked.run("client import new.csv").fails(7).says("2 created, 2 unchanged, 3 failed.");
    let mut script = world_with(MIXED);
    script.run("client import new.csv --expect-clients 3").fails(7).says("2 created, 2 unchanged, 3 failed.");
    // The number stays as it was once the rows are done.
    script.run("client import new.csv --expect-clients 3").fails(7).says("4 unchanged, 3 failed.");
}

#[test]
fn number_of_clients_counts_a_group_once() {
    let table = "\
name,owners,account_number,plan
Red Hats,rita@redhats.example,5001,pro
Red Hats,ray@redhats.example,5001,
Big Shoes Inc.,jim@bigshoes.example,4711,pro
";
    let line = "client import new.csv --group-by account_number --update";
    let mut world = world_with(table);
    world.run(&format!("{line} --dry-run")).ok().says("`--expect-clients 2`");
    world.at_terminal(100).answers(&["2"]);
    let foretold = "1 client will be created, 1 will be updated; 1 row is grouped with another.";
    world.run(line).ok().says(foretold);
    let mut world = world_with(table);
    world.run(&format!("{line} --expect-clients 2")).ok();
    world.run(&format!("{line} --expect-clients 2")).ok().says("3 unchanged.");
}

/// With `--all-or-nothing` no one types a number for something that will not be.
#[test]
fn question_says_nothing_is_changed() {
    let mut world = world_with(MIXED);
    world.at_terminal(100).answers(&["3"]);
    let run = world.run("client import new.csv --all-or-nothing").fails(7);
    run.says("3 rows are left out, so that nothing is changed.");
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
}

/// In a table that is too long to be tried out, the three agree too.
#[test]
fn number_of_clients_in_a_long_table() {
    let mut table = "name,owners,account_number\n".to_owned();
    for n in 0..2_001 {
        table.push_str(&format!("Client {n},owner@c{n}.example,N{n}\n"));
    }
    table.push_str("No Owner,,N5000\n");
    let mut world = world_with(&table);
    world.run("client import new.csv --dry-run --quiet --format ndjson --output all.ndjson").fails(7);
    let run = world.run("client import new.csv --expect-clients 2001").fails(8);
    run.says("the table has 2002 rows for 2002 clients");
    world.run("client import new.csv --expect-clients 2002 --quiet --csv").fails(7);
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2003"]);
}

/// A row that is in the table twice is done once, and one that has the number of another client says which.
#[test]
fn account_number_twice_is_named() {
    let mut world = world_with(MIXED);
    assert_snapshot!(world.run("client import new.csv --csv").fails(7).out, @r#"
    line,client_id,client_slug,name,owners,result,error_code,message
    2,C100003-5,red-hats,Red Hats,rita@redhats.example,created,,
    3,C100004-3,blue-coats,Blue Coats,bob@bluecoats.example,created,,
    4,C100002-4,tea-house,Tea House,tia@teahouse.example,unchanged,,
    5,C100003-5,red-hats,Red Hats,rita@redhats.example,unchanged,,the same as line 2
    6,,,Green Gloves,greta@greengloves.example,failed,conflict,account number 5002 is also in line 3 (Blue Coats)
    7,,,No Owner,,failed,usage,a client needs an owner
    8,,,Odd Plan,oda@oddplan.example,failed,usage,"plan: ""gold"" is not a plan (allowed are: starter, pro; say what it means with `--map-value plan=gold:PLAN`)"
    "#);
    // The same, but for cells that say nothing; what says something else is not lost.
    let table = "\
name,owners,account_number,plan
Red Hats,rita@redhats.example,5001,pro
Red Hats,,5001,
Red Hats,rita@redhats.example,5001,starter
";
    let mut world = world_with(table);
    let rows = world.run("client import new.csv --update --csv").fails(7).csv();
    let of =
        |nth: usize| (rows[nth]["result"].as_str(), rows[nth]["message"].as_str(), rows[nth]["client_slug"].as_str());
    assert_eq!(of(1), ("unchanged", "the same as line 2", "red-hats"));
    assert_eq!(of(2), ("failed", "account number 5001 is also in line 2 (Red Hats)", "red-hats"));
    assert_eq!(world.sql("SELECT plan FROM client WHERE slug = 'red-hats'"), ["pro"]);
}

/// A run that is refused as a whole writes no errors file, and leaves one of an earlier run as it was.
#[test]
fn errors_file_needs_a_run_that_began() {
    let mut world = world_with(MIXED);
    world.run("client import new.csv --expect-clients 1 --errors bad.csv").fails(8);
    assert!(!world.path("bad.csv").exists());
    world.run("client import new.csv --errors bad.csv").fails(7);
    let bad = world.read("bad.csv");
    assert_eq!(bad.lines().count(), 4, "{bad}");
    world.run("client import new.csv --expect-clients 1 --errors bad.csv").fails(8);
    assert_eq!(world.read("bad.csv"), bad);
    let help = world.run("help bulk").ok().out;
    assert!(!help.contains("always written") && help.contains("A run that is refused as a whole"), "{help}");
    world.write("good.csv", "name,owners,account_number\nRed Hats,rita@redhats.example,5001\n");
    world.run("client import good.csv --errors bad.csv").ok();
    assert_eq!(world.read("bad.csv"), "");
}
