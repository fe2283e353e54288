//! A partner user's membership: how far it reaches, until when, and what may become of it (S4.5, S4.6, S4.14).

use std::collections::BTreeSet;

use super::actor::{Reach, Restriction, Scope};
use super::id::ClientId;
use super::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerMembership {
    pub reach: Reach,
    /// The first instant at which it no longer holds; `None` = no end.
    pub until: Option<Instant>,
}

/// What is to be otherwise about a membership. What is not said stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatEdit {
    pub restriction: Option<Restriction>,
    /// Another scope: all clients, or exactly these.
    pub scope: Option<Scope>,
    /// What becomes of the term.
    pub until: UntilEdit,
}

/// What becomes of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UntilEdit {
    #[default]
    Keep,
    Until(Instant),
    /// It has no end any more.
    NoEnd,
}

/// A membership whose scope is all clients has no chosen ones: to choose is to take away all others, which has to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReachesAll;

impl PartnerMembership {
    /// The membership as the edit makes it.
    pub fn edited(&self, edit: &SeatEdit) -> Self {
        Self {
            reach: Reach {
                scope: edit.scope.clone().unwrap_or_else(|| self.reach.scope.clone()),
                restriction: edit.restriction.unwrap_or(self.reach.restriction),
            },
            until: match edit.until {
                UntilEdit::Keep => self.until,
                UntilEdit::Until(until) => Some(until),
                UntilEdit::NoEnd => None,
            },
        }
    }

    /// Whether it gives more than `before` did, or ends at another time: then the end counts as given.
    pub fn extends(&self, before: &Self) -> bool {
        !self.reach.is_within(&before.reach) || self.until != before.until
    }

    /// Whether its term is not over.
    pub fn lasts(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// The membership with these clients next to those that it has.
    ///
    /// # Errors
    /// [`ReachesAll`].
    pub fn with(&self, clients: &BTreeSet<ClientId>) -> Result<Self, ReachesAll> {
        let chosen = self.chosen().ok_or(ReachesAll)?;
        Ok(self.choosing(chosen.union(clients).copied().collect()))
    }

    /// The membership without these clients.
    ///
    /// # Errors
    /// [`ReachesAll`].
    pub fn without(&self, clients: &BTreeSet<ClientId>) -> Result<Self, ReachesAll> {
        let chosen = self.chosen().ok_or(ReachesAll)?;
        Ok(self.choosing(chosen.difference(clients).copied().collect()))
    }

    /// The clients that were chosen one by one, if the membership does not reach all.
    pub const fn chosen(&self) -> Option<&BTreeSet<ClientId>> {
        match &self.reach.scope {
            Scope::All => None,
            Scope::Clients(clients) => Some(clients),
        }
    }

    /// The clients to be assigned so that this membership becomes `after`, and those to be taken away.
    pub fn moves(&self, after: &Self) -> (Vec<ClientId>, Vec<ClientId>) {
        let none = BTreeSet::new();
        let (had, has) = (self.chosen().unwrap_or(&none), after.chosen().unwrap_or(&none));
        (has.difference(had).copied().collect(), had.difference(has).copied().collect())
    }

    fn choosing(&self, clients: BTreeSet<ClientId>) -> Self {
        Self { reach: Reach { scope: Scope::Clients(clients), ..self.reach.clone() }, until: self.until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_ms(1_795_000_000_000);

    fn set(ids: &[i64]) -> BTreeSet<ClientId> {
        ids.iter().copied().map(ClientId::new).collect()
    }

    fn membership(clients: Option<&[i64]>) -> PartnerMembership {
        let scope = clients.map_or(Scope::All, |ids| Scope::Clients(set(ids)));
        PartnerMembership { reach: Reach { scope, restriction: Restriction::None }, until: None }
    }

    #[test]
    fn what_is_not_said_stays() {
        let before = PartnerMembership { until: Some(NOW), ..membership(Some(&[1])) };
        assert_eq!(before.edited(&SeatEdit::default()), before);
        let edit = SeatEdit { restriction: Some(Restriction::NoSettings), ..SeatEdit::default() };
        let after = before.edited(&edit);
        assert_eq!(
            (after.reach.restriction, after.chosen(), after.until),
            (Restriction::NoSettings, before.chosen(), Some(NOW))
        );
    }

    #[test]
    fn a_term_begins_moves_and_falls_away() {
        for (until, after) in [(UntilEdit::Keep, Some(NOW)), (UntilEdit::NoEnd, None)] {
            let before = PartnerMembership { until: Some(NOW), ..membership(None) };
            assert_eq!(before.edited(&SeatEdit { until, ..SeatEdit::default() }).until, after);
        }
        let edit = SeatEdit { until: UntilEdit::Until(NOW), ..SeatEdit::default() };
        assert_eq!(membership(None).edited(&edit).until, Some(NOW));
    }

    #[test]
    fn only_a_giving_edit_extends_a_seat() {
        let before = PartnerMembership { until: Some(NOW), ..membership(Some(&[1, 2])) };
        let restricted = |membership: PartnerMembership| PartnerMembership {
            reach: Reach { restriction: Restriction::NoSettings, ..membership.reach },
            until: membership.until,
        };
        for (after, extends) in [
            (before.clone(), false),
            (PartnerMembership { until: Some(NOW), ..membership(Some(&[1])) }, false),
            (restricted(before.clone()), false),
            (PartnerMembership { until: Some(NOW), ..membership(Some(&[1, 3])) }, true),
            (PartnerMembership { until: Some(NOW), ..membership(None) }, true),
            (membership(Some(&[1])), true),
        ] {
            assert_eq!(after.extends(&before), extends, "{after:?}");
        }
        assert!(before.extends(&restricted(before.clone())));
    }

    #[test]
    fn clients_are_added_and_removed_singly() {
        assert_eq!(membership(Some(&[1])).with(&set(&[1, 2])), Ok(membership(Some(&[1, 2]))));
        assert_eq!(membership(Some(&[])).with(&set(&[])), Ok(membership(Some(&[]))));
        assert_eq!(membership(Some(&[1, 2])).without(&set(&[2, 3])), Ok(membership(Some(&[1]))));
    }

    #[test]
    fn seat_for_all_clients_has_no_list() {
        assert_eq!(membership(None).with(&set(&[1])), Err(ReachesAll));
        assert_eq!(membership(None).without(&set(&[1])), Err(ReachesAll));
    }

    #[test]
    fn scope_change_assigns_and_unassigns() {
        let ids = |list: &[i64]| -> Vec<ClientId> { list.iter().copied().map(ClientId::new).collect() };
        for (before, after, assigned, taken) in [
            (Some(&[1, 2][..]), Some(&[2, 3][..]), ids(&[3]), ids(&[1])),
            (None, Some(&[1, 2]), ids(&[1, 2]), ids(&[])),
            (Some(&[1, 2]), None, ids(&[]), ids(&[1, 2])),
            (None, None, ids(&[]), ids(&[])),
        ] {
            assert_eq!(membership(before).moves(&membership(after)), (assigned, taken), "{before:?} {after:?}");
        }
    }
}
