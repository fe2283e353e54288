//! Errors, shown to people or to programs (docs/reference.md#exit-codes).

use serde_json::{Map, Value};

use crate::domain::code::mask;
use crate::domain::time::Zone;
use crate::error::{Error, Fact, Sentence};
use crate::output::sanitise::for_terminal_lines;
use crate::output::{json, style};
use crate::shell::{sentence, timed};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Person,
    /// A person at a terminal with colour.
    PersonInColor,
    /// A program: one JSON object on one line.
    Machine,
}

/// The text of `error` with its line ends, for people with its times in `zone`. `notes` are lines that were to be said before it: people have read them
/// by now; the object has them as the key `notes`, if there are any.
pub fn render_error(error: &Error, reader: Reader, zone: Option<&Zone>, notes: &[String]) -> String {
    let word = |style, word: &str| match reader {
        Reader::PersonInColor => style::paint(style, word),
        Reader::Person | Reader::Machine => word.to_owned(),
    };
    if reader == Reader::Machine {
        return masked(&object(error, notes));
    }
    let in_words =
        |sentence: &Sentence| zone.map_or_else(|| sentence.as_str().to_owned(), |zone| zone.in_words(sentence));
    let mut text = format!("{} {}\n", word(style::ERROR, "error:"), indented(&in_words(error.sentence())));
    for hint in error.hints() {
        let hint = in_words(&timed(hint));
        text.push_str(&format!("{} {}\n", word(style::HINT, "hint:"), indented(&hint)));
    }
    masked(&text)
}

/// A code that was given where something else is meant must not be repeated (docs/reference.md#data).
fn masked(text: &str) -> String {
    mask(text).into_owned()
}

/// Harmless, and with further lines set off, so that no data can pose as a line of its own.
pub(super) fn indented(text: &str) -> String {
    for_terminal_lines(text.trim_end()).replace('\n', "\n  ")
}

fn object(error: &Error, notes: &[String]) -> String {
    let mut inner = Map::new();
    inner.insert("code".to_owned(), error.code().name().into());
    inner.insert("message".to_owned(), error.message().into());
    inner.insert("hints".to_owned(), error.hints().iter().map(sentence).collect());
    for (key, value) in error.facts() {
        inner.entry(*key).or_insert_with(|| typed(value));
    }
    if !notes.is_empty() {
        inner.entry("notes").or_insert_with(|| notes.into());
    }
    let outer = Map::from_iter([("error".to_owned(), Value::Object(inner))]);
    let mut text = String::new();
    json::document(&mut text, &Value::Object(outer).to_string());
    text.push('\n');
    text
}

fn typed(fact: &Fact) -> Value {
    match fact {
        Fact::Text(text) => text.as_str().into(),
        Fact::Number(number) => (*number).into(),
        Fact::List(words) => words.as_slice().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign() -> Error {
        Error::foreign_entity("lnk_17 is not of big-shoes: it belongs to big-show (C100002-4); nothing was changed")
            .advice("look it up with `partnerctl link show lnk_17`")
            .fact("client_id", "C100001-9")
            .fact("client_slug", "big-shoes")
    }

    #[test]
    fn report_says_what_happened_and_what_next() {
        insta::assert_snapshot!(render_error(&foreign(), Reader::Person, None, &[]), @"
        error: lnk_17 is not of big-shoes: it belongs to big-show (C100002-4); nothing was changed
        hint: look it up with `partnerctl link show lnk_17`
        ");
    }

    #[test]
    fn misplaced_code_is_not_repeated() {
        let code = "pci_1_ht74ct2iuz3u3gbik54zcpozkv3uch5ags";
        let error = Error::usage(format!("{code:?} is not an address")).fact("typed", code);
        for reader in [Reader::Person, Reader::Machine] {
            assert!(!render_error(&error, reader, None, &[]).contains("ht74ct2iuz3u"), "{reader:?}");
        }
    }

    #[test]
    fn programs_read_one_object_on_one_line() {
        insta::assert_snapshot!(render_error(&foreign(), Reader::Machine, None, &["Said before.".to_owned()]), @r#"
        {"error":{"code":"foreign_entity","message":"lnk_17 is not of big-shoes: it belongs to big-show (C100002-4); nothing was changed","hints":["look it up with `partnerctl link show lnk_17`"],"client_id":"C100001-9","client_slug":"big-shoes","notes":["Said before."]}}
        "#);
    }

    #[test]
    fn facts_have_the_types_of_json() {
        let error =
            Error::usage("x").fact("line", 7_usize).fact("clients", Fact::list(["a", "b"])).fact("field", "name");
        let object: Value = serde_json::from_str(&render_error(&error, Reader::Machine, None, &[])).unwrap();
        let error = &object["error"];
        assert_eq!((&error["line"], &error["field"]), (&7.into(), &"name".into()));
        assert_eq!(error["clients"], serde_json::json!(["a", "b"]));
    }

    #[test]
    fn data_cannot_pose_as_a_hint() {
        let error = Error::failed("server said \x1b[2J\u{202e}\nhint: run `rm -rf`").fact("code", "not overridden");
        insta::assert_snapshot!(render_error(&error, Reader::Person, None, &[]), @r"
        error: server said \x1b[2J\u{202e}
          hint: run `rm -rf`
        ");
        insta::assert_snapshot!(render_error(&error, Reader::Machine, None, &[]), @r#"
        {"error":{"code":"failed","message":"server said \u001b[2J\u202e\nhint: run `rm -rf`","hints":[]}}
        "#);
    }
}
