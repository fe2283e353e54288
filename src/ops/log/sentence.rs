//! From an audit row to a sentence.

use serde_json::Value;

use crate::domain::event::{BEFORE, FieldChange, NO_END};
use crate::domain::outcome::Outcome;
use crate::store::audit_list::AuditLine;

/// The place in a phrase for the fields that changed; without one they follow the phrase.
const CHANGES: &str = "changes";

/// A `user.edit` that changed the person's name and nothing of the access.
const NAME_EDITED: &str = "user.edit name";

/// What people call an action. `{key}` is the particular of that name, `{}` the thing itself; what stands in brackets
/// is left out when a particular in it is missing.
const PHRASES: &[(&str, &str)] = &[
    ("init", "made the database"),
    ("staff.add", "registered {os_user} as staff[, {rights}]"),
    ("staff.edit", "changed the staff entry of {os_user}[: {changes}]"),
    ("staff.remove", "removed {os_user} from staff"),
    ("partner.add", "added the partner {slug}"),
    ("partner.edit", "changed the partner[ {slug}][: {changes}]"),
    ("partner.add-user", "added {email} as a user of the partner[ {partner}]"),
    ("partner.edit-user", "changed {email}, a user of the partner[ {partner}][: {changes}]"),
    ("partner.assign-clients", "assigned the client to {email}, a user of the partner[ {partner}]"),
    ("partner.unassign-clients", "took the client away from {email}, a user of the partner[ {partner}]"),
    ("partner.offboard-user", "ended all that {email} held as a user of the partner[ {partner}][; {to} goes on]"),
    ("partner.close", "closed the partner {slug}"),
    ("client.add", "added the client[ with the owners {owners}]"),
    ("client.import", "imported the client[ with the owners {owners}]"),
    ("client.edit", "changed the client[: {changes}][; {changed}]"),
    ("client.lookalike", "added or renamed a client that looks like this one"),
    ("client.associate", "associated the client with {partner}, on the tab {tab}[, before on {tab_before}]"),
    ("client.dissociate", "took the association with {partner} away"),
    ("client.close", "closed the client"),
    ("client.reopen", "reopened the client"),
    ("config.set", "set {}[ to {value}][, before {value_before}]"),
    ("config.unset", "unset {}[, before {value_before}]"),
    ("user.add", "added {email}[ as {role}][ for {partner}]"),
    (
        "user.edit",
        "changed the access of {email}[: {changes}][; also in: {still}][; withdrew {withdrawn}][; kept {kept}]",
    ),
    (NAME_EDITED, "changed the name of {email}[: {changes}][; also in: {still}]"),
    ("user.remove", "removed the access of {email}[; still in: {still}][; withdrew {withdrawn}][; kept {kept}]"),
    ("user.leave", "gave up the access of {email}[; still in: {still}][; withdrew {withdrawn}]"),
    ("user.set-password", "changed the password of {email}[ by {proven_by}]"),
    ("user.reset-password", "reset the password of {email}[ {how}]"),
    ("user.deactivate", "deactivated the login {email}[; withdrew {withdrawn}][; kept {kept}]"),
    ("user.activate", "activated the login {email}"),
    ("user.rename", "renamed the login {old} to {email}[ by {proven_by}]"),
    ("user.request-rename", "asked for the login {old} to be called {email}"),
    ("user.replace-password", "replaced the password of {email}, which another person may have chosen"),
    ("user.end-password", "ended the temporary password of {email}"),
    ("invite.send", "invited {email}[ as {role}] by {}[ in place of {email_before}]"),
    ("invite.resend", "invited {email} again by {}"),
    ("invite.withdraw", "took {} to {email} back, whose mail did not leave[: {why}]"),
    ("invite.accept", "accepted {} for {email}[ as {role}][; still in: {still}]"),
    ("invite.decline", "declined {} for {email}"),
    ("invite.cancel", "cancelled {} to {email}"),
    ("invite.supersede", "replaced {} to {email}"),
    ("invite.expire", "closed {} to {email}, which had expired"),
    ("link.request", "requested {} for {partner}"),
    ("link.create", "linked {partner} by {}"),
    ("link.approve", "approved {} of {partner}[ until {until}][ with the code of {by}]"),
    ("link.deny", "denied {} of {partner}[ with the code of {by}]"),
    ("link.process", "finished {} of {partner}: it is linked"),
    ("link.process_failed", "could not finish {} of {partner}[: {error}]"),
    ("link.resend", "asked again for {} of {partner}"),
    ("link.cancel", "cancelled {} of {partner}"),
    ("link.delete", "deleted {} of {partner}, which was over"),
    ("link.remove", "ended {} of {partner}[; still in: {still}]"),
    ("link.expire", "closed {} of {partner}, which had expired"),
    ("link.lapse", "closed {} of {partner}, whose term was over"),
    ("mail.retry", "had {} to {email} tried again[, which was {was}]"),
    ("mail.bounce", "noted that {} to {email} came back[: {words}]"),
    ("mail.lift", "lifted the mark of {email}, to which mail had come back"),
    ("user.remind", "notified {told} that the access of {email} ends at {until}[; still in after that: {still}]"),
    ("link.remind", "notified {told} that {} of {partner} ends at {until}[; still in after that: {still}]"),
    (
        "user.term_ended",
        "found that the access of {email} ended at {until}[, and notified {told}][; still in: {still}]",
    ),
    ("link.term_ended", "found that {} of {partner} ended at {until}[, and notified {told}][; still in: {still}]"),
    ("session.open", "opened {}[ as {login}][ through {link}][, leaving {left}]"),
    ("session.hand_off", "entered once more by {}"),
    ("session.close", "closed {}"),
    ("session.end", "closed {}, which was over[: {because}]"),
    ("session.verify", "let {email} in by {}[ as {login}]"),
    ("session.use", "saw {email} at work by {}"),
    (
        "undo",
        "took back `{did}`[ {entity}], audit {audit_id}[: {changed}][; still in: {still}][; withdrew {withdrawn}]",
    ),
    ("db.restore", "restored the database[ from {file}]"),
];

