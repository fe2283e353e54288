//! Parts of lists: `--limit` and `--after`.

use crate::support::{Run, World};

/// Each list that has a row for each of several things, with a column of its ids.
const LISTS: [(&str, &str); 11] = [
    ("client list", "client_id"),
    ("user list -A", "user_id"),
    ("invite list -A", "invitation_id"),
    ("link list -A", "link_id"),
    ("partner list", "partner_id"),
    ("partner list-users -p jims-web", "user_id"),
    ("partner dashboard -p jims-web", "client_id"),
    ("mail list", "mail_id"),
    ("audit list", "audit_id"),
    ("config list", "setting_key"),
    ("permission list", "permission"),
];

fn desk() -> World {
    let mut world = World::with_story();
    for (nth, name) in (3..).zip(["bakery", "florist", "garage", "hotel", "tailor"]) {
        world.run(&format!("client add {name} --slug {name} --owner owner@{name}.example")).ok();
        world.run(&format!("invite send --owners -c {name}")).ok();
        world.run(&format!("partner add 'Agency {name}' --slug at-{name}")).ok();
        world
            .run(&format!(
                "partner add-user p{nth}@jimsweb.example -p jims-web --first-name P --last-name Q --generate-password"
            ))
            .ok();
        world.run(&format!("link request -p jims-web --target {name} -m x --as p3@jimsweb.example")).ok();
    }
    world
}

fn values(run: &Run, column: &str) -> Vec<String> {
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    run.json().as_array().unwrap().iter().map(|row| text(&row[column])).collect()
}

/// The line that stderr says for the next part.
fn next(run: &Run) -> Option<String> {
    let (_, rest) = run.err.split_once("the list goes on: `partnerctl ")?;
    Some(rest.split_once('`').unwrap().0.to_owned())
}

#[test]
fn parts_make_up_the_whole_list() {
    let mut world = desk();
    for (line, column) in LISTS {
        let whole = values(&world.run(&format!("{line} --json")).ok(), column);
        assert!(whole.len() > 4, "{line}");
        let (mut all, mut line) = (Vec::new(), Some(format!("{line} --json --limit 2")));
        while let Some(this) = line {
            let run = world.run(&this).ok();
            let rows = values(&run, column);
            assert!((1..=2).contains(&rows.len()), "{run}");
            all.extend(rows);
            line = next(&run);
        }
        assert_eq!(all, whole);
    }
}

#[test]
fn logs_are_cut_from_the_newest_on() {
    let mut world = desk();
    let whole = values(&world.run("client log bakery --json").ok(), "audit_id");
    let first = world.run("client log bakery --json --limit 1").ok();
    assert_eq!(values(&first, "audit_id"), whole[..1]);
    let rest = world.run(&format!("client log bakery --json --after {}", whole[0])).ok();
    assert_eq!(values(&rest, "audit_id"), whole[1..]);
    let sentences = world.run("client log bakery --limit 1").ok();
    assert_eq!(sentences.out.lines().count(), 1, "{sentences}");
    assert_eq!(next(&sentences).unwrap(), format!("client log bakery --limit 1 --after {}", whole[0]));
    let last = world.run(&format!("last 50 --json --after {}", whole[1])).ok();
    assert!(values(&last, "audit_id").iter().all(|id| id.parse::<i64>().unwrap() < whole[1].parse().unwrap()));
}

#[test]
fn whole_list_needs_no_remark() {
    let mut world = desk();
    let rows = world.run("client list --json").json().as_array().unwrap().len();
    for limit in [rows, rows + 1] {
        let run = world.run(&format!("client list --json --limit {limit}")).ok();
        assert!(run.err.is_empty() && run.json().as_array().unwrap().len() == rows, "{run}");
    }
    let run = world.run("client list --json --limit 1 --quiet").ok();
    assert!(run.err.is_empty(), "{run}");
}

#[test]
fn a_limit_of_nothing_is_a_usage_error() {
    let mut world = World::with_story();
    for bad in ["0", "-1", "many", ""] {
        world.run(&format!("client list --limit='{bad}'")).fails(2);
    }
    world.run("client list --limit 0").fails(2).says("a part of a list has at least one row");
}

#[test]
fn only_an_id_of_the_list_comes_after() {
    let mut world = desk();
    for (line, bad) in [
        ("client list", "big-shoes"),
        ("client list", "inv_3"),
        ("client list", "C100001-3"),
        ("invite list -A", "C100001-9"),
        ("partner list", "jims-web"),
        ("audit list", "yesterday"),
        ("user list -A", "C100001-9"),
    ] {
        world.run(&format!("{line} --after {bad}")).fails(2);
    }
    world.run("permission list --after nothing").fails(3).says("--after names no row of this list");
}

#[test]
fn sorted_list_is_cut_after_sorting() {
    let mut world = desk();
    let whole = values(&world.run("client list --json --sort=-name").ok(), "name");
    let run = world.run("client list --json --sort=-name --limit 2").ok();
    assert_eq!(values(&run, "name"), whole[..2]);
    run.says(&format!("{} more rows are not shown because of --limit", whole.len() - 2));
    world.run("client list --sort=-name --after C100001-9").fails(2).says("--after and --sort cannot be combined");
}

#[test]
fn a_user_pages_through_what_they_see() {
    let mut world = desk();
    let whole = values(&world.run("client list --json --as p3@jimsweb.example").ok(), "client_id");
    let first = world.run("client list --json --limit 2 --as p3@jimsweb.example").ok();
    let rest = world.run(&format!("{} --limit 100", next(&first).unwrap().replace(" --limit 2", ""))).ok();
    assert_eq!([values(&first, "client_id"), values(&rest, "client_id")].concat(), whole);
}

#[test]
fn nothing_follows_the_last_row() {
    let mut world = desk();
    for (list, id) in [("client list", "client_id"), ("partner list", "partner_id"), ("audit list", "audit_id")] {
        let last = values(&world.run(&format!("{list} --json")).ok(), id).pop().unwrap();
        let behind = world.run(&format!("{list} --after {last}")).ok();
        assert_eq!(
            (behind.out.as_str(), behind.err.trim_end()),
            ("", format!("note: nothing comes after {last}").as_str())
        );
    }
}
