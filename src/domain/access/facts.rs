//! The facts about a person and a client from which the rule decides.

use super::super::actor::Restriction;
use super::super::grant::GrantState;
use super::super::id::{LinkId, PartnerId, UserId};
use super::super::link::{AutoExtend, Link, LinkStatus, Origin};
use super::super::permission::Permissions;
use super::super::terms::Terms;
use super::super::time::Instant;

/// Everything that bears on whether one person may enter one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessFacts {
    pub login: LoginFacts,
    pub client: ClientFacts,
    /// The person's own grant here, in whatever state.
    pub own_grant: Option<GrantFacts>,
    /// The partner whose user the person is.
    pub partner: Option<PartnerFacts>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginFacts {
    /// Activated, and not deactivated: the only one that lets in.
    Active,
    /// Entered by someone, never used by its person.
    Prepared,
    Inactive,
    /// Not there yet, at that time.
    Unborn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientFacts {
    /// Not closed: the only one that lets in.
    Open,
    Closed,
    /// Not there yet, at that time.
    Unborn,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantFacts {
    pub terms: Terms,
    /// How far it has come.
    pub state: GrantState,
    /// Whether it exists by itself.
    pub rests_on: Footing,
}

/// What a grant rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Footing {
    Itself,
    /// A dedicated user's: the link of the partner that it was made for, if there is one.
    Link(Option<LinkFacts>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    pub id: LinkId,
    pub origin: Origin,
    pub status: LinkStatus,
    pub permissions: Permissions,
    pub until: Option<Instant>,
    /// By how much that end moves by itself, if it does.
    pub auto_extend: Option<AutoExtend>,
}

/// The person as a partner user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerFacts {
    pub partner: PartnerId,
    /// Whether the partner is not closed.
    pub partner_active: bool,
    /// The first instant at which the person is no longer its user; `None` = without end.
    pub until: Option<Instant>,
    /// Whether `settings` is taken away from what the person reaches as its user (S4.14).
    pub restriction: Restriction,
    /// The partner's link with the client.
    pub link: Option<LinkFacts>,
    /// Whether the person's scope takes the client in.
    pub coverage: Coverage,
    /// The dedicated user that the client made for the partner.
    pub dedicated: Option<DedicatedFacts>,
}

/// Whether a partner user's scope takes a client in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// The scope is all clients of the partner.
    All,
    /// The scope is chosen clients, and this is one.
    Assigned,
    /// The scope is chosen clients, and this is none.
    NotAssigned,
}

/// The dedicated user of a partner in a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DedicatedFacts {
    pub user: UserId,
    /// Whether that login is active.
    pub user_active: bool,
    pub grant: GrantFacts,
}

impl AccessFacts {
    /// The instants at which the answer may change although no one does anything: the ends of terms.
    pub fn ends(&self) -> impl Iterator<Item = Instant> {
        let own = self.own_grant.iter().flat_map(GrantFacts::ends);
        let partner = self.partner.iter().flat_map(|partner| {
            let dedicated = partner.dedicated.iter().flat_map(|dedicated| dedicated.grant.ends());
            partner.until.into_iter().chain(partner.link.iter().filter_map(|link| link.until)).chain(dedicated)
        });
        own.chain(partner)
    }
}

impl LoginFacts {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Active => "the login is active",
            Self::Prepared => "the login was never activated",
            Self::Inactive => "the login is deactivated",
            Self::Unborn => "the login did not exist yet",
        }
    }
}

impl ClientFacts {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Open => "the client is open",
            Self::Closed => "the client is closed",
            Self::Unborn => "the client did not exist yet",
        }
    }
}

impl GrantFacts {
    fn ends(&self) -> impl Iterator<Item = Instant> {
        let link = match &self.rests_on {
            Footing::Itself | Footing::Link(None) => None,
            Footing::Link(Some(link)) => link.until,
        };
        self.terms.until.into_iter().chain(link)
    }

    /// Whether the login that holds it was made for a partner.
    pub const fn is_for_partner(&self) -> bool {
        matches!(self.rests_on, Footing::Link(_))
    }

    /// Whether it was accepted and not ended; its term is another matter.
    pub fn is_active(&self) -> bool {
        self.state == GrantState::Active
    }
}

impl LinkFacts {
    /// What matters of a link as of now.
    pub fn of(link: &Link, now: Instant) -> Self {
        Self {
            id: link.id,
            origin: link.origin,
            status: link.status(now),
            permissions: link.permissions,
            until: link.until,
            auto_extend: link.auto_extend,
        }
    }

    /// Whether it gives access now.
    pub fn in_force(&self, now: Instant) -> bool {
        self.status == LinkStatus::Linked && self.until.is_none_or(|until| now < until)
    }
}

impl Coverage {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::All => "the person's scope is all clients of the partner",
            Self::Assigned => "the client is assigned to the person",
            Self::NotAssigned => "the person's scope is other clients of the partner",
        }
    }
}
