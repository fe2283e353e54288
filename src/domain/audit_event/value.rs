//! What the details of an audit row hold: values of the domain, each stored as the text that people read.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::change::NO_END;
use crate::domain::association::Tab;
use crate::domain::email::Email;
use crate::domain::id::{
    ClientId, EntityId, GrantId, InvitationId, LinkId, MailId, PartnerId, SessionId, StaffId, UserId,
};
use crate::domain::overrides::Rule;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::time::{Edge, Instant, Span, Zone, parse_instant};
use crate::error::{Error, Result};

/// A value that the audit stores as the text that [`fmt::Display`] writes.
pub trait StoredText: fmt::Display + Sized {
    /// Reads that text.
    ///
    /// # Errors
    /// When it is none of this type.
    fn read(text: &str) -> Result<Self>;
}

/// Gives types their form in the audit.
macro_rules! stored_text {
    ($($type:ty, $read:expr;)+) => {
        $(
            impl StoredText for $type {
                fn read(text: &str) -> Result<Self> {
                    let read: fn(&str) -> Result<Self> = $read;
                    read(text)
                }
            }

            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                    <Self as StoredText>::read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
                }
            }
        )+
    };
}

stored_text! {
    ClientId, ClientId::parse;
    GrantId, GrantId::parse;
    InvitationId, InvitationId::parse;
    LinkId, LinkId::parse;
    MailId, MailId::parse;
    PartnerId, PartnerId::parse;
    SessionId, SessionId::parse;
    StaffId, StaffId::parse;
    UserId, UserId::parse;
    EntityId, |text| Ok(entity(text));
    Email, Email::parse;
    Slug, |text| Ok(Slug::stored(text.to_owned()));
    Tab, Tab::from_text;
    Rule, Rule::from_text;
    Role, Role::from_text;
    Permissions, Permissions::from_text;
    Instant, |text| parse_instant(text, &Zone::utc(), Edge::Start);
    End, |text| Ok(End(if text == NO_END { None } else { Some(Instant::read(text)?) }));
    Length, |text| Ok(Length(if text == NO_END { None } else { Some(Span::parse(text)?) }));
    Number, |text| text.parse().map(Number).map_err(|_| Error::failed(format!("damaged data: {text:?} is no number")));
    PartnerName, |text| {
        Ok(PartnerId::parse(text).map_or_else(|_| PartnerName::Slug(Slug::stored(text.to_owned())), PartnerName::Id))
    };
}

impl StoredText for String {
    fn read(text: &str) -> Result<Self> {
        Ok(text.to_owned())
    }
}

/// The thing that a stored id names. What is no id is a setting.
fn entity(text: &str) -> EntityId {
    fn id<T: StoredText>(text: &str, entity: fn(T) -> EntityId) -> Option<EntityId> {
        T::read(text).ok().map(entity)
    }
    id(text, EntityId::Client)
        .or_else(|| id(text, EntityId::Partner))
        .or_else(|| id(text, EntityId::User))
        .or_else(|| id(text, EntityId::Invitation))
        .or_else(|| id(text, EntityId::Link))
        .or_else(|| id(text, EntityId::Mail))
        .or_else(|| id(text, EntityId::Session))
        .or_else(|| id(text, EntityId::Staff))
        .unwrap_or_else(|| match text {
            "database" => EntityId::Database,
            setting => EntityId::Config(setting.to_owned()),
        })
}

/// The end of a term; `no end` where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End(pub Option<Instant>);

impl From<Option<Instant>> for End {
    fn from(end: Option<Instant>) -> Self {
        Self(end)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        or_no_end(self.0, f)
    }
}

/// The length of a term that has not begun; `no end` where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(pub Option<Span>);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        or_no_end(self.0, f)
    }
}

fn or_no_end(value: Option<impl fmt::Display>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Some(value) => value.fmt(f),
        None => f.write_str(NO_END),
    }
}

/// A number, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number(pub i64);

impl From<usize> for Number {
    fn from(count: usize) -> Self {
        Self(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A partner: by its id, and by its slug where only that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnerName {
    Id(PartnerId),
    Slug(Slug),
}

impl From<PartnerId> for PartnerName {
    fn from(id: PartnerId) -> Self {
        Self::Id(id)
    }
}

impl fmt::Display for PartnerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Slug(slug) => slug.fmt(f),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    Yes,
    No,
}

/// Values that are joined by blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> List<T> {
    /// Nothing where the list is empty.
    pub fn unless_empty(self) -> Option<Self> {
        (!self.0.is_empty()).then_some(self)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T: fmt::Display> fmt::Display for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(T::to_string).collect();
        f.write_str(&words.join(" "))
    }
}

impl<T: fmt::Display> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: StoredText> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.split_whitespace().map(T::read).collect::<Result<_>>().map(Self).map_err(D::Error::custom)
    }
}

/// Texts of one key: stored as they are where it is one, else as a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "OneOrMore", into = "OneOrMore")]
pub struct Several(pub Vec<String>);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for Several {
    fn from(stored: OneOrMore) -> Self {
        match stored {
            OneOrMore::One(text) => Self(vec![text]),
            OneOrMore::More(texts) => Self(texts),
        }
    }
}

impl From<Several> for OneOrMore {
    fn from(Several(mut texts): Several) -> Self {
        match texts.len() {
            1 => Self::One(texts.remove(0)),
            _ => Self::More(texts),
        }
    }
}
