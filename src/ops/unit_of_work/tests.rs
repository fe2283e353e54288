//! What a use case may write: one that goes beyond is stopped, by the unit of work or by the database itself.

use std::path::Path;

use super::*;
use crate::domain::actor::{StaffKind, StaffMember, StaffRights};
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Target, Verb};
use crate::domain::email::Email;
use crate::domain::id::StaffId;
use crate::domain::login::{LoginState, Mailbox, PasswordDuty};
use crate::domain::slug::Slug;
use crate::error::Code;
use crate::store::client::{self, NewClient};
use crate::store::database_info::{self, DatabaseInfo};
use crate::store::login::{self, NewLogin};
use crate::store::staff;

const NOW: Instant = Instant::from_ms(1_795_251_600_000);
const SHOES: ClientId = ClientId::new(100_001);
const SHOWS: ClientId = ClientId::new(100_002);
const NEW: ClientId = ClientId::new(100_003);

struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<()> {
        Err(Error::bug("nothing here needs chance"))
    }
}

fn info() -> DatabaseInfo {
    DatabaseInfo { uuid: "u".to_owned(), label: "live".to_owned(), group: None, created_at: NOW }
}

fn jane() -> StaffMember {
    StaffMember { id: StaffId::new(1), os_user: "jane".to_owned(), name: "Jane".to_owned(), rights: StaffRights::Full }
}

fn insert(tx: &Tx<'_>, id: ClientId) -> Result<()> {
    let slug = Slug::stored(format!("slug-{}", id.get()));
    let new = NewClient {
        id,
        slug: &slug,
        slug_fold: slug.as_str(),
        name: "Client",
        domain: None,
        account_number: None,
        plan: None,
        staff: None,
        language: None,
    };
    client::insert(tx, &new, NOW, 1)
}

/// A person at work in a database with two clients.
fn at_desk<T>(bounds: Bounds, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut store = Store::create(&path).unwrap();
    let made = store.write(|tx| {
        database_info::insert(tx, &info())?;
        staff::insert(tx, 1, "jane", "Jane", StaffRights::Full, StaffKind::Person, NOW)?;
        tx.allow(&[SHOES, SHOWS]);
        insert(tx, SHOES)?;
        insert(tx, SHOWS)?;
        Ok(((), End::Commit))
    });
    made.unwrap();
    let mut unit = UnitOfWork {
        store: &mut store,
        info: &info(),
        key_store: &KeyStore::new(Path::new("no.key").to_owned()),
        entropy: &mut NoEntropy,
        actor: &Actor::Staff(jane()),
        runs_as: None,
        reason: None,
        now: NOW,
        mode: Mode::Real,
        bounds,
    };
    unit.transaction(work)
}

fn named(clients: &[ClientId]) -> Bounds {
    Bounds::Named(clients.iter().copied().collect())
}

/// Asks what the actor may do, and writes a field of a client.
fn write(change: &mut Change<'_>, client: ClientId) -> Result<()> {
    change.authorise(&Target::NOTHING)?;
    client::set_field(change.tx, client, "tier", Some("gold"), change.audit())?;
    change.record(AuditEvent::ClientActivate { id: client });
    settled(change.tx)
}

/// What waits is written before anything is read.
fn settled(tx: &Tx<'_>) -> Result<()> {
    tx.given_out().map(drop)
}

fn add_login(tx: &Tx<'_>) -> Result<()> {
    let new = NewLogin {
        email: &Email::parse("ann@bigshoes.example")?,
        first_name: "",
        last_name: "",
        state: LoginState::Active,
        duty: PasswordDuty::None,
        mailbox: Mailbox::Yes,
        language: None,
    };
    login::insert(tx, &new, NOW, 900)?;
    settled(tx)
}

#[track_caller]
fn is_stopped_by_guard<T>(result: Result<T>) {
    let error = result.err().expect("it was written");
    assert!(error.message().contains("write guard: "), "{error}");
}

#[track_caller]
fn is_bug<T>(result: Result<T>) {
    assert_eq!(result.err().expect("it was allowed").code(), Code::Bug);
}

#[test]
fn a_named_client_is_written() {
    at_desk(named(&[SHOES]), |session| {
        session.change(Verb::ClientEdit, |change| {
            change.about_client(SHOES)?;
            write(change, SHOES)
        })
    })
    .unwrap();
}

