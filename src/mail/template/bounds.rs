//! Bounds of templates that a desk words itself. They are read again by anyone who delivers mails, so that one that is
//! edited later must not take the time, the memory or the stack of that process.
//!
//! The engine counts its own steps, and limits how deep tags are nested. What it does not limit is checked here: the
//! size of a file, the length of one expression, and values that grow by being joined to themselves.

use std::io;

use minijinja::value::ValueKind;
use minijinja::{Environment, ErrorKind, State, Value};

use crate::error::{Error, Hint, Result};

/// The most bytes of one file.
pub(super) const LARGEST_FILE: usize = 32 << 10;
/// The most bytes of one part of a mail, and of one text in it.
pub(super) const LARGEST_PART: usize = 256 << 10;
/// The most bytes of all values that one part shows. A text within a block counts there and again where the block is
/// shown, so that a part of a mail takes less of it than it is long.
const MOST_SHOWN: usize = 4 * LARGEST_PART;
/// The most steps of the engine for one part of a mail. The longest built-in one takes less than a tenth of it.
const STEPS: u64 = 20_000;
/// The most words and signs of an expression between two commas. Each may take a part of the stack.
const LONGEST_EXPRESSION: usize = 100;
/// What is left out of the engine: it makes texts of any length out of a short one, or shows all that a mail knows.
const FILTERS: &[&str] = &["indent", "batch", "slice", "format", "string", "pprint", "map", "chain", "zip", "sum"];
const GLOBALS: &[&str] = &["dict", "debug", "namespace"];

/// Gives an engine its bounds.
pub(super) fn bind(environment: &mut Environment<'static>) {
    environment.set_fuel(Some(STEPS));
    FILTERS.iter().for_each(|name| environment.remove_filter(name));
    GLOBALS.iter().for_each(|name| environment.remove_global(name));
    environment.add_filter("replace", |text: &str, from: &str, to: &str| -> Result<String, minijinja::Error> {
        let added = text.matches(from).count().saturating_mul(to.len());
        fits(text.len().saturating_add(added))?;
        Ok(text.replace(from, to))
    });
    environment.add_filter("join", |list: &Value, by: Option<&str>| -> Result<String, minijinja::Error> {
        let mut joined = String::new();
        for (at, part) in list.try_iter()?.enumerate() {
            let part = part.as_str().map_or_else(|| shown(&part), |part| Ok(part.to_owned()))?;
            let by = by.filter(|_| at > 0).unwrap_or_default();
            fits(joined.len() + by.len() + part.len())?;
            joined.push_str(by);
            joined.push_str(&part);
        }
        Ok(joined)
    });
}

/// Whether a value may be shown: one text of bounded size, and of all of them not too much.
///
/// # Errors
/// When it may not.
pub(super) fn may_show(state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if matches!(value.kind(), ValueKind::Seq | ValueKind::Map | ValueKind::Iterable) {
        return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "a list is not shown as it is; use {% for %}"));
    }
    let shown = state.get_or_insert_extension_with(Shown::default);
    shown.0 += value.as_str().map_or(0, str::len);
    if shown.0 <= MOST_SHOWN { Ok(()) } else { Err(too_large()) }
}

/// How many bytes of values a part has shown.
#[derive(Debug, Default)]
struct Shown(usize);

/// Takes a part of a mail of bounded size.
#[derive(Default)]
pub(super) struct Part(Vec<u8>);

