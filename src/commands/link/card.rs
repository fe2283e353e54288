//! Prints a link as a card, for a person with a caller on the line.

use crate::cli::context::Context;
use crate::domain::link::{ExtensionState, Link, LinkStatus, Origin, State};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::link::record::{Record, Whole};

use super::auto_extend;

/// Between the name of a line and what it says.
const NAME: usize = 13;

/// Prints the card.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print(cx: &Context, whole: &Whole) -> Result<()> {
    let Whole { record, client, partner, recipients, .. } = whole;
    let link = &record.listed.link;
    let when = |at: Instant| cx.ui.times(&cx.zone).instant(at, cx.now());
    let domain = client.domain.as_deref().map_or_else(String::new, |domain| format!("  {domain}"));
    let mut lines = vec![
        ("client", format!("{}  {}  {}{domain}", client.slug, client.id, client.name)),
        ("owners", owners(whole)),
        ("partner", format!("{}  {}  {}", partner.slug, partner.id, partner.name)),
        (began(link), by(when(link.requested_at), record.requested_by())),
    ];
    if link.origin == Origin::Partner {
        lines.push(("issued", issued(link, &when)));
        lines.extend(link.term.map(|term| ("for", format!("{term} from the approval"))));
        lines.extend(
            link.message.as_ref().map(|message| ("message", message.replace('\n', &format!("\n{:NAME$}", "")))),
        );
    }
    for (place, (recipient, state)) in recipients.iter().enumerate() {
        let mail = recipient.mail.map(|mail| mail.to_string()).unwrap_or_default();
        let name = if place == 0 { "asked" } else { "" };
        lines.push((name, format!("{}  {mail} {}", recipient.email, state.name())));
    }
    if link.permissions != link.asked_permissions {
        lines.push(("asked for", link.asked_permissions.to_text()));
    }
    lines.push(("permissions", link.permissions.to_text()));
    let ends = |at: Instant| cx.ui.times(&cx.zone).end(at, cx.now());
    lines.extend(story(record, cx.now(), &when, &ends));
    cx.ui.heading(&format!("{}  {}", link.id, link.status(cx.now())))?;
    lines.iter().filter(|(_, text)| !text.is_empty()).try_for_each(|(name, text)| cx.ui.print_named(name, NAME, text))
}

fn owners(whole: &Whole) -> String {
    let owner =
        |(address, has_accepted)| if has_accepted { String::from(address) } else { format!("{address} (invited)") };
    whole.owners().map(owner).collect::<Vec<_>>().join(", ")
}

const fn began(link: &Link) -> &'static str {
    match link.origin {
        Origin::Partner => "requested",
        Origin::Client => "created",
    }
}

fn issued(link: &Link, when: &impl Fn(Instant) -> String) -> String {
    match link.send_count {
        1 => "once".to_owned(),
        times => format!("{times} times, last {}", when(link.sent_at)),
    }
}

/// When, and by whom where that may be shown.
fn by(when: String, who: Option<&str>) -> String {
    who.map_or(when.clone(), |who| format!("{when} by {who}"))
}

/// What became of it, in the order in which it happened.
fn story(
    record: &Record,
    now: Instant,
    when: &impl Fn(Instant) -> String,
    ends: &impl Fn(Instant) -> String,
) -> Vec<(&'static str, String)> {
    let link = &record.listed.link;
    let mut lines = Vec::new();
    if matches!(link.state, State::Pending) {
        let name = if link.status(now) == LinkStatus::Expired { "expired" } else { "answer by" };
        lines.push((name, when(link.expires_at)));
    }
    if let Some((at, _)) = link.answered() {
        let name = if matches!(link.state, State::Denied { .. }) { "denied" } else { "approved" };
        lines.push((name, by(when(at), record.answered_by())));
    }
    match &link.state {
        State::Pending => {}
        State::Approved { error, .. } => {
            lines.push(("set up", error.as_ref().map_or("not yet".to_owned(), |error| format!("failed: {error}"))));
        }
        State::Linked { at, .. } => {
            lines.push(("linked", when(*at)));
            lines.extend(extension(record, now, when, ends));
        }
        State::Unlinked { at, .. } => lines.push(("ended", by(when(*at), record.ended_by()))),
        State::Denied { reason, .. } => lines.extend(reason.clone().map(|reason| ("reason", reason))),
        State::Cancelled { at, .. } => lines.push(("withdrawn", by(when(*at), record.ended_by()))),
        State::Expired { at, answer: None } => lines.push(("expired", when(*at))),
        State::Expired { answer: Some(_), .. } => {}
    }
    let end = if link.status(now) == LinkStatus::Lapsed { "lapsed" } else { "until" };
    lines.extend(link.until.map(|until| (end, ends(until))));
    lines.extend(auto_extend::in_words(link).map(|words| ("", words)));
    lines.extend(link.deleted_at.map(|at| ("deleted", when(at))));
    lines
}

/// What more is asked, and what became of that.
fn extension(
    record: &Record,
    now: Instant,
    when: &impl Fn(Instant) -> String,
    ends: &impl Fn(Instant) -> String,
) -> Vec<(&'static str, String)> {
    let link = &record.listed.link;
    if let State::Linked { extension: ExtensionState::Denied { at }, .. } = &link.state {
        return vec![("more", format!("denied {}", when(*at)))];
    }
    let Some(asked) = link.extension() else { return Vec::new() };
    let answer = if link.extension_awaits_answer(now) { "answer by" } else { "expired" };
    let until = asked.until.map_or_else(|| "without end".to_owned(), |until| format!("until {}", ends(until)));
    let mut lines = vec![
        ("more", by(format!("asked {}", when(asked.at)), Some(asked.by.as_str()))),
        ("", format!("{until}: {}", asked.permissions.to_text())),
    ];
    lines.extend(asked.message.as_ref().map(|message| ("", message.replace('\n', &format!("\n{:NAME$}", "")))));
    lines.push((answer, when(link.expires_at)));
    lines
}