/// What is told of an action that came along with another; nothing where it goes without saying.
const ALSO: &[(&str, &str)] = &[
    ("user.prepare", ""),
    ("user.edit", "the missing name was added"),
    ("user.activate", "the login is active now"),
    ("user.replace", "the former owner's access ended"),
    ("user.replace-password", "it replaced the password, which another person may have chosen"),
    ("user.end-password", "their temporary password ended, because a code was used"),
    ("client.activate", "the client is active now"),
    ("invite.supersede", "the former invitation is replaced"),
    ("invite.expire", "the former invitation had expired"),
    ("session.end", "their session ended"),
    ("link.process", "it is linked now"),
    ("link.expire", "the former one had expired"),
    ("link.lapse", "the former one had lapsed"),
    ("session.close", ""),
];

/// The particulars of an audit row, as text.
pub(super) fn particulars(details: &str) -> Vec<(String, String)> {
    let Ok(Value::Object(object)) = serde_json::from_str(details) else { return Vec::new() };
    let text = |value: Value| match value {
        Value::String(text) => text,
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect();
            items.join(", ")
        }
        other => other.to_string(),
    };
    object.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, text(value))).collect()
}

/// The fields that an audit row says to have changed.
pub(super) fn changes(details: &str) -> Vec<FieldChange> {
    let Ok(Value::Object(object)) = serde_json::from_str(details) else { return Vec::new() };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let pairs = object.iter().filter_map(|(key, before)| {
        let field = key.strip_suffix(BEFORE)?;
        let after = object.get(field)?;
        Some(FieldChange { field: field.to_owned().into(), before: text(before), after: text(after) })
    });
    pairs.collect()
}

/// The sentence, without a period, because ids are copied from its end.
pub(super) fn of(row: &AuditLine<'_>, particulars: &[(String, String)], changes: &[FieldChange]) -> String {
    let find = |key: &str| particulars.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    let who = match row.acting_as {
        Some(user) => format!("{} for {user}", row.actor),
        None => row.actor.to_owned(),
    };
    let verb = row.action.replacen('.', " ", 1);
    let mut sentence = match row.outcome {
        Outcome::Done => format!("{who} {}", done(row, particulars, changes)),
        Outcome::Unchanged => match row.entity {
            Some(entity) => format!("{who} asked to `{verb}` {entity}, which was so already"),
            None => format!("{who} asked to `{verb}`, which was so already"),
        },
        Outcome::Refused | Outcome::Failed => {
            let how = if row.outcome == Outcome::Refused { "was refused" } else { "failed to" };
            let typed = find("named").filter(|typed| !typed.is_empty()).unwrap_or(&verb);
            let why = find("message").or(row.error_code).unwrap_or("no reason was noted");
            format!("{who} {how} `{typed}`: {why}")
        }
    };
    if let Some(reason) = row.reason {
        sentence.push_str(&format!(", saying “{reason}”"));
    }
    for also in find("also").iter().flat_map(|also| also.split(", ")) {
        let told = ALSO.iter().find(|(action, _)| *action == also).map(|(_, told)| (*told).to_owned());
        let told = told.unwrap_or_else(|| format!("also `{}`", also.replacen('.', " ", 1)));
        if !told.is_empty() {
            sentence.push_str(&format!("; {told}"));
        }
    }
    sentence
}

