//! JSON: an array, an object, or one object a line; written element by element.
//!
//! Characters that would steer a terminal are written as `\u` escapes, which every parser takes back exactly; so
//! JSON is exact and harmless at once.

use super::put;

use super::cell::Cell;
use super::columns::{Kind, Selection};
use crate::domain::character::is_hazard;

/// The object of one row, on one line.
pub(super) fn object(buf: &mut String, selection: &Selection, cells: &[Cell<'_>]) {
    members(buf, selection, cells, ["{", ",", "}"], ":");
}

/// The object of one row, a line for each member.
pub(super) fn tall_object(buf: &mut String, selection: &Selection, cells: &[Cell<'_>]) {
    members(buf, selection, cells, ["{\n  ", ",\n  ", "\n}"], ": ");
}

/// `text` as a JSON string.
pub(crate) fn string(buf: &mut String, text: &str) {
    buf.push('"');
    if is_plain(text) {
        buf.push_str(text);
    } else {
        for c in text.chars() {
            match c {
                '"' => buf.push_str("\\\""),
                '\\' => buf.push_str("\\\\"),
                '\n' => buf.push_str("\\n"),
                '\r' => buf.push_str("\\r"),
                '\t' => buf.push_str("\\t"),
                c => harmless(buf, c),
            }
        }
    }
    buf.push('"');
}

/// A JSON document that is already text. Hazards can be only inside its strings, where an escape means the same.
pub(crate) fn document(buf: &mut String, text: &str) {
    for c in text.chars() {
        // Whitespace between tokens is no part of the value and would break lines.
        if !matches!(c, '\n' | '\r' | '\t') {
            harmless(buf, c);
        }
    }
}

fn members(buf: &mut String, selection: &Selection, cells: &[Cell<'_>], [open, next, close]: [&str; 3], colon: &str) {
    for (nth, place) in selection.shown.iter().enumerate() {
        buf.push_str(if nth == 0 { open } else { next });
        string(buf, &selection.name(*place));
        buf.push_str(colon);
        value(buf, &cells[*place], selection.kind(*place));
    }
    buf.push_str(close);
}

fn value(buf: &mut String, cell: &Cell<'_>, kind: Kind) {
    match cell {
        Cell::Null if kind == Kind::List => buf.push_str("[]"),
        Cell::Null => buf.push_str("null"),
        // What is not known is null; no value of ours is an empty text.
        Cell::Text(text) if text.is_empty() => buf.push_str("null"),
        Cell::Text(text) => string(buf, text),
        Cell::Shown(value) => {
            let start = buf.len();
            put(buf, format_args!("\"{value}"));
            if buf.len() == start + 1 {
                buf.truncate(start);
                buf.push_str("null");
            } else if is_plain(&buf[start + 1..]) {
                buf.push('"');
            } else {
                let text = buf.split_off(start);
                string(buf, &text[1..]);
            }
        }
        Cell::Int(number) => put(buf, format_args!("{number}")),
        Cell::Bool(truth) => buf.push_str(if *truth { "true" } else { "false" }),
        Cell::At(at) => {
            buf.push('"');
            buf.push_str(&at.to_rfc3339());
            buf.push('"');
        }
        Cell::List(items) => {
            buf.push('[');
            for (nth, item) in items.split(' ').filter(|item| !item.is_empty()).enumerate() {
                if nth > 0 {
                    buf.push(',');
                }
                string(buf, item);
            }
            buf.push(']');
        }
        Cell::Json(text) => document(buf, text),
        Cell::Result(word) => string(buf, word.name()),
    }
}

/// Whether nothing in `text` needs an escape; most text is so.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
}

fn harmless(buf: &mut String, c: char) {
    if is_hazard(c) {
        for unit in c.encode_utf16(&mut [0; 2]) {
            put(buf, format_args!("\\u{unit:04x}"));
        }
    } else {
        buf.push(c);
    }
}
