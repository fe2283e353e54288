//! The wording. One template a kind is rendered twice, with the blocks of plain text and with those of HTML, so that
//! both parts say the same. HTML escapes by itself.
//!
//! A template is `KIND.j2` (minijinja): its first line is `Subject: …`, the rest the body, made of the blocks in
//! `blocks.text.j2` and `blocks.html.j2`; `page.html.j2` is the frame around the HTML.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use super::clean;
use super::letter::Letter;
use crate::error::{Error, Result};

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
    "test.j2",
];

/// The wording of every kind of mail, compiled.
pub struct Templates {
    text: Environment<'static>,
    html: Environment<'static>,
}

/// What a letter says, before it is a message.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the part that it names")]
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

/// The names that the subjects of this program's templates show: enough to queue a mail before its letter is made.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the names of the letters")]
pub struct Names<'a> {
    pub client: Option<&'a str>,
    pub partner: Option<&'a str>,
    pub invited_by: Option<&'a str>,
    pub email: Option<&'a str>,
    pub who: Option<&'a str>,
}

/// Whom a reader may ask.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk<'a> {
    /// What the sender is called.
    pub name: &'a str,
    /// Where answers go.
    pub address: &'a str,
    /// The address that the mail goes to.
    pub to: &'a str,
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
    /// `failed` when one cannot be read or does not compile, or when a file there is no template of ours.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let unreadable = |error: std::io::Error| {
            Error::failed(format!("cannot read the mail templates in {}: {error}", folder.display()))
                .hint("name another folder with `partnerctl config set mail.templates DIR`, or unset it")
        };
        let mut known: BTreeSet<_> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        let mut own = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
            if let Some(name) = known.take(name.as_str()) {
                own.push((name, std::fs::read_to_string(folder.join(name)).map_err(unreadable)?));
            } else if name.ends_with(".j2") {
                let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
                return Err(Error::failed(format!("{name:?} in {} is no mail template", folder.display()))
                    .hint(format!("the templates are {}", names.join(", "))));
            }
        }
        let rest = BUILT_IN
            .iter()
            .filter(|(name, _)| known.contains(name))
            .map(|(name, source)| (*name, (*source).to_owned()));
        Self::compiled(own.into_iter().chain(rest).collect::<Vec<_>>())
            .map_err(|error| error.context(format!("mail templates in {}", folder.display())))
    }

    fn compiled(sources: impl IntoIterator<Item = (&'static str, String)>) -> Result<Self> {
        let mut templates = Self { text: environment(AutoEscape::None), html: environment(AutoEscape::Html) };
        for (name, source) in sources {
            let add = |to: &mut Environment<'static>, name: String, source: String| {
                to.add_template_owned(name, source).map_err(|error| wrong(&error))
            };
            match name.strip_suffix(".j2") {
                Some("blocks.text") => add(&mut templates.text, "blocks".to_owned(), source)?,
                Some("blocks.html") => add(&mut templates.html, "blocks".to_owned(), source)?,
                Some("page.html") => add(&mut templates.html, "page".to_owned(), source)?,
                _ => {
                    let (subject, body) = source
                        .split_once('\n')
                        .and_then(|(first, body)| Some((first.strip_prefix("Subject:")?.trim(), body)))
                        .ok_or_else(|| Error::failed(format!("{name} does not begin with a line `Subject: …`")))?;
                    // The body keeps its line numbers for messages.
                    let body = format!("\n{body}");
                    add(&mut templates.text, format!("{name} subject"), subject.to_owned())?;
                    add(&mut templates.text, name.to_owned(), body.clone())?;
                    add(&mut templates.html, name.to_owned(), body)?;
                }
            }
        }
        Ok(templates)
    }

    /// The subject that a mail of this kind will have, from the names alone: for the row in the outbox. A bulk run
    /// does this for each row, so that no letter is made for it.
    ///
    /// # Errors
    /// `failed` when the template goes wrong, or there is none of that kind.
    pub fn subject_of(&self, kind: &str, names: &Names<'_>) -> Result<String> {
        let text = |name: Option<&str>| name.map(|name| Value::from(clean::line(name).as_ref()));
        let context = context! {
            client => context! { name => text(names.client) },
            partner => text(names.partner),
            invited_by => text(names.invited_by),
            email => text(names.email),
            who => text(names.who),
        };
        render(&self.text, &format!("{kind}.j2 subject"), context).map(|subject| subject_line(&subject))
    }

    /// The subject alone, from the whole letter. Holds no secret.
    ///
    /// # Errors
    /// `failed` when the template goes wrong.
    pub fn subject(&self, letter: &Letter<'_>) -> Result<String> {
        let name = format!("{}.j2 subject", letter.kind());
        let subject = render(&self.text, &name, letter.context()?)?;
        if letter.code().is_some_and(|code| subject.contains(code)) {
            return Err(Error::failed(format!("the subject of {}.j2 shows the code", letter.kind())));
        }
        Ok(subject_line(&subject))
    }

    /// Subject, plain text and HTML.
    ///
    /// # Errors
    /// `failed` when a template goes wrong, or a part lacks the code that the letter carries.
    pub(super) fn render(&self, letter: &Letter<'_>, desk: Desk<'_>) -> Result<Rendered> {
        let subject = self.subject(letter)?;
        let own = context! { desk => clean::line(desk.name).as_ref(), answer_to => desk.address, to => desk.to };
        let context = context! { ..letter.context()?, ..own };
        let name = format!("{}.j2", letter.kind());
        let text = tidy(&render(&self.text, &name, context.clone())?);
        let body = render(&self.html, &name, context)?;
        let page = context! { subject => subject.as_str(), body => Value::from_safe_string(body.trim().to_owned()) };
        let html = render(&self.html, "page", page)?;
        if let Some(code) = letter.code()
            && !(text.contains(code) && html.contains(code))
        {
            return Err(Error::failed(format!("{name} does not show the code")).hint("put `{{ code(code) }}` into it"));
        }
        Ok(Rendered { subject, text, html })
    }
}

/// One clean line. Written so, it cannot be taken for an encoded word (RFC 2047), which would be shown as something
/// else.
fn subject_line(subject: &str) -> String {
    clean::line(subject).replace("=?", "= ?")
}

fn environment(escape: AutoEscape) -> Environment<'static> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let html = matches!(escape, AutoEscape::Html);
    environment.set_auto_escape_callback(move |_| if html { AutoEscape::Html } else { AutoEscape::None });
    environment.add_filter("short", |text: &str| clean::short(text, SUBJECT_NAME));
    environment
        .add_filter("fold", |text: &str, indent: Option<&str>| clean::wrap(text, WIDTH, indent.unwrap_or_default()));
    // The engine escapes the slash too, which link scanners do not undo. `Letter` lets no other dangerous letter in.
    environment.add_filter("href", |url: &str| Value::from_safe_string(url.replace('&', "&amp;")));
    environment
}

fn render(environment: &Environment<'_>, name: &str, context: Value) -> Result<String> {
    environment.get_template(name).and_then(|template| template.render(context)).map_err(|error| wrong(&error))
}

/// Where and what, but never the values, among which is a code.
fn wrong(error: &minijinja::Error) -> Error {
    let place = match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name} line {line}: "),
        (Some(name), None) => format!("{name}: "),
        _ => String::new(),
    };
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    Error::failed(crate::domain::code::mask(&format!("{place}{}{detail}", error.kind())).into_owned())
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
