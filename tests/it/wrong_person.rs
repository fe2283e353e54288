//! The right person, the wrong client: the likeliest slip of all (docs/reference.md#never-the-wrong-client). An address that belongs to another client is
//! noticed on every path that names a person, and shown only to those who may know.

use std::sync::LazyLock;

use crate::rights;
use crate::support::{Frozen, World};

/// Every line that names a person next to big-shoes; `{a}` is an address of tea-house.
const LINES: &[&str] = &[
    "user add {a} -c big-shoes -r manager",
    "user add {a} -c big-shoes -r guest",
    "user add {a} -c big-shoes -r supervisor --for-partner jims-web",
    "invite send {a} -c big-shoes -r manager",
    "invite send nora@bigshoes.example {a} -c big-shoes -r manager",
    "invite resend newbie@bigshoes.example -c big-shoes --to {a}",
];

const CAUTION: &str = "address of tea-house (C100002-4)";

fn desk() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = rights::world();
        world.run("user add kim@else.example -c tea-house -r guest").ok();
        world.pass(partnerctl::domain::time::Span::days(1));
        world.freeze()
    });
    FROZEN.thaw()
}

/// An address of the other client's domain, and one that is known only there.
fn cases() -> impl Iterator<Item = String> {
    let known = LINES.iter().filter(|line| !line.contains("--for-partner"));
    let of_domain = LINES.iter().map(|line| line.replace("{a}", "ben@teahouse.example"));
    of_domain.chain(known.map(|line| line.replace("{a}", "kim@else.example")))
}

fn people(world: &World) -> Vec<Vec<String>> {
    world.sqls(&["SELECT * FROM access_grant", "SELECT * FROM invitation", "SELECT * FROM login", "SELECT * FROM mail"])
}

#[test]
fn every_path_warns_a_script() {
    let mut world = desk();
    for line in cases() {
        let person = if line.contains("kim@") { "kim@else.example" } else { "ben@teahouse.example" };
        let dry_run = world.run(&format!("{line} -n")).ok().says("warning: ").says(CAUTION).says(person);
        assert!(dry_run.err.contains("named with big-shoes (C100001-9)"), "{dry_run}");
        // A script that wants no banner is warned all the same.
        world.run(&format!("{line} -n -q --json")).ok().says(CAUTION);
    }
}

#[test]
fn terminal_needs_the_slug_of_the_meant_client() {
    let mut world = desk();
    let before = people(&world);
    world.at_terminal(100);
    for line in cases() {
        for wrong in ["", "y", "tea-house", "C100001-9"] {
            let run = world.answers(&[wrong]).run(&line).fails(8).says(CAUTION);
            let both = run.err.contains("you named  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example")
                && run.err.contains("you typed  tea-house  C100002-4  Tea House  teahouse.example");
            assert_eq!(both, wrong == "tea-house", "{run}");
        }
        assert_eq!(people(&world), before, "{line}");
    }
    world.answers(&["big-shoes"]).run("user add kim@else.example -c big-shoes -r manager").ok();
    // Anyone who is in both clients belongs here as well as there.
    world.answers(&[]).run("user edit kim@else.example -c big-shoes -r guest").ok();
}

/// Four rows, each with an address of the other client or of no one: one column was sorted alone.
const SHIFTED: &str = "client_slug,email,role
big-shoes,ben@teahouse.example,manager
tea-house,ann@bigshoes.example,manager
big-shoes,kim@else.example,guest
big-shoes,nora@bigshoes.example,manager
";

#[test]
fn shifted_rows_are_held_and_counted() {
    let mut world = desk();
    world.write("rows.csv", SHIFTED);
    let before = people(&world);
    let mut said = Vec::new();
    for (line, created) in [
        ("invite bulk rows.csv --csv -n --errors bad.csv", "would_be_created"),
        ("invite bulk rows.csv --csv --errors bad.csv", "created"),
    ] {
        let run = world.run(line).fails(7).says("3 rows have addresses that belong elsewhere (held)");
        for part in
            ["line 2: ben@teahouse.example is an address of tea-house (C100002-4)", "`confirm`", "--allow-elsewhere"]
        {
            assert!(run.err.contains(part), "{part}: {run}");
        }
        let rows = run.csv();
        let column = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
        assert_eq!(column("result"), ["held", "held", "held", created], "{line}");
        assert_eq!(column("error_code"), ["unconfirmed", "unconfirmed", "unconfirmed", ""], "{line}");
        assert_eq!(column("warning")[0], CAUTION, "{line}");
        assert_eq!(world.read("bad.csv").lines().count(), 4, "{line}");
        if line.contains(" -n") {
            assert_eq!(people(&world), before);
        }
        said.push(run.error()["notes"][0].clone());
    }
    assert_eq!(said[0], said[1]);
    // The errors file is held again, until it is confirmed.
    world.run("invite bulk bad.csv --csv").fails(7).says("3 rows have addresses that belong elsewhere");
    let rows = world.run("invite bulk bad.csv --csv --allow-elsewhere").ok().csv();
    assert!(rows.iter().all(|row| row["result"] == "created"), "{rows:?}");
    // Anyone who was let in is known here from then on.
    let again = world.run("invite bulk rows.csv --csv").ok();
    assert!(!again.err.contains("belong elsewhere"), "{again}");
}

