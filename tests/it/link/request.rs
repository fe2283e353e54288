//! `link request`: whom it asks, and when it asks nobody at all.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn a_partner_asks_one_client_by_its_domain_and_the_owner_is_mailed() {
    let mut world = World::with_story();
    assert_snapshot!(
        world.run("link request -p jims-web --target bigshoes.example --for 90d --message 'As we said on the phone.'"),
        @"
    $ partnerctl link request -p jims-web --target bigshoes.example --for 90d --message As we said on the phone.
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from target bigshoes.example]
    Jim's Web asks big-shoes (C100001-9): lnk_1 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_1 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: nobody was sent anything
    --- exit 0
    "
    );
    assert_snapshot!(world.run("link show lnk_1"), @"
    $ partnerctl link show lnk_1
    client_id          C100001-9
    client_slug        big-shoes
    link_id            lnk_1
    partner            jims-web
    owners             jim@bigshoes.example
    state              pending
    origin             partner
    requested_at       21 Nov 2026 09:00 UTC
    expires_at         28 Nov 2026 09:00 UTC
    answered_at
    answered_by
    requested_by       jane
    permissions        profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    until
    mail               written
    client_name        Big Shoes Inc.
    partner_name       Jim's Web
    asked_permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    asked_for          90d
    message            As we said on the phone.
    sent_at            21 Nov 2026 09:00 UTC
    send_count         1
    recipients         jim@bigshoes.example
    mail_ids           msg_1
    mail_states        written
    reason
    linked_at
    error
    ended_at
    ended_by
    deleted_at
    --- stderr
    hint: answer it with the code from the mail: `partnerctl link approve --code-stdin`, or `deny`
    hint: or on an owner's behalf: `partnerctl link approve lnk_1 -c big-shoes --as OWNER -m 'said so by phone'`
    hint: mail it again with `partnerctl link resend lnk_1 -c big-shoes`, or withdraw it with `cancel`
    --- exit 0
    ");
    assert_snapshot!(world.run("link list -c big-shoes"), @"
    $ partnerctl link list -c big-shoes
    client_id  client_slug  link_id  partner   owners                state    origin   requested_at           expires_at             answered_at  answered_by  requested_by  permissions                                                                                                                              until  mail
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    lnk_1    jims-web  jim@bigshoes.example  pending  partner  21 Nov 2026 09:00 UTC  28 Nov 2026 09:00 UTC                            jane          profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings         written
    --- exit 0
    ");
}
