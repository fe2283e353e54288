//! What is said alike in mails and on pages: times, terms, roles and permissions, in the language of a reader.

use super::catalogue::{Catalogue, Said, Text, say};
use crate::domain::language::Language;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::domain::time::{Instant, Parts, Span, Term, Zone};

/// The language of a reader, with the zone of their clock.
#[derive(Debug, Clone, Copy)]
pub struct Locale<'z> {
    catalogue: &'static Catalogue,
    zone: &'z Zone,
}

impl<'z> Locale<'z> {
    /// Of a reader of this text.
    pub fn of(text: Text, language: Language, zone: &'z Zone) -> Self {
        Self { catalogue: Catalogue::of(text, language), zone }
    }

    pub const fn language(&self) -> Language {
        self.catalogue.language()
    }

    pub const fn zone(&self) -> &'z Zone {
        self.zone
    }

    /// A sentence: by `say!`.
    pub fn say(&self, key: &str, values: &[(&str, Said<'_>)]) -> String {
        self.catalogue.say(key, values)
    }

    /// Date and time with zone: `21 Nov 2026 14:05 CET`.
    pub fn at(&self, at: Instant) -> String {
        self.zone.parts(at).map_or_else(|| self.zone.local(at), |parts| self.moment(&parts))
    }

    /// The end of a term, in a form that follows "until": a whole day where it is the end of one.
    pub fn end(&self, end: Instant) -> String {
        self.zone.end_parts(end).map_or_else(|| self.zone.end_in_words(end), |parts| self.moment(&parts))
    }

    /// `until the end of 31 Dec 2026 CET`, or `until further notice`.
    pub fn until(&self, end: Option<Instant>) -> String {
        match end {
            Some(end) => say!(self, "until", end = self.end(end)),
            None => say!(self, "until-further-notice"),
        }
    }

    fn moment(&self, parts: &Parts) -> String {
        let (day, month, year) = (i64::from(parts.day), self.month(parts.month), parts.year.to_string());
        match parts.clock {
            Some((hour, minute)) => {
                let (hour, minute) = (format!("{hour:02}"), format!("{minute:02}"));
                say!(
                    self,
                    "moment",
                    day = day,
                    month = month,
                    year = year,
                    hour = hour,
                    minute = minute,
                    zone = &parts.zone
                )
            }
            None => say!(self, "end-of-day", day = day, month = month, year = year, zone = &parts.zone),
        }
    }

    fn month(&self, month: u32) -> String {
        match month {
            1 => say!(self, "month-1"),
            2 => say!(self, "month-2"),
            3 => say!(self, "month-3"),
            4 => say!(self, "month-4"),
            5 => say!(self, "month-5"),
            6 => say!(self, "month-6"),
            7 => say!(self, "month-7"),
            8 => say!(self, "month-8"),
            9 => say!(self, "month-9"),
            10 => say!(self, "month-10"),
            11 => say!(self, "month-11"),
            _ => say!(self, "month-12"),
        }
    }

    /// `90 days`, `36 hours`, `90 minutes`.
    pub fn span(&self, span: Span) -> String {
        let count = |unit: Span| span.ms() / unit.ms();
        match () {
            () if span.ms() % Span::DAY.ms() == 0 => say!(self, "days", count = count(Span::DAY)),
            () if span.ms() % Span::HOUR.ms() == 0 => say!(self, "hours", count = count(Span::HOUR)),
            () => say!(self, "minutes", count = count(Span::MINUTE)),
        }
    }

    /// A term of the calendar: `6 months`, `1 year`, `90 days`.
    pub fn term(&self, term: Term) -> String {
        match term {
            Term::Months(months) if months % 12 == 0 => say!(self, "term-years", count = i64::from(months / 12)),
            Term::Months(months) => say!(self, "term-months", count = i64::from(months)),
            Term::Span(span) => self.span(span),
        }
    }

    pub fn role(&self, role: Role) -> String {
        match role {
            Role::Guest => say!(self, "role-guest"),
            Role::Manager => say!(self, "role-manager"),
            Role::Supervisor => say!(self, "role-supervisor"),
            Role::Admin => say!(self, "role-admin"),
            Role::Owner => say!(self, "role-owner"),
        }
    }

    /// What it lets a person do, as a phrase that follows "may".
    pub fn permission(&self, permission: Permission) -> String {
        match permission {
            Permission::Profile => say!(self, "permission-profile"),
            Permission::Contacts => say!(self, "permission-contacts"),
            Permission::Products => say!(self, "permission-products"),
            Permission::ProductsManage => say!(self, "permission-products-manage"),
            Permission::ProductsSso => say!(self, "permission-products-sso"),
            Permission::Domains => say!(self, "permission-domains"),
            Permission::DomainsManage => say!(self, "permission-domains-manage"),
            Permission::Invoices => say!(self, "permission-invoices"),
            Permission::Quotes => say!(self, "permission-quotes"),
            Permission::Tickets => say!(self, "permission-tickets"),
            Permission::Affiliates => say!(self, "permission-affiliates"),
            Permission::Emails => say!(self, "permission-emails"),
            Permission::Orders => say!(self, "permission-orders"),
            Permission::Users => say!(self, "permission-users"),
            Permission::Settings => say!(self, "permission-settings"),
        }
    }

    pub fn permissions(&self, set: Permissions) -> Vec<String> {
        set.iter().map(|permission| self.permission(permission)).collect()
    }

    /// The set in a sentence behind "with", by the names of the catalogue of permissions.
    pub fn set(&self, set: Permissions) -> String {
        let names = |set: Permissions| set.iter().map(Permission::name).collect::<Vec<_>>().join(", ");
        let missing = Permissions::ALL.minus(set);
        match missing.len() {
            0 => say!(self, "set-all"),
            1..=3 => say!(self, "set-all-but", names = names(missing)),
            _ if set.is_empty() => say!(self, "set-none"),
            _ => names(set),
        }
    }

    /// `a`, `a and b`, `a, b and c`.
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => say!(self, "list", first = first.join(", "), last = last),
        }
    }
}
