//! Those concerned are notified by mail of what happens in a client, as the settings `notify.KIND` say
//! (docs/reference.md#notifications).

mod digest;
mod killed;
mod undo;

use std::collections::BTreeSet;

use insta::assert_snapshot;
use partnerctl::domain::notice::{NoticeEvent, NoticeKind};
use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::World;

/// big-shoes with the owners Jim and Ann and the admin Bob, who are in, and Jim's Web with its user Pat. Everything has
/// left.
fn manned() -> World {
    use std::sync::LazyLock;

    use crate::support::Frozen;
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        for (address, role) in [("jim", "owner"), ("ann", "owner"), ("bob", "admin")] {
            world.run(&format!("invite send {address}@bigshoes.example -c big-shoes -r {role}")).ok();
            accept(&mut world, &format!("{address}@bigshoes.example"));
        }
        world
            .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --generate-password --no-clients")
            .ok();
        world.run("mail deliver").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// The notifications that were queued: to whom, what, and in which state.
fn notices(world: &World) -> Vec<String> {
    world.sql("SELECT recipient, subject, state FROM mail WHERE kind = 'notice' ORDER BY recipient, id")
}

/// To whom, without the domain.
fn readers(world: &World) -> BTreeSet<String> {
    let rows = world.sql("SELECT recipient FROM mail WHERE kind = 'notice'");
    rows.iter().map(|row| row.split('@').next().unwrap().to_owned()).collect()
}

const BY_JIM: &str = "--as jim@bigshoes.example -m phone";

/// Everything that comes before an event, without a setting.
fn before(event: NoticeEvent) -> World {
    let mut world = manned();
    match event {
        NoticeEvent::InvitationAccepted | NoticeEvent::InvitationDeclined => {
            world.run(&format!("invite send eve@else.example -c big-shoes -r manager {BY_JIM}")).ok();
        }
        NoticeEvent::OwnerAdded => {
            world.run(&format!("invite send eve@else.example -c big-shoes -r owner {BY_JIM}")).ok();
        }
        NoticeEvent::LinkApproved | NoticeEvent::LinkDenied => {
            world.run("link request -p jims-web --target big-shoes").ok();
        }
        NoticeEvent::AccessChanged | NoticeEvent::PersonLeft => {
            world.run("invite send eve@else.example -c big-shoes -r guest").ok();
            accept(&mut world, "eve@else.example");
        }
        NoticeEvent::PartnerReach | NoticeEvent::LinkChanged | NoticeEvent::LinkExtended => {
            world.run("link request -p jims-web --target big-shoes --for 90d").ok();
            let more = if event == NoticeEvent::LinkExtended { "--auto-extend 6mo" } else { "" };
            let code = world.code_for("jim@bigshoes.example");
            world.stdin(code).run(&format!("link approve --code-stdin {more}")).ok();
            world.run("mail deliver").ok();
        }
        NoticeEvent::ClientMerged => {
            world.run("client add 'Shoes Limited' --slug shoes-ltd --owner eve@else.example").ok();
            world.run("invite send --owners -c shoes-ltd").ok();
            accept(&mut world, "eve@else.example");
        }
        NoticeEvent::ClientClosed => {}
    }
    world
}

fn happens(world: &mut World, event: NoticeEvent) {
    match event {
        NoticeEvent::InvitationAccepted | NoticeEvent::OwnerAdded => accept(world, "eve@else.example"),
        NoticeEvent::InvitationDeclined => {
            let code = world.code_for("eve@else.example");
            world.stdin(code).run("invite decline --code-stdin -m 'not me'").ok();
        }
        NoticeEvent::LinkApproved | NoticeEvent::LinkDenied => {
            let verb = if event == NoticeEvent::LinkApproved { "approve" } else { "deny" };
            let code = world.code_for("jim@bigshoes.example");
            world.stdin(code).run(&format!("link {verb} --code-stdin")).ok();
        }
        NoticeEvent::AccessChanged => {
            world.run(&format!("user edit eve@else.example -c big-shoes -r manager {BY_JIM}")).ok();
        }
        NoticeEvent::PersonLeft => {
            let leave = "user leave eve@else.example -c big-shoes --as eve@else.example -m left --confirm big-shoes";
            world.run(leave).ok();
        }
        NoticeEvent::LinkChanged => {
            world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices {BY_JIM}")).ok();
        }
        NoticeEvent::LinkExtended => {
            world.pass(Span::days(85)).run("mail deliver").ok();
        }
        NoticeEvent::ClientClosed => {
            world.run("client close big-shoes --confirm big-shoes:3").ok();
        }
        NoticeEvent::ClientMerged => {
            world.run("client merge shoes-ltd big-shoes --confirm shoes-ltd:big-shoes").ok();
        }
        NoticeEvent::PartnerReach => {
            world.run("partner assign-clients pat@jimsweb.example -p jims-web --clients big-shoes").ok();
        }
    }
}

/// Who is concerned by each event, as it happens above.
fn concerned(event: NoticeEvent) -> &'static [&'static str] {
    match event {
        // Jim invited and is an owner; he gets one mail.
        NoticeEvent::InvitationAccepted | NoticeEvent::InvitationDeclined | NoticeEvent::OwnerAdded => &["ann", "jim"],
        // Who was asked, but for Jim, who answered.
        NoticeEvent::LinkApproved | NoticeEvent::LinkDenied => &["ann", "bob"],
        // The person, and the owners because it widens, also Jim, on whose behalf support did it.
        NoticeEvent::AccessChanged => &["ann", "eve", "jim"],
        NoticeEvent::PersonLeft | NoticeEvent::PartnerReach => &["ann", "jim"],
        NoticeEvent::ClientClosed => &["ann", "bob", "jim"],
        // Both sides: the owners, also Jim, on whose behalf support did it, and the address of the partner.
        NoticeEvent::LinkChanged | NoticeEvent::LinkExtended => &["ann", "jim", "office"],
        // Who comes from the double.
        NoticeEvent::ClientMerged => &["eve"],
    }
}

