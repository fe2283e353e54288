//! Sending, and sending again.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::holdings;
use crate::support::World;

#[test]
fn a_prepared_owner_is_invited_and_everything_that_matters_is_said() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("invite send jim@bigshoes.example -c big-shoes"), @"
    $ partnerctl invite send jim@bigshoes.example -c big-shoes
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: nobody was sent anything
    Invitation sent just now: jim@bigshoes.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    hint: if the mail does not arrive, have them look into the junk or spam folder
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state, kind, role, send_count FROM invitation"), ["pending|activation|owner|1"]);
    assert!(world.code_for("jim@bigshoes.example").starts_with("pci_1_"));
}

#[test]
fn sending_to_all_owners_takes_the_prepared_and_the_active_ones() {
    let mut world = World::new();
    world.run("client add 'Two Owners' --owner a@two.example --owner b@two.example").ok();
    assert_snapshot!(world.run("invite send --owners -c two-owners --csv"), @"
    $ partnerctl invite send --owners -c two-owners --csv
    client_id,client_slug,invitation_id,email,role,permissions,until,kind,form,state,sent_at,send_count,expires_at,answered_at,invited_by,mail,link,result
    C100001-9,two-owners,inv_1,a@two.example,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,,activation,,pending,2026-11-21T09:00:03.000Z,1,2026-12-21T09:00:03.000Z,,jane,written,,sent
    C100001-9,two-owners,inv_2,b@two.example,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,,activation,,pending,2026-11-21T09:00:03.000Z,1,2026-12-21T09:00:03.000Z,,jane,written,,sent
    --- stderr
    ▸ two-owners  C100001-9  Two Owners  [from --client]
    Mail msg_1 to a@two.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    Mail msg_2 to b@two.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: nobody was sent anything
    Invitation sent just now: a@two.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    Invitation sent just now: b@two.example may accept inv_2 as owner until 21 Dec 2026 09:00 UTC.
    hint: if the mail does not arrive, have them look into the junk or spam folder
    hint: see how far it has come with `partnerctl invite list -c two-owners`
    --- exit 0
    ");
    super::accept(&mut world, "a@two.example");
    assert_snapshot!(world.run("invite send --owners -c two-owners"), @"
    $ partnerctl invite send --owners -c two-owners
    inv_1
    inv_2
    --- stderr
    ▸ two-owners  C100001-9  Two Owners  [from --client]
    a@two.example has access to two-owners already; nothing was sent.
    Waiting for member to accept invitation (21 Nov 2026): b@two.example was sent inv_2 already and has until 21 Dec 2026 09:00 UTC.
    hint: send it again with `partnerctl invite resend inv_2 -c two-owners`
    --- exit 0
    ");
}

#[test]
fn twenty_invitations_sent_twice_are_twenty_times_unchanged() {
    let mut world = World::with_story();
    let people: Vec<String> = (1..=20).map(|n| format!("p{n}@people.example")).collect();
    let line = format!("invite send {} -c big-shoes --role manager --json", people.join(" "));
    let first = world.run(&line).ok().json();
    assert!(first.as_array().unwrap().iter().all(|row| row["result"] == "sent"), "{first}");
    let before = holdings(&world);
    world.pass(Span::days(2));
    let second = world.run(&line).ok().json();
    assert_eq!(second.as_array().unwrap().len(), 20);
    assert!(second.as_array().unwrap().iter().all(|row| row["result"] == "unchanged"), "{second}");
    assert_eq!(holdings(&world), before);
    assert_eq!(world.mails().len(), 20);
}
