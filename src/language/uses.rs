//! Which sentences a template or the code uses. `build.rs` includes this file too.

use std::collections::BTreeSet;

/// Where a template or the code uses a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub line: usize,
    pub key: String,
    /// The names of the values that it gives.
    pub values: BTreeSet<String>,
    /// Whether it is for a place that knows no elements.
    pub plain: bool,
}

/// What calls for a sentence, whether it is for a place that knows no elements, and which argument is the key.
pub type Call = (&'static str, bool, usize);

/// In templates: `t("key", a=1)`, `plain("key")`.
pub const TEMPLATE: &[Call] = &[("t(", false, 0), ("plain(", true, 0)];
/// In code: `say!(from, "key", a = 1)`.
pub const CODE: &[Call] = &[("say!(", false, 1)];

/// The uses in a source by these calls.
pub fn uses(source: &str, calls: &[Call]) -> Vec<Use> {
    let mut found = Vec::new();
    for &(call, plain, skips) in calls {
        for (at, _) in source.match_indices(call) {
            let before = source.get(..at).unwrap_or_default();
            if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '!' | '$' | '\'')) {
                continue;
            }
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            if before.get(line_start..).is_some_and(|line| line.trim_start().starts_with("//")) {
                continue;
            }
            let mut arguments = arguments(source.get(at + call.len()..).unwrap_or_default()).into_iter().skip(skips);
            // A key that is no text is known only when the template runs.
            let literal = |text: &str| Some(text.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
            let Some(key) = arguments.next().and_then(|first| literal(&first)) else { continue };
            let named = |one: String| one.split_once('=').map(|(name, _)| name.trim().to_owned());
            let values = arguments.filter(|one| !one.trim().is_empty()).filter_map(named).collect();
            found.push(Use { line: before.matches('\n').count() + 1, key, values, plain });
        }
    }
    found.sort_by_key(|one| one.line);
    found
}

/// The arguments of a call, up to its closing parenthesis.
fn arguments(source: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let (mut depth, mut quote) = (0_usize, None);
    let mut before = ' ';
    for c in source.chars() {
        match (quote, c) {
            (Some(open), _) if c == open && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth == 0 => break,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                found.push(String::new());
                before = c;
                continue;
            }
            _ => {}
        }
        before = c;
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}
