//! Every question of the program at a real terminal: the right word, a wrong one, another client's, Ctrl-C, Ctrl-\, the
//! end of input, a terminal that goes away, and someone else who acts before the answer comes (docs/reference.md#confirmation). Whatever is
//! answered, the terminal is left as it was found.

use std::sync::LazyLock;
use std::time::Duration;
use std::{fs, thread};

use nix::sys::signal::Signal;
use rexpect::session::PtySession;

use crate::support::Real;

/// A command that asks.
struct Asks {
    line: &'static str,
    /// How its question ends.
    question: &'static str,
    /// What is answered if it is meant.
    right: &'static str,
    /// What is answered else, and what is said then.
    wrong: &'static [(&'static str, &'static str)],
}

const OTHER: &str = "you typed  tea-house  C100002-4  Tea House  teahouse.example";
const NUMBER: &str = "Type the number of clients: ";

const QUESTIONS: &[Asks] = &[
    Asks {
        line: "client close big-shoes",
        question: "Type its slug: ",
        right: "big-shoes",
        wrong: &[("yes", "was typed where"), ("", "nothing was typed"), ("tea-house", OTHER)],
    },
    Asks {
        line: "user remove ann@bigshoes.example -c C100001-9",
        question: "Type its slug: ",
        right: "big-shoes",
        wrong: &[("y", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "user leave ann@bigshoes.example -c big-shoes --as ann@bigshoes.example -m phone",
        question: "Type its slug: ",
        right: "big-shoes",
        // Ann does not know that the other client is there.
        wrong: &[("Big-Shoes", "was typed where"), ("tea-house", "was typed where")],
    },
    Asks {
        line: "link remove lnk_1 -c big-shoes",
        question: "Type the client's slug: ",
        right: "big-shoes",
        wrong: &[("lnk_1", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "user deactivate max@freelance.example",
        question: "Type the address: ",
        right: "MAX@freelance.example",
        wrong: &[("ann@bigshoes.example", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "partner close jims-web",
        question: "Type its slug: ",
        right: "jims-web",
        wrong: &[("ptn_1", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "partner offboard-user pat@jimsweb.example -m gone",
        question: "Type their e-mail address: ",
        right: "pat@jimsweb.example",
        wrong: &[("pat", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "db restore copy.db",
        question: "Type its label: ",
        right: "training",
        wrong: &[("live", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "invite send ben@teahouse.example -c big-shoes -r guest",
        question: "Type the slug of the client that you mean: ",
        right: "big-shoes",
        wrong: &[("C100001-9", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "user rename ann@bigshoes.example ann@teahouse.example",
        question: "Type the address again if it is meant: ",
        right: "ann@teahouse.example",
        wrong: &[("ann@bigshoes.example", "was typed where"), ("tea-house", OTHER)],
    },
    Asks {
        line: "user rename max@freelance.example max@else.example",
        question: NUMBER,
        right: "2",
        wrong: &[("1", "nothing was changed"), ("two", "nothing was changed")],
    },
    Asks { line: "invite bulk people.csv", question: NUMBER, right: "2", wrong: &[("3", "nothing was changed")] },
    Asks {
        line: "client import clients.csv",
        question: "Type 2 to go on: ",
        right: "2",
        wrong: &[("y", "nothing was changed")],
    },
    Asks {
        line: "link request -p others --target big-shoes --target tea-house",
        question: NUMBER,
        right: "2",
        wrong: &[("", "nothing was changed")],
    },
    Asks {
        line: "partner unassign-clients pete@jimsweb.example -p jims-web --clients big-shoes,tea-house",
        question: NUMBER,
        right: "2",
        wrong: &[("11", "nothing was changed")],
    },
    Asks { line: "link process -A", question: NUMBER, right: "1", wrong: &[("0", "nothing was changed")] },
];

/// Two clients, their people, a partner, links in each state, files. Made once and copied for each question.
static DESK: LazyLock<Real> = LazyLock::new(|| {
    let real = Real::new();
    for line in [
        "client add 'Big Shoes' --owner jim@bigshoes.example --domain bigshoes.example",
        "client add 'Tea House' --owner tia@teahouse.example --domain teahouse.example",
        "partner add \"Jim's Web\" --slug jims-web",
        "partner add Others --slug others",
        "link request -p jims-web --target big-shoes",
        "link request -p jims-web --target tea-house",
        "user add ann@bigshoes.example -c big-shoes -r manager",
        "user add max@freelance.example -c big-shoes -r manager",
        "user add max@freelance.example -c tea-house -r manager --allow-elsewhere",
        "invite send jim@bigshoes.example tia@teahouse.example -c big-shoes -r owner",
        "invite send tia@teahouse.example -c tea-house",
        "invite send ann@bigshoes.example -c big-shoes",
        "invite accept -c big-shoes --as jim@bigshoes.example -m phone",
        "invite accept -c tea-house --as tia@teahouse.example -m phone",
        "invite accept -c big-shoes --as ann@bigshoes.example -m phone",
        "invite send max@freelance.example -c big-shoes",
        "invite accept -c big-shoes --as max@freelance.example -m phone",
        "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone",
        "partner add-user pat@jimsweb.example -p jims-web --first-name P --last-name W --generate-password",
        "partner add-user pete@jimsweb.example -p jims-web --first-name P --last-name W --generate-password --clients big-shoes,tea-house",
        "config set links.provisioner /bin/false",
        "client add 'Coffee Bar' --owner cleo@coffee.example --domain coffee.example",
        "invite send --owners -c coffee-bar",
        "invite accept -c coffee-bar --as cleo@coffee.example -m phone",
        "link request -p jims-web --target coffee-bar",
        "db backup copy.db",
    ] {
        real.run(line).ok();
    }
    let approved = real.run("link approve lnk_3 -c coffee-bar --as cleo@coffee.example -m phone");
    assert!(approved.err.contains("lnk_3"), "{approved}");
    real.run("config set links.provisioner /bin/true").ok();
    let rows = "client_slug,email,role\nbig-shoes,eve@bigshoes.example,guest\ntea-house,ted@teahouse.example,guest\n";
    fs::write(real.path("people.csv"), rows).unwrap();
    fs::write(real.path("clients.csv"), "name,owners\nOne,o@one.example\nTwo,t@two.example\n").unwrap();
    real
});

/// All that a change could have touched: every table but the audit, which keeps the refusals.
fn state(real: &Real) -> String {
    let dump = real
        .shell("sqlite3 desk.db .dump | grep -v -e 'INTO audit' -e 'INTO throttle' -e sqlite_sequence | md5sum")
        .ok()
        .out;
    dump + &real.shell("ls desk.db.outbox | wc -l").ok().out
}

/// Starts a line in a shell that reports how it ended, and whether the terminal is as it was.
fn begun(real: &Real, line: &str) -> PtySession {
    let script = format!(
        "trap : INT QUIT; ulimit -c 0; stty echo; stty -a >before; {line}; echo code=$?; stty -a >after; \
         cmp before after && echo the terminal is the same"
    );
    real.shell_at_terminal(&script)
}

/// Everything said from here to the end; the exit code must be this.
#[track_caller]
fn ended(terminal: &mut PtySession, code: u8) -> String {
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains(&format!("code={code}\r\n")), "not {code}: {said}");
    assert!(said.contains("the terminal is the same"), "{said}");
    let (hidden, shown) = (said.rfind("\u{1b}[?25l"), said.rfind("\u{1b}[?25h"));
    assert!(hidden <= shown, "the cursor is hidden: {said:?}");
    said
}

fn put(real: &Real, asks: &Asks) {
    let line = format!("partnerctl {}", asks.line.replace("Jim's", "Jim"));
    let before = state(real);
    for (word, answer) in asks.wrong {
        let mut terminal = begun(real, &line);
        terminal.exp_string(asks.question).unwrap();
        terminal.send_line(word).unwrap();
        let said = ended(&mut terminal, 8);
        assert!(said.contains(answer), "{line}: {said}");
    }
    for (key, code) in [('c', 130), ('d', 8)] {
        let mut terminal = begun(real, &line);
        terminal.exp_string(asks.question).unwrap();
        terminal.send_control(key).unwrap();
        ended(&mut terminal, code);
    }
    assert_eq!(state(real), before, "{line} changed something");
    let mut terminal = begun(real, &line);
    terminal.exp_string(asks.question).unwrap();
    terminal.send_line(asks.right).unwrap();
    ended(&mut terminal, 0);
    assert_ne!(state(real), before, "{line} changed nothing");
}

fn put_all(questions: &[Asks]) {
    thread::scope(|scope| {
        let real = LazyLock::force(&DESK);
        let all: Vec<_> = questions.iter().map(|asks| scope.spawn(move || put(&real.copy(), asks))).collect();
        for one in all {
            one.join().unwrap();
        }
    });
}

#[test]
fn the_first_half_of_the_questions() {
    put_all(&QUESTIONS[..QUESTIONS.len() / 2]);
}

#[test]
fn the_second_half_of_the_questions() {
    put_all(&QUESTIONS[QUESTIONS.len() / 2..]);
}

#[test]
fn a_near_miss_is_written_down() {
    let real = DESK.copy();
    let mut terminal = begun(&real, "partnerctl client close big-shoes");
    terminal.exp_string("Type its slug: ").unwrap();
    terminal.send_line("tea-house").unwrap();
    let said = ended(&mut terminal, 8);
    assert!(said.contains("you named  big-shoes  C100001-9  Big Shoes  bigshoes.example"), "{said}");
    assert!(said.contains(OTHER), "{said}");
    let last = real.run("audit list --json").ok().json();
    let last = last.as_array().unwrap().last().unwrap().clone();
    assert_eq!((last["outcome"].as_str(), last["error_code"].as_str()), (Some("refused"), Some("unconfirmed")));
    assert_eq!(last["client_slug"], "big-shoes");
    assert!(last["details"].to_string().contains("C100002-4"), "{last}");
}

#[test]
fn a_script_gets_a_near_miss_too() {
    let real = DESK.copy();
    let said = real.run("client close big-shoes --confirm tea-house:3").fails(8);
    assert!(said.err.contains("you named  big-shoes  C100001-9") && said.err.contains(OTHER), "{said}");
    let error = real.run("client close big-shoes --confirm tea-house:3 --json").fails(8).error();
    assert_eq!((error["client_id"].as_str(), error["near_miss"].as_str()), (Some("C100001-9"), Some("C100002-4")));
    let own = real.run("client close big-shoes --confirm big-shoes:99").fails(8);
    assert!(!own.err.contains("you typed"), "{own}");
}

/// Someone else acts between the question and the answer.
#[test]
fn what_moved_meanwhile_is_not_touched() {
    let moves: &[(&str, &str, &str, &str, &str)] = &[
        (
            "user remove ann@bigshoes.example -c big-shoes",
            "Type its slug: ",
            "big-shoes",
            "client edit big-shoes --slug large-shoes",
            "was changed by someone else",
        ),
        (
            "client close big-shoes",
            "Type its slug: ",
            "big-shoes",
            "user add eve@bigshoes.example -c big-shoes -r manager",
            "nothing was changed",
        ),
        (
            "partner offboard-user pat@jimsweb.example -m gone",
            "Type their e-mail address: ",
            "pat@jimsweb.example",
            "link remove lnk_1 -c big-shoes --confirm big-shoes",
            "nothing was changed",
        ),
        (
            "partner close jims-web",
            "Type its slug: ",
            "jims-web",
            "link remove lnk_1 -c big-shoes --confirm big-shoes",
            "nothing was changed",
        ),
        (
            "user rename max@freelance.example max@else.example",
            NUMBER,
            "2",
            "user remove max@freelance.example -c tea-house --confirm tea-house",
            "changed by someone else",
        ),
        (
            "user deactivate max@freelance.example",
            "Type the address: ",
            "max@freelance.example",
            "client close tea-house --confirm tea-house:2",
            "changed by someone else",
        ),
        (
            "invite send ben@teahouse.example -c big-shoes -r guest",
            "Type the slug of the client that you mean: ",
            "big-shoes",
            "client edit big-shoes --name 'Larger Shoes'",
            "was changed by someone else",
        ),
    ];
    thread::scope(|scope| {
        let desk = LazyLock::force(&DESK);
        for (line, question, answer, other, why) in moves {
            scope.spawn(move || {
                let real = desk.copy();
                let mut terminal = begun(&real, &format!("partnerctl {line}"));
                terminal.exp_string(question).unwrap();
                real.run(other).ok();
                let before = state(&real);
                terminal.send_line(answer).unwrap();
                let said = terminal.exp_eof().unwrap();
                assert!(
                    said.contains("code=4\r\n") || said.contains("code=8\r\n") || said.contains("code=14\r\n"),
                    "{line}: {said}"
                );
                assert!(said.contains(why), "{line}: {said}");
                assert_eq!(state(&real), before, "{line}");
            });
        }
    });
}

#[test]
fn meanwhile_answered_link_stays_answered() {
    let real = DESK.copy();
    let code = real.shell("grep -l tea-house desk.db.outbox/*.eml | xargs grep -m1 -oh '^pcl_.*' | head -1").ok().out;
    let mut terminal = begun(&real, "partnerctl link approve");
    terminal.exp_string("(leave empty to type the code from the mail): ").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("Code: ").unwrap();
    real.run("link deny lnk_2 -c tea-house --as tia@teahouse.example -m phone").ok();
    let before = state(&real);
    terminal.send_line(code.trim()).unwrap();
    let said = ended(&mut terminal, 4);
    assert!(said.contains("denied"), "{said}");
    assert_eq!(state(&real), before);
}

/// Passwords and codes: not shown, and the terminal is shown again whatever happens.
#[test]
fn question_without_echo_restores_the_echo() {
    let real = DESK.copy();
    let before = state(&real);
    for (key, code) in [('c', 130), ('\\', 131), ('d', 8)] {
        for (line, question) in [
            ("invite accept", "Code: "),
            ("invite decline", "Code: "),
            ("user set-password ann@bigshoes.example", "code from the mail: "),
            ("partner add-user new@jimsweb.example -p jims-web --first-name N --last-name U", "New password: "),
        ] {
            let mut terminal = begun(&real, &format!("partnerctl {line}"));
            terminal.exp_string(question).unwrap();
            terminal.send_control(key).unwrap();
            ended(&mut terminal, code);
        }
    }
    for signal in [Signal::SIGHUP, Signal::SIGTERM] {
        // Someone else ends it, once it has asked.
        let kill = "until pgrep -P $$ -x partnerctl >asking; do :; done; sleep 0.5; kill -";
        let line = format!("trap : HUP TERM; ({kill}{} $(cat asking)) & partnerctl invite accept", signal as i32);
        let mut terminal = begun(&real, &line);
        terminal.exp_string("Code: ").unwrap();
        let said = terminal.exp_eof().unwrap();
        assert!(
            said.contains(&format!("code={}", 128 + signal as i32)) && said.contains("the terminal is the same"),
            "{said}"
        );
    }
    assert_eq!(state(&real), before);
}

#[test]
fn choice_list_restores_the_terminal() {
    let real = DESK.copy();
    let line = "partnerctl session open --as pete@jimsweb.example -m phone";
    let before = state(&real);
    for (keys, code) in [("\u{3}", 130), ("\u{1b}", 8)] {
        let mut terminal = begun(&real, line);
        terminal.exp_string("Enter which account").unwrap();
        thread::sleep(Duration::from_millis(200));
        terminal.send(keys).unwrap();
        terminal.flush().unwrap();
        ended(&mut terminal, code);
    }
    assert_eq!(state(&real), before);
    let mut terminal = begun(&real, line);
    terminal.exp_string("Enter which account").unwrap();
    thread::sleep(Duration::from_millis(200));
    terminal.send_line("").unwrap();
    ended(&mut terminal, 0);
}

/// The window is closed while a question is there: nothing happens, and no one waits for ever.
#[test]
fn lost_terminal_is_no_answer() {
    let lines = [
        ("client close big-shoes", "Type its slug"),
        ("invite accept", "Code"),
        ("cat people.csv | partnerctl invite bulk -", "Type the number"),
        ("session open --as pete@jimsweb.example -m phone", "Enter which account"),
    ];
    thread::scope(|scope| {
        let desk = LazyLock::force(&DESK);
        for (line, question) in lines {
            scope.spawn(move || {
                let real = desk.copy();
                let before = state(&real);
                let line = if line.starts_with("cat") { line.to_owned() } else { format!("partnerctl {line}") };
                // `script` has the other end of the terminal, and is killed.
                fs::write(real.path("asks"), format!("trap : HUP\n{line}\necho $? >code\n")).unwrap();
                let gone = format!(
                    "sleep 20 | script -qfc 'bash asks' said >/dev/null & \
                     for i in $(seq 200); do grep -q '{question}' said 2>/dev/null && break; sleep 0.05; done; \
                     grep -q '{question}' said || {{ cat said; exit 1; }}; \
                     kill -9 $(pgrep -P $$ -x script); \
                     for i in $(seq 200); do test -s code && break; sleep 0.05; done; kill $(pgrep -P $$ -x sleep); cat code"
                );
                let code = real.shell(&gone).ok().out;
                assert!(["8\n", "129\n"].contains(&code.as_str()), "{line}: {code}");
                assert_eq!(state(&real), before, "{line}");
            });
        }
    });
}
