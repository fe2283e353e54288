//! What went wrong, as a value: a stable code, a message for people, hints, and facts for machines.
//!
//! An [`Error`] is made where the knowledge is and rendered in one place (`term::report`). The code decides the
//! exit code (docs/reference.md#exit-codes); the message may change between versions, the code may not.

mod cause;
mod hint;
mod sentence;

use std::fmt;

pub use cause::{Act, Cause, EmailFault, Guesses, Unwanted, Whose};
pub(crate) use hint::hint;
pub use hint::{
    Example, Flag, Given, Hint, NextStep, Options, Part, Remedy, System, TheRequest, ToValue, Value, Wanted, Wording,
};
pub(crate) use sentence::sentence;
pub use sentence::{Bound, Sentence, Time, TimePart, ToSentence, capitalised};

/// The result of nearly everything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The stable kinds of failure and, through [`Code::exit`], the process exit codes (docs/reference.md#exit-codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// I/O, configuration or damaged data.
    Failed,
    /// The operating-system account is not registered as staff.
    NotStaff,
    /// The command line or an input file is malformed.
    Usage,
    /// Nothing visible to this actor has that name.
    NotFound,
    /// The present state forbids it: duplicate, last owner, look-alike, cooldown.
    Conflict,
    /// The actor lacks the right.
    Denied,
    /// An invitation, link, code, session or temporary password is past its time.
    Expired,
    /// Some rows of a bulk run failed, or some mails newly failed.
    Partial,
    /// A confirmation, a count or an input is missing or wrong.
    Unconfirmed,
    /// The database stayed locked past the timeout; nothing was written.
    Busy,
    /// A client command without `--client`.
    ClientRequired,
    /// A reference matches several clients.
    Ambiguous,
    /// Sources that should name the same client name different ones.
    ClientMismatch,
    /// The entity belongs to another client.
    ForeignEntity,
    /// The client is closed, or was named by a retired slug.
    ClientState,
    /// A one-click session is already open.
    Session,
    /// No database there, not ours, or newer than this program.
    Schema,
    /// The mail could not leave, under `--require-mail`.
    Mail,
    /// A broken promise of this program.
    Bug,
    Interrupted,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 20] = [
        Self::Failed,
        Self::NotStaff,
        Self::Usage,
        Self::NotFound,
        Self::Conflict,
        Self::Denied,
        Self::Expired,
        Self::Partial,
        Self::Unconfirmed,
        Self::Busy,
        Self::ClientRequired,
        Self::Ambiguous,
        Self::ClientMismatch,
        Self::ForeignEntity,
        Self::ClientState,
        Self::Session,
        Self::Schema,
        Self::Mail,
        Self::Bug,
        Self::Interrupted,
    ];

    /// Name, exit code and meaning of each code: the one table behind exit codes, JSON and `help exit-codes`.
    const fn row(self) -> (&'static str, u8, &'static str) {
        match self {
            Self::Failed => ("failed", 1, "I/O, configuration or damaged data"),
            Self::NotStaff => ("not_staff", 1, "your operating-system account is not registered as staff"),
            Self::Usage => ("usage", 2, "the command line or an input file is malformed"),
            Self::NotFound => ("not_found", 3, "nothing that you may see has that name"),
            Self::Conflict => ("conflict", 4, "the state forbids it: duplicate, last owner, look-alike, cooldown"),
            Self::Denied => ("denied", 5, "the actor lacks the right"),
            Self::Expired => {
                ("expired", 6, "an invitation, link, code, session or temporary password is past its time")
            }
            Self::Partial => ("partial", 7, "some rows of a bulk run failed, or some mails newly failed"),
            Self::Unconfirmed => ("unconfirmed", 8, "a confirmation, a count or an input is missing or wrong"),
            Self::Busy => ("busy", 9, "the database stayed locked past the timeout; safe to repeat"),
            Self::ClientRequired => ("client_required", 10, "the command needs --client"),
            Self::Ambiguous => ("ambiguous", 11, "a reference matches several"),
            Self::ClientMismatch => ("client_mismatch", 12, "sources that must name the same client disagree"),
            Self::ForeignEntity => ("foreign_entity", 13, "the named thing belongs to another client"),
            Self::ClientState => ("client_state", 14, "the client is closed, or was renamed"),
            Self::Session => ("session", 15, "a one-click session is already open"),
            Self::Schema => ("schema", 16, "no database there, not our file, or newer than this program"),
            Self::Mail => ("mail", 17, "the mail could not leave (with --require-mail)"),
            Self::Bug => ("bug", 70, "a fault of this program"),
            Self::Interrupted => ("interrupted", 130, "stopped by a signal"),
        }
    }

    /// The stable word, as in JSON (`"code":"not_found"`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    #[must_use]
    pub const fn exit(self) -> u8 {
        self.row().1
    }

    #[must_use]
    pub const fn meaning(self) -> &'static str {
        self.row().2
    }

    /// Whether a *change* that ends so leaves an audit row with the outcome `refused` (docs/reference.md#data): codes 3 to 5 and
    /// 8 to 15, but `busy`, where nothing can be written.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self.exit(), 3..=5 | 8 | 10..=15)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A fact next to the message, in the type that it has for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A word, an id, an instant.
    Text(String),
    /// A count, the number of a line.
    Number(u64),
    List(Vec<String>),
}

