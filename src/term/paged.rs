//! Standard output, through a pager where it is longer than the screen.
//!
//! A pager takes as much as its reader looks at. What it does not take yet waits in a file without a name, so that a list is
//! read to its end meanwhile, and the transaction that reads it ends as well.

use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write};

use tempfile::SpooledTempFile;
use unicode_width::UnicodeWidthStr as _;

use crate::program::{Pager, PagerCall, PagerEnd};

/// As much stays in memory, in bytes. A pager that fails after it took so much has shown something.
const KEPT: usize = 1 << 20;
/// As much waits for a pager, in bytes. Beyond that, the output waits for its reader.
const MOST: u64 = 256 << 20;
/// As much is handed to a pager in one go, in bytes.
const CHUNK: usize = 64 << 10;

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
    Running {
        pager: Pager,
        text: Backlog,
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
        if let State::Running { pager, text } = &mut self.state {
            // One that takes no more ended, and says how.
            let _ = text.show(pager);
            if pager.end() == PagerEnd::Failed {
                text.print_lost(&mut self.out)?;
            }
            self.state = State::Direct;
        }
        self.out.flush()
    }

    fn start(&mut self) -> io::Result<()> {
        let State::Held { text, call, .. } = &mut self.state else { return Ok(()) };
        let text = std::mem::take(text);
        match Pager::start(call) {
            Ok(pager) => {
                self.state = State::Running { pager, text: Backlog::new() };
                self.hand_over(&text)
            }
            Err(_) => {
                self.state = State::Direct;
                self.out.write_all(&text)
            }
        }
    }

    fn hand_over(&mut self, bytes: &[u8]) -> io::Result<()> {
        let State::Running { pager, text } = &mut self.state else { return self.out.write_all(bytes) };
        let (handed, beyond) = match text.push(bytes) {
            Ok(()) => (text.offer(pager), &[][..]),
            // There is no room for more: the output waits for its reader.
            Err(_) => (text.show(pager).and_then(|()| pager.write(bytes)), bytes),
        };
        let Err(error) = handed else { return Ok(()) };
        match pager.end() {
            PagerEnd::Failed => {
                text.print_lost(&mut self.out)?;
                self.state = State::Direct;
                self.out.write_all(beyond)
            }
            PagerEnd::Well => {
                self.state = State::Left;
                Err(error)
            }
        }
    }
}

/// What a pager is to show.
struct Backlog {
    file: SpooledTempFile,
    /// As much is in the file.
    written: u64,
    /// As much of it was handed to the pager.
    handed: u64,
    /// Whether everything that the pager was given is in the file.
    is_whole: bool,
    /// Before so much is written, the pager takes nothing.
    next_offer: u64,
}

impl Backlog {
    fn new() -> Self {
        Self { file: tempfile::spooled_tempfile(KEPT), written: 0, handed: 0, is_whole: true, next_offer: 0 }
    }

    /// Keeps these bytes for the pager.
    ///
    /// # Errors
    /// When there is no room for them; then they are to be handed over at once, behind what is there.
    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = self.written + bytes.len() as u64;
        let stored = if end > MOST {
            Err(ErrorKind::StorageFull.into())
        } else {
            self.file.seek(SeekFrom::Start(self.written)).and_then(|_| self.file.write_all(bytes))
        };
        match stored {
            Ok(()) => self.written = end,
            Err(_) => self.is_whole = false,
        }
        stored
    }

    /// Hands over as much as the pager takes now.
    fn offer(&mut self, pager: &mut Pager) -> io::Result<()> {
        if self.written < self.next_offer {
            return Ok(());
        }
        let mut chunk = vec![0; CHUNK];
        while self.handed < self.written {
            let waiting = self.waiting(&mut chunk)?;
            match pager.offer(waiting)? {
                0 => {
                    self.next_offer = self.written + CHUNK as u64;
                    break;
                }
                taken => self.handed += taken as u64,
            }
        }
        Ok(())
    }

    /// Hands over all, and waits while the pager has enough.
    fn show(&mut self, pager: &mut Pager) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK];
        loop {
            match self.waiting(&mut chunk)? {
                [] => return Ok(()),
                waiting => {
                    pager.write(waiting)?;
                    self.handed += waiting.len() as u64;
                }
            }
        }
    }

    /// The next bytes that were not handed over.
    fn waiting<'c>(&mut self, chunk: &'c mut [u8]) -> io::Result<&'c [u8]> {
        let left = usize::try_from(self.written - self.handed).unwrap_or(usize::MAX);
        let waiting = &mut chunk[..left.min(CHUNK)];
        self.file.seek(SeekFrom::Start(self.handed))?;
        self.file.read_exact(waiting)?;
        Ok(waiting)
    }

    /// Prints what a pager that failed has not shown: all, unless it took more than is kept.
    fn print_lost(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.is_whole && self.handed <= KEPT as u64 {
            self.handed = 0;
        }
        let mut chunk = vec![0; CHUNK];
        loop {
            match self.waiting(&mut chunk)? {
                [] => return Ok(()),
                waiting => {
                    out.write_all(waiting)?;
                    self.handed += waiting.len() as u64;
                }
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
    fn output_that_fits_needs_no_pager() {
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
    fn failing_pager_loses_nothing() {
        for pager in ["/no/such/program", "false", "grep x"] {
            for count in [5, 50, 20_000] {
                let (text, result) = shown(pager, count);
                assert!(text == lines(count) && result.is_ok(), "{pager} {count}");
            }
        }
    }

    #[test]
    fn nothing_waits_for_a_reader() {
        let folder = tempfile::tempdir().unwrap();
        let [program, go, got] = ["pager", "go", "got"].map(|name| folder.path().join(name));
        let script =
            format!("#!/bin/sh\nuntil [ -e {} ]; do sleep 0.01; done\ncat > {}\n", go.display(), got.display());
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let mut paged = Paged::new(Box::new(Written::default()));
        let words = vec![program.into_os_string()];
        paged.page(PagerCall { words, vars: Vec::new(), environment: Environment::Inherited }, SCREEN);
        // Much more than a pipe and the memory hold: the pager has read nothing of it when all is written.
        (0..300_000).for_each(|nth| writeln!(paged, "line {nth}").unwrap());
        assert!(!got.exists());
        fs::write(go, "").unwrap();
        paged.end().unwrap();
        assert!(fs::read_to_string(got).unwrap() == lines(300_000));
    }

    #[test]
    fn pager_left_early_ends_the_output() {
        let (text, result) = shown("true", 200_000);
        assert_eq!(text, "");
        assert_eq!(result.unwrap_err().kind(), ErrorKind::BrokenPipe);
    }

    #[test]
    fn long_lines_count_as_several() {
        let mut counted = Lines::of(SCREEN);
        assert!(counted.fit("x".repeat(60).as_bytes()));
        assert!(counted.fit(format!("{}\nab\n", "x".repeat(60)).as_bytes()));
        assert!(!counted.fit(format!("{}\nab\nc\n", "x".repeat(60)).as_bytes()));
        assert_eq!(without_colour("\x1b[1;31mred\x1b[0m"), "red");
    }
}
