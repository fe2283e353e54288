//! What to do next, as a value: a sentence whose steps, options and commands of the system are typed.
//!
//! A layer that knows what helps knows nothing of a shell: the same hint is a command to paste at a terminal and can be
//! a link or a field of a form on a page. `shell` writes it for the command line; it is the only place that does.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::path::Path;

use super::sentence::{Sentence, TimePart};

/// One piece of advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint(Vec<Part>);

/// Turns a hint into the sentence that a reader gets.
pub type Wording = fn(&Hint) -> String;

/// A part of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words that every reader gets as they are.
    Words(Cow<'static, str>),
    /// An instant, which people read in the words of their zone.
    Time(TimePart),
    Remedy(Remedy),
    /// What is to be given, or left out, in the request that failed.
    Options(Options),
    /// That request itself.
    Request,
    /// A line of the timetable of this system that takes the step again and again.
    Timetable(NextStep),
    /// Text of the command line, from a layer that has no other reader.
    CommandLine(String),
}

/// What someone can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    Step(NextStep),
    System(System),
}

/// One operation with what is given to it, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    operation: &'static str,
    given: Vec<Given>,
    then: Option<Box<Self>>,
}

/// What is given to an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// What it is about, by its place.
    Subject(Value),
    Client(Value),
    Partner(Value),
    Role(Value),
    Reason(Value),
    Option(Flag, Value),
    Switch(Flag),
    /// An option by its letter, where it is spoken of.
    Letter(Flag),
}

/// Some of what is given to an operation, without the operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options(Vec<Given>);

/// See [`Part::Request`].
#[derive(Debug, Clone, Copy)]
pub struct TheRequest;

/// A value in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Known(String),
    /// The reader knows it; this says what it is: `EMAIL`.
    Wanted(&'static str),
    /// The reader writes something like this.
    Example(&'static str),
}

/// See [`Value::Wanted`].
#[derive(Debug, Clone, Copy)]
pub struct Wanted(pub &'static str);

/// See [`Value::Example`].
#[derive(Debug, Clone, Copy)]
pub struct Example(pub &'static str);

/// What can be a value in a step.
pub trait ToValue {
    fn to_value(&self) -> Value;
}

impl<T: Display + ?Sized> ToValue for T {
    fn to_value(&self) -> Value {
        Value::Known(self.to_string())
    }
}

impl ToValue for Wanted {
    fn to_value(&self) -> Value {
        Value::Wanted(self.0)
    }
}

impl ToValue for Example {
    fn to_value(&self) -> Value {
        Value::Example(self.0)
    }
}

/// Something that only the administrator of this machine can do or look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum System {
    /// Gives a file this mode: `600`, `go-w`.
    ChangeMode {
        mode: String,
        path: String,
    },
    ChangeOwner {
        user: u32,
        path: String,
    },
    /// Shows whose file it is.
    ListFile {
        path: String,
    },
    RemoveFile {
        path: String,
    },
    /// Gives a file another name.
    MoveFile {
        path: String,
        to: String,
    },
    /// Shows which processes have a file open.
    ListHolders {
        path: String,
    },
    ListAccounts,
    /// Lets a file be run.
    MakeProgram,
}

impl System {
    pub fn change_mode(mode: impl Display, path: &Path) -> Self {
        Self::ChangeMode { mode: mode.to_string(), path: path.display().to_string() }
    }
}

macro_rules! flags {
    ($($flag:ident $name:literal)+) => {
        /// An option of an operation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Flag {
            $($flag,)+
        }

        impl Flag {
            pub const ALL: &'static [Self] = &[$(Self::$flag,)+];

            /// Its stable name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$flag => $name,)+
                }
            }

            /// As it is typed. The messages of errors, which go into the audit, name an option so for every reader.
            #[must_use]
            pub const fn typed(self) -> &'static str {
                match self {
                    $(Self::$flag => concat!("--", $name),)+
                }
            }
        }
    };
}

