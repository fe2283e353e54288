//! The transport `sendmail` with small programs in the place of a real one.

use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::domain::id::MailId;

const MESSAGE: &[u8] = b"From: a@desk.example\r\nSubject: x\r\n\r\nfirst\r\n.\r\nFrom here\r\nlast\r\n";

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A mail program that does this.
    fn program(&self, script: &str) -> Sendmail {
        let path = self.path("sendmail");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        Sendmail::by(path, None)
    }
}

fn mail(to: &str) -> Outgoing {
    Outgoing {
        id: MailId::new(8),
        from: "noreply@desk.example".to_owned(),
        to: to.to_owned(),
        message: MESSAGE.to_vec(),
    }
}

fn hand_over(transport: &mut Sendmail, mail: &Outgoing) -> Result<Handed, Refusal> {
    transport.offer(mail).and_then(|()| transport.commit(mail))
}

fn refused(script: &str) -> Refusal {
    hand_over(&mut Place::new().program(script), &mail("jim@bigshoes.example")).unwrap_err()
}

#[test]
fn sendmail_gets_sender_and_local_lines() {
    let place = Place::new();
    let (words, text) = (place.path("words"), place.path("text"));
    let mut transport =
        place.program(&format!("printf '%s\\n' \"$@\" > {}; cat > {}", words.display(), text.display()));
    for to in ["jim@bigshoes.example", "-OQueueDirectory=/x@evil.example", "x`touch y`|$(z)@bigshoes.example"] {
        let handed = hand_over(&mut transport, &mail(to)).unwrap();
        assert_eq!(handed, Handed::Taken(format!("taken by {}", place.path("sendmail").display())));
        assert_eq!(fs::read_to_string(&words).unwrap(), format!("-i\n-f\nnoreply@desk.example\n--\n{to}\n"));
        assert_eq!(
            fs::read_to_string(&text).unwrap(),
            "From: a@desk.example\nSubject: x\n\nfirst\n.\nFrom here\nlast\n"
        );
    }
    let mut left: Vec<_> = fs::read_dir(place.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["sendmail", "text", "words"], "no shell ran what an address is called");
}

#[test]
fn bad_mail_fails_at_once() {
    for code in [65, 67] {
        let refusal = refused(&format!("echo 'no such user\nhere' >&2; exit {code}"));
        assert!(matches!(refusal, Refusal::Never(..)), "{code}: {refusal:?}");
        assert_eq!(refusal.reply(), Some("no such user here"));
        assert!(refusal.error().message().ends_with(&format!("ended with exit code {code}: no such user here")));
    }
}

#[test]
fn what_may_pass_is_tried_again() {
    for code in [1, 2, 64, 66, 68, 69, 70, 71, 72, 73, 74, 75, 76, 99, 255] {
        let refusal = refused(&format!("exit {code}"));
        assert!(matches!(refusal, Refusal::NotNow(_, None)), "{code}: {refusal:?}");
    }
    assert_eq!(refused("echo queue is full >&2; exit 75").reply(), Some("queue is full"));
}

#[test]
fn missing_setup_is_no_fault_of_the_mail() {
    for code in [77, 78, 126, 127] {
        let refusal = refused(&format!("exit {code}"));
        assert!(matches!(refusal, Refusal::Unusable(_)), "{code}: {refusal:?}");
        assert!(refusal.error().hints()[0].contains("mail.sendmail.program"));
    }
}

#[test]
fn missing_program_names_its_setting() {
    let place = Place::new();
    fs::write(place.path("text"), "no program").unwrap();
    fs::create_dir(place.path("folder")).unwrap();
    for (name, why) in [("none", "No such file"), ("text", "cannot be run"), ("folder", "is no program")] {
        let mut transport = Sendmail::by(place.path(name), None);
        let checked = transport.check().unwrap_err();
        let refusal = transport.offer(&mail("jim@bigshoes.example")).unwrap_err();
        assert!(matches!(&refusal, Refusal::Unusable(_)));
        for error in [&checked, refusal.error()] {
            assert!(error.message().contains(why), "{error}");
            assert!(error.hints()[0].contains("mail.sendmail.program"), "{error:?}");
        }
    }
    // It may go between the look and the start.
    let refusal = Sendmail::by(place.path("none"), None).commit(&mail("jim@bigshoes.example")).unwrap_err();
    assert!(matches!(refusal, Refusal::Unusable(_)));
    assert_eq!(place.program("exit 1").check().unwrap()[0].what, "program", "a look starts nothing");
}

#[test]
fn leftover_process_counts_as_sent() {
    let began = std::time::Instant::now();
    for script in ["exec <&-; exit 0", "sleep 5 & exit 0", "(cat > /dev/null; sleep 5) & exit 0"] {
        let place = Place::new();
        let mut long = mail("jim@bigshoes.example");
        long.message = [MESSAGE, b"x\r\n".repeat(100_000).as_slice()].concat();
        assert!(hand_over(&mut place.program(script), &long).is_ok(), "{script}");
    }
    assert!(began.elapsed() < Duration::from_secs(4));
}

#[test]
fn killed_or_slow_means_unknown() {
    let place = Place::new();
    let marker = place.path("late");
    let mut slow = place.program(&format!("(sleep 0.5; touch {}) & sleep 60", marker.display()));
    slow.patience = Duration::from_millis(50);
    let refusal = slow.commit(&mail("jim@bigshoes.example")).unwrap_err();
    assert!(matches!(&refusal, Refusal::Unknown(_)));
    assert!(refusal.error().message().ends_with("took longer than 50 ms; the mail may have been taken or not"));
    std::thread::sleep(Duration::from_millis(700));
    assert!(!marker.exists(), "all that it started went with it");
    assert!(matches!(refused("kill -KILL $$"), Refusal::Unknown(_)));
}
