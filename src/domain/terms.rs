//! What a grant gives: role, permissions, and until when; and what it means to say the same again.

use super::permission::Permissions;
use super::role::{Role, listed};
use super::sending::end_in_words;
use super::time::{Instant, Span};
use crate::error::{Error, Fact, Flag, Given, Hint, Result, Sentence, ToValue, hint, sentence};

/// The longest term of a grant or a link, two years (docs/reference.md#reach): with a leap day, and the rest of the last
/// day, which `--until` includes.
pub const TERM_MOST: Span = Span::days(732);

/// What a grant or an invitation gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Terms {
    /// What the person is in the client.
    pub role: Role,
    pub permissions: Permissions,
    /// The first instant at which it no longer holds; `None` = no end.
    pub until: Option<Instant>,
}

impl Terms {
    /// The terms as one word, by which an answer says what it was shown.
    pub fn word(&self) -> String {
        word(self.role.name(), &self.permissions.to_text(), self.until)
    }

    /// Whether they let administer users: role owner or admin *and* `users` (docs/reference.md#terms).
    pub const fn administer_users(&self) -> bool {
        self.role.may_administer_users(self.permissions)
    }

    /// Whether someone with these terms can administer the client's users for good: what an active client keeps at
    /// least one of (docs/reference.md#the-last-administrator).
    pub const fn administer_for_good(&self) -> bool {
        self.administer_users() && self.until.is_none()
    }

    /// Whether someone who has these may give those permissions: no one gives more than they have.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_given(&self, permissions: Permissions) -> Result<(), Sentence> {
        let (has, excess) = (self.permissions, permissions.minus(self.permissions));
        if excess.is_empty() {
            return Ok(());
        }
        let can = if has.is_empty() { "nothing".to_owned() } else { listed(has) };
        Err(format!("they do not have {} themselves; they can give {can}", listed(excess)).into())
    }

    /// Whether someone who has these may do anything about a person with that role.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_role(&self, other: Role) -> Result<(), Sentence> {
        if self.role.may_touch(other) {
            return Ok(());
        }
        Err(format!("the role {other} is above their own, {}", self.role).into())
    }

    /// Whether someone who has these may invite someone to those (docs/reference.md#no-one-grants-more-than-they-have).
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_offer(&self, offer: &Self) -> Result<(), Sentence> {
        if !self.administer_users() {
            return Err("they do not administer the users".into());
        }
        self.check_role(offer.role)?;
        self.check_given(offer.permissions)?;
        check_given_end(self.until, offer.until)
    }

    /// Whether they give more than `before` did, or end at another time: then the end counts as given.
    pub fn extend(&self, before: &Self) -> bool {
        self.widen(before) || self.until != before.until
    }

    /// Whether they give more than `before` did, or for longer. An earlier end gives nothing.
    pub fn widen(&self, before: &Self) -> bool {
        self.role > before.role
            || !self.permissions.is_subset_of(before.permissions)
            || ends_later(self.until, before.until)
    }
}

/// As [`Terms::word`], for terms as a list has them.
pub fn word(role: &str, permissions: &str, until: Option<Instant>) -> String {
    let until = until.map_or_else(|| "no-end".to_owned(), |until| until.ms().to_string());
    format!("{role}/{}/{until}", permissions.replace(' ', ","))
}

/// Whether someone whose own access ends at `own` may give access until `given`: no one gives a later end than their
/// own, and no one moves their own (docs/reference.md#no-one-grants-more-than-they-have).
///
/// # Errors
/// Why not, in words.
pub fn check_given_end(own: Option<Instant>, given: Option<Instant>) -> Result<(), Sentence> {
    match (own, given) {
        (Some(own), None) => Err(own),
        (Some(own), Some(given)) if given > own => Err(own),
        _ => Ok(()),
    }
    .map_err(|own| sentence!["their own access ends at ", own.as_end(), ", and no one gives access that ends later"])
}

/// What is to become of the end of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TermEdit {
    #[default]
    Keep,
    Until(Instant),
    /// It has no end any more.
    NoEnd,
}

impl TermEdit {
    /// The end of a term that ended at `before`; `None` = no end.
    #[must_use]
    pub const fn applied_to(self, before: Option<Instant>) -> Option<Instant> {
        match self {
            Self::Keep => before,
            Self::Until(until) => Some(until),
            Self::NoEnd => None,
        }
    }
}

