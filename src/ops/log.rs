//! The log of a client: its audit rows as whole sentences (S3.18–19).

mod doubles;
pub mod reach;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::actor::Actor;
use crate::domain::audit_event::{Action, Details, LOOKALIKE, PersonName, sentence as event};
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, UserId};
use crate::domain::outcome::Outcome;
use crate::domain::time::{Instant, Zone, read_stored};
use crate::error::{Result, Sentence, sentence};
use crate::ops::person_name::may_read as may_read_name;
use crate::store::audit_list::AuditLine;
pub use crate::store::audit_list::{Filter, Which};
use crate::store::{Tx, audit_list, partner};

/// One line of a client's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The number of the audit row.
    pub number: i64,
    pub at: Instant,
    pub outcome: Outcome,
    /// Who did what to whom, for people: `jane sent inv_31 to jim@bigshoes.example`.
    pub sentence: Sentence,
}

impl LogLine {
    /// The line for people: `21 Nov 2026 14:05 CET  jane sent inv_31 to jim@bigshoes.example`.
    pub fn sentence(&self, zone: &Zone) -> String {
        format!("{}  {}", zone.local(self.at), zone.in_words(&self.sentence))
    }
}

/// How many rows of a double are looked at for each line: refusals are none, nor that someone is at work.
const SKIPPED: usize = 20;

/// The last `most` events of a client, the newest first, as this actor may read them.
pub fn recent(tx: &Tx<'_>, actor: &Actor, client: &ClientRow, most: u32) -> Result<Vec<LogLine>> {
    let mut lines = Vec::new();
    audit_list::recent_of_client(tx, client.id, most, |row| {
        lines.push(line_of(tx, actor, client, row)?);
        Ok(())
    })?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let oldest = lines.last().filter(|_| lines.len() >= most).map_or(0, |line: &LogLine| line.number);
    let doubles = doubles::rows(tx, client.id, oldest)?.into_iter().rev().take(most.saturating_mul(SKIPPED));
    for number in reach::rows(tx, client.id, oldest, most)?.into_iter().chain(doubles) {
        if lines.iter().all(|line| line.number != number) {
            audit_list::one(tx, number, |row| {
                if row.outcome == Outcome::Done && row.action != Action::SessionUse.name() {
                    lines.push(line_of(tx, actor, client, row)?);
                }
                Ok(())
            })?;
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.number));
    lines.truncate(most);
    Ok(lines)
}

/// A row of a client's log as this actor may read it. A change of a look-alike is noted in the log of both clients; a user
/// of one reads that there is a look-alike, and not which client it is. A double that was merged into the client is no
/// other one.
pub fn as_read_by<'r>(tx: &Tx<'_>, actor: &Actor, client: ClientId, row: &AuditLine<'r>) -> Result<AuditLine<'r>> {
    let is_about = row.entity.filter(|id| ClientId::looks_like(id)).and_then(|id| ClientId::parse(id).ok());
    let Some(about) = is_about.filter(|about| *about != client && !actor.is_support()) else { return Ok(*row) };
    Ok(match doubles::of(tx, client)?.iter().any(|(double, _)| *double == about) {
        true => *row,
        false => AuditLine { action: LOOKALIKE, entity: None, reason: None, details: "{}", ..*row },
    })
}

/// The rows about a client that do not name it: that changed who reaches it as a user of a partner, and those of the
/// doubles that were merged into it.
fn more(tx: &Tx<'_>, client: ClientId, most_reach: usize) -> Result<BTreeSet<i64>> {
    let mut found = reach::rows(tx, client, 0, most_reach)?;
    found.extend(doubles::rows(tx, client, 0)?);
    Ok(found)
}

/// The audit rows about a client before this number, the newest first, at most `most`: those that name it, those that
/// changed who reaches it as a user of a partner, and those of doubles from before they were merged into it.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn newest(
    tx: &Tx<'_>,
    client: ClientId,
    before: i64,
    most: u32,
    each: impl FnMut(&AuditLine<'_>) -> Result<()>,
) -> Result<()> {
    // Rows behind `before` count among the most, so that all are looked at.
    let most_reach = if before == i64::MAX { usize::try_from(most).unwrap_or(usize::MAX) } else { usize::MAX };
    let more = more(tx, client, most_reach)?;
    audit_list::latest_of_client(tx, client, before, most, &more, each)
}

