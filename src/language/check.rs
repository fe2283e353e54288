//! Whether the catalogues are complete. `build.rs` includes this file and `uses.rs`, and fails where they are not; so both
//! know nothing of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::uses::Use;

/// The language to which the others are compared.
pub const FIRST: &str = "en";
/// The languages, by the names of their folders.
pub const LANGUAGES: [&str; 4] = [FIRST, "de", "fr", "es"];
/// The files of a language.
pub const FILES: [&str; 3] = ["words.ftl", "mail.ftl", "pages.ftl"];
/// The elements that a sentence of pages may have; mails are plain text as well.
const ELEMENTS: [&str; 5] = ["strong", "em", "code", "bdi", "br"];

/// The names of the values of each sentence, by its key.
pub type Sentences = BTreeMap<String, Sentence>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The names of its values.
    pub values: BTreeSet<String>,
    /// Its text without values: all variants, one behind the other.
    pub text: String,
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it, each with the name of the file.
pub fn read(file: &str, source: &str) -> Result<Sentences, Vec<String>> {
    let mut faults = Vec::new();
    let resource = match parser::parse(source) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let line = source.get(..error.pos.start).unwrap_or(source).matches('\n').count() + 1;
                faults.push(format!("{file} line {line}: {error}"));
            }
            resource
        }
    };
    let mut found = Sentences::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            if matches!(entry, Entry::Term(_)) {
                faults.push(format!("{file}: it has a term; name the words in each sentence"));
            }
            continue;
        };
        let key = message.id.name.to_owned();
        let mut sentence = Sentence::default();
        match &message.value {
            Some(pattern) if message.attributes.is_empty() => walk(pattern, &mut sentence, &mut faults, (file, &key)),
            _ => faults.push(format!("{file}: {key} has attributes or no text")),
        }
        let is_empty = sentence.text.trim().is_empty() && sentence.values.is_empty();
        if is_empty && faults.is_empty() {
            faults.push(format!("{file}: {key} is empty"));
        }
        if let Some(what) = forbidden(file, &sentence.text) {
            faults.push(format!("{file}: {key} has {what}"));
        }
        if found.insert(key.clone(), sentence).is_some() {
            faults.push(format!("{file}: {key} is there twice"));
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn walk(pattern: &Pattern<&str>, sentence: &mut Sentence, faults: &mut Vec<String>, at: (&str, &str)) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => sentence.text.push_str(value),
            PatternElement::Placeable { expression } => of_expression(expression, sentence, faults, at),
        }
    }
}

fn of_expression(expression: &Expression<&str>, sentence: &mut Sentence, faults: &mut Vec<String>, at: (&str, &str)) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, sentence, faults, at),
        Expression::Select { selector, variants } => {
            of_inline(selector, sentence, faults, at);
            for variant in variants {
                walk(&variant.value, sentence, faults, at);
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, sentence: &mut Sentence, faults: &mut Vec<String>, at: (&str, &str)) {
    match inline {
        InlineExpression::VariableReference { id } => {
            sentence.values.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } => sentence.text.push_str(value),
        InlineExpression::NumberLiteral { value } => sentence.text.push_str(value),
        InlineExpression::Placeable { expression } => of_expression(expression, sentence, faults, at),
        InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {
            let (file, key) = at;
            faults.push(format!("{file}: {key} uses another sentence or a function; give it as a value"));
        }
    }
}

/// What a text must not have: markup beyond the few elements of pages, and quotes that would end an attribute.
fn forbidden(file: &str, text: &str) -> Option<&'static str> {
    if text.contains('"') {
        return Some("a straight quote; use those of the language");
    }
    if text.contains('&') {
        return Some("an `&`");
    }
    let mut rest = text;
    if file.ends_with("pages.ftl") {
        while let Some(at) = rest.find('<') {
            let element = ELEMENTS.iter().find_map(|name| {
                let inside = rest.get(at + 1..)?;
                inside.strip_prefix('/').unwrap_or(inside).strip_prefix(name)?.strip_prefix('>')
            });
            let Some(behind) = element else { return Some("an element that no sentence may have") };
            rest = behind;
        }
        return None;
    }
    rest.contains(['<', '>']).then_some("markup, and is for plain text as well")
}

/// How the sentences of another language differ from those of the first: missing, superfluous, or with other values.
pub fn compare(file: &str, first: &Sentences, language: &str, other: &Sentences) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, sentence) in first {
        match other.get(key) {
            None => faults.push(format!("{language}/{file} lacks {key}")),
            Some(same) if same.values != sentence.values => faults.push(format!(
                "{language}/{file}: {key} names {} and not {}",
                listed(&same.values),
                listed(&sentence.values)
            )),
            Some(_) => {}
        }
    }
    let superfluous = other.keys().filter(|key| !first.contains_key(*key));
    faults.extend(superfluous.map(|key| format!("{language}/{file} has {key}, which {FIRST}/{file} lacks")));
    faults
}

fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let mut out = String::new();
    for name in names {
        let _ = write!(out, "{}${name}", if out.is_empty() { "" } else { ", " });
    }
    out
}

/// What is wrong with how a file uses the sentences that it can have.
pub fn misused(file: &str, uses: &[Use], sentences: &Sentences) -> Vec<String> {
    let mut faults = Vec::new();
    for Use { line, key, values, plain } in uses {
        match sentences.get(key) {
            None => faults.push(format!("{file} line {line}: there is no sentence {key}")),
            Some(sentence) if sentence.values != *values => faults.push(format!(
                "{file} line {line}: {key} gets {} and needs {}",
                listed(values),
                listed(&sentence.values)
            )),
            Some(sentence) if *plain && sentence.text.contains('<') => {
                faults
                    .push(format!("{file} line {line}: {key} has elements, which a title or attribute does not take"));
            }
            Some(_) => {}
        }
    }
    faults
}
