//! The templates of the pages, and what every page shows.

use std::borrow::Cow;

use axum::http::StatusCode;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::domain::client::ClientRow;
use crate::domain::language::Language;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::error::{Error, Result};
use crate::language::template::{Markup, bind};
use crate::language::{Locale, Text};

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

/// The pages, compiled for each language.
pub struct Views([Environment<'static>; Language::ALL.len()]);

impl Views {
    /// # Errors
    /// `bug` when a template cannot be read.
    pub fn new() -> Result<Self> {
        let mut views = Language::ALL.map(|_| Environment::new());
        for (language, views) in Language::ALL.into_iter().zip(&mut views) {
            views.set_undefined_behavior(UndefinedBehavior::Strict);
            bind(views, Text::Pages, language, Markup::Html);
            for (name, source) in TEMPLATES {
                views.add_template(name, source).map_err(|error| Error::bug(format!("{name}: {error}")))?;
            }
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
        let views = &self.0[frame.language as usize];
        let rendered =
            views.get_template(template).and_then(|found| found.render(Value::from(Serde(Page { frame, view }))));
        rendered.map_err(|error| Error::bug(format!("{template}: {error:#}")))
    }

    /// As [`Views::render`], as a whole answer.
    ///
    /// # Errors
    /// As [`Views::render`].
    pub fn page(&self, status: StatusCode, template: &str, frame: &Frame<'_>, view: impl Serialize) -> Result<Reply> {
        let body = self.render(template, frame, view)?;
        Ok(Reply { language: Some(frame.language), by_browser: frame.by_browser, ..Reply::page(status, body) })
    }
}

/// What is around every page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Frame<'a> {
    /// The path under which the pages are, without a slash at its end.
    pub base: &'a str,
    #[serde(skip)]
    pub language: Language,
    /// Whether another browser may get the page in another language.
    #[serde(skip)]
    pub by_browser: bool,
    /// The name of the support desk.
    pub desk: Cow<'a, str>,
    /// Who is signed in.
    pub person: Option<String>,
    /// In which account one is.
    pub account: Option<Account>,
    /// The token of the forms.
    pub token: String,
    /// What was just done.
    pub notice: Option<String>,
    /// The languages that can be chosen; none on a page that is no place to return to.
    pub menu: Option<Menu>,
    /// The digests of the scripts, for `integrity`.
    pub scripts: Scripts,
}

/// The languages that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Menu {
    /// Where the form goes, from the root of the pages.
    pub path: &'static str,
    /// The page to return to, from the root of the pages.
    pub back: String,
    pub choices: Vec<LanguageChoice>,
}

/// A language by its own name.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageChoice {
    pub code: &'static str,
    pub name: &'static str,
    pub chosen: bool,
}

impl Menu {
    pub fn of(path: &'static str, back: String, present: Language) -> Self {
        let one = |language: Language| LanguageChoice {
            code: language.name(),
            name: language.own_name(),
            chosen: language == present,
        };
        Self { path, back, choices: Language::ALL.map(one).to_vec() }
    }
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

/// A permission or role with its words, and whether it is ticked.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub name: &'static str,
    pub words: String,
    pub ticked: bool,
}

impl Choice {
    /// A box for each of `offered`; those of `given` are ticked.
    pub fn of(offered: Permissions, given: Permissions, locale: &Locale<'_>) -> Vec<Self> {
        let one = |permission: Permission| Self {
            name: permission.name(),
            words: locale.permission(permission),
            ticked: given.contains(permission),
        };
        offered.iter().map(one).collect()
    }

    /// Each of these roles; the one that is given by its name is ticked.
    pub fn of_roles(offered: &[Role], given: &str, locale: &Locale<'_>) -> Vec<Self> {
        let one = |role: &Role| Self { name: role.name(), words: locale.role(*role), ticked: role.name() == given };
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
