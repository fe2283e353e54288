//! What notifications cost a change: the steps of the database engine that it takes with them and without.

use std::path::Path;

use super::*;
use crate::app::env::Entropy;
use crate::domain::actor::{Actor, StaffKind, StaffMember, StaffRights};
use crate::domain::email::Email;
use crate::domain::id::StaffId;
use crate::domain::login::PasswordDuty;
use crate::domain::outcome::Outcome;
use crate::domain::reference::UserRef;
use crate::domain::slug::Slug;
use crate::domain::terms::TermEdit;
use crate::ops::concerned::Concerned;
use crate::ops::invite::AfterSender;
use crate::ops::resolve;
use crate::ops::unit_of_work::{Bounds, KeyStore, Mode, UnitOfWork};
use crate::ops::user::{Edit, NameEdit, edit};
use crate::store::Tx;
use crate::store::audit::{self, AuditEntry};
use crate::store::client::NewClient;
use crate::store::database_info::DatabaseInfo;
use crate::store::engine::steps;
use crate::store::grant::{self, NewGrant};
use crate::store::login::NewLogin;
use crate::store::{End, Store, database_info, staff};

const NOW: Instant = Instant::from_ms(1_795_251_600_000);
const SHOES: ClientId = ClientId::new(100_001);

struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<()> {
        Err(Error::bug("nothing here needs chance"))
    }
}

fn info() -> DatabaseInfo {
    DatabaseInfo { uuid: "u".to_owned(), label: "live".to_owned(), group: None, created_at: NOW }
}

/// A client with so many owners, and a manager.
fn store(folder: &Path, owners: usize) -> Store {
    let mut store = Store::create(&folder.join("desk.db")).unwrap();
    let made = store.write(|tx| {
        database_info::insert(tx, &info())?;
        staff::insert(tx, 1, "jane", "Jane", StaffRights::Full, StaffKind::Person, NOW)?;
        tx.allow(&[SHOES]);
        let slug = Slug::stored("big-shoes".to_owned());
        let new = NewClient {
            id: SHOES,
            slug: &slug,
            slug_fold: slug.as_str(),
            name: "Big Shoes",
            domain: None,
            account_number: None,
            plan: None,
            staff: None,
            language: None,
        };
        client::insert(tx, &new, NOW, 1)?;
        for n in 0..owners {
            add(tx, &format!("owner{n}@bigshoes.example"), Role::Owner)?;
        }
        add(tx, "bob@bigshoes.example", Role::Manager)?;
        let entry = AuditEntry {
            actor: "jane",
            acting_as: None,
            action: "test.step",
            entity: None,
            outcome: Outcome::Done,
            error_code: None,
            reason: None,
            details: "{}",
            clients: &[],
            users: &[],
        };
        audit::append(tx, &audit::head(tx)?, NOW, &entry)?;
        Ok(((), End::Commit))
    });
    made.unwrap();
    store
}

fn add(tx: &Tx<'_>, address: &str, role: Role) -> Result<()> {
    let new = NewLogin {
        email: &Email::parse(address)?,
        first_name: "",
        last_name: "",
        state: LoginState::Active,
        duty: PasswordDuty::None,
        mailbox: Mailbox::Yes,
        language: None,
    };
    let user = login::insert(tx, &new, NOW, 1)?;
    let terms = Terms { role, permissions: role.default_permissions(), until: None };
    let new = NewGrant { client: SHOES, user, terms, for_partner: None, granted_by: "jane" };
    let given = grant::prepare(tx, &new, NOW, 1)?;
    grant::activate(tx, given, &terms, NOW, 1)
}

/// The steps of one change of a person's role, and how many mails wait after it.
fn cost(owners: usize, setting: Option<&str>) -> (i64, usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path(), owners);
    let actor = Actor::Staff(StaffMember {
        id: StaffId::new(1),
        os_user: "jane".to_owned(),
        name: "Jane".to_owned(),
        rights: StaffRights::Full,
    });
    if let Some(value) = setting {
        let set = store.write(|tx| {
            tx.allow_unowned(crate::store::Unowned::Open);
            database_info::set(tx, "notify.access_changed", value, NOW, "jane").map(|()| ((), End::Commit))
        });
        set.unwrap();
    }
    let seen = store.read(|tx| resolve::client_by_id(tx, &actor, SHOES, "test", NOW)).unwrap();
    let person = UserRef::Email(Email::parse("bob@bigshoes.example").unwrap());
    let wanted = Edit {
        role: Some(Role::Supervisor),
        permissions: None,
        until: TermEdit::Keep,
        names: NameEdit::default(),
        overrule: None,
        invitations: AfterSender::Withdraw,
    };
    let mut unit = UnitOfWork {
        store: &mut store,
        info: &info(),
        key_store: &KeyStore::new(folder.path().join("no.key")),
        entropy: &mut NoEntropy,
        actor: &actor,
        runs_as: None,
        reason: None,
        now: NOW + Span::HOUR,
        mode: Mode::Real,
        bounds: Bounds::Named([SHOES].into()),
    };
    let (done, steps) = steps(|| {
        unit.transaction(|session| {
            let done = session
                .change(Verb::UserEdit, |change| edit(change, &seen, &person, &wanted, &Concerned::default()))?;
            Ok(done.notices.len())
        })
    });
    (steps, done.unwrap())
}

/// What a mail costs at most, with all that is read for it.
const OF_MAIL: i64 = 220;

#[test]
fn each_notice_costs_few_steps() {
    for owners in [1, 2, 3] {
        let (without, none) = cost(owners, None);
        let (with, mails) = cost(owners, Some("on"));
        let (gathered, _) = cost(owners, Some("digest"));
        assert_eq!((none, mails), (0, owners + 1));
        let costs = format!("{owners} owners: {without} steps, {with} with mails, {gathered} with digests");
        let most = without + OF_MAIL * i64::try_from(mails).unwrap();
        assert!(with <= most && gathered <= most + OF_MAIL, "{costs}");
    }
}