#[test]
fn a_column_confirms_its_own_row() {
    let mut world = desk();
    let table = "client_slug,email,role,confirm\nbig-shoes,ben@teahouse.example,manager,big-shoes\n\
                 big-shoes,ken@teahouse.example,manager,tea-house\nbig-shoes,joe@teahouse.example,manager,\n";
    world.write("rows.csv", table);
    let rows = world.run("invite bulk rows.csv --csv").fails(7).csv();
    let results: Vec<&str> = rows.iter().map(|row| row["result"].as_str()).collect();
    assert_eq!(results, ["created", "held", "held"]);
    assert_eq!(rows[0]["warning"], CAUTION);
    // No flag makes good a confirmation of another client.
    let rows = world.run("invite bulk rows.csv --csv --allow-elsewhere").fails(7).csv();
    assert_eq!(rows[1]["message"], "the column confirm says \"tea-house\", but the row names big-shoes (C100001-9)");
    assert_eq!((rows[1]["result"].as_str(), rows[2]["result"].as_str()), ("held", "created"));
}

#[test]
fn all_or_nothing_needs_every_row_confirmed() {
    let mut world = desk();
    world.write("rows.csv", SHIFTED);
    let before = people(&world);
    world.run("invite bulk rows.csv --csv --all-or-nothing").fails(7);
    assert_eq!(people(&world), before);
}

#[test]
fn terminal_asks_once_about_shifted_rows() {
    let mut world = desk();
    world.write("rows.csv", SHIFTED);
    world.at_terminal(200);
    let before = people(&world);
    world.answers(&["2"]).run("invite bulk rows.csv").fails(8).says("line 2: ben@teahouse.example");
    assert_eq!(people(&world), before);
    world.answers(&["", "2"]).run("invite bulk rows.csv").fails(7).says("1 created, 3 held");
    world.answers(&["3", "2"]).run("invite bulk rows.csv").ok();
}

#[test]
fn person_of_many_clients_is_not_held() {
    let mut world = desk();
    let rows = "client_slug,email,role\nbig-shoes,tax@ledger.example,guest\ntea-house,tax@ledger.example,guest\n";
    world.write("rows.csv", rows);
    world.run("invite bulk rows.csv --csv").ok();
}

#[test]
fn import_holds_owners_of_other_clients() {
    let mut world = desk();
    let table = "name,owners,confirm\nKiosk,ben@teahouse.example,\nStall,kim@else.example,stall\n\
                 Booth,new@booth.example,\n";
    world.write("new.csv", table);
    for (line, created) in
        [("client import new.csv --csv -n", "would_be_created"), ("client import new.csv --csv", "created")]
    {
        let run = world.run(line).fails(7).says("1 row has an address that belongs elsewhere (held): line 2");
        let results: Vec<String> = run.csv().iter().map(|row| row["result"].clone()).collect();
        assert_eq!(results, ["held", created, created]);
    }
    let rows = world.run("client import new.csv --csv --allow-elsewhere").ok().csv();
    assert_eq!(rows[0]["result"], "created");
}

#[test]
fn user_add_in_a_script_needs_the_flag() {
    let mut world = desk();
    for line in [
        "user add ben@teahouse.example -c big-shoes -r manager",
        "user add kim@else.example -c big-shoes -r guest",
        "user add ben@teahouse.example -c big-shoes -r supervisor --for-partner jims-web --as jim@bigshoes.example -m x",
    ] {
        let before = people(&world);
        world.run(line).fails(8).says("--allow-elsewhere");
        assert_eq!(people(&world), before);
        world.run(&format!("{line} --allow-elsewhere -n")).ok();
    }
    world.run("user add ben@teahouse.example -c big-shoes -r manager --allow-elsewhere").ok();
    // It was confirmed once.
    world.run("user add ben@teahouse.example -c big-shoes -r manager").ok();
}

