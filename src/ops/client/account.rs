//! Whose an account number is: one rule for every way to give one to a client.

use crate::domain::account_number::AccountNumber;
use crate::domain::authority::Verb;
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::id::ClientId;
use crate::error::{Error, Hint, Result, hint};
use crate::ops::resolve::{self, named};
use crate::store::Tx;
use crate::store::client::{self, Trait};

/// More clients with one number are not looked at: of those that are open there is one.
const MOST: u32 = 10;

/// A client with a number that no other may get.
pub(super) struct Holder {
    pub(super) client: ClientRow,
    /// The open client that it was merged into: taking the merge back opens it again.
    merged_into: Option<ClientRow>,
}

impl Holder {
    /// `big-shoes (C100001-9)`, for a double with the client that stays.
    pub(super) fn in_words(&self) -> String {
        match &self.merged_into {
            None => named(&self.client),
            Some(into) => format!("{}, which was merged into {}", named(&self.client), named(into)),
        }
    }
}

/// Who has the number, other than `but` and the doubles that were merged into it. A closed client that was not merged
/// keeps it only until someone else gets it.
pub(super) fn holder(tx: &Tx<'_>, number: &str, but: Option<ClientId>) -> Result<Option<Holder>> {
    for row in client::by_trait(tx, Trait::Account(number), MOST)? {
        if Some(row.id) == but {
            continue;
        }
        if row.state != ClientState::Closed {
            return Ok(Some(Holder { client: row, merged_into: None }));
        }
        if let Some(into) = row.merged_into {
            let into = resolve::successor(tx, into)?;
            if Some(into.id) != but && into.state != ClientState::Closed {
                return Ok(Some(Holder { client: row, merged_into: Some(into) }));
            }
        }
    }
    Ok(None)
}

/// Refuses an account number that another client has, or that names another client in another way.
///
/// # Errors
/// `conflict`.
pub fn account_is_free(tx: &Tx<'_>, number: &AccountNumber, but: Option<ClientId>) -> Result<()> {
    if let Some(row) = resolve::named_by_number(tx, number.as_str(), but)? {
        return Err(Error::conflict(format!(
            "the account number {} also names {}, and no one could distinguish the two",
            number.as_str(),
            named(&row)
        ))
        .hint(Hint::plain("give another account number, for instance with a prefix of your billing system"))
        .other_client(row.id)
        .fact("other_client_slug", row.slug.to_string()));
    }
    match holder(tx, number.as_str(), but)? {
        None => Ok(()),
        Some(holder) => {
            Err(Error::conflict(format!("the account number {} belongs to {}", number.as_str(), holder.in_words()))
                .hint(hint!["look at it with ", Verb::ClientShow.step().about(&holder.client.slug)])
                .other_client(holder.client.id))
        }
    }
}
