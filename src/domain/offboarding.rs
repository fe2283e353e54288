//! What becomes of everything that someone holds who leaves their partner, and of what a partner holds that is closed.

use super::actor::Reach;

/// One sort of thing that ends, or stays, when someone leaves: the column `kind` of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldingKind {
    Partner,
    /// A place in a partner.
    Seat,
    /// A client reached by the place, through the partner's link.
    Client,
    /// A client that was chosen for the person.
    Assignment,
    /// Access of the person's own, given by a client.
    Grant,
    /// An invitation that waits for its answer.
    Invitation,
    /// A link request that waits for its answer.
    Request,
    Link,
    Session,
    /// A login that a client made for the partner, with a password that someone there may know.
    Dedicated,
    Login,
}

/// What becomes of it: the column `result` of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OffboardingResult {
    Unchanged,
    Ended,
    Closed,
    /// It was withdrawn before its answer.
    Cancelled,
    /// Its time was over already.
    Expired,
    /// Its term was over already.
    Lapsed,
    /// It is a colleague's from now on.
    TakenOver,
    /// It stays as it is.
    Kept,
    /// It stays, and lets no one in while the partner has no link.
    Stopped,
    /// Its password opens nothing any more; a new one is due.
    PasswordExpired,
    /// No one signs in with it any more.
    Deactivated,
}

/// On whose word someone leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Initiator {
    /// Support's, which may end everything.
    Support,
    /// A colleague's, who has a say in what is the partner's and in nothing that a client gave to the person.
    Colleague,
}

/// Who goes on with what is left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Successor {
    Nobody,
    Colleague,
    /// A colleague who could have sent the invitation concerned, by access of their own.
    InOffice,
}

/// What a login is still good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Left {
    Nothing,
    Access,
}

/// What becomes of access that a client gave to the person.
pub const fn of_grant(word: Initiator) -> OffboardingResult {
    match word {
        Initiator::Support => OffboardingResult::Ended,
        Initiator::Colleague => OffboardingResult::Kept,
    }
}

/// What becomes of an invitation that the person sent, as someone who administers that client, and that waits. Only
/// who could have sent it takes it over.
pub const fn of_invitation(word: Initiator, successor: Successor) -> OffboardingResult {
    match (word, successor) {
        (Initiator::Colleague, _) => OffboardingResult::Kept,
        (Initiator::Support, Successor::InOffice) => OffboardingResult::TakenOver,
        (Initiator::Support, Successor::Nobody | Successor::Colleague) => OffboardingResult::Cancelled,
    }
}

/// What becomes of a link request that the person made and that waits. It is the partner's: it never ends with them.
pub const fn of_request(successor: Successor) -> OffboardingResult {
    match successor {
        Successor::Nobody => OffboardingResult::Kept,
        Successor::Colleague | Successor::InOffice => OffboardingResult::TakenOver,
    }
}

/// What becomes of the login.
pub const fn of_login(left: Left) -> OffboardingResult {
    match left {
        Left::Nothing => OffboardingResult::Deactivated,
        Left::Access => OffboardingResult::Kept,
    }
}

/// Whose login a dedicated user's is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    ThePartner,
    /// A person enters something with it as well.
    APersonToo,
}

/// What becomes of the password of a dedicated user. The person who leaves may know it; but where a person enters more
/// with that login, no partner ends their way in.
pub const fn of_dedicated(serves: Serves) -> OffboardingResult {
    match serves {
        Serves::ThePartner => OffboardingResult::PasswordExpired,
        Serves::APersonToo => OffboardingResult::Kept,
    }
}

/// Whether a colleague may go on with what someone leaves: all that the person reached, they reach too. So no one's
/// reach grows by it.
pub fn can_inherit(leaver: &Reach, successor: &Reach) -> bool {
    leaver.is_within(successor)
}

impl HoldingKind {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Seat => "seat",
            Self::Client => "client",
            Self::Assignment => "assignment",
            Self::Grant => "grant",
            Self::Invitation => "invitation",
            Self::Request => "request",
            Self::Link => "link",
            Self::Session => "session",
            Self::Dedicated => "dedicated",
            Self::Login => "login",
        }
    }
}

impl HoldingKind {
    /// What people call one of it; several have an `s` behind.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Assignment => "chosen client",
            Self::Request => "link request",
            Self::Dedicated => "dedicated login",
            other => other.name(),
        }
    }
}

impl OffboardingResult {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Ended => "ended",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Lapsed => "lapsed",
            Self::TakenOver => "taken_over",
            Self::Kept => "kept",
            Self::Stopped => "stopped",
            Self::PasswordExpired => "password_expired",
            Self::Deactivated => "deactivated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::{Restriction, Scope};
    use crate::domain::id::ClientId;

    const HEIRS: [Successor; 3] = [Successor::Nobody, Successor::Colleague, Successor::InOffice];

    #[test]
    fn client_gifts_are_removed_by_support_only() {
        assert_eq!(
            (of_grant(Initiator::Support), of_grant(Initiator::Colleague)),
            (OffboardingResult::Ended, OffboardingResult::Kept)
        );
        for successor in HEIRS {
            assert_eq!(of_invitation(Initiator::Colleague, successor), OffboardingResult::Kept);
        }
    }

    #[test]
    fn only_a_possible_sender_takes_over() {
        let fates = HEIRS.map(|successor| of_invitation(Initiator::Support, successor));
        assert_eq!(fates, [OffboardingResult::Cancelled, OffboardingResult::Cancelled, OffboardingResult::TakenOver]);
    }

    #[test]
    fn request_of_partner_goes_on() {
        assert_eq!(
            HEIRS.map(of_request),
            [OffboardingResult::Kept, OffboardingResult::TakenOver, OffboardingResult::TakenOver]
        );
    }

    #[test]
    fn useless_login_is_deactivated() {
        assert_eq!(
            (of_login(Left::Nothing), of_login(Left::Access)),
            (OffboardingResult::Deactivated, OffboardingResult::Kept)
        );
    }

    #[test]
    fn heirs_get_no_more_than_they_have() {
        let reach = |clients: &[i64], restriction| Reach {
            scope: Scope::Clients(clients.iter().copied().map(ClientId::new).collect()),
            restriction,
        };
        let leaver = reach(&[1], Restriction::None);
        assert!(can_inherit(&leaver, &reach(&[1, 2], Restriction::None)));
        assert!(!can_inherit(&leaver, &reach(&[2], Restriction::None)));
        assert!(!can_inherit(&leaver, &reach(&[1], Restriction::NoSettings)));
    }
}