/// The audit rows that pass the filter, the oldest first. About its client are the same as with [`newest`].
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list(tx: &Tx<'_>, filter: &Filter<'_>, each: impl FnMut(&AuditLine<'_>) -> Result<()>) -> Result<()> {
    let more = match filter.client {
        Some(client) => more(tx, client, usize::MAX)?,
        None => BTreeSet::new(),
    };
    audit_list::list(tx, filter, &more, each)
}

/// The particulars of an audit row as this actor may read them, in the log of `client` if it is read there. Of a refusal,
/// users read only that there was one: the command line as typed, and the error, can name whatever was mistaken for this
/// client. The name of a person is for those who may read it in the list of people too.
pub fn details_for<'d>(
    tx: &Tx<'_>,
    actor: &Actor,
    client: Option<ClientId>,
    row: &AuditLine<'d>,
) -> Result<Cow<'d, str>> {
    let details = row.details;
    if actor.is_support() {
        return Ok(Cow::Borrowed(details));
    }
    if matches!(row.outcome, Outcome::Refused | Outcome::Failed) {
        return Ok(Cow::Borrowed("{}"));
    }
    let user = row.entity.filter(|id| UserId::looks_like(id)).and_then(|id| UserId::parse(id).ok());
    let hints = Details::hints(details);
    let named = user.filter(|_| hints.name);
    if !hints.clients && named.is_none() {
        return Ok(Cow::Borrowed(details));
    }
    let name = match (client, named) {
        (Some(client), Some(user)) if !may_read_name(tx, actor, client, user)? => PersonName::Hidden,
        _ => PersonName::Shown,
    };
    Ok(Cow::Owned(Details::read(details).for_user(name).to_string()))
}

/// An audit row as a line of the log of one client: with what it meant for who enters that client.
pub fn line_of(tx: &Tx<'_>, actor: &Actor, client: &ClientRow, row: &AuditLine<'_>) -> Result<LogLine> {
    let row = &as_read_by(tx, actor, client.id, row)?;
    let mut line = read(tx, actor, Some(client.id), row)?;
    // A change that is about more than one client may name another one first.
    if let Some((id, slug)) = row.client.filter(|(id, _)| *id != client.id)
        && doubles::of(tx, client.id)?.iter().any(|(double, _)| *double == id)
    {
        // What happened to a double, before it was merged into this one.
        line.sentence = sentence![slug, " (", id, "): ", line.sentence];
    }
    let action = Action::named(row.action).filter(|_| row.outcome == Outcome::Done);
    if action.is_some_and(Action::is_of_partner_user)
        && let Some(Ok(user)) = row.entity.map(UserId::parse)
        && let Some(change) = reach::change(tx, user, client, row.number)?
    {
        line.sentence.add(&sentence!["; ", change.sentence()]);
    }
    if action == Some(Action::PartnerClose) {
        let still = reach::still_in(tx, client, row.number)?;
        if !still.is_empty() {
            line.sentence.add(&sentence!["; still in: ", Sentence::joined(&still, "; ")]);
        }
    }
    Ok(line)
}

/// An audit row as a line of a log that is of no client, as this actor may read it.
pub fn line(tx: &Tx<'_>, actor: &Actor, row: &AuditLine<'_>) -> Result<LogLine> {
    read(tx, actor, None, row)
}

fn read(tx: &Tx<'_>, actor: &Actor, client: Option<ClientId>, row: &AuditLine<'_>) -> Result<LogLine> {
    let mut details = Details::read(&details_for(tx, actor, client, row)?);
    // Who answered is shown only where the sentence does not say so anyway: by a code that someone else typed in.
    details.without_answerer(row.acting_as);
    if let Some(id) = details.partner()
        && let Some(company) = partner::by_id(tx, id)?
    {
        details.name_partner(&company.slug);
    }
    let sentence = of(row, &details);
    Ok(LogLine { number: row.number, at: row.at, outcome: row.outcome, sentence })
}

// From an audit row to a sentence.

