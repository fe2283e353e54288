//! Never the wrong client (docs/reference.md#never-the-wrong-client): whatever the state and whatever the line, the clients whose rows changed are among
//! those that the receipt names, and the operator named every one of them.
//!
//! The oracle makes up lines over every command of the registry, works out by itself which clients a line names
//! ([`named`]), and finds out which clients' rows changed by comparing all of them ([`changes`]). Each walk starts from
//! a desk full of look-alikes ([`start`]) and goes on from state to state, so that later lines meet what earlier
//! ones left behind.
//!
//! `PARTNERCTL_ORACLE_CASES=100000 cargo test --test it oracle` tries that many lines (2,000 otherwise, and 100,000 with
//! `PARTNERCTL_TEST_STORM=long`). A failure prints the seed of its walk: `PARTNERCTL_ORACLE_SEED=… cargo test --test it
//! oracle` begins with the same walk.

mod chance;
mod changes;
mod commands;
mod generate;
mod line;
mod model;
mod named;
mod receipt;
mod rights;
mod start;
mod values;
mod walk;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Instant, SystemTime};

use commands::COMMANDS;
use walk::{Tally, Walk};

/// Lines of the short form.
const SHORT: usize = 2_000;
/// Lines of one walk.
const STEPS: usize = 50;
/// In so many cases every command must have changed something, or been done, at least once.
const ENOUGH: usize = 100_000;

#[expect(clippy::disallowed_methods, reason = "anyone who runs the tests says how long")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn cases() -> usize {
    let long = variable("PARTNERCTL_TEST_STORM").is_some_and(|length| length == "long");
    let asked = variable("PARTNERCTL_ORACLE_CASES").and_then(|cases| cases.parse().ok());
    asked.unwrap_or(if long { 100_000 } else { SHORT })
}

/// The short form goes the same way each time, so that a change is judged by what it changed; the long form another.
#[expect(clippy::disallowed_methods, reason = "another seed each time, and printed")]
fn seed(cases: usize) -> u64 {
    let asked = variable("PARTNERCTL_ORACLE_SEED").and_then(|seed| seed.parse().ok());
    let anew = || {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        u64::try_from(now.as_micros()).unwrap() % 1_000_000_000_000
    };
    asked.unwrap_or_else(|| if cases <= SHORT { 1 } else { anew() })
}

#[expect(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "anyone who runs it long wants to see the seed and what was tried"
)]
fn report(text: &str) {
    println!("{text}");
}

