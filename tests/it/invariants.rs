//! What holds whatever was typed in whatever order: one open record, the guard, the chain, the last owner, and that
//! a command which failed changed nothing.
//!
//! The long form: `PROPTEST_CASES=2000 cargo test --test it invariants`.

use std::sync::LazyLock;

use partnerctl::domain::time::Span;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{Frozen, Run, World};

const CLIENTS: [&str; 3] = ["big-shoes", "tea-house", "two-owners"];
const PEOPLE: [&str; 5] =
    ["jim@bigshoes.example", "tia@teahouse.example", "ann@two.example", "bob@two.example", "max@freelance.example"];
const ROLES: [&str; 5] = ["owner", "admin", "supervisor", "manager", "guest"];
const PASSWORD: &str = "plover sandbar wicket 29 umbra\n";

/// One thing that someone does.
#[derive(Debug, Clone)]
pub enum Step {
    /// Types this line.
    Type(String),
    /// Answers the newest mail to this address: `accept` or `decline` an invitation, `approve` or `deny` a request, stop a
    /// recovery.
    Answer(&'static str, &'static str),
    /// Lets days pass.
    Wait(i64),
}

/// What becomes of a link.
const EDITS: [&str; 5] =
    ["--for 30d", "--no-until", "--permissions invoices", "--for 20d --auto-extend 30d", "--no-auto-extend"];

/// Anything that someone may do next.
pub fn step() -> impl Strategy<Value = Step> {
    let client = || select(&CLIENTS[..]);
    let person = || select(&PEOPLE[..]);
    let role = || select(&ROLES[..]);
    let typed = prop_oneof![
        4 => (person(), client(), role()).prop_map(|(p, c, r)| format!("invite send {p} -c {c} -r {r}")),
        2 => client().prop_map(|c| format!("invite send --owners -c {c}")),
        1 => (person(), client()).prop_map(|(p, c)| format!("invite send {p} -c {c} --resend")),
        1 => (person(), client()).prop_map(|(p, c)| format!("invite cancel {p} -c {c}")),
        2 => (person(), client(), role()).prop_map(|(p, c, r)| format!("user add {p} -c {c} -r {r}")),
        1 => (person(), client(), role()).prop_map(|(p, c, r)| {
            format!("user add {p} -c {c} -r {r} --first-name Ana-Lúcia --last-name {c}")
        }),
        2 => (person(), client(), role()).prop_map(|(p, c, r)| format!("user edit {p} -c {c} -r {r}")),
        1 => (person(), client()).prop_map(|(p, c)| format!("user edit {p} -c {c} --for 30d")),
        1 => (person(), client()).prop_map(|(p, c)| format!("user edit {p} -c {c} --no-until")),
        1 => (person(), client()).prop_map(|(p, c)| format!("user edit {p} -c {c} -r admin --permissions profile")),
        2 => (person(), client()).prop_map(|(p, c)| format!("user remove {p} -c {c} --confirm {c}")),
        2 => client().prop_map(|c| format!("link request -p jims-web --target {c}")),
        1 => (1..4_u32, client()).prop_map(|(n, c)| format!("link remove lnk_{n} -c {c} --confirm {c}")),
        1 => (1..4_u32, client(), select(&EDITS[..])).prop_map(|(n, c, how)| {
            format!("link edit lnk_{n} -c {c} {how} --as {} -m phone", owner_of(c))
        }),
        1 => (1..4_u32, client()).prop_map(|(n, c)| format!("link extend lnk_{n} -c {c} --no-until")),
        1 => (1..4_u32, client()).prop_map(|(n, c)| format!("link cancel lnk_{n} -c {c}")),
        1 => (1..6_u32, client()).prop_map(|(n, c)| format!("invite resend inv_{n} -c {c}")),
        1 => client().prop_map(|c| format!("client edit {c} --plan pro")),
        1 => client().prop_map(|c| format!("client associate {c} -p jims-web")),
        1 => client().prop_map(|c| format!("client dissociate {c} -p jims-web")),
        1 => client().prop_map(|c| format!("user add -c {c} -r admin --for-partner jims-web")),
        1 => (select(&["--clients", "--scope all", "--restricted"][..]), client()).prop_map(|(how, c)| {
            let clients = if how == "--clients" { c } else { "" };
            format!("partner edit-user pat@jimsweb.example -p jims-web {how} {clients}")
        }),
        1 => client().prop_map(|c| format!("link create -p jims-web -c {c} --as {} -m phone", owner_of(c))),
        1 => client().prop_map(|c| format!("undo -c {c}")),
        1 => person().prop_map(|p| format!("user deactivate {p} --confirm {p}")),
        1 => person().prop_map(|p| format!("user activate {p}")),
        1 => client().prop_map(|c| format!("client reopen {c}")),
        1 => (client(), 0..4_u32).prop_map(|(c, n)| format!("client close {c} --confirm {c}:{n}")),
        1 => (client(), client()).prop_map(|(c, d)| format!("client merge {c} {d} --keep {d} --confirm {c}:{d}")),
        1 => (person(), client()).prop_map(|(p, c)| format!("user add {p} -c {c} -r admin --for-partner jims-web")),
        1 => Just("mail deliver".to_owned()),
        1 => (person(), client()).prop_map(|(p, c)| format!("client recover {c} --owner {p} --verified papers")),
        1 => client().prop_map(|c| format!("client stop-recovery {c}")),
    ];
    prop_oneof![
        6 => typed.prop_map(Step::Type),
        3 => (select(&["invite accept", "invite accept", "invite decline"][..]), person()).prop_map(|(a, p)| Step::Answer(a, p)),
        2 => (select(&["link approve", "link deny"][..]), person()).prop_map(|(a, p)| Step::Answer(a, p)),
        1 => person().prop_map(|p| Step::Answer("client stop-recovery", p)),
        1 => (1..32_i64).prop_map(Step::Wait),
    ]
}

