//! Domains that are no one's, recorded before they were refused: a mail service, or a public suffix.

use crate::domain::authority::Verb;
use crate::domain::client_domain::objection;
use crate::domain::domain_name::DomainName;
use crate::error::{Flag, Hint, Result};
use crate::store::{Tx, doctor};

use super::Finding;

pub(super) const SHARED: &str = "shared-domain";

/// Every client with such a domain.
///
/// # Errors
/// `failed`, and those of `each`.
pub(super) fn look(tx: &Tx<'_>, each: &mut impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    doctor::each_domain(tx, |client, slug, domain| {
        let Some(why) = DomainName::parse(domain).ok().and_then(|domain| objection(&domain)) else { return Ok(()) };
        each(&Finding {
            client: Some((client, slug.to_owned())),
            code: SHARED,
            entity: Some(client.to_string()),
            finding: Hint::plain(format!(
                "its domain is {domain}, which {why}, so that it raises the alarm for strangers"
            )),
            command: Verb::ClientEdit.step().about(&slug).switch(Flag::NoDomain).into(),
        })
    })
}
