//! Why somebody may not enter a client, with what is missing and the commands for it.

use crate::domain::access::{Facts, Outcome, PartnerFacts, Verdict};
use crate::domain::link::Standing;
use crate::error::Error;
use crate::ops::resolve::named;
use crate::store::client::ClientRow;
use crate::store::login::LoginRow;

/// The error: the rule that decided, what has to happen and by whom.
pub(super) fn why(person: &LoginRow, client: &ClientRow, facts: &Facts, verdict: &Verdict) -> Error {
    let rule = verdict.rules.iter().find(|rule| rule.name == verdict.decided_by);
    let text = rule.map(|rule| rule.text.to_string()).unwrap_or_default();
    let place = named(client);
    let mut error = Error::denied(format!("{} may not enter {place}: {text}", person.email))
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("missing", verdict.decided_by);
    let (email, slug) = (&person.email, &client.slug);
    if facts.own_grant.is_some() {
        let no = |name| verdict.rules.iter().any(|rule| rule.name == name && rule.outcome == Outcome::No);
        if no("own_grant") {
            error =
                error.hint(format!("they are prepared; invite them with `partnerctl invite send {email} -c {slug}`"));
        } else if no("own_term") {
            error = error.hint(format!("prolong it with `partnerctl user edit {email} -c {slug} --until T`"));
        }
    }
    match &facts.partner {
        Some(seat) => of_partner(error, seat, person, client, verdict),
        None if facts.own_grant.is_none() => error
            .hint(format!("an owner or admin lets them in with `partnerctl invite send {email} -c {slug} -r ROLE`")),
        None => error,
    }
}

/// What a partner user lacks. The first thing that is missing comes first; `client readiness` shows all of them.
fn of_partner(error: Error, seat: &PartnerFacts, person: &LoginRow, client: &ClientRow, verdict: &Verdict) -> Error {
    let (partner, email, slug) = (seat.partner, &person.email, &client.slug);
    let says_no = |name: &&str| verdict.rules.iter().any(|rule| rule.name == *name && rule.outcome == Outcome::No);
    let first = ["partner_user", "partner_active", "link", "scope", "dedicated_user"].into_iter().find(says_no);
    let owner = "--as OWNER -m REASON";
    let error = match (first, &seat.link) {
        (Some("link"), Some(link)) if link.standing == Standing::Pending => {
            error.hint(format!("an owner or admin answers: `partnerctl link approve {} -c {slug} {owner}`", link.id))
        }
        (Some("link"), Some(link)) if link.standing == Standing::Approved => {
            error.hint(format!("it has to be set up: `partnerctl link process {} -c {slug}`", link.id))
        }
        (Some("link"), _) => error
            .hint(format!("the partner asks for a link: `partnerctl link request -p {partner} --target {slug}`"))
            .hint(format!("or the client makes one: `partnerctl link create -p {partner} -c {slug} {owner}`")),
        (Some("scope"), _) => error.hint(format!(
            "a colleague who reaches as far, or support, assigns it: `partnerctl partner assign-clients {email}`"
        )),
        (Some("dedicated_user"), _) => match &seat.dedicated {
            Some(dedicated) if !dedicated.user_active => {
                error.hint(format!("activate the login with `partnerctl user activate {}`", dedicated.user))
            }
            _ => error.hint(format!(
                "an owner or admin makes the dedicated user: `partnerctl user add -c {slug} -r admin --for-partner \
                 {partner} {owner}`"
            )),
        },
        (Some("partner_user"), _) => {
            error.hint(format!("prolong their term with `partnerctl partner edit-user {email} --until T`"))
        }
        _ => error,
    };
    error.hint(format!("`partnerctl client readiness {slug} -p {partner}` shows all that is missing"))
}
