//! Each command that can be undone: done, undone, compared; and done again.

use partnerctl::commands::NOUNS;

use super::{Content, with_people};
use crate::invite::accept;
use crate::support::World;

/// The command, what exists before, the line that changes something.
const CHANGES: &[(&str, &[&str], &str)] = &[
    ("client edit", &[], "client edit big-shoes --plan pro"),
    (
        "client edit",
        &["client edit big-shoes --field region=north"],
        "client edit big-shoes --field region=south --field x=y",
    ),
    ("client edit", &["client edit big-shoes --field region=north"], "client edit big-shoes --field region="),
    ("client edit", &[], "client edit big-shoes --slug large-shoes --name 'Large Shoes' --no-domain --staff me"),
    ("client edit", &[], "client edit big-shoes --domain shoes.example --no-account-number"),
    ("user add", &[], "user add max@else.example -c big-shoes -r manager --first-name Max --last-name Else"),
    (
        "user add",
        &["user add max@else.example -c tea-house -r manager"],
        "user add max@else.example -c big-shoes -r admin --allow-elsewhere",
    ),
    ("user edit", &[], "user edit ann@bigshoes.example -c big-shoes -r manager --for 30d"),
    (
        "user edit",
        &["user add max@else.example -c big-shoes -r manager"],
        "user edit max@else.example -c big-shoes -r guest",
    ),
    ("user remove", &[], "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes"),
    (
        "user remove",
        &["invite send max@else.example -c big-shoes -r guest"],
        "user remove max@else.example -c big-shoes --confirm big-shoes",
    ),
    (
        "invite cancel",
        &["invite send max@else.example -c big-shoes -r guest"],
        "invite cancel max@else.example -c big-shoes",
    ),
    (
        "invite edit",
        &[
            "invite send max@else.example -c big-shoes -r guest",
            "config set form.welcome https://forms.example/welcome",
        ],
        "invite edit max@else.example -c big-shoes -r manager --for 30d --form welcome",
    ),
    (
        "invite decline",
        &[
            "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes",
            "invite send ann@bigshoes.example -c big-shoes -r guest",
        ],
        "invite decline -c big-shoes --as ann@bigshoes.example -m phone",
    ),
    (
        "link create",
        &["partner add Others --slug others"],
        "link create -p others -c big-shoes --as jim@bigshoes.example -m phone",
    ),
    ("link delete", &["link remove lnk_1 -c big-shoes --confirm big-shoes"], "link delete lnk_1 -c big-shoes"),
    ("link edit", &[], "link edit lnk_1 -c big-shoes --for 30d"),
    (
        "link extend",
        &["link edit lnk_1 -c big-shoes --for 30d"],
        "link extend lnk_1 -c big-shoes --for 90d --as jim@bigshoes.example -m phone",
    ),
    ("link approve", ASKED_FOR_MORE, "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone"),
    ("link deny", ASKED_FOR_MORE, "link deny lnk_1 -c big-shoes --as jim@bigshoes.example -m phone"),
    ("link remove", ASKED_FOR_MORE, "link remove lnk_1 -c big-shoes --confirm big-shoes"),
    ("link remove", &[], "link remove lnk_1 -c big-shoes --confirm big-shoes"),
    ("user add", &[], "user add big-shoes@jims.invalid -c big-shoes -r admin --for-partner jims-web"),
    ("client associate", &[], "client associate big-shoes -p jims-web --tab trial"),
    (
        "client associate",
        &["client associate big-shoes -p jims-web --tab trial"],
        "client associate big-shoes -p jims-web --tab free",
    ),
    ("client dissociate", &["client associate big-shoes -p jims-web"], "client dissociate big-shoes -p jims-web"),
    ("client close", &[], "client close big-shoes --confirm big-shoes:2"),
    (
        "client close",
        &["invite send max@else.example -c big-shoes -r guest", "client associate big-shoes -p jims-web"],
        "client close big-shoes --confirm big-shoes:3",
    ),
    ("client reopen", &["client close big-shoes --confirm big-shoes:2"], "client reopen big-shoes"),
    (
        "partner assign-clients",
        PARTNER_USER,
        "partner assign-clients pat@jimsweb.example -p jims-web --clients big-shoes",
    ),
    (
        "partner unassign-clients",
        &[PARTNER_USER[0], "partner assign-clients pat@jimsweb.example -p jims-web --clients big-shoes"],
        "partner unassign-clients pat@jimsweb.example -p jims-web --clients big-shoes",
    ),
];

/// More of a link is asked for, and no one is notified of the answer: its mail would stay.
const ASKED_FOR_MORE: &[&str] = &[
    "partner edit jims-web --no-contact-email",
    "link edit lnk_1 -c big-shoes --for 30d",
    "link extend lnk_1 -c big-shoes --for 90d",
];

