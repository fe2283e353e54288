//! Why something was refused, as a value: for those who say it to a reader in words of their own, such as the pages in
//! the reader's language. The message of the error says the same to everyone else.

use super::sentence::Time;

/// Why a person was refused. What it names is as it is stored; an account is named with all its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    // Proving who one is.
    WrongPassword {
        email: String,
    },
    /// An address that is none, and a password.
    NoMatch,
    HeldBack {
        email: String,
        wait_ms: i64,
        guesses: Guesses,
    },
    LoginInactive {
        email: String,
    },
    TemporaryExpired {
        email: String,
        at: Time,
    },
    PasswordChanged,
    LoginChanged {
        email: String,
    },
    AddressTaken {
        email: String,
    },

    // A new password.
    PasswordsDiffer,
    PasswordShort {
        fewest: usize,
    },
    PasswordLong {
        most: usize,
    },
    PasswordBuilt,
    PasswordEasy,
    PasswordSame,

    // A text.
    Character {
        field: &'static str,
        code: String,
        place: usize,
        why: Unwanted,
    },
    TextLong {
        field: &'static str,
        length: usize,
        most: usize,
    },
    Email {
        typed: String,
        fault: EmailFault,
    },

    // An invitation.
    OfferChanged {
        id: String,
    },
    OfferEnded {
        id: String,
        at: Time,
    },
    InvitationExpired {
        id: String,
        at: Time,
    },
    /// What was to be done is not possible in this state, which is so since then, or until then where it waits.
    InvitationIs {
        id: String,
        state: &'static str,
        at: Time,
        act: Act,
    },
    SenderCannotGive {
        id: String,
        author: String,
    },
    RecoveryWaits {
        id: String,
        from: Time,
    },
    RecoveryStopped {
        id: String,
        at: Time,
    },
    RecoveryNotNeeded {
        id: String,
        slug: String,
    },
    RecoveryOver {
        at: Time,
    },
    SentJustNow {
        at: Time,
    },
    CannotBeInvited {
        email: String,
    },
    InactiveCannotAccept {
        email: String,
    },
    DeclinedOften {
        email: String,
        times: u32,
    },
    InvitedOtherwise {
        email: String,
    },
    NeedsNewPassword,

    // Access.
    AccessEnded {
        email: String,
        at: Time,
    },
    HasOtherAccess {
        email: String,
    },
    AccessChanged {
        email: String,
        account: String,
    },
    AccountChanged {
        account: String,
    },
    AccountClosed {
        account: String,
    },
    LastOwner {
        email: String,
        account: String,
    },
    OwnerHasAll,
    NoPermission,
    /// More permissions than someone can have, by their names in the catalogue.
    Excess {
        whose: Whose,
        what: Vec<&'static str>,
    },
    MayNotEnter {
        email: String,
        account: String,
    },
    EnteredElsewhere {
        email: String,
    },
    NoPortal,

    // A request of a partner.
    NothingGiven {
        id: String,
    },
    NothingTicked,
    NoLongerWaits {
        id: String,
    },
    /// What an approval lets in is not what was shown.
    LetsInChanged,
}

/// Which guesses are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guesses {
    /// The one after a wrong one.
    Next,
    /// Those of a day with too many wrong ones.
    OfToday,
}

/// Who cannot have so many permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    Role(&'static str),
    /// The approval of a request.
    Approval(String),
    Link,
    DedicatedUser,
}

impl std::fmt::Display for Whose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(role) => write!(f, "the role {role}"),
            Self::Approval(id) => write!(f, "the approval of {id}"),
            Self::Link => f.write_str("a link"),
            Self::DedicatedUser => f.write_str("a dedicated user of a partner"),
        }
    }
}

/// Why a line of text may not have a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwanted {
    BlankAtBegin,
    BlankAtEnd,
    /// It looks like the usual blank.
    BlankLike,
    LineSeparator,
    Bidirectional,
    Tag,
    JoinsNothing,
    ZeroWidth,
    VariesNothing,
    Invisible,
    Lost,
    Control,
    PrivateUse,
    Unassigned,
    MarkAlone,
}

impl Unwanted {
    /// What the character is.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::BlankAtBegin => "white space at the beginning",
            Self::BlankAtEnd => "white space at the end",
            Self::BlankLike => "white space that looks like a blank",
            Self::LineSeparator => "a line separator",
            Self::Bidirectional => "a bidirectional control",
            Self::Tag => "a tag character",
            Self::JoinsNothing => "a zero-width character that joins nothing",
            Self::ZeroWidth => "a zero-width character",
            Self::VariesNothing => "a variation selector without a character that it varies",
            Self::Invisible => "an invisible character",
            Self::Lost => "the mark of a letter that was lost on the way",
            Self::Control => "a control character",
            Self::PrivateUse => "a private-use character",
            Self::Unassigned => "an unassigned code point",
            Self::MarkAlone => "a mark without a letter below it",
        }
    }
}

/// What is wrong with an address, where it is something that forms of browsers let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailFault {
    Empty,
    NoAt,
    NothingBefore,
    NothingAfter,
    Several,
    Blank,
    Dots,
    /// The length of the name before the @ in bytes.
    LongName(usize),
    IpNumber,
    OnePart,
}

/// What was to be done with an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Accept,
    Decline,
    Cancel,
    Supersede,
    SendAgain,
    Change,
}

impl Act {
    /// What it would have become: `accepted`.
    #[must_use]
    pub const fn participle(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Decline => "declined",
            Self::Cancel => "cancelled",
            Self::Supersede => "superseded",
            Self::SendAgain => "sent again",
            Self::Change => "changed",
        }
    }
}
