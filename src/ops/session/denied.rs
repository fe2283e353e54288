//! Why someone may not enter a client, with what is missing and the commands for it.

use crate::domain::access::{AccessFacts, Outcome, PartnerFacts, Verdict};
use crate::domain::authority::{Sight, Verb};
use crate::domain::client::ClientRow;
use crate::domain::login::LoginRow;
use crate::domain::time::Instant;
use crate::error::{Cause, Error, Flag, Hint, Result, Wanted, hint};
use crate::ops::readiness;
use crate::ops::resolve::named;
use crate::store::{Tx, partner};

/// The error: the rule that decided, what has to happen and by whom.
pub(super) fn why(
    tx: &Tx<'_>,
    person: &LoginRow,
    client: &ClientRow,
    facts: &AccessFacts,
    verdict: &Verdict,
    (sight, now): (Sight, Instant),
) -> Result<Error> {
    let rule = verdict.rules.iter().find(|rule| rule.name == verdict.decided_by);
    let text = rule.map(|rule| rule.text.to_string()).unwrap_or_default();
    let mut error = Error::denied(format!("{} may not enter {}: {text}", person.email, named(client)))
        .because(Cause::MayNotEnter { email: person.email.to_string(), account: named(client) })
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("missing", verdict.decided_by);
    let (email, slug) = (&person.email, &client.slug);
    let says_no = |name| verdict.rules.iter().any(|rule| rule.name == name && rule.outcome == Outcome::No);
    if facts.own_grant.is_some() && says_no("own_grant") {
        error = error
            .hint(hint!["they are prepared; invite them with ", Verb::InviteSend.step().about(&email).client(&slug)]);
    } else if facts.own_grant.is_some() && says_no("own_term") {
        error = error.hint(hint![
            "prolong it with ",
            Verb::UserEdit.step().about(&email).client(&slug).with(Flag::Until, &Wanted("T"))
        ]);
    }
    match &facts.partner {
        Some(membership) => of_partner(tx, error, membership, person, client, says_no, (sight, now)),
        None => Ok(error),
    }
}

/// What a partner user lacks: first what there is between the partner and the client, then what is about themselves.
fn of_partner(
    tx: &Tx<'_>,
    mut error: Error,
    membership: &PartnerFacts,
    person: &LoginRow,
    client: &ClientRow,
    says_no: impl Fn(&'static str) -> bool,
    (sight, now): (Sight, Instant),
) -> Result<Error> {
    let company = partner::by_id(tx, membership.partner)?.ok_or_else(|| super::lost("a partner"))?;
    for step in readiness::between(tx, client, &company, sight, now)?.steps {
        let (what, who) = (step.missing.text(), step.missing.who().in_words());
        error = error.hint(match (step.left_to_client(), step.command) {
            (_, Some(command)) => hint![format!("{what}; {who} does it with "), command],
            (Some(left), None) => Hint::plain(format!("{what}; {left}")),
            (None, None) => Hint::plain(what),
        });
    }
    let (email, partner) = (&person.email, &company.slug);
    if membership.link.is_none() && membership.partner_active {
        error = error.hint(hint![
            "or the partner asks, and its people enter under their own logins: ",
            Verb::LinkRequest.step().partner(&partner).with(Flag::Target, &client.slug)
        ]);
    }
    if says_no("scope") {
        error = error.hint(hint![
            "assign the client to them with ",
            Verb::PartnerAssignClients.step().about(&email).partner(&partner).with(Flag::Clients, &client.slug)
        ]);
    }
    if says_no("partner_user") {
        error = error.hint(hint![
            "prolong their term with ",
            Verb::PartnerEditUser.step().about(&email).partner(&partner).with(Flag::Until, &Wanted("T"))
        ]);
    }
    Ok(error)
}
