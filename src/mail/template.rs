//! The wording. One template a kind is rendered twice, with the blocks of plain text and with those of HTML, so that
//! both parts say the same. HTML escapes by itself.
//!
//! A template is `KIND.j2` (minijinja): its first line is `Subject: …`, the rest the body, made of the blocks in
//! `blocks.text.j2` and `blocks.html.j2`; `page.html.j2` is the frame around the HTML. Its sentences are those of the
//! catalogue (`crate::language`). A folder replaces what it has, for all languages or with `KIND.LANGUAGE.j2` for one.
//! Each language has its engines, and each template is compiled when it is first needed.
//!
//! - `bounds`: what a template may cost;
//! - `folder`: reading such a folder;
//! - `check`: whether a mail of every kind can be made with it, before it is taken.

mod bounds;
mod check;
mod folder;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, escape_formatter};
use serde::Serialize;

use crate::domain::language::Language;
use crate::error::{Error, Hint, Result};
use crate::language::Text;
use crate::language::template::{self, Markup};

use super::body::{MailBody, Weight};
use super::kind::MailKind;
use super::sanitize;
use super::text::Line;

/// Columns of a line of plain text, as mail programs expect it.
const WIDTH: usize = 72;
/// How the name of a template's subject ends in the engine.
const SUBJECT: &str = " subject";
/// The most characters of one name in a subject.
const SUBJECT_NAME: usize = 60;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("templates/", $name)))),+]
    };
}

/// The templates of this program, by file name.
const BUILT_IN: &[(&str, &str)] = built_in![
    "blocks.text.j2",
    "blocks.html.j2",
    "page.html.j2",
    "invitation.j2",
    "link_request.j2",
    "link_approved.j2",
    "link_denied.j2",
    "link_cancelled.j2",
    "welcome.j2",
    "accepted_by_staff.j2",
    "password_reset.j2",
    "password_changed.j2",
    "login_renamed.j2",
    "access_expiring.j2",
    "access_ended.j2",
    "address_change.j2",
    "recovery.j2",
    "recovery_notice.j2",
    "notice.j2",
    "test.j2",
];

/// The wording of every kind of mail.
pub struct Templates {
    /// The engines of each language, made when the first mail in it is.
    engines: [OnceLock<Engines>; Language::ALL.len()],
    /// What a folder replaced, by file name.
    own: Arc<BTreeMap<String, String>>,
}

/// The engines of one language.
struct Engines {
    text: Environment<'static>,
    html: Environment<'static>,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("own", &self.own().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

/// In which part a template goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Html,
}

/// What a mail says, before it is a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Without the parts, which may hold a code.
impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendered").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// The names that the subjects of this program's templates show: enough to queue a mail before its body is made.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SubjectNames {
    pub client: ClientName,
    pub partner: Option<Line>,
    pub invited_by: Option<Line>,
    pub email: Option<Line>,
    pub who: Option<Line>,
    /// Another way in that is still open, where an access ends.
    pub still: Option<Line>,
    /// Until when a link lasts of which more is asked.
    pub link_until: Option<Line>,
    /// What happened, of a notification.
    pub event: Option<&'static str>,
}

/// The client of a subject, if it is about one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ClientName {
    name: Option<Line>,
}

impl ClientName {
    pub fn of(name: &str) -> Self {
        Self { name: Some(name.into()) }
    }
}

/// Whom a reader may ask, and what else every mail has.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Desk<'a> {
    /// What the sender is called.
    #[serde(rename = "desk")]
    pub name: Line,
    #[serde(rename = "answer_to")]
    pub address: &'a str,
    /// The address that the mail goes to.
    pub to: &'a str,
}

/// What the body of a mail may name.
#[derive(Serialize)]
struct BodyContext<'a> {
    #[serde(flatten)]
    body: &'a MailBody,
    #[serde(flatten)]
    desk: &'a Desk<'a>,
}

/// What the frame around the HTML may name.
#[derive(Serialize)]
struct PageContext<'a> {
    subject: &'a str,
    body: Value,
}

impl Templates {
    /// The templates of this program.
    pub fn built_in() -> Self {
        Self { engines: [const { OnceLock::new() }; Language::ALL.len()], own: Arc::default() }
    }

