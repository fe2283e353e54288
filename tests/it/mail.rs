//! `mail`: what is queued leaves as a file that any mail program opens, and is reported truthfully.

pub mod bounce;
mod codes;
mod deliver;
mod ended;
mod limits;
mod nobody;
mod pageless;
mod reported;
mod retry;
pub mod sendmail;
mod status;
mod status_smtp;
mod storm;
mod story;
mod templates;
mod watch;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::support::World;
use story::{asked, outbox_closed, outbox_open, strict};

#[test]
fn request_leaves_at_once_with_its_file() {
    let mut world = asked();
    assert_snapshot!(world.run("link request -p jims-web --target tea-house --as ann@jimsweb.example -m 'by phone'"), @"
    $ partnerctl link request -p jims-web --target tea-house --as ann@jimsweb.example -m by phone
    lnk_2
    --- stderr
    ▸ tea-house  C100002-4  Tea House  [from target tea-house]
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_3 to an owner or admin of tea-house was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    world.run("mail show msg_3").prints("Ann Lee of Jim's Web asks that Jim's Web may work");
    assert_snapshot!(world.run("mail list --csv"), @"
    $ partnerctl mail list --csv
    mail_id,client_id,client_slug,to,kind,subject,state,attempts,last_error,server_reply,created_at,sent_at
    msg_1,,,ann@jimsweb.example,welcome,Your login for Jim's Web,written,1,,,2026-11-21T09:00:05.000Z,2026-11-21T09:00:05.002Z
    msg_2,C100001-9,big-shoes,jim@bigshoes.example,link_request,Jim's Web asks to work in the account Big Shoes Inc.,written,1,,,2026-11-21T09:00:06.000Z,2026-11-21T09:00:06.002Z
    msg_3,C100002-4,tea-house,tia@teahouse.example,link_request,Jim's Web asks to work in the account Tea House,written,1,,,2026-11-21T09:00:07.000Z,2026-11-21T09:00:07.002Z
    --- exit 0
    ");
    assert_snapshot!(world.run("mail list"), @"
    $ partnerctl mail list
    mail_id  client_id  client_slug  to                    kind          subject                                               state    attempts  last_error  server_reply  created_at             sent_at
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    msg_1                            ann@jimsweb.example   welcome       Your login for Jim's Web                              written         1                            21 Nov 2026 09:00 UTC  21 Nov 2026 09:00 UTC
    msg_2    C100001-9  big-shoes    jim@bigshoes.example  link_request  Jim's Web asks to work in the account Big Shoes Inc.  written         1                            21 Nov 2026 09:00 UTC  21 Nov 2026 09:00 UTC
    msg_3    C100002-4  tea-house    tia@teahouse.example  link_request  Jim's Web asks to work in the account Tea House       written         1                            21 Nov 2026 09:00 UTC  21 Nov 2026 09:00 UTC
    --- exit 0
    ");
}

#[test]
fn mail_is_shown_without_its_code() {
    let mut world = asked();
    world.run("config set web.base_url https://access.example.com").ok();
    assert_snapshot!(world.run("mail show msg_2"), @"
    $ partnerctl mail show msg_2
    mail_id          msg_2
    client_id        C100001-9
    client_slug      big-shoes
    to               jim@bigshoes.example
    kind             link_request
    subject          Jim's Web asks to work in the account Big Shoes Inc.
    state            written
    attempts         1
    last_error
    server_reply
    created_at       21 Nov 2026 09:00 UTC
    sent_at          21 Nov 2026 09:00 UTC
    next_attempt_at
    cause            rcp_1
    message_id       <msg_2.78382582-2a6f-4e62-9a21-90e828e4c9d2@partnerctl.invalid>

    jane of partnerctl asks in the name of Jim's Web that Jim's Web may work
    in your client account Big Shoes Inc. (C100001-9). You get this mail
    because you own or administer that account.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Asked by: jane, partnerctl
    - For how long: until further notice
    - Answer before: 28 Nov 2026 09:00 UTC

    The people of Jim's Web could then:

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

    You may approve all of it, or less, or a shorter time, or deny it. You
    can end it later at any time.

    Approve or deny the request:
    https://access.example.com/link#pcl_1_…

    Should the link not open, go to https://access.example.com/link and
    enter this code:

    pcl_1_…

    The code is yours alone and works once, until 28 Nov 2026 09:00 UTC.
    Anyone who has it can answer in your place: show it to no one else.

    You do not know Jim's Web, or did not expect this? Deny it, or do
    nothing: without your approval no one gets in, and the request ends by
    itself. If something looks wrong, write to partnerctl
    (noreply@partnerctl.invalid), but never send a password.
    --- stderr
    note: shown with the data of today; the mail that left may differ
    --- exit 0
    ");
    let shown = world.run("mail show msg_2 --json");
    let body = shown.json()["body"].as_str().unwrap().to_owned();
    assert!(body.contains("pcl_1_…") && !body.contains(&world.code_for("jim@bigshoes.example")), "{body}");
    assert_snapshot!(world.run("mail show msg_99"), @"
    $ partnerctl mail show msg_99
    --- stderr
    error: there is no mail msg_99
    hint: see `partnerctl mail list`
    --- exit 3
    ");
}

#[test]
fn other_parsers_read_the_mail() {
    let mut world = asked();
    world.run("config set mail.from 'Support Desk <help@desk.example>'").ok();
    world.run("config set web.base_url https://access.example.com/").ok();
    world.run("link request -p jims-web --target tea-house -n").ok();
    world.run("link request -p jims-web --target tea-house").ok();
    let mails = world.mails();
    strict(&mails);
    let last = mail_parser::MessageParser::default().parse(mails.last().unwrap().as_bytes()).unwrap().into_owned();
    assert_eq!(last.from().unwrap().first().unwrap().address(), Some("help@desk.example"));
    assert_eq!(last.to().unwrap().first().unwrap().address(), Some("tia@teahouse.example"));
    let id = last.message_id().unwrap();
    assert!(id.ends_with("@desk.example"), "{id} is of the sender's domain");
    let code = world.code_for("tia@teahouse.example");
    for part in [last.body_text(0).unwrap(), last.body_html(0).unwrap()] {
        assert!(part.contains(&format!("https://access.example.com/link#{code}")), "{part}");
    }
    assert_eq!(
        world.sql("SELECT kind, state FROM mail ORDER BY id"),
        ["welcome|written", "link_request|written", "link_request|written"]
    );
}

#[test]
fn unwritable_outbox_keeps_mail_queued() {
    let mut world = asked();
    outbox_closed(&world);
    assert_snapshot!(world.run("link request -p jims-web --target tea-house"), @"
    $ partnerctl link request -p jims-web --target tea-house
    lnk_2
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    warning: mail msg_3 to tia@teahouse.example stays queued: cannot write [DIR]/desk.db.outbox/msg_3.eml: the outbox is not a folder; it is tried again from 21 Nov 2026 09:05 UTC
    hint: fix that; once its next try is due, `partnerctl mail deliver` delivers it
    --- exit 0
    ");
    assert_snapshot!(world.run("mail deliver"), @"
    $ partnerctl mail deliver
    --- stderr
    No mail is due.
    note: 1 mail is tried again at 21 Nov 2026 09:05 UTC
    --- exit 0
    ");
    world.run("mail deliver --dry-run").ok().says("No mail is due.");
    world.pass(Span::minutes(5));
    assert_snapshot!(world.run("mail deliver --dry-run"), @"
    $ partnerctl mail deliver --dry-run
    msg_3
    --- stderr
    Looked at 1 mail: 1 would leave. Nothing was changed, and nothing left.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_snapshot!(world.run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_3
    --- stderr
    warning: mail msg_3 to tia@teahouse.example stays queued: cannot write [DIR]/desk.db.outbox/msg_3.eml: the outbox is not a folder; it is tried again from 21 Nov 2026 09:15 UTC
    hint: fix that; once its next try is due, `partnerctl mail deliver` delivers it
    Tried 1 mail: 1 still queued.
    note: 1 mail is tried again at 21 Nov 2026 09:15 UTC
    --- exit 0
    ");
    outbox_open(&world);
    world.pass(Span::minutes(10));
    assert_snapshot!(world.run("mail deliver --json"), @r#"
    $ partnerctl mail deliver --json
    [
    {"mail_id":"msg_3","client_id":"C100002-4","client_slug":"tea-house","to":"tia@teahouse.example","kind":"link_request","result":"written","message":null}
    ]
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Tried 1 mail: 1 written to a file.
    --- exit 0
    "#);
    assert_eq!(world.sql("SELECT state, attempts, last_error FROM mail WHERE id = 3"), ["written|3|"]);
}

#[test]
fn outbox_lists_by_client_person_and_state() {
    let mut world = asked();
    world.run("link request -p jims-web --target tea-house").ok();
    let ids = |world: &mut World, filter: &str| {
        world.run(&format!("mail list {filter} --columns mail_id --csv")).ok().out.replace('\n', " ")
    };
    for (filter, found) in [
        ("", "mail_id msg_1 msg_2 msg_3 "),
        ("-A", "mail_id msg_1 msg_2 msg_3 "),
        ("-c tea-house", "mail_id msg_3 "),
        ("--user jim@bigshoes.example", "mail_id msg_2 "),
        ("--user jim@bigshoes.example -c tea-house", "mail_id "),
        ("--state written", "mail_id msg_1 msg_2 msg_3 "),
        ("--state queued", "mail_id "),
        ("--state failed", "mail_id "),
        ("--since 1m --until 2027-01-01", "mail_id msg_1 msg_2 msg_3 "),
        ("--since 2026-11-22", "mail_id "),
        ("-c tea-house --state skipped", "mail_id "),
    ] {
        assert_eq!(ids(&mut world, filter), found, "{filter}");
    }
    assert_snapshot!(world.run("mail list --state lost"), @r#"
    $ partnerctl mail list --state lost
    --- stderr
    error: "lost" is not a state of a mail
    hint: allowed are: queued, sending, written, sent, failed, skipped, bounced, unknown
    --- exit 2
    "#);
    assert_snapshot!(world.run("mail list --state failed"), @"
    $ partnerctl mail list --state failed
    --- stderr
    note: no mail matches
    --- exit 0
    ");
    world.run("mail list -A -c tea-house").fails(2);
    world.run("mail list --user nobody@x.example").fails(3);
}

#[test]
fn a_dummy_address_is_never_mailed() {
    let mut world = asked();
    world.tamper("UPDATE login SET mailbox = 0 WHERE email = 'tia@teahouse.example'");
    assert_snapshot!(world.run("link request -p jims-web --target tea-house"), @"
    $ partnerctl link request -p jims-web --target tea-house
    lnk_2
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from target tea-house]
    Jim's Web asks tea-house (C100002-4): lnk_2 can be answered until 28 Nov 2026 09:00 UTC
    Mail msg_3 to tia@teahouse.example was not sent: no one has that mailbox.
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state FROM mail WHERE id = 3"), ["skipped"]);
}

#[test]
fn bulk_leaves_mails_to_the_deliverer() {
    let mut world = asked();
    world.run("config set form.welcome https://forms.example/welcome").ok();
    let table = "client_slug,email,role,form\ntea-house,a@teahouse.example,manager,welcome\n\
                 tea-house,b@teahouse.example,guest,\ntea-house,c@teahouse.example,admin,\n";
    world.stdin(table).run("invite bulk -").ok();
    world.run("mail deliver --limit 0").fails(2);
    assert_snapshot!(world.run("mail deliver --limit 2"), @"
    $ partnerctl mail deliver --limit 2
    msg_3
    msg_4
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Tried 2 mails: 2 written to files.
    --- exit 0
    ");
    assert_snapshot!(world.run("mail deliver -q"), @"
    $ partnerctl mail deliver -q
    msg_5
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    strict(&world.mails());
    assert_snapshot!(world.run("mail show msg_3 --columns subject,body --json").json()["body"].as_str().unwrap(), @"
    jane of partnerctl invites you to the client account Tea House
    (C100002-4).

    - Account: Tea House (tea-house, C100002-4)
    - Your login: a@teahouse.example
    - Your role: manager
    - Access until: further notice
    - Answer before: 21 Dec 2026 09:00 UTC

    There you may:

    - see the account's own data and change them
    - see and change the account's contacts
    - see products and services
    - see domain registrations
    - see and pay invoices
    - see and accept quotes
    - open, see and answer support tickets
    - see the mails that the account received
    - place new orders, and cancel them

    This address has no login yet. By accepting you make one: it is called
    a@teahouse.example, and you choose its password.

    To accept or decline, answer this mail or call partnerctl, and tell them
    this code. They enter it for you and help you set a password:

    pci_1_…

    The code works once, until 21 Dec 2026 09:00 UTC. Anyone who has it can
    answer in your place: show it to no one else.

    Please fill in this form as well:

    welcome:
    https://forms.example/welcome

    You did not expect this? Then you need do nothing: without the code no
    one gets in, and the invitation ends by itself. If something looks
    wrong, write to partnerctl (noreply@partnerctl.invalid), but never send
    a password.
    ");
    let code = world.code_for("a@teahouse.example");
    assert!(code.starts_with("pci_1_"), "{code}");
}