#[test]
fn owner_of_another_domain_is_doubted() {
    let mut world = desk();
    world.run("user add ben@teahouse.example -c big-shoes -r owner --allow-elsewhere").ok();
    let one = "link request -p jims-web --target ben@teahouse.example";
    world.run(one).fails(8).says("ben@teahouse.example is an address of tea-house (C100002-4)");
    world.run(&format!("{one} -n")).ok().says(CAUTION);
    let two = format!("{one} --target tia@teahouse.example --csv");
    let rows = world.run(&two).fails(7).says("1 target has an address that belongs elsewhere (held)").csv();
    assert_eq!((rows[0]["result"].as_str(), rows[0]["error_code"].as_str()), ("held", "unconfirmed"));
    assert_eq!(rows[1]["result"], "created");
    world.run(&format!("{one} --allow-elsewhere")).ok();
}

/// The domain is this client's own, and the person is known to another client or to a partner alone.
#[test]
fn own_domain_does_not_hide_a_known_person() {
    let mut world = desk();
    world.run("user add joe@bigshoes.example -c tea-house -r guest --allow-elsewhere").ok();
    world.run("invite send joe@bigshoes.example -c big-shoes -r manager -n").ok().says(CAUTION);
    let partner = "invite send pat@jimsweb.example -c big-shoes -r manager";
    world.run(&format!("{partner} -n")).ok().says("address of the partner jims-web (ptn_1)");
    let owner = world.run(&format!("{partner} -n --as jim@bigshoes.example -m x")).ok();
    assert!(owner.err.contains("address that belongs elsewhere") && !owner.err.contains("jims-web"), "{owner}");
}

#[test]
fn user_is_asked_without_the_other_client() {
    let mut world = desk();
    let line = "invite send ben@teahouse.example -c big-shoes -r manager --as jim@bigshoes.example -m phone";
    world.run(&format!("{line} -n")).ok().says("ben@teahouse.example: address that belongs elsewhere");
    world.at_terminal(100);
    let before = people(&world);
    let run = world.answers(&["y"]).run(line).fails(8).says("address that belongs elsewhere");
    assert!(!run.err.contains("tea-house") && !run.err.contains("C100002"), "{run}");
    assert_eq!(people(&world), before);
    world.answers(&["big-shoes"]).run(line).ok();
    let rename = "user rename max@bigshoes.example tim@teahouse.example --as max@bigshoes.example -m phone";
    world.answers(&["y"]).run(rename).fails(8);
    world.run(&format!("{rename} -n")).ok().says("tim@teahouse.example is an address that belongs elsewhere");
}

#[test]
fn without_rights_nothing_is_learned() {
    let mut world = desk();
    for person in ["ben@teahouse.example", "kim@else.example", "nobody@nowhere.example"] {
        for verb in ["user add", "invite send"] {
            let line = format!("{verb} {person} -c big-shoes -r guest --as max@bigshoes.example -m x");
            let run = world.run(&line).fails(5);
            assert!(!run.err.contains("elsewhere"), "{run}");
        }
    }
}

#[test]
fn address_without_a_client_is_doubted_itself() {
    let mut world = desk();
    let add = "partner add-user ben@teahouse.example -p jims-web --first-name B --last-name N --generate-password";
    let rename = "user rename max@bigshoes.example ben@teahouse.example";
    let before = people(&world);
    for line in [add, rename] {
        world.run(&format!("{line} -n")).ok().says("ben@teahouse.example is an address of tea-house (C100002-4)");
    }
    world.at_terminal(100);
    for line in [add, rename] {
        world.answers(&["tea-house"]).run(line).fails(8).says("you typed  tea-house  C100002-4");
        assert_eq!(people(&world), before);
        world.answers(&["Ben@teahouse.example"]).run(line).fails(8);
    }
    world.answers(&["ben@teahouse.example"]).run(rename).ok();
}

#[test]
fn known_owner_of_a_new_client_is_reported() {
    let mut world = desk();
    world.run("client add Kiosk --owner kim@else.example").ok().says(CAUTION).says("named with the new kiosk");
    world.run("client add Stall --owner ben@teahouse.example --owner new@stall.example -q").ok().says(CAUTION);
    let unknown = world.run("client add Booth --owner new@booth.example").ok();
    assert!(!unknown.err.contains("address of"), "{unknown}");
}

