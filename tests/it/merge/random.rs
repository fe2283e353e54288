//! Random doubles, merged: no one reaches what they did not reach before, nothing is lost, both logs have it, and `undo`
//! takes all of it back.
//!
//! `PARTNERCTL_TEST_STORM=long` merges 1,000 of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use partnerctl::domain::time::Span;

use crate::storm::long;
use crate::support::{Frozen, World};

const DOUBLE: &str = "shoes-ltd";
const STAYS: &str = "big-shoes";
const PEOPLE: [&str; 6] = ["jim", "ann", "bob", "eve", "max", "pat"];
const ROLES: [&str; 5] = ["owner", "admin", "supervisor", "manager", "guest"];
const PARTNERS: [&str; 2] = ["jims-web", "others"];
const MEMBERS: [(&str, &str); 4] = [
    ("pat@people.example", "jims-web"),
    ("pete@jimsweb.example", "jims-web"),
    ("rita@jimsweb.example", "jims-web"),
    ("otto@others.example", "others"),
];

/// A sequence of numbers that follows from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // SplitMix64: enough for a choice, and the same everywhere.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(most).unwrap()).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Two clients with an owner each, people who are in elsewhere, and two partners with users of every kind.
fn begin() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::empty();
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
        world.run("init").ok();
        for line in [
            "partner add \"Jim's Web\" --slug jims-web",
            "partner add Others --slug others",
            "client add 'Elsewhere' --owner jim@people.example",
            "client add 'Big Shoes' --slug big-shoes --owner olga@people.example --field region=north --account-number 4711",
            "client add 'Shoes Limited' --slug shoes-ltd --owner omar@people.example --field region=south --field since=2019 --plan pro",
        ] {
            world.run(line).ok();
        }
        for (name, client) in PEOPLE.iter().map(|name| (*name, "elsewhere")).chain([("olga", STAYS), ("omar", DOUBLE)])
        {
            let (address, role) = (format!("{name}@people.example"), if client == "elsewhere" { "owner" } else { "" });
            let role = if role.is_empty() { String::new() } else { format!("-r {role}") };
            world.run(&format!("invite send {address} -c {client} {role}")).ok();
            let code = world.code_for(&address);
            world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
        }
        for (address, partner) in MEMBERS {
            let scope = match address.split('@').next().unwrap() {
                "pete" => "--no-clients",
                "rita" => "--restricted",
                _ => "",
            };
            let password = if address.starts_with("pat@") { "" } else { "--password-file password" };
            let line =
                format!("partner add-user {address} -p {partner} --first-name A --last-name B {password} {scope}");
            world.run(&line).ok();
        }
        world.freeze()
    });
    FROZEN.thaw()
}

/// Gives one of the two clients people, partners and facts.
fn furnish(world: &mut World, chance: &mut Chance, client: &str) {
    let owner = if client == STAYS { "olga@people.example" } else { "omar@people.example" };
    let by = format!("--as {owner} -m phone");
    for name in PEOPLE {
        let how = chance.below(8);
        if how < 3 {
            continue;
        }
        let role = chance.one(&ROLES);
        let term = *chance.one(&["", "", "--for 5d", "--for 60d"]);
        let permissions = *chance.one(&["", "", "--permissions profile"]);
        let permissions = if *role == "owner" { "" } else { permissions };
        let address = format!("{name}@people.example");
        let given = format!("{address} -c {client} -r {role} {term} {permissions}");
        if how == 3 && *role != "guest" {
            world.run(&format!("user add {given} --allow-elsewhere"));
            continue;
        }
        let sent = world.run(&format!("invite send {given}"));
        if how > 4 && sent.code == 0 {
            let id = sent.id();
            world.run(&format!("invite accept {id} -c {client} --as {address} -m phone")).ok();
        }
    }
    for partner in PARTNERS {
        match chance.below(7) {
            0 | 1 => {}
            2 => {
                world.run(&format!("client associate {client} -p {partner} --tab {}", chance.one(&["trial", "free"])));
            }
            3 => {
                world.run(&format!("link request -p {partner} --target {client} --for 90d --permissions invoices"));
            }
            4 | 5 => {
                let permissions = *chance.one(&["", "--permissions invoices,quotes"]);
                let term = *chance.one(&["", "--for 5d", "--for 60d"]);
                let id = world.run(&format!("link request -p {partner} --target {client} {permissions} {term}")).id();
                world.run(&format!("link approve {id} -c {client} {by}"));
                if chance.below(3) == 0 {
                    world.run(&format!("link extend {id} -c {client} --for 400d"));
                }
            }
            _ => {
                world.run(&format!("link create -p {partner} -c {client} {by}"));
            }
        }
        if chance.below(3) == 0 {
            let role = chance.one(&["admin", "supervisor"]);
            world.run(&format!("user add -c {client} -r {role} --for-partner {partner} {by}"));
        }
    }
    if chance.below(2) == 0 {
        let assign = "partner assign-clients pete@jimsweb.example -p jims-web --clients";
        world.run(&format!("{assign} {client}"));
    }
    if chance.below(3) == 0 {
        world.run(&format!("client edit {client} --field floor={}", chance.below(3)));
    }
    if chance.below(3) == 0 {
        world.run(&format!("session open -c {client} --as {owner} -m work"));
    }
}

