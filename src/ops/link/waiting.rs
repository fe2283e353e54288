//! The dedicated user that a link brings into force: the client made it for the partner, and its grant is suspended
//! while the two are not linked. A link lets it in again, so that the person who links gives its permissions too
//! (docs/reference.md#no-one-grants-more-than-they-have).

use crate::domain::audit_event::{AuditEvent, Event};
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::grant::GrantRow;
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::permission::Permissions;
use crate::domain::role::listed;
use crate::domain::terms::Terms;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, TheRequest, Wanted, hint};
use crate::ops::resolve::named;
use crate::store::{Tx, grant, link, login};

/// The dedicated user of a client and a partner, which enters once the two are linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub login: LoginRow,
    grant: GrantRow,
}

impl Waiting {
    /// The dedicated user of the two that a link lets in, if there is one with a term that is not over. The state of its
    /// login does not matter: once that is activated, it enters by the link, and no one is asked again.
    pub fn between(tx: &Tx<'_>, client: ClientId, partner: PartnerId, now: Instant) -> Result<Option<Self>> {
        let Some(grant) = grant::dedicated(tx, client, partner)?.filter(|grant| grant.is_in_force(now)) else {
            return Ok(None);
        };
        let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        Ok(Some(Self { login, grant }))
    }

    /// As [`Waiting::between`], while no link of the two lets it in already.
    pub fn suspended(tx: &Tx<'_>, client: ClientId, partner: PartnerId, now: Instant) -> Result<Option<Self>> {
        let linked = link::stored_open(tx, partner, client)?.is_some_and(|link| link.in_force(now));
        if linked { Ok(None) } else { Self::between(tx, client, partner, now) }
    }

    /// Whether its login is active, so that the link alone decides whether it enters.
    pub fn is_active(&self) -> bool {
        self.login.state == LoginState::Active
    }

    /// What it has once it is in.
    pub fn terms(&self) -> Terms {
        let terms = self.grant.terms;
        Terms { permissions: terms.permissions.intersection(Permissions::PARTNER_MOST), ..terms }
    }

    /// The error of someone who has less than the link would let in again, with the ways out.
    pub(super) fn explain(&self, error: Error, client: &ClientRow) -> Error {
        let email = &self.login.email;
        let has = listed(self.terms().permissions);
        error
            .hint(Hint::plain(format!("the link lets {email} in again, which was made for the partner, with {has}")))
            .hint(hint![
                "let an owner link, or narrow that first with ",
                Verb::UserEdit.step().about(&email).client(&client.slug).with(Flag::Permissions, &Wanted("LIST"))
            ])
    }

    /// What it is at this moment, in a word that changes with it: for a form that comes back later.
    pub fn version(&self) -> String {
        format!("{}.{}.{}", self.grant.id, self.grant.version, self.login.id)
    }

    fn is_the_same(&self, other: &Self) -> bool {
        (self.grant.id, self.grant.version, self.login.id) == (other.grant.id, other.grant.version, other.login.id)
    }
}

/// A link acts on what was shown before it: the same login with the same terms, or none.
///
/// # Errors
/// `conflict`.
pub(super) fn must_be_as_shown(client: &ClientRow, waiting: Option<&Waiting>, shown: Option<&Waiting>) -> Result<()> {
    let same = match (waiting, shown) {
        (Some(waiting), Some(shown)) => waiting.is_the_same(shown),
        (None, None) => true,
        _ => false,
    };
    if same {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "the login that {} made for the partner was changed after it was shown; nothing was changed",
        named(client)
    ))
    .hint(hint!["look again with ", Flag::DryRun, " and repeat ", TheRequest])
    .fact("client_id", client.id.to_string())
    .fact("client_slug", client.slug.to_string()))
}

/// The event of a link, with the login that it lets in again.
pub(super) fn add_to(mut event: Event, waiting: Option<&Waiting>) -> Event {
    if let AuditEvent::LinkApprove { lets_in, .. } | AuditEvent::LinkCreate { lets_in, .. } = &mut event.what {
        *lets_in = waiting.filter(|waiting| waiting.is_active()).map(|waiting| waiting.login.email.clone());
    }
    event
}
