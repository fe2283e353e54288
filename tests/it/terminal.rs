//! What someone at a terminal is asked, and what becomes of their answers.

use std::fs;

use nix::sys::signal::Signal;
use nix::sys::wait::WaitStatus;
use rexpect::session::PtySession;

use crate::support::Real;

/// Two clients, and a table of one new person in each.
fn two_clients() -> Real {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example --domain bigshoes.example").ok();
    real.run("client add 'Tea House' --owner tia@teahouse.example --domain teahouse.example").ok();
    let rows = "client_slug,email,role\nbig-shoes,ann@bigshoes.example,guest\ntea-house,ben@teahouse.example,guest\n";
    fs::write(real.path("people.csv"), rows).unwrap();
    real
}

/// Everything said from here to the end, and the exit code.
fn ended(terminal: &mut PtySession) -> (String, i32) {
    let said = terminal.exp_eof().unwrap();
    match terminal.process_mut().exit().unwrap() {
        WaitStatus::Exited(_, code) => (said, code),
        other => panic!("{other:?}: {said}"),
    }
}

fn invitations(real: &Real) -> String {
    real.sqlite3("SELECT count(*) FROM invitation").ok().out
}

#[test]
fn init_asks_for_what_was_not_given() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init");
    terminal.exp_string("A label such as live or training [live]: ").unwrap();
    terminal.send_line("training").unwrap();
    terminal.exp_string("Address of the pages").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("Sender of the mails").unwrap();
    terminal.send_line("Support <support@desk.example>").unwrap();
    terminal.exp_string("file, smtp or sendmail? [file]: ").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("Your name, as mails show it").unwrap();
    terminal.send_line("Jane Doe").unwrap();
    terminal.exp_string("Made the database").unwrap();
    terminal.exp_eof().unwrap();
    assert!(matches!(terminal.process_mut().exit().unwrap(), WaitStatus::Exited(_, 0)));
    assert_eq!(real.sqlite3("SELECT label FROM house").ok().out, "training\n");
}

#[test]
fn no_input_asks_nothing_at_a_terminal() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init --no-input --label training");
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("Made the database") && !said.contains("[none yet]"), "{said}");
}

#[test]
fn ctrl_c_in_a_question_leaves_nothing() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init");
    terminal.exp_string("[live]: ").unwrap();
    terminal.send_control('c').unwrap();
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("interrupted"), "{said}");
    let status = terminal.process_mut().exit().unwrap();
    assert!(matches!(status, WaitStatus::Signaled(_, Signal::SIGINT, _)), "{status:?}");
    assert!(!real.path("desk.db").exists());
}

#[test]
fn the_end_of_input_is_no_answer() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init");
    terminal.exp_string("[live]: ").unwrap();
    terminal.send_control('d').unwrap();
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("the input ended before the question was answered"), "{said}");
    assert!(matches!(terminal.process_mut().exit().unwrap(), WaitStatus::Exited(_, 8)));
    assert!(!real.path("desk.db").exists());
}

#[test]
fn a_shell_sees_who_was_interrupted() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init");
    terminal.exp_string("[live]: ").unwrap();
    terminal.process_mut().signal(Signal::SIGTERM).unwrap();
    terminal.exp_eof().unwrap();
    let status = terminal.process_mut().exit().unwrap();
    assert!(matches!(status, WaitStatus::Signaled(_, Signal::SIGTERM, _)), "{status:?}");
}

#[test]
fn bulk_asks_for_the_number_of_clients() {
    let real = two_clients();
    let mut terminal = real.at_terminal("invite bulk people.csv");
    terminal.exp_string("Type the number of clients: ").unwrap();
    terminal.send_line("3").unwrap();
    let (said, code) = ended(&mut terminal);
    assert!(code == 8 && said.contains("nothing was changed"), "{said}");
    assert_eq!(invitations(&real), "0\n");

    let mut terminal = real.at_terminal("invite bulk people.csv");
    terminal.exp_string("2 rows, 2 clients").unwrap();
    terminal.exp_string("Type the number of clients: ").unwrap();
    terminal.send_line("2").unwrap();
    assert_eq!(ended(&mut terminal).1, 0);
    assert_eq!(invitations(&real), "2\n");
}

