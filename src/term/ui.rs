//! Output of a command: data on standard output, messages for people on standard error.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthChar as _;

use super::paged::{Paged, Screen};
use super::progress::Progress;
use super::report::{Reader, indented, render_error};
use super::streams::Facts;

use super::tense::Tense;
use crate::domain::code::mask;
use crate::domain::time::{Instant, TimeStyle, Zone};
use crate::error::{Error, Hint, Result};
use crate::output::failure::stdout_failure;
use crate::output::fold::folded;
use crate::output::sanitise::{for_terminal, for_terminal_lines};
use crate::output::style::{self, Color, Environment};
use crate::output::{Errors, Format, RecordsFile, Selection, Shape, Sink, View};
use crate::program::PagerCall;
use crate::shell::sentence;

/// Assumed where a terminal does not report its width.
const DEFAULT_WIDTH: u16 = 80;
/// The second line of a folded one is so far in.
const FOLDED: usize = 6;

/// What the global flags and the environment ask of the voice.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `--format`; programs get errors as objects.
    pub format: Format,
    /// `--quiet`.
    pub volume: Volume,
    /// `--dry-run`.
    pub tense: Tense,
    /// `--color`.
    pub color: Color,
    /// `NO_COLOR`, `TERM`.
    pub environment: Environment,
    /// The zone in which people read times.
    pub zone: Option<Zone>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Volume {
    #[default]
    Normal,
    /// Only errors and warnings, by `--quiet`.
    Quiet,
}

/// The client that a change is about, as shown before and after it (docs/reference.md#never-the-wrong-client).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Banner {
    /// `big-shoes`
    pub slug: String,
    /// `C100001-9`
    pub client_id: String,
    /// `Big Shoes Inc.`
    pub name: String,
    /// `bigshoes.example`
    pub domain: Option<String>,
    /// How it came here: `from --client`, `from row 7`, `new`.
    pub source: String,
    /// Clients that look alike: `big-show (C100002-4)`.
    pub lookalikes: Vec<String>,
    /// What else should give pause: `address of big-show (C100002-4)`.
    pub cautions: Vec<String>,
    /// The label of the database, unless it is `live`.
    pub label: Option<String>,
}

/// Speaks. Everything takes `&self`, so that one may warn while records go out.
pub struct Ui {
    out: RefCell<Paged>,
    err: RefCell<Box<dyn Write>>,
    facts: Facts,
    settings: Settings,
    /// Lines held back from a standard error that a program may read: if the command fails, it is to find exactly
    /// one object there (docs/reference.md#exit-codes), with these lines in it.
    held: RefCell<Option<Vec<String>>>,
    /// What a question is about, kept back by `--quiet` until one is asked.
    context: RefCell<Vec<String>>,
    /// Messages for below a pager, once it is left.
    below: RefCell<Vec<String>>,
    /// Whether a progress line is on the terminal.
    in_progress: Cell<bool>,
    /// Where records go in place of standard output.
    records_file: RefCell<Option<RecordsFile>>,
}

impl Ui {
    /// A voice over these streams, with default settings until [`Ui::configure`].
    pub fn new(stdout: Box<dyn Write>, stderr: Box<dyn Write>, facts: Facts) -> Self {
        Self {
            out: RefCell::new(Paged::new(stdout)),
            err: RefCell::new(stderr),
            facts,
            settings: Settings::default(),
            held: RefCell::new(None),
            context: RefCell::default(),
            below: RefCell::default(),
            in_progress: Cell::new(false),
            records_file: RefCell::default(),
        }
    }

    /// People read times in this zone from now on.
    pub fn read_times_in(&mut self, zone: Zone) {
        self.settings.zone = Some(zone);
    }

    /// Takes the settings, once the command line is understood.
    pub fn configure(&mut self, settings: Settings) {
        *self.held.get_mut() = (settings.format.is_for_programs() && !self.facts.stderr_tty).then(Vec::new);
        self.settings = settings;
    }

