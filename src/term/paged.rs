//! Standard output, through a pager where it is longer than the screen.

use std::io::{self, ErrorKind, Write};

use unicode_width::UnicodeWidthStr as _;

use crate::program::{Pager, PagerCall, PagerEnd};

/// As much is kept in case the pager fails, in bytes. One that fails after so much has shown something.
const KEPT: usize = 1 << 20;

/// The size of a screen, in columns and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    pub width: u16,
    pub height: u16,
}

/// A stream that may turn into a pager.
pub(super) struct Paged {
    out: Box<dyn Write>,
    state: State,
}

enum State {
    Direct,
    /// It fits on the screen so far.
    Held {
        text: Vec<u8>,
        lines: Lines,
        call: PagerCall,
    },
    /// What it was given, unless that is too much to be kept.
    Running {
        pager: Pager,
        given: Option<Vec<u8>>,
    },
    /// The person has left the pager.
    Left,
}

impl Paged {
    pub(super) fn new(out: Box<dyn Write>) -> Self {
        Self { out, state: State::Direct }
    }

    /// From now on, more than a screen goes through this pager.
    pub(super) fn page(&mut self, call: PagerCall, screen: Screen) {
        self.state = State::Held { text: Vec::new(), lines: Lines::of(screen), call };
    }

    /// Whether the terminal belongs to a pager.
    pub(super) const fn is_running(&self) -> bool {
        matches!(self.state, State::Running { .. })
    }

    /// Writes out what is held, because something else is to be shown below it: from then on there is no pager.
    pub(super) fn release(&mut self) -> io::Result<()> {
        let State::Held { text, .. } = &mut self.state else { return Ok(()) };
        if text.is_empty() {
            return Ok(());
        }
        let text = std::mem::take(text);
        self.state = State::Direct;
        self.out.write_all(&text)
    }

    /// Ends the output. A pager is waited for; if it failed, everything is printed.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.release()?;
        if let State::Running { pager, given } = &mut self.state {
            let (end, given) = (pager.end(), given.take());
            self.state = State::Direct;
            if end == PagerEnd::Failed {
                self.out.write_all(&given.unwrap_or_default())?;
            }
        }
        self.out.flush()
    }

    fn start(&mut self) -> io::Result<()> {
        let State::Held { text, call, .. } = &mut self.state else { return Ok(()) };
        let text = std::mem::take(text);
        match Pager::start(call) {
            Ok(pager) => {
                self.state = State::Running { pager, given: Some(Vec::new()) };
                self.hand_over(&text)
            }
            Err(_) => {
                self.state = State::Direct;
                self.out.write_all(&text)
            }
        }
    }

    fn hand_over(&mut self, bytes: &[u8]) -> io::Result<()> {
        let State::Running { pager, given } = &mut self.state else { return self.out.write_all(bytes) };
        match given {
            Some(kept) if kept.len() + bytes.len() <= KEPT => kept.extend_from_slice(bytes),
            _ => *given = None,
        }
        let Err(error) = pager.write(bytes) else { return Ok(()) };
        let (end, given) = (pager.end(), given.take());
        match end {
            PagerEnd::Failed => {
                self.state = State::Direct;
                self.out.write_all(given.as_deref().unwrap_or(bytes))
            }
            PagerEnd::Well => {
                self.state = State::Left;
                Err(error)
            }
        }
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.state {
            State::Direct => return self.out.write(bytes),
            State::Left => return Err(ErrorKind::BrokenPipe.into()),
            State::Running { .. } => self.hand_over(bytes)?,
            State::Held { text, lines, .. } => {
                text.extend_from_slice(bytes);
                if !lines.fit(text) {
                    self.start()?;
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.state {
            State::Direct => self.out.flush(),
            State::Held { .. } | State::Running { .. } | State::Left => Ok(()),
        }
    }
}

/// Counts the lines of a screen.
struct Lines {
    screen: Screen,
    count: usize,
    /// The beginning of the line that is not counted yet.
    at: usize,
}

impl Lines {
    const fn of(screen: Screen) -> Self {
        Self { screen, count: 0, at: 0 }
    }

    /// Whether the text, of which more came, leaves a line of the screen for what follows.
    fn fit(&mut self, text: &[u8]) -> bool {
        while let Some(length) = text[self.at..].iter().position(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(&text[self.at..self.at + length]);
            let width = without_colour(&line).width();
            self.count += width.div_ceil(usize::from(self.screen.width).max(1)).max(1);
            self.at += length + 1;
        }
        self.count < usize::from(self.screen.height)
    }
}

/// A line as wide as it is shown: escape sequences take no room.
fn without_colour(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut in_escape = false;
    for c in line.chars() {
        match c {
            '\x1b' => in_escape = true,
            c if in_escape => in_escape = !c.is_ascii_alphabetic(),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::rc::Rc;

    use super::*;
    use crate::program::Environment;

    const SCREEN: Screen = Screen { width: 20, height: 5 };

    #[derive(Clone, Default)]
    struct Written(Rc<RefCell<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is printed past the pager, and what came of the writes.
    fn shown(pager: &str, lines: usize) -> (String, io::Result<()>) {
        let written = Written::default();
        let mut paged = Paged::new(Box::new(written.clone()));
        let words = pager.split(' ').map(OsString::from).collect();
        paged.page(PagerCall { words, vars: Vec::new(), environment: Environment::Inherited }, SCREEN);
        let result = (0..lines).try_for_each(|nth| writeln!(paged, "line {nth}")).and_then(|()| paged.end());
        let text = String::from_utf8(written.0.take()).unwrap();
        (text, result)
    }

    fn lines(count: usize) -> String {
        (0..count).map(|nth| format!("line {nth}\n")).collect()
    }

    #[test]
    fn what_fits_on_the_screen_needs_no_pager() {
        let (text, result) = shown("/does/not/matter", 4);
        assert_eq!((text, result.is_ok()), (lines(4), true));
    }

    #[test]
    fn a_longer_output_is_for_the_pager() {
        let folder = tempfile::tempdir().unwrap();
        let (program, got) = (folder.path().join("pager"), folder.path().join("got"));
        fs::write(&program, format!("#!/bin/sh\ncat > {}\n", got.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let (text, result) = shown(program.to_str().unwrap(), 5);
        assert_eq!((text, result.is_ok()), (String::new(), true));
        assert_eq!(fs::read_to_string(got).unwrap(), lines(5));
    }

    #[test]
    fn nothing_is_lost_by_a_pager_that_fails() {
        for pager in ["/no/such/program", "false", "grep x"] {
            for count in [5, 50, 20_000] {
                let (text, result) = shown(pager, count);
                assert!(text == lines(count) && result.is_ok(), "{pager} {count}");
            }
        }
    }

    #[test]
    fn a_pager_that_is_left_early_ends_the_output() {
        let (text, result) = shown("true", 200_000);
        assert_eq!(text, "");
        assert_eq!(result.unwrap_err().kind(), ErrorKind::BrokenPipe);
    }

    #[test]
    fn long_lines_take_several_lines_of_the_screen_and_colour_none() {
        let mut counted = Lines::of(SCREEN);
        assert!(counted.fit("x".repeat(60).as_bytes()));
        assert!(counted.fit(format!("{}\nab\n", "x".repeat(60)).as_bytes()));
        assert!(!counted.fit(format!("{}\nab\nc\n", "x".repeat(60)).as_bytes()));
        assert_eq!(without_colour("\x1b[1;31mred\x1b[0m"), "red");
    }
}
