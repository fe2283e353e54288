//! The users of a partner, as lists show them; their seats are written in [`super::login`].

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;

use super::login::{LoginRow, PasswordDuty, Reaches};
use super::{Row, Tx, login, params};

/// A user of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerUserRow {
    /// The login.
    pub login: LoginRow,
    /// All clients of the partner, or the assigned ones.
    pub scope: Reaches,
    /// Whether settings are closed to them.
    pub restricted: bool,
    /// The end of their term.
    pub until: Option<Instant>,
    /// When they signed in last, anywhere.
    pub last_login_at: Option<Instant>,
}

impl PartnerUserRow {
    /// Whether a new password is due.
    #[must_use]
    pub fn must_change_password(&self) -> bool {
        self.login.duty == PasswordDuty::Change
    }
}

macro_rules! columns {
    () => {
        concat!(login::columns!(), ", u.scope, u.restricted, u.until, s.last_login_at")
    };
}

super::statements! {
    [OF_PARTNER] concat!("SELECT ", columns!(), " FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        LEFT JOIN sign_in AS s ON s.login_id = u.login_id WHERE u.partner_id = $1 AND u.state = 'active' ORDER BY u.login_id");
    [BY_ID] concat!("SELECT ", columns!(), " FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        LEFT JOIN sign_in AS s ON s.login_id = u.login_id WHERE u.login_id = $1 AND u.state = 'active'");
    [CLIENTS] "SELECT c.id, c.slug FROM assignment AS a JOIN client AS c ON c.id = a.client_id
        WHERE a.login_id = $1 AND a.state = 'assigned' ORDER BY a.client_id";
}

/// The users of a partner whose seats stand, by id.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn of_partner(tx: &Tx<'_>, partner: PartnerId, mut each: impl FnMut(&PartnerUserRow) -> Result<()>) -> Result<()> {
    tx.each(&OF_PARTNER, params![partner], |row| each(&read(row)?))
}

/// The user with this id, if their seat stands.
///
/// # Errors
/// `failed`.
pub fn by_id(tx: &Tx<'_>, user: UserId) -> Result<Option<PartnerUserRow>> {
    tx.one(&BY_ID, params![user], read)
}

/// The clients assigned to a partner user, by id, with their slugs.
///
/// # Errors
/// `failed`.
pub fn clients(tx: &Tx<'_>, user: UserId) -> Result<Vec<(ClientId, Slug)>> {
    tx.few(&CLIENTS, params![user], |row| Ok((ClientId::new(row.int(0)?), Slug::stored(row.text(1)?.to_owned()))))
}

fn read(row: &Row<'_>) -> Result<PartnerUserRow> {
    Ok(PartnerUserRow {
        login: login::read(row)?,
        scope: if row.text(10)? == Reaches::All.name() { Reaches::All } else { Reaches::Assigned },
        restricted: row.flag(11)?,
        until: row.opt_at(12)?,
        last_login_at: row.opt_at(13)?,
    })
}
