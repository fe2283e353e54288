//! The news that an access has ended.

use minijinja::{Value, context};
use serde::{Deserialize, Serialize};

use super::expiring::who;
use super::{Access, Client, ExpiringAccess, access, client, text};

/// Someone's access, or a partner's link, has ended.
#[derive(Debug, Clone, Copy)]
pub struct AccessEnded<'a> {
    pub client: Client<'a>,
    pub whose: ExpiringAccess<'a>,
    pub reader: Reader,
    /// What they could do. It ends never again: `until` is empty.
    pub access: Access<'a>,
    /// When it ended, in plain words with zone.
    pub at: &'a str,
    /// Who ended it; none where its term was over.
    pub ended_by: Option<EndedBy<'a>>,
    /// By which other ways the person, or people of the partner, still enter.
    pub still: &'a [Still<'a>],
}

/// Another way that is still open.
#[derive(Debug, Clone, Copy)]
pub struct Still<'a> {
    /// The address of the person.
    pub who: &'a str,
    /// The way, with what it gives.
    pub by: &'a str,
    /// The command by which support closes it.
    pub command: &'a str,
}

/// Who ended an access. Why is not shown: what staff notes for the audit is not meant for the reader.
#[derive(Debug, Clone, Copy)]
pub struct EndedBy<'a> {
    /// A person's name, or the address.
    pub name: &'a str,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
}

/// On which side of the access the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The person whose access it was.
    Person,
    /// Someone of the partner whose link it was.
    Partner,
    /// Who owns or administers the client.
    Office,
}

impl Reader {
    pub const ALL: [Self; 3] = [Self::Person, Self::Partner, Self::Office];

    /// The word for it, in templates and in stored facts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Partner => "partner",
            Self::Office => "office",
        }
    }
}

impl Still<'_> {
    pub(super) fn value(&self) -> Value {
        context! { who => text(self.who), by => text(self.by), command => text(self.command) }
    }
}

impl AccessEnded<'_> {
    pub(super) fn context(&self) -> Value {
        context! {
            client => client(&self.client),
            reader => self.reader.name(),
            access => access(&self.access),
            at => text(self.at),
            ended_by => self.ended_by.map(|by| text(by.name)),
            by_support => self.ended_by.is_some_and(|by| by.by_support),
            still => self.still.iter().map(Still::value).collect::<Vec<_>>(),
            ..who(&self.whose),
        }
    }
}