    /// The templates of this program, each compiled once in this process.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Templates> = OnceLock::new();
        SHARED.get_or_init(Self::built_in)
    }

    /// The templates in `folder`, and those of this program for what it does not have.
    ///
    /// # Errors
    /// `failed` when one cannot be read or does not compile, when a file there is no template of ours, when there is
    /// none, or when everyone may write there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let templates = Self { own: Arc::new(folder::read(folder)?), ..Self::built_in() };
        let compiled = templates.own().try_for_each(|name| templates.compile(name));
        compiled.map_err(|error| error.context(format!("mail templates in {}", folder.display())))?;
        Ok(templates)
    }

    /// The files of a folder that replace or add a template, by name.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.own.keys().map(String::as_str)
    }

    /// The language in which a mail of this kind is made for a reader of `reader`: a template of the desk's own without a
    /// language is in that of the desk.
    pub fn language_of(&self, kind: MailKind, reader: Language, desk: Language) -> Language {
        let has_own = self.own.contains_key(&format!("{kind}.j2"));
        let has_readers = self.own.contains_key(&folder::in_language(kind, reader));
        if has_own && !has_readers { desk } else { reader }
    }

    /// The file with the template of this kind in a language.
    fn file(&self, kind: MailKind, language: Language) -> String {
        let special = folder::in_language(kind, language);
        if self.own.contains_key(&special) { special } else { format!("{kind}.j2") }
    }

    /// Compiles a template of a folder in the language that it is for.
    fn compile(&self, name: &str) -> Result<()> {
        let load = |language, part, name: &str| {
            self.engine(language, part).get_template(name).map(drop).map_err(|error| wrong(&error, part))
        };
        match name {
            "blocks.text.j2" => load(Language::default(), Part::Text, "blocks"),
            "blocks.html.j2" => load(Language::default(), Part::Html, "blocks"),
            "page.html.j2" => load(Language::default(), Part::Html, "page"),
            _ => {
                let named = |language: &Language| name.ends_with(&format!(".{language}.j2"));
                let language = Language::ALL.into_iter().find(named).unwrap_or_default();
                let source = self.own.get(name).map(String::as_str).unwrap_or_default();
                let (subject, _) = halves(source);
                if subject.is_none() {
                    return Err(Error::failed(format!("{name} does not begin with a line `Subject: …`")));
                }
                load(language, Part::Text, &of_subject(name))?;
                load(language, Part::Text, name)?;
                load(language, Part::Html, name)
            }
        }
    }

    fn engine(&self, language: Language, part: Part) -> &Environment<'static> {
        let engines = self.engines[language as usize].get_or_init(|| Engines {
            text: environment(language, Part::Text, Arc::clone(&self.own)),
            html: environment(language, Part::Html, Arc::clone(&self.own)),
        });
        match part {
            Part::Text => &engines.text,
            Part::Html => &engines.html,
        }
    }

    /// The subject that a mail of this kind will have, from the names alone: for the row in the outbox. A bulk run
    /// does this for each row, so that no body is made for it.
    ///
    /// # Errors
    /// `failed` when the template goes wrong.
    pub fn subject_of(&self, kind: MailKind, language: Language, names: &SubjectNames) -> Result<String> {
        let name = of_subject(&self.file(kind, language));
        Ok(subject_line(&self.made(language, Part::Text, &name, Value::from(Serde(names)))?))
    }

    /// The subject alone, from the whole mail. Holds no secret.
    ///
    /// # Errors
    /// `failed` when the template goes wrong.
    pub fn subject(&self, mail_body: &MailBody, language: Language) -> Result<String> {
        let file = self.file(mail_body.kind(), language);
        let subject = self.made(language, Part::Text, &of_subject(&file), mail_body.context())?;
        let shown = subject.to_ascii_lowercase();
        if mail_body.code().is_some_and(|code| shown.contains(&code.to_ascii_lowercase())) {
            return Err(Error::failed(format!("{file} line 1: the subject shows the code"))
                .hint(Hint::plain("a subject is shown in lists and on locked screens: leave the code to the text")));
        }
        Ok(subject_line(&subject))
    }

    /// Subject, plain text and HTML.
    ///
    /// # Errors
    /// `failed` when a template goes wrong, or a part lacks the code that the mail carries.
    pub(super) fn render(&self, mail_body: &MailBody, desk: &Desk<'_>, language: Language) -> Result<Rendered> {
        let subject = self.subject(mail_body, language)?;
        let context = Value::from(Serde(BodyContext { body: mail_body, desk }));
        let name = self.file(mail_body.kind(), language);
        let text = tidy(&self.made(language, Part::Text, &name, context.clone())?);
        let body = self.made(language, Part::Html, &name, context)?;
        let page = PageContext { subject: &subject, body: Value::from_safe_string(body.trim().to_owned()) };
        let html = self.made(language, Part::Html, "page", Value::from(Serde(page)))?;
        shows_what_it_must(mail_body, &name, &text, &html)?;
        Ok(Rendered { subject, text, html })
    }

    fn made(&self, language: Language, part: Part, name: &str, context: Value) -> Result<String> {
        let mut made = bounds::Part::default();
        let rendered = self
            .engine(language, part)
            .get_template(name)
            .and_then(|template| template.render_captured_to(context, &mut made).map(drop));
        rendered.map_err(|error| wrong(&error, part))?;
        Ok(made.text())
    }
}

