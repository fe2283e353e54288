//! The number that a client has in another system, such as the billing system that it was imported from.

use std::fmt;

use super::character::described;
use super::code::is_code_shaped;
use super::id::ClientId;
use crate::error::{Error, Hint, Result};

/// An account number of another system: 1 to 40 of `A-Z a-z 0-9 . _ / -`, the first a letter or digit. Case is kept
/// and counts. It never looks like a client id (docs/reference.md#terms), and has no blank, `@` or `:`, so that it
/// differs from an address and from `account:4711`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(String);

impl AccountNumber {
    /// The most characters of an account number.
    pub const MAX_CHARS: usize = 40;

    /// The prefixes of the identifiers of docs/reference.md#terms and of codes: nothing that begins so is an account number.
    const TAKEN: [&str; 16] = [
        "ptn_", "usr_", "inv_", "lnk_", "msg_", "ses_", "stf_", "grt_", "rcp_", "rcr_", "pci_", "pcl_", "pcs_", "pcp_",
        "pca_", "pcr_",
    ];

    /// Reads an account number; blanks around it, as exports pad them, are dropped.
    ///
    /// # Errors
    /// `usage` that names the character or the id that it looks like.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::usage("the account number is empty"));
        }
        if is_shortened(text) {
            return Err(Error::usage(format!(
                "{text:?} is not an account number: it is a long number that a spreadsheet shortened"
            ))
            .hint(Hint::plain(
                "format the column as text in the spreadsheet, and take the number from where it was whole",
            )));
        }
        if is_code_shaped(text) {
            return Err(Error::usage("the account number has something in it that is shaped like a code")
                .hint(Hint::plain("write the number alone: a code is for the person to whom it was mailed")));
        }
        let fault = |why: &str| {
            Error::usage(format!("{text:?} is not an account number: {why}")).hint(Hint::plain(
                "it has 1 to 40 of the characters A-Z a-z 0-9 . _ / - and begins with a letter or digit",
            ))
        };
        if let Some(c) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || "._/-".contains(*c))) {
            return Err(fault(&format!("it has {}", described(c))));
        }
        if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(fault("it begins with a sign"));
        }
        if text.len() > Self::MAX_CHARS {
            return Err(fault(&format!("it has {} characters", text.len())));
        }
        if ClientId::looks_like(text) {
            return Err(fault("it looks like a client id"));
        }
        if let Some(prefix) = Self::TAKEN.iter().find(|prefix| text.starts_with(**prefix)) {
            return Err(fault(&format!("{prefix} begins an id of this program")));
        }
        Ok(Self(text.to_owned()))
    }

    /// An account number read from the database, where only checked ones are put.
    pub const fn stored(number: String) -> Self {
        Self(number)
    }

    /// What a program probably made of the number, or of none: a clause after "it"; none where it looks right.
    pub fn suspicion(&self) -> Option<&'static str> {
        let text = self.0.to_ascii_lowercase();
        match text.as_str() {
            "nan" | "null" | "none" | "nil" | "n/a" | "na" | "undefined" | "nat" => {
                return Some("is what programs write for an empty cell");
            }
            _ => {}
        }
        if whole(&text).is_some_and(is_number) {
            return Some("looks like a number that a spreadsheet gave a decimal place");
        }
        let parts = text.split_once('e').filter(|(_, exponent)| is_number(exponent));
        parts
            .is_some_and(|(mantissa, _)| mantissa.contains('.') && is_number(&mantissa.replacen('.', "", 1)))
            .then_some("looks like a long number that a spreadsheet shortened")
    }

    /// Whether the two are one number, of which a spreadsheet changed the form: `00412` and `412`, `412` and `412.0`.
    pub fn differs_in_form(&self, other: &Self) -> bool {
        fn bare(number: &str) -> &str {
            let whole = whole(number).filter(|whole| is_number(whole));
            whole.unwrap_or(number).trim_start_matches('0')
        }
        self != other && !bare(&self.0).is_empty() && bare(&self.0) == bare(&other.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `412` of `412.0` and `412.00`.
fn whole(number: &str) -> Option<&str> {
    let (whole, places) = number.split_once('.')?;
    (!places.is_empty() && places.bytes().all(|byte| byte == b'0')).then_some(whole)
}

/// `1.23457E+11`, `1,23457E+11`
fn is_shortened(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    is_number(exponent) && is_number(&mantissa.replacen(['.', ','], "", 1))
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn foreign_account_numbers_are_kept() {
        for good in ["4711", "0004711", "K-4711/2", "de_4711.b", "C-4711", "c4711", "CUST-1", &"9".repeat(40)] {
            assert_eq!(AccountNumber::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(AccountNumber::parse(" 4711\t").unwrap().to_string(), "4711");
        assert_ne!(AccountNumber::parse("k1").unwrap(), AccountNumber::parse("K1").unwrap());
    }

    #[test]
    fn generated_numbers_are_suspicious() {
        let suspicion = |text: &str| AccountNumber::parse(text).unwrap().suspicion();
        for text in ["nan", "NaN", "null", "None", "N/A", "412.0", "412.00", "00412.0", "4.12e10", "4.12E10"] {
            assert!(suspicion(text).is_some(), "{text}");
        }
        for text in ["412", "00412", "41.2", "A.0", "nancy", "e5", "4e5", "1.0.0", "K-4711/2"] {
            assert_eq!(suspicion(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_known_without_its_zeros() {
        let number = |text: &str| AccountNumber::parse(text).unwrap();
        for (a, b) in [("00412", "412"), ("412.0", "412"), ("412.00", "412"), ("0412.0", "00412")] {
            assert!(number(a).differs_in_form(&number(b)) && number(b).differs_in_form(&number(a)), "{a} {b}");
        }
        for (a, b) in [("412", "412"), ("412", "4120"), ("0", "00"), ("A.0", "A"), ("k1", "K1"), ("41.2", "412")] {
            assert!(!number(a).differs_in_form(&number(b)), "{a} {b}");
        }
    }

    #[test]
    fn account_number_resembles_no_other_key() {
        for (bad, reason) in [
            (" ", "is empty"),
            ("47 11", "U+0020 (blank)"),
            ("jim@a.example", "'@'"),
            ("account:4711", "':'"),
            ("４７１１", "U+FF14"),
            ("-4711", "begins with a sign"),
            ("1.23457E+11", "that a spreadsheet shortened"),
            ("/4711", "begins with a sign"),
            ("C100001-9", "looks like a client id"),
            ("C4711", "looks like a client id"),
            ("usr_5", "begins an id"),
            ("pci_x", "begins an id"),
            (&"9".repeat(41), "41 characters"),
        ] {
            let error = AccountNumber::parse(bad).unwrap_err();
            assert_eq!(error.code(), Code::Usage);
            assert!(error.message().contains(reason), "{bad:?}: {error}");
        }
    }
}
