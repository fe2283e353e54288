//! Eight processes, one person, eight clients.

use std::process::Stdio;

use crate::support::{Real, alone};

/// S0.19: the database itself lets no one be in two clients.
#[test]
fn eight_processes_open_one_session() {
    let _alone = alone();
    let real = Real::new();
    let clients = ["apple", "brick", "cloud", "drum", "engine", "forest", "guitar", "harbour"].map(str::to_owned);
    for client in &clients {
        real.run(&format!("client add '{client} Works' --slug {client} --owner boss@{client}.example")).ok();
    }
    for client in &clients {
        real.run(&format!("invite send ravi@owner.example -c {client} -r manager")).ok();
        let line = format!("invite accept -c {client} --as ravi@owner.example -m setup");
        real.run(&line).ok();
    }
    let opened = |closing: &str| -> Vec<(String, std::process::Output)> {
        let started: Vec<_> = clients
            .iter()
            .map(|client| {
                let line = format!("session open -c {client} {closing} --as ravi@owner.example -m race --json");
                let mut command = real.command(&line);
                (client.clone(), command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
            })
            .collect();
        started.into_iter().map(|(client, child)| (client, child.wait_with_output().unwrap())).collect()
    };
    let first = opened("");
    let codes: Vec<i32> = first.iter().map(|(_, output)| output.status.code().unwrap()).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [0, 15, 15, 15, 15, 15, 15, 15], "{first:?}");
    let inside = &first[codes.iter().position(|code| *code == 0).unwrap()].0;
    let open = "SELECT c.slug FROM session AS s JOIN client AS c ON c.id = s.client_id WHERE s.state = 'open'";
    assert_eq!(real.sqlite3(open).ok().out.trim(), inside);
    // Everyone leaves the same client by its name: one of seven finds it open.
    let second = opened(&format!("--closing {inside}"));
    let done = second.iter().filter(|(_, output)| output.status.success()).count();
    let stopped = second.iter().filter(|(_, output)| matches!(output.status.code(), Some(2 | 12))).count();
    assert_eq!((done, stopped), (1, 7), "{second:?}");
    assert_eq!(real.sqlite3("SELECT count(*) FROM session WHERE state = 'open'").ok().out, "1\n");
    assert_eq!(real.sqlite3("SELECT count(*) FROM session").ok().out, "2\n");
    real.run("audit verify").ok();
    // Everyone shows the same code: it opens once.
    let code = second.iter().find(|(_, output)| output.status.success()).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&code.1.stdout).unwrap();
    std::fs::write(real.path("code"), record["code"].as_str().unwrap()).unwrap();
    real.shell("chmod 600 code").ok();
    let shown: Vec<_> = (0..8)
        .map(|_| {
            let mut command = real.command("session verify --code-file code --json");
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut codes: Vec<i32> =
        shown.into_iter().map(|child| child.wait_with_output().unwrap().status.code().unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 4, 4, 4, 4, 4, 4, 4]);
}

/// S1.13
#[test]
fn arrow_picks_at_a_real_terminal() {
    let real = Real::new();
    for client in ["apple", "brick"] {
        real.run(&format!("client add '{client} Works' --slug {client} --owner boss@{client}.example")).ok();
        real.run(&format!("invite send ravi@owner.example -c {client} -r manager")).ok();
        real.run(&format!("invite accept -c {client} --as ravi@owner.example -m setup")).ok();
    }
    let mut terminal = real.at_terminal("session open --as ravi@owner.example -m phone");
    terminal.exp_string("Enter which account").unwrap();
    terminal.exp_string("brick Works, brick (C100002-4): manager").unwrap();
    terminal.send("\x1b[B\x1b[B\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("[from chosen]").unwrap();
    terminal.exp_string("pcs_1_").unwrap();
    terminal.exp_eof().unwrap();
    let open = "SELECT c.slug FROM session AS s JOIN client AS c ON c.id = s.client_id";
    assert_eq!(real.sqlite3(open).ok().out, "brick\n");
}
