//! What comes back must be able to stand: what it rests on may have gone since.

use crate::domain::account_number::AccountNumber;
use crate::domain::client::ClientRow;
use crate::domain::domain_name::DomainName;
use crate::domain::id::{MailId, StaffId, UserId};
use crate::domain::login::{LoginRow, LoginState, Mailbox};
use crate::domain::mail::MailState;
use crate::error::{Code, Error, Result};
use crate::ops::client::{account_is_free, lookalikes};
use crate::ops::resolve::{self, named};
use crate::store::history::{self, ChangeRecord, Version, VersionedTable};
use crate::store::{Tx, client, login, mail, partner, staff};

use super::advice::stopped;
use super::rows::Pair;

/// Whether every row that comes back can stand next to what is there now.
pub(super) fn may_stand(
    tx: &Tx<'_>,
    client: &ClientRow,
    done: &ChangeRecord,
    pairs: &[(&'static VersionedTable, Pair)],
) -> Result<()> {
    for (facts, pair) in pairs {
        let Some(then) = &pair.then else { continue };
        let obstacle = match facts.table {
            "access_grant" => of_grant(tx, done, then)?,
            "invitation" => of_invitation(tx, pair, then)?,
            "link" => of_link(tx, then)?,
            "assignment" => of_assignment(tx, then)?,
            "client" => of_client(tx, client, pair, then)?,
            _ => None,
        };
        if let Some(why) = obstacle {
            return Err(stopped(tx, client, done, &why)?);
        }
    }
    Ok(())
}

fn word<'v>(version: &'v Version, column: &str) -> &'v str {
    version.get(column).text().unwrap_or_default()
}

fn of_grant(tx: &Tx<'_>, done: &ChangeRecord, then: &Version) -> Result<Option<String>> {
    let Some(user) = then.user().filter(|_| word(then, "state") != "ended") else { return Ok(None) };
    let login = person(tx, user)?;
    let switched_off = login.state == LoginState::Inactive && history::later_of_login(tx, user, done.number)?.is_some();
    Ok(switched_off.then(|| format!("{} was deactivated since", login.email)))
}

fn of_invitation(tx: &Tx<'_>, pair: &Pair, then: &Version) -> Result<Option<String>> {
    if let Some(now) = &pair.now
        && now.get("send_count") != then.get("send_count")
    {
        return Ok(Some("a new code replaced the former one, which cannot come back".to_owned()));
    }
    if word(then, "state") != "pending" {
        return Ok(None);
    }
    let Some(user) = then.user() else { return Ok(None) };
    let login = person(tx, user)?;
    if login.email.key() != word(then, "email_key") {
        return Ok(Some(format!("{} is called {} since", word(then, "email"), login.email)));
    }
    let mail = then.get("mail_id").int().map(MailId::new);
    let state = mail.map(|id| mail::state(tx, id)).transpose()?.flatten();
    let unsent = state == Some(MailState::Skipped) && login.mailbox == Mailbox::Yes;
    Ok(unsent.then(|| format!("its mail to {} was not sent meanwhile", login.email)))
}

fn of_link(tx: &Tx<'_>, then: &Version) -> Result<Option<String>> {
    let Some(id) = then.partner() else { return Ok(None) };
    if !matches!(word(then, "state"), "pending" | "approved" | "linked") {
        return Ok(None);
    }
    let row = partner::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
    Ok(resolve::partner_must_be_active(&row).err().map(|error| error.message().to_owned()))
}

fn of_assignment(tx: &Tx<'_>, then: &Version) -> Result<Option<String>> {
    let Some(user) = then.user().filter(|_| word(then, "state") == "assigned") else { return Ok(None) };
    let stands = login::membership(tx, user)?.is_some_and(|membership| !membership.ended);
    let email = person(tx, user)?.email;
    Ok((!stands).then(|| format!("{email} works for no partner any more")))
}

fn of_client(tx: &Tx<'_>, client: &ClientRow, pair: &Pair, then: &Version) -> Result<Option<String>> {
    let same = |column: &str| pair.now.as_ref().is_some_and(|now| now.get(column) == then.get(column));
    let opens = !same("state") && word(then, "state") != "closed";
    if let Some(number) = then.get("account_number").text().filter(|_| opens || !same("account_number")) {
        match account_is_free(tx, &AccountNumber::stored(number.to_owned()), Some(client.id)) {
            Ok(()) => {}
            Err(error) if error.code() == Code::Conflict => return Ok(Some(format!("{} since", error.message()))),
            Err(error) => return Err(error),
        }
    }
    if let Some(domain) = then.get("domain").text().filter(|_| !same("domain")) {
        let similar = lookalikes::of_domain(tx, Some(&DomainName::parse(domain)?), Some(client.id))?;
        let noted = client::lookalikes(tx, client.id)?;
        let stranger = similar.iter().find(|row| noted.iter().all(|(lookalike, _)| *lookalike != row.id));
        if let Some(other) = stranger {
            return Ok(Some(format!("the domain {domain} is or looks like that of {} since", named(other))));
        }
    }
    if let Some(id) = then.get("staff_id").int().filter(|_| !same("staff_id")) {
        let member = staff::by_id(tx, StaffId::new(id))?.map(|row| row.member);
        let name = member.map(|member| member.os_user).unwrap_or_default();
        let is_staff = staff::by_name(tx, &name)?.is_some_and(|row| row.member.id == StaffId::new(id));
        if !is_staff {
            return Ok(Some(format!("{name} is no staff any more")));
        }
    }
    Ok(None)
}

fn person(tx: &Tx<'_>, user: UserId) -> Result<LoginRow> {
    login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))
}
