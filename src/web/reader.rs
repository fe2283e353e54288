//! The reader of a page: in which language they read, and by which clock.

use crate::domain::language::Language;
use crate::domain::login::LoginRow;
use crate::domain::time::Zone;
use crate::language::{Locale, Text};

use super::desk::Desk;
use super::language::{Mailed, of_person, of_stranger};
use super::visit::Visit;
use super::{ByBrowser, Site};

/// Who reads.
pub struct Reader {
    pub language: Language,
    zone: Zone,
    /// Whether the browser had a say, so that another one may get the page in another language.
    pub(super) by_browser: ByBrowser,
}

impl Reader {
    /// Someone of whom nothing is known.
    pub fn stranger(site: &Site, desk: &Desk, visit: &Visit) -> Self {
        Self { language: site.of_stranger(visit), zone: desk.zone.clone(), by_browser: ByBrowser::Yes }
    }

    /// A person who is signed in.
    pub fn person(site: &Site, desk: &Desk, visit: &Visit, login: &LoginRow) -> Self {
        let language = site.of_person(visit, login);
        Self { language, zone: desk.zone.clone(), by_browser: ByBrowser::No }
    }

    /// Who got the mail whose code opened the page.
    pub fn mailed(site: &Site, desk: &Desk, visit: &Visit, mailed: Mailed) -> Self {
        let language = mailed.language(visit.chosen_language(), site.language);
        Self { language, zone: desk.zone.clone(), by_browser: ByBrowser::No }
    }

    /// What is said to them.
    pub fn locale(&self) -> Locale<'_> {
        Locale::of(Text::Pages, self.language, &self.zone)
    }
}

impl Site {
    /// The language for someone of whom nothing is known.
    pub(super) fn of_stranger(&self, visit: &Visit) -> Language {
        of_stranger(visit.chosen_language(), visit.accepted, self.language)
    }

    /// The language for a person who is signed in.
    pub(super) fn of_person(&self, visit: &Visit, login: &LoginRow) -> Language {
        of_person(login.language, visit.chosen_language(), self.language)
    }
}
