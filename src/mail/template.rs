//! The wording. One template a kind is rendered twice, with the blocks of plain text and with those of HTML, so that
//! both parts say the same. HTML escapes by itself.
//!
//! A template is `KIND.j2` (minijinja): its first line is `Subject: …`, the rest the body, made of the blocks in
//! `blocks.text.j2` and `blocks.html.j2`; `page.html.j2` is the frame around the HTML. A folder replaces what it has.
//!
//! - `bounds`: what a template may cost;
//! - `folder`: reading such a folder;
//! - `check`: whether a mail of every kind can be made with it, before it is taken.

mod bounds;
mod check;

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::OnceLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, escape_formatter};
use serde::Serialize;

use crate::error::{Error, Hint, Result, System, hint};

use super::body::{MailBody, Weight};
use super::kind::MailKind;
use super::sanitize;
use super::text::Line;

/// Columns of a line of plain text, as mail programs expect it.
const WIDTH: usize = 72;
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

/// The wording of every kind of mail, compiled.
pub struct Templates {
    text: Environment<'static>,
    html: Environment<'static>,
    /// Those that a folder replaced.
    own: Vec<&'static str>,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("own", &self.own).finish_non_exhaustive()
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
    ///
    /// # Errors
    /// `bug` when one does not compile.
    pub fn built_in() -> Result<Self> {
        Self::compiled(BUILT_IN.iter().map(|(name, source)| (*name, (*source).to_owned())))
            .map_err(|error| Error::bug(error.message()))
    }

    /// The templates of this program, compiled once in this process.
    ///
    /// # Errors
    /// As [`Templates::built_in`].
    pub fn shared() -> Result<&'static Self> {
        static SHARED: OnceLock<Templates> = OnceLock::new();
        match SHARED.get() {
            Some(templates) => Ok(templates),
            None => {
                let templates = Self::built_in()?;
                Ok(SHARED.get_or_init(|| templates))
            }
        }
    }

    /// The templates in `folder`, and those of this program for what it does not have.
    ///
    /// # Errors
    /// `failed` when one cannot be read or does not compile, when a file there is no template of ours, when there is
    /// none, or when everyone may write there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let own = read(folder)?;
        let names: Vec<&'static str> = own.iter().map(|(name, _)| *name).collect();
        let rest = BUILT_IN.iter().filter(|(name, _)| !names.contains(name));
        let rest = rest.map(|(name, source)| (*name, (*source).to_owned()));
        let compiled = Self::compiled(own.into_iter().chain(rest));
        let mut templates =
            compiled.map_err(|error| error.context(format!("mail templates in {}", folder.display())))?;
        templates.own = names;
        Ok(templates)
    }

    /// The files that a folder replaced, by name.
    pub fn own(&self) -> &[&'static str] {
        &self.own
    }

    fn compiled(sources: impl IntoIterator<Item = (&'static str, String)>) -> Result<Self> {
        let mut templates =
            Self { text: environment(AutoEscape::None), html: environment(AutoEscape::Html), own: Vec::new() };
        for (name, source) in sources {
            let add = |to: &mut Environment<'static>, part: Part, name: String, source: String| {
                to.add_template_owned(name, source).map_err(|error| wrong(&error, part))
            };
            match name.strip_suffix(".j2") {
                Some("blocks.text") => add(&mut templates.text, Part::Text, "blocks".to_owned(), source)?,
                Some("blocks.html") => add(&mut templates.html, Part::Html, "blocks".to_owned(), source)?,
                Some("page.html") => add(&mut templates.html, Part::Html, "page".to_owned(), source)?,
                _ => {
                    let (subject, body) = source
                        .split_once('\n')
                        .and_then(|(first, body)| Some((first.strip_prefix("Subject:")?.trim(), body)))
                        .ok_or_else(|| Error::failed(format!("{name} does not begin with a line `Subject: …`")))?;
                    // The body keeps its line numbers for messages.
                    let body = format!("\n{body}");
                    add(&mut templates.text, Part::Text, format!("{name} subject"), subject.to_owned())?;
                    add(&mut templates.text, Part::Text, name.to_owned(), body.clone())?;
                    add(&mut templates.html, Part::Html, name.to_owned(), body)?;
                }
            }
        }
        Ok(templates)
    }

    /// The subject that a mail of this kind will have, from the names alone: for the row in the outbox. A bulk run
    /// does this for each row, so that no body is made for it.
    ///
    /// # Errors
    /// `failed` when the template goes wrong.
    pub fn subject_of(&self, kind: MailKind, names: &SubjectNames) -> Result<String> {
        let subject = self.made(Part::Text, &format!("{kind}.j2 subject"), Value::from(Serde(names)))?;
        Ok(subject_line(&subject))
    }

    /// The subject alone, from the whole mail. Holds no secret.
    ///
    /// # Errors
    /// `failed` when the template goes wrong.
    pub fn subject(&self, mail_body: &MailBody) -> Result<String> {
        let name = format!("{}.j2 subject", mail_body.kind());
        let subject = self.made(Part::Text, &name, mail_body.context())?;
        let shown = subject.to_ascii_lowercase();
        if mail_body.code().is_some_and(|code| shown.contains(&code.to_ascii_lowercase())) {
            return Err(Error::failed(format!("{}.j2 line 1: the subject shows the code", mail_body.kind()))
                .hint(Hint::plain("a subject is shown in lists and on locked screens: leave the code to the text")));
        }
        Ok(subject_line(&subject))
    }

    /// Subject, plain text and HTML.
    ///
    /// # Errors
    /// `failed` when a template goes wrong, or a part lacks the code that the mail carries.
    pub(super) fn render(&self, mail_body: &MailBody, desk: &Desk<'_>) -> Result<Rendered> {
        let subject = self.subject(mail_body)?;
        let context = Value::from(Serde(BodyContext { body: mail_body, desk }));
        let name = format!("{}.j2", mail_body.kind());
        let text = tidy(&self.made(Part::Text, &name, context.clone())?);
        let body = self.made(Part::Html, &name, context)?;
        let page = PageContext { subject: &subject, body: Value::from_safe_string(body.trim().to_owned()) };
        let html = self.made(Part::Html, "page", Value::from(Serde(page)))?;
        shows_what_it_must(mail_body, &text, &html)?;
        Ok(Rendered { subject, text, html })
    }

    fn made(&self, part: Part, name: &str, context: Value) -> Result<String> {
        let environment = match part {
            Part::Text => &self.text,
            Part::Html => &self.html,
        };
        let mut made = bounds::Part::default();
        let rendered = environment
            .get_template(name)
            .and_then(|template| template.render_captured_to(context, &mut made).map(drop));
        rendered.map_err(|error| wrong(&error, part))?;
        Ok(made.text())
    }
}

