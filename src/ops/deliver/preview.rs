//! What a mail says, for people who look at it here: its text, with the code masked.

use crate::domain::code::mask;
use crate::domain::mail::MailRow;
use crate::domain::time::Zone;
use crate::error::Result;
use crate::mail::preview as rendered;
use crate::store::Tx;

use super::cause::Cause;
use super::content::{Content, SenderSettings};

/// The words of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub subject: String,
    /// Its plain text. Every code in it reads `pci_31_…`.
    pub text: String,
}

/// Makes the text of a mail again, as the rows are now. No key is needed, and no code is made.
///
/// # Errors
/// `failed` when rows are damaged, or the desk's own templates.
pub fn preview(tx: &Tx<'_>, mail: &MailRow, zone: &Zone) -> Result<Preview> {
    let head = SenderSettings::read(tx)?;
    let cause = Cause::of(tx, mail)?;
    // Shaped like a code, so that the mask knows it.
    let stand_in = cause.as_ref().and_then(Cause::code).map(|(kind, record)| format!("{}{record}_x", kind.prefix()));
    let code = stand_in.as_deref().unwrap_or_default();
    let content = Content::read(tx, mail, cause.as_ref(), code, &head, zone)?;
    let made = head.wording().make(|templates| rendered(templates, &content.body, &content.envelope()))?;
    Ok(Preview { subject: made.subject, text: mask(&made.text).into_owned() })
}
