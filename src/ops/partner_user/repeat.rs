//! What an address is before it becomes a partner user, and what it means to say the same again.

use super::{
    Actor, AddPartnerUser, Begin, Clients, Credential, Error, LoginRow, LoginState, Met, PartnerRow, Reaches,
    Restriction, Result, SeatRow, Tx, credential, grant, login, named, partner,
};
use crate::domain::authority::{Verb, without_as};
use crate::domain::sending::end_in_words;
use crate::error::{Flag, Hint, Sentence, hint, sentence};

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
        .hint(without_as()));
    }
    if let Some(membership) = membership {
        let other =
            partner::by_id(tx, membership.partner)?.map_or_else(|| membership.partner.to_string(), |row| named(&row));
        return Err(Error::conflict(format!("{} is a user of the partner {other}, and no one is of two", login.email))
            .hint(hint!["see ", Verb::PartnerListUsers.step().partner(&membership.partner)])
            .hint(hint!["if they left it, end that with ", Verb::PartnerOffboardUser.step().about(&login.email)]));
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
            .hint(Hint::plain("write the person's own address")));
    }
    if login.state == LoginState::Inactive {
        return Err(Error::conflict(format!("the login {email} is inactive"))
            .hint(hint!["activate it first with ", Verb::UserActivate.step().about(&email)]));
    }
    if wanted.begin == Begin::Inactive && (login.state == LoginState::Active || grant::has_open(tx, login.id)?) {
        return Err(Error::conflict(format!(
            "{email} is a user of clients, and `{}` would lock them out there",
            Flag::Inactive
        ))
        .hint(hint![
            "leave ",
            Flag::Inactive,
            " out, and keep them from this partner's clients with ",
            Flag::NoClients
        ]));
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
    .hint(hint![
        "if it is the same person, repeat with ",
        Flag::FirstName.with(&login.first_name).and(Flag::LastName, &login.last_name)
    ])
    .hint(Hint::plain("else the address is wrong")))
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
    .hint(hint![
        "change it with ",
        Verb::PartnerEditUser.step().about(&email).partner(&company.slug),
        ", or the clients with ",
        Verb::PartnerAssignClients.step().about(&email).partner(&company.slug)
    ]))
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
