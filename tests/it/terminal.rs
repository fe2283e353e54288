//! What somebody at a terminal is asked, and what becomes of their answers.

use nix::sys::signal::Signal;
use nix::sys::wait::WaitStatus;

use crate::support::Real;

#[test]
fn init_asks_for_what_was_not_given() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init");
    terminal.exp_string("A label such as live or training [live]: ").unwrap();
    terminal.send_line("training").unwrap();
    terminal.exp_string("Address of the landing pages").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("Sender of the mails").unwrap();
    terminal.send_line("Support <support@desk.example>").unwrap();
    terminal.exp_string("Made the database").unwrap();
    terminal.exp_eof().unwrap();
    assert!(matches!(terminal.process_mut().exit().unwrap(), WaitStatus::Exited(_, 0)));
    assert_eq!(real.sqlite3("SELECT label FROM house").ok().out, "training\n");
}

#[test]
fn no_input_asks_nothing_even_at_a_terminal() {
    let real = Real::empty();
    let mut terminal = real.at_terminal("init --no-input --label training");
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("Made the database") && !said.contains("[none yet]"), "{said}");
}

#[test]
fn ctrl_c_in_a_question_ends_by_the_signal_and_leaves_nothing() {
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
