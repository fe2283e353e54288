//! Why someone may not enter a client, with what is missing and the commands for it.

use crate::domain::access::{AccessFacts, Outcome, PartnerFacts, Verdict};
use crate::domain::authority::Sight;
use crate::domain::client::ClientRow;
use crate::domain::login::LoginRow;
use crate::domain::shell::shell_format;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
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
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("missing", verdict.decided_by);
    let (email, slug) = (&person.email, &client.slug);
    let says_no = |name| verdict.rules.iter().any(|rule| rule.name == name && rule.outcome == Outcome::No);
    if facts.own_grant.is_some() && says_no("own_grant") {
        error = error.hint(shell_format!(
            "they are prepared; invite them with `partnerctl invite send {} -c {}`",
            email,
            slug
        ));
    } else if facts.own_grant.is_some() && says_no("own_term") {
        error = error.hint(shell_format!("prolong it with `partnerctl user edit {} -c {} --until T`", email, slug));
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
            (_, Some(command)) => format!("{what}; {who} does it with `{command}`"),
            (Some(left), None) => format!("{what}; {left}"),
            (None, None) => what.to_owned(),
        });
    }
    let (email, partner) = (&person.email, &company.slug);
    if membership.link.is_none() && membership.partner_active {
        let command = shell_format!("partnerctl link request -p {} --target {}", partner, client.slug);
        error = error.hint(format!("or the partner asks, and its people enter under their own logins: `{command}`"));
    }
    if says_no("scope") {
        let command =
            shell_format!("partnerctl partner assign-clients {} -p {} --clients {}", email, partner, client.slug);
        error = error.hint(format!("assign the client to them with `{command}`"));
    }
    if says_no("partner_user") {
        let command = shell_format!("partnerctl partner edit-user {} -p {} --until T", email, partner);
        error = error.hint(format!("prolong their term with `{command}`"));
    }
    Ok(error)
}
