//! Taking an invitation back whose mail did not leave (docs/mail.md, `--require-mail`): row by row like `undo`,
//! whatever action sent it.

use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::error::{Error, Result};
use crate::ops::unit_of_work::Change;
use crate::store::code::{self, CodeState};
use crate::store::history::tables::LOGIN;
use crate::store::history::{self, ChangeRecord};
use crate::store::{Tx, login};

use super::mails::Mails;
use super::plan::{self, UndoPlan};
use super::rows::Rows;

/// Puts the rows of the client back as they were before the change with this number. What a code that it replaced
/// was, and its mails, are the caller's.
///
/// # Errors
/// `conflict` when something of it was changed again since.
pub(in crate::ops) fn withdraw(change: &Change<'_>, client: &ClientRow, audit: i64) -> Result<ChangeRecord> {
    let tx = change.tx;
    let done = history::done(tx, audit)?.ok_or_else(|| Error::bug(format!("there is no change {audit}")))?;
    let places = vec![client.clone()];
    plan::unmoved(tx, client, &done, &places)?;
    let pairs = plan::pairs(tx, &done, client, &places)?;
    plan::unmoved_around(tx, client, &done, &pairs, &places)?;
    let codes = withdrawn(tx, &done, &pairs)?;
    let dying = plan::dying(tx, &pairs)?;
    let people = history::users(tx, audit)?;
    let (differences, mails) = (Vec::new(), Mails::default());
    let plan = UndoPlan { done, differences, pairs, mails, codes, dying, people, places };
    super::put_back(change, client, &plan)?;
    if plan.writes(LOGIN) {
        plan.users().into_iter().try_for_each(|user| login::renew_words(tx, user))?;
    }
    Ok(plan.done)
}

/// The codes that the change itself withdrew. What was dead before stays so.
fn withdrawn(tx: &Tx<'_>, done: &ChangeRecord, pairs: &[Rows]) -> Result<Vec<(CodeKind, i64)>> {
    let mut back = Vec::new();
    for (_, pair) in pairs {
        let Some(then) = &pair.then else { continue };
        for (kind, record) in plan::records(tx, then)? {
            if code::ended_by(tx, kind, record, done.number)? == Some(CodeState::Dead) {
                back.push((kind, record));
            }
        }
    }
    Ok(back)
}
