//! Every source that names a client must agree (docs/reference.md#never-the-wrong-client): each change of the registry that is about clients, with a
//! veto for another one, stops before anything is written, and says what each source named.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use partnerctl::commands::{NOUNS, command};
use partnerctl::domain::class::Class;

use crate::rights;
use crate::support::{Frozen, Run, World, words};

/// Who gives a command that staff cannot give in their own name, and what a real run needs next to its line.
const ADDED: &[(&str, &str)] = &[
    ("client reopen", ""),
    ("invite accept", "--as newbie@bigshoes.example -m phone"),
    ("user deactivate", ""),
    ("link create", "--as jim@bigshoes.example -m phone"),
    ("link approve", "--as jim@bigshoes.example -m phone"),
    ("link deny", "--as jim@bigshoes.example -m phone"),
    ("session open", "--as pat@jimsweb.example -m phone"),
    ("session close", "--as pat@jimsweb.example -m phone"),
    ("user leave", "--as max@bigshoes.example -m phone"),
    ("user set-password", "--as max@bigshoes.example -m phone"),
];

/// Changes that name no client and touch no row of one that is there: what they are about instead.
const WITHOUT_CLIENT: &[(&str, &str)] = &[
    ("init", "the database"),
    ("staff add", "staff"),
    ("staff edit", "staff"),
    ("staff remove", "staff"),
    ("partner add", "partners"),
    ("partner edit", "partners"),
    ("config set", "settings"),
    ("config unset", "settings"),
    ("db restore", "the database"),
    ("client add", "a client that is new"),
    ("client import", "here clients that are new"),
    ("serve", "what people do themselves on the pages"),
    ("mail deliver", "mails that changes have queued, which agreed"),
    ("session verify", "the portal's own client, which the code names"),
    ("user set-password", "a login, by anyone who proves its old password"),
    ("partner edit-user", "here the person's name"),
    ("invite decline", "an invitation, by its code: see below"),
];

/// Everything that a client's rows could show.
fn all(world: &World) -> Vec<Vec<String>> {
    let tables = [
        "client",
        "access_grant",
        "invitation",
        "link",
        "mail",
        "association",
        "session",
        "login",
        "partner_user",
        "assignment",
    ];
    let queries: Vec<String> = tables.iter().map(|table| format!("SELECT * FROM {table} ORDER BY 1, 2")).collect();
    world.sqls(&queries)
}

fn lines() -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (name, line) in rights::COMMANDS {
        let entry = entry(line);
        if entry == Class::Read || WITHOUT_CLIENT.iter().any(|(without, _)| without == name) {
            continue;
        }
        let added = ADDED.iter().find(|(of, _)| of == name).map_or("", |(_, added)| *added);
        lines.push(((*name).to_owned(), format!("{line} {added}")));
    }
    lines
}

/// The class of the line.
fn entry(line: &str) -> Class {
    let line =
        line.replace("{inv}", "inv_1").replace("{lnk}", "lnk_1").replace("{req}", "lnk_1").replace("{mail}", "msg_1");
    let mut call = vec!["partnerctl".to_owned()];
    call.extend(words(&line));
    let matches = command::tree().try_get_matches_from(&call).unwrap_or_else(|error| panic!("{line}: {error}"));
    let (entry, inner, _) = command::find(&matches).unwrap();
    entry.class(inner).unwrap()
}

fn opened() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = rights::world();
        world.run("session open -c big-shoes --as pat@jimsweb.example -m phone").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// The line as it is as a dry run, and as it is meant.
fn run(world: &mut World, line: &str) -> Run {
    let line = rights::fill(world, line, "big-shoes");
    world.run(&line)
}

#[test]
fn each_change_is_about_clients_or_says_why() {
    let known: BTreeSet<&str> = rights::COMMANDS.iter().map(|(name, _)| *name).collect();
    for (name, _) in WITHOUT_CLIENT.iter().chain(ADDED).filter(|(name, _)| *name != "init") {
        assert!(known.contains(name), "{name} is no command");
    }
    assert!(NOUNS.len() > 10 && lines().len() > 30, "{}", lines().len());
}

#[test]
fn other_veto_stops_every_change() {
    let mut world = opened();
    for (name, line) in lines() {
        let line = line.replace(" -n", "");
        let before = all(&world);
        world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
        let refused = run(&mut world, &line);
        assert_eq!(refused.code, 12, "{name}: {refused}");
        assert!(refused.err.contains("big-shoes (C100001-9)"), "{refused}");
        assert!(refused.err.contains("PARTNERCTL_EXPECT_CLIENT names tea-house"), "{refused}");
        assert_eq!(all(&world), before, "{name} changed something");
    }
}