/// Standard input carries the table; the answer comes from the terminal itself.
#[test]
fn bulk_from_a_pipe_asks_at_the_terminal() {
    let real = two_clients();
    let mut terminal = real.shell_at_terminal("cat people.csv | partnerctl invite bulk -");
    terminal.exp_string("Type the number of clients: ").unwrap();
    terminal.send_line("2").unwrap();
    assert_eq!(ended(&mut terminal).1, 0);
    assert_eq!(invitations(&real), "2\n");
}

#[test]
fn ctrl_c_at_the_number_changes_nothing() {
    let real = two_clients();
    let mut terminal = real.at_terminal("invite bulk people.csv");
    terminal.exp_string("Type the number of clients: ").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    let status = terminal.process_mut().exit().unwrap();
    assert!(matches!(status, WaitStatus::Signaled(_, Signal::SIGINT, _)), "{status:?}");
    assert_eq!(invitations(&real), "0\n");
}

#[test]
fn foreign_address_needs_the_slug_typed() {
    let real = two_clients();
    let line = "invite send ben@teahouse.example -c big-shoes -r guest";
    let mut terminal = real.at_terminal(line);
    // The question is whole, whatever was printed before it.
    terminal.exp_string("ben@teahouse.example is an address of tea-house (C100002-4), and the command names").unwrap();
    terminal.exp_string("Type the slug of the client that you mean: ").unwrap();
    terminal.send_line("tea-house").unwrap();
    let (said, code) = ended(&mut terminal);
    assert!(code == 8 && said.contains("you typed  tea-house  C100002-4  Tea House  teahouse.example"), "{said}");
    assert_eq!(invitations(&real), "0\n");

    let mut terminal = real.at_terminal(line);
    terminal.exp_string("Type the slug of the client that you mean: ").unwrap();
    terminal.send_line("big-shoes").unwrap();
    assert_eq!(ended(&mut terminal).1, 0);
    assert_eq!(invitations(&real), "1\n");
}

#[test]
fn what_ends_is_typed() {
    let real = two_clients();
    real.run("user add ann@bigshoes.example -c big-shoes -r guest").ok();
    let mut terminal = real.at_terminal("user remove ann@bigshoes.example -c big-shoes");
    terminal.exp_string("Type its slug: ").unwrap();
    terminal.send_line("yes").unwrap();
    let (said, code) = ended(&mut terminal);
    assert!(code == 8 && said.contains("\"yes\" was typed where \"big-shoes\" was expected"), "{said}");
    // Without a terminal nothing fails open.
    real.run("user remove ann@bigshoes.example -c big-shoes").fails(8).says("--confirm");
}

#[test]
fn codes_and_passwords_are_not_echoed() {
    let real = two_clients();
    real.run("invite send --owners -c big-shoes").ok();
    let code = real.shell("grep -m1 -oh '^pci_.*' desk.db.outbox/*.eml").ok().out;
    // The harness switches the echo off; a person's terminal has it on.
    let mut terminal = real.shell_at_terminal("stty echo; echo ready; read word; partnerctl invite accept; stty -a");
    terminal.exp_string("ready").unwrap();
    terminal.send_line("shown").unwrap();
    terminal.exp_string("shown").unwrap();
    terminal.exp_string("Code: ").unwrap();
    terminal.send_line(code.trim()).unwrap();
    terminal.exp_string("password: ").unwrap();
    terminal.send_line("three green bicycles").unwrap();
    terminal.exp_string("again: ").unwrap();
    terminal.send_line("three green bicycles").unwrap();
    let (said, code) = ended(&mut terminal);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("jim@bigshoes.example is in big-shoes as owner") && !said.contains("bicycles"), "{said}");
    assert!(said.contains(" echo "), "what is typed is shown again: {said}");

    let mut broken_off = real.shell_at_terminal("stty echo; partnerctl invite accept; stty -a");
    broken_off.exp_string("Code: ").unwrap();
    broken_off.send_control('d').unwrap();
    let (said, _) = ended(&mut broken_off);
    assert!(said.contains(" echo "), "{said}");
}