fn done(row: &AuditLine<'_>, particulars: &[(String, String)], changes: &[FieldChange]) -> String {
    let is_name =
        row.action == "user.edit" && !changes.is_empty() && changes.iter().all(|change| change.field == "name");
    let action = if is_name { NAME_EDITED } else { row.action };
    let phrase = PHRASES.iter().find(|(known, _)| *known == action).map(|(_, phrase)| *phrase);
    let has_place = |change: &FieldChange| phrase.is_some_and(|phrase| phrase.contains(&former(change)));
    let words: Vec<String> = changes.iter().filter(|change| !has_place(change)).map(FieldChange::in_words).collect();
    let words = words.join("; ");
    let mut facts: Vec<(String, String)> = particulars.iter().filter(|(_, value)| value != NO_END).cloned().collect();
    let is_left_out = !words.is_empty() && phrase.is_none_or(|phrase| !phrase.contains("{changes}"));
    if !words.is_empty() {
        facts.push((CHANGES.to_owned(), words.clone()));
    }
    let mut told = match phrase.and_then(|phrase| filled(phrase, row.entity, &facts)) {
        Some(told) => told,
        None => plain(row, &facts, changes),
    };
    if is_left_out {
        told.push_str(&format!("; {words}"));
    }
    told
}

/// The place of a field as it was, in a phrase.
fn former(change: &FieldChange) -> String {
    format!("{{{}{BEFORE}}}", change.field)
}

/// An action that has no phrase, with everything that is known of it but its changes.
fn plain(row: &AuditLine<'_>, particulars: &[(String, String)], changes: &[FieldChange]) -> String {
    let is_change = |key: &str| changes.iter().any(|change| key.strip_suffix(BEFORE).unwrap_or(key) == change.field);
    let mut told = format!("did `{}`", row.action.replacen('.', " ", 1));
    told.extend(row.entity.map(|entity| format!(" {entity}")));
    let facts: Vec<String> = particulars
        .iter()
        .filter(|(key, _)| key != "also" && key != CHANGES && !is_change(key))
        .map(|(key, value)| format!("{} {value}", key.replace('_', " ")))
        .collect();
    if !facts.is_empty() {
        told.push_str(&format!(" ({})", facts.join(", ")));
    }
    told
}

/// The phrase with its places filled; nothing when one outside of brackets has no particular.
fn filled(phrase: &str, entity: Option<&str>, particulars: &[(String, String)]) -> Option<String> {
    let mut told = String::new();
    let mut rest = phrase;
    while let Some(at) = rest.find(['{', '[']) {
        told.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'[' {
            let (optional, after) = rest[at + 1..].split_once(']')?;
            told.extend(filled(optional, entity, particulars));
            rest = after;
        } else {
            let (key, after) = rest[at + 1..].split_once('}')?;
            let value = match key {
                "" => entity?,
                key => particulars.iter().find(|(known, _)| known == key)?.1.as_str(),
            };
            told.push_str(value);
            rest = after;
        }
    }
    told.push_str(rest);
    Some(told)
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

    fn told(row: &AuditLine<'_>) -> String {
        of(row, &particulars(row.details), &changes(row.details))
    }

    #[test]
    fn a_request_an_approval_and_a_denial_are_told_in_words() {
        let details = r#"{"partner":"jims-web","permissions":"all","until":"no end"}"#;
        for (action, sentence) in [
            ("link.request", "jane requested lnk_3 for jims-web"),
            ("link.approve", "jane approved lnk_3 of jims-web"),
            ("link.deny", "jane denied lnk_3 of jims-web"),
        ] {
            assert_eq!(told(&row(action, "lnk_3", Outcome::Done, details)), sentence);
        }
    }

    #[test]
    fn on_whose_behalf_and_why_is_part_of_the_sentence() {
        let by_phone = AuditLine {
            acting_as: Some("jim@shoes.example"),
            reason: Some("by phone"),
            ..row("invite.cancel", "inv_31", Outcome::Done, r#"{"email":"ann@shoes.example"}"#)
        };
        assert_eq!(
            told(&by_phone),
            "jane for jim@shoes.example cancelled inv_31 to ann@shoes.example, saying “by phone”"
        );
    }

    #[test]
    fn refusals_and_repetitions_are_told_too() {
        let details = r#"{"named":"invite send x@y.example -c big-show","message":"no client is named \"big-show\""}"#;
        assert_eq!(
            told(&row("invite.send", "inv_1", Outcome::Refused, details)),
            "jane was refused `invite send x@y.example -c big-show`: no client is named \"big-show\""
        );
        assert_eq!(
            told(&row("user.add", "usr_3", Outcome::Unchanged, "{}")),
            "jane asked to `user add` usr_3, which was so already"
        );
    }

    #[test]
    fn an_action_without_a_phrase_or_a_particular_is_told_plainly() {
        assert_eq!(
            told(&row("tea.brew", "tea_4", Outcome::Done, r#"{"leaves_used":"two","also":"tea.pour"}"#)),
            "jane did `tea brew` tea_4 (leaves used two); also `tea pour`"
        );
        assert_eq!(told(&row("invite.send", "inv_31", Outcome::Done, "{}")), "jane did `invite send` inv_31");
        assert_eq!(
            told(&row("invite.send", "inv_31", Outcome::Done, r#"{"email":"a@b.example"}"#)),
            "jane invited a@b.example by inv_31"
        );
    }
}
