//! No one has a mailbox under `logins.domain` or `.invalid`: no command mails an address there.

use crate::support::World;

/// What would mail the address `{}`, and what comes before it.
const LINES: &[(&[&str], &str)] = &[
    (&[], "invite send {} -c big-shoes -r guest"),
    (&["client add Kiosk --slug kiosk --owner {}"], "invite send --owners -c kiosk"),
    (&["client add Kiosk --slug kiosk --owner {}"], "invite bulk owners.csv --owners --deliver"),
    (&["client add Kiosk --slug kiosk --owner {}"], "link request -p jims-web --target kiosk"),
    (
        &["partner edit jims-web --contact-email {}"],
        "link create -p jims-web -c big-shoes --as jim@bigshoes.example -m phone",
    ),
    (&[], "partner add-user {} -p jims-web --first-name A --last-name B --password-file password --send-email"),
    (
        &["partner add-user {} -p jims-web --first-name A --last-name B --password-file password"],
        "partner edit-user {} -p jims-web --restricted",
    ),
    (
        &["partner add-user {} -p jims-web --first-name A --last-name B --password-file password"],
        "user reset-password {}",
    ),
    (&["user add {} -c big-shoes -r guest"], "invite send {} -c big-shoes"),
    (&[], "user rename jim@bigshoes.example {} --expect-clients 1 -m moved"),
    (
        &["user rename jim@bigshoes.example {} --expect-clients 1 -m moved"],
        "user edit {} -c big-shoes --for 30d --override last-owner -m test",
    ),
    (&[], "mail status --to {}"),
];

#[test]
fn no_command_mails_a_dummy_address() {
    let mut base = crate::undo::with_people();
    base.write_private("password", "walrus teapot 94 gravel\n");
    base.write("owners.csv", "client_slug\nkiosk\n");
    base.run("config set logins.domain logins.example").ok();
    let base = base.freeze();
    for address in ["x@desk.invalid", "x@logins.example", "x@deep.logins.example"] {
        for (before, line) in LINES {
            let mut world = base.thaw();
            for line in *before {
                world.run(&line.replace("{}", address)).ok();
            }
            let run = world.run(&line.replace("{}", address));
            assert!(run.code == 0 || run.code == 4, "{run}");
            world.run("mail deliver");
            let sent =
                world.sql(&format!("SELECT id, state FROM mail WHERE recipient = '{address}' AND state <> 'skipped'"));
            assert_eq!(sent, [""; 0], "{run}");
            assert!(!world.mails().iter().any(|mail| mail.contains(&format!("To: {address}"))), "{run}");
        }
    }
}

#[test]
fn a_test_mail_needs_a_mailbox() {
    let mut world = World::with_story();
    world.run("mail status --to x@desk.invalid").fails(4).says("never mailed");
}

#[test]
fn inactive_user_is_not_invited_to_sign_in() {
    let mut world = World::with_story();
    world.run("config set web.base_url https://access.example").ok();
    for (address, flag, is_invited) in [("on@jimsweb.example", "", true), ("off@jimsweb.example", "--inactive", false)]
    {
        let names = "-p jims-web --first-name A --last-name B --generate-password --send-email";
        world.run(&format!("partner add-user {address} {names} {flag}")).ok();
        let mail = world.mails().pop().unwrap();
        let mail = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
        let text = mail.body_text(0).unwrap().to_lowercase();
        assert_eq!(text.contains("sign in"), is_invited, "{text}");
        assert_eq!(text.contains("https://"), is_invited, "{text}");
    }
}