/// Whether a term that ends at `end` goes on after one that ends at `other`; `None` = no end.
#[must_use]
pub fn ends_later(end: Option<Instant>, other: Option<Instant>) -> bool {
    other.is_some_and(|other| end.is_none_or(|end| end > other))
}

/// What was said on the line or in the row; what was not said is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    pub role: Option<Role>,
    pub permissions: Option<Permissions>,
    pub until: Option<Instant>,
}

/// One thing that was said otherwise than it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `role`, `permissions` or `until`.
    pub field: &'static str,
    pub holds: Sentence,
    pub asked: Sentence,
}

impl Asked {
    /// What `terms` says otherwise. What was not said differs from nothing.
    pub fn differences(&self, terms: &Terms) -> Vec<Difference> {
        [
            ("role", sentence![terms.role], self.role.map(|role| sentence![role])),
            ("permissions", terms.permissions.to_text().into(), self.permissions.map(|set| set.to_text().into())),
            ("until", end_in_words(terms.until), self.until.map(|asked| end_in_words(Some(asked)))),
        ]
        .into_iter()
        .filter_map(|(field, holds, asked)| {
            asked.filter(|asked| *asked != holds).map(|asked| Difference { field, holds, asked })
        })
        .collect()
    }

    /// Nothing, if `terms` (of `whose`: "inv_31") says the same.
    ///
    /// # Errors
    /// `conflict` that names each difference, with `remedy` as the next step: it is given the options of `user edit` that
    /// make it so.
    pub fn agree_with(&self, terms: &Terms, whose: &str, remedy: impl FnOnce(Vec<Given>) -> Hint) -> Result<()> {
        let differences = self.differences(terms);
        if differences.is_empty() {
            return Ok(());
        }
        let texts: Vec<_> = differences.iter().map(Difference::in_words).collect();
        let fields: Vec<_> = differences.iter().map(|d| d.field).collect();
        Err(Error::conflict(sentence![whose, " says otherwise: ", Sentence::joined(&texts, "; ")])
            .hint(remedy(differences.iter().map(Difference::option).collect()))
            .differs(Fact::list(fields)))
    }
}

impl Difference {
    fn in_words(&self) -> Sentence {
        match self.field {
            "until" => sentence!["until is ", self.holds, ", not ", self.asked],
            field => format!("{field} is {:?}, not {:?}", self.holds, self.asked).into(),
        }
    }

    /// What was asked, as an option of `user edit`.
    fn option(&self) -> Given {
        let asked = self.asked.as_str().replace(' ', ",").to_value();
        match self.field {
            "role" => Given::Role(asked),
            "permissions" => Given::Option(Flag::Permissions, asked),
            _ => Given::Option(Flag::Until, asked),
        }
    }
}