#[test]
fn what_was_typed_before_is_no_answer() {
    let real = two_clients();
    for question in
        ["user remove jim@bigshoes.example -c big-shoes --override last-owner -m x", "client close big-shoes"]
    {
        let program = env!("CARGO_BIN_EXE_partnerctl");
        let mut terminal = real.shell_at_terminal(&format!("sleep 1; {program} {question}; exit $?"));
        terminal.send("big-shoes\rbig-shoes\n").unwrap();
        terminal.flush().unwrap();
        terminal.exp_string("Type its slug: ").unwrap();
        terminal.send_line("tea-house").unwrap();
        let (said, code) = ended(&mut terminal);
        assert!(code == 8 && said.contains("\"tea-house\" was typed"), "{question}: {said}");
    }
    assert_eq!(real.sqlite3("SELECT count(*) FROM access_grant WHERE state = 'ended'").ok().out, "0\n");
}

#[test]
fn a_quiet_question_names_its_client() {
    let real = two_clients();
    for (line, answer) in [
        ("client close big-shoes -q", "Type its slug: "),
        ("invite send ann@teahouse.example -c big-shoes -r guest -q", "Type the slug of the client that you mean: "),
    ] {
        let mut terminal = real.at_terminal(line);
        let said = terminal.exp_string(answer).unwrap();
        assert!(said.contains("C100001-9  Big Shoes  bigshoes.example  [from "), "{line}: {said}");
        terminal.send_control('d').unwrap();
        assert_eq!(ended(&mut terminal).1, 8);
    }
}

#[test]
fn changed_during_the_question_is_kept() {
    let real = two_clients();
    real.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    let moves = [
        ("user remove ann@bigshoes.example -c big-shoes", "user edit ann@bigshoes.example -c big-shoes -r admin"),
        // As many grants as before, but others.
        (
            "client close big-shoes",
            "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes && {} user add bea@bigshoes.example -c big-shoes -r manager",
        ),
    ];
    for (asked, meanwhile) in moves {
        let mut terminal = real.at_terminal(asked);
        terminal.exp_string("Type its slug: ").unwrap();
        let program = env!("CARGO_BIN_EXE_partnerctl");
        real.shell(&format!("{program} {}", meanwhile.replace("{}", program))).ok();
        terminal.send_line("big-shoes").unwrap();
        let (said, code) = ended(&mut terminal);
        assert!(code == 4 && said.contains("by someone else after"), "{asked}: {said}");
    }
    assert_eq!(real.sqlite3("SELECT state FROM client WHERE id = 100001").ok().out, "draft\n");
}

#[test]
fn bulk_offers_what_was_read_before() {
    let real = two_clients();
    real.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    real.run("user add bea@bigshoes.example -c big-shoes -r manager").ok();
    let rows = "client_slug,email\nbig-shoes,ann@bigshoes.example\nbig-shoes,bea@bigshoes.example\n";
    fs::write(real.path("people.csv"), rows).unwrap();
    let mut terminal = real.at_terminal("invite bulk people.csv");
    terminal.exp_string("Type the number of clients: ").unwrap();
    real.run("user edit ann@bigshoes.example -c big-shoes -r admin").ok();
    terminal.send_line("1").unwrap();
    let (said, code) = ended(&mut terminal);
    // The reason is folded in its column.
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(code == 7 && words.contains("by someone else after the table was read"), "{said}");
    let invited = real.sqlite3("SELECT email FROM invitation").ok().out;
    assert_eq!(invited, "bea@bigshoes.example\n");
}

