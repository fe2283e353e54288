//! Of the mail `notice`: what happened in a client. A digest is the same with several entries.

use serde::{Deserialize, Serialize};

use super::stored::{ended_by, event, ms, opt_ms};
use crate::domain::link::AutoExtend;
use crate::domain::notice::NoticeEvent;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::language::Locale;
use crate::language::catalogue::say;
use crate::mail::body::{self, Client, Reader, phrases};
use crate::mail::text::Line;

/// What happened, the first first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub entries: Vec<NoticeEntry>,
}

/// One thing that happened, as it was then, whatever became of it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeEntry {
    #[serde(with = "event")]
    pub event: NoticeEvent,
    /// On which side the reader is.
    pub reader: Reader,
    #[serde(with = "ms")]
    pub at: Instant,
    /// The audit number of the change.
    pub audit: i64,
    /// Whom it is about.
    pub person: Option<NoticePerson>,
    pub partner: Option<String>,
    /// The client that is part of this one now, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_client: Option<String>,
    /// Who did it, and whether they are of the support desk.
    #[serde(flatten, with = "ended_by")]
    pub by: Option<(String, bool)>,
    /// What the person or partner has by it.
    pub after: Option<NoticeTerms>,
    /// What they had before.
    pub before: Option<NoticeTerms>,
    /// The link that it is about, where its reader may change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<NoticeLink>,
    /// Whether it is left out, because it was taken back while the mail waited.
    #[serde(default, skip_serializing_if = "EntryState::holds")]
    pub state: EntryState,
    /// That it was taken back, or done again, after a mail about it had left: what this mail is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// Whether an entry of a mail that waits is still so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    #[default]
    Holds,
    TakenBack,
}

impl EntryState {
    fn holds(&self) -> bool {
        *self == Self::Holds
    }
}

/// What `undo` did with something that its reader was notified of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    pub turn: Turn,
    #[serde(with = "ms")]
    pub at: Instant,
    pub by: String,
    pub support: bool,
}

/// What undoing comes to, in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    TakenBack,
    /// Taking it back was itself taken back.
    DoneAgain,
}

impl Turn {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TakenBack => "taken_back",
            Self::DoneAgain => "done_again",
        }
    }
}

/// By how much an end moves by itself, in words.
pub(super) fn term(stored: Option<&str>, locale: &Locale<'_>) -> Option<Line> {
    let term = AutoExtend::parse(stored?).ok()?;
    Some(locale.term(term.term()).into())
}

/// A link in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLink {
    /// `lnk_17`.
    pub id: String,
    /// By how much its end moves by itself, as it is written: `6mo`; none if it does not.
    pub extends: Option<String>,
    /// The same before the change.
    pub extended: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePerson {
    /// Maybe empty.
    pub name: String,
    pub email: String,
}

/// What a person, or with no role the people of a partner, may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTerms {
    pub role: Option<Role>,
    pub permissions: Permissions,
    #[serde(with = "opt_ms")]
    pub until: Option<Instant>,
}

impl From<&Terms> for NoticeTerms {
    fn from(terms: &Terms) -> Self {
        Self { role: Some(terms.role), permissions: terms.permissions, until: terms.until }
    }
}

impl Notice {
    /// The most entries of one mail: with the longest names it stays within the bounds of templates.
    pub const MOST: usize = 10;

    /// What holds of it, as it leaves.
    #[must_use]
    pub fn holding(mut self) -> Self {
        self.entries.retain(|entry| entry.state == EntryState::Holds);
        self
    }

    /// What people see of it: what holds, or where nothing does, what it would have said.
    #[must_use]
    pub fn shown(self) -> Self {
        let holding = self.clone().holding();
        if holding.entries.is_empty() { self } else { holding }
    }

    pub fn body(&self, client: Client, locale: &Locale<'_>) -> body::Notice {
        let events: Vec<body::NoticeEntry> = self.entries.iter().map(|entry| entry.body(locale)).collect();
        let (event, who) = self.headline();
        body::Notice { client, event, who, events }
    }

    /// What the subject says: the event, and whom it is about.
    pub fn headline(&self) -> (&'static str, Option<Line>) {
        match self.entries.as_slice() {
            [NoticeEntry { undone: Some(undone), .. }] => (undone.turn.name(), None),
            [one] => (one.event.name(), one.who()),
            _ => (body::Notice::SEVERAL, None),
        }
    }
}

impl NoticeEntry {
    fn who(&self) -> Option<Line> {
        match (&self.person, &self.partner) {
            (Some(person), _) if person.name.is_empty() => Some(Line::new(&person.email)),
            (Some(person), _) => Some(Line::new(&person.name)),
            (None, partner) => partner.as_deref().map(Line::new),
        }
    }

    fn body(&self, locale: &Locale<'_>) -> body::NoticeEntry {
        let none = Permissions::EMPTY;
        let has = self.after.map_or(none, |after| after.permissions);
        let had = self.before.map_or(none, |before| before.permissions);
        let until = |terms: NoticeTerms| terms.until.map(|until| Line::from(locale.end(until)));
        let changed = self.before.zip(self.after);
        body::NoticeEntry {
            event: self.event.name(),
            reader: self.reader,
            who: self.who(),
            email: self.person.as_ref().map(|person| Line::new(&person.email)),
            partner: self.partner.as_deref().map(Line::new),
            former_client: self.former_client.as_deref().map(Line::new),
            by: self.by.as_ref().map(|(name, _)| Line::new(name)),
            by_support: self.by.as_ref().is_some_and(|(_, by_support)| *by_support),
            at: locale.at(self.at).into(),
            role: self.after.and_then(|after| after.role).map(|role| locale.role(role).into()),
            until: self.after.and_then(until),
            permissions: phrases(has, locale),
            former_role: self
                .before
                .filter(|before| self.after.is_none_or(|after| after.role != before.role))
                .and_then(|before| before.role)
                .map(|role| locale.role(role).into()),
            former_until: changed
                .filter(|(before, after)| before.until != after.until)
                .map(|(before, _)| until(before).unwrap_or_else(|| say!(locale, "further-notice").into())),
            gained: changed.map(|_| phrases(has.minus(had), locale)).unwrap_or_default(),
            undone: self.undone.as_ref().map(|undone| body::Undone {
                turn: undone.turn.name(),
                by: Line::new(&undone.by),
                by_support: undone.support,
                at: locale.at(undone.at).into(),
            }),
            extends: self.link.as_ref().and_then(|link| term(link.extends.as_deref(), locale)),
            formerly_extended: self
                .link
                .as_ref()
                .filter(|link| link.extends != link.extended)
                .and_then(|link| term(link.extended.as_deref(), locale)),
            command: None,
            page: None,
            lost: changed.map(|_| phrases(had.minus(has), locale)).unwrap_or_default(),
        }
    }
}
