//! From an audit row to a sentence.

use crate::domain::audit_event::{Details, sentence as event};
use crate::domain::outcome::Outcome;
use crate::domain::time::read_stored;
use crate::error::{Sentence, sentence};
use crate::store::audit_list::AuditLine;

/// The sentence, without a period, because ids are copied from its end.
pub(super) fn of(row: &AuditLine<'_>, details: &Details) -> Sentence {
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
            let typed = refusal.named.filter(|typed| !typed.is_empty()).unwrap_or(verb);
            let why = refusal.message.as_deref().or(row.error_code).unwrap_or("no reason was noted");
            sentence![who, " ", how, " `", read_stored(&typed), "`: ", read_stored(why)]
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
    fn a_request_an_approval_and_a_denial_are_shown_in_words() {
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
    fn on_whose_behalf_and_why_is_part_of_the_sentence() {
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
    fn refusals_and_repetitions_are_shown_too() {
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
    fn an_action_without_a_phrase_or_a_particular_is_shown_plainly() {
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
