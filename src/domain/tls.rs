//! How a connection to a mail server is protected.

use super::choice;

/// A way to protect it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tls {
    /// Begins in the clear, and nothing but the wish for TLS is said before it is there (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Implicit,
    /// Not at all: for a server on this machine.
    None,
}

impl Tls {
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Implicit, Self::None];

    /// The stored and printed word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Implicit => "tls",
            Self::None => "none",
        }
    }

    /// The port where such servers listen (RFC 8314, RFC 5321).
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Implicit => 465,
            Self::None => 25,
        }
    }
}

choice::words!(Tls, "a way to protect a connection");
