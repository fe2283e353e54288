//! One-click readiness: whether a partner's people can enter a client with one action, and if not, what is missing, who
//! must do it, and by which command (docs/reference.md#reach). Derived, never stored.

use super::access::{DedicatedFacts, LinkFacts};
use super::dedicated;
use super::id::{InvitationId, LinkId};
use super::link::{LinkStatus, Origin};
use super::time::Instant;
use crate::domain::verb::Verb;
use crate::error::{Flag, NextStep};

#[cfg(test)]
mod tests;

/// Everything that bears on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadinessFacts {
    /// Whether the client is not closed.
    pub client_open: bool,
    /// Whether the partner is not closed.
    pub partner_active: bool,
    /// Whether support noted that the partner referred the client.
    pub associated: bool,
    pub link: Option<LinkFacts>,
    /// A request of the partner that no one answered in time, where no later link is.
    pub lapsed: Option<LinkId>,
    /// The dedicated user that the client made for the partner.
    pub dedicated: Option<DedicatedFacts>,
    /// The person who can act for the client.
    pub owner: Owner,
}

/// The person who can act for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// An owner or admin is in.
    IsIn,
    /// The owner is prepared, and waits for no answer.
    NotAsked,
    /// The owner's invitation waits for the answer.
    Asked(InvitationId),
    AskedInVain(InvitationId),
    /// There was one, who was taken out, or whose access ended with the client.
    Former,
    /// There never was one.
    Nobody,
}

/// One thing that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Client,
    Partner,
    /// No one noted that the two have to do with each other (S0.11).
    Association,
    /// No one can act for the client yet.
    Owner(Owner),
    /// The client has made no dedicated user (S0.14).
    DedicatedUser,
    /// Its login is not active.
    DedicatedUserInactive,
    DedicatedUserEnded,
    /// Its role is too low.
    DedicatedUserRole,
    /// The client has not linked the partner (S0.15).
    Link,
    /// The partner's request was not answered in time.
    Request(LinkId),
    /// The partner's request waits for the client's answer.
    Answer(LinkId),
    /// The link is agreed and not set up yet.
    SetUp(LinkId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    Support,
    /// An owner or admin of the client.
    Client,
    Partner,
}

#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    pub client: &'a str,
    pub partner: &'a str,
    /// The address of the person who acts for the client.
    pub owner: Option<&'a str>,
    /// The address of the dedicated user.
    pub login: Option<&'a str>,
}

/// What is missing, in the order in which it can be done; nothing: one action enters.
pub fn missing(facts: &ReadinessFacts, now: Instant) -> Vec<Missing> {
    // What is closed does not get ready: the rest would be done in vain.
    if !facts.partner_active {
        return vec![Missing::Partner];
    }
    if !facts.client_open {
        return vec![Missing::Client];
    }
    let link = facts.link.as_ref().filter(|link| link.is_on_its_way() || link.in_force(now));
    let mut steps = Vec::new();
    if !facts.associated && link.is_none() {
        steps.push(Missing::Association);
    }
    // The partner's people enter under their own logins where the partner asked.
    if link.map_or(facts.lapsed.is_none(), |link| link.origin == Origin::Client) {
        steps.extend(of_dedicated(facts.dedicated.as_ref(), now));
    }
    steps.extend(match link {
        None => Some(facts.lapsed.map_or(Missing::Link, Missing::Request)),
        Some(link) if link.status == LinkStatus::Pending => Some(Missing::Answer(link.id)),
        Some(link) if link.status == LinkStatus::Approved => Some(Missing::SetUp(link.id)),
        Some(_) => None,
    });
    let first = steps.iter().position(|step| step.who() == Who::Client);
    if let (Some(first), false) = (first, facts.owner == Owner::IsIn) {
        steps.insert(first, Missing::Owner(facts.owner));
    }
    steps
}

fn of_dedicated(dedicated: Option<&DedicatedFacts>, now: Instant) -> Option<Missing> {
    let Some(user) = dedicated.filter(|user| user.grant.is_active()) else { return Some(Missing::DedicatedUser) };
    if !user.user_active {
        Some(Missing::DedicatedUserInactive)
    } else if user.grant.terms.until.is_some_and(|until| now >= until) {
        Some(Missing::DedicatedUserEnded)
    } else if !dedicated::ROLES.contains(&user.grant.terms.role) {
        Some(Missing::DedicatedUserRole)
    } else {
        None
    }
}

impl LinkFacts {
    /// Whether someone has to answer it or to set it up.
    const fn is_on_its_way(&self) -> bool {
        matches!(self.status, LinkStatus::Pending | LinkStatus::Approved)
    }
}

