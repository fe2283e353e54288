//! Refusals by a rule about senders, relays or this machine. Said to one recipient they may be that recipient's own
//! rule; said to several they mean that the way is not set up.

/// Words of servers that give no enhanced status code for a relay that is not open to us, or a list that we are on.
const WORDS: &[(&str, &str)] = &[
    ("relay", "relay"),
    ("dnsbl", "blocklist"),
    ("blocklist", "blocklist"),
    ("block list", "blocklist"),
    ("blacklist", "blocklist"),
    ("black list", "blocklist"),
    ("blocked using", "blocklist"),
    ("spamhaus", "blocklist"),
];

/// The rule by which a server refused a mail for good: an enhanced status code (RFC 3463), or a word for it. None where
/// the recipient or the text is at fault.
pub(super) fn rule(reply: &str) -> Option<String> {
    if let Some(status) = reply.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(status) {
        let is_rule = status.starts_with("5.7.") || status == "5.1.8" || status == "5.4.5";
        return is_rule.then(|| status.to_owned());
    }
    let reply = reply.to_ascii_lowercase();
    WORDS.iter().find(|(word, _)| reply.contains(word)).map(|(_, rule)| (*rule).to_owned())
}

/// The word, if it is an enhanced status code of class 5.
fn status(word: &str) -> Option<&str> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let mut parts = word.split('.');
    let (class, subject, detail, more) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    let number = |part: &str| (1..=3).contains(&part.len());
    (class == "5" && number(subject) && number(detail) && more.is_none()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sender_rules_differ_from_recipient_rules() {
        for (reply, found) in [
            ("554 5.7.1 <jim@x.example>: Relay access denied", Some("5.7.1")),
            ("550-5.7.26 unauthenticated", Some("5.7.26")),
            ("550 5.1.8 sender domain must exist", Some("5.1.8")),
            ("550 5.4.5 Daily sending quota exceeded", Some("5.4.5")),
            ("552 5.7.0 blocked for its content", Some("5.7.0")),
            ("553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", Some("5.7.1")),
            ("554 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", Some("blocklist")),
            ("550 relaying denied", Some("relay")),
            ("550 5.1.1 no such user; see the block list of users", None),
            ("550 5.2.1 mailbox disabled", None),
            ("550 no such user here", None),
            ("550 192.0.2.5.7.1 odd", None),
        ] {
            assert_eq!(rule(reply).as_deref(), found, "{reply}");
        }
    }
}
