//! The language of the pages, as a reader chooses it: for this browser, and for a person who is signed in for all that
//! they read.

use crate::domain::authority::Verb;
use crate::domain::language::Language;
use crate::error::{Error, Result};
use crate::ops::login;
use crate::web::Site;
use crate::web::desk::Desk;
use crate::web::notice::Notice;
use crate::web::visit::{Jar, Reply, Visit};

use super::{Person, can_be_read};

/// The longest path to which a choice leads back.
const LONGEST: usize = 200;

/// Keeps the choice of a stranger in this browser.
pub fn choose(_: &Site, _: &mut Desk, visit: &Visit) -> Result<Reply> {
    let language = chosen(visit)?;
    Ok(Reply::go(back(visit)).with([visit.set(Jar::Language, language.name().to_owned())]))
}

/// Sets the language of a person, and keeps it in this browser for when they are signed out.
pub fn choose_own(_: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let language = chosen(visit)?;
    desk.change(person.by(), Verb::UserSetLanguage, &[], |change| {
        login::choose_language(change, &person.login, language)
    })?;
    let reply = Notice::LanguageSet.then_go(visit, back(visit));
    Ok(reply.with([visit.set(Jar::Language, language.name().to_owned())]))
}

fn chosen(visit: &Visit) -> Result<Language> {
    // Only a form that no page has names another one.
    Language::from_text(visit.form.get("language")).map_err(|_| Error::not_found("the form names no language"))
}

/// The page from which the choice came: one that can be read here, and no address of another site.
fn back(visit: &Visit) -> &str {
    let path = visit.form.get("back");
    let is_part = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let is_path = path.len() <= LONGEST && path.split('/').all(is_part);
    if is_path && can_be_read(path) { path } else { "/" }
}
