//! Delivering mails (stub).
use super::desk::Desk;
use crate::app::files::Sharing;
use crate::domain::id::MailId;
use crate::domain::time::Zone;
use crate::error::Result;
use crate::store::mail::MailState;
use std::path::Path;
/// What became of a mail.
pub struct Report {
    /// Where it stands.
    pub state: MailState,
}
impl Report {
    /// For people.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }
}
/// Delivers.
/// # Errors
/// `failed`
pub fn these(_d: &mut Desk<'_>, _m: &[MailId], _o: &Path, _s: Sharing, _z: &Zone) -> Result<Vec<Report>> {
    Ok(vec![])
}
