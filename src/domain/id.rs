//! Identifiers as people and scripts see them: `C100001-9`, `ptn_3`, `usr_5`, `inv_31` (docs/reference.md#terms).
//!
//! A number is never used again. Clients carry a Damm check digit, so that one wrong or two swapped digits are
//! noticed before anything is looked up.

use std::fmt;

use crate::error::{Error, Hint, NextStep, Result, Topic, Wanted, hint};

macro_rules! prefixed_ids {
    ($($(#[$doc:meta])* $name:ident => $prefix:literal, $what:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(i64);

            impl $name {
                /// The id with this number.
                pub const fn new(number: i64) -> Self {
                    Self(number)
                }

                /// The bare number, as stored.
                #[must_use]
                pub const fn get(self) -> i64 {
                    self.0
                }

                /// Whether `text` begins like such an id, and so can mean nothing else.
                pub fn looks_like(text: &str) -> bool {
                    text.starts_with($prefix)
                }

                #[doc = concat!("Reads `", $prefix, "7`.")]
                ///
                /// # Errors
                /// `usage` when `text` is not of that form.
                pub fn parse(text: &str) -> Result<Self> {
                    text.strip_prefix($prefix).and_then(number).map(Self).ok_or_else(|| {
                        if super::code::is_code_shaped(text) {
                            return Error::usage("a code is typed where an id is expected")
                                .hint(Hint::plain("leave it out of the command line; the code is asked for"));
                        }
                        Error::usage(format!("{text:?} is not {} id", $what))
                            .hint(Hint::plain(concat!("such an id looks like `", $prefix, "7`")))
                    })
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, concat!($prefix, "{}"), self.0)
                }
            }
        )+
    };
}

prefixed_ids! {
    PartnerId => "ptn_", "a partner";
    UserId => "usr_", "a user";
    InvitationId => "inv_", "an invitation";
    /// A link between a partner and a client.
    LinkId => "lnk_", "a link";
    /// A mail in the outbox.
    MailId => "msg_", "a mail";
    SessionId => "ses_", "a session";
    WebSessionId => "web_", "a web session";
    /// A support person's registration. Shown by operating-system name; the id appears in the audit only.
    StaffId => "stf_", "a staff";
    /// A grant. Named by client and user everywhere; the id appears in the audit only.
    GrantId => "grt_", "a grant";
    /// One recipient of a link request, with a code of their own.
    RecipientId => "rcp_", "a recipient";
    /// One of the people who can stop a recovery, with a code of their own.
    RecoveryRecipientId => "rcr_", "a recipient of a recovery";
}

/// A client account: its number, shown with a check digit, `C100001-9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(i64);

impl ClientId {
    /// The first number that is given out.
    pub const FIRST: i64 = 100_001;

    /// The id with this number.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The bare number, as stored in `client.id`.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether `text` has the shape of a client id (`C`, digits, maybe a dash and digits), right or wrong.
    pub fn looks_like(text: &str) -> bool {
        text.strip_prefix('C').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '-')
        })
    }

    /// What `C100001` or `100001` may be: an id whose check digit was left out. To search only; what is changed is named
    /// with it.
    pub fn without_check_digit(text: &str) -> Option<Self> {
        number(text.strip_prefix('C').unwrap_or(text)).map(Self)
    }

    /// Reads `C100001-9`.
    ///
    /// # Errors
    /// `usage` when the form or the check digit is wrong. The right digit is not shown: a mistyped number must be
    /// looked up, not fixed.
    pub fn parse(text: &str) -> Result<Self> {
        let malformed = || {
            Error::usage(format!("{text:?} is not a client id"))
                .hint(Hint::plain("a client id looks like `C100001-9`, check digit included"))
        };
        let (digits, check) = text.strip_prefix('C').and_then(|rest| rest.split_once('-')).ok_or_else(malformed)?;
        let number = number(digits).filter(|_| check.len() == 1).ok_or_else(malformed)?;
        let given = check.parse::<u8>().map_err(|_| malformed())?;
        if given != check_digit(number) {
            return Err(Error::usage(format!(
                "the check digit of {text:?} is wrong: a digit was mistyped or two were swapped"
            ))
            .hint(hint!["look the client up with ", NextStep::of("client find").about(&Wanted("WORD"))]));
        }
        Ok(Self(number))
    }
}

impl ClientId {
    /// The check digit, 0 to 9.
    #[must_use]
    pub fn check_digit(self) -> u8 {
        check_digit(self.0)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C{}-{}", self.0, check_digit(self.0))
    }
}