/// Anyone who may not see the other client learns nothing about it.
#[test]
fn no_one_sees_a_hidden_client() {
    let mut world = desk();
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,ben@teahouse.example,manager\n");
    let as_owner = "--as jim@bigshoes.example -m phone";
    let mut lines: Vec<String> = cases().map(|line| format!("{line} {as_owner} -n")).collect();
    lines.push(format!("invite bulk rows.csv --csv -n {as_owner}"));
    let add = "partner add-user ben@teahouse.example -p jims-web --first-name B --last-name N --generate-password";
    lines.push(format!("{add} --as pat@jimsweb.example -m phone -n"));
    for line in lines {
        let run = world.run(&line);
        assert!(!run.err.contains("tea-house") && !run.out.contains("tea-house"), "{run}");
        assert!(!run.err.contains("Tea House") && !run.err.contains("C100002"), "{run}");
    }
}

/// The address of a dedicated user that no one reads is no one's in another client.
#[test]
fn foreign_dummy_address_is_refused() {
    let mut world = desk();
    world.run("user add -c tea-house -r supervisor --for-partner others --as tia@teahouse.example -m phone").ok();
    let dummy = world.sql("SELECT email FROM login WHERE mailbox = 0").remove(0);
    world.write("rows.csv", format!("client_slug,email,role\nbig-shoes,{dummy},manager\n"));
    let before = people(&world);
    for line in LINES.iter().map(|line| line.replace("{a}", &dummy)) {
        let staff = world
            .run(&line)
            .fails(13)
            .says("is the dedicated user of tea-house (C100002-4)")
            .says("nothing was changed");
        assert!(staff.err.contains("hint: "), "{staff}");
        let owner = world.run(&format!("{line} --as jim@bigshoes.example -m phone")).fails(4);
        assert!(!owner.err.contains("tea-house (") && !owner.err.contains("C100002"), "{owner}");
    }
    world.run(&format!("client add Kiosk --owner {dummy}")).fails(13);
    let rows = world.run("invite bulk rows.csv --csv").fails(7).csv();
    assert_eq!((rows[0]["result"].as_str(), rows[0]["error_code"].as_str()), ("failed", "foreign_entity"));
    assert_eq!(people(&world), before);
}

/// A dedicated user with a mailbox is no person either.
#[test]
fn dedicated_with_a_mailbox_is_not_invited() {
    let mut world = desk();
    let made = "user add desk@jimsweb.example -c tea-house -r admin --for-partner others";
    world.run(&format!("{made} --as tia@teahouse.example -m phone")).ok();
    assert_eq!(world.sql("SELECT mailbox FROM login WHERE email = 'desk@jimsweb.example'"), ["1"]);
    let before = people(&world);
    for line in LINES
        .iter()
        .map(|line| line.replace("{a}", "desk@jimsweb.example").replace("user add", "user add --allow-elsewhere"))
    {
        world.run(&line).fails(13).says("is the dedicated user of tea-house (C100002-4)");
        let owner = world.run(&format!("{line} --as jim@bigshoes.example -m phone")).fails(4);
        assert!(!owner.err.contains("tea-house (") && !owner.err.contains("C100002"), "{owner}");
    }
    assert_eq!(people(&world), before);
}

/// What a dry run shows is recorded, or anyone could list what they may not see.
#[test]
fn lookups_of_a_dry_run_are_audited() {
    let mut world = desk();
    world.write("rows.csv", "client_slug,email,role\ntea-house,x@else.example,guest\n");
    let by_user = "--as jim@bigshoes.example -m phone";
    let stranger = world.sql("SELECT 'usr_' || id FROM login WHERE email = 'tia@teahouse.example'").remove(0);
    let rows = |world: &World| world.sql("SELECT action, error_code FROM audit WHERE outcome = 'refused'");
    for (line, action) in [
        (format!("invite send {stranger} -c big-shoes -r guest -n {by_user}"), "invite.send|not_found"),
        (format!("invite bulk rows.csv -n {by_user}"), "invite.bulk|unconfirmed"),
        (format!("user add ben@teahouse.example -c big-shoes -r guest -n {by_user}"), "user.add|unconfirmed"),
        (
            "link request -p jims-web --target teahouse.example -n --as pat@jimsweb.example -m phone".to_owned(),
            "link.request|unconfirmed",
        ),
    ] {
        let before = rows(&world);
        let facts = people(&world);
        world.run(&line);
        let after = rows(&world);
        assert_eq!(after.len(), before.len() + 1, "{line}");
        assert_eq!(after.last().map(String::as_str), Some(action), "{line}");
        assert_eq!(people(&world), facts, "{line}");
    }
    // A flag that confirms them lets the rows go, and so the exit code says nothing.
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,kim@else.example,guest\n");
    let before = rows(&world);
    world.run(&format!("invite bulk rows.csv --allow-elsewhere -n {by_user}")).ok().says("belongs elsewhere");
    assert_eq!(rows(&world).len(), before.len() + 1);
    // Staff may see everything: their dry runs leave nothing.
    let before = rows(&world);
    world.run("invite send usr_99 -c big-shoes -r guest -n").fails(3);
    world.run("link request -p jims-web --target teahouse.example -n").ok();
    assert_eq!(rows(&world), before);
    world.run("audit verify").ok();
}

