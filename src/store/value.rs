//! Values that go into statements and come out of rows, and the types that are stored as one column.

use std::borrow::Cow;

use crate::domain::actor::{Restriction, StaffKind, StaffRights};
use crate::domain::association::Tab;
use crate::domain::client::ClientState;
use crate::domain::code::{CodeKind, CodeState, Fingerprint};
use crate::domain::grant::GrantState;
use crate::domain::id::{
    ClientId, GrantId, InvitationId, LinkId, MailId, PartnerId, RecipientId, RecoveryRecipientId, SessionId, StaffId,
    UserId, WebSessionId,
};
use crate::domain::invitation::{InvitationStatus, Kind};
use crate::domain::language::Language;
use crate::domain::link::{AutoExtend, LinkStatus, Origin};
use crate::domain::login::{LoginState, Mailbox, PasswordDuty};
use crate::domain::mail::{MailState, Required};
use crate::domain::outcome::Outcome;
use crate::domain::partner::{PartnerState, Reaches};
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result};

/// A parameter of a statement, or what a column of a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// An integer: numbers, flags (0, 1), instants in milliseconds.
    Int(i64),
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
    /// A list, which `unnest($1) AS k` reads as rows with the column `k.value`.
    Ints(&'a [i64]),
    Texts(&'a [&'a str]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// `params![a, b]`: the parameters of a statement, in order.
macro_rules! params {
    () => { &[] as &[$crate::store::Value<'_>] };
    ($($value:expr),+ $(,)?) => { &[$($crate::store::Value::from($value)),+] };
}
pub(crate) use params;

/// What one column can be read as.
pub trait FromColumn<'r>: Sized {
    fn from_column(value: Value<'r>) -> Result<Self, Wrong>;
}

/// What is stored as one column and borrows nothing from its row.
pub trait Single: for<'r> FromColumn<'r> {}

/// Why a column cannot be read as its type: someone wrote past this program, or the file is damaged.
#[derive(Debug)]
pub enum Wrong {
    /// How it is: `is not an integer`.
    Kind(&'static str),
    /// What the type or the engine says of it.
    Error(Error),
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    fn from_column(value: Value<'r>) -> Result<Self, Wrong> {
        if value == Value::Null { Ok(None) } else { T::from_column(value).map(Some) }
    }
}

impl FromColumn<'_> for i64 {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        if let Value::Int(value) = value { Ok(value) } else { Err(Wrong::Kind("is not an integer")) }
    }
}

impl Single for i64 {}

impl<'r> FromColumn<'r> for &'r str {
    fn from_column(value: Value<'r>) -> Result<Self, Wrong> {
        if let Value::Text(text) = value { Ok(text) } else { Err(Wrong::Kind("is not text")) }
    }
}

impl<'r> FromColumn<'r> for Cow<'r, str> {
    fn from_column(value: Value<'r>) -> Result<Self, Wrong> {
        <&str>::from_column(value).map(Cow::Borrowed)
    }
}

impl<const N: usize> FromColumn<'_> for [u8; N] {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        let Value::Blob(bytes) = value else { return Err(Wrong::Kind("is not bytes")) };
        bytes.try_into().map_err(|_| Wrong::Kind("is bytes of another length"))
    }
}

impl<const N: usize> Single for [u8; N] {}

/// Types of one column: how each is made of a value that can be read, with a check where it needs one.
macro_rules! read_as {
    ($($type:ty: |$value:ident: $of:ty| $made:expr;)+) => { $(
        impl FromColumn<'_> for $type {
            fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
                let $value = <$of>::from_column(value)?;
                Ok($made)
            }
        }

        impl Single for $type {}
    )+ };
}

/// How each type is stored.
macro_rules! stored_as {
    ($($type:ty: |$value:ident| $stored:expr;)+) => { $(
        impl From<$type> for Value<'_> {
            fn from($value: $type) -> Self {
                Self::from($stored)
            }
        }
    )+ };
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {
        read_as! { $($id: |id: i64| $id::new(id);)+ }
        stored_as! { $($id: |id| id.get();)+ }
    };
}

/// Types with a stored word for each of their values.
macro_rules! words {
    ($($type:ident::$read:ident),+ $(,)?) => {
        read_as! { $($type: |word: &str| $type::$read(word)?;)+ }
        stored_as! { $($type: |value| value.name();)+ }
    };
}

/// Types of two values, which are stored as 0 and 1.
macro_rules! flags {
    ($($type:ident: $no:ident, $yes:ident;)+) => {
        read_as! { $($type: |flag: bool| if flag { $type::$yes } else { $type::$no };)+ }
        stored_as! { $($type: |value| value == $type::$yes;)+ }
    };
}

ids!(
    ClientId,
    GrantId,
    InvitationId,
    LinkId,
    MailId,
    PartnerId,
    RecipientId,
    RecoveryRecipientId,
    SessionId,
    StaffId,
    UserId,
    WebSessionId,
);

words!(
    ClientState::from_text,
    CodeState::from_text,
    GrantState::from_text,
    InvitationStatus::from_text,
    Kind::from_text,
    Language::from_text,
    LinkStatus::from_text,
    LoginState::stored,
    MailState::from_text,
    Origin::from_text,
    Outcome::stored,
    PartnerState::stored,
    Role::from_text,
    Tab::from_text,
);

flags! {
    Mailbox: No, Yes;
    PasswordDuty: None, Change;
    Required: No, Yes;
    Restriction: None, NoSettings;
    StaffKind: Person, Service;
}

read_as! {
    bool: |flag: i64| flag != 0;
    u32: |number: i64| u32::try_from(number).map_err(|_| Wrong::Kind("is out of range"))?;
    String: |text: &str| text.to_owned();
    Instant: |ms: i64| Instant::from_ms(ms);
    Span: |ms: i64| Span::from_ms(ms);
    Slug: |slug: String| Slug::stored(slug);
    Permissions: |names: &str| Permissions::from_text(names)?;
    AutoExtend: |term: &str| AutoExtend::parse(term)?;
    Fingerprint: |text: &str| Fingerprint::stored(text);
    Reaches: |word: &str| if word == Reaches::All.name() { Reaches::All } else { Reaches::Assigned };
    StaffRights: |word: &str| match word {
        "full" => StaffRights::Full,
        "read_only" => StaffRights::ReadOnly,
        _ => return Err(Wrong::Kind("is none of the rights of staff")),
    };
}

stored_as! {
    CodeKind: |kind| kind.name();
    bool: |flag| i64::from(flag);
    Instant: |instant| instant.ms();
    Span: |span| span.ms();
    Reaches: |reaches| reaches.name();
    StaffRights: |rights| rights.name();
}
