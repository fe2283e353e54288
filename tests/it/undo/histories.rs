//! Whatever happened before: a change that is undone leaves every table as it was.
//!
//! The long form: `PROPTEST_CASES=2000 cargo test --test it undo::histories`.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

use super::Content;
use crate::invariants::{begin, cases, must_hold, step, take};

/// A change that may be undone: of one client, by the one who undoes it.
fn change() -> impl Strategy<Value = (String, &'static str)> {
    let clients = ["big-shoes", "tea-house", "two-owners"];
    let people =
        ["jim@bigshoes.example", "tia@teahouse.example", "ann@two.example", "bob@two.example", "max@freelance.example"];
    let roles = ["owner", "admin", "supervisor", "manager"];
    (select(clients.to_vec()), select(people.to_vec()), select(roles.to_vec()), 1..5_u32, 0..20_u32).prop_map(
        |(c, p, r, n, kind)| {
            let line = match kind {
                0 => format!("client edit {c} --plan pro --name Renamed --field a=b --field c=d"),
                1 => format!("client edit {c} --slug {c}-again --no-domain --staff me"),
                2 => format!("client edit {c} --domain new-{c}.example --account-number 99"),
                3 | 4 => format!("user add {p} -c {c} -r {r} --first-name Pat --last-name Lee"),
                5 | 6 => format!("user edit {p} -c {c} -r {r} --for 30d"),
                7 | 8 => format!("user remove {p} -c {c} --confirm {c}"),
                9 => format!("invite cancel {p} -c {c}"),
                10 => format!("link remove lnk_{n} -c {c} --confirm {c}"),
                11 => format!("link create -p jims-web -c {c} --as {p} -m phone"),
                12 => format!("invite decline -c {c} --as {p} -m phone"),
                13 => format!("invite edit {p} -c {c} -r {r} --for 30d"),
                14 => format!("link edit lnk_{n} -c {c} --for 30d"),
                15 => format!("link extend lnk_{n} -c {c} --for 60d --as {p} -m phone"),
                17 => format!("link edit lnk_{n} -c {c} --for 60d --auto-extend 6mo --as {p} -m phone"),
                18 => format!("link edit lnk_{n} -c {c} --no-auto-extend"),
                16 => format!("link deny lnk_{n} -c {c} --as {p} -m phone"),
                _ => "invite bulk rows.csv --expect-clients 1".to_owned(),
            };
            (line, c)
        },
    )
}

#[test]
fn every_table_is_as_it_was() {
    let config =
        ProptestConfig { cases: cases(), max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() };
    let undone = Cell::new(0);
    let again = Cell::new(0);
    let played = (prop::collection::vec(step(), 1..10), prop::collection::vec(change(), 2..7));
    let result = TestRunner::new(config).run(&played, |(steps, changes)| {
        let mut world = begin();
        world.write("rows.csv", "client_slug,email,role\ntwo-owners,max@freelance.example,guest\n");
        for step in steps {
            take(&mut world, step);
        }
        for (line, client) in changes {
            let slug = if line.starts_with("invite bulk") { "two-owners" } else { client };
            let find = format!("SELECT 'C' || id || '-' || check_digit FROM client WHERE slug LIKE '{slug}%'");
            let client = world.sql(&find).remove(0);
            let before = Content::of(&world);
            let run = world.run(&line);
            let done = world.sql("SELECT outcome FROM audit ORDER BY id DESC LIMIT 1") == ["done"];
            if run.code != 0 || !done {
                continue;
            }
            let after = Content::of(&world);
            let undo = world.run(&format!("undo -c {client}"));
            prop_assert!([0, 4].contains(&undo.code), "{line}\n{undo}");
            if undo.code == 4 {
                prop_assert_eq!(Content::of(&world), after, "{}\n{}", line, undo);
                continue;
            }
            undone.set(undone.get() + 1);
            prop_assert_eq!(before.differences(&Content::of(&world)), [""; 0], "{}\n{}", line, undo);
            must_hold(&mut world);
            let redo = world.run(&format!("undo -c {client}"));
            prop_assert!([0, 4].contains(&redo.code), "{line}\n{redo}");
            if redo.code == 0 {
                again.set(again.get() + 1);
                prop_assert_eq!(after.differences(&Content::of(&world)), [""; 0], "{}\n{}", line, redo);
                must_hold(&mut world);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(undone.get() > cases() / 2 && again.get() > 0, "only {} were undone, {} again", undone.get(), again.get());
}
