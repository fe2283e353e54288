//! What an address is before it becomes a partner user, and what it means to say the same again.

use super::{
    Actor, AddPartnerUser, Begin, Clients, Credential, Error, LoginRow, LoginState, Met, PartnerRow, Reaches,
    Restriction, Result, SeatRow, Tx, credential, grant, login, named, partner,
};
use crate::domain::sending::end_in_words;
use crate::domain::shell::shell_format;
use crate::error::{Sentence, sentence};

/// What the address is, if it may become what is wanted.
///
/// # Errors
/// `conflict` when it is a user of another partner, or of this one otherwise than said; `denied` to a partner user
/// when it is anyone else at all: whose login it is, and with what reach, is not theirs to know.
pub(super) fn meet(tx: &Tx<'_>, actor: &Actor, company: &PartnerRow, wanted: &AddPartnerUser) -> Result<Met> {
    let Some(login) = login::by_key(tx, wanted.email.key())? else { return Ok(Met::Nobody) };
    let membership = login::membership(tx, login.id)?.filter(|membership| !membership.ended);
    if let Some(membership) = &membership
        && membership.partner == company.id
    {
        must_say_the_same(tx, &login, membership, company, wanted)?;
        return Ok(Met::Same(login));
    }
    if let Some(user) = actor.user() {
        return Err(Error::denied(format!(
            "{} has a login already, and {} may add only people who have none",
            login.email, user.email
        ))
        .hint("support may do it without `--as`"));
    }
    if let Some(membership) = membership {
        let other =
            partner::by_id(tx, membership.partner)?.map_or_else(|| membership.partner.to_string(), |row| named(&row));
        return Err(Error::conflict(format!("{} is a user of the partner {other}, and no one is of two", login.email))
            .hint(shell_format!("see `partnerctl partner list-users -p {}`", membership.partner))
            .hint(shell_format!("if they left it, end that with `partnerctl partner offboard-user {}`", login.email)));
    }
    login_must_fit(tx, &login, wanted)?;
    let credential = match credential::find(tx, login.id)? {
        Some(_) => Credential::Set,
        None => Credential::Missing,
    };
    Ok(Met::Login(login, credential))
}

/// A login that is in use by its person: what was said must not change it in passing.
fn login_must_fit(tx: &Tx<'_>, login: &LoginRow, wanted: &AddPartnerUser) -> Result<()> {
    let email = &login.email;
    if grant::of_user(tx, login.id)?.iter().any(|grant| grant.for_partner.is_some()) {
        return Err(Error::conflict(format!("{email} is the dedicated user of a client, and no person"))
            .hint("write the person's own address"));
    }
    if login.state == LoginState::Inactive {
        return Err(Error::conflict(format!("the login {email} is inactive"))
            .hint(shell_format!("activate it first with `partnerctl user activate {}`", email)));
    }
    if wanted.begin == Begin::Inactive && (login.state == LoginState::Active || grant::has_open(tx, login.id)?) {
        return Err(Error::conflict(format!(
            "{email} is a user of clients, and `--inactive` would lock them out there"
        ))
        .hint("leave `--inactive` out, and keep them from this partner's clients with `--no-clients`"));
    }
    let asked = (wanted.first_name.as_str(), wanted.last_name.as_str());
    if login.name().is_empty() || asked == (login.first_name.as_str(), login.last_name.as_str()) {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "{email} ({}) is called {:?}, not \"{} {}\"",
        login.id,
        login.name(),
        asked.0,
        asked.1
    ))
    .hint(shell_format!(
        "if it is the same person, repeat with `--first-name {} --last-name {}`",
        login.first_name,
        login.last_name
    ))
    .hint("else the address is wrong"))
}

/// What was said must hold already; what was not said differs from nothing.
fn must_say_the_same(
    tx: &Tx<'_>,
    login: &LoginRow,
    membership: &SeatRow,
    company: &PartnerRow,
    wanted: &AddPartnerUser,
) -> Result<()> {
    let mut differs: Vec<Sentence> = Vec::new();
    for (field, holds, asked) in [
        ("first_name", &login.first_name, wanted.first_name.as_str()),
        ("last_name", &login.last_name, wanted.last_name.as_str()),
    ] {
        if holds != asked {
            differs.push(format!("{field} is {holds:?}, not {asked:?}").into());
        }
    }
    if wanted.restriction == Restriction::NoSettings && !membership.restricted {
        differs.push("they are not restricted".into());
    }
    if wanted.begin == Begin::Inactive && login.state != LoginState::Inactive {
        differs.push("they are active".into());
    }
    if let Some(until) = wanted.until
        && membership.until != Some(until)
    {
        differs.push(sentence!["until is ", end_in_words(membership.until), ", not ", until.as_end()]);
    }
    differs.extend(other_clients(tx, membership, wanted)?.map(Sentence::from));
    if differs.is_empty() {
        return Ok(());
    }
    let email = &login.email;
    Err(Error::conflict(sentence![
        email,
        " is a user of ",
        named(company),
        " already: ",
        Sentence::joined(&differs, "; ")
    ])
    .hint(shell_format!(
        "change it with `partnerctl partner edit-user {0} -p {1}`, or the clients with `partnerctl partner \
         assign-clients {0} -p {1}`",
        email,
        company.slug
    )))
}

fn other_clients(tx: &Tx<'_>, membership: &SeatRow, wanted: &AddPartnerUser) -> Result<Option<String>> {
    let asked = match &wanted.clients {
        None => return Ok(None),
        Some(_) if membership.scope == Reaches::All => return Ok(Some("they reach all clients".to_owned())),
        Some(Clients::None) => Vec::new(),
        Some(Clients::These(seen)) => {
            let mut ids: Vec<_> = seen.iter().map(|seen| seen.row.id).collect();
            ids.sort_unstable();
            ids
        }
    };
    let holds = login::assignments(tx, membership.user)?;
    Ok((holds != asked).then(|| "their clients are others".to_owned()))
}