#[test]
fn a_list_takes_only_what_was_meant() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example --domain bigshoes.example").ok();
    real.run("invite send --owners -c big-shoes").ok();
    real.run("invite accept -c big-shoes --as jim@bigshoes.example -m setup").ok();
    for (name, slug) in [("Jim Accounting", "jims"), ("Jimmy Books", "jimmy-books"), ("Zeta Web", "zeta")] {
        real.run(&format!("partner add '{name}' --slug {slug}")).ok();
    }
    let create = "link create -c big-shoes --as jim@bigshoes.example -m phone";
    let mut terminal = real.at_terminal(create);
    terminal.exp_string("3 of 3").unwrap();
    terminal.send("\rjim\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("2 of 3, type to narrow, or mark one with the arrow keys: jim").unwrap();
    terminal.send("my\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("Link Jimmy Books and big-shoes (C100001-9)? Type the slug of the partner: ").unwrap();
    terminal.send_line("jimmy-books").unwrap();
    assert_eq!(ended(&mut terminal).1, 0);
    assert_eq!(real.sqlite3("SELECT partner FROM link_list").ok().out, "jimmy-books\n");
    for (keys, shown) in [("\u{1b}", "nothing was chosen"), ("\u{4}", "the input ended")] {
        let mut terminal = real.at_terminal(create);
        terminal.exp_string("3 of 3").unwrap();
        terminal.send(keys).unwrap();
        terminal.flush().unwrap();
        let (said, code) = ended(&mut terminal);
        assert!(code == 8 && said.contains(shown), "{said}");
    }
}

#[test]
fn bulk_lists_only_what_needs_a_look() {
    let real = two_clients();
    fs::write(
        real.path("people.csv"),
        "client_slug,email,role\nbig-shoes,ann@bigshoes.example,guest\nbig-shoes,jim@bigshoes.example,chief\n\
         tea-house,ben@teahouse.example,guest\n",
    )
    .unwrap();
    let line = "invite bulk people.csv --expect-clients 2 --dry-run";
    let mut terminal = real.at_terminal(line);
    let (said, code) = ended(&mut terminal);
    assert!(code == 7 && said.contains("jim@bigshoes.example"), "{said}");
    assert!(!said.contains("ann@bigshoes.example") && !said.contains("ben@teahouse.example"), "{said}");
    assert!(said.contains("2 rows without problems are not listed"), "{said}");
    // Programs, and text through a pipe, get every row.
    for line in [format!("{line} --columns email"), format!("{line} --csv")] {
        let (said, _) = ended(&mut real.at_terminal(&line));
        assert!(said.contains("ann@bigshoes.example") && !said.contains("not listed"), "{said}");
    }
    let piped = real.run(line).fails(7);
    assert!(piped.out.contains("ann@bigshoes.example") && !piped.err.contains("not listed"), "{piped}");
}

#[test]
fn import_shows_how_far_it_is() {
    let real = Real::new();
    let rows: String = (0..2_500).map(|row| format!("Client number {row},o{row}@many.example\n")).collect();
    fs::write(real.path("many.csv"), format!("name,owners\n{rows}")).unwrap();
    let mut terminal = real.at_terminal("client import many.csv --expect-clients 2500");
    terminal.exp_string("500 rows checked").unwrap();
    terminal.exp_string(" of 2500 rows").unwrap();
    let (said, code) = ended(&mut terminal);
    assert_eq!(code, 0, "{said}");
    // The line is gone before the summary comes.
    assert!(said.contains("\r\u{1b}[K2500 created."), "{said}");
    let mut quiet = real.at_terminal("client import many.csv --expect-clients 2500 --quiet");
    assert_eq!(ended(&mut quiet), (String::new(), 0));
}

#[test]
fn command_says_that_it_waits_for_input() {
    let real = two_clients();
    real.run("partner add \"Jim's Web\" --slug jims-web").ok();
    for (line, waits_for) in [
        ("client import -", "the table"),
        ("invite bulk -", "the table"),
        ("invite accept --code-stdin", "the code"),
        ("link request -p jims-web --target-file -", "the targets, one a line,"),
        ("mail bounce -", "the message that came back"),
        ("user set-password jim@bigshoes.example --old-password-stdin", "two lines, the proof and the new password,"),
    ] {
        let mut terminal = real.at_terminal(line);
        terminal.exp_string(&format!("Waiting for {waits_for} on standard input; Ctrl-D ends it.")).unwrap();
        terminal.send_control('c').unwrap();
        terminal.exp_eof().unwrap();
    }
    let mut quiet = real.at_terminal("client import - --quiet");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    quiet.send_control('c').unwrap();
    assert!(!quiet.exp_eof().unwrap().contains("Waiting"));
    let mut watching = real.at_terminal("mail deliver --watch");
    watching.exp_string("Waiting for mails that become due; Ctrl-C ends this.").unwrap();
    watching.send_control('c').unwrap();
    watching.exp_eof().unwrap();
}
