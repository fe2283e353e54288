//! A server that refuses, hangs up, or says nothing.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use partnerctl::shell::sentence;

use super::*;

/// Sends a mail to jim, to tia and to jim once more over a server with this fault; what became of each, and which
/// arrived.
fn three(fault: &str) -> ([Result<String, Refusal>; 3], String) {
    let server = Server::start(&["--fault", fault]);
    let mut smtp = Smtp::new(target(server.port()));
    let became = [(1, "jim"), (2, "tia"), (3, "jim")].map(|(number, to)| send(&mut smtp, &mail(number, to)));
    drop(smtp);
    let arrived = server.mails().iter().map(|mail| char::from(mail.bytes[9])).collect();
    (became, arrived)
}

/// Why nothing can leave.
#[track_caller]
fn unusable(became: Result<String, Refusal>) -> String {
    match became {
        Err(Refusal::Unusable(error)) => {
            format!("{error}\n{}", error.hints().iter().map(sentence).collect::<Vec<_>>().join("\n"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn refused_mail_blocks_no_other() {
    for stage in ["rcpt", "data", "dot"] {
        let (became, arrived) = three(&format!("{stage}:jim:550 5.1.1 No such mailbox here"));
        for refused in [&became[0], &became[2]] {
            let Err(Refusal::Never(error, reply)) = refused else { panic!("{stage}: {refused:?}") };
            assert_eq!(reply.as_deref(), Some("550 5.1.1 No such mailbox here"));
            assert!(error.message().ends_with("for jim@x.example: 550 5.1.1 No such mailbox here"), "{error}");
        }
        assert_eq!((became[1].as_deref().unwrap(), arrived.as_str()), ("250 2.0.0 Taken as 000001", "2"));
    }
}

#[test]
fn delayed_mail_is_for_later() {
    for stage in ["rcpt", "data", "dot"] {
        let (became, arrived) = three(&format!("{stage}:jim#1:451 4.7.1 Greylisted, come again"));
        let Err(Refusal::NotNow(error, reply)) = &became[0] else { panic!("{stage}: {became:?}") };
        assert_eq!(reply.as_deref(), Some("451 4.7.1 Greylisted, come again"));
        assert!(error.message().contains("does not take"), "{error}");
        assert!(became[1].is_ok() && became[2].is_ok(), "{became:?}");
        assert_eq!(arrived, "23");
    }
}

/// The sender is the same for every mail.
#[test]
fn refused_sender_names_its_setting() {
    let (became, arrived) = three("mail:support:553 5.7.1 Not your address");
    for refused in became {
        let message = unusable(refused);
        assert!(message.contains("support@test.example: 553 5.7.1 Not your address"), "{message}");
        assert!(message.contains("`partnerctl config set mail.from"), "{message}");
    }
    assert_eq!(arrived, "");
}

#[test]
fn delayed_sender_is_for_later() {
    let (became, arrived) = three("mail:support#1:451 4.7.1 Come again");
    let Err(Refusal::NotNow(_, reply)) = &became[0] else { panic!("{became:?}") };
    assert_eq!((reply.as_deref(), arrived.as_str()), (Some("451 4.7.1 Come again"), "23"));
}

#[test]
fn mails_of_a_refused_sender_wait() {
    let server = Server::start(&["--fault", "mail:support:550 5.7.1 Sender rejected"]);
    let mut world = World::with_story();
    server.serves(&mut world);
    let run = stays_queued(&mut world).says("refuses mails from support@test.example: 550 5.7.1 Sender rejected");
    assert!(run.err.contains("`partnerctl config set mail.from 'NAME <ADDRESS>'`"), "{run}");
    world.run("mail deliver").fails(1);
    assert_eq!(world.sql("SELECT state, attempts FROM mail"), ["queued|0"]);
    world.run("config set mail.from desk@test.example").ok();
    world.run("mail deliver").ok().says("1 sent");
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn required_login_is_no_fault_of_a_mail() {
    let server = Server::start(&["--user", "desk", "--password", "secret"]);
    let message = unusable(send(&mut Smtp::new(target(server.port())), &mail(1, "jim")));
    assert!(message.contains("530 5.7.0 Authentication required"), "{message}");
    assert!(
        message.contains("`partnerctl config set mail.smtp.user NAME`") && message.contains("mail status"),
        "{message}"
    );
}

/// A server may say so with 421, or by closing the connection; neither loses or doubles a mail.
#[test]
fn three_mails_a_connection_all_arrive() {
    for limit in [["--limit", "3"], ["--hang-up", "3"]] {
        let server = Server::start(&limit);
        let mut smtp = Smtp::new(target(server.port()));
        let mails: Vec<Outgoing> = (1..=10).map(|number| mail(number, "jim")).collect();
        for mail in &mails {
            send(&mut smtp, mail).unwrap();
        }
        let taken = server.mails();
        assert!(taken.iter().map(|mail| &mail.bytes).eq(mails.iter().map(|mail| &mail.message)), "{limit:?}");
        let connections: Vec<u64> = taken.iter().map(|mail| mail.connection).collect();
        assert_eq!(connections, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4]);
    }
}

#[test]
fn early_goodbye_means_one_more_try() {
    for (stage, action) in [("mail", "cut"), ("rcpt", "421 4.3.2 Closing"), ("rcpt", "cut"), ("data", "cut")] {
        let whom = if stage == "mail" { "support" } else { "jim" };
        let (became, arrived) = three(&format!("{stage}:{whom}#1:{action}"));
        assert!(became.iter().all(Result::is_ok), "{stage} {action}: {became:?}");
        assert_eq!(arrived, "123");
    }
    let (became, arrived) = three("rcpt:jim:421 4.3.2 Closing");
    let Err(Refusal::NotNow(_, reply)) = &became[0] else { panic!("{became:?}") };
    assert_eq!((reply.as_deref(), arrived.as_str()), (Some("421 4.3.2 Closing"), "2"));
    let (became, arrived) = three("rcpt:jim:cut");
    assert!(matches!(&became[0], Err(Refusal::NotNow(_, None))), "{became:?}");
    assert_eq!(arrived, "2");
}

#[test]
fn goodbye_after_the_dot_means_again() {
    let (became, arrived) = three("dot:jim#1:421 4.3.2 Closing");
    assert!(became.iter().all(Result::is_ok), "{became:?}");
    assert_eq!(arrived, "123");
}

/// Whether the server has the mail cannot be known, so nothing else is said, and nothing is sent again at once.
#[test]
fn cut_after_the_dot_is_unknown() {
    for (action, all) in [("cut", "123"), ("lose", "23")] {
        let (became, arrived) = three(&format!("dot:jim#1:{action}"));
        let Err(Refusal::Unknown(error)) = &became[0] else { panic!("{became:?}") };
        assert!(
            error.message().contains("whether it took it is not known: the server closed the connection"),
            "{error}"
        );
        assert!(became[1].is_ok() && became[2].is_ok(), "{became:?}");
        assert_eq!(arrived, all);
    }
}

#[test]
fn cut_before_the_text_brings_no_mail() {
    let (became, arrived) = three("text:jim:cut");
    assert!(matches!(&became[0], Err(Refusal::Unknown(_) | Refusal::NotNow(..))), "{became:?}");
    assert_eq!((became[1].is_ok(), arrived.as_str()), (true, "2"));
}

#[test]
fn longest_wait_is_after_the_dot() {
    let server = Server::start(&["--fault", "rcpt:slow:silence 2", "--fault", "dot:jim:silence 2"]);
    let short = Duration::from_millis(300);
    let mut impatient = target(server.port());
    impatient.patience = Patience { command: short, dot: short };
    let mut smtp = Smtp::new(impatient);
    let begun = Instant::now();
    let became = send(&mut smtp, &mail(1, "slow"));
    let Err(Refusal::NotNow(error, None)) = &became else { panic!("{became:?}") };
    assert!(error.message().contains("is silent"), "{error}");
    let became = send(&mut smtp, &mail(2, "jim"));
    let Err(Refusal::Unknown(error)) = &became else { panic!("{became:?}") };
    assert!(error.message().contains("no answer came within"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let mut patient = target(server.port());
    patient.patience = Patience { command: short, dot: Duration::from_secs(10) };
    send(&mut Smtp::new(patient), &mail(3, "jim")).unwrap();
}

/// Two seconds; with PARTNERCTL_TEST_STORM=long a minute and a half.
#[test]
fn slow_server_after_the_dot_gets_its_time() {
    let span = if crate::storm::long() { 90 } else { 2 };
    let server = Server::start(&["--fault", &format!("dot:jim:silence {span}")]);
    let mut usual = target(server.port());
    usual.patience = Patience::USUAL;
    let begun = Instant::now();
    assert_eq!(send(&mut Smtp::new(usual), &mail(1, "jim")).unwrap(), "250 2.0.0 Taken as 000001");
    assert!(begun.elapsed() >= Duration::from_secs(span));
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn missing_greeting_is_no_fault_of_a_mail() {
    for (greeting, said) in [
        ("554 5.7.1 You are on a list", "turns us away: 554 5.7.1 You are on a list"),
        ("421 4.3.2 Too busy", "turns us away: 421 4.3.2 Too busy"),
        ("SSH-2.0-OpenSSH_9.9", "what it says is not SMTP"),
        ("cut", "the server closed the connection"),
        ("silence 2", "is silent: nothing came within"),
    ] {
        let server = Server::start(&["--fault", &format!("banner:*:{greeting}")]);
        let mut to = target(server.port());
        to.patience.command = Duration::from_millis(500);
        let message = unusable(send(&mut Smtp::new(to), &mail(1, "jim")));
        assert!(message.contains(said) && message.contains("config set mail.smtp.host"), "{message}");
        assert_eq!(server.mails(), []);
    }
}

#[test]
fn missing_server_names_its_setting() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let message = unusable(send(&mut Smtp::new(target(free)), &mail(1, "jim")));
    assert!(
        message.contains(&format!("127.0.0.1:{free} (127.0.0.1) cannot be reached: Connection refused")),
        "{message}"
    );
    let nowhere = Target { host: Some("no..where".to_owned()), ..target(free) };
    let message = unusable(send(&mut Smtp::new(nowhere), &mail(1, "jim")));
    assert!(message.contains("cannot be found") && message.contains("config set mail.smtp.host HOST"), "{message}");
    let missing = Target { host: None, ..target(free) };
    let message = unusable(send(&mut Smtp::new(missing), &mail(1, "jim")));
    assert!(
        message.contains("mail.smtp.host is not set") && message.contains("config set mail.smtp.host HOST"),
        "{message}"
    );
}

/// What a server says is kept and shown: in one line, without what could be a code, and not for ever.
#[test]
fn a_servers_words_are_made_harmless() {
    let hostile =
        format!("550-5.7.1 you sent|550-pci_12_abcdefghjkmnpqrstvwxyz0123456789|550 \u{1b}[31m{}", "x".repeat(700));
    let (became, _) = three(&format!("rcpt:jim:{hostile}"));
    let Err(refusal @ Refusal::Rule(_)) = &became[0] else { panic!("{became:?}") };
    let (error, reply) = (refusal.error(), refusal.reply().unwrap());
    assert!(reply.starts_with("550 5.7.1 you sent pci_12_… [31mxxx"), "{reply}");
    assert!(reply.chars().count() <= 300 && !error.message().contains('\u{1b}'), "{reply}");
}

#[test]
fn night_of_invitations_survives_faults() {
    let server = Server::start(&[
        "--limit",
        "3",
        "--fault",
        "rcpt:gone:550 5.1.1 No such user",
        "--fault",
        "rcpt:busy#1:450 4.2.1 Later",
    ]);
    let mut world = World::with_story();
    server.serves(&mut world);
    let people = ["ann", "bea", "gone", "cid", "dot", "busy", "eva", "fay"];
    let rows: String = people.map(|name| format!("big-shoes,{name}@bigshoes.example,guest\n")).concat();
    world.write("in.csv", format!("client_slug,email,role\n{rows}"));
    world.run("invite bulk in.csv --expect-clients 1").ok();
    world.run("mail deliver").fails(7).says("Tried 8 mails: 6 sent, 1 still queued, 1 failed.");
    world.pass(partnerctl::domain::time::Span::minutes(6));
    world.run("mail deliver").ok().says("Tried 1 mail: 1 sent.");
    let mut to: Vec<String> = server.mails().into_iter().map(|mail| mail.to.concat()).collect();
    to.sort();
    assert_eq!(to, ["ann", "bea", "busy", "cid", "dot", "eva", "fay"].map(|name| format!("{name}@bigshoes.example")));
    assert_eq!(
        world.sql("SELECT attempts, server_reply FROM mail WHERE recipient LIKE 'gone@%'"),
        ["1|550 5.1.1 No such user"]
    );
}