impl Error {
    /// Another client has it, or looks alike.
    #[must_use]
    pub fn other_client(self, id: ClientId) -> Self {
        self.fact("other_client_id", id.to_string()).about(Topic::OtherClient(id.get()))
    }

    /// The other client that has it, or looks alike.
    pub fn other_client_id(&self) -> Option<ClientId> {
        self.topics().iter().find_map(|topic| match topic {
            Topic::OtherClient(number) => Some(ClientId::new(*number)),
            _ => None,
        })
    }
}

/// Anything that an audit row or an error may be about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityId {
    Client(ClientId),
    Partner(PartnerId),
    User(UserId),
    Invitation(InvitationId),
    Link(LinkId),
    Mail(MailId),
    Session(SessionId),
    Staff(StaffId),
    Config(String),
    Database,
}

macro_rules! entities {
    ($($kind:ident($id:ident))+) => {
        $(
            impl From<$id> for EntityId {
                fn from(id: $id) -> Self {
                    Self::$kind(id)
                }
            }
        )+
    };
}

entities! {
    Client(ClientId) Partner(PartnerId) User(UserId) Invitation(InvitationId) Link(LinkId) Mail(MailId) Session(SessionId)
    Staff(StaffId)
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(id) => id.fmt(f),
            Self::Partner(id) => id.fmt(f),
            Self::User(id) => id.fmt(f),
            Self::Invitation(id) => id.fmt(f),
            Self::Link(id) => id.fmt(f),
            Self::Mail(id) => id.fmt(f),
            Self::Session(id) => id.fmt(f),
            Self::Staff(id) => id.fmt(f),
            Self::Config(key) => f.write_str(key),
            Self::Database => f.write_str("database"),
        }
    }
}

/// A positive number without sign or leading zero.
fn number(digits: &str) -> Option<i64> {
    let canonical = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| canonical)
}

/// The Damm check digit over the quasigroup of H. Michael Damm's dissertation (2004): catches every single wrong
/// digit and every swap of neighbours. The letter counts too, as 12, the value that ISO 13616 gives a `C`.
fn check_digit(number: i64) -> u8 {
    const QUASIGROUP: [[u8; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    /// The interim digit after `1` and `2`.
    const AFTER_LETTER: u8 = 5;
    let mut digits = [0_u8; 20];
    let mut rest = number.unsigned_abs();
    let mut first = digits.len();
    while rest > 0 {
        first -= 1;
        digits[first] = (rest % 10) as u8;
        rest /= 10;
    }
    digits[first..].iter().fold(AFTER_LETTER, |interim, digit| QUASIGROUP[usize::from(interim)][usize::from(*digit)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_client_ids_match_the_contract() {
        assert_eq!(ClientId::new(100_001).to_string(), "C100001-9");
        assert_eq!(ClientId::new(100_002).to_string(), "C100002-4");
        assert_eq!(ClientId::parse("C100001-9").unwrap(), ClientId::new(100_001));
    }

    #[test]
    fn wrong_digits_and_swaps_are_detected() {
        for number in 100_001..100_400_i64 {
            let digits: Vec<u8> = number.to_string().bytes().map(|b| b - b'0').collect();
            let check = check_digit(number);
            for at in 0..digits.len() {
                for wrong in (0..10).filter(|d| *d != digits[at]) {
                    let mut mistyped = digits.clone();
                    mistyped[at] = wrong;
                    assert_ne!(check_digit(joined(&mistyped)), check);
                }
                if at > 0 && digits[at - 1] != digits[at] {
                    let mut swapped = digits.clone();
                    swapped.swap(at - 1, at);
                    assert_ne!(check_digit(joined(&swapped)), check);
                }
            }
        }
    }

    #[test]
    fn ids_have_one_spelling() {
        for bad in [
            "C100001",
            "C100001-",
            "C100001-99",
            "c100001-9",
            "C0100001-9",
            "C100001-8",
            "C+100001-9",
            "C-9",
            " C100001-9",
        ] {
            assert_eq!(ClientId::parse(bad).unwrap_err().code(), crate::error::Code::Usage, "{bad}");
        }
        for bad in ["inv_", "inv_07", "inv_-1", "INV_7", "lnk_7", "inv_99999999999999999999"] {
            assert!(InvitationId::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(InvitationId::parse("inv_31").unwrap().to_string(), "inv_31");
    }

    fn joined(digits: &[u8]) -> i64 {
        digits.iter().fold(0, |n, d| n * 10 + i64::from(*d))
    }
}
