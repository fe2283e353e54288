//! The audit has each field that an action changed, as it was and as it is, and the log says both.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use partnerctl::domain::time::Span;
use partnerctl::store::history::EVERY;
use serde_json::{Map, Value};

use crate::partner_user::{add, join, linked};
use crate::support::{Frozen, World};

/// Columns that say who and when, follow from others, or are stated by the name of the action.
const ASIDE: &[&str] = &[
    "state",
    "version",
    "since_audit",
    "until_audit",
    "email_key",
    "email_domain",
    "domain_fold",
    "check_digit",
    "mail_id",
    "error",
    "reason",
    "sent_at",
    "send_count",
    "must_change_password",
    "answered_by",
    "asked_permissions",
    "ended_by",
    "granted_by",
    "replaces",
    // What is asked for, which the event says.
    "extension_by",
    "extension_permissions",
    "extension_until",
    "extension_message",
];

/// What a column is called in the audit, where it is not called the same.
const CALLED: &[(&str, &[&str])] = &[
    ("first_name", &["name"]),
    ("last_name", &["name"]),
    ("staff_id", &["staff"]),
    // A rename says what the login was called.
    ("email", &["email", "old"]),
    // Who goes on with what someone leaves behind.
    ("invited_by", &["to"]),
    ("requested_by", &["to"]),
];

/// What a request becomes only with its approval: the log has it as the terms of the approval.
const FIRST: &[(&str, &str)] = &[("link.approve", "until")];

/// Big-shoes and tea-house, with everything changed that can be changed.
fn changed() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        world.write_private("other", "gannet ferry thicket 31 opal\n");
        world.run("staff add ravi --name Ravi").ok();
        add(&mut world, "bob", "");
        join(&mut world, "max@bigshoes.example", "big-shoes", "manager");
        for line in [
            "client edit big-shoes --name 'Big Boots Inc.' --slug big-boots --domain bigboots.example --account-number 4711 \
         --plan starter --staff jane --field region=north",
            "client edit big-boots --name 'Big Shoes Inc.' --domain bigshoes.example --account-number 4712 --plan pro --staff ravi \
         --field region=south",
            "client edit big-boots --no-account-number --no-plan --no-staff --field region=",
            "staff edit ravi --name Ravindra --read-only",
            "staff edit ravi --full",
            "partner edit jims-web --name 'Jim and Sons' --contact-email office@jimsweb.example",
            "partner edit jims-web --no-contact-email",
            "partner edit-user bob@jimsweb.example -p jims-web --first-name Robert --restricted --until 2027-06-30",
            "partner edit-user bob@jimsweb.example -p jims-web --no-restricted --clients big-boots,tea-house --expect-clients 2",
            "partner edit-user bob@jimsweb.example -p jims-web --clients tea-house --no-until",
            "partner edit-user bob@jimsweb.example -p jims-web --scope all",
            "user edit max@bigshoes.example -c big-boots -r admin --until 2027-01-31",
            "user edit max@bigshoes.example -c big-boots --permissions profile,invoices --no-until",
            "user rename max@bigshoes.example maximilian@bigshoes.example",
            "config set invite.expires_in 14d",
            "config set invite.expires_in 7d",
            "config unset invite.expires_in",
            "client associate tea-house -p jims-web --tab trial",
            "client associate tea-house -p jims-web --tab active",
            "invite send eve@teahouse.example -c tea-house -r manager",
        ] {
            world.run(line).ok();
        }
        world.pass(Span::HOUR);
        for line in [
            "invite resend eve@teahouse.example -c tea-house",
            "invite resend eve@teahouse.example -c tea-house --to eva@teahouse.example",
            "partner add Others --slug others",
            "link request -p others --target tea-house",
        ] {
            world.pass(Span::HOUR).run(line).ok();
        }
        world.pass(Span::HOUR);
        for line in [
            "link resend lnk_3 -c tea-house",
            "link approve lnk_3 -c tea-house --as tia@teahouse.example -m phone --permissions invoices --for 30d",
            "link edit lnk_3 -c tea-house --as tia@teahouse.example -m phone --permissions quotes --no-until",
            "link edit lnk_3 -c tea-house --as tia@teahouse.example -m phone --for 20d --auto-extend 6mo",
            "link edit lnk_3 -c tea-house --as tia@teahouse.example -m phone --auto-extend 1y",
        ] {
            world.run(line).ok();
        }
        world.pass(Span::days(14)).run("mail deliver").ok();
        world.run("link edit lnk_3 -c tea-house --no-auto-extend").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// The audit rows that changed something, with what they say.
fn rows(world: &World) -> BTreeMap<i64, (String, Map<String, Value>)> {
    let rows = world.sql("SELECT id, action, details FROM audit WHERE outcome = 'done'");
    let parsed = rows.iter().map(|row| {
        let mut parts = row.splitn(3, '|');
        let mut next = || parts.next().unwrap().to_owned();
        let (id, action, details) = (next(), next(), next());
        (id.parse().unwrap(), (action, serde_json::from_str(&details).unwrap()))
    });
    parsed.collect()
}

