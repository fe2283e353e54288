//! Several at once, as processes of their own.

use std::thread;
use std::time::Instant;

use crate::support::Real;

const GUESSERS: usize = 12;

/// Runs the same in many processes at once; their exit codes, sorted.
fn at_once(run: impl Fn() -> u8 + Sync) -> Vec<u8> {
    let mut codes: Vec<u8> = thread::scope(|scope| {
        let all: Vec<_> = (0..GUESSERS).map(|_| scope.spawn(&run)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    codes.sort_unstable();
    codes
}

/// The story of big-shoes, whose owner is in, with real hashes.
fn with_jim() -> Real {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    let link = real.run("invite send --owners -c big-shoes --show-link --csv --columns link").ok();
    let code = link.out.lines().nth(1).unwrap().to_owned();
    real.shell("umask 077; echo 'otter lantern gravel mistake' > old; echo 'kestrel orchard 55 velvet' > new").ok();
    real.feed("invite accept --code-stdin --password-file old", code.as_bytes()).ok();
    real
}

/// An attempt is counted before its password is compared, so that a crowd gets no more of them than one alone.
#[test]
fn crowd_of_guessers_gets_no_more_attempts() {
    let real = with_jim();
    let began = Instant::now();
    let line = "user set-password jim@bigshoes.example --old-password-stdin --password-file new";
    let codes = at_once(|| real.feed(line, b"not the right one").code);
    let passed = began.elapsed().as_millis();
    let made = codes.iter().filter(|code| **code == 5).count();
    assert!(codes.iter().all(|code| matches!(code, 4 | 5)), "{codes:?}");
    let allowed = match passed {
        0..1000 => 1,
        1000..4000 => 2,
        4000..9000 => 3,
        _ => 4 + usize::try_from((passed - 9000) / 10_000).unwrap(),
    };
    assert!((1..=allowed).contains(&made), "{made} attempts in {passed} ms");
    assert_eq!(real.sqlite3("SELECT day_failures FROM throttle").ok().out, format!("{made}\n"));
    let refused = "SELECT count(*) FROM audit WHERE action = 'user.set-password' AND outcome = 'refused'";
    assert_eq!(real.sqlite3(refused).ok().out, format!("{GUESSERS}\n"), "each of them is written down");
    real.run("audit verify").ok();
}

#[test]
fn one_of_many_equal_codes_sets_the_password() {
    let real = with_jim();
    real.run("user reset-password jim@bigshoes.example").ok();
    let mail = std::fs::read_to_string(real.path("desk.db.outbox/msg_2.eml")).unwrap();
    let code = mail.split_whitespace().find(|word| word.starts_with("pcp_")).unwrap().to_owned();
    let line = "user set-password jim@bigshoes.example --code-stdin --password-file new";
    let codes = at_once(|| real.feed(line, code.as_bytes()).code);
    assert_eq!((codes[0], &codes[1..]), (0, &[4; GUESSERS - 1][..]));
    assert_eq!(real.sqlite3("SELECT state FROM code WHERE kind = 'password'").ok().out, "used\n");
}
