//! Several at once, as processes of their own.

use std::thread;

use crate::support::Real;

/// Runs the same in eight processes at once; their exit codes, sorted.
fn eight(run: impl Fn() -> u8 + Sync) -> Vec<u8> {
    let mut codes: Vec<u8> = thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(&run)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    codes.sort_unstable();
    codes
}

#[test]
fn one_of_eight_equal_invitations_is_made() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    assert_eq!(eight(|| real.run("invite send --owners -c big-shoes").code), [0; 8]);
    let held = "SELECT (SELECT count(*) FROM invitation), (SELECT count(*) FROM mail), (SELECT count(*) FROM code)";
    assert_eq!(real.sqlite3(held).ok().out, "1|1|1\n");
}

#[test]
fn one_of_eight_equal_codes_is_accepted() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    let link = real.run("invite send --owners -c big-shoes --show-link --csv --columns link").ok();
    let code = link.out.lines().nth(1).unwrap().to_owned();
    real.shell("umask 077; echo 'otter lantern gravel mistake' > password.txt").ok();
    let accept = || real.feed("invite accept --code-stdin --password-file password.txt", code.as_bytes()).code;
    assert_eq!(eight(accept), [0, 4, 4, 4, 4, 4, 4, 4]);
    let held = "SELECT (SELECT count(*) FROM credential), (SELECT state FROM invitation), (SELECT state FROM code)";
    assert_eq!(real.sqlite3(held).ok().out, "1|accepted|used\n");
    real.run("audit verify").ok();
}