/// One way into a client: whose, by what, and what it gives.
type Way = (String, String, String, String, String);

/// The ways into a client: by a grant (of a dedicated user, with the partner), or by the link of a partner.
fn ways(world: &mut World, client: &str, rest: &str) -> BTreeSet<Way> {
    let links: BTreeMap<String, String> = world
        .sql("SELECT 'lnk_' || k.id, p.slug FROM link AS k JOIN partner AS p ON p.id = k.partner_id")
        .into_iter()
        .map(|row| row.split_once('|').map(|(id, slug)| (id.to_owned(), slug.to_owned())).unwrap())
        .collect();
    let rows = world.run(&format!("access list -c {client} {rest} --json")).ok().json();
    let text = |row: &serde_json::Value, key: &str| row[key].to_string();
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let source = row["source"].as_str().unwrap();
            let by = links.get(source).cloned().unwrap_or_else(|| source.to_owned());
            let email = row["email"].as_str().unwrap().to_owned();
            (email, by, text(row, "role"), text(row, "permissions"), text(row, "until"))
        })
        .collect()
}

/// Everything that an undo puts back.
fn facts(world: &World) -> Vec<Vec<String>> {
    world.sqls(&[
        "SELECT id, slug, name, domain, account_number, plan, staff_id, state, merged_into FROM client ORDER BY id",
        "SELECT id, client_id, login_id, role, permissions, state, until, for_partner, active_at, ended_at FROM access_grant ORDER BY id",
        "SELECT id, client_id, partner_id, origin, state, permissions, until, extension_at, sent_at, expires_at FROM link ORDER BY id",
        "SELECT id, client_id, grant_id, state, role, expires_at FROM invitation ORDER BY id",
        "SELECT client_id, login_id FROM assignment WHERE state = 'assigned' ORDER BY client_id, login_id",
        "SELECT client_id, partner_id, tab FROM association WHERE state = 'associated' ORDER BY client_id, partner_id",
        "SELECT client_id, field_key, value FROM client_field WHERE value IS NOT NULL ORDER BY client_id, field_key",
        "SELECT kind, record_id FROM code WHERE state = 'live' AND kind <> 'session' ORDER BY kind, record_id",
    ])
}

struct Before {
    double: BTreeSet<Way>,
    stays: BTreeSet<Way>,
    facts: Vec<Vec<String>>,
    at: String,
}

/// What was named for each thing that conflicts.
type Kept = BTreeMap<String, &'static str>;

/// Merges with a client named for each conflict, at random.
fn merge(world: &mut World, chance: &mut Chance) -> Option<Kept> {
    let line = format!("client merge {DOUBLE} {STAYS} --confirm {DOUBLE}:{STAYS}");
    let mut kept = Kept::new();
    for _ in 0..10 {
        let options: Vec<String> = kept.iter().map(|(what, client)| format!("--keep '{what}={client}'")).collect();
        let done = world.run(&format!("{line} {} --json", options.join(" ")));
        if done.code == 0 {
            return Some(kept);
        }
        let error = done.error();
        let Some(conflicts) = error["conflicts"].as_array() else {
            // Nothing is done by halves: the only other reason is that no one would be left, or a sending too many.
            let message = error["message"].as_str().unwrap();
            let known = ["would be left without", "less than a minute", "no owner or admin", "mailed again"];
            assert!(known.iter().any(|part| message.contains(part)), "{error}");
            return None;
        };
        for what in conflicts {
            kept.insert(what.as_str().unwrap().to_owned(), *chance.one(&[DOUBLE, STAYS]));
        }
    }
    panic!("conflicts without an end: {kept:?}");
}

