//! The templates of the pages, and what every page shows.

use axum::http::StatusCode;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::domain::client::ClientRow;
use crate::domain::permission::{Permission, Permissions};
use crate::error::{Error, Result};

use super::visit::Reply;

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("templates/", $name)))),+]
    };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "account.html",
    "address.html",
    "base.html",
    "code.html",
    "dead_code.html",
    "done.html",
    "enter.html",
    "forgotten.html",
    "home.html",
    "invitation.html",
    "link.html",
    "message.html",
    "parts.html",
    "password.html",
    "person.html",
    "recovery.html",
    "sign_in.html",
];

/// The pages, compiled.
pub struct Views(Environment<'static>);

impl Views {
    /// # Errors
    /// `bug` when a template cannot be read.
    pub fn new() -> Result<Self> {
        let mut views = Environment::new();
        views.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, source) in TEMPLATES {
            views.add_template(name, source).map_err(|error| Error::bug(format!("{name}: {error}")))?;
        }
        Ok(Self(views))
    }

    /// A page. Values are escaped by the template engine, by the ending of the template's name.
    ///
    /// # Errors
    /// `bug` when the template and the view do not fit.
    pub fn render(&self, template: &str, frame: &Frame<'_>, view: impl Serialize) -> Result<String> {
        #[derive(Serialize)]
        struct Page<'a, V> {
            frame: &'a Frame<'a>,
            view: V,
        }
        let rendered =
            self.0.get_template(template).and_then(|found| found.render(Value::from(Serde(Page { frame, view }))));
        rendered.map_err(|error| Error::bug(format!("{template}: {error:#}")))
    }

    /// As [`Views::render`], as a whole answer.
    ///
    /// # Errors
    /// As [`Views::render`].
    pub fn page(&self, status: StatusCode, template: &str, frame: &Frame<'_>, view: impl Serialize) -> Result<Reply> {
        self.render(template, frame, view).map(|body| Reply::page(status, body))
    }
}

/// What is around every page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Frame<'a> {
    /// The path under which the pages are, without a slash at its end.
    pub base: &'a str,
    /// The name of the support desk.
    pub desk: &'a str,
    /// Who is signed in.
    pub person: Option<String>,
    /// In which account one is.
    pub account: Option<Account>,
    /// The token of the forms.
    pub token: String,
    /// What was just done.
    pub notice: Option<String>,
    /// The digests of the scripts, for `integrity`.
    pub scripts: Scripts,
}

/// The digest of each script that a page can name.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Scripts {
    pub code: &'static str,
    pub password: &'static str,
    pub enter: &'static str,
}

/// A client by all the names by which a reader may know it, as in the banner of the command line.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub name: String,
    pub slug: String,
    pub id: String,
}

impl Account {
    pub fn of(client: &ClientRow) -> Self {
        Self { name: client.name.clone(), slug: client.slug.to_string(), id: client.id.to_string() }
    }
}

/// A permission with its words, and whether its box is ticked.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub name: &'static str,
    pub words: &'static str,
    pub ticked: bool,
}

impl Choice {
    /// A box for each of `offered`; those of `given` are ticked.
    pub fn of(offered: Permissions, given: Permissions) -> Vec<Self> {
        let one = |permission: Permission| Self {
            name: permission.name(),
            words: permission.description(),
            ticked: given.contains(permission),
        };
        offered.iter().map(one).collect()
    }
}

/// The permissions whose boxes were ticked.
///
/// # Errors
/// `usage` for a name that is none.
pub fn ticked<'a>(names: impl Iterator<Item = &'a str>) -> Result<Permissions> {
    Permissions::parse_list(&names.collect::<Vec<_>>().join(","))
}
