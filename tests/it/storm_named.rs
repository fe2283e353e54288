//! Never the wrong client, with real processes: many at once change random clients, each notes down which client it
//! named and what its receipt said, and in the end the audit holds neither more nor less.
//!
//! `PARTNERCTL_TEST_STORM=long` has each give 500 commands.

use std::collections::BTreeMap;
use std::thread;

use crate::support::{Real, alone};

/// Processes at once.
const AT_ONCE: usize = 8;
const CLIENTS: usize = 5;

#[expect(clippy::disallowed_methods, reason = "anyone who runs the tests says how long")]
fn changes() -> usize {
    let long = std::env::var_os("PARTNERCTL_TEST_STORM").is_some_and(|length| length == "long");
    if long { 500 } else { 40 }
}

/// What one command was asked to do, and what it said.
struct Given {
    slug: &'static str,
    /// Another client's slug in the veto: nothing may happen.
    vetoed: bool,
    code: u8,
    shown: Vec<String>,
}

const SLUGS: [&str; CLIENTS] = ["alder-works", "birch-trade", "cedar-goods", "dogwood-inc", "elm-company"];

/// The ids on the banners of a run.
fn banners(err: &str) -> Vec<String> {
    err.lines().filter_map(|line| line.strip_prefix("▸ ")?.split("  ").nth(1).map(str::to_owned)).collect()
}

/// One desk: the next client follows from the last, so that no two desks go the same way.
fn desk(real: &Real, number: usize) -> Vec<Given> {
    let mut given = Vec::new();
    let mut state = number * 7 + 3;
    for step in 0..changes() {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        let (slug, kind) = (SLUGS[(state >> 8) % CLIENTS], (state >> 16) % 8);
        let other = SLUGS[((state >> 8) + 1) % CLIENTS];
        let person = format!("p{number}x{}@people.example", step / 3);
        let line = match kind {
            0 => format!("client edit {slug} --field desk{number}={step}"),
            1 => format!("client edit {slug} --name 'Desk {number} was here {step}'"),
            2 | 3 => format!("user add {person} -c {slug} -r manager"),
            4 => format!("invite send {person} -c {slug} -r manager"),
            5 => format!("user remove {person} -c {slug} --confirm {slug}"),
            6 => format!("user remove {person} -c {slug} --confirm {other}"),
            _ => format!("client edit {slug} --plan pro"),
        };
        let vetoed = state.is_multiple_of(11);
        let mut command = real.command(&line);
        command.env("PARTNERCTL_EXPECT_CLIENT", if vetoed { other } else { slug });
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        let code = u8::try_from(output.status.code().unwrap()).unwrap();
        assert!(!vetoed || code == 12, "{line}: {code}\n{err}");
        assert!(matches!(code, 0 | 3 | 4 | 8 | 12), "{line}: {code}\n{err}");
        given.push(Given { slug, vetoed, code, shown: banners(&err) });
    }
    given
}

#[test]
fn eight_desks_reach_no_unnamed_client() {
    let _alone = alone();
    let real = Real::new();
    for slug in SLUGS {
        real.run(&format!("client add {slug} --slug {slug} --owner owner@{slug}.example")).ok();
    }
    // A client that no one ever names stays as it is.
    real.run("client add Bystander --slug bystander --owner owner@bystander.example").ok();
    let ids: BTreeMap<String, String> = real
        .run("client list --csv --columns client_slug,client_id")
        .ok()
        .csv()
        .into_iter()
        .map(|row| (row["client_slug"].clone(), row["client_id"].clone()))
        .collect();
    let before = real.sqlite3("SELECT max(id) FROM audit").ok().out.trim().to_owned();
    let bystander =
        "SELECT * FROM client WHERE slug = 'bystander'; SELECT count(*) FROM client_history WHERE slug = 'bystander'";
    let bystander_before = real.sqlite3(bystander).ok().out;
    let given: Vec<Given> = thread::scope(|scope| {
        let desks: Vec<_> = (0..AT_ONCE)
            .map(|number| {
                scope.spawn({
                    let real = &real;
                    move || desk(real, number)
                })
            })
            .collect();
        desks.into_iter().flat_map(|desk| desk.join().unwrap()).collect()
    });
    let mut receipts: BTreeMap<String, usize> = BTreeMap::new();
    let mut done = 0;
    for Given { slug, vetoed, code, shown } in &given {
        let id = &ids[*slug];
        assert!(shown.iter().all(|shown| shown == id), "{slug} was named and {shown:?} shown");
        assert!(*code != 0 || !shown.is_empty(), "a change of {slug} showed no client");
        assert!(!vetoed || *code == 12);
        *receipts.entry((*slug).to_owned()).or_default() += 1;
        done += usize::from(*code == 0);
    }
    assert!(done * 2 > given.len(), "only {done} of {} changes were made", given.len());
    // Each command, done or refused, left one audit row about the client that it named.
    let rows = real.sqlite3(&format!(
        "SELECT c.slug, count(DISTINCT a.audit_id) FROM audit_client AS a JOIN client AS c ON c.id = a.client_id
          WHERE a.audit_id > {before} GROUP BY c.slug ORDER BY c.slug"
    ));
    let expected: String = receipts.iter().map(|(slug, count)| format!("{slug}|{count}\n")).collect();
    assert_eq!(rows.ok().out, expected);
    let about_several =
        "SELECT count(*) FROM (SELECT audit_id FROM audit_client GROUP BY audit_id HAVING count(*) > 1)";
    assert_eq!(real.sqlite3(about_several).ok().out, "0\n");
    assert_eq!(real.sqlite3("SELECT count(*) = max(id) FROM audit").ok().out, "1\n");
    assert_eq!(real.sqlite3(bystander).ok().out, bystander_before);
    // Every fact says which change made it: that change was about its client.
    for table in ["client", "access_grant", "invitation", "client_field"] {
        let key = if table == "client" { "id" } else { "client_id" };
        let strange = format!(
            "SELECT count(*) FROM {table} AS t WHERE NOT EXISTS (
               SELECT 1 FROM audit_client AS a WHERE a.audit_id = t.since_audit AND a.client_id = t.{key})"
        );
        assert_eq!(real.sqlite3(&strange).ok().out, "0\n", "{table}");
    }
    real.run("audit verify").ok();
    assert_eq!(real.sqlite3("PRAGMA integrity_check").ok().out, "ok\n");
}
