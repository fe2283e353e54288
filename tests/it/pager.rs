//! Output that is longer than the screen goes through a pager, which may fail, be missing or be left early.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use nix::sys::wait::WaitStatus;

use crate::support::Real;

fn with_clients(count: usize) -> Real {
    let real = Real::new();
    let rows: String = (0..count).map(|nth| format!("Shop {nth},owner@shop{nth}.example\n")).collect();
    fs::write(real.path("clients.csv"), format!("name,owners\n{rows}")).unwrap();
    real.run(&format!("client import clients.csv --expect-clients {count}")).ok();
    real
}

/// What a terminal of ten lines shows of a script, while these keys are pressed once `seen` is on the screen.
fn shown(real: &Real, script: &str, keys: &[(&str, &str)]) -> String {
    let mut terminal = real.shell_at_terminal(&format!("stty rows 10 cols 100; {script}; echo code $?"));
    let mut text = String::new();
    for (seen, key) in keys {
        text += &terminal.exp_string(seen).unwrap();
        text += seen;
        // less forgets what was typed before it handled an interrupt.
        std::thread::sleep(std::time::Duration::from_millis(300));
        terminal.send(key).unwrap();
        terminal.flush().unwrap();
    }
    text += &terminal.exp_eof().unwrap();
    assert!(matches!(terminal.process_mut().exit().unwrap(), WaitStatus::Exited(_, 0)), "{text}");
    text
}

/// A pager that leaves a trace, and shows what it is given.
fn tracing(real: &Real) -> String {
    let path = real.path("pager");
    fs::write(&path, "#!/bin/sh\necho used >> used\ncat\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path.display().to_string()
}

#[test]
fn a_long_list_is_read_in_less() {
    let real = with_clients(30);
    let text = shown(&real, "partnerctl client list", &[("shop-7", " "), ("shop-16", "q")]);
    assert!(text.contains("code 0") && !text.contains("shop-29"), "{text}");
    assert!(text.contains("30 clients"), "{text}");
}

#[test]
fn ctrl_c_in_the_pager_is_for_the_pager() {
    let real = with_clients(30);
    // It rings the bell each time, and goes on.
    let keys = [("shop-7", "\u{3}"), ("\u{7}", "\u{3}"), ("shop-7", "q")];
    let text = shown(&real, "partnerctl client list", &keys);
    assert!(text.contains("code 0"), "{text}");
}

#[test]
fn failing_pager_loses_nothing() {
    let real = with_clients(30);
    for pager in ["false", "/no/such/pager", "no-such-pager -x", "sh -c 'echo trouble >&2; exit 3'"] {
        let text = shown(&real, &format!("PAGER=\"{pager}\" partnerctl client list"), &[]);
        assert!(text.contains("shop-0 ") && text.contains("shop-29 ") && text.contains("code 0"), "{text}");
        assert!(!text.contains("trouble") && !text.contains("error"), "{text}");
    }
}

#[test]
fn pager_left_early_is_no_failure() {
    let real = with_clients(3000);
    let text = shown(&real, "PAGER='head -n 2' partnerctl client list", &[]);
    assert!(text.contains("shop-0 ") && text.contains("code 0"), "{text}");
    assert!(!text.contains("error") && !text.contains("shop-20"), "{text}");
}

#[test]
fn a_pager_is_used_only_where_it_helps() {
    let real = with_clients(30);
    let pager = tracing(&real);
    let used = |script: &str| {
        let _ = fs::remove_file(real.path("used"));
        let text = shown(&real, &script.replace("PAGER=p ", &format!("PAGER={pager} ")), &[]);
        assert!(text.contains("code 0") && text.contains("shop-0"), "{text}");
        real.path("used").exists()
    };
    assert!(used("PAGER=p partnerctl client list"));
    assert!(used("PAGER=false PARTNERCTL_PAGER=p partnerctl client list"));
    for script in [
        "PAGER=p partnerctl client list --limit 3",
        "PAGER=p partnerctl client list --no-pager",
        "PAGER=p partnerctl client list --quiet",
        "PAGER=p partnerctl client list --json",
        "PAGER=p partnerctl client list | cat",
        "PAGER=p TERM=dumb partnerctl client list",
        "PAGER=p PARTNERCTL_PAGER= partnerctl client list",
        "PAGER=p PARTNERCTL_PAGER=cat partnerctl client list",
        "SUDO_UID=4711 PAGER=p PARTNERCTL_PAGER=cat partnerctl client list",
    ] {
        assert!(!used(script), "{script}");
    }
}

#[test]
fn under_sudo_only_less_is_started() {
    let real = with_clients(30);
    let pager = tracing(&real);
    let text = shown(&real, &format!("SUDO_UID=4711 PAGER={pager} partnerctl client list"), &[("shop-7", "!id\nq")]);
    assert!(!real.path("used").exists() && text.contains("code 0") && !text.contains("uid="), "{text}");
}

/// A log that is not emptied because of a reader grows with each change of others.
#[test]
fn reading_person_holds_no_snapshot() {
    let real = with_clients(3000);
    let pager = real.path("pager");
    fs::write(&pager, "#!/bin/sh\n: > shown\nuntil [ -e go ]; do sleep 0.05; done\nhead -n 1\n").unwrap();
    fs::set_permissions(&pager, fs::Permissions::from_mode(0o700)).unwrap();
    let script = format!("stty rows 10 cols 100; PAGER={} partnerctl client list; echo code $?", pager.display());
    let mut terminal = real.shell_at_terminal(&script);
    let wait = |what: &str, is_so: &dyn Fn() -> bool| {
        let is_so = (0..600).any(|_| {
            is_so() || {
                std::thread::sleep(std::time::Duration::from_millis(50));
                false
            }
        });
        assert!(is_so, "{what}");
    };
    wait("the pager was not started", &|| real.path("shown").exists());
    // `0|0|0`: no one reads, and the log is empty.
    let emptied = || real.sqlite3("PRAGMA wal_checkpoint(TRUNCATE)").out.trim() == "0|0|0";
    real.run("client edit shop-7 --plan pro").ok();
    wait("a change of another one stays in the log while someone reads", &emptied);
    fs::write(real.path("go"), "").unwrap();
    let text = terminal.exp_eof().unwrap();
    assert!(text.contains("shop-0 ") || text.contains("client"), "{text}");
    assert!(text.contains("code 0") && !text.contains("error"), "{text}");
}

#[test]
fn a_terminal_of_any_size_shows_a_list() {
    let real = with_clients(3);
    for size in ["rows 2 cols 20", "rows 1 cols 1", "rows 0 cols 0", "rows 10 cols 100"] {
        let script = format!("stty {size}; env -u TERM partnerctl client list");
        let text = shown(&real, &script, &[]);
        assert!(text.contains("shop-2") && text.contains("code 0") && !text.contains("panic"), "{size}: {text}");
    }
}
