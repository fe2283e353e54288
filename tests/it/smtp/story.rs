//! What people get from a mail server: the mails of the story, each taken by it, and what is in them.

use super::*;

/// The plain text of the only mail to this address, with its subject before it.
fn body(server: &Server, to: &str) -> String {
    let mut mails = server.mails();
    mails.retain(|mail| mail.to == [to]);
    assert_eq!(mails.len(), 1, "to {to}");
    let parsed = mail_parser::MessageParser::default().parse(&mails[0].bytes).unwrap();
    format!("{}\n{}", parsed.subject().unwrap(), parsed.body_text(0).unwrap())
}

fn desk() -> (Server, World) {
    let server = Server::start(&[]);
    let mut world = World::with_story();
    server.serves(&mut world);
    world.run("config set web.base_url https://access.example.com").ok();
    (server, world)
}

/// S1.11: the person gets an e-mail with a link to accept, and its code opens what it says.
#[test]
fn mailed_invitation_is_accepted() {
    let (server, mut world) = desk();
    world.run("invite send --owners -c big-shoes").ok().says("Mail msg_1 to jim@bigshoes.example was sent.");
    let body = body(&server, "jim@bigshoes.example");
    let link = body.split_whitespace().find(|word| word.starts_with("https://access.example.com/")).unwrap();
    let code = link.split_once('#').unwrap().1;
    assert!(body.split_whitespace().any(|word| word == code), "the code is alone, too: {body}");
    crate::invite::accept_with(&mut world, code).ok();
    assert_eq!(world.sql("SELECT state FROM invitation"), ["accepted"]);
}

/// S3.10: the client is mailed the details, naming the partner.
#[test]
fn mailed_request_shows_who_asks_for_what() {
    let (server, mut world) = desk();
    world.run("link request -p jims-web --target big-shoes --message 'As we said.'").ok();
    let body = body(&server, "jim@bigshoes.example");
    assert!(body.starts_with("Jim's Web asks to work in the account Big Shoes Inc.\n"), "{body}");
    for detail in ["C100001-9", "see and pay invoices", "As we said.", "https://access.example.com/link#pcl_1_"] {
        assert!(body.contains(detail), "{detail} is not in {body}");
    }
}

/// S4.16, S4.17: the welcome mail leaves when the user is saved, and not in a dry run.
#[test]
fn partner_user_is_welcomed_once_saved() {
    let (server, mut world) = desk();
    let add = "partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password";
    world.run(&format!("{add} --send-email --dry-run")).ok();
    assert_eq!(server.mails(), []);
    world.run(&format!("{add} --send-email")).ok();
    let body = body(&server, "ann@jimsweb.example");
    assert!(body.starts_with("Your login for Jim's Web\n") && body.contains("Hello Ann"), "{body}");
}