/// The name of a template's subject in the engine.
fn of_subject(file: &str) -> String {
    format!("{file}{SUBJECT}")
}

/// The subject and the body of a template. The body keeps its line numbers for messages.
fn halves(source: &str) -> (Option<&str>, String) {
    let (first, body) = source.split_once('\n').unwrap_or((source, ""));
    (first.strip_prefix("Subject:").map(str::trim).filter(|_| source.contains('\n')), format!("\n{body}"))
}

/// The source of a template by its name in the engine.
fn source_of(name: &str, part: Part, own: &BTreeMap<String, String>) -> Option<String> {
    let file = file_of(name, part);
    let built_in = || BUILT_IN.iter().find(|(known, _)| *known == file).map(|(_, source)| *source);
    let source = own.get(file).map(String::as_str).or_else(built_in)?;
    if file != name && !name.ends_with(SUBJECT) {
        return Some(source.to_owned());
    }
    let (subject, body) = halves(source);
    if name.ends_with(SUBJECT) { subject.map(str::to_owned) } else { Some(body) }
}

/// A mail without its code or its links helps no one.
fn shows_what_it_must(mail_body: &MailBody, file: &str, text: &str, html: &str) -> Result<()> {
    let needs = mail_body.needs();
    for need in needs.iter().filter(|need| need.weight != Weight::Fact) {
        for (part, made, part_name) in [(Part::Text, text, "text"), (Part::Html, html, "HTML")] {
            let as_written = |link: &str| match part {
                Part::Text => link.to_owned(),
                Part::Html => href(link),
            };
            let shows = match need.weight {
                // Those who cannot follow the link need it next to.
                Weight::Code => {
                    let links = needs.iter().filter(|need| need.weight == Weight::Link);
                    links
                        .fold(made.to_owned(), |made, link| made.replace(&as_written(link.value), ""))
                        .contains(need.value)
                }
                Weight::Link | Weight::Fact => made.contains(&as_written(need.value)),
            };
            if !shows {
                let what = if need.weight == Weight::Code { "the code" } else { "the link" };
                let name = need.name;
                return Err(Error::failed(format!("{file} does not show {what} ({name}) in its {part_name}"))
                    .hint(Hint::plain(need.how())));
            }
        }
    }
    Ok(())
}

/// A web address in an attribute. The engine escapes the slash too, which link scanners do not undo; `WebAddress` has no
/// other dangerous letter.
fn href(url: &str) -> String {
    url.replace('&', "&amp;")
}

/// One clean line. Written so, it cannot be taken for an encoded word (RFC 2047), which would be shown as something
/// else.
fn subject_line(subject: &str) -> String {
    sanitize::line(subject).replace("=?", "= ?")
}

fn environment(language: Language, part: Part, own: Arc<BTreeMap<String, String>>) -> Environment<'static> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(move |_| match part {
        Part::Text => AutoEscape::None,
        Part::Html => AutoEscape::Html,
    });
    let markup = match part {
        Part::Text => Markup::None,
        Part::Html => Markup::Html,
    };
    template::bind(&mut environment, Text::Mail, language, markup);
    environment.add_filter("short", |text: &str| sanitize::short(text, SUBJECT_NAME));
    environment
        .add_filter("fold", |text: &str, indent: Option<&str>| sanitize::wrap(text, WIDTH, indent.unwrap_or_default()));
    environment.add_filter("href", |url: &str| Value::from_safe_string(href(url)));
    // Else a mail without a partner would speak of the partner `none`.
    environment.set_formatter(|out, state, value| {
        if value.is_none() {
            let detail = "this is not there in every mail of this kind; ask for it with {% if %}";
            return Err(minijinja::Error::new(ErrorKind::InvalidOperation, detail));
        }
        bounds::may_show(state, value)?;
        escape_formatter(out, state, value)
    });
    bounds::bind(&mut environment);
    environment.set_loader(move |name| Ok(source_of(name, part, &own)));
    environment
}

/// Where and what, but never the values, among which is a code.
fn wrong(error: &minijinja::Error, part: Part) -> Error {
    let file = error.name().map(|name| file_of(name, part));
    let place = match (file, error.line()) {
        (Some(file), Some(line)) => format!("{file} line {line}: "),
        (Some(file), None) => format!("{file}: "),
        _ => String::new(),
    };
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    Error::failed(crate::domain::code::mask(&format!("{place}{}{detail}", error.kind())).into_owned())
}

/// The file of a template by its name in the engine.
fn file_of(name: &str, part: Part) -> &str {
    match (name, part) {
        ("blocks", Part::Text) => "blocks.text.j2",
        ("blocks", Part::Html) => "blocks.html.j2",
        ("page", _) => "page.html.j2",
        _ => name.strip_suffix(SUBJECT).unwrap_or(name),
    }
}

/// One empty line between paragraphs, none at the ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests;
