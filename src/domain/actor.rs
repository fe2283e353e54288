//! Who acts: staff in their own name, staff on behalf of a user (`--as EMAIL`), or a person themselves in a browser.

use std::collections::BTreeSet;

use super::id::{ClientId, PartnerId, StaffId, UserId, WebSessionId};
use super::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Staff in their own name.
    Staff(StaffMember),
    /// With `--as`: exactly that user's rights apply, and the audit names both.
    OnBehalf { staff: StaffMember, user: UserActor },
    /// A person who is signed in on the pages: exactly their own rights apply.
    Person { user: UserActor, session: WebSessionId },
    /// Anyone else on the pages. What they may do rests on what they prove with each step: a code, or a password.
    Visitor,
}

/// The name of the pages in the column `actor` of the audit. No account of a system can be called so.
pub const PAGES: &str = "@web";

/// A support person, registered by operating-system account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    pub id: StaffId,
    /// The operating-system name, by which staff is shown.
    pub os_user: String,
    pub name: String,
    pub rights: StaffRights,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StaffRights {
    Full,
    ReadOnly,
}

impl StaffRights {
    /// The word, as stored and listed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::ReadOnly => "read_only",
        }
    }
}

/// A user on whose behalf staff acts. Inactive ones cannot act, and are refused before one of these is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserActor {
    pub id: UserId,
    pub email: String,
    pub kind: UserKind,
}

/// What sort of user someone is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserKind {
    /// Prepared or invited, never activated: may accept an invitation, and nothing else.
    Invited,
    /// Of clients only.
    Client,
    /// Of a partner only.
    Partner(PartnerSeat),
    /// Of a partner, and of clients by own grants.
    Both(PartnerSeat),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerSeat {
    pub partner: PartnerId,
    pub reach: Reach,
    /// The first instant at which it no longer holds; `None` = without end.
    pub until: Option<Instant>,
}

/// How far a partner user reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Into which of the partner's clients.
    pub scope: Scope,
    pub restriction: Restriction,
}

/// Into which of the partner's clients a partner user reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All, those linked later too (S4.5).
    All,
    /// The assigned ones (S4.6), maybe none.
    Clients(BTreeSet<ClientId>),
}

/// Whether a person may see and change settings (S4.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Restriction {
    /// As far as their permissions go.
    None,
    /// Not in what the person reaches as a partner user, whatever the link or the dedicated user gives.
    NoSettings,
}

impl Actor {
    /// The name of the column `actor` of the audit.
    pub fn audit_name(&self) -> &str {
        self.staff().map_or(PAGES, |staff| &staff.os_user)
    }

    /// The address in the column `acting_as` of the audit.
    pub fn acting_as(&self) -> Option<&str> {
        self.user().map(|user| user.email.as_str())
    }

    /// The staff person at the terminal; none on the pages.
    pub const fn staff(&self) -> Option<&StaffMember> {
        match self {
            Self::Staff(staff) | Self::OnBehalf { staff, .. } => Some(staff),
            Self::Person { .. } | Self::Visitor => None,
        }
    }

    /// Whether support acts in its own name.
    pub const fn is_support(&self) -> bool {
        matches!(self, Self::Staff(_))
    }

    /// Whether what is proven by a code or a password is a sign-in of the person who has it. What staff does with
    /// `--as` is none, even where the code is at hand.
    pub const fn signs_in(&self) -> bool {
        !matches!(self, Self::OnBehalf { .. })
    }

    /// On whose behalf, if on anyone's.
    pub const fn user(&self) -> Option<&UserActor> {
        match self {
            Self::Staff(_) | Self::Visitor => None,
            Self::OnBehalf { user, .. } | Self::Person { user, .. } => Some(user),
        }
    }

    /// The person who acts themself, signed in on the pages. With `--as` it is staff that acts, and the person need not know.
    pub const fn in_person(&self) -> Option<&UserActor> {
        match self {
            Self::Staff(_) | Self::Visitor | Self::OnBehalf { .. } => None,
            Self::Person { user, .. } => Some(user),
        }
    }

    /// Who it is that wants it: the user, else the staff. What records such as an invitation name as its author.
    pub fn author(&self) -> &str {
        self.acting_as().unwrap_or_else(|| self.audit_name())
    }
}