flags! {
    AccountNumber "account-number"
    Again "again"
    AllClients "all-clients"
    AllowSimilar "allow-similar"
    As "as"
    AsOf "as-of"
    AutoExtend "auto-extend"
    Change "change"
    Client "client"
    Clients "clients"
    Closing "closing"
    CodeStdin "code-stdin"
    ContactEmail "contact-email"
    Db "db"
    Domain "domain"
    DryRun "dry-run"
    ExpiresIn "expires-in"
    Field "field"
    FirstName "first-name"
    For "for"
    ForPartner "for-partner"
    Form "form"
    GeneratePassword "generate-password"
    Inactive "inactive"
    Keep "keep"
    KeepInvitations "keep-invitations"
    Language "language"
    LastName "last-name"
    Lift "lift"
    Listen "listen"
    Message "message"
    Name "name"
    NoAccountNumber "no-account-number"
    NoAutoExtend "no-auto-extend"
    NoClients "no-clients"
    NoDomain "no-domain"
    NoForceChange "no-force-change"
    NoForm "no-form"
    NoLanguage "no-language"
    NoMessage "no-message"
    NoPlan "no-plan"
    NoStaff "no-staff"
    NoUntil "no-until"
    Override "override"
    Owner "owner"
    OwnerName "owner-name"
    Owners "owners"
    Partner "partner"
    PasswordFile "password-file"
    PasswordStdin "password-stdin"
    Permissions "permissions"
    Plan "plan"
    Quiet "quiet"
    Rate "rate"
    Reason "reason"
    Replaces "replaces"
    RequireMail "require-mail"
    Resend "resend"
    Restricted "restricted"
    Role "role"
    ShowLink "show-link"
    Since "since"
    Slug "slug"
    Staff "staff"
    State "state"
    Target "target"
    To "to"
    Until "until"
    Update "update"
    User "user"
    Verified "verified"
}

/// As [`Flag::typed`].
impl Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.typed())
    }
}

impl Flag {
    /// The option itself, by its letter.
    #[must_use]
    pub fn letter(self) -> Options {
        Options(vec![Given::Letter(self)])
    }

    /// This option with a value.
    pub fn with(self, value: &(impl ToValue + ?Sized)) -> Options {
        Options(vec![Given::Option(self, value.to_value())])
    }
}

impl Options {
    pub fn client(value: &(impl ToValue + ?Sized)) -> Self {
        Self(vec![Given::Client(value.to_value())])
    }

    pub fn partner(value: &(impl ToValue + ?Sized)) -> Self {
        Self(vec![Given::Partner(value.to_value())])
    }

    pub fn reason(value: &(impl ToValue + ?Sized)) -> Self {
        Self(vec![Given::Reason(value.to_value())])
    }

    /// One more.
    #[must_use]
    pub fn and(mut self, flag: Flag, value: &(impl ToValue + ?Sized)) -> Self {
        self.0.push(Given::Option(flag, value.to_value()));
        self
    }

    #[must_use]
    pub fn given(&self) -> &[Given] {
        &self.0
    }
}

impl NextStep {
    /// The operation of this name, `noun verb`. Everything above `domain::authority` makes one by `Verb::step`.
    #[must_use]
    pub const fn of(operation: &'static str) -> Self {
        Self { operation, given: Vec::new(), then: None }
    }

    /// `noun verb`.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    #[must_use]
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// What is done after it.
    #[must_use]
    pub fn next(&self) -> Option<&Self> {
        self.then.as_deref()
    }

    /// `next` is done after it.
    #[must_use]
    pub fn and_then(mut self, next: Self) -> Self {
        self.then = Some(Box::new(next));
        self
    }

    #[must_use]
    pub fn give(mut self, given: impl IntoIterator<Item = Given>) -> Self {
        self.given.extend(given);
        self
    }

    #[must_use]
    pub fn about(self, value: &(impl ToValue + ?Sized)) -> Self {
        let value = value.to_value();
        self.give([Given::Subject(value)])
    }

    #[must_use]
    pub fn client(self, value: &(impl ToValue + ?Sized)) -> Self {
        let value = value.to_value();
        self.give([Given::Client(value)])
    }

    #[must_use]
    pub fn partner(self, value: &(impl ToValue + ?Sized)) -> Self {
        let value = value.to_value();
        self.give([Given::Partner(value)])
    }

    #[must_use]
    pub fn role(self, value: &(impl ToValue + ?Sized)) -> Self {
        let value = value.to_value();
        self.give([Given::Role(value)])
    }

    #[must_use]
    pub fn reason(self, value: &(impl ToValue + ?Sized)) -> Self {
        let value = value.to_value();
        self.give([Given::Reason(value)])
    }

    #[must_use]
    pub fn with(self, flag: Flag, value: &(impl ToValue + ?Sized)) -> Self {
        let value = value.to_value();
        self.give([Given::Option(flag, value)])
    }

    #[must_use]
    pub fn switch(self, flag: Flag) -> Self {
        self.give([Given::Switch(flag)])
    }
}