    /// From now on, output that is longer than the screen goes through this pager.
    pub fn page(&mut self, call: PagerCall) {
        let size = self.facts.width.zip(self.facts.height).filter(|_| self.facts.stdout_tty);
        if let Some((width, height)) = size {
            self.out.get_mut().page(call, Screen { width, height });
        }
    }

    /// What is known about the streams.
    pub const fn facts(&self) -> Facts {
        self.facts
    }

    /// How records are shown on standard output.
    pub fn view<'a>(&self, zone: &'a Zone, now: Instant) -> View<'a> {
        View {
            zone,
            now,
            width: self.facts.stdout_tty.then(|| self.width()),
            height: self.facts.height,
            color: self.colors(Stream::Out),
        }
    }

    /// Opens the output for records.
    ///
    /// # Errors
    /// As [`Sink::open`].
    pub fn sink<'a>(&'a self, selection: Selection, shape: Shape, zone: &'a Zone, now: Instant) -> Result<Sink<'a>> {
        if selection.has_local_times() {
            self.note(&format!("times are local: {}", zone.described(now)));
        }
        let view = self.view(zone, now);
        match self.records_file.take() {
            // A file is read elsewhere.
            Some(file) => {
                let view = View { width: None, height: None, color: false, ..view };
                Ok(Sink::open(self.out(), selection, shape, view)?.into_file(file))
            }
            None => Sink::open(self.out(), selection, shape, view),
        }
    }

    /// The records of the command go into this file.
    pub fn write_records_into(&self, file: RecordsFile) {
        self.records_file.replace(Some(file));
    }

    /// How times are written in texts on standard output.
    pub fn times<'z>(&self, zone: &'z Zone) -> TimeStyle<'z> {
        match self.settings.format.is_for_programs() {
            true => TimeStyle::Machine,
            false if self.facts.stdout_tty => TimeStyle::Terminal(zone),
            false => TimeStyle::Kept(zone),
        }
    }

    /// How times are written in sentences on standard error.
    pub fn times_said<'z>(&self, zone: &'z Zone) -> TimeStyle<'z> {
        if self.facts.stderr_tty { TimeStyle::Terminal(zone) } else { TimeStyle::Kept(zone) }
    }

    /// Standard output for exact data that is no record, such as a stored mail. Its errors are made ours by
    /// [`stdout_failure`]. Text for people goes through [`Ui::print`].
    pub fn out(&self) -> Out<'_> {
        Out(self)
    }

    /// Prints text for people on standard output, harmless for a terminal; line feeds stay, one is added.
    ///
    /// # Errors
    /// [`Error::reader_gone`], or `failed` when it cannot be written.
    pub fn print(&self, text: &str) -> Result<()> {
        self.put(&format!("{}\n", for_terminal_lines(text)))
    }

    /// Prints text for people as [`Ui::print`] does; on a terminal, lines end between words, and go on a few columns in.
    /// A command to paste stays in one line, and is printed with [`Ui::print`].
    ///
    /// # Errors
    /// As [`Ui::print`].
    pub fn print_folded(&self, text: &str) -> Result<()> {
        self.print(&self.folded(text, FOLDED))
    }

    /// Prints a line of a card: a name, and from `column` on its text, which goes on below itself.
    ///
    /// # Errors
    /// As [`Ui::print`].
    pub fn print_named(&self, name: &str, column: usize, text: &str) -> Result<()> {
        self.print(&self.folded(&format!("{name:column$}{text}"), column))
    }

    fn folded(&self, text: &str, indent: usize) -> String {
        match self.facts.stdout_tty {
            true => folded(text, usize::from(self.width()), indent),
            false => text.to_owned(),
        }
    }

    /// Prints a heading for people on standard output.
    ///
    /// # Errors
    /// As [`Ui::print`].
    pub fn heading(&self, text: &str) -> Result<()> {
        let text = self.folded(&for_terminal(text), FOLDED);
        if self.colors(Stream::Out) {
            return self.put(&format!("{}\n", style::paint(style::HEAD, &text)));
        }
        self.put(&format!("{text}\n"))
    }

    /// Says a heading for people on standard error.
    pub fn title(&self, text: &str) {
        self.say(self.word(style::HEAD, &for_terminal(text)));
    }

    /// Says what was done, or in a dry run what would be done: the sentence has both forms.
    pub fn outcome(&self, sentence: impl FnOnce(Tense) -> String) {
        self.status(&sentence(self.tense()));
    }

    /// Whether sentences about a change say what was done, or what would be.
    pub const fn tense(&self) -> Tense {
        self.settings.tense
    }

    /// Says what was found, as a sentence that is true in a dry run too. What was done is an [`Ui::outcome`].
    pub fn status(&self, sentence: &str) {
        if self.settings.volume == Volume::Normal {
            self.say(indented(sentence));
        }
    }

    /// Says what is about to be changed. With `--quiet` it is said when a question is asked about it, and else not.
    pub fn context(&self, sentence: &str) {
        self.say_context(indented(sentence));
    }

    /// Says what [`Ui::context`] and [`Ui::banner`] kept back, because a question follows.
    pub fn show_context(&self) {
        for line in self.context.take() {
            self.say(line);
        }
    }

    fn say_context(&self, line: String) {
        match self.settings.volume {
            Volume::Normal => self.say(line),
            Volume::Quiet => self.context.borrow_mut().push(line),
        }
    }

    pub fn note(&self, text: &str) {
        if self.settings.volume == Volume::Normal {
            self.say(format!("note: {}", indented(text)));
        }
    }

    /// Says something worth knowing, even when quiet.
    pub fn insist(&self, text: &str) {
        self.say(format!("note: {}", indented(text)));
    }

    /// Says what to do next; commands are in backticks.
    pub fn hint(&self, text: &str) {
        if self.settings.volume == Volume::Normal {
            self.say(format!("{} {}", self.word(style::HINT, "hint:"), indented(text)));
        }
    }

    /// Says each of these hints.
    pub fn hints(&self, hints: &[Hint]) {
        hints.iter().for_each(|hint| self.hint(&mask(&sentence(hint))));
    }

    /// Says what may be wrong, even when quiet.
    pub fn warn(&self, text: &str) {
        self.say(format!("{} {}", self.word(style::CAUTION, "warning:"), indented(text)));
    }

    /// Says what must be said whatever the settings, such as a generated password (docs/reference.md#commands).
    pub fn reveal(&self, text: &str) {
        self.say(indented(text));
    }

    /// Shows which client a change is about.
    pub fn banner(&self, banner: &Banner) {
        let mut parts = vec![
            format!("▸ {}", self.word(style::CLIENT, &for_terminal(&banner.slug))),
            for_terminal(&banner.client_id).into_owned(),
            for_terminal(&banner.name).into_owned(),
        ];
        parts.extend(banner.domain.as_deref().map(|domain| for_terminal(domain).into_owned()));
        parts.push(format!("[{}]", for_terminal(&banner.source)));
        let lookalikes = banner.lookalikes.iter().map(|lookalike| format!("≠ {lookalike}"));
        let label = banner.label.iter().map(|label| format!("[{label}]"));
        for caution in lookalikes.chain(banner.cautions.iter().cloned()).chain(label) {
            parts.push(self.word(style::CAUTION, &for_terminal(&caution)));
        }
        self.say_context(parts.join("  "));
    }

    /// Whether [`Ui::progress`] shows anything, so that no one need count for nothing.
    pub fn shows_progress(&self) -> bool {
        self.facts.stderr_tty
            && self.settings.volume == Volume::Normal
            && !self.settings.environment.is_dumb()
            && !self.out.borrow().is_running()
    }

    /// Shows how far things are, on a line that the next one overwrites. Only on a terminal.
    pub fn progress(&self, text: &str) {
        if self.shows_progress() {
            let text = for_terminal(text);
            self.write_err(&format!("\r\x1b[K{}", fitting(&text, usize::from(self.width()).saturating_sub(1))));
            self.in_progress.set(true);
        }
    }

    /// Shows how much is done, with rate and time left. Only on a terminal.
    pub fn progress_of(&self, progress: &Progress<'_>) {
        if self.shows_progress() {
            self.progress(&progress.line(usize::from(self.width()).saturating_sub(1)));
        }
    }

    /// Says what was held back, and holds back no more: for commands that run on, such as `serve`.
    pub fn release(&self) {
        for line in self.held.borrow_mut().take().unwrap_or_default() {
            self.write_err(&format!("{line}\n"));
        }
    }

    /// Prints an error: in machine formats as one object, else as text. Nothing for a reader who left.
    pub fn report(&self, error: &Error) {
        // If this output fails as well, the error that is reported came first.
        let _ = self.end_output();
        if error.is_reader_gone() {
            self.clear_progress();
            return self.release();
        }
        let reader = match self.settings.format.errors() {
            Errors::Objects => Reader::Machine,
            Errors::ObjectsForPrograms if !self.facts.stderr_tty => Reader::Machine,
            Errors::Text | Errors::ObjectsForPrograms if self.colors(Stream::Err) => Reader::PersonInColor,
            Errors::Text | Errors::ObjectsForPrograms => Reader::Person,
        };
        let notes = self.held.borrow_mut().take().unwrap_or_default();
        self.clear_progress();
        self.write_err(&render_error(error, reader, self.settings.zone.as_ref(), &notes));
    }

    /// Ends a command that went well: nothing stays in a buffer.
    ///
    /// # Errors
    /// As [`Ui::print`].
    pub fn finish(&self) -> Result<()> {
        self.clear_progress();
        self.end_output().map_err(|error| stdout_failure(&error))?;
        self.release();
        Ok(())
    }

    /// Waits for a pager, and says what belongs below its text.
    fn end_output(&self) -> io::Result<()> {
        let ended = self.out.borrow_mut().end();
        for line in self.below.take() {
            self.write_err(&line);
        }
        ended
    }

    fn width(&self) -> u16 {
        self.facts.width.unwrap_or(DEFAULT_WIDTH)
    }

    fn colors(&self, stream: Stream) -> bool {
        let is_terminal = match stream {
            Stream::Out => self.facts.stdout_tty,
            Stream::Err => self.facts.stderr_tty,
        };
        style::is_colored(self.settings.color, &self.settings.environment, is_terminal)
    }

    fn word(&self, style: Style, word: &str) -> String {
        if self.colors(Stream::Err) { style::paint(style, word) } else { word.to_owned() }
    }

    fn say(&self, line: String) {
        if let Some(held) = &mut *self.held.borrow_mut() {
            held.push(line);
            return;
        }
        let line = line + "\n";
        if self.out.borrow().is_running() {
            self.below.borrow_mut().push(line);
            return;
        }
        // What was printed before is above it. A terminal that cannot be written says so in the next write.
        let _ = self.out.borrow_mut().release();
        self.clear_progress();
        self.write_err(&line);
    }

    fn put(&self, text: &str) -> Result<()> {
        self.out().write_all(text.as_bytes()).map_err(|error| stdout_failure(&error))
    }

    fn clear_progress(&self) {
        if self.in_progress.take() {
            self.write_err("\r\x1b[K");
        }
    }

    /// If standard error cannot be written there is nowhere left to say so; the exit code remains.
    fn write_err(&self, text: &str) {
        let mut err = self.err.borrow_mut();
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    Out,
    Err,
}

/// Standard output as a writer.
pub struct Out<'a>(&'a Ui);

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.facts.stdout_tty {
            self.0.clear_progress();
        }
        self.0.out.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.out.borrow_mut().flush()
    }
}

/// As much of `text` as fits into `width` columns.
pub(super) fn fitting(text: &str, width: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or_default();
        used > width
    });
    end.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests;
