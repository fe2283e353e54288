//! What invitations and link requests share: they are mailed, maybe again, and their time runs out.

use super::time::{Instant, Span};
use crate::error::{Cause, Error, Result, Sentence, hint, sentence};

/// The least time between two sendings of one record (docs/reference.md#invitations).
pub const RESEND_PAUSE: Span = Span::MINUTE;

/// Refuses a second sending within a minute of the first. A clock that was set back makes no one wait.
///
/// # Errors
/// `conflict`, with the instant from which it may be sent.
pub fn check_pause(sent_at: Instant, now: Instant) -> Result<()> {
    let again = sent_at + RESEND_PAUSE;
    if now < sent_at || now >= again {
        return Ok(());
    }
    Err(Error::conflict(sentence!["the last mail left less than a minute ago, at ", sent_at.as_end()])
        .because(Cause::SentJustNow { at: sent_at.as_end().time })
        .hint(hint!["send it again in ", again.since(now).as_wait()])
        .fact("retry_at", again.to_string()))
}

/// An end as messages show it.
pub fn end_in_words(until: Option<Instant>) -> Sentence {
    until.map_or_else(|| "no end".into(), |until| sentence![until.as_end()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_given_in_seconds() {
        let sent = Instant::from_ms(1_795_000_012_345);
        let refused = check_pause(sent, sent + Span::from_ms(19_001)).unwrap_err();
        assert_eq!(refused.hints(), ["send it again in 41 seconds"]);
        assert_eq!(refused.facts(), [("retry_at", (sent + RESEND_PAUSE).to_string().into())]);
    }

    #[test]
    fn minute_passes_between_two_sendings() {
        let sent = Instant::from_ms(1_795_000_000_000);
        for (ms, fine) in [(-1, true), (0, false), (59_999, false), (60_000, true)] {
            assert_eq!(check_pause(sent, sent + Span::from_ms(ms)).is_ok(), fine, "{ms}");
        }
    }
}
