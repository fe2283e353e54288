//! A person chooses the language of their mails and pages themselves, on the pages.

use crate::domain::audit_event::{AuditEvent, Event, Field};
use crate::domain::authority::{Concerns, Target};
use crate::domain::id::EntityId;
use crate::domain::language::Language;
use crate::domain::login::LoginRow;
use crate::error::{Error, Result};
use crate::ops::unit_of_work::Change;
use crate::store::login;

/// Sets the language of the person who is signed in. Nothing is recorded where it is theirs already.
///
/// # Errors
/// `denied`.
pub fn choose_language(change: &mut Change<'_>, person: &LoginRow, language: Language) -> Result<()> {
    change.authorise(&Target::login(Concerns::Own))?;
    change.about_user(person.id);
    let found = login::by_id(change.tx, person.id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    if found.language == Some(language) {
        change.unchanged(EntityId::User(found.id));
        return Ok(());
    }
    login::set_language(change.tx, found.id, Some(language), change.audit())?;
    let event = AuditEvent::UserSetLanguage { id: found.id, email: found.email };
    change.record(Event::from(event).changing_option(Field::Language, found.language, Some(language)));
    Ok(())
}