impl Fact {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::List(_) => None,
        }
    }

    pub fn list<T: ToString>(words: impl IntoIterator<Item = T>) -> Self {
        Self::List(words.into_iter().map(|word| word.to_string()).collect())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Fact {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

/// Numbers of rows and records, which are never negative.
impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Number(number.unsigned_abs())
    }
}

/// A failure: code, message (lower case, no period), hints (what to do next) and machine-readable facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    message: Sentence,
    hints: Vec<Hint>,
    facts: Vec<(&'static str, Fact)>,
    topics: Vec<Topic>,
    origin: Origin,
}

/// What an error is about, for code that goes on by it; an error can have several. Programs read the same in the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// This was typed in place of the word that was asked for.
    Typed(String),
    /// What was typed is the slug of a client that was not meant: its id and its slug.
    NearMiss { id: String, slug: String },
    /// Another client has it, or looks alike; by its number.
    OtherClient(i64),
    /// What exists is otherwise than it was given.
    Differs,
    /// Another process is at work on it.
    InProgress,
    /// The actor has no right to it, or not to so much.
    NoRight,
    /// Why exactly a person was refused.
    Cause(Cause),
}

/// Where a failure comes from, for those who go on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Nothing that anyone asks for.
    Other,
    /// The reader of our output.
    Reader,
    /// The part of a list that is wanted is full.
    Part,
    /// A value in the database that no one wrote so.
    Value,
    /// The file of the database, which is damaged.
    File,
    /// The system, which could not open, read or write a file of the database.
    Disk,
    /// The database as a whole: its lock, its memory.
    Database,
}