/// Where a setting is, and its value.
const CASES: [(&str, &str); 8] = [
    ("desk", "on"),
    ("desk", "digest"),
    ("desk", "off"),
    ("all", "on"),
    ("client", "on"),
    ("client", "digest"),
    ("client", "off"),
    ("nowhere", ""),
];

fn set(world: &mut World, kind: NoticeKind, place: &str, value: &str) {
    match place {
        "desk" => world.run(&format!("config set notify.{kind} {value}")).ok(),
        "all" => world.run(&format!("config set notify.all {value}")).ok(),
        "client" => {
            let other = if value == "off" { "on" } else { "off" };
            world.run(&format!("config set notify.{kind} {other}")).ok();
            world.run(&format!("client edit big-shoes --field notify.{kind}={value}")).ok()
        }
        _ => return,
    };
}

/// Each event, with the setting of its kind, of all kinds, and the client's own, in each value. Those concerned get one
/// mail each, with the change or when the day is over, and no one gets anything where it is off. S5.1-8 S5.12
#[test]
fn each_event_notifies_those_concerned() {
    for event in NoticeEvent::ALL {
        let prepared = before(event).freeze();
        for (place, value) in CASES {
            let mut world = prepared.thaw();
            set(&mut world, event.kind(), place, value);
            happens(&mut world, event);
            let case = format!("{event}, {place} {value}");
            let is_digest = value == "digest" || place == "all" && event.kind() == NoticeKind::PartnerReach;
            let is_always = event == NoticeEvent::LinkExtended;
            let is_notified = is_always || matches!(value, "on" | "digest");
            let is_digest = is_digest && !is_always;
            let expected: BTreeSet<String> =
                concerned(event).iter().filter(|_| is_notified).map(|name| (*name).to_owned()).collect();
            assert_eq!(readers(&world), expected, "{case}");
            assert_eq!(notices(&world).len(), expected.len(), "{case}: one mail each");
            // What is not gathered leaves within the grace.
            world.pass(Span::minutes(11)).run("mail deliver").ok();
            let waiting = notices(&world).iter().filter(|row| row.ends_with("queued")).count();
            assert_eq!(waiting, if is_digest { expected.len() } else { 0 }, "{case}");
            world.pass(Span::DAY).run("mail deliver").ok();
            assert!(notices(&world).iter().all(|row| row.ends_with("written")), "{case}: {:?}", notices(&world));
            assert_eq!(notices(&world).len(), expected.len(), "{case}: nothing is queued twice");
            let codes = world
                .sql("SELECT id FROM mail WHERE kind = 'notice' AND instr(facts, 'pci_') + instr(facts, 'pcl_') > 0");
            assert!(codes.is_empty(), "{case}: a notification carries no code");
        }
    }
}

