//! What a link in force is to give, and until when: `--permissions`, `--until`, `--for`, `--no-until`.

use clap::Args;

use crate::cli::context::Context;
use crate::commands::terms::term_of;
use crate::domain::permission::Permissions;
use crate::domain::terms::TermEdit;
use crate::domain::time::{Edge, parse_instant};
use crate::error::Result;

/// The end of a link.
#[derive(Debug, Args)]
pub(super) struct TermArgs {
    /// The link ends then: a day, which is included, or a time
    #[arg(long, value_name = "T", conflicts_with = "term")]
    until: Option<String>,
    /// The link ends so long from now: 90d, 6mo, 1y
    #[arg(long = "for", id = "term", value_name = "D")]
    term: Option<String>,
    /// The link has no end any more
    #[arg(long, conflicts_with_all = ["until", "term"])]
    no_until: bool,
}

impl TermArgs {
    /// The permissions and what becomes of the end; nothing where neither is said.
    ///
    /// # Errors
    /// `usage` for a permission or a time that there is not.
    pub(super) fn with(
        &self,
        cx: &Context,
        permissions: Option<&str>,
    ) -> Result<Option<(Option<Permissions>, TermEdit)>> {
        let permissions = permissions.map(Permissions::parse_list).transpose()?;
        let until = match (&self.until, &self.term, self.no_until) {
            (Some(until), _, _) => {
                let until = parse_instant(until, &cx.zone, Edge::End).map_err(|error| error.context("--until"))?;
                TermEdit::Until(until)
            }
            (None, Some(term), _) => TermEdit::Until(term_of(term)?.end(cx.now(), &cx.zone)),
            (None, None, true) => TermEdit::NoEnd,
            (None, None, false) => TermEdit::Keep,
        };
        Ok((permissions.is_some() || until != TermEdit::Keep).then_some((permissions, until)))
    }
}