/// Without the right in a client one learns nothing about its people, or about anyone.
#[test]
fn the_right_comes_before_the_person() {
    let mut world = desk();
    world.run("client edit tea-house --plan pro").ok();
    let id = |email: &str| world.sql(&format!("SELECT 'usr_' || id FROM login WHERE email = '{email}'")).remove(0);
    let people =
        [id("jim@bigshoes.example"), id("tia@teahouse.example"), "usr_99".to_owned(), "x@y.example".to_owned()];
    for line in [
        "user add {u} -c big-shoes -r manager",
        "user add {u} -c big-shoes -r admin --for-partner jims-web",
        "user edit {u} -c big-shoes -r guest",
        "user remove {u} -c big-shoes --confirm big-shoes",
        "user show {u} -c big-shoes",
        "access why {u} -c big-shoes",
        "access check {u} -c big-shoes --permission users",
        "invite send {u} -c big-shoes -r guest",
        "invite send new@bigshoes.example -c big-shoes -r owner --replaces {u}",
        "user deactivate {u} --confirm x",
        "user activate {u}",
        "user rename {u} z@bigshoes.example",
        "user reset-password {u}",
        "partner edit-user {u} -p jims-web --restricted",
        "partner assign-clients {u} -p jims-web --clients big-shoes",
        "partner offboard-user {u} -p jims-web",
    ] {
        for dry_run in ["", " -n"] {
            let answers: Vec<_> = people
                .iter()
                .map(|user| {
                    let line = line.replace("{u}", user);
                    let run = world.run(&format!("{line}{dry_run} --as max@bigshoes.example -m x")).fails(5);
                    (run.out.clone(), run.err.replace(user, "{u}"))
                })
                .collect();
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{line}: {answers:#?}");
        }
    }
    for line in [
        "invite cancel {i} -c big-shoes",
        "invite resend {i} -c big-shoes",
        "link approve lnk_{n} -c big-shoes",
        "link deny lnk_{n} -c big-shoes",
        "link remove lnk_{n} -c big-shoes --confirm big-shoes",
    ] {
        for number in ["1", "99"] {
            let line = line.replace("{i}", &format!("inv_{number}")).replace("{n}", number);
            world.run(&format!("{line} --as max@bigshoes.example -m x")).fails(5);
        }
    }
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,kim@else.example,guest\nbig-shoes,n@n.example,guest\n");
    for dry_run in ["", " -n"] {
        let run = world.run(&format!("invite bulk rows.csv --json{dry_run} --as max@bigshoes.example -m x")).fails(7);
        assert!(!run.err.contains("elsewhere") && !run.out.contains("elsewhere"), "{run}");
    }
}

/// A second client for the same customer begins with such a slip.
#[test]
fn new_client_is_confirmed_at_a_terminal() {
    let mut world = desk();
    world.at_terminal(100);
    let clients = |world: &World| world.sql("SELECT slug FROM client ORDER BY id");
    let mut count = clients(&world).len();
    for (line, word) in [
        ("client add Kiosk --owner kim@else.example", "kim@else.example"),
        ("client add Stall --owner ben@teahouse.example", "ben@teahouse.example"),
        ("client add 'TEA-HOUSE' --slug teatime --owner new@new.example", "TEA-HOUSE"),
    ] {
        world.answers(&[]).run(&format!("{line} -n")).ok();
        world.answers(&["y"]).run(line).fails(8).says(&format!("{word:?} was expected"));
        assert_eq!(clients(&world).len(), count, "{line}");
        world.answers(&[word]).run(line).ok();
        count += 1;
        assert_eq!(clients(&world).len(), count, "{line}");
        // What exists already is not asked about, and is no second client.
        world.answers(&[]).run(line).ok();
        assert_eq!(clients(&world).len(), count, "{line}");
    }
    world.answers(&[]).run("client add Booth --owner kim@else.example --allow-elsewhere").ok();
    world.run("client add 'Tea House' --slug green-leaf --owner n@new.example --allow-similar C100002-4").ok();
}
