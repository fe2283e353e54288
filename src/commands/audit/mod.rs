//! `partnerctl audit`: who did what, and the proof that nothing was taken away.

mod head;
mod list;
mod verify;

use super::command::{CommandEntry, Noun};
use crate::output::Columns;
use crate::output::columns::{id, instant, int};

/// `partnerctl audit VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "audit",
    about: "Who did what, chained so that nothing can be changed or taken away unseen",
    verbs: &[CommandEntry::of::<list::List>(), CommandEntry::of::<verify::Verify>(), CommandEntry::of::<head::Head>()],
};

/// Columns that name a place in the chain.
const PLACE: Columns = Columns::new(&[int("audit_id"), instant("at"), id("hash")]);

/// A hash as people and scripts see it.
fn hex(hash: &[u8; 32]) -> String {
    data_encoding::HEXLOWER.encode(hash)
}
