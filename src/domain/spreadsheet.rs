//! Cells that a spreadsheet would take for formulas, and the apostrophe that guards them in a file for people's
//! spreadsheets (`--spreadsheet-safe`).
//!
//! A cell that needs a guard gets one apostrophe in front; so does one that begins with an apostrophe of its own.
//! Reading such a file takes one off, so that nothing of it becomes data.

/// Whether a spreadsheet would take `text` for a formula (OWASP, "CSV Injection").
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether `text` gets an apostrophe in front.
#[must_use]
pub fn needs_guard(text: &str) -> bool {
    is_formula(text) || text.starts_with('\'')
}

/// What a guarded cell holds: the text behind the apostrophe. None for a cell that no guard was written before.
#[must_use]
pub fn unguarded(cell: &str) -> Option<&str> {
    cell.strip_prefix('\'').filter(|text| needs_guard(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_guard_is_told_from_an_apostrophe() {
        assert_eq!(unguarded("'=1+1"), Some("=1+1"));
        assert_eq!(unguarded("'+49 30"), Some("+49 30"));
        assert_eq!(unguarded("''s-Hertogenbosch"), Some("'s-Hertogenbosch"));
        assert_eq!(unguarded("''=x"), Some("'=x"));
        for bare in ["'s-Hertogenbosch", "'", "=1+1", "plain", ""] {
            assert_eq!(unguarded(bare), None, "{bare}");
        }
    }

    proptest! {
        #[test]
        fn a_guard_taken_off_gives_the_text(text in "['=+@ab\t-]{0,6}") {
            let written = if needs_guard(&text) { format!("'{text}") } else { text.clone() };
            prop_assert!(!is_formula(&written));
            prop_assert_eq!(unguarded(&written).unwrap_or(&written), &text);
        }
    }
}
