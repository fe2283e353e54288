//! When access is asked for: now, at another instant, or during a period.

use clap::Args;

use crate::cli::context::Context;
use crate::domain::time::{Edge, Instant, parse_instant, parse_range};
use crate::error::Result;
use crate::ops::access::list::{Range, When};
use crate::ops::reach::Moment;

/// A moment that is not now.
#[derive(Debug, Args)]
pub(super) struct AsOfArg {
    /// As it was at this time, in all that was done by then: a day (its beginning), or 2026-11-21T14:05:00Z
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
}

impl AsOfArg {
    /// The instant that is meant, shown to the person who gave it; `None` is now.
    ///
    /// # Errors
    /// `usage`.
    pub(super) fn instant(&self, cx: &Context) -> Result<Option<Instant>> {
        let Some(text) = &self.as_of else { return Ok(None) };
        let at = parse_instant(text, &cx.zone, Edge::Start).map_err(|error| error.context("--as-of"))?;
        let still = if at > cx.now() { ", which is still to come: if nothing is changed until then" } else { "" };
        cx.ui.note(&format!("as of {} ({at}){still}", cx.zone.local(at)));
        Ok(Some(at))
    }
}

/// The range of `--during`, shown to the person who gave it.
///
/// # Errors
/// `usage`.
pub(super) fn range(cx: &mut Context, text: &str) -> Result<Range> {
    let (from, until) = parse_range(text, &cx.zone).map_err(|error| error.context("--during"))?;
    let now = cx.now();
    let range = cx.read(|tx, _| Range::of(tx, from, until, now))?;
    let local = |at| cx.zone.local(at);
    cx.ui.note(&format!("from {} ({from}), before {} ({})", local(from), local(range.until), range.until));
    Ok(range)
}

/// What the flags of a list mean.
///
/// # Errors
/// `usage`.
pub(super) fn when(cx: &mut Context, as_of: &AsOfArg, during: Option<&str>) -> Result<When> {
    if let Some(text) = during {
        return range(cx, text).map(When::During);
    }
    let now = cx.now();
    match as_of.instant(cx)? {
        None => Ok(When::At(Moment::present(now))),
        Some(at) => cx.read(|tx, _| Moment::of(tx, at, now)).map(When::At),
    }
}
