//! Numbers with what they count.

use std::fmt::Display;

/// `1 client`, `3 clients`.
pub(super) fn counted(number: impl Display, what: &str) -> String {
    let number = number.to_string();
    let several = if number == "1" { "" } else { "s" };
    format!("{number} {what}{several}")
}
