//! The question that `access check` and `access why` share: may this person enter that client, at that moment.

use crate::cli::context::Context;
use crate::domain::access::Verdict;
use crate::domain::authority::{self, Concerns, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::reference::UserRef;
use crate::domain::role::Role;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::reach::{self, Moment};
use crate::ops::{Tx, access, who};

/// Answers it, if the actor may know, and has `in_words` put the answer into words on the same snapshot. The address is as
/// stored.
///
/// # Errors
/// `not_found`, `denied`.
pub(super) fn answer<T>(
    cx: &mut Context,
    verb: Verb,
    person: &UserRef,
    client: &ClientRow,
    at: Option<Instant>,
    in_words: impl FnOnce(&Tx<'_>, &str, &Verdict) -> Result<T>,
) -> Result<(String, Verdict, T)> {
    let now = cx.now();
    cx.read(|tx, actor| {
        let login = who::find_user(tx, person)?;
        let own = login.as_ref().is_some_and(|login| actor.user().is_some_and(|user| user.id == login.id));
        let relation = reach::relation(tx, actor, client.id, now)?;
        let whose = if own { Concerns::Own } else { Concerns::Others };
        // The lowest role: to look is no more above a supervisor than above a guest.
        authority::decide(actor, verb, &Target::member(relation, whose, Role::Guest))?;
        let moment = Moment::of(tx, at.unwrap_or(now), now)?;
        let (email, verdict) = match login {
            Some(login) if own || actor.is_support() => (
                login.email.to_string(),
                access::verdict(tx, &login, client, moment, reach::sight(tx, actor, client.id, now)?)?,
            ),
            // Whether an address is known anywhere is nothing that the owner of one client may find out.
            Some(login) => (person.to_string(), access::verdict_from_inside(tx, &login, client, moment)?),
            None if !actor.is_support() => (person.to_string(), access::stranger(moment.at)),
            None => {
                return Err(Error::not_found(format!("no one here is known as {person}"))
                    .advice("look the person up with `partnerctl client find WORD`"));
            }
        };
        let words = in_words(tx, &email, &verdict)?;
        Ok((email, verdict, words))
    })
}
