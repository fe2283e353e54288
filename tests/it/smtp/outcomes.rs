//! What becomes of a mail whose server answers oddly, or not at all, or refuses every mail alike: over five simulated
//! days, with each copy counted.

use partnerctl::domain::time::Span;

use super::*;
use crate::support::scripted::{Script, Scripted};

/// A world whose mails go to a server that says this.
fn desk(script: Script) -> (Scripted, World) {
    let server = Scripted::new(script);
    let mut world = World::with_story();
    for line in settings(server.port()) {
        world.run(&line).ok();
    }
    (server, world)
}

/// Five days in which mails are delivered each hour; the exit codes that occurred.
fn five_days(world: &mut World) {
    for _ in 0..5 * 24 + 2 {
        world.pass(Span::hours(1));
        world.run("mail deliver");
    }
}

fn dot(bytes: &[u8]) -> Script {
    Script { dot: Some(bytes.to_vec()), ..Script::default() }
}

#[test]
fn any_readable_yes_means_one_copy() {
    let long = [b"250 ".as_slice(), &[b'x'; 70_000], b"\r\n"].concat();
    for (yes, kept) in [
        (b"250 2.0.0 \xdcbernommen\r\n".as_slice(), "250 2.0.0 Übernommen"),
        (b"250\r\n", "250"),
        (b"259 taken\r\n", "259 taken"),
        (b"250\ttaken\r\n", "250 taken"),
        (b"250 taken\n", "250 taken"),
        (b"250-one\r\nodd\r\n250 two\r\n", "250 one odd two"),
        (&long, "250 xxx"),
    ] {
        let (server, mut world) = desk(dot(yes));
        world.run(INVITE).ok().says("was sent");
        five_days(&mut world);
        assert_eq!(server.texts().len(), 1, "{kept}");
        let row = world.sql("SELECT state || ' ' || server_reply FROM mail").remove(0);
        assert!(row.starts_with(&format!("sent {kept}")), "{row}");
    }
}

#[test]
fn no_answer_means_three_copies_at_most() {
    let (server, mut world) = desk(Script { dot: None, ..Script::default() });
    world.run(INVITE).ok().says("whether it took it is not known");
    five_days(&mut world);
    assert_eq!(server.texts().len(), 3);
    assert_eq!(world.sql("SELECT state, unanswered FROM mail"), ["unknown|3"]);
    let ids: Vec<_> =
        server.texts().iter().map(|text| text.split_once("Message-ID: ").unwrap().1[..30].to_owned()).collect();
    assert!(ids.windows(2).all(|two| two[0] == two[1]), "{ids:?}");
    assert!(world.run("doctor").fails(1).out.contains("mails-unknown"));
    world.run("mail retry -A --expect-clients 0").ok();
    five_days(&mut world);
    assert_eq!(server.texts().len(), 3, "only a person sends it again");
    server.says(Script::default());
    world.run("mail retry msg_1 -c big-shoes").ok().says("was sent");
    assert_eq!((server.texts().len(), world.sql("SELECT state FROM mail")), (4, vec!["sent".to_owned()]));
}

#[test]
fn refusal_in_another_encoding_has_its_reason() {
    let (server, mut world) = desk(dot(b"550 5.1.1 Empf\xe4nger unbekannt\r\n"));
    world.run(INVITE).ok().says("550 5.1.1 Empfänger unbekannt");
    five_days(&mut world);
    assert_eq!((server.texts().len(), world.sql("SELECT state FROM mail")), (1, vec!["failed".to_owned()]));
}

#[test]
fn greeting_in_another_encoding_counts() {
    let (server, mut world) =
        desk(Script { greeting: b"220-Gr\xfc\xdfe\r\n220 bereit\n".to_vec(), ..Script::default() });
    world.run("mail status").ok();
    world.run(INVITE).ok().says("was sent");
    assert_eq!(server.texts().len(), 1);
}

#[test]
fn required_mail_and_status_agree() {
    let (server, mut world) = desk(dot(b"250 \xdcbernommen\n"));
    world.run(&format!("{INVITE} --require-mail")).ok().says("was sent");
    world.run("mail status --to jane@desk.example").ok().says("250 Übernommen");
    assert_eq!(server.texts().len(), 2);
}

const DENIED: &[u8] = b"554 5.7.1 <x@x.example>: Relay access denied\r\n";

#[test]
fn closed_relay_fails_no_mail() {
    let refusing = Script { rcpt: DENIED.to_vec(), ..Script::default() };
    let (server, mut world) = desk(refusing);
    let rows: String = (0..30).map(|n| format!("big-shoes,p{n}@bigshoes.example,guest\n")).collect();
    world.write("in.csv", format!("client_slug,email,role\n{rows}"));
    world.run("invite bulk in.csv --expect-clients 1").ok();
    let run = world.run("mail deliver").fails(1).says("the set-up is at fault and no address");
    assert!(run.err.contains("Relay access denied") && run.err.contains("30 mails stay queued"), "{run}");
    assert_eq!(world.sql("SELECT state, attempts, count(*) FROM mail GROUP BY 1, 2"), ["queued|0|30"]);
    assert_eq!(server.rcpts(), 3);
    world.run("mail status").ok().says("refuses mails to different recipients alike (5.7.1)");
    world.run("mail status --to jane@desk.example").fails(1).says("mail.smtp.user");
    assert!(world.run("doctor").fails(1).out.contains("mails-refused-alike"));
    five_days(&mut world);
    assert_eq!(world.sql("SELECT state, attempts, count(*) FROM mail GROUP BY 1, 2"), ["queued|0|30"]);
    server.says(Script::default());
    world.run("mail deliver").ok().says("30 sent");
    assert_eq!(server.texts().len(), 30);
    assert_eq!(world.sql("SELECT count(*) FROM mail_refused"), ["0"]);
}

/// The same, when each mail is sent by a process of its own.
#[test]
fn single_commands_find_a_closed_relay() {
    let (server, mut world) = desk(Script { rcpt: DENIED.to_vec(), ..Script::default() });
    for name in ["ann", "bea"] {
        world.run(&format!("invite send {name}@bigshoes.example -c big-shoes --role manager")).ok().says("failed");
    }
    let third = "invite send cid@bigshoes.example -c big-shoes --role manager";
    world.run(third).ok().says("stays queued").says("the set-up is at fault");
    assert_eq!(world.sql("SELECT state, attempts, count(*) FROM mail GROUP BY 1, 2"), ["queued|0|3"]);
    server.says(Script::default());
    world.run("mail deliver").ok().says("3 sent");
}

#[test]
fn rule_of_one_recipient_fails_that_mail() {
    let (server, mut world) = desk(Script { rcpt: DENIED.to_vec(), ..Script::default() });
    for name in ["ann", "bea"] {
        world.run(&format!("invite send {name}@bigshoes.example -c big-shoes --role manager")).ok().says("failed");
    }
    server.says(Script::default());
    world.run("invite send cid@bigshoes.example -c big-shoes --role manager").ok().says("was sent");
    server.says(Script { rcpt: DENIED.to_vec(), ..Script::default() });
    world.run("invite send dot@bigshoes.example -c big-shoes --role manager").ok().says("failed");
    assert_eq!(world.sql("SELECT state, count(*) FROM mail GROUP BY 1 ORDER BY 1"), ["failed|3", "sent|1"]);
}