/// What support does with `--as` is mailed to the person too, as done by support; others read for whom it was done. S5.14
#[test]
fn staff_acts_for_no_one_unnoticed() {
    let mut world = before(NoticeEvent::LinkChanged);
    world.run("config set notify.all on").ok();
    let by = |world: &World, kind: &str| {
        world.sql(&format!(
            "SELECT substr(recipient, 1, 3), coalesce(facts ->> '$.by', facts ->> '$.entries[0].by')
             FROM mail WHERE kind = '{kind}' ORDER BY recipient"
        ))
    };
    happens(&mut world, NoticeEvent::LinkChanged);
    assert_eq!(by(&world, "notice"), ["ann|jim@bigshoes.example", "jim|jane", "off|jim@bigshoes.example"]);
    world.run(&format!("link remove lnk_1 -c big-shoes --confirm big-shoes {BY_JIM}")).ok();
    assert_eq!(by(&world, "access_ended"), ["ann|jim@bigshoes.example", "jim|jane", "off|jim@bigshoes.example"]);
    world
        .run("user leave bob@bigshoes.example -c big-shoes --as bob@bigshoes.example -m left --confirm big-shoes")
        .ok();
    assert_eq!(
        by(&world, "access_ended"),
        ["ann|jim@bigshoes.example", "bob|jane", "jim|jane", "off|jim@bigshoes.example"]
    );
}

