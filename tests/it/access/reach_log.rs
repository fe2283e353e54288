//! A client's log and `access list --during` know the users of partners who get in by the scope of their membership, although
//! no change of a membership writes a row for each client.

use std::sync::LazyLock;

use partnerctl::domain::time::{Edge, Zone, parse_instant};

use super::people;
use crate::support::{Frozen, World};

/// Tom becomes a user of Jim's Web in January, is restricted, loses big-shoes, and gets it back.
fn story() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = people();
        let steps = [
            (
                "2027-01-01T10:00:00Z",
                "partner add-user tom@jimsweb.example -p jims-web --first-name T --last-name O --generate-password",
            ),
            ("2027-01-02T10:00:00Z", "partner edit-user tom@jimsweb.example -p jims-web --restricted"),
            ("2027-01-03T10:00:00Z", "partner edit-user tom@jimsweb.example -p jims-web --clients tea-house"),
            ("2027-01-04T10:00:00Z", "partner edit-user tom@jimsweb.example -p jims-web --scope all --no-restricted"),
            ("2027-01-05T10:00:00Z", "partner edit-user tom@jimsweb.example -p jims-web --first-name Tom"),
        ];
        for (at, line) in steps {
            world.next_at(parse_instant(at, &Zone::utc(), Edge::Start).unwrap());
            world.run(line).ok();
        }
        world.freeze()
    });
    FROZEN.thaw()
}

/// The days and sentences of January, the oldest first.
fn january(world: &mut World, line: &str) -> Vec<String> {
    let log = world.run(&format!("{line} --since 2027-01-01 --until 2027-01-31")).ok().out;
    let mut lines: Vec<String> = log.lines().map(str::to_owned).collect();
    lines.reverse();
    lines
}

#[test]
fn log_of_client_has_every_change_of_reach() {
    let mut world = story();
    insta::assert_snapshot!(january(&mut world, "client log big-shoes").join("\n"), @"
    1 Jan 2027 10:00 UTC  jane added tom@jimsweb.example as a user of the partner jims-web; who can enter this client now, with invoices, settings
    2 Jan 2027 10:00 UTC  jane changed tom@jimsweb.example, a user of the partner jims-web: restricted from no to yes; who can enter this client with invoices, before with invoices, settings
    3 Jan 2027 10:00 UTC  jane changed tom@jimsweb.example, a user of the partner jims-web: scope from all to clients; clients: with tea-house; who can no longer enter this client
    4 Jan 2027 10:00 UTC  jane changed tom@jimsweb.example, a user of the partner jims-web: restricted from yes to no; scope from clients to all; clients: without tea-house; who can enter this client now, with invoices, settings
    ");
    // Its owner reads the same, and nothing of other clients.
    let owner = january(&mut world, "client log big-shoes --as jim@bigshoes.example");
    assert_eq!(owner.len(), 4);
    assert!(!owner.concat().contains("tea-house"), "{owner:?}");
    // The card has the newest of them.
    world.run("client show big-shoes").ok().prints("who can enter this client now");
}

#[test]
fn audit_list_has_the_rows_of_the_log() {
    let mut world = story();
    let mut ids = |line: &str| -> Vec<i64> {
        let mut ids: Vec<i64> = world.run(line).ok().csv().iter().map(|row| row["audit_id"].parse().unwrap()).collect();
        ids.sort();
        ids
    };
    let log = ids("client log big-shoes --csv");
    assert_eq!(ids("audit list -c big-shoes --csv"), log);
    let edits = ids("audit list -c big-shoes --action partner.edit-user --since 2027-01-01 --csv");
    assert_eq!(edits.len(), 3);
    assert_eq!(ids("audit list -c big-shoes --user tom@jimsweb.example --csv").len(), 4);
    assert_eq!(ids("client log big-shoes --limit 2 --csv"), log[log.len() - 2..]);
    // Tea-house linked the partner and made no dedicated user: no one gets in, and nothing changes there.
    assert!(ids("audit list -c tea-house --user tom@jimsweb.example --action partner.add-user --csv").is_empty());
    world.run("audit verify").ok();
    // Rows about chosen clients name them; those about all clients name none.
    let named = "SELECT count(*) FROM audit_client JOIN audit ON id = audit_id WHERE action = 'partner.add-user'";
    let scoped = "SELECT count(*) FROM audit_client JOIN audit ON id = audit_id WHERE action = 'partner.add-user' AND details LIKE '%\"clients\"%'";
    assert_eq!(world.sql(named), world.sql(scoped));
}

#[test]
fn during_names_only_what_ended() {
    let mut world = story();
    let rows = world
        .run("access list -c big-shoes --during 2027-01-01..2027-01-31 --csv --columns email,since,granted_by,ended_at,changed_at,changed_by")
        .ok()
        .csv()
        .into_iter()
        .filter(|row| row["email"] == "tom@jimsweb.example")
        .map(|row| {
            let day = |name: &str| row[name].get(..10).unwrap_or("-").to_owned();
            let (since, ended, changed) = (day("since"), day("ended_at"), day("changed_at"));
            format!("{since} {} ended {ended} changed {changed} {}", row["granted_by"], row["changed_by"])
        })
        .collect::<Vec<_>>();
    assert_eq!(
        rows,
        [
            "2027-01-01 jane ended - changed 2027-01-02 jane",
            "2027-01-02 jane ended 2027-01-03 changed - ",
            "2027-01-04 jane ended - changed - ",
        ]
    );
    // Both lists name the same person and instant for who is still in.
    let now = world.run("access list -c big-shoes --csv").ok().csv();
    let tom = now.iter().find(|row| row["email"] == "tom@jimsweb.example").unwrap();
    assert_eq!((&tom["since"][..10], tom["granted_by"].as_str()), ("2027-01-04", "jane"));
}
