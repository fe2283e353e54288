//! Sentences in templates: `{{ t("notice-left", who=entry.who) }}`.
//!
//! In HTML every value is escaped and set apart with `bdi`, so that a name of another script changes nothing around it;
//! a sentence within a sentence stays as it is. `plain` is for titles and attributes, which know no elements.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, ErrorKind, HtmlEscape, Value};

use super::catalogue::{Catalogue, Said, Text};
use crate::domain::language::Language;

/// The most bytes of one sentence with its values.
const LONGEST: usize = 64 << 10;

/// What the text of a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    None,
    Html,
}

/// Gives the templates of an engine the sentences of one language: the functions `t` and `plain`, and `lang`, its code.
pub fn bind(environment: &mut Environment<'static>, text: Text, language: Language, markup: Markup) {
    environment.add_function("t", move |key: &str, values: Kwargs| said(text, language, markup, key, &values));
    environment.add_function("plain", move |key: &str, values: Kwargs| {
        // Escaped when it is shown: nothing in it becomes markup.
        said(text, language, Markup::None, key, &values).map(|made| Value::from(made.to_string()))
    });
    environment.add_global("lang", language.name());
}

fn said(text: Text, language: Language, markup: Markup, key: &str, values: &Kwargs) -> Result<Value, minijinja::Error> {
    let names: Vec<&str> = values.args().collect();
    let mut given = Vec::with_capacity(names.len());
    for name in names {
        given.push((name, value(name, &values.get::<Value>(name)?, markup)?));
    }
    let said = Catalogue::of(text, language)
        .find(key, &given)
        .map_err(|error| minijinja::Error::new(ErrorKind::InvalidOperation, error.message().to_owned()))?;
    // A sentence that is given to itself again and again would grow beyond all bounds.
    if said.len() > LONGEST {
        return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "the text is too large"));
    }
    Ok(Value::from_safe_string(said))
}

/// A value as a sentence takes it.
fn value(name: &str, given: &Value, markup: Markup) -> Result<Said<'static>, minijinja::Error> {
    let refused = |why: &str| Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("{name} {why}")));
    match given.kind() {
        ValueKind::Bool => Ok(Said::from(if given.is_true() { "yes" } else { "no" })),
        ValueKind::Number => match i64::try_from(given.clone()) {
            Ok(number) => Ok(Said::from(number)),
            Err(_) => refused("is no whole number"),
        },
        ValueKind::String => {
            let text = given.as_str().unwrap_or_default();
            Ok(match markup {
                Markup::Html if !given.is_safe() => Said::from(format!("<bdi>{}</bdi>", HtmlEscape(text))),
                Markup::Html | Markup::None => Said::from(text.to_owned()),
            })
        }
        ValueKind::None | ValueKind::Undefined => {
            refused("is not there in every mail of this kind; ask for it with {% if %}")
        }
        _ => refused("is no text"),
    }
}