/// The columns that each audit row changed, from the history.
fn columns_changed(world: &World) -> BTreeSet<(i64, &'static str)> {
    let mut found = BTreeSet::new();
    for facts in EVERY {
        let keys: Vec<String> = facts.keys.iter().map(|key| format!("n.{key} = h.{key}")).collect();
        for column in facts.columns.iter().filter(|column| !ASIDE.contains(column) && !column.ends_with("_at")) {
            let table = facts.table;
            let versions = format!(
                "SELECT * FROM (SELECT since_audit, {keys}, {column} FROM {table} UNION ALL SELECT since_audit, {keys}, {column} \
                 FROM {table}_history)",
                keys = facts.keys.join(", ")
            );
            let query = format!(
                "SELECT h.until_audit FROM {table}_history AS h JOIN ({versions}) AS n ON n.since_audit = h.until_audit AND {} \
                 WHERE n.{column} IS NOT h.{column}",
                keys.join(" AND ")
            );
            found.extend(world.sql(&query).iter().map(|row| (row.parse::<i64>().unwrap(), *column)));
        }
    }
    found
}

#[test]
fn audit_has_each_field_before_and_after() {
    let world = changed();
    let rows = rows(&world);
    let changed = columns_changed(&world);
    assert!(changed.len() > 25, "{changed:?}");
    for (number, column) in changed {
        let (action, details) = &rows[&number];
        if FIRST.contains(&(action.as_str(), column)) {
            continue;
        }
        let names = CALLED.iter().find(|(known, _)| *known == column).map_or(vec![column], |(_, names)| names.to_vec());
        let shown = names.iter().any(|name| {
            details.contains_key(&format!("{name}_before"))
                || *name == "old" && details.contains_key("old")
                || *name == "to"
        });
        let field =
            column == "value" && details.keys().any(|key| key.starts_with("field.") && key.ends_with("_before"));
        assert!(shown || field, "audit {number}, {action}, does not say what {column} was: {details:?}");
    }
}

#[test]
fn sentence_has_each_field_before_and_after() {
    let mut world = changed();
    let rows = rows(&world);
    let last = world.run("last 500 --json").ok().json();
    let mut seen = BTreeSet::new();
    for line in last.as_array().unwrap() {
        let (action, details) = &rows[&line["audit_id"].as_i64().unwrap()];
        let sentence = line["what"].as_str().unwrap();
        for (key, before) in details.iter().filter(|(key, _)| key.ends_with("_before")) {
            let field = key.trim_end_matches("_before");
            seen.insert(format!("{action} {field}"));
            if ["permissions", "clients"].contains(&field) {
                assert!(sentence.contains(&format!("{field}: with")), "{sentence}");
                continue;
            }
            for value in [before, &details[field]].into_iter().filter_map(Value::as_str) {
                assert!(sentence.contains(value), "{action}: {value:?} is missing in {sentence:?}");
            }
        }
    }
    for expected in [
        "client.edit name",
        "client.edit slug",
        "client.edit domain",
        "client.edit account_number",
        "client.edit plan",
        "client.edit staff",
        "client.edit field.region",
        "staff.edit name",
        "staff.edit rights",
        "partner.edit name",
        "partner.edit contact_email",
        "partner.edit-user name",
        "partner.edit-user restricted",
        "partner.edit-user scope",
        "partner.edit-user clients",
        "partner.edit-user until",
        "user.edit role",
        "user.edit permissions",
        "user.edit until",
        "config.set value",
        "config.unset value",
        "client.associate tab",
        "invite.resend expires_at",
        "invite.send email",
        "link.resend expires_at",
        "link.approve permissions",
        "link.edit permissions",
        "link.edit until",
    ] {
        assert!(seen.contains(expected), "{expected} is in no row; there are {seen:?}");
    }
}

#[test]
fn sentence_reads_before_and_after() {
    let mut world = changed();
    let log = world.run("client log big-boots").ok();
    for sentence in [
        "jane changed the client: slug from big-shoes to big-boots; name from “Big Shoes Inc.” to “Big Boots Inc.”; domain from",
        "plan from starter to pro; staff from jane to ravi; field.region from north to south",
        "account number from 4712 to nothing; plan from pro to nothing; staff from ravi to nothing",
        "jane changed the access of max@bigshoes.example: role from manager to admin; permissions: with ",
        "until from the end of 31 Jan 2027 UTC to no end",
    ] {
        assert!(log.out.contains(sentence), "{sentence}\n{log}");
    }
}

#[test]
fn refusals_leave_room_for_changes_in_last() {
    let mut world = World::with_story();
    world.run("client edit big-shoes --plan pro").ok();
    for _ in 0..12 {
        world.run("user remove nobody@else.example -c big-shoes --confirm big-shoes").fails(3);
        world.run("client edit big-shoes --plan pro").ok();
    }
    let first = world.run("last 1").ok();
    assert!(first.out.contains("plan to pro"), "{first}");
    world.run("last").ok().says_not("refused");
    world.run("last --all").ok().prints("was refused");
}
