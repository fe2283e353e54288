//! Associations: support noted that a client was referred by a partner (docs/reference.md#terms). It shows on the
//! partner's dashboard, and gives no access.

use super::choice;
use super::id::{ClientId, PartnerId};
use super::time::Instant;

/// The tab of the partner's dashboard on which a client is (S0.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tab {
    Active,
    Trial,
    Free,
    Cancelled,
    Expired,
    Pending,
}

impl Tab {
    /// Every tab, in the order of the dashboard.
    pub const ALL: [Self; 6] = [Self::Active, Self::Trial, Self::Free, Self::Cancelled, Self::Expired, Self::Pending];

    /// The word, as typed, stored and listed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Trial => "trial",
            Self::Free => "free",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Pending => "pending",
        }
    }
}

choice::words!(Tab, "a tab of the dashboard");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationRow {
    /// The client that was referred.
    pub client: ClientId,
    /// The partner that referred it.
    pub partner: PartnerId,
    /// The tab on which it is.
    pub tab: Tab,
    pub at: Instant,
    /// The support person who noted it.
    pub by: String,
}
