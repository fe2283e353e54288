//! The instants of sentences, for people and back from what is stored.

use super::{Edge, Instant, Zone, parse_instant};
use crate::error::{Bound, Sentence, Time, TimePart};

impl Instant {
    /// In a sentence, where something begins: `since 1 Jan 2027 00:00 CET`.
    pub fn as_start(self) -> TimePart {
        self.part(Bound::Start)
    }

    /// In a sentence, where something ends or happens: `until the end of 31 Dec 2026 CET`.
    pub fn as_end(self) -> TimePart {
        self.part(Bound::End)
    }

    /// Reads the form of programs, and no other.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        parse_instant(text, &Zone::utc(), Edge::Start).ok().filter(|at| at.to_rfc3339() == text)
    }

    fn part(self, bound: Bound) -> TimePart {
        TimePart { time: Time { ms: self.ms(), bound }, text: self.to_rfc3339() }
    }
}

impl Zone {
    /// A sentence with its instants as people read them.
    pub fn in_words(&self, sentence: &Sentence) -> String {
        sentence.with_times(|time| match time.bound {
            Bound::Start => self.local(Instant::from_ms(time.ms)),
            Bound::End => self.end_in_words(Instant::from_ms(time.ms)),
        })
    }
}

/// Reads a sentence that was stored in the form of programs: what is written as an instant there is one.
pub fn read_stored(text: &str) -> Sentence {
    let (mut before, mut earlier) = ("", "");
    let mut sentence = Sentence::default();
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            sentence.add(" ");
        }
        // A change of a term is stored as "until from … to …".
        let begins = ["from", "since", "before", "after"].contains(&before) && (earlier, before) != ("until", "from")
            || (earlier, before) == ("begins", "at");
        (earlier, before) = (before, word);
        let bare = word.trim_end_matches([',', ';', ':', ')']);
        match Instant::from_rfc3339(bare) {
            Some(instant) => {
                sentence.add(&if begins { instant.as_start() } else { instant.as_end() });
                sentence.add(&word[bare.len()..]);
            }
            None => sentence.add(word),
        }
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::sentence;

    #[test]
    fn sentences_show_ends_in_words() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let end = parse_instant("2026-12-31", &berlin, Edge::End).unwrap();
        for (sentence, words) in [
            (sentence!["it ends at ", end.as_end(), ", or"], "it ends at the end of 31 Dec 2026 CET, or"),
            (sentence!["since ", end.as_start()], "since 1 Jan 2027 00:00 CET"),
            (
                sentence!["until from ", end.as_end(), " to ", end.as_end()],
                "until from the end of 31 Dec 2026 CET to the end of 31 Dec 2026 CET",
            ),
        ] {
            assert_eq!(berlin.in_words(&sentence), words);
            assert_eq!(read_stored(sentence.as_str()), sentence, "what is stored is read back");
        }
    }
}