#[test]
fn unnamed_client_stops_the_change() {
    at_desk(named(&[SHOES]), |session| {
        is_bug(session.change(Verb::ClientEdit, |change| change.about_client(SHOWS)));
        is_stopped_by_guard(session.change(Verb::ClientEdit, |change| {
            change.about_client(SHOES)?;
            write(change, SHOWS)
        }));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_row_touches_its_client_alone() {
    at_desk(Bounds::Rows, |session| {
        session.row_change(Verb::InviteBulk, Some(SHOES), |change| {
            change.about_client(SHOES)?;
            write(change, SHOES)
        })?;
        is_bug(session.row_change(Verb::InviteBulk, Some(SHOES), |change| change.about_client(SHOWS)));
        is_stopped_by_guard(session.row_change(Verb::InviteBulk, Some(SHOES), |change| {
            change.about_client(SHOES)?;
            write(change, SHOWS)
        }));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_row_without_client_touches_none() {
    at_desk(Bounds::Rows, |session| {
        is_bug(session.change(Verb::ClientImport, |change| change.about_client(SHOES)));
        is_stopped_by_guard(session.change(Verb::ClientImport, |change| write(change, SHOES)));
        Ok(())
    })
    .unwrap();
}

#[test]
fn new_client_is_the_only_one() {
    at_desk(named(&[SHOES]), |session| {
        is_bug(session.change(Verb::ClientAdd, |change| change.makes_client(SHOWS)));
        is_bug(session.change(Verb::ClientAdd, |change| {
            change.about_client(SHOES)?;
            change.makes_client(NEW)
        }));
        session.change(Verb::ClientAdd, |change| {
            change.makes_client(NEW)?;
            change.authorise(&Target::NOTHING)?;
            insert(change.tx, NEW)?;
            write(change, NEW)
        })?;
        is_bug(session.change(Verb::ClientEdit, |change| change.about_client(NEW)));
        Ok(())
    })
    .unwrap();
}

#[test]
fn twin_is_open_only_while_recorded() {
    at_desk(named(&[SHOES]), |session| {
        is_stopped_by_guard(session.change(Verb::ClientEdit, |change| {
            change.about_client(SHOES)?;
            change.note_lookalikes(SHOES, SHOWS)?;
            write(change, SHOWS)
        }));
        is_bug(session.change(Verb::ClientEdit, |change| change.note_lookalikes(SHOWS, SHOES)));
        session.change(Verb::ClientEdit, |change| {
            change.about_client(SHOES)?;
            change.note_lookalikes(SHOES, SHOWS)?;
            write(change, SHOES)
        })?;
        assert_eq!(client::lookalikes(session.tx(), SHOWS)?.len(), 1);
        Ok(())
    })
    .unwrap();
}

#[test]
fn unowned_rows_wait_for_the_question() {
    at_desk(named(&[SHOES]), |session| {
        is_stopped_by_guard(session.change(Verb::UserAdd, |change| add_login(change.tx)));
        session.change(Verb::UserAdd, |change| {
            change.authorise(&Target::NOTHING)?;
            add_login(change.tx)
        })?;
        Ok(())
    })
    .unwrap();
}

#[test]
fn nothing_is_written_between_changes() {
    at_desk(named(&[SHOES]), |session| {
        session.change(Verb::ClientEdit, |change| {
            change.about_client(SHOES)?;
            write(change, SHOES)
        })?;
        let tx = session.tx();
        is_stopped_by_guard(tx.nested(|| add_login(tx)));
        is_stopped_by_guard(tx.nested(|| {
            client::set_field(tx, SHOES, "tier", Some("silver"), 900)?;
            settled(tx)
        }));
        Ok(())
    })
    .unwrap();
}

/// A row that waits is written later, and held against what its own change had named all the same.
#[test]
fn a_row_that_waits_keeps_the_guard_of_its_change() {
    let two_changes = |first: ClientId| {
        at_desk(named(&[SHOES, SHOWS]), |session| {
            for (about, written) in [(SHOES, first), (SHOWS, SHOWS)] {
                session.change(Verb::ClientEdit, |change| {
                    change.about_client(about)?;
                    change.authorise(&Target::NOTHING)?;
                    client::set_field(change.tx, written, "tier", Some("gold"), change.audit())?;
                    change.record(AuditEvent::ClientActivate { id: written });
                    Ok(())
                })?;
            }
            Ok(())
        })
    };
    two_changes(SHOES).unwrap();
    is_stopped_by_guard(two_changes(SHOWS));
}
