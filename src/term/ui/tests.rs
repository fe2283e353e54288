//! What is said where, when, and to whom.

use std::rc::Rc;

use super::*;

#[derive(Clone, Default)]
struct Page(Rc<RefCell<Vec<u8>>>);

impl Page {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const TERMINAL: Facts =
    Facts { stdin_tty: true, stdout_tty: true, stderr_tty: true, width: Some(40), height: None, owner: None };

fn ui(facts: Facts, settings: Settings) -> (Ui, Page, Page) {
    let (out, err) = (Page::default(), Page::default());
    let mut ui = Ui::new(Box::new(out.clone()), Box::new(err.clone()), facts);
    ui.configure(settings);
    (ui, out, err)
}

fn big_shoes() -> Banner {
    Banner {
        slug: "big-shoes".to_owned(),
        client_id: "C100001-9".to_owned(),
        name: "Big Shoes Inc.".to_owned(),
        domain: Some("bigshoes.example".to_owned()),
        source: "from --client".to_owned(),
        ..Banner::default()
    }
}

#[test]
fn banner_names_client_and_selector() {
    let (ui, out, err) = ui(Facts::default(), Settings::default());
    ui.banner(&big_shoes());
    let lookalike = Banner {
        domain: None,
        lookalikes: vec!["big-show (C100002-4)".to_owned()],
        cautions: vec!["address of big-show (C100002-4)".to_owned()],
        label: Some("training".to_owned()),
        ..big_shoes()
    };
    ui.banner(&lookalike);
    insta::assert_snapshot!(err.text(), @"
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  [from --client]  ≠ big-show (C100002-4)  address of big-show (C100002-4)  [training]
    ");
    assert_eq!(out.text(), "");
}

#[test]
fn quiet_keeps_errors_and_warnings() {
    let (ui, out, err) = ui(Facts::default(), Settings { volume: Volume::Quiet, ..Settings::default() });
    ui.banner(&big_shoes());
    ui.status("Sent.");
    ui.note("a note");
    ui.hint("a hint");
    ui.warn("this database is live, and its mail goes to files");
    ui.reveal("temporary password: secret");
    ui.report(&Error::not_found("no such client"));
    ui.print("data").unwrap();
    insta::assert_snapshot!(err.text(), @"
    warning: this database is live, and its mail goes to files
    temporary password: secret
    error: no such client
    ");
    assert_eq!(out.text(), "data\n");
}

#[test]
fn data_cannot_control_the_terminal() {
    let (ui, out, err) = ui(TERMINAL, Settings { color: Color::Never, ..Settings::default() });
    let evil = "a\x1b[2J\u{202e}\rb";
    ui.status(evil);
    ui.note(evil);
    ui.hint(evil);
    ui.warn(evil);
    ui.reveal(evil);
    ui.banner(&Banner { name: evil.to_owned(), lookalikes: vec![evil.to_owned()], ..big_shoes() });
    ui.report(&Error::failed(evil).advice(evil));
    ui.print(evil).unwrap();
    ui.heading(evil).unwrap();
    for page in [err, out] {
        assert!(!page.text().contains(['\x1b', '\u{202e}', '\r']), "{}", page.text());
    }
}

#[test]
fn failure_is_one_object_on_standard_error() {
    let json = Settings { format: Format::Json, ..Settings::default() };
    let (failing, _, err) = ui(Facts::default(), json.clone());
    failing.banner(&big_shoes());
    failing.warn("a warning");
    assert_eq!(err.text(), "");
    failing.report(&Error::conflict("already linked"));
    let object: serde_json::Value = serde_json::from_str(&err.text()).unwrap();
    assert_eq!(object["error"]["code"], "conflict");
    assert_eq!(object["error"]["notes"][1], "warning: a warning");

    let (succeeding, _, err) = ui(Facts::default(), json.clone());
    succeeding.status("Done.");
    succeeding.finish().unwrap();
    assert_eq!(err.text(), "Done.\n");

    let (watched, _, err) = ui(TERMINAL, json);
    watched.status("Done.");
    assert_eq!(err.text(), "Done.\n");
}

#[test]
fn a_reader_who_left_gets_nothing() {
    let (ui, _, err) = ui(Facts::default(), Settings::default());
    ui.report(&Error::reader_gone());
    assert_eq!(err.text(), "");
}

#[test]
fn progress_is_one_line_on_a_terminal_only() {
    let (on_terminal, _, err) = ui(TERMINAL, Settings { color: Color::Never, ..Settings::default() });
    on_terminal.progress("1,000 of 20,000 rows, and a text too long for the line");
    on_terminal.status("Done.");
    assert_eq!(err.text(), "\r\x1b[K1,000 of 20,000 rows, and a text too lo\r\x1b[KDone.\n");

    let dumb = Environment { term: Some("dumb".to_owned()), ..Environment::default() };
    for (facts, settings) in [
        (Facts::default(), Settings::default()),
        (TERMINAL, Settings { volume: Volume::Quiet, ..Settings::default() }),
        (TERMINAL, Settings { environment: dumb, ..Settings::default() }),
    ] {
        let (silent, _, err) = ui(facts, settings);
        silent.progress("half");
        assert!(!silent.shows_progress());
        assert_eq!(err.text(), "");
    }
}

#[test]
fn a_full_disk_is_noticed_when_printing() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ui = Ui::new(Box::new(full), Box::new(io::sink()), Facts::default());
    assert_eq!(ui.print("data").unwrap_err().code(), crate::error::Code::Failed);
}