/// Someone at Jim's Web who reaches no client yet.
const PARTNER_USER: &[&str] = &[
    "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --password-file password --no-clients",
];

fn newest(world: &World) -> String {
    world.sql("SELECT action || ' ' || outcome FROM audit ORDER BY id DESC LIMIT 1").pop().unwrap()
}

#[test]
fn undo_and_redo_are_exact() {
    for (_, before, line) in CHANGES {
        let mut world = with_people();
        for line in *before {
            world.run(line).ok();
        }
        let untouched = Content::of(&world);
        world.run(line).ok();
        assert!(newest(&world).ends_with(" done"), "{line}: {}", newest(&world));
        let way_back = world.run("last 1 --json").ok().json()[0]["take_back"].as_str().unwrap().to_owned();
        assert!(way_back.starts_with("partnerctl undo -c "), "{line}: {way_back}");
        let changed = Content::of(&world);
        assert_ne!(untouched.differences(&changed), [""; 0], "{line} changed nothing");
        world.run("undo -c C100001-9 --dry-run").ok();
        assert_eq!(Content::of(&world), changed, "a dry run of an undo wrote something");
        let run = world.run("undo -c C100001-9");
        assert_eq!(run.code, 0, "{line}\n{run}");
        assert_eq!(newest(&world), "undo done");
        assert_eq!(untouched.differences(&Content::of(&world)), [""; 0], "{line}\n{run}");
        let run = world.run("undo -c C100001-9");
        assert_eq!(run.code, 0, "{line}\n{run}");
        assert_eq!(changed.differences(&Content::of(&world)), [""; 0], "again: {line}\n{run}");
        world.run("audit verify").ok();
    }
}

#[test]
fn reversible_commands_are_reversed() {
    for noun in NOUNS {
        for entry in noun.verbs {
            let name = format!("{} {}", noun.name, entry.name).trim_start().to_owned();
            // A command without a verb of the rights changes no database.
            let reversible =
                entry.verb.is_some() && entry.examples.iter().any(|example| class_of(example) == "reversible");
            let shown = CHANGES.iter().any(|(known, ..)| *known == name);
            assert!(!reversible || shown, "{name} is reversible: undo it above");
        }
    }
}

fn class_of(example: &str) -> &'static str {
    use partnerctl::commands::command;
    let words = crate::registry::lines_of(example).remove(0);
    let line = std::iter::once("partnerctl".to_owned()).chain(words);
    let matches = command::tree().try_get_matches_from(line).unwrap();
    let (entry, inner, _) = command::find(&matches).unwrap();
    entry.class(inner).unwrap().name()
}

/// A mail that no one delivered yet: nothing left, so everything can be taken back.
#[test]
fn unsent_invitation_leaves_no_trace() {
    let mut world = with_people();
    world.write("rows.csv", "client_id,email,role\nC100001-9,max@else.example,guest\n");
    let before = Content::of(&world);
    world.run("invite bulk rows.csv --expect-clients 1").ok();
    assert_eq!(world.sql("SELECT state FROM mail ORDER BY id DESC LIMIT 1"), ["queued"]);
    world.run("undo -c big-shoes").ok().says("mail of max@else.example from queued to skipped");
    assert_eq!(before.differences(&Content::of(&world)), [""; 0]);
    assert_eq!(world.sql("SELECT state FROM mail ORDER BY id DESC LIMIT 1"), ["skipped"]);
    // Nothing is left for the deliverer, the mail still says what it was, and the person can be asked again.
    world.run("mail deliver").ok();
    let mail = world.sql("SELECT 'msg_' || max(id) FROM mail").pop().unwrap();
    world.run(&format!("mail show {mail}")).ok().says("taken back");
    world.run("undo -c big-shoes").fails(4).says("was not sent meanwhile");
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    accept(&mut world, "max@else.example");
}

#[test]
fn code_of_a_cancelled_invitation_works_again() {
    let mut world = with_people();
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    world.run("invite cancel max@else.example -c big-shoes").ok();
    let code = world.code_for("max@else.example");
    world.stdin(code.clone()).run("invite accept --code-stdin --password-file password").fails(4);
    world.run("undo -c big-shoes").ok();
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

/// People read the name of a set; what is recorded names each permission.
#[test]
fn whole_sets_of_permissions_have_their_names() {
    let mut world = with_people();
    world.run("user add max@else.example -c big-shoes -r manager").ok();
    let undone = world.run("undo -c big-shoes").ok();
    undone.says("permissions of max@else.example from manager's to nothing").says_not("products");
    let recorded = world.sql("SELECT details FROM audit WHERE action = 'undo'");
    assert!(recorded[0].contains("from profile contacts products "), "{recorded:?}");
}