fn no_one_reaches_more(before: &Before, after: &BTreeSet<Way>, kept: &Kept, seed: u64) {
    let of = |ways: &BTreeSet<Way>, email: &str| -> BTreeSet<Way> {
        ways.iter().filter(|way| way.0 == email).cloned().collect()
    };
    for way in after {
        let (email, by, ..) = way;
        let (was_double, was_stays) = (before.double.contains(way), before.stays.contains(way));
        assert!(was_double || was_stays, "{seed}: {way:?} is new; {kept:?}");
        // Of what conflicted, only what was named is there.
        for named in [email, by] {
            match kept.get(named) {
                Some(&DOUBLE) if by == "grant" || named == by => assert!(was_double, "{seed}: {way:?} {kept:?}"),
                Some(_) if by == "grant" || named == by => assert!(was_stays, "{seed}: {way:?} {kept:?}"),
                _ => {}
            }
        }
        // Two ways are together only where they were so before, or someone named the client of their own access.
        let all = of(after, email);
        let together = all.is_subset(&of(&before.double, email)) || all.is_subset(&of(&before.stays, email));
        assert!(together || kept.contains_key(email), "{seed}: {all:?} {kept:?}");
    }
    for way in before.double.union(&before.stays) {
        let (email, by, ..) = way;
        // What someone decided about, and the people of a partner about which someone did, may have less.
        let partner = MEMBERS.iter().find(|(member, _)| member == email).map(|(_, partner)| *partner);
        let decided = kept.contains_key(email)
            || kept.contains_key(by)
            || partner.is_some_and(|partner| kept.contains_key(partner))
            || email.ends_with(".invalid");
        assert!(decided || after.contains(way), "{seed}: {way:?} is lost; {kept:?}");
    }
}

fn nothing_is_left_of_the_double(world: &mut World, id: &str, seed: u64) {
    let number = world.sql(&format!("SELECT id FROM client WHERE slug = '{DOUBLE}'")).pop().unwrap();
    for query in [
        format!("SELECT count(*) FROM access_grant WHERE client_id = {number} AND state <> 'ended'"),
        format!("SELECT count(*) FROM invitation WHERE client_id = {number} AND state = 'pending'"),
        format!("SELECT count(*) FROM link WHERE client_id = {number} AND state IN ('pending', 'approved', 'linked')"),
        format!("SELECT count(*) FROM code WHERE client_id = {number} AND state = 'live'"),
        format!("SELECT count(*) FROM session WHERE client_id = {number} AND state = 'open'"),
        format!("SELECT count(*) FROM assignment WHERE client_id = {number} AND state = 'assigned'"),
        "SELECT count(*) FROM pragma_foreign_key_check".to_owned(),
    ] {
        assert_eq!(world.sql(&query), ["0"], "{seed}: {query}");
    }
    for client in [id, STAYS] {
        let log = world.run(&format!("client log {client} --limit 1"));
        assert!(log.out.contains("MERGED shoes-ltd"), "{seed}: {log}");
    }
    assert!(ways(world, id, "").is_empty(), "{seed}");
}

fn one(seed: u64) {
    let mut chance = Chance(seed);
    let mut world = begin();
    for client in [DOUBLE, STAYS] {
        furnish(&mut world, &mut chance, client);
    }
    world.pass(Span::days(*chance.one(&[1, 1, 6, 10])));
    let before = Before {
        double: ways(&mut world, DOUBLE, ""),
        stays: ways(&mut world, STAYS, ""),
        facts: facts(&world),
        at: world.now().to_rfc3339(),
    };
    let id = world.sql("SELECT 'C' || id || '-' || check_digit FROM client WHERE slug = 'shoes-ltd'").pop().unwrap();
    let Some(kept) = merge(&mut world, &mut chance) else {
        assert_eq!(facts(&world), before.facts, "{seed}");
        return;
    };
    let after = ways(&mut world, STAYS, "");
    no_one_reaches_more(&before, &after, &kept, seed);
    nothing_is_left_of_the_double(&mut world, &id, seed);
    let at = format!("--as-of {}", before.at);
    for (client, was) in [(id.as_str(), &before.double), (STAYS, &before.stays)] {
        assert_eq!(&ways(&mut world, client, &at), was, "{seed}: {client}");
    }
    if chance.below(2) == 0 {
        world.run("mail deliver");
    }
    let number =
        world.sql("SELECT max(id) FROM audit WHERE action = 'client.merge' AND outcome = 'done'").pop().unwrap();
    let undone = world.run(&format!("undo -c {} --change {number} -m mistake", chance.one(&[STAYS, id.as_str()])));
    assert_eq!(undone.code, 0, "{seed}: {undone}");
    for (at, (is, was)) in facts(&world).iter().zip(&before.facts).enumerate() {
        assert_eq!(is, was, "{seed}: {at}");
    }
    for (client, was) in [(DOUBLE, &before.double), (STAYS, &before.stays)] {
        assert_eq!(&ways(&mut world, client, ""), was, "{seed}: {client}");
    }
    world.run("audit verify").ok();
}

/// S6.1-3 S6.7
#[test]
fn random_merges_widen_and_lose_nothing() {
    let cases = if long() { 1_000 } else { 24 };
    for seed in 0..cases {
        one(seed);
    }
}