/// A mail without its code or its links helps no one.
fn shows_what_it_must(mail_body: &MailBody, text: &str, html: &str) -> Result<()> {
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
                let (kind, name) = (mail_body.kind(), need.name);
                return Err(Error::failed(format!("{kind}.j2 does not show {what} ({name}) in its {part_name}"))
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

fn environment(escape: AutoEscape) -> Environment<'static> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let html = matches!(escape, AutoEscape::Html);
    environment.set_auto_escape_callback(move |_| if html { AutoEscape::Html } else { AutoEscape::None });
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
        _ => name.strip_suffix(" subject").unwrap_or(name),
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

// A folder with custom templates (`mail.templates`).

/// May be written by everyone.
const OPEN: u32 = 0o002;
/// How much of a file is read: a little more than is taken.
const MOST: u64 = bounds::LARGEST_FILE as u64 + 1;

/// The sources in `folder`, by the names of the templates that they replace.
///
/// # Errors
/// `failed` when it cannot be read, when everyone may write there, or when a template there is none of ours.
fn read(folder: &Path) -> Result<Vec<(&'static str, String)>> {
    let shown = folder.display();
    let unreadable = |error: io::Error| Error::failed(format!("cannot read the mail templates in {shown}: {error}"));
    if !private_enough(folder)?.is_dir() {
        return Err(Error::failed(format!("{shown} is no folder")));
    }
    let mut known: BTreeSet<&'static str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let mut own = Vec::new();
    let mut found = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>())
        .map_err(unreadable)?;
    found.sort();
    for name in found {
        let name = name.to_string_lossy();
        if let Some(name) = known.take(name.as_ref()) {
            let path = folder.join(name);
            if !private_enough(&path)?.is_file() {
                return Err(Error::failed(format!("{} is no file", path.display())));
            }
            let mut source = String::new();
            File::open(&path)
                .and_then(|file| file.take(MOST).read_to_string(&mut source))
                .map_err(|error| Error::failed(format!("cannot read {}: {error}", path.display())))?;
            // As editors on other systems write it.
            let source = source.strip_prefix('\u{FEFF}').unwrap_or(&source).replace("\r\n", "\n");
            bounds::check(name, &source).map_err(|error| error.context(format!("mail templates in {shown}")))?;
            own.push((name, source));
        } else if name.ends_with(".j2") {
            return Err(
                Error::failed(format!("{name:?} in {shown} is no mail template")).hint(Hint::plain(the_templates()))
            );
        }
    }
    if own.is_empty() {
        return Err(Error::failed(format!("there is no mail template in {shown}")).hint(Hint::plain(the_templates())));
    }
    Ok(own)
}

/// What lies there, if not everyone may write it: anyone who can word the mails of a desk can fish in its name.
fn private_enough(path: &Path) -> Result<std::fs::Metadata> {
    let shown = path.display();
    let meta =
        std::fs::metadata(path).map_err(|error| Error::failed(format!("{shown} cannot be looked at: {error}")))?;
    if meta.permissions().mode() & OPEN != 0 {
        return Err(Error::failed(format!("everyone may write {shown}, and so word mails of this desk")).hint(hint![
            "take that away with ",
            System::ChangeMode { mode: "o-w".to_owned(), path: shown.to_string() }
        ]));
    }
    Ok(meta)
}

fn the_templates() -> String {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    format!("the templates are {}", names.join(", "))
}

#[cfg(test)]
mod tests;
