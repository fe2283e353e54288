//! Mails over SMTP to a real server (SPEC 8).

use crate::support::World;
use crate::support::smtp::Server;

/// Invites somebody to big-shoes; the mail leaves at once if it can.
const INVITE: &str = "invite send new@bigshoes.example -c big-shoes --role manager";

#[test]
fn what_arrives_is_what_a_file_would_have_held() {
    let server = Server::start(&[]);
    let mut by_file = World::with_story();
    let mut by_smtp = World::with_story();
    server.serves(&mut by_smtp);
    for (key, value) in server.settings().iter().filter(|(key, _)| *key != "mail.transport") {
        by_file.run_words(&["config", "set", key, value].map(str::to_owned)).ok();
    }
    by_file.run("config unset mail.reply_to").ok();
    by_file.run(INVITE).ok();
    by_smtp.run(INVITE).ok();
    let taken = server.mails();
    assert_eq!(taken.len(), 1);
    assert_eq!(String::from_utf8_lossy(&taken[0].bytes), by_file.mails()[0]);
    assert_eq!(
        (taken[0].from.as_str(), taken[0].to.as_slice()),
        ("support@test.example", &["new@bigshoes.example".to_owned()][..])
    );
    by_smtp.run("mail list --format json").ok().prints("250 2.0.0 Taken as 000001");
}