#[test]
fn same_veto_changes_nothing() {
    let mut world = opened();
    // A merge is about two clients, and a variable that names one of them holds it back.
    for (name, line) in lines().into_iter().filter(|(name, _)| name != "client merge") {
        world.no_var("PARTNERCTL_EXPECT_CLIENT");
        let free = run(&mut world, &line);
        world.var("PARTNERCTL_EXPECT_CLIENT", "C100001-9");
        let held = run(&mut world, &line);
        assert_eq!((held.code, &held.out), (free.code, &free.out), "{name}: {held}");
        assert_ne!(held.code, 12, "{held}");
    }
}

/// A code names its client by itself; what else is named must be the same.
#[test]
fn code_for_another_client_answers_nothing() {
    let mut world = opened();
    let codes = [world.code_for("newtea@teahouse.example"), world.code_for("tia@teahouse.example")];
    let before = all(&world);
    let [invitation, link] = codes;
    for (verb, code) in [
        ("invite accept --password-file password", &invitation),
        ("invite decline", &invitation),
        ("link approve", &link),
        ("link deny", &link),
    ] {
        world.no_var("PARTNERCTL_EXPECT_CLIENT");
        let flag = world.stdin(code.as_str()).run(&format!("{verb} --code-stdin -c big-shoes")).fails(12);
        assert!(flag.err.contains("big-shoes (C100001-9)") && flag.err.contains("tea-house (C100002-4)"), "{flag}");
        world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
        let veto = world.stdin(code.as_str()).run(&format!("{verb} --code-stdin")).fails(12);
        assert!(veto.err.contains("big-shoes (C100001-9)") && veto.err.contains("the code names tea-house"), "{veto}");
        assert_eq!(all(&world), before, "{verb}");
    }
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    world.stdin(invitation).run("invite decline --code-stdin -c tea-house").ok();
    world.stdin(link).run("link approve --code-stdin").ok();
}

/// Commands that reach several clients: a veto that lets one of them pass does not let the other.
#[test]
fn veto_holds_for_each_reached_client() {
    let mut world = opened();
    world.run("invite send max@bigshoes.example -c tea-house -r guest").ok();
    world.run("invite accept -c tea-house --as max@bigshoes.example -m phone").ok();
    world.run("link approve lnk_2 -c tea-house --as tia@teahouse.example -m phone").ok();
    world
        .run("partner add-user otto@others.example -p others --first-name O --last-name T --password-file password")
        .ok();
    world.run("link request -p jims-web --target tea-house").ok();
    let code = world.code_for("tia@teahouse.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    world.write(
        "both.csv",
        "client_slug,email,role\nbig-shoes,a@bigshoes.example,guest\ntea-house,b@teahouse.example,guest\n",
    );
    world.write("columns.csv", "client_id,client_slug,email,role\nC100001-9,tea-house,a@bigshoes.example,guest\n");
    world.write("targets.txt", "big-shoes\ntea-house\n");
    world.write("import.csv", "client_id,name\nC100001-9,Big Shoes Inc.\nC100002-4,Tea\n");
    let lines = [
        "partner close others --confirm others:1",
        "partner offboard-user pat@jimsweb.example -m gone --confirm pat@jimsweb.example:2",
        "user deactivate max@bigshoes.example --confirm max@bigshoes.example --expect-clients 2",
        "user activate max@bigshoes.example --expect-clients 2",
        "user rename max@bigshoes.example max@else.example --expect-clients 2",
        "user reset-password max@bigshoes.example",
        "partner assign-clients pete@jimsweb.example -p jims-web --clients big-shoes,tea-house",
        "partner unassign-clients pete@jimsweb.example -p jims-web --clients big-shoes,tea-house",
        "partner edit-user pete@jimsweb.example -p jims-web --clients big-shoes,tea-house",
        "partner add-user pia@jimsweb.example -p jims-web --first-name P --last-name W --generate-password --clients big-shoes,tea-house",
        "link request -p jims-web --target big-shoes --target tea-house",
        "link request -p jims-web --target-file targets.txt",
        "invite bulk both.csv",
        "client import import.csv --update",
        "session open -c tea-house --closing big-shoes --as pat@jimsweb.example -m phone",
    ];
    let before = all(&world);
    for line in lines {
        for veto in ["big-shoes", "tea-house", "C100003-5"] {
            world.var("PARTNERCTL_EXPECT_CLIENT", veto);
            let run = world.run(line);
            assert_eq!(run.code, 12, "{veto}: {run}");
            assert_eq!(all(&world), before, "{run}");
        }
    }
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    let columns = world.run("invite bulk columns.csv").fails(12);
    assert!(
        columns.err.contains("big-shoes (C100001-9)") && columns.err.contains("tea-house (C100002-4)"),
        "{columns}"
    );
}
