//! Checks that what `undo` brings back is still valid: the client, login or partner that it needs may have ended since.

use crate::domain::account_number::AccountNumber;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::domain_name::DomainName;
use crate::domain::id::{ClientId, InvitationId, LinkId, MailId, PartnerId, StaffId, UserId};
use crate::domain::login::{LoginRow, LoginState, Mailbox};
use crate::domain::mail::MailState;
use crate::domain::time::Instant;
use crate::error::{Code, Error, Result};
use crate::ops::client::{account_is_free, lookalikes};
use crate::ops::hold;
use crate::ops::resolve::{self, named};
use crate::store::client::Trait;
use crate::store::history::tables::{AssignmentVersion, ClientVersion, GrantVersion, InvitationVersion, LinkVersion};
use crate::store::history::{self, ChangeRecord, ColumnValue, Record, Version, VersionedTable};
use crate::store::{Tx, client, login, mail, partner, staff};

use super::advice::{stopped, stopped_for_good};
use super::rows::Pair;

/// How many clients with an account number are looked at: one of them is open.
const MOST_HOLDERS: u32 = 10;

/// Whether every row that comes back can exist next to what is there now.
pub(super) fn may_stand(
    tx: &Tx<'_>,
    (client, places): (&ClientRow, &[ClientRow]),
    done: &ChangeRecord,
    pairs: &[(&'static VersionedTable, Pair)],
    at: Instant,
) -> Result<()> {
    for (_, pair) in pairs {
        let Some(then) = &pair.then else { continue };
        let now = pair.now.as_ref().map(Version::record);
        if let Some(why) = now.map(|now| ended_since(tx, now, then.record(), at)).transpose()?.flatten() {
            // The end of an access is changed also when it is over; a link and an invitation are not changed any more.
            let is_access = matches!(then.record(), Record::Grant(_));
            return Err(if is_access {
                stopped(tx, client, done, &why)?
            } else {
                stopped_for_good(client, done, &why)
            });
        }
        let obstacle = match (then.record(), now) {
            (Record::Grant(grant), _) => of_grant(tx, done, grant)?,
            (Record::Invitation(then), Some(Record::Invitation(now))) => of_invitation(tx, Some(now), then)?,
            (Record::Invitation(then), _) => of_invitation(tx, None, then)?,
            (Record::Link(link), _) => of_link(tx, link)?,
            (Record::Assignment(assignment), _) => of_assignment(tx, assignment)?,
            (Record::Client(then), now) => of_client(tx, places, now.and_then(Record::client), then)?,
            _ => None,
        };
        if let Some(why) = obstacle {
            return Err(stopped(tx, client, done, &why)?);
        }
    }
    Ok(())
}

/// What ended by time since the change stays so: an access, a link or an invitation that was over does not begin again.
fn ended_since(tx: &Tx<'_>, now: Record<'_>, then: Record<'_>, at: Instant) -> Result<Option<String>> {
    let is_over = |end: &ColumnValue| end.int().is_some_and(|end| at >= Instant::from_ms(end));
    let (state, now_ends, then_ends) = match (now, then) {
        (Record::Grant(now), Record::Grant(then)) => ("active", now.until(), then.until()),
        (Record::Link(now), Record::Link(then)) => ("linked", now.until(), then.until()),
        (Record::Invitation(now), Record::Invitation(then)) => ("pending", now.expires_at(), then.expires_at()),
        _ => return Ok(None),
    };
    if now.state() != Some(state) || then.state() != Some(state) || !is_over(now_ends) || is_over(then_ends) {
        return Ok(None);
    }
    let what = match now {
        Record::Link(link) => LinkId::new(link.id().int().unwrap_or_default()).to_string(),
        Record::Invitation(row) => InvitationId::new(row.id().int().unwrap_or_default()).to_string(),
        Record::Grant(grant) => {
            let user = UserId::new(grant.login_id().int().unwrap_or_default());
            format!("the access of {}", person(tx, user)?.email)
        }
        _ => return Ok(None),
    };
    Ok(Some(format!("{what} has ended by time since")))
}

fn of_grant(tx: &Tx<'_>, done: &ChangeRecord, then: GrantVersion<'_>) -> Result<Option<String>> {
    let user = then.login_id().int().map(UserId::new);
    let Some(user) = user.filter(|_| then.state().text() != Some("ended")) else { return Ok(None) };
    let login = person(tx, user)?;
    let switched_off = login.state == LoginState::Inactive && history::later_of_login(tx, user, done.number)?.is_some();
    Ok(switched_off.then(|| format!("{} was deactivated since", login.email)))
}

fn of_invitation(
    tx: &Tx<'_>,
    now: Option<InvitationVersion<'_>>,
    then: InvitationVersion<'_>,
) -> Result<Option<String>> {
    if now.is_some_and(|now| now.send_count() != then.send_count()) {
        return Ok(Some("a new code replaced the former one, which cannot come back".to_owned()));
    }
    if then.state().text() != Some("pending") {
        return Ok(None);
    }
    if let Some(id) = then.id().int().map(InvitationId::new)
        && hold::of_invitation(tx, id)?.is_some()
    {
        return Ok(Some(format!("{id} recovers an account, and a recovery that ended stays so")));
    }
    let Some(user) = then.login_id().int().map(UserId::new) else { return Ok(None) };
    let login = person(tx, user)?;
    if Some(login.email.key()) != then.email_key().text() {
        return Ok(Some(format!("{} is called {} since", then.email().text().unwrap_or_default(), login.email)));
    }
    let mail = then.mail_id().int().map(MailId::new);
    let state = mail.map(|id| mail::state(tx, id)).transpose()?.flatten();
    let unsent = state == Some(MailState::Skipped) && login.mailbox == Mailbox::Yes;
    Ok(unsent.then(|| format!("its mail to {} was not sent meanwhile", login.email)))
}

fn of_link(tx: &Tx<'_>, then: LinkVersion<'_>) -> Result<Option<String>> {
    let Some(id) = then.partner_id().int().map(PartnerId::new) else { return Ok(None) };
    if !matches!(then.state().text(), Some("pending" | "approved" | "linked")) {
        return Ok(None);
    }
    let row = partner::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
    Ok(resolve::partner_must_be_active(&row).err().map(|error| error.message().to_owned()))
}

fn of_assignment(tx: &Tx<'_>, then: AssignmentVersion<'_>) -> Result<Option<String>> {
    let user = then.login_id().int().map(UserId::new);
    let Some(user) = user.filter(|_| then.state().text() == Some("assigned")) else { return Ok(None) };
    let is_member = login::membership(tx, user)?.is_some_and(|membership| !membership.ended);
    let email = person(tx, user)?.email;
    Ok((!is_member).then(|| format!("{email} works for no partner any more")))
}

fn of_client<'v>(
    tx: &Tx<'_>,
    places: &[ClientRow],
    now: Option<ClientVersion<'v>>,
    then: ClientVersion<'v>,
) -> Result<Option<String>> {
    let differs = |column: fn(ClientVersion<'v>) -> &'v ColumnValue| now.is_none_or(|now| column(now) != column(then));
    let opens = differs(ClientVersion::state) && then.state().text() != Some("closed");
    let own = then.id().int().map(ClientId::new);
    // What the other client of a merge has, it gives back.
    let is_of_these = |other: ClientId| places.iter().any(|place| place.id == other);
    let number = then.account_number().text().filter(|_| opens || differs(ClientVersion::account_number));
    if let Some(number) = number
        && !holder(tx, number)?.is_some_and(is_of_these)
    {
        match account_is_free(tx, &AccountNumber::stored(number.to_owned()), own) {
            Ok(()) => {}
            Err(error) if error.code() == Code::Conflict => return Ok(Some(format!("{} since", error.message()))),
            Err(error) => return Err(error),
        }
    }
    if differs(ClientVersion::merged_into) {
        // Of a merge that is taken back, and of a reopening of what was merged: the other client must be open.
        let others = [now.and_then(|now| now.merged_into().int()), then.merged_into().int()];
        for other in others.into_iter().flatten() {
            let row = client::by_id(tx, ClientId::new(other))?;
            if let Some(row) = row.filter(|row| row.state == ClientState::Closed) {
                return Ok(Some(format!("{} was closed or merged since", named(&row))));
            }
        }
    }
    if let Some(domain) = then.domain().text().filter(|_| differs(ClientVersion::domain)) {
        let similar = lookalikes::of_domain(tx, Some(&DomainName::parse(domain)?), own)?;
        let noted = own.map_or_else(|| Ok(Vec::new()), |own| client::lookalikes(tx, own))?;
        let known = |row: &ClientRow| is_of_these(row.id) || noted.iter().any(|(lookalike, _)| *lookalike == row.id);
        let stranger = similar.iter().find(|row| !known(row));
        if let Some(other) = stranger {
            return Ok(Some(format!("the domain {domain} is or looks like that of {} since", named(other))));
        }
    }
    if let Some(id) = then.staff_id().int().filter(|_| differs(ClientVersion::staff_id)) {
        let member = staff::by_id(tx, StaffId::new(id))?.map(|row| row.member);
        let name = member.map(|member| member.os_user).unwrap_or_default();
        let is_staff = staff::by_name(tx, &name)?.is_some_and(|row| row.member.id == StaffId::new(id));
        if !is_staff {
            return Ok(Some(format!("{name} is no staff any more")));
        }
    }
    Ok(None)
}

/// The open client that has the account number.
fn holder(tx: &Tx<'_>, number: &str) -> Result<Option<ClientId>> {
    let holders = client::by_trait(tx, Trait::Account(number), MOST_HOLDERS)?;
    Ok(holders.into_iter().find(|row| row.state != ClientState::Closed).map(|row| row.id))
}

fn person(tx: &Tx<'_>, user: UserId) -> Result<LoginRow> {
    login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))
}