fn owner_of(client: &str) -> &'static str {
    match client {
        "big-shoes" => "jim@bigshoes.example",
        "tea-house" => "tia@teahouse.example",
        _ => "ann@two.example",
    }
}

/// Three clients, two owners in the third, a partner with one user, no one in.
pub fn begin() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", PASSWORD);
        world.run("client add 'Two Owners' --owner ann@two.example --owner bob@two.example").ok();
        let pat = "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Lee";
        world.run(&format!("{pat} --password-file password")).ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Everything but the audit and the numbers given out.
fn content(world: &World) -> Vec<String> {
    let tables = world.sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'audit%' AND name <> 'counter' ORDER BY name",
    );
    tables.iter().flat_map(|table| world.sql(&format!("SELECT '{table}', * FROM {table}"))).collect()
}

/// What no history may break.
pub fn must_hold(world: &mut World) {
    world.run("audit verify").ok();
    let none = |query: &str| assert_eq!(world.sql(query), Vec::<String>::new(), "{query}");
    none(
        "SELECT client_id, for_partner FROM access_grant WHERE state = 'active' AND for_partner IS NOT NULL
         GROUP BY client_id, for_partner HAVING count(*) > 1",
    );
    none("SELECT id FROM access_grant WHERE for_partner IS NOT NULL AND role NOT IN ('admin', 'supervisor')");
    none("SELECT client_id, email_key FROM invitation WHERE state = 'pending' GROUP BY 1, 2 HAVING count(*) > 1");
    none(
        "SELECT partner_id, client_id FROM link WHERE state IN ('pending', 'approved', 'linked') GROUP BY 1, 2 HAVING count(*) > 1",
    );
    none("SELECT client_id, login_id FROM access_grant WHERE state <> 'ended' GROUP BY 1, 2 HAVING count(*) > 1");
    none("SELECT id FROM client AS c WHERE state = 'active' AND NOT EXISTS (
            SELECT 1 FROM access_grant AS g JOIN login AS l ON l.id = g.login_id JOIN credential AS k ON k.login_id = l.id
             WHERE g.client_id = c.id AND g.state = 'active' AND g.role IN ('owner', 'admin') AND g.until IS NULL
               AND ' ' || g.permissions || ' ' LIKE '% users %'
               AND g.for_partner IS NULL AND l.state = 'active')");
    none(
        "SELECT v.invitation_id FROM recovery AS v JOIN invitation AS i ON i.id = v.invitation_id
         WHERE i.state = 'accepted' AND (i.answered_at < v.opens_at OR v.stopped_at IS NOT NULL)",
    );
    none(
        "SELECT v.client_id FROM recovery AS v JOIN invitation AS i ON i.id = v.invitation_id
         WHERE i.state = 'pending' AND v.stopped_at IS NOT NULL",
    );
    none("SELECT invitation_id FROM recovery WHERE stopped_at >= opens_at OR opens_at - begun_at <> 72 * 3600000");
    for table in ["access_grant", "invitation", "link", "client_field", "assignment"] {
        none(&format!(
            "SELECT * FROM {table} AS t WHERE NOT EXISTS (
               SELECT 1 FROM audit_client AS a WHERE a.audit_id = t.since_audit AND a.client_id = t.client_id)"
        ));
    }
    assert_eq!(world.sql("SELECT login_id, word FROM login_word ORDER BY 1, 2"), words_of_names(world));
    assert_eq!(world.sql("SELECT client_id, name_key FROM client_name_key ORDER BY 1"), keys_of_names(world));
    none(
        "SELECT m.id FROM mail AS m JOIN invitation AS i ON m.cause = 'inv_' || i.id WHERE m.client_id <> i.client_id",
    );
}