#[test]
fn no_line_changes_an_unnamed_client() {
    let (cases, begun) = (cases(), Instant::now());
    let first = seed(cases);
    report(&format!("PARTNERCTL_ORACLE_SEED={first}, {cases} cases"));
    let walks = cases.div_ceil(STEPS);
    let (next, total, escape) = (AtomicUsize::new(0), Mutex::new(Tally::default()), Mutex::new(None));
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads.min(walks) {
            scope.spawn(|| {
                loop {
                    let walk = next.fetch_add(1, Ordering::Relaxed);
                    if walk >= walks {
                        break;
                    }
                    let seed = first.wrapping_add(u64::try_from(walk).unwrap());
                    match Walk::from_seed(seed).go(STEPS.min(cases - walk * STEPS)) {
                        Ok(tally) => {
                            let mut total = total.lock().unwrap();
                            total.add(tally);
                            if total.cases.is_multiple_of(5_000) {
                                report(&format!("{} cases and no escape", total.cases));
                            }
                        }
                        Err(why) => {
                            escape.lock().unwrap().get_or_insert(why);
                            next.store(walks, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
    });
    if let Some(why) = escape.into_inner().unwrap() {
        panic!("{why}");
    }
    let total = total.into_inner().unwrap();
    let speed = cases as f64 / begun.elapsed().as_secs_f64();
    report(&format!("{total}{speed:.0} cases a second"));
    assert_eq!(total.cases, cases);
    assert!(total.changed * 30 > total.cases || cases < SHORT, "too few lines changed anything: {total}");
    if cases >= ENOUGH {
        let never: Vec<&str> =
            COMMANDS.iter().map(|known| known.name.as_str()).filter(|name| !total.done.contains_key(*name)).collect();
        assert_eq!(never, Vec::<&str>::new(), "no line of these commands ever went well");
    }
}

/// What the oracle cannot see, it would not report: another client's row is written past the guard, in every table
/// about clients that has one.
#[test]
fn foreign_write_is_an_escape() {
    let writes = BTreeMap::from([
        ("client", "UPDATE client SET plan = 'starter' WHERE id = 100002"),
        ("client_slug", "INSERT INTO client_slug (slug, client_id, fold) VALUES ('planted', 100002, 'planted')"),
        ("client_word", "INSERT INTO client_word (word, client_id) VALUES ('planted', 100002)"),
        (
            "access_grant",
            "UPDATE access_grant SET granted_by = 'no one' WHERE id = (SELECT min(id) FROM access_grant WHERE client_id = 100002)",
        ),
        (
            "invitation",
            "UPDATE invitation SET send_count = 9 WHERE id = (SELECT min(id) FROM invitation WHERE client_id = 100002)",
        ),
        ("link", "UPDATE link SET message = 'planted' WHERE id = (SELECT min(id) FROM link WHERE client_id = 100002)"),
        ("mail", "UPDATE mail SET attempts = 9 WHERE id = (SELECT min(id) FROM mail WHERE client_id = 100002)"),
        ("association", "UPDATE association SET tab = 'trial' WHERE client_id = 100002"),
        (
            "code",
            "DELETE FROM code WHERE kind = 'invitation' AND record_id = (SELECT max(id) FROM invitation WHERE client_id = 100002)",
        ),
    ]);
    for (table, write) in writes {
        let mut walk = Walk::from_seed(1);
        let escape = walk.try_planted("client edit big-shoes --plan starter", write);
        let escape = escape.expect_err(&format!("a foreign write to {table} went by"));
        assert!(escape.contains("100002"), "{table}: {escape}");
    }
    let honest = Walk::from_seed(1).try_planted("client edit big-shoes --plan starter", "");
    assert_eq!(honest, Ok(()));
}

/// A line that is refused must leave everything, also the client that it names.
#[test]
fn write_by_a_refused_line_is_reported() {
    let write = "UPDATE client SET plan = 'starter' WHERE id = 100001";
    let escape = Walk::from_seed(1).try_planted("client edit big-shoes --plan none", write).unwrap_err();
    assert!(escape.contains("was refused"), "{escape}");
}

/// What a user may not do on their own is seen, also where no row of another client changes.
#[test]
fn a_right_that_was_not_had_is_reported() {
    let cases = [
        (
            "user edit max@freelance.example --client big-shoes --permissions invoices",
            "max@freelance.example",
            "UPDATE access_grant SET permissions = 'users', version = version + 1 WHERE client_id = 100001 AND role = 'owner'",
            "touched a role above their own",
        ),
        (
            "user edit few@teahouse.example --client tea-house --permissions profile",
            "tia@teahouse.example",
            "UPDATE access_grant SET until = 1, version = version + 1 WHERE client_id = 100002 AND role = 'owner'",
            "for good",
        ),
        (
            "partner edit-user pete@jimsweb.example --partner jims-web --restricted",
            "pat@jimsweb.example",
            "UPDATE partner_user SET restricted = 1, version = version + 1 WHERE login_id = (SELECT id FROM login WHERE email_key = 'pat@jimsweb.example')",
            "their own membership",
        ),
    ];
    for (typed, actor, write, rule) in cases {
        let broken = Walk::from_seed(1).try_planted_as(actor, typed, write).expect_err(typed);
        assert!(broken.contains("RIGHTS: ") && broken.contains(rule), "{broken}");
    }
}
