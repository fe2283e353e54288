//! The people of clients as lists show them: the latest grant of each, with its invitation and last entry. It means
//! what the view `user_list` means.

use crate::domain::id::{ClientId, UserId};
use crate::domain::invitation::InvitationStatus;
use crate::domain::role::Role;
use crate::domain::status::{Login, Member, MemberState, Sent};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{FromColumn, FromColumns, Row, Tx, Value, Wrong, params};
use crate::domain::login::{LoginState, Reached};

macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "SELECT {} FROM access_grant AS g JOIN client AS c ON c.id = g.client_id JOIN login AS l ON l.id = g.login_id \
             LEFT JOIN partner AS p ON p.id = g.for_partner \
             LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n \
               WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id) \
             LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id \
             WHERE ",
            $condition,
            "g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id) \
             ORDER BY g.client_id, g.login_id, g.id"
        )
    };
}

super::statements! {
    [OF_CLIENT: Stored<'static>] listed!("g.client_id = $1 AND ");
    [OF_PERSON: Stored<'static>] listed!("g.client_id = $1 AND g.login_id = $2 AND ");
    full_scan [ALL: Stored<'static>] listed!("g.client_id >= $1 AND ");
}

/// A person in a client, borrowed from the running statement.
#[derive(Debug, Clone, Copy)]
pub struct UserEntry<'r> {
    pub client: ClientId,
    pub client_slug: &'r str,
    pub user: UserId,
    pub email: &'r str,
    /// First name, maybe empty.
    pub first_name: &'r str,
    /// Last name, maybe empty.
    pub last_name: &'r str,
    pub role: Role,
    /// The permissions' names, joined by spaces; never `users` for a partner's people, whatever an older row says.
    pub permissions: &'r str,
    /// The end of the term.
    pub until: Option<Instant>,
    /// For a dedicated user, the partner's slug.
    pub for_partner: Option<&'r str>,
    /// Whether the address is mailed.
    pub mailbox: Reached,
    /// What their state is derived from.
    pub member: Member,
    pub state: MemberState,
    /// The end of an invitation that is stored as pending.
    pub expires_at: Option<Instant>,
    /// Since when they are or were in.
    pub since: Option<Instant>,
    pub granted_by: &'r str,
    pub ended_at: Option<Instant>,
    pub ended_by: Option<&'r str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserScope {
    Client(ClientId),
    /// One person in one client.
    Person(ClientId, UserId),
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    pub role: Option<Role>,
    pub state: Option<MemberState>,
    /// From this client on, where all are asked for.
    pub from: Option<ClientId>,
}

impl Filter {
    fn lets_pass(&self, entry: &UserEntry<'_>) -> bool {
        self.role.is_none_or(|role| entry.role == role) && self.state.is_none_or(|state| entry.state == state)
    }
}

/// The people that the filter lets pass, as they are at `now`: by client, then by person.
pub fn each(
    tx: &Tx<'_>,
    whose: UserScope,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(&UserEntry<'_>) -> Result<()>,
) -> Result<()> {
    let mut push = |stored: Stored<'_>| {
        let entry = stored.at(now);
        if filter.lets_pass(&entry) { each(&entry) } else { Ok(()) }
    };
    match whose {
        UserScope::Client(client) => tx.each(&OF_CLIENT, params![client], &mut push),
        UserScope::Person(client, user) => tx.each(&OF_PERSON, params![client, user], &mut push),
        UserScope::All => tx.each(&ALL, params![filter.from.unwrap_or(ClientId::new(0))], &mut push),
    }
}

/// A person in a client as stored, whatever the time says of it.
struct Stored<'r> {
    client: ClientId,
    client_slug: &'r str,
    user: UserId,
    email: &'r str,
    first_name: &'r str,
    last_name: &'r str,
    role: Role,
    permissions: &'r str,
    until: Option<Instant>,
    for_partner: Option<&'r str>,
    mailbox: Reached,
    member: Member,
    granted_by: &'r str,
    ended_at: Option<Instant>,
    ended_by: Option<&'r str>,
}

super::row! {
    Stored<'r> as g {
        client: ["g.client_id"], client_slug: ["c.slug"], user: ["g.login_id"], email: ["l.email"], first_name: ["l.first_name"],
        last_name: ["l.last_name"], role,
        permissions: ["CASE WHEN g.for_partner IS NULL THEN g.permissions ELSE trim(replace(' ' || g.permissions || ' ', ' users ', ' ')) END"],
        until, for_partner: ["p.slug"],
        mailbox: ["l.mailbox", "CASE WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 1 ELSE 0 END"],
        member: (Member), granted_by, ended_at, ended_by
    }
}
super::row! {
    Member as g {
        grant: ["g.state"], until: ["coalesce(g.ended_at, g.until)"], login: ["l.state"],
        invitation: ["i.state", "i.sent_at", "i.expires_at", "i.answered_at"], since: ["g.active_at"],
        last_login_at: ["e.last_login_at"]
    }
}

impl FromColumn<'_> for Login {
    fn from_column(value: Value<'_>) -> Result<Self, Wrong> {
        Ok(if LoginState::from_column(value)? == LoginState::Inactive { Self::Inactive } else { Self::Active })
    }
}

impl FromColumns<'_, 2> for Reached {
    fn from_columns(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self::of_columns(row.next()?, row.next()?))
    }
}

/// The last sending, of a person who was invited.
impl FromColumns<'_, 4> for Option<Sent> {
    fn from_columns(row: &mut Row<'_>) -> Result<Self> {
        let (status, at, expires_at): (Option<InvitationStatus>, Option<Instant>, Option<Instant>) =
            (row.next()?, row.next()?, row.next()?);
        let answered_at = row.next()?;
        let sent = status.zip(at).zip(expires_at);
        Ok(sent.map(|((status, at), expires_at)| Sent { status, at, expires_at, answered_at, unsent: None }))
    }
}

impl<'r> Stored<'r> {
    fn at(self, now: Instant) -> UserEntry<'r> {
        let mut member = self.member;
        if let Some(sent) = &mut member.invitation
            && sent.status == InvitationStatus::Pending
            && now >= sent.expires_at
        {
            sent.status = InvitationStatus::Expired;
        }
        let state = member.state(now);
        let waits = matches!(state, MemberState::Invited | MemberState::Expired);
        let Self { client, client_slug, user, email, first_name, last_name, role, permissions, until, .. } = self;
        let since = member.since;
        let Self { for_partner, mailbox, granted_by, ended_at, ended_by, .. } = self;
        let expires_at = member.invitation.filter(|_| waits).map(|sent| sent.expires_at);
        UserEntry {
            client,
            client_slug,
            user,
            email,
            first_name,
            last_name,
            role,
            permissions,
            until,
            for_partner,
            mailbox,
            member,
            state,
            expires_at,
            since,
            granted_by,
            ended_at,
            ended_by,
        }
    }
}