impl Hint {
    /// Words alone.
    pub fn plain(words: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Part::Words(words.into())])
    }

    pub fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        Self(parts.into_iter().collect())
    }

    /// Text of the command line; the layers whose errors others than a terminal show have no use for it.
    pub fn command_line(text: impl Into<String>) -> Self {
        Self(vec![Part::CommandLine(text.into())])
    }

    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The first thing in it that someone can do.
    #[must_use]
    pub fn remedy(&self) -> Option<&Remedy> {
        self.0.iter().find_map(|part| match part {
            Part::Remedy(remedy) => Some(remedy),
            _ => None,
        })
    }

    /// `more` behind it.
    #[must_use]
    pub fn then(mut self, more: impl Into<Part>) -> Self {
        self.0.push(more.into());
        self
    }

    /// The parts of `more` behind it.
    #[must_use]
    pub fn then_all(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Behind what the sentence says.
    #[must_use]
    pub fn after(self, sentence: &Sentence) -> Self {
        let parts = sentence.split().into_iter();
        let parts = parts.map(|part| part.map_or_else(Part::Time, |words| Part::Words(words.to_owned().into())));
        Self(parts.chain(self.0).collect())
    }

    /// All in one sentence, with `between` between them.
    pub fn joined(hints: &[Self], between: &'static str) -> Self {
        let mut parts = Vec::new();
        for hint in hints {
            if !parts.is_empty() {
                parts.push(Part::from(between));
            }
            parts.extend_from_slice(&hint.0);
        }
        Self(parts)
    }
}

impl From<&'static str> for Part {
    fn from(words: &'static str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Part {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl Hint {
    /// The hint, if it is nothing but words, which any reader gets as they are.
    pub fn words(&self) -> Option<String> {
        let words = self.0.iter().map(|part| match part {
            Part::Words(words) => Some(words.as_ref()),
            _ => None,
        });
        words.collect()
    }
}

impl From<TimePart> for Part {
    fn from(time: TimePart) -> Self {
        Self::Time(time)
    }
}

impl From<Remedy> for Part {
    fn from(remedy: Remedy) -> Self {
        Self::Remedy(remedy)
    }
}

impl From<NextStep> for Part {
    fn from(step: NextStep) -> Self {
        Self::Remedy(Remedy::Step(step))
    }
}

impl From<System> for Part {
    fn from(system: System) -> Self {
        Self::Remedy(Remedy::System(system))
    }
}

impl From<Flag> for Part {
    fn from(flag: Flag) -> Self {
        Self::Options(Options(vec![Given::Switch(flag)]))
    }
}

impl From<Options> for Part {
    fn from(options: Options) -> Self {
        Self::Options(options)
    }
}

impl From<TheRequest> for Part {
    fn from(_: TheRequest) -> Self {
        Self::Request
    }
}

impl From<NextStep> for Remedy {
    fn from(step: NextStep) -> Self {
        Self::Step(step)
    }
}

impl From<System> for Remedy {
    fn from(system: System) -> Self {
        Self::System(system)
    }
}

/// A hint made of parts, each a text or something to type: `hint!["see ", Verb::StaffList.step()]`.
macro_rules! hint {
    ($($part:expr),+ $(,)?) => { $crate::error::Hint::of([$($crate::error::Part::from($part)),+]) };
}
pub(crate) use hint;

#[cfg(test)]
mod compared {
    //! Tests compare a hint with its words, in which typed parts have their stable names.

    use super::*;

    fn value(value: &Value) -> &str {
        match value {
            Value::Known(text) => text,
            Value::Wanted(name) | Value::Example(name) => name,
        }
    }

    fn outline(given: &[Given]) -> String {
        let words = given.iter().map(|given| match given {
            Given::Subject(it) | Given::Client(it) | Given::Partner(it) | Given::Role(it) | Given::Reason(it) => {
                value(it).to_owned()
            }
            Given::Option(flag, it) => format!("{} {}", flag.name(), value(it)),
            Given::Switch(flag) | Given::Letter(flag) => flag.name().to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    impl Hint {
        pub(crate) fn outline(&self) -> String {
            let words = self.parts().iter().map(|part| match part {
                Part::Words(words) => words.clone().into_owned(),
                Part::Time(time) => time.text.clone(),
                Part::CommandLine(line) => line.clone(),
                Part::Request => "the request".to_owned(),
                Part::Timetable(step) => format!("<{}>", step.operation()),
                Part::Options(Options(given)) => format!("<{}>", outline(given)),
                Part::Remedy(Remedy::Step(step)) => {
                    format!("<{}>", format!("{} {}", step.operation(), outline(step.given())).trim_end())
                }
                Part::Remedy(Remedy::System(it)) => format!("<{it:?}>"),
            });
            words.collect()
        }

        pub(crate) fn contains(&self, words: &str) -> bool {
            self.outline().contains(words)
        }
    }

    impl PartialEq<&str> for Hint {
        fn eq(&self, words: &&str) -> bool {
            self.outline() == *words
        }
    }

    impl PartialEq<String> for Hint {
        fn eq(&self, words: &String) -> bool {
            self.outline() == *words
        }
    }
}