impl Error {
    /// An error of `code` that says `message`.
    pub fn new(code: Code, message: impl Into<Sentence>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            hints: Vec::new(),
            facts: Vec::new(),
            topics: Vec::new(),
            origin: Origin::Other,
        }))
    }

    /// What a failed read or write means: `context: why`, and where a signal ended it, what the signal said.
    pub fn of_io(context: impl fmt::Display, error: &std::io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            Some(stop) => stop.clone(),
            None => Self::failed(format!("{context}: {error}")),
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: Hint) -> Self {
        self.0.hints.push(hint);
        self
    }

    /// Adds what to do next as text of the command line, with commands in backticks. Only for the layers above `ops`: what
    /// they refuse has no other reader.
    #[must_use]
    pub fn advice(self, text: impl Into<String>) -> Self {
        self.hint(Hint::command_line(text))
    }

    /// Adds these.
    #[must_use]
    pub fn hints_of(mut self, hints: impl IntoIterator<Item = Hint>) -> Self {
        self.0.hints.extend(hints);
        self
    }

    /// Adds a fact for machines, a key next to `code` and `message` in the JSON object, such as `client_id`.
    #[must_use]
    pub fn fact(mut self, key: &'static str, value: impl Into<Fact>) -> Self {
        self.0.facts.push((key, value.into()));
        self
    }

    /// Says what it is about, for code that goes on by it.
    #[must_use]
    pub fn about(mut self, topic: Topic) -> Self {
        self.0.topics.push(topic);
        self
    }

    /// Says why exactly, for readers in other words than those of the message.
    #[must_use]
    pub fn because(self, cause: Cause) -> Self {
        self.about(Topic::Cause(cause))
    }

    /// Why exactly a person was refused.
    pub fn cause(&self) -> Option<&Cause> {
        self.topics().iter().find_map(|topic| match topic {
            Topic::Cause(cause) => Some(cause),
            _ => None,
        })
    }

    /// This was typed in place of the word that was asked for.
    #[must_use]
    pub fn typed(self, word: impl Into<String>) -> Self {
        let word = word.into();
        self.fact("typed", &word).about(Topic::Typed(word))
    }

    /// What exists is otherwise in these fields.
    #[must_use]
    pub fn differs(self, fields: Fact) -> Self {
        self.fact("differs", fields).about(Topic::Differs)
    }

    /// Puts `context: ` before the message, for instance `row 7 of new.csv`.
    #[must_use]
    pub fn context(mut self, context: impl fmt::Display) -> Self {
        self.0.message = sentence![context, ": ", self.0.message];
        self
    }

    /// The reader of our standard output closed it. Not a failure (exit 0), but a change goes on without output.
    pub fn reader_gone() -> Self {
        let mut error = Self::new(Code::Failed, "the reader closed the pipe");
        error.0.origin = Origin::Reader;
        error
    }

    /// Whether this is [`Error::reader_gone`].
    pub fn is_reader_gone(&self) -> bool {
        self.0.origin == Origin::Reader
    }

    /// A list needs to be read no further, because its part is full (`--limit`). Nothing that anyone sees.
    pub fn part_full() -> Self {
        let mut error = Self::bug("the part of a list is full");
        error.0.origin = Origin::Part;
        error
    }

    /// Whether this is [`Error::part_full`].
    pub fn is_part_full(&self) -> bool {
        self.0.origin == Origin::Part
    }

    /// Marks that the database as a whole failed: its file, its disk or its lock.
    #[must_use]
    pub fn of_database(mut self) -> Self {
        self.0.origin = match self.0.origin {
            Origin::Value => Origin::File,
            known @ (Origin::File | Origin::Disk) => known,
            Origin::Other | Origin::Reader | Origin::Part | Origin::Database => Origin::Database,
        };
        self
    }

    /// Marks that something in the database is not as it was written.
    #[must_use]
    pub fn of_damage(mut self) -> Self {
        self.0.origin = Origin::Value;
        self
    }

    /// Whether something in the database is not as it was written.
    pub fn is_of_damage(&self) -> bool {
        matches!(self.0.origin, Origin::Value | Origin::File)
    }

    /// Marks that the system could not open, read or write a file of the database.
    #[must_use]
    pub fn of_disk(mut self) -> Self {
        self.0.origin = Origin::Disk;
        self
    }

    /// Whether the system could not open, read or write a file of the database.
    pub fn is_of_disk(&self) -> bool {
        self.0.origin == Origin::Disk
    }

    /// Whether the database as a whole failed, so that no row that was read or written then is at fault.
    pub fn is_of_database(&self) -> bool {
        matches!(self.0.origin, Origin::File | Origin::Disk | Origin::Database)
    }

    pub fn code(&self) -> Code {
        self.0.code
    }

    /// In the form of programs.
    pub fn message(&self) -> &str {
        self.0.message.as_str()
    }

    /// The message, for those who show its instants in their own way or say more with it.
    pub fn sentence(&self) -> &Sentence {
        &self.0.message
    }

    /// What to do next, in order.
    pub fn hints(&self) -> &[Hint] {
        &self.0.hints
    }

    /// The facts for machines, in order.
    pub fn facts(&self) -> &[(&'static str, Fact)] {
        &self.0.facts
    }

    pub fn topics(&self) -> &[Topic] {
        &self.0.topics
    }

    /// What was typed in place of the word that was asked for.
    pub fn typed_word(&self) -> Option<&str> {
        self.topics().iter().find_map(|topic| match topic {
            Topic::Typed(word) => Some(word.as_str()),
            _ => None,
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}

macro_rules! constructors {
    ($($name:ident => $code:ident),+ $(,)?) => {
        impl Error {
            $(
                #[doc = concat!("An error of [`Code::", stringify!($code), "`].")]
                pub fn $name(message: impl Into<Sentence>) -> Self {
                    Self::new(Code::$code, message)
                }
            )+
        }
    };
}

constructors! {
    failed => Failed,
    usage => Usage,
    not_found => NotFound,
    conflict => Conflict,
    denied => Denied,
    expired => Expired,
    partial => Partial,
    unconfirmed => Unconfirmed,
    busy => Busy,
    ambiguous => Ambiguous,
    client_mismatch => ClientMismatch,
    foreign_entity => ForeignEntity,
    client_state => ClientState,
    schema => Schema,
    bug => Bug,
    interrupted => Interrupted,
}
