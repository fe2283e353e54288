//! TLS is demanded, and the server must prove who it is, before anything that matters is said.

use crate::support::certs::Certs;
use crate::support::smtp::Tap;

use partnerctl::shell::sentence;

use super::*;

/// How a protected server behind this port is reached.
fn protected(port: u16, tls: Tls, certs: &Certs) -> Target {
    Target { tls, ca_file: Some(certs.authority()), ..target(port) }
}

#[track_caller]
fn unusable(became: Result<String, Refusal>) -> String {
    match became {
        Err(Refusal::Unusable(error)) => {
            format!("{error}\n{}", error.hints().iter().map(sentence).collect::<Vec<_>>().join("\n"))
        }
        other => panic!("{other:?}"),
    }
}

/// Nothing that matters was said, in the clear or inside TLS.
#[track_caller]
fn nothing_was_said(tap: &Tap, server: &Server) {
    let heard = tap.heard();
    for word in ["AUTH", "MAIL", "RCPT", "DATA", "x.example", "Subject", "desk"] {
        assert!(!heard.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes())), "{word}");
    }
    let harmless = ["EHLO", "STARTTLS", "QUIT"];
    assert!(server.verbs().iter().all(|verb| harmless.contains(&&verb[2..])), "{:?}", server.log());
    assert_eq!(server.mails(), []);
}

#[test]
fn mails_go_inside_tls_after_a_login() {
    let certs = Certs::new();
    let world = World::empty();
    let secret = world.write_private("password", "a secret\nsecond line\n");
    for (tls, host) in [(Tls::StartTls, "localhost"), (Tls::StartTls, "127.0.0.1"), (Tls::Implicit, "localhost")] {
        for mechanism in ["PLAIN", "LOGIN"] {
            let login = ["--user", "desk", "--password", "a secret", "--mechanism", mechanism];
            let server = Server::protected(tls.name(), &certs, "good", &login);
            let tap = Tap::before(server.port());
            let to = Target {
                host: Some(host.to_owned()),
                user: Some("desk".to_owned()),
                password: Some(password(&secret)),
                ..protected(tap.port(), tls, &certs)
            };
            let mut smtp = Smtp::new(to);
            let found: Vec<String> = smtp.check().unwrap().into_iter().map(|one| one.found).collect();
            assert!(found[1].contains(&format!("a certificate that is valid for {host}")), "{found:?}");
            assert!(found[2].starts_with("as desk, with the password in "), "{found:?}");
            send(&mut smtp, &mail(1, "jim")).unwrap();
            send(&mut smtp, &mail(2, "tia")).unwrap();
            let heard = tap.heard();
            for word in ["AUTH", "MAIL", "x.example", "Subject"] {
                assert!(!heard.windows(word.len()).any(|part| part == word.as_bytes()), "{word} was said in the clear");
            }
            assert_eq!(server.mails().len(), 2);
            assert!(server.mails().iter().all(|mail| mail.connection == 2));
        }
    }
}

#[test]
fn unproven_certificate_gets_nothing() {
    let certs = Certs::new();
    let secret = certs.path("password");
    World::empty().write_private(secret.to_str().unwrap(), "a secret\n");
    for tls in [Tls::StartTls, Tls::Implicit] {
        for (shown, flaw, next) in [
            ("expired", "its certificate expired at 2021-01-01T00:00:00.000Z", "must renew it"),
            ("future", "its certificate is only valid from 2119-01-01T00:00:00.000Z on", "must renew it"),
            ("other", "its certificate is not for 127.0.0.1", "config set mail.smtp.host"),
            ("stranger", "self-signed, or of an authority that is not trusted here", "config set mail.smtp.ca_file"),
            ("selfsigned", "self-signed, or of an authority that is not trusted here", "config set mail.smtp.ca_file"),
        ] {
            let server = Server::protected(tls.name(), &certs, shown, &["--user", "desk", "--password", "a secret"]);
            let tap = Tap::before(server.port());
            let mut to = protected(tap.port(), tls, &certs);
            (to.user, to.password) = (Some("desk".to_owned()), Some(password(&secret)));
            let message = unusable(send(&mut Smtp::new(to), &mail(1, "jim")));
            assert!(message.contains("127.0.0.1 is not to be trusted: ") && message.contains(flaw), "{message}");
            assert!(message.contains(next) && message.contains("mail status"), "{message}");
            nothing_was_said(&tap, &server);
        }
    }
}

#[test]
fn system_authorities_are_the_default() {
    let certs = Certs::new();
    let server = Server::protected("starttls", &certs, "good", &[]);
    let tap = Tap::before(server.port());
    let to = Target { ca_file: None, ..protected(tap.port(), Tls::StartTls, &certs) };
    let message = unusable(send(&mut Smtp::new(to), &mail(1, "jim")));
    assert!(message.contains("config set mail.smtp.ca_file"), "{message}");
    nothing_was_said(&tap, &server);
}

