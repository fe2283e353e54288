//! What concerns a login as a whole, in every client that it reaches (docs/reference.md#who-may-do-what).

mod activation;
mod address;
mod new_password;
mod rename;
mod reset;
mod sessions;

use super::reached::unknown;
pub use super::reached::{Reached, reached};
pub use activation::{LoginStateChange, activate, deactivate};
pub use address::{AskedAddress, CodeSent, asked_address};
pub use new_password::{By, PasswordBasis, Set, by_code, password_basis, set};
pub use rename::{Outcome as RenameOutcome, Rename, Renamed, rename};
pub use reset::{LIFE, Reset, ResetMethod, forgotten, may_reset, reset};
pub use sessions::{SessionsEnd, clients_of_sessions};

use crate::domain::authority::{Concerns, Target, Verb};
use crate::domain::login::LoginRow;
use crate::domain::reference::UserRef;
use crate::error::{Error, Flag, Result, Wanted, hint};
pub use crate::store::login::{by_id, by_key};

use super::unit_of_work::Change;
use super::{sign_in, who};

/// The login that is meant, once it is asked whether the actor may: anyone who may not learns nothing of it.
fn meant(change: &mut Change<'_>, person: &UserRef) -> Result<LoginRow> {
    let whose: Concerns = sign_in::whose(change.actor, person);
    authorised(change, person, &Target::login(whose))
}

/// As [`meant`], for anyone who has a code that was mailed about the login. Whether it is the right one is for the
/// change to see.
fn meant_by_code(change: &mut Change<'_>, person: &UserRef) -> Result<LoginRow> {
    let whose: Concerns = sign_in::whose(change.actor, person);
    authorised(change, person, &Target::login(whose).with_code())
}

fn authorised(change: &mut Change<'_>, person: &UserRef, target: &Target<'_>) -> Result<LoginRow> {
    change.authorise(target)?;
    let login = who::find_user(change.tx, person)?.ok_or_else(|| unknown(person))?;
    change.about_user(login.id);
    Ok(login)
}

/// No one ever used the login: it is for the invitation to bring it to life.
fn never_activated(login: &LoginRow) -> Error {
    Error::conflict(format!("{} never activated their login", login.email))
        .hint(hint!["see their invitations with ", Verb::InviteList.step().with(Flag::User, &login.email)])
        .hint(hint!["send one again with ", Verb::InviteResend.step().about(&login.email).client(&Wanted("CLIENT"))])
        .fact("state", login.state.name())
}