impl Part {
    pub(super) fn text(self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl io::Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PART {
            return Err(io::Error::other("the mail is too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn fits(length: usize) -> Result<(), minijinja::Error> {
    if length <= LARGEST_PART {
        return Ok(());
    }
    Err(too_large())
}

fn too_large() -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, "the text is too large for a mail")
}

fn shown(value: &Value) -> Result<String, minijinja::Error> {
    match value.kind() {
        ValueKind::Number | ValueKind::Bool => Ok(value.to_string()),
        _ => Err(minijinja::Error::new(ErrorKind::InvalidOperation, "only texts and numbers can be joined")),
    }
}

/// Whether a template of a desk's own stays within the bounds, before the engine sees it.
///
/// # Errors
/// `failed`: the line, and what is wrong there.
pub(super) fn check(name: &str, source: &str) -> Result<()> {
    if source.len() > LARGEST_FILE {
        return Err(Error::failed(format!("{name} is larger than {} KiB", LARGEST_FILE >> 10)));
    }
    let mut in_macro = false;
    for tag in tags(source) {
        let wrong = |what: &str, hint: &'static str| {
            let line = source[..tag.at].matches('\n').count() + 1;
            Err(Error::failed(format!("{name} line {line}: {what}")).hint(Hint::plain(hint)))
        };
        let tokens = tokens(tag.text);
        if tokens.split(|token| *token == ",").any(|part| part.len() > LONGEST_EXPRESSION) {
            return wrong("an expression is too long", "use several of them, or {% set %}");
        }
        let first = tokens.iter().find(|token| !matches!(**token, "-" | "+")).copied().unwrap_or_default();
        match first {
            "macro" => in_macro = true,
            "endmacro" => in_macro = false,
            _ => {}
        }
        let keeps = tag.is_statement && matches!(first, "set" | "with") || in_macro && calls(&tokens);
        let is_sign = |token: &&&str| matches!(**token, "~" | "[" | "{") || **token == "+" && !edge(&tokens, token);
        if tokens.contains(&"*") {
            return wrong("a mail needs no `*`", "write the text as often as it is to be there");
        }
        if let Some(sign) = tokens.iter().find(is_sign).filter(|_| keeps) {
            let hint = "write the parts next to each other, as in {% set x %}{{ a }}{{ b }}{% endset %}";
            return wrong(&format!("`{sign}` makes a value here that may grow"), hint);
        }
    }
    Ok(())
}

/// Whether a sign is at the edge of its tag, where it is about white space.
fn edge(tokens: &[&str], token: &&&str) -> bool {
    [tokens.first(), tokens.last()].into_iter().flatten().any(|edge| std::ptr::eq(edge.as_ptr(), token.as_ptr()))
}

/// Whether something is called that is no filter and no test.
fn calls(tokens: &[&str]) -> bool {
    let is_name = |token: &str| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    tokens.windows(2).enumerate().any(|(at, two)| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        is_name(two[0])
            && two[1] == "("
            && !matches!(before, Some(&"|" | &"is" | &"macro"))
            && !matches!(two[0], "in" | "if" | "and" | "or" | "not" | "else" | "call")
    })
}

/// An expression or a statement.
struct Tag<'s> {
    at: usize,
    text: &'s str,
    is_statement: bool,
}

/// The tags of a template. One that does not end goes on to the end of the file.
fn tags(source: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(begin) = source.get(rest..).and_then(|text| text.find('{')).map(|at| at + rest) {
        let inside = begin + 2;
        let kind = source.as_bytes().get(begin + 1);
        let end = match kind {
            Some(b'#') => source.get(inside..).and_then(|text| text.find("#}")).map(|at| at + inside),
            Some(b'{') => end_of(source, inside, "}}"),
            Some(b'%') => end_of(source, inside, "%}"),
            _ => {
                rest = begin + 1;
                continue;
            }
        };
        let end = end.unwrap_or(source.len());
        if kind != Some(&b'#') {
            found.push(Tag {
                at: begin,
                text: source.get(inside..end).unwrap_or_default(),
                is_statement: kind == Some(&b'%'),
            });
        }
        rest = (end + 2).min(source.len());
    }
    found
}

/// Where a tag ends, outside of texts in quotes.
fn end_of(source: &str, from: usize, mark: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in source.get(from..)?.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if source.get(from + at..).is_some_and(|rest| rest.starts_with(mark)) => return Some(from + at),
            None => {}
        }
    }
    None
}

/// The words, numbers, signs and texts of a tag.
fn tokens(tag: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = tag.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => {
                let inside = first.len_utf8();
                end_of_text(rest, inside, first)
            }
            c if c.is_alphanumeric() || c == '_' => {
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after.trim_start();
    }
    found
}

fn end_of_text(text: &str, from: usize, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < from) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_templates_are_within_bounds() {
        for (name, source) in super::super::BUILT_IN {
            check(name, source).unwrap();
        }
        check("x.j2", "{% set x = 'a, b ~ {{ }}' %}{{ x ~ '!' }} {# ~~ #} {{- x -}} {%+ if x +%}{% endif %}").unwrap();
    }

    #[test]
    fn long_expressions_are_refused() {
        for long in ["-", "not ", "'a'|upper|", "1+", "a.", "a[0]", "(", "{{"] {
            let source = format!("{{{{ {}1 }}}}", long.repeat(500));
            let error = check("x.j2", &format!("\n\n{source}")).unwrap_err();
            assert!(error.message().starts_with("x.j2 line 3: an expression is too long"), "{error}");
        }
        check("x.j2", &"x".repeat(LARGEST_FILE + 1)).unwrap_err();
        check("x.j2", &format!("{{{{ '}}}}' {}1 }}}}", "-".repeat(500))).unwrap_err();
    }

    #[test]
    fn values_do_not_grow_by_themselves() {
        for growing in [
            "{% set a = a ~ a %}",
            "{%- set a = [a, a] -%}",
            "{% with a = a + a %}{% endwith %}",
            "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}",
            "{{ 'a' * 999999999 }}",
        ] {
            check("x.j2", growing).unwrap_err();
        }
    }
}
