//! Someone leaves a partner, or a partner is closed: what they hold ends in one step, with a receipt.

mod close;
mod holdings;
mod offboard;

pub use close::{PartnerHeld, close, held_by_partner, still_entering};
pub use holdings::{Dedicated, Holdings, held};
pub use offboard::{Ask, offboard};

use crate::domain::id::ClientId;
use crate::domain::offboarding::{HoldingKind, OffboardingResult};
use crate::domain::slug::Slug;
use crate::error::{Error, Result};
use crate::store::{Tx, client};

/// One thing that was held, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptEntry {
    /// In which client, if in one.
    pub client: Option<ClientLabel>,
    pub kind: HoldingKind,
    /// Which: `inv_31`, `usr_5`.
    pub entity: String,
    pub fate: OffboardingResult,
    pub message: Option<String>,
}

impl ReceiptEntry {
    /// Whether it was held in this client.
    pub fn is_in(&self, client: ClientId) -> bool {
        self.client.as_ref().is_some_and(|place| place.id == client)
    }
}

/// A client by id and slug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientLabel {
    pub id: ClientId,
    pub slug: Slug,
}

/// Everything that was held, in the order in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt(pub Vec<ReceiptEntry>);

impl Receipt {
    fn add(
        &mut self,
        client: Option<&ClientLabel>,
        kind: HoldingKind,
        entity: impl ToString,
        fate: OffboardingResult,
        message: Option<String>,
    ) {
        self.0.push(ReceiptEntry { client: client.cloned(), kind, entity: entity.to_string(), fate, message });
    }
}

impl ClientLabel {
    fn of(tx: &Tx<'_>, id: ClientId) -> Result<Self> {
        let row = client::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))?;
        Ok(Self { id, slug: row.slug })
    }
}
