//! `client find`: what a caller says leads to identities, and to nothing more.

use std::sync::LazyLock;

use insta::assert_snapshot;

use crate::invite::accept;
use crate::support::{Frozen, World};

fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world
        .run("client add 'Big Show' --slug big-show --owner bea@bigshow.example --owner jim@bigshoes.example --account-number AB-99")
        .ok();
        world.run("client add Müller-Café --owner ute@mueller.example --domain müller.example").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Slug and way for each client that is found.
fn found(world: &mut World, line: &str) -> Vec<String> {
    let rows = world.run(&format!("client find --csv {line}")).ok().csv();
    rows.iter().map(|row| format!("{} by {}", row["client_slug"], row["matched"])).collect()
}

#[test]
fn found_is_shown_in_each_format() {
    let mut world = world();
    assert_snapshot!(world.run("client find nowhere"), @"
    $ partnerctl client find nowhere
    --- stderr
    note: no client is found by nowhere
    --- exit 0
    ");
    assert_snapshot!(world.run("client find nowhere --json"), @"
    $ partnerctl client find nowhere --json
    []
    --- stderr
    note: no client is found by nowhere
    --- exit 0
    ");
    assert_snapshot!(world.run("client find nowhere --csv"), @"
    $ partnerctl client find nowhere --csv
    client_id,client_slug,name,domain,account_number,owners,state,matched
    --- stderr
    note: no client is found by nowhere
    --- exit 0
    ");
    assert_snapshot!(world.run("client find tea"), @"
    $ partnerctl client find tea
    client_id  client_slug  name       domain            account_number  owners                state  matched
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100002-4  tea-house    Tea House  teahouse.example                  tia@teahouse.example  draft  name
    --- exit 0
    ");
    assert_snapshot!(world.run("client find tea --json"), @r#"
    $ partnerctl client find tea --json
    [
    {"client_id":"C100002-4","client_slug":"tea-house","name":"Tea House","domain":"teahouse.example","account_number":null,"owners":["tia@teahouse.example"],"state":"draft","matched":"name"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("client find big"), @"
    $ partnerctl client find big
    client_id  client_slug  name            domain            account_number  owners                                    state  matched
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    Big Shoes Inc.  bigshoes.example  4711            jim@bigshoes.example                      draft  name
    C100003-5  big-show     Big Show                          AB-99           bea@bigshow.example jim@bigshoes.example  draft  name
    --- exit 0
    ");
    assert_snapshot!(world.run("client find big --format ndjson"), @r#"
    $ partnerctl client find big --format ndjson
    {"client_id":"C100001-9","client_slug":"big-shoes","name":"Big Shoes Inc.","domain":"bigshoes.example","account_number":"4711","owners":["jim@bigshoes.example"],"state":"draft","matched":"name"}
    {"client_id":"C100003-5","client_slug":"big-show","name":"Big Show","domain":null,"account_number":"AB-99","owners":["bea@bigshow.example","jim@bigshoes.example"],"state":"draft","matched":"name"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("client find big --csv"), @"
    $ partnerctl client find big --csv
    client_id,client_slug,name,domain,account_number,owners,state,matched
    C100001-9,big-shoes,Big Shoes Inc.,bigshoes.example,4711,jim@bigshoes.example,draft,name
    C100003-5,big-show,Big Show,,AB-99,bea@bigshow.example jim@bigshoes.example,draft,name
    --- exit 0
    ");
}

#[test]
fn client_is_found_by_anything_a_caller_names() {
    let mut world = world();
    for (line, expected) in [
        ("shoes", &["big-shoes by name"][..]),
        ("Big Shoes", &["big-shoes by name"]),
        ("'big shoes inc'", &["big-shoes by name"]),
        ("sho", &["big-shoes by name", "big-show by name"]),
        ("big-shoes", &["big-shoes by slug"]),
        ("C100001-9", &["big-shoes by id"]),
        ("4711", &["big-shoes by account_number"]),
        ("ab-9", &["big-show by account_number"]),
        ("bigshoes.example", &["big-shoes by domain", "big-show by address jim@bigshoes.example"]),
        ("@bigshow.example", &["big-show by address bea@bigshow.example"]),
        (
            "JIM@bigshoes.example",
            &["big-shoes by address jim@bigshoes.example", "big-show by address jim@bigshoes.example"],
        ),
        ("jim", &["big-shoes by address jim@bigshoes.example", "big-show by address jim@bigshoes.example"]),
        ("usr_2", &["tea-house by address tia@teahouse.example"]),
        ("müller", &["muller-cafe by name"]),
        ("muller", &["muller-cafe by name"]),
        ("mueller", &["muller-cafe by name"]),
        ("muell", &["muller-cafe by name"]),
        ("MÜLLER.example", &["muller-cafe by domain"]),
        ("jim 98", &[]),
        ("jim AB-99", &["big-show by address jim@bigshoes.example, account_number"]),
        ("inc shoes", &["big-shoes by name"]),
    ] {
        let got = found(&mut world, line);
        assert_eq!(got, expected, "{line}");
    }
}

#[test]
fn people_are_found_by_present_names() {
    let mut world = world();
    world
        .run("user add ann@elsewhere.example --first-name Anna-Lena --last-name \"O'Brien\" -c big-shoes -r manager")
        .ok();
    world.run("user add jo@elsewhere.example --first-name Jose\u{301} --last-name Müller -c tea-house -r manager").ok();
    let ann = "big-shoes by name of ann@elsewhere.example";
    for line in ["\"o'brien\"", "brien", "ANNA", "'anna lena'", "lena brien", "bri"] {
        let got = found(&mut world, line);
        let once: Vec<&str> = got.iter().map(String::as_str).collect();
        assert_eq!(once, [ann], "{line}");
    }
    assert_eq!(found(&mut world, "josé"), ["tea-house by name of jo@elsewhere.example"]);
    assert_eq!(found(&mut world, "jose\u{301}"), ["tea-house by name of jo@elsewhere.example"]);
    let everybody = ["muller-cafe by name", "tea-house by name of jo@elsewhere.example"];
    let mut got = found(&mut world, "müller");
    got.sort();
    assert_eq!(got, everybody);
    assert_eq!(found(&mut world, "brien tea"), [""; 0], "each word in the same client");
    // Someone who is out is not found there any more.
    world.run("user remove ann@elsewhere.example -c big-shoes --confirm big-shoes").ok();
    assert_eq!(found(&mut world, "brien"), [""; 0]);
}

#[test]
fn new_name_replaces_the_old() {
    let mut world = world();
    world.stdin("correct horse battery staple");
    world
        .run("partner add-user max@jimsweb.example -p jims-web --first-name Max --last-name Old --password-stdin")
        .ok();
    world.run("user add max@jimsweb.example -c tea-house -r manager --allow-elsewhere").ok();
    let max = "tea-house by name of max@jimsweb.example";
    assert_eq!(found(&mut world, "old"), [max]);
    world.run("partner edit-user max@jimsweb.example -p jims-web --last-name New").ok();
    assert_eq!((found(&mut world, "old"), found(&mut world, "new")), (vec![], vec![max.to_owned()]));
}

#[test]
fn an_undone_name_is_not_found() {
    let mut world = world();
    world
        .run(
            "user add tia@teahouse.example --first-name Tia --last-name Leaf -c big-shoes -r manager --allow-elsewhere",
        )
        .ok();
    let words = |world: &World| world.sql("SELECT word FROM login_word ORDER BY word");
    let names = |world: &World| world.sql("SELECT first_name FROM login WHERE first_name <> ''");
    assert_eq!((words(&world), names(&world)), (vec!["leaf".to_owned(), "tia".to_owned()], vec!["Tia".to_owned()]));
    // The name is a change of its own, because tea-house shows it too.
    world.run("undo -c big-shoes").ok();
    assert_eq!(names(&world), ["Tia"]);
    world.run("undo -c tea-house").ok();
    assert_eq!((words(&world), names(&world)), (vec![], vec![]));
}

#[test]
fn older_database_learns_its_names() {
    let mut world = world();
    world.run("user add jo@elsewhere.example --first-name José --last-name Müller -c tea-house -r manager").ok();
    crate::opening::make_as_of(&world.database(), 5);
    assert_eq!(world.sql("SELECT name FROM sqlite_schema WHERE name = 'login_word'"), [""; 0]);
    assert_eq!(found(&mut world, "josé"), ["tea-house by name of jo@elsewhere.example"]);
    world.run("db check").ok();
}

#[test]
fn a_former_slug_finds_its_client() {
    let mut world = world();
    world.run("client edit tea-house --slug coffee-house --name Coffee").ok();
    assert_eq!(found(&mut world, "tea-house"), ["coffee-house by retired slug tea-house"]);
    assert_eq!(found(&mut world, "coffee"), ["coffee-house by name"]);
    assert_eq!(found(&mut world, "tea"), ["coffee-house by domain"]);
}

#[test]
fn wrong_digit_is_refused_with_near_miss() {
    let mut world = world();
    world.run("client find C100001-8").fails(2).says("check digit");
    world.run("client find ''").fails(2).says("empty");
    world.run("client find").fails(2);
    world.run("client find bigshoos").ok().says("there is big-shoes (C100001-9) Big Shoes Inc.");
}

#[test]
fn fifty_are_shown_and_counted() {
    let mut world = World::new();
    let mut table = "name,owners\n".to_owned();
    for n in 0..60 {
        table.push_str(&format!("Shop Number {n},owner@c{n}.example\n"));
    }
    world.write("new.csv", table);
    world.run("client import new.csv").ok();
    let run = world.run("client find shop --csv").ok().says("note: only the first 50 are looked at");
    assert_eq!(run.csv().len(), 50);
    assert_eq!(found(&mut world, "shop 59"), ["shop-number-59 by name"]);
}

#[test]
fn user_finds_only_visible_clients() {
    let mut world = world();
    world.run("invite send --owners -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    assert_eq!(found(&mut world, "tea --as tia@teahouse.example"), ["tea-house by name"]);
    assert_eq!(found(&mut world, "big --as tia@teahouse.example"), [""; 0]);
    let listed = world.run("client list --csv --columns client_slug,activation --as tia@teahouse.example").ok();
    assert_eq!(listed.out, "client_slug,activation\ntea-house,active\n");
}

/// What callers say is seldom what is written.
#[test]
fn spellings_of_a_name_find_its_client() {
    let mut world = World::new();
    world
        .run("client add 'Müller & Söhne Sanitär GmbH' --slug sanitaer --owner j@mueller-sanitaer.example --domain www.mueller-sanitaer.example")
        .ok();
    world.run("client add 'Kanzlei Weiß' --slug kanzlei-w --owner k@kanzlei.example").ok();
    world.run("client add 'Weinladen Bäcker' --slug laden --owner l@laden.example").ok();
    world.run("user add p@laden.example --first-name José --last-name Schröder -c laden -r manager").ok();
    for (line, expected) in [
        ("mueller", "sanitaer by name"),
        ("muller", "sanitaer by name"),
        ("'mueller soehne'", "sanitaer by name"),
        ("sanitaer", "sanitaer by slug"),
        ("mueller-sanitaer", "sanitaer by name"),
        ("mueller-sanitaer.example", "sanitaer by domain"),
        ("www.mueller-sanitaer.example", "sanitaer by domain"),
        ("'kanzlei weiss'", "kanzlei-w by name"),
        ("weiss", "kanzlei-w by name"),
        ("baecker", "laden by name"),
        ("backer", "laden by name"),
        ("jose", "laden by name of p@laden.example"),
        ("schroeder", "laden by name of p@laden.example"),
        ("schroder", "laden by name of p@laden.example"),
        ("'Müller & Söhne'", "sanitaer by name"),
        ("'sohne sanitar gmbh'", "sanitaer by name"),
        ("sanitaer.example", "sanitaer by domain"),
    ] {
        assert_eq!(found(&mut world, line), [expected], "{line}");
    }
}

#[test]
fn typo_offers_clients_and_chooses_none() {
    let mut world = world();
    world.run("client add 'Weinladen Bacchus' --slug bacchus --owner l@laden.example").ok();
    for line in ["weinn", "weinlden", "bachus"] {
        let run = world.run(&format!("client find {line}")).ok().says("there is bacchus (C100005-6) Weinladen Bacchus");
        assert_eq!(run.out, "", "{run}");
    }
    world.run("invite send --owners -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    let user = world.run("client find weinn --as tia@teahouse.example").ok();
    assert!(!user.err.contains("bacchus"), "{user}");
}

#[test]
fn name_in_place_of_a_client_suggests_find() {
    let mut world = world();
    world.run("client show 'Müller Café'").fails(2).says("`partnerctl client find 'Müller Café'`");
}

#[test]
fn fields_and_phone_numbers_find_clients() {
    let mut world = world();
    world.run("client edit tea-house --field telefon='+49 (0)221 / 123-456' --field ort=Köln-Süd").ok();
    world.run("client edit big-show --field telefon='040 77 88 99'").ok();
    for (line, expected) in [
        ("0221", "tea-house by field telefon"),
        ("0221123456", "tea-house by field telefon"),
        ("'0221 123456'", "tea-house by field telefon"),
        ("0221 123456", "tea-house by field telefon"),
        ("'+49 221 123456'", "tea-house by field telefon"),
        ("123456", "tea-house by field telefon"),
        ("23456", "tea-house by field telefon"),
        ("040/778899", "big-show by field telefon"),
        ("koeln", "tea-house by field ort"),
        ("koln tea", "tea-house by field ort, name"),
    ] {
        assert_eq!(found(&mut world, line), [expected], "{line}");
    }
    for none in ["0222", "221123457", "3456", "12"] {
        assert_eq!(found(&mut world, none), [""; 0], "{none}");
    }
    // What is found follows every change, and what is taken back.
    world.run("client edit tea-house --field ort=Bonn").ok();
    assert_eq!(found(&mut world, "koeln"), [""; 0]);
    world.run("undo -c tea-house").ok();
    assert_eq!(found(&mut world, "koeln"), ["tea-house by field ort"]);
    world.run("invite send --owners -c big-show").ok();
    accept(&mut world, "bea@bigshow.example");
    assert_eq!(found(&mut world, "koeln --as bea@bigshow.example"), [""; 0]);
    assert_eq!(found(&mut world, "778899 --as bea@bigshow.example"), ["big-show by field telefon"]);
}

#[test]
fn an_older_database_is_indexed_anew() {
    let mut world = world();
    world.run("client edit tea-house --field telefon=0221/123456").ok();
    crate::opening::make_as_of(&world.database(), 12);
    world.tamper("UPDATE client_word SET word = 'müller' WHERE word = 'muller'");
    world.tamper("DELETE FROM client_word WHERE word = '221123456'");
    assert_eq!(found(&mut world, "mueller"), ["muller-cafe by name"]);
    assert_eq!(found(&mut world, "0221"), ["tea-house by field telefon"]);
    world.run("db check").ok();
}

/// As people copy a number: without letter, check digit or the zeros before it.
#[test]
fn a_number_is_found_in_each_form() {
    let mut world = world();
    world.run("client edit big-shoes --account-number 00471").ok();
    for word in ["C100001-9", "C100001", "100001", "00471", "471", "0471"] {
        let rows = world.run(&format!("client find {word} --json")).ok().json();
        let slugs: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["client_slug"].as_str()).collect();
        assert_eq!(slugs, ["big-shoes"], "{word}");
    }
    for word in ["C100999", "C100001-8", "100999", "4710"] {
        let run = world.run(&format!("client find {word}"));
        assert!(!run.out.contains("big-shoes"), "{run}");
    }
    // A change takes the whole id.
    world.run("client edit C100001 --plan pro").fails(2);
}
