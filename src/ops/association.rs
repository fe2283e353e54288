//! Associations: support notes which partner referred a client (S0.11–S0.13). It gives no access.

use crate::domain::association::{AssociationRow, Tab};
use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::Target;
use crate::domain::id::EntityId;
use crate::domain::partner::PartnerRow;
use crate::error::Result;
use crate::store::association;

use super::resolve::{ClientSeen, partner_must_be_active};
use super::unit_of_work::Change;

/// What noting an association came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationOutcome {
    /// The two are associated now.
    Associated,
    /// They were, and the client is on another tab than this one now.
    Moved(Tab),
    Unchanged,
}

/// Notes that a partner referred a client, or puts the client on another tab.
///
/// # Errors
/// `not_found`, `denied`, `client_state`; `conflict` when the partner is closed.
pub fn associate(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    company: &PartnerRow,
    tab: Tab,
) -> Result<AssociationOutcome> {
    let client = change.client(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::link(relation, company.id))?;
    partner_must_be_active(company)?;
    let associated = |tab| AuditEvent::ClientAssociate { id: client.id, partner: company.id.into(), tab };
    let (fate, event) = match association::between(change.tx, client.id, company.id)? {
        Some(row) if row.tab == tab => {
            change.unchanged(EntityId::Client(client.id));
            return Ok(AssociationOutcome::Unchanged);
        }
        Some(row) => {
            association::set_tab(change.tx, client.id, company.id, tab, change.audit())?;
            (AssociationOutcome::Moved(row.tab), Event::from(associated(None)).changing(Field::Tab, row.tab, tab))
        }
        None => {
            let by = change.actor.author().to_owned();
            let row = AssociationRow { client: client.id, partner: company.id, tab, at: change.now, by };
            association::note(change.tx, &row, change.audit())?;
            (AssociationOutcome::Associated, associated(Some(tab)).into())
        }
    };
    change.record(event);
    Ok(fate)
}

/// Takes the note away; the former tab, or nothing where the two were not associated. Links and people stay.
///
/// # Errors
/// `not_found`, `denied`, `client_state`.
pub fn dissociate(change: &mut Change<'_>, seen: &ClientSeen, company: &PartnerRow) -> Result<Option<Tab>> {
    let client = change.client(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::link(relation, company.id))?;
    let Some(row) = association::between(change.tx, client.id, company.id)? else {
        change.unchanged(EntityId::Client(client.id));
        return Ok(None);
    };
    association::end(change.tx, client.id, company.id, change.audit())?;
    change.record(AuditEvent::ClientDissociate { id: client.id, partner: company.id.into(), tab: Some(row.tab) });
    Ok(Some(row.tab))
}