impl UserActor {
    /// The place in a partner, if there is one.
    pub const fn membership(&self) -> Option<&PartnerSeat> {
        match &self.kind {
            UserKind::Partner(membership) | UserKind::Both(membership) => Some(membership),
            UserKind::Invited | UserKind::Client => None,
        }
    }
}

impl Reach {
    /// Whether all of it lies within `other`: no client more, and no settings where `other` has none.
    pub fn is_within(&self, other: &Self) -> bool {
        let clients = match (&self.scope, &other.scope) {
            (_, Scope::All) => true,
            (Scope::All, Scope::Clients(_)) => false,
            (Scope::Clients(these), Scope::Clients(those)) => these.is_subset(those),
        };
        clients && (other.restriction == Restriction::None || self.restriction == Restriction::NoSettings)
    }
}

impl Scope {
    /// Whether it takes `client` in, as far as the person is concerned.
    pub fn includes(&self, client: ClientId) -> bool {
        match self {
            Self::All => true,
            Self::Clients(clients) => clients.contains(&client),
        }
    }

    /// The word of the column `scope`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Clients(_) => "clients",
        }
    }
}

/// How the actor behind a staff row is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffKind {
    /// The person with that account.
    Person,
    /// A service account: the actor is the Linux login behind it if that is staff, else the service.
    Service,
}

impl StaffKind {
    /// The word in messages and in the audit.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Service => "service",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    pub member: StaffMember,
    pub uid: u32,
    pub kind: StaffKind,
    pub created_at: Instant,
}

impl StaffRow {
    /// Whether its name is that of the account, and so no one's.
    pub fn has_account_name(&self) -> bool {
        self.member.name.eq_ignore_ascii_case(&self.member.os_user)
    }

    /// Whether no person's name is known: the administrator's account, or a service, under its account name.
    pub fn is_nobody(&self) -> bool {
        let member = &self.member;
        self.has_account_name() && (member.os_user == ROOT || self.kind == StaffKind::Service)
    }
}

/// The account of the system's administrator.
pub const ROOT: &str = "root";

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(clients: Option<&[i64]>, restriction: Restriction) -> Reach {
        let scope = clients.map_or(Scope::All, |ids| Scope::Clients(ids.iter().copied().map(ClientId::new).collect()));
        Reach { scope, restriction }
    }

    #[test]
    fn narrower_reach_adds_no_client() {
        let (free, bound) = (Restriction::None, Restriction::NoSettings);
        for (one, other, within) in [
            (reach(None, free), reach(None, free), true),
            (reach(None, bound), reach(None, free), true),
            (reach(None, free), reach(None, bound), false),
            (reach(None, free), reach(Some(&[1, 2]), free), false),
            (reach(Some(&[1]), free), reach(None, free), true),
            (reach(Some(&[1]), free), reach(Some(&[1, 2]), free), true),
            (reach(Some(&[1, 3]), free), reach(Some(&[1, 2]), free), false),
            (reach(Some(&[]), free), reach(Some(&[]), free), true),
            (reach(Some(&[1]), free), reach(Some(&[1, 2]), bound), false),
            (reach(Some(&[1]), bound), reach(Some(&[1, 2]), bound), true),
        ] {
            assert_eq!(one.is_within(&other), within, "{one:?} {other:?}");
        }
    }

    #[test]
    fn audit_names_staff_and_user() {
        let staff = StaffMember {
            id: StaffId::new(1),
            os_user: "ada".to_owned(),
            name: "Ada".to_owned(),
            rights: StaffRights::Full,
        };
        let own = Actor::Staff(staff.clone());
        assert_eq!((own.audit_name(), own.acting_as(), own.author()), ("ada", None, "ada"));
        let user = UserActor { id: UserId::new(5), email: "Jane@shoes.example".to_owned(), kind: UserKind::Client };
        let other = Actor::OnBehalf { staff, user };
        assert_eq!((other.audit_name(), other.acting_as()), ("ada", Some("Jane@shoes.example")));
        assert_eq!(other.author(), "Jane@shoes.example");
    }
}
