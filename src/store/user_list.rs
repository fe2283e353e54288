//! The people of clients as lists show them: the latest grant of each, with its invitation and last entry. It means
//! what the view `user_list` means.

use crate::domain::grant::GrantState;
use crate::domain::id::{ClientId, UserId};
use crate::domain::invitation::InvitationStatus;
use crate::domain::role::Role;
use crate::domain::status::{Login, Member, MemberState, Sent};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, params};
use crate::domain::login::{Mailbox, Reached};

macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "SELECT g.client_id, c.slug, g.login_id, l.email, l.first_name, l.last_name, g.role, \
             CASE WHEN g.for_partner IS NULL THEN g.permissions ELSE trim(replace(' ' || g.permissions || ' ', ' users ', ' ')) END, \
             g.state, g.until, \
             g.active_at, g.ended_at, g.granted_by, g.ended_by, l.state, l.mailbox, p.slug, i.state, i.sent_at, i.expires_at, \
             i.answered_at, e.last_login_at, \
             CASE WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 1 ELSE 0 END \
             FROM access_grant AS g JOIN client AS c ON c.id = g.client_id JOIN login AS l ON l.id = g.login_id \
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
    [OF_CLIENT] listed!("g.client_id = $1 AND ");
    [OF_PERSON] listed!("g.client_id = $1 AND g.login_id = $2 AND ");
    full_scan [ALL] listed!("");
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
}

impl Filter {
    fn lets_pass(&self, entry: &UserEntry<'_>) -> bool {
        self.role.is_none_or(|role| entry.role == role) && self.state.is_none_or(|state| entry.state == state)
    }
}

/// The people that the filter lets pass, as they are at `now`: by client, then by person.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn each(
    tx: &Tx<'_>,
    whose: UserScope,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(&UserEntry<'_>) -> Result<()>,
) -> Result<()> {
    let mut push = |row: &Row<'_>| {
        let entry = read(row, now)?;
        if filter.lets_pass(&entry) { each(&entry) } else { Ok(()) }
    };
    match whose {
        UserScope::Client(client) => tx.each(&OF_CLIENT, params![client], &mut push),
        UserScope::Person(client, user) => tx.each(&OF_PERSON, params![client, user], &mut push),
        UserScope::All => tx.each(&ALL, params![], &mut push),
    }
}

fn read<'r>(row: &Row<'r>, now: Instant) -> Result<UserEntry<'r>> {
    let (until, ended_at) = (row.opt_at(9)?, row.opt_at(11)?);
    let invitation = row.opt_text(17)?.map(InvitationStatus::from_text).transpose()?;
    let sent = match invitation {
        None => None,
        Some(stored) => {
            let expires_at = row.at(19)?;
            let expired = stored == InvitationStatus::Pending && now >= expires_at;
            let status = if expired { InvitationStatus::Expired } else { stored };
            Some(Sent { status, at: row.at(18)?, expires_at, answered_at: row.opt_at(20)?, unsent: None })
        }
    };
    let member = Member {
        grant: GrantState::from_text(row.text(8)?)?,
        until: ended_at.or(until),
        login: if row.text(14)? == "inactive" { Login::Inactive } else { Login::Active },
        invitation: sent,
        last_login_at: row.opt_at(21)?,
    };
    let state = member.state(now);
    Ok(UserEntry {
        client: ClientId::new(row.int(0)?),
        client_slug: row.text(1)?,
        user: UserId::new(row.int(2)?),
        email: row.text(3)?,
        first_name: row.text(4)?,
        last_name: row.text(5)?,
        role: Role::from_text(row.text(6)?)?,
        permissions: row.text(7)?,
        until,
        for_partner: row.opt_text(16)?,
        mailbox: Reached::of_columns(if row.flag(15)? { Mailbox::Yes } else { Mailbox::No }, row.int(22)?),
        member,
        state,
        expires_at: sent
            .filter(|_| matches!(state, MemberState::Invited | MemberState::Expired))
            .map(|sent| sent.expires_at),
        since: row.opt_at(10)?,
        granted_by: row.text(12)?,
        ended_at,
        ended_by: row.opt_text(13)?,
    })
}