/// What is on is delivered by the command that makes the change, and reads like this.
#[test]
fn acceptance_is_mailed_to_owners() {
    let mut world = manned();
    world.run("config set notify.invitation_answered on").ok();
    world.run("invite send eve@else.example -c big-shoes -r guest --until 2027-06-30").ok();
    accept(&mut world, "eve@else.example");
    assert_eq!(
        notices(&world),
        [
            "ann@bigshoes.example|eve@else.example accepted the invitation to Big Shoes Inc.|written",
            "jim@bigshoes.example|eve@else.example accepted the invitation to Big Shoes Inc.|written",
        ]
    );
    let id = world.sql("SELECT 'msg_' || max(id) FROM mail")[0].clone();
    assert_snapshot!(world.run(&format!("mail show {id}")).out.split_once("\n\n").unwrap().1, @"
    eve@else.example accepted the invitation to the client account Big Shoes
    Inc. (C100001-9) and can enter it now.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Who: eve@else.example
    - Role: guest
    - Access until: the end of 30 Jun 2027 UTC
    - When: 21 Nov 2026 09:00 UTC

    eve@else.example may:

    - see the account's own data and change them

    If that is right, you need do nothing. You did not expect this? Write to
    partnerctl (noreply@partnerctl.invalid).
    ");
}

/// What a change of a link reads like on each side, by whichever command, and that a reader who is not one any more gets none.
/// S5.12
#[test]
fn changed_link_is_mailed_to_both_sides() {
    let mut world = before(NoticeEvent::LinkChanged);
    world.run("config set notify.link_changed on").ok();
    world.run(&format!("link extend lnk_1 -c big-shoes --for 30d {BY_JIM}")).ok();
    let to = |world: &mut World, address: &str| {
        world.pass(Span::minutes(11)).run("mail deliver").ok();
        let query = format!("SELECT 'msg_' || max(id) FROM mail WHERE kind = 'notice' AND recipient = '{address}'");
        let id = world.sql(&query).remove(0);
        world.run(&format!("mail show {id}")).ok().out.split_once("\n\n").unwrap().1.to_owned()
    };
    assert_snapshot!(to(&mut world, "ann@bigshoes.example"), @"
    jim@bigshoes.example changed what Jim's Web may do in the client account
    Big Shoes Inc. (C100001-9), or until when.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Partner: Jim's Web
    - Access until: 21 Mar 2027 09:00 UTC
    - Until before: 19 Feb 2027 09:00 UTC
    - By: jim@bigshoes.example
    - When: 21 Nov 2026 09:00 UTC

    The people of Jim's Web may:

    - see the account's own data and change them
    - see and change the account's contacts
    - see products and services
    - change, upgrade and reset products and services
    - sign in to a product's own console with one click
    - see domain registrations
    - change domain registrations and their settings
    - see and pay invoices
    - see and accept quotes
    - open, see and answer support tickets
    - see and use the affiliate account
    - see the mails that the account received
    - place new orders, and cancel them
    - see and change the account's settings

    If that is right, you need do nothing. You did not expect this? Write to
    partnerctl (noreply@partnerctl.invalid).
    ");
    let partner = to(&mut world, "office@jimsweb.example");
    assert!(partner.contains("Until before") && !partner.contains("https://"), "{partner}");
    // Support narrows, and everyone else reads of it; a link of the client has its own dedicated user.
    world.run("link edit lnk_1 -c big-shoes --permissions invoices").ok();
    assert!(to(&mut world, "jim@bigshoes.example").contains("may no longer"));
    world.run("link edit lnk_1 -c big-shoes --for 20d").ok();
    world.run("partner edit jims-web --contact-email new@jimsweb.example").ok();
    world.pass(Span::minutes(11)).run("mail deliver").ok();
    let skipped = world.sql("SELECT last_error FROM mail WHERE kind = 'notice' AND state = 'skipped'");
    assert_eq!(skipped, ["office@jimsweb.example is not the address of the partner any more"]);
}

/// A change that was taken back is no news; who had the mail already gets another one.
#[test]
fn undone_link_change_is_no_news() {
    let mut world = before(NoticeEvent::LinkChanged);
    world.run("config set notify.link_changed on").ok();
    world.run("link edit lnk_1 -c big-shoes --permissions invoices").ok();
    world.run("undo -c big-shoes").ok();
    world.pass(Span::minutes(11)).run("mail deliver").ok();
    assert!(notices(&world).iter().all(|row| row.ends_with("skipped")), "{:?}", notices(&world));
    world.run("link edit lnk_1 -c big-shoes --permissions quotes").ok();
    world.pass(Span::minutes(11)).run("mail deliver").ok();
    world.run("undo -c big-shoes").ok();
    world.run("mail deliver").ok();
    let back = world.sql("SELECT recipient FROM mail WHERE kind = 'notice' AND instr(facts, 'taken_back') > 0 AND state = 'written' ORDER BY 1");
    assert_eq!(back, ["ann@bigshoes.example", "jim@bigshoes.example", "office@jimsweb.example"]);
}

/// Many links of one partner: one mail a client for each owner, and one a client for the partner.
#[test]
fn links_changed_by_rows_make_digests() {
    for setting in ["on", "digest"] {
        let mut world = before(NoticeEvent::LinkChanged);
        world.run(&format!("config set notify.link_changed {setting}")).ok();
        let rows = world.run("link list -A --expiring 100d --csv").ok().out;
        world.stdin(rows).run(&format!("link extend - --for 30d {BY_JIM}")).ok();
        world.run("link edit lnk_1 -c big-shoes --permissions invoices").ok();
        world.pass(Span::days(1)).run("mail deliver").ok();
        let mails = world
            .sql("SELECT recipient, json_array_length(facts, '$.entries') FROM mail WHERE kind = 'notice' ORDER BY id");
        let expected: &[&str] = if setting == "digest" {
            &["jim@bigshoes.example|2", "ann@bigshoes.example|2", "office@jimsweb.example|2"]
        } else {
            // What is changed one by one has a mail of its own.
            &[
                "jim@bigshoes.example|1",
                "ann@bigshoes.example|1",
                "office@jimsweb.example|1",
                "jim@bigshoes.example|1",
                "ann@bigshoes.example|1",
                "office@jimsweb.example|1",
            ]
        };
        assert_eq!(mails, expected, "{setting}");
    }
}

/// The owners have a mail of its own about what staff accepted in someone's place, and get no second one.
#[test]
fn staff_acceptance_is_not_mailed_twice() {
    let mut world = manned();
    world.run("config set notify.all on").ok();
    world.run("invite send eve@else.example -c big-shoes -r guest --as bob@bigshoes.example -m phone").ok();
    world.run("invite accept -c big-shoes --as eve@else.example -m phone").ok();
    let mails = world.sql("SELECT recipient, kind FROM mail WHERE kind IN ('notice', 'accepted_by_staff') ORDER BY id");
    assert_eq!(
        mails,
        [
            "jim@bigshoes.example|accepted_by_staff",
            "ann@bigshoes.example|accepted_by_staff",
            "bob@bigshoes.example|notice"
        ]
    );
}

/// A reader who lost the office meanwhile is not notified, nor is one with a dummy address.
#[test]
fn former_owner_gets_no_digest() {
    let mut world = manned();
    world.run("config set notify.all digest").ok();
    world.run("invite send eve@else.example -c big-shoes -r guest").ok();
    accept(&mut world, "eve@else.example");
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.pass(Span::DAY).run("mail deliver").ok();
    let states = world.sql("SELECT recipient, state, last_error FROM mail WHERE kind = 'notice' ORDER BY recipient");
    assert_eq!(
        states,
        [
            "ann@bigshoes.example|skipped|ann@bigshoes.example neither owns nor administers the client any more",
            "jim@bigshoes.example|written|",
        ]
    );
}

#[test]
fn dry_run_queues_no_notice() {
    let mut world = manned();
    world.run("config set notify.all on").ok();
    world.run("user edit bob@bigshoes.example -c big-shoes -r owner --dry-run").ok();
    assert!(notices(&world).is_empty());
}

/// The command prints and records what it did before; the mails are all that is more.
#[test]
fn settings_change_no_machine_output() {
    let line = "user edit bob@bigshoes.example -c big-shoes -r owner --json";
    let without = manned().run(line).ok().out;
    let mut world = manned();
    world.run("config set notify.all on").ok();
    assert_eq!(world.run(line).ok().out, without);
    assert_eq!(notices(&world).len(), 3);
}

#[test]
fn wrong_settings_are_refused() {
    let mut world = World::with_story();
    let refused = world.run("config set notify.person-left on");
    assert_eq!(refused.code, 2);
    refused.says("did you mean `person_left`?");
    world.run("config set notify.person_left sometimes").says("allowed are: on, digest, off");
    let field = world.run("client edit big-shoes --field notify.person_left=never");
    assert_eq!(field.code, 2);
    field.says("the field notify.person_left");
    world.run("client edit big-shoes --field notify.person_left=off").ok();
    world.run("client edit big-shoes --field notify.person_left=").ok();
}