/// The sentence, without a period, because ids are copied from its end.
fn of(row: &AuditLine<'_>, details: &Details) -> Sentence {
    let who = match row.acting_as {
        Some(user) => format!("{} for {user}", row.actor),
        None => row.actor.to_owned(),
    };
    let verb = event::spoken(row.action);
    let mut sentence = match row.outcome {
        Outcome::Done => sentence![who, " ", event::done(row.action, row.entity, details)],
        Outcome::Unchanged => match row.entity {
            Some(entity) => format!("{who} asked to `{verb}` {entity}, which was so already").into(),
            None => format!("{who} asked to `{verb}`, which was so already").into(),
        },
        Outcome::Refused | Outcome::Failed => {
            let how = if row.outcome == Outcome::Refused { "was refused" } else { "failed to" };
            let refusal = details.refusal();
            let typed = refusal.named.filter(|typed| !typed.is_empty()).unwrap_or_else(|| verb.clone());
            let why = refusal.message.as_deref().or(row.error_code).unwrap_or("no reason was noted");
            // Of a row, or of one target among others, only what it is about was noted.
            let about = if typed.starts_with(&*verb) { String::new() } else { format!("`{verb}` of ") };
            sentence![who, " ", how, " ", about, "`", read_stored(&typed), "`: ", read_stored(why)]
        }
    };
    if let Some(reason) = row.reason {
        sentence.add(&sentence![", saying “", read_stored(reason), "”"]);
    }
    for also in event::also(details) {
        sentence.add(&format!("; {also}"));
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;
    use crate::store::audit_list::AuditLine;

    fn row<'r>(action: &'r str, entity: &'r str, outcome: Outcome, details: &'r str) -> AuditLine<'r> {
        AuditLine {
            number: 7,
            at: Instant::from_ms(0),
            actor: "jane",
            acting_as: None,
            client: None,
            action,
            entity: Some(entity),
            outcome,
            error_code: None,
            reason: None,
            details,
            hash: [0; 32],
        }
    }

    fn in_words(row: &AuditLine<'_>) -> String {
        of(row, &Details::read(row.details)).as_str().to_owned()
    }

    #[test]
    fn request_and_answers_are_sentences() {
        let details = r#"{"partner":"jims-web","permissions":"all","until":"no end"}"#;
        for (action, sentence) in [
            ("link.request", "jane requested lnk_3 for jims-web"),
            ("link.approve", "jane approved lnk_3 of jims-web"),
            ("link.deny", "jane denied lnk_3 of jims-web"),
        ] {
            assert_eq!(in_words(&row(action, "lnk_3", Outcome::Done, details)), sentence);
        }
    }

    #[test]
    fn sentence_has_person_and_reason() {
        let by_phone = AuditLine {
            acting_as: Some("jim@shoes.example"),
            reason: Some("by phone"),
            ..row("invite.cancel", "inv_31", Outcome::Done, r#"{"email":"ann@shoes.example"}"#)
        };
        assert_eq!(
            in_words(&by_phone),
            "jane for jim@shoes.example cancelled inv_31 to ann@shoes.example, saying “by phone”"
        );
    }

    #[test]
    fn refusals_and_repetitions_are_shown() {
        let details = r#"{"named":"invite send x@y.example -c big-show","message":"no client is named \"big-show\""}"#;
        assert_eq!(
            in_words(&row("invite.send", "inv_1", Outcome::Refused, details)),
            "jane was refused `invite send x@y.example -c big-show`: no client is named \"big-show\""
        );
        assert_eq!(
            in_words(&row("user.add", "usr_3", Outcome::Unchanged, "{}")),
            "jane asked to `user add` usr_3, which was so already"
        );
    }

    #[test]
    fn unknown_action_is_shown_plainly() {
        assert_eq!(
            in_words(&row("tea.brew", "tea_4", Outcome::Done, r#"{"leaves_used":"two","also":"tea.pour"}"#)),
            "jane did `tea brew` tea_4 (leaves used two); also `tea pour`"
        );
        assert_eq!(in_words(&row("invite.send", "inv_31", Outcome::Done, "{}")), "jane did `invite send` inv_31");
        assert_eq!(
            in_words(&row("invite.send", "inv_31", Outcome::Done, r#"{"email":"a@b.example"}"#)),
            "jane invited a@b.example by inv_31"
        );
    }
}
