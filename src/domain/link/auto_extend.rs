//! A link whose end moves by itself: the client says yes once, and before each end the link goes on by a term, until
//! someone ends that (docs/reference.md#links).

use std::fmt;

use super::super::audit_event::{AuditEvent, End, Event, Field};
use super::super::step::Step;
use super::super::terms::{TERM_MOST, ends_later};
use super::super::time::{Instant, Span, Term, Zone};
use super::{Link, LinkEdit};
use crate::error::{Error, Flag, Hint, Result, hint};

/// So long before its end a link is extended: longer than deliveries pause over holidays, and late enough to be news.
pub const LEAD: Span = Span::WEEK;
/// The shortest term. With [`LEAD`] it is never extended twice for one end.
const LEAST: Span = Span::days(30);
/// The longest, in days and in months: with [`LEAD`] no end is further away than a term may be.
const MOST: (Span, u32) = (Span::days(366), 12);

/// By how much the end of a link moves each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutoExtend(Term);

/// What is to become of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AutoExtendEdit {
    #[default]
    Keep,
    By(AutoExtend),
    Off,
}

impl AutoExtend {
    /// Reads a term from 30 days to a year: `90d`, `6mo`, `1y`.
    ///
    /// # Errors
    /// `usage` for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let term = Term::parse(text)?;
        let is_possible = match term {
            Term::Span(span) => (LEAST..=MOST.0).contains(&span) && span.ms() % Span::DAY.ms() == 0,
            Term::Months(months) => months <= MOST.1,
        };
        if is_possible {
            return Ok(Self(term));
        }
        Err(Error::usage(format!("{text} is no term by which a link is extended by itself"))
            .hint(Hint::plain("it is from 30 days to one year: `90d`, `6mo`, `1y`")))
    }

    #[must_use]
    pub const fn term(self) -> Term {
        self.0
    }

    /// The end after this one. A month is one of the calendar in this zone.
    #[must_use]
    pub fn next_end(self, end: Instant, zone: &Zone) -> Instant {
        self.0.end(end, zone)
    }
}

impl AutoExtend {
    /// For people at a terminal: `6 months`, `1 year`, `90 days`.
    #[must_use]
    pub fn in_words(self) -> String {
        let (count, unit) = match self.0 {
            Term::Months(months) if months % 12 == 0 => (i64::from(months / 12), "year"),
            Term::Months(months) => (i64::from(months), "month"),
            Term::Span(span) => (span.ms() / Span::DAY.ms(), "day"),
        };
        format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

/// As it is written and stored: `6mo`, `90d`.
impl fmt::Display for AutoExtend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Term::Span(span) => span.fmt(f),
            Term::Months(months) => write!(f, "{months}mo"),
        }
    }
}

impl Link {
    /// Until when it lasts by what the client agreed to: without end where its end moves by itself.
    pub fn agreed_until(&self) -> Option<Instant> {
        self.until.filter(|_| self.auto_extend.is_none())
    }

    /// Gives the link another way to go on. Where nothing is said of it, it stays, but for a link that has no end, or is
    /// made to end sooner: that is to end then.
    pub(super) fn set_auto_extend(&mut self, edit: AutoExtendEdit, former: Option<Instant>) -> Result<()> {
        self.auto_extend = match edit {
            AutoExtendEdit::Off => None,
            AutoExtendEdit::Keep if self.until.is_none() || ends_later(former, self.until) => None,
            AutoExtendEdit::Keep => self.auto_extend,
            AutoExtendEdit::By(_) if self.until.is_none() => return Err(self.has_no_end()),
            AutoExtendEdit::By(term) => Some(term),
        };
        Ok(())
    }

    fn has_no_end(&self) -> Error {
        Error::usage("a link without end cannot be extended")
            .hint(hint!["leave ", Flag::AutoExtend, " out, or give it an end too"])
            .fact("link_id", self.id.to_string())
            .fact("client_id", self.client.to_string())
    }

    /// The end moves by itself. Unchanged unless the client wants that, the link is in force and the end is near: what has
    /// ended stays so.
    pub fn extend_by_itself(mut self, now: Instant, zone: &Zone) -> Step<Self> {
        let (Some(term), Some(until)) = (self.auto_extend, self.until) else { return Step::Unchanged(self) };
        if self.deleted_at.is_some() || !self.in_force(now) || until > now + LEAD {
            return Step::Unchanged(self);
        }
        let end = term.next_end(until, zone).min(now + TERM_MOST);
        self.until = Some(end);
        self.drop_given_extension();
        let event = AuditEvent::LinkAutoExtend {
            id: self.id,
            partner: self.partner.into(),
            term: term.to_string(),
            notified: None,
        };
        Step::Made(self, Event::from(event).changing(Field::Until, End(Some(until)), End(Some(end))))
    }
}

impl LinkEdit {
    /// Whether anything is to be changed.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