/// The end of a term, if one may ask for it now.
///
/// # Errors
/// `usage` when it is not in the future, or more than [`TERM_MOST`] away.
pub fn check_until(until: Instant, now: Instant) -> Result<Instant> {
    if until <= now {
        return Err(Error::usage(sentence!["a term that ends at ", until.as_end(), " is over already"])
            .hint(hint!["now is ", now.as_end()]));
    }
    if until.since(now) > TERM_MOST {
        return Err(Error::usage(sentence!["a term that ends at ", until.as_end(), " is too long"]).hint(hint![
            "two years are the most, that is ",
            (now + TERM_MOST).as_end(),
            "; it can be prolonged before it ends"
        ]));
    }
    Ok(until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::Permission;
    use crate::domain::verb::Verb;
    use crate::error::{Code, hint};

    const NOW: Instant = Instant::from_ms(1_795_000_000_000);

    #[test]
    fn term_ends_within_two_years() {
        for (ms, fine) in [(-1, false), (0, false), (1, true), (TERM_MOST.ms(), true), (TERM_MOST.ms() + 1, false)] {
            let until = Instant::from_ms(NOW.ms() + ms);
            assert_eq!(check_until(until, NOW).map_err(|e| e.code()), if fine { Ok(until) } else { Err(Code::Usage) });
        }
    }

    #[test]
    fn no_one_gives_a_later_end_than_their_own() {
        let later = Instant::from_ms(NOW.ms() + 1);
        for (own, given, may) in [
            (None, None, true),
            (None, Some(NOW), true),
            (Some(NOW), Some(NOW), true),
            (Some(later), Some(NOW), true),
            (Some(NOW), Some(later), false),
            (Some(NOW), None, false),
        ] {
            assert_eq!(check_given_end(own, given).is_ok(), may, "{own:?} {given:?}");
        }
    }

    #[test]
    fn lasting_admin_has_users_and_no_term() {
        for role in Role::ALL {
            let terms = Terms { role, permissions: role.most(), until: None };
            assert_eq!(terms.administer_for_good(), role.holds_office(), "{role}");
            let ending = Terms { until: Some(NOW), ..terms };
            let narrowed = Terms { permissions: terms.permissions.without(Permission::Users), ..terms };
            assert!(!ending.administer_for_good() && !narrowed.administer_for_good(), "{role}");
            assert_eq!(ending.administer_users(), role.holds_office(), "{role}");
        }
    }

    #[test]
    fn no_one_offers_more_than_they_have() {
        let full = |role: Role| Terms { role, permissions: role.most(), until: None };
        let (owner, admin) = (full(Role::Owner), full(Role::Admin));
        let later = Instant::from_ms(NOW.ms() + 1);
        let guest = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), until: None };
        let narrow = Terms { permissions: guest.permissions.with(Permission::Users), ..admin };
        for (own, offer, may) in [
            (owner, owner, true),
            (owner, admin, true),
            (admin, owner, false),
            (narrow, guest, true),
            (narrow, admin, false),
            (Terms { until: Some(NOW), ..admin }, guest, false),
            (Terms { until: Some(NOW), ..admin }, Terms { until: Some(later), ..guest }, false),
            (Terms { until: Some(NOW), ..admin }, Terms { until: Some(NOW), ..guest }, true),
            (Terms { permissions: admin.permissions.without(Permission::Users), ..admin }, guest, false),
            (guest, guest, false),
        ] {
            assert_eq!(own.check_offer(&offer).is_ok(), may, "{own:?} {offer:?}");
        }
    }

    #[test]
    fn another_end_counts_as_given_too() {
        let before = Terms { role: Role::Manager, permissions: Role::Manager.default_permissions(), until: Some(NOW) };
        let guest = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), ..before };
        for (after, extends) in [
            (before, false),
            (guest, false),
            (Terms { role: Role::Admin, ..before }, true),
            (Terms { permissions: Permissions::ALL, ..before }, true),
            (Terms { until: None, ..guest }, true),
        ] {
            assert_eq!(after.extend(&before), extends, "{after:?}");
        }
    }

    #[test]
    fn terms_widen_by_role_permission_or_end() {
        let before = Terms { role: Role::Manager, permissions: Role::Manager.default_permissions(), until: Some(NOW) };
        let guest = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), ..before };
        for (after, widens) in [
            (before, false),
            (guest, false),
            (Terms { role: Role::Admin, ..before }, true),
            (Terms { permissions: Permissions::ALL, ..before }, true),
            (Terms { until: Some(NOW - Span::DAY), ..before }, false),
            (Terms { until: Some(NOW + Span::DAY), ..before }, true),
            (Terms { until: None, ..guest }, true),
        ] {
            assert_eq!(after.widen(&before), widens, "{after:?}");
        }
        assert!(!before.widen(&Terms { until: None, ..before }));
    }

    #[test]
    fn unsaid_terms_differ_from_nothing() {
        let terms = Terms { role: Role::Manager, permissions: Role::Manager.default_permissions(), until: None };
        let remedy = |options| hint!["change it with ", Verb::UserEdit.step().give(options)];
        let nothing = Asked::default();
        assert!(nothing.agree_with(&terms, "inv_31", remedy).is_ok());
        let same = Asked { role: Some(Role::Manager), permissions: Some(terms.permissions), until: None };
        assert!(same.agree_with(&terms, "inv_31", remedy).is_ok());
        let other = Asked { role: Some(Role::Admin), permissions: None, until: Some(NOW) };
        let error = other.agree_with(&terms, "inv_31", remedy).unwrap_err();
        assert_eq!(error.hints(), [format!("change it with <user edit admin until {NOW}>")]);
        assert_eq!(error.code(), Code::Conflict);
        assert_eq!(
            error.message(),
            format!("inv_31 says otherwise: role is \"manager\", not \"admin\"; until is no end, not {NOW}")
        );
        assert_eq!(error.facts(), [("differs", Fact::list(["role", "until"]))]);
    }
}