/// Someone between takes the offer of TLS out of the server's answer.
#[test]
fn stripped_starttls_gets_nothing() {
    let certs = Certs::new();
    let server = Server::protected("starttls", &certs, "good", &[]);
    let tap = Tap::forging(server.port(), |bytes| {
        String::from_utf8_lossy(bytes).replace("250-STARTTLS\r\n", "").into_bytes()
    });
    let message = unusable(send(&mut Smtp::new(protected(tap.port(), Tls::StartTls, &certs)), &mail(1, "jim")));
    assert!(message.contains("does not offer STARTTLS") && message.contains("config set mail.smtp.tls"), "{message}");
    nothing_was_said(&tap, &server);
}

/// Someone between appends answers in the clear to the one that lets TLS begin, for us to take them for the server's.
#[test]
fn answers_before_tls_do_not_count() {
    let certs = Certs::new();
    for early in [
        "250 mx\r\n",
        "250 mx\r\n250 sender\r\n250 recipient\r\n354 go on\r\n250 taken\r\n",
        "250-mx\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 x\r\n250 x\r\n354 x\r\n250 taken\r\n",
    ] {
        let server = Server::protected("starttls", &certs, "good", &[]);
        let tap = Tap::forging(server.port(), move |bytes| {
            let mut said = bytes.to_vec();
            if bytes.starts_with(b"220 Ready") {
                said.extend_from_slice(early.as_bytes());
            }
            said
        });
        match send(&mut Smtp::new(protected(tap.port(), Tls::StartTls, &certs)), &mail(1, "jim")) {
            Err(Refusal::Unusable(error)) => assert!(error.message().contains("before TLS was there"), "{error}"),
            // The server's own answer to our hello was late, and was recognised as one too many.
            Err(Refusal::NotNow(error, _)) => assert!(error.message().contains("out of step"), "{error}"),
            other => panic!("{early:?}: {other:?}"),
        }
        assert_eq!(server.mails(), []);
    }
}

#[test]
fn wrong_kind_of_tls_suggests_the_right_one() {
    let certs = Certs::new();
    let plain = Server::start(&[]);
    let message = unusable(send(&mut Smtp::new(protected(plain.port(), Tls::Implicit, &certs)), &mail(1, "jim")));
    assert!(
        message.contains("does not speak TLS from the first byte") && message.contains("mail.smtp.tls starttls"),
        "{message}"
    );
    let implicit = Server::protected("tls", &certs, "good", &[]);
    let mut to = protected(implicit.port(), Tls::StartTls, &certs);
    to.patience.command = Duration::from_millis(300);
    let message = unusable(send(&mut Smtp::new(to), &mail(1, "jim")));
    assert!(message.contains("is silent") && message.contains("config set mail.smtp.tls tls"), "{message}");
}

/// 192.0.2.1 is no one's address (RFC 5737); it is not even tried.
#[test]
fn only_this_machine_may_lack_tls() {
    let away = Target { host: Some("192.0.2.1".to_owned()), ..target(25) };
    let message = unusable(send(&mut Smtp::new(away), &mail(1, "jim")));
    assert!(message.contains("mail.smtp.tls is none, and 192.0.2.1 is not this machine"), "{message}");
    assert!(message.contains("config set mail.smtp.tls starttls"), "{message}");
}

#[test]
fn unreadable_authorities_are_named() {
    let certs = Certs::new();
    std::fs::write(certs.path("empty"), "").unwrap();
    std::fs::write(certs.path("damaged"), "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n").unwrap();
    std::fs::write(certs.path("nonsense"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    for (file, why) in [
        ("empty", "holds no certificate"),
        ("good.key", "holds no certificate"),
        ("damaged", "damaged"),
        ("nonsense", "damaged"),
        ("missing", "cannot be read"),
    ] {
        let to = Target { ca_file: Some(certs.path(file)), ..protected(25, Tls::StartTls, &certs) };
        let message = unusable(send(&mut Smtp::new(to), &mail(1, "jim")));
        assert!(message.contains(why) && message.contains("mail.smtp.ca_file"), "{file}: {message}");
    }
}

#[test]
fn mail_leaves_once_the_certificate_is_good() {
    let certs = Certs::new();
    let expired = Server::protected("starttls", &certs, "expired", &[]);
    let good = Server::protected("starttls", &certs, "good", &[]);
    let mut world = World::with_story();
    expired.serves(&mut world);
    world.run("config set mail.smtp.tls starttls").ok();
    world.run(&format!("config set mail.smtp.ca_file {}", certs.authority().display())).ok();
    stays_queued(&mut world).says("its certificate expired at 2021-01-01");
    world.run(&format!("config set mail.smtp.port {}", good.port())).ok();
    world.run("mail deliver").ok().says("1 sent");
    assert_eq!((expired.mails().len(), good.mails().len()), (0, 1));
}