/// The keys by which clients with the same name are to be found, from the names that they have.
fn keys_of_names(world: &World) -> Vec<String> {
    let names = world.sql("SELECT id, name FROM client ORDER BY id");
    let key = |name: &String| {
        let (id, name) = name.split_once('|').unwrap();
        format!("{id}|{}", partnerctl::domain::confusable::name_key(name))
    };
    names.iter().map(key).collect()
}

/// The words by which people are to be found, from the names that they have.
fn words_of_names(world: &World) -> Vec<String> {
    let names = world.sql("SELECT id, first_name || ' ' || last_name FROM login ORDER BY id");
    names
        .iter()
        .flat_map(|name| {
            let (id, name) = name.split_once('|').unwrap();
            let words: std::collections::BTreeSet<String> =
                partnerctl::domain::spelling::keys(name).into_iter().collect();
            words.into_iter().map(move |word| format!("{id}|{word}"))
        })
        .collect()
}

/// Takes a step; nothing is run where time passes, or no code was mailed that could be answered.
pub fn take(world: &mut World, step: Step) -> Option<Run> {
    Some(match step {
        Step::Wait(days) => {
            world.pass(Span::days(days));
            return None;
        }
        Step::Type(line) => world.run(&line),
        Step::Answer(answer, address) => {
            let noun = answer.split(' ').next().unwrap();
            let prefix = match noun {
                "invite" => "pci_",
                "link" => "pcl_",
                _ => "pcr_",
            };
            let code = world.codes_for(address).into_iter().rev().find(|code| code.starts_with(prefix))?;
            let password = if answer == "invite accept" { " --password-file password" } else { "" };
            world.stdin(code).run(&format!("{answer} --code-stdin{password}"))
        }
    })
}

/// Who can enter what by which way, now or at another instant.
fn who_enters(world: &mut World, when: &str) -> String {
    let columns = "client_slug,email,source,role,permissions,since,granted_by,until";
    world.run(&format!("access list -A --csv --columns {columns} {when}")).ok().out
}

/// How many random histories are played: few in CI, as many as asked for otherwise.
#[expect(clippy::disallowed_methods, reason = "the one who runs the tests chooses how long")]
pub fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promises_hold_in_any_order_of_commands(steps in prop::collection::vec(step(), 1..25)) {
        let mut world = begin();
        let mut shown = Vec::new();
        for step in steps {
            let shown_now = who_enters(&mut world, "");
            shown.push((world.now(), shown_now));
            let before = content(&world);
            let Some(run) = take(&mut world, step) else { continue };
            prop_assert!(run.code != 70 && run.code != 1, "{run}");
            if run.code != 0 {
                prop_assert_eq!(content(&world), before, "a refused command changed something\n{}", run);
            }
        }
        must_hold(&mut world);
        for (then, shown) in shown {
            let asked = who_enters(&mut world, &format!("--as-of {then}"));
            prop_assert_eq!(asked, shown, "as of {}", then);
        }
    }
}
