//! What a mailed code proves, and whose a password is.
//!
//! A code proves that its user reads the mailbox of an address. A password belongs to the person of a login only if the
//! person who chose it had proven the present address so. Any other password opens the login, but does not survive the
//! next code: it may be known to anyone who entered the address.

use super::email::Email;

/// Whose a password is, as seen from the present address of its login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The reader of the mailbox chose it.
    Person,
    /// Anyone may have chosen it.
    Anyone,
}

/// What proves that a password may be replaced, or a login renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A code that was mailed to the address.
    Code,
    /// The former password, or what its owner proved before.
    Former(Owner),
    /// Nothing: another person does it.
    Nothing,
}

/// Whose a password is that was chosen by someone who had proven the address with the key `proven_for`.
pub fn owner(proven_for: Option<&str>, address: &Email) -> Owner {
    if proven_for == Some(address.key()) { Owner::Person } else { Owner::Anyone }
}

/// The key of the address that the chooser of a new password has proven.
pub fn proven_for(by: By, address: &Email) -> Option<&str> {
    match by {
        By::Code | By::Former(Owner::Person) => Some(address.key()),
        By::Former(Owner::Anyone) | By::Nothing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Email {
        Email::parse(text).unwrap()
    }

    #[test]
    fn only_a_proven_address_makes_an_owner() {
        let ann = address("Ann@big.example");
        for (proven, owned) in [
            (Some("ann@big.example"), Owner::Person),
            (Some("ann@other.example"), Owner::Anyone),
            (Some(""), Owner::Anyone),
            (None, Owner::Anyone),
        ] {
            assert_eq!(owner(proven, &ann), owned, "{proven:?}");
        }
    }

    #[test]
    fn password_inherits_its_proof() {
        let ann = address("ann@big.example");
        for (by, owned) in [
            (By::Code, Owner::Person),
            (By::Former(Owner::Person), Owner::Person),
            (By::Former(Owner::Anyone), Owner::Anyone),
            (By::Nothing, Owner::Anyone),
        ] {
            assert_eq!(owner(proven_for(by, &ann), &ann), owned, "{by:?}");
        }
    }

    #[test]
    fn another_address_is_unproven_again() {
        let (old, new) = (address("guest@acme.example"), address("cfo@lone.example"));
        assert_eq!(owner(proven_for(By::Code, &old), &new), Owner::Anyone);
    }
}
