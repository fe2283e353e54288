//! What a Tab costs does not follow the database.

use super::people::{Logins, Whose, people};
use super::records::{RecordKind, records};
use super::{Candidates, MOST, clients};
use crate::domain::actor::{Actor, StaffMember, StaffRights};
use crate::domain::email::Email;
use crate::domain::id::{ClientId, StaffId};
use crate::domain::login::{LoginState, Mailbox, PasswordDuty};
use crate::domain::reference::Forms;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::engine::steps;
use crate::store::login::{self, NewLogin};
use crate::store::{End, Store, Tx, client, client_word};

const NOW: Instant = Instant::from_ms(1_795_251_600_000);

/// So many clients and people, all of whose names begin alike.
fn store(folder: &std::path::Path, count: i64) -> Store {
    let mut store = Store::create(&folder.join(format!("{count}.db"))).unwrap();
    store
        .write(|tx| {
            for n in 1..=count {
                let (id, slug) = (ClientId::new(100_000 + n), Slug::stored(format!("k{n:05}")));
                tx.allow(&[id]);
                let new = client::NewClient {
                    id,
                    slug: &slug,
                    slug_fold: slug.as_str(),
                    name: &format!("Wein {n:05} GmbH"),
                    domain: Some((&format!("k{n:05}.example"), &format!("k{n:05}.example"))),
                    account_number: Some(&format!("7{n:05}")),
                    plan: None,
                    staff: None,
                    language: None,
                };
                client::insert(tx, &new, NOW, 1)?;
                client_word::set(tx, &client::by_id(tx, id)?.unwrap())?;
                let login = NewLogin {
                    email: &Email::parse(&format!("o{n:05}@x.example"))?,
                    first_name: "Olga",
                    last_name: "Ost",
                    state: LoginState::Active,
                    duty: PasswordDuty::None,
                    mailbox: Mailbox::Yes,
                    language: None,
                };
                login::insert(tx, &login, NOW, 1)?;
            }
            Ok(((), End::Commit))
        })
        .unwrap();
    store
}

fn jane() -> Actor {
    let (os_user, name) = ("jane".to_owned(), "Jane".to_owned());
    Actor::Staff(StaffMember { id: StaffId::new(1), os_user, name, rights: StaffRights::Full })
}

/// How many are offered, and in how many steps.
fn cost(store: &mut Store, look: impl Fn(&Tx<'_>) -> Result<Candidates>) -> (usize, i64) {
    let (found, steps) = steps(|| store.read(&look).unwrap());
    (found.offered.len(), steps)
}

#[test]
fn completion_costs_the_same_in_a_large_database() {
    let folder = tempfile::tempdir().unwrap();
    let (mut few, mut many) = (store(folder.path(), 1_100), store(folder.path(), 2_200));
    let mut compare = |what: &str, offered: usize, look: &dyn Fn(&Tx<'_>) -> Result<Candidates>| {
        let (found, steps) = cost(&mut many, look);
        assert_eq!((found, steps), cost(&mut few, look), "{what}");
        assert_eq!(found, offered, "{what}");
        assert!(steps < 150_000, "{what}: {steps} steps");
    };
    for (typed, offered) in [
        ("", MOST),
        ("k", MOST),
        ("k00007", 1),
        ("wein", MOST),
        ("nowhere", 0),
        ("account:7", MOST),
        ("domain:k00007", 1),
    ] {
        compare(typed, offered, &|tx| clients(tx, &jane(), typed, Forms::Any, NOW));
    }
    for (typed, offered) in [("", MOST), ("o", MOST), ("o00007", 1), ("ost", MOST), ("nowhere", 0)] {
        compare(typed, offered, &|tx| people(tx, &jane(), (Whose::Everyone, Logins::All), typed, NOW));
    }
    compare("invitations", 0, &|tx| records(tx, &jane(), RecordKind::Invitation, None, "", NOW));
}
