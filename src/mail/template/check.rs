//! Whether a mail of every kind can be made with some templates: looked at before they are taken, so that a mistake is
//! reported to its author and not noticed by a recipient.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::{Serde, ValueKind};
use minijinja::{Environment, Template, Value};

use super::{Desk, Part, Templates, file_of};
use crate::domain::language::Language;
use crate::error::{Error, Hint, Result};
use crate::language::uses::{TEMPLATE, uses};
use crate::language::{Catalogue, Text};
use crate::mail::body::{MailBody, Weight};
use crate::mail::kind::MailKind;
use crate::mail::sample::{self, Words};
use crate::mail::text::Line;
use crate::mail::{compose, preview, verify};

/// What a template may name: each name, and for those with parts the parts.
pub(super) type Names = BTreeMap<String, BTreeSet<String>>;

impl Templates {
    /// Makes sample mails of every kind, with ordinary and hostile names, and reads them as a mail program does: in the
    /// language of the desk, and in those for which there is a template of its own.
    ///
    /// # Errors
    /// `failed`: the file, the line where it is known, and what is wrong with it.
    pub fn check(&self, desk: Language) -> Result<()> {
        let has_own = |language: &Language| self.own().any(|name| name.ends_with(&format!(".{language}.j2")));
        for language in Language::ALL.into_iter().filter(|language| *language == desk || has_own(language)) {
            self.check_in(language)?;
        }
        Ok(())
    }

    fn check_in(&self, language: Language) -> Result<()> {
        self.names_are_known(language)?;
        let plain = Words::plain().in_language(language);
        for body in sample::every(&plain)? {
            self.shows_all(&body, &plain)?;
        }
        for words in [plain].into_iter().chain(Words::hostile().into_iter().map(|words| words.in_language(language))) {
            for body in sample::every(&words)? {
                self.is_clean(&body, &words)?;
            }
        }
        Ok(())
    }

    /// Also where no sample comes by.
    fn names_are_known(&self, language: Language) -> Result<()> {
        let (text, html) = (self.engine(language, Part::Text), self.engine(language, Part::Html));
        knows(text, Part::Text, "blocks", &Names::new())?;
        knows(html, Part::Html, "blocks", &Names::new())?;
        knows(html, Part::Html, "page", &of_page())?;
        for kind in MailKind::QUEUED.into_iter().chain([MailKind::Test]) {
            let file = self.file(kind, language);
            knows(text, Part::Text, &super::of_subject(&file), &names_of(kind)?)?;
            knows(text, Part::Text, &file, &of_body(kind)?)?;
        }
        Ok(())
    }

    /// What a reader must find, in the text and in the HTML.
    fn shows_all(&self, body: &MailBody, words: &Words) -> Result<()> {
        let made = preview(self, body, &sample::envelope(words))?;
        // The subject, which is the title, is seen by no one who reads.
        let page = made.html.split_once("</title>").map_or(made.html.as_str(), |(_, page)| page);
        let flat = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        for (part, part_name) in [(flat(&made.text), "text"), (flat(page), "HTML")] {
            for need in body.needs().iter().filter(|need| need.weight == Weight::Fact) {
                if !part.contains(need.value) {
                    let (file, name) = (self.file(body.kind(), words.language), need.name);
                    return Err(Error::failed(format!("{file} does not show {name} in its {part_name}"))
                        .hint(Hint::plain(need.how())));
                }
            }
        }
        Ok(())
    }

    fn is_clean(&self, body: &MailBody, words: &Words) -> Result<()> {
        let envelope = sample::envelope(words);
        let file = self.file(body.kind(), words.language);
        let bytes = compose(self, body, &envelope)?;
        verify::look(&bytes, &self.subject(body, words.language)?)
            .map_err(|fault| Error::failed(format!("{file}: the mail {fault}")))?;
        if words.client == sample::ACTIVE && preview(self, body, &envelope)?.html.contains(sample::ACTIVE) {
            return Err(Error::failed(format!("{file} lets a name become HTML")).hint(Hint::plain(
                "take away `safe` and `autoescape`: the person who chooses a name could write the mail",
            )));
        }
        Ok(())
    }
}

/// What the mails of a kind may have.
pub(super) fn names_of(kind: MailKind) -> Result<Names> {
    let mut names = Names::new();
    for body in sample::every(&Words::plain())?.iter().filter(|body| body.kind() == kind) {
        gather(&mut names, &body.context());
    }
    Ok(names)
}

/// Likewise, and what every mail has.
pub(super) fn of_body(kind: MailKind) -> Result<Names> {
    let mut names = names_of(kind)?;
    gather(&mut names, &Value::from(Serde(Desk { name: Line::default(), address: "", to: "" })));
    Ok(names)
}

fn of_page() -> Names {
    ["subject", "body"].into_iter().map(|name| (name.to_owned(), BTreeSet::new())).collect()
}

fn gather(names: &mut Names, context: &Value) {
    for (name, value) in entries(context) {
        let parts = names.entry(name).or_default();
        if value.kind() == ValueKind::Map {
            parts.extend(entries(&value).into_iter().map(|(part, _)| part));
        }
    }
}

fn entries(map: &Value) -> Vec<(String, Value)> {
    let keys = map.try_iter().into_iter().flatten();
    keys.filter_map(|key| Some((key.as_str()?.to_owned(), map.get_item(&key).ok()?))).collect()
}

fn knows(environment: &Environment<'_>, part: Part, name: &str, names: &Names) -> Result<()> {
    let template = environment.get_template(name).map_err(|error| super::wrong(&error, part))?;
    for used in uses(template.source(), TEMPLATE) {
        if !Catalogue::of(Text::Mail, Language::default()).has(&used.key) {
            let (file, line, key) = (file_of(name, part), used.line, used.key);
            return Err(Error::failed(format!("{file} line {line}: there is no sentence {key}")).hint(Hint::plain(
                "the sentences are those of mail.ftl and words.ftl of this version; write your own words",
            )));
        }
    }
    let mut unknown: Vec<String> = template.undeclared_variables(true).into_iter().collect();
    unknown.sort();
    for used in unknown {
        let mut parts = used.split('.');
        let base = parts.next().unwrap_or(&used);
        let known = match (names.get(base), parts.next()) {
            (Some(_), None) => true,
            (Some(known), Some(part)) => known.contains(part),
            // Set in a branch and used behind it: whether it is there then, the samples show.
            (None, _) if template.source().contains(&format!("set {base}")) => true,
            (None, _) => environment.globals().any(|(global, _)| global == base),
        };
        if !known {
            let place = match line_of(&template, &used) {
                Some(line) => format!("{} line {line}", file_of(name, part)),
                None => file_of(name, part).to_owned(),
            };
            let error = Error::failed(format!("{place}: {used} is no name that it may use"));
            return Err(if names.is_empty() {
                error
            } else {
                error.hint(Hint::plain(format!("it may use {}", listed(names))))
            });
        }
    }
    Ok(())
}

/// `answer_to, client.id, client.name, …`
fn listed(names: &Names) -> String {
    let each = names.iter().flat_map(|(name, parts)| {
        let whole = parts.is_empty().then(|| name.clone());
        whole.into_iter().chain(parts.iter().map(move |part| format!("{name}.{part}")))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// Where a name is first used.
fn line_of(template: &Template<'_, '_>, name: &str) -> Option<usize> {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let shows = |line: &str| {
        line.match_indices(name).any(|(at, _)| {
            let (before, after) = (line[..at].chars().next_back(), line[at + name.len()..].chars().next());
            !before.is_some_and(inside) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
    };
    template.source().lines().position(shows).map(|at| at + 1)
}
