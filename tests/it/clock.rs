//! A clock that is wrong: what is said of it, and what it must not change.

use std::sync::LazyLock;

use partnerctl::domain::time::Span;

use crate::support::{Frozen, World};

const BEHIND: &str = "which is before the newest audit row";

/// Big Shoes with an owner who got in; the password that they chose is in a file.
fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "correct horse battery staple ox");
        accept(&mut world, "jim@bigshoes.example", "big-shoes");
        world.freeze()
    });
    FROZEN.thaw()
}

fn accept(world: &mut World, address: &str, client: &str) {
    world.run(&format!("invite send {address} -c {client}")).ok();
    let code = world.code_for(address);
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

fn back(days: i64) -> Span {
    Span::from_ms(-Span::days(days).ms())
}

fn codes(world: &mut World) -> Vec<String> {
    let found = world.run("doctor --columns code --csv").out;
    found.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn clock_set_back_is_reported_and_found() {
    let mut world = world();
    let run = world.pass(back(2)).run("client list");
    assert!(run.ok().err.contains(BEHIND));
    world.run("client edit big-shoes --plan pro").ok().says(BEHIND);
    let noted = "SELECT count(*) FROM audit WHERE details LIKE '%\"clock\":\"behind audit row %'";
    assert_eq!(world.sql(noted), ["1"]);
    assert_eq!(world.sql("SELECT count(*) FROM clock_step"), ["1"]);
    let run = world.run("client edit big-shoes --plan starter").ok();
    assert!(!run.err.contains(BEHIND), "{run}");
    assert!(codes(&mut world).contains(&"clock-set-back".to_owned()));
    world.run("audit verify").ok();
    world.run("db check").ok();
}

#[test]
fn clock_far_ahead_is_reported_by_changes() {
    let mut world = world();
    world.pass(Span::days(3)).run("client edit big-shoes --plan pro").ok().says("more than a day after the newest");
    let run = world.run("client edit big-shoes --plan starter").ok();
    assert!(!run.err.contains("more than a day"), "{run}");
    for line in ["client list", "mail deliver"] {
        let run = world.pass(Span::days(3)).run(line).ok();
        assert!(!run.err.contains("more than a day"), "{run}");
    }
}

#[test]
fn answers_about_the_past_survive_the_clock() {
    let mut world = world();
    world.run("user add ann@bigshoes.example --role manager -c big-shoes").ok();
    world.pass(Span::days(10));
    accept(&mut world, "ann@bigshoes.example", "big-shoes");
    world.pass(Span::days(10)).run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.pass(Span::days(10)).run("client edit big-shoes --plan pro").ok();
    let asked = |world: &mut World| -> Vec<String> {
        let dates = ["2026-11-20", "2026-11-25", "2026-12-03", "2026-12-08", "2026-12-14"];
        dates.map(|date| world.run(&format!("access list -c big-shoes --as-of {date} --csv")).ok().out).to_vec()
    };
    let before = asked(&mut world);
    assert_eq!(before.iter().map(|list| list.lines().count()).collect::<Vec<_>>(), [1, 2, 3, 3, 2]);
    world.pass(back(15)).run("client edit tea-house --plan pro").ok().says(BEHIND);
    world.run("client edit big-shoes --plan starter").ok();
    world.pass(Span::days(20));
    assert_eq!(asked(&mut world), before);
}

#[test]
fn future_sessions_and_codes_do_not_count() {
    let mut world = world();
    world.run("client edit tea-house --plan pro").ok();
    let now = world.now();
    world.pass(Span::days(1000));
    world.run("session open -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world.run("invite send tia@teahouse.example -c tea-house").ok();
    let code = world.code_for("tia@teahouse.example");
    world.next_at(now + Span::MINUTE);
    assert_eq!(world.run("session list -A --columns state --csv").ok().out.matches("open").count(), 0);
    world.stdin(code).run("invite accept --code-stdin --password-file password").fails(6);
    let found = codes(&mut world);
    for code in ["clock-behind", "future-session", "future-invitation", "future-audit"] {
        assert!(found.contains(&code.to_owned()), "{code}: {found:?}");
    }
    world.run("session open -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world.run("invite resend tia@teahouse.example -c tea-house").ok();
    let code = world.code_for("tia@teahouse.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let found = codes(&mut world);
    for code in ["future-session", "future-invitation"] {
        assert!(!found.contains(&code.to_owned()), "{code}: {found:?}");
    }
}