impl Missing {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Client => "client_closed",
            Self::Partner => "partner_closed",
            Self::Association => "association",
            Self::Owner(_) => "owner",
            Self::DedicatedUser => "dedicated_user",
            Self::DedicatedUserInactive => "dedicated_user_inactive",
            Self::DedicatedUserEnded => "dedicated_user_ended",
            Self::DedicatedUserRole => "dedicated_user_role",
            Self::Link => "link",
            Self::Request(_) => "link_request",
            Self::Answer(_) => "link_answer",
            Self::SetUp(_) => "link_set_up",
        }
    }

    #[must_use]
    pub const fn who(self) -> Who {
        match self {
            Self::Client
            | Self::Partner
            | Self::Association
            | Self::DedicatedUserInactive
            | Self::SetUp(_)
            | Self::Owner(Owner::IsIn | Owner::NotAsked | Owner::AskedInVain(_) | Owner::Former | Owner::Nobody) => {
                Who::Support
            }
            Self::Owner(Owner::Asked(_))
            | Self::DedicatedUser
            | Self::DedicatedUserEnded
            | Self::DedicatedUserRole
            | Self::Link
            | Self::Answer(_) => Who::Client,
            Self::Request(_) => Who::Partner,
        }
    }

    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Client => "the client is closed",
            Self::Partner => "the partner is closed",
            Self::Association => "the client is not associated with the partner",
            Self::Owner(Owner::Asked(_)) => "the owner has not accepted the invitation yet",
            Self::Owner(Owner::AskedInVain(_)) => "the owner's invitation expired",
            Self::Owner(Owner::NotAsked) => "the owner is not invited",
            Self::Owner(Owner::Former) => "the client has no owner any more",
            Self::Owner(Owner::IsIn | Owner::Nobody) => "the client has no owner",
            Self::DedicatedUser => "the client has made no dedicated user for the partner",
            Self::DedicatedUserInactive => "the login of the dedicated user is not active",
            Self::DedicatedUserEnded => "the term of the dedicated user is over",
            Self::DedicatedUserRole => "the dedicated user is neither admin nor supervisor",
            Self::Link => "the client has not linked the partner",
            Self::Request(_) => "the partner's request was not answered in time",
            Self::Answer(_) => "the partner's request waits for the client's answer",
            Self::SetUp(_) => "the link is agreed and not set up yet",
        }
    }

    /// How it is done; nothing where nothing helps, or someone has to be named first.
    #[must_use]
    pub fn command(self, names: &Names<'_>) -> Option<NextStep> {
        let Names { client, partner, .. } = names;
        let owner = names.owner;
        let login = names.login;
        let on_behalf = |step: NextStep, owner: &str| step.with(Flag::As, owner).reason("asked for by phone");
        Some(match self {
            Self::Partner | Self::Owner(Owner::IsIn | Owner::Nobody) => return None,
            Self::Client => Verb::ClientReopen.step().about(client),
            Self::Association => Verb::ClientAssociate.step().about(client).partner(partner),
            Self::Owner(Owner::NotAsked) => Verb::InviteSend.step().about(owner?).client(client),
            Self::Owner(Owner::Former) => Verb::InviteSend.step().about(owner?).client(client).role("owner"),
            Self::Owner(Owner::AskedInVain(id)) => Verb::InviteResend.step().about(&id).client(client),
            Self::Owner(Owner::Asked(id)) => on_behalf(Verb::InviteAccept.step().about(&id).client(client), owner?),
            Self::DedicatedUser => on_behalf(
                Verb::UserAdd.step().client(client).role("supervisor").with(Flag::ForPartner, partner),
                owner?,
            ),
            Self::DedicatedUserInactive => Verb::UserActivate.step().about(login?),
            Self::DedicatedUserEnded => {
                on_behalf(Verb::UserEdit.step().about(login?).client(client).switch(Flag::NoUntil), owner?)
            }
            Self::DedicatedUserRole => {
                on_behalf(Verb::UserEdit.step().about(login?).client(client).role("supervisor"), owner?)
            }
            Self::Link => on_behalf(Verb::LinkCreate.step().partner(partner).client(client), owner?),
            Self::Request(id) => Verb::LinkResend.step().about(&id).client(client),
            Self::Answer(id) => on_behalf(Verb::LinkApprove.step().about(&id).client(client), owner?),
            Self::SetUp(id) => Verb::LinkProcess.step().about(&id).client(client),
        })
    }
}

impl Who {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Client => "client",
            Self::Partner => "partner",
        }
    }

    /// The same in a sentence.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Client => "the client",
            Self::Partner => "the partner",
        }
    }
}
