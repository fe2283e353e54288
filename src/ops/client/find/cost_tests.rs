//! What `client find` costs follows what it shows, not the database.

use crate::domain::actor::{Actor, StaffMember, StaffRights};
use crate::domain::id::{ClientId, StaffId};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::store::engine::steps;
use crate::store::{End, Store, client, client_word};

use super::{MOST, find, near};

const NOW: Instant = Instant::from_ms(1_795_251_600_000);

/// So many clients with one word in common, and each with one of its own.
fn store(folder: &std::path::Path, clients: i64) -> Store {
    let mut store = Store::create(&folder.join(format!("{clients}.db"))).unwrap();
    store
        .write(|tx| {
            for n in 1..=clients {
                let (id, slug) = (ClientId::new(100_000 + n), Slug::stored(format!("k{n:05}")));
                tx.allow(&[id]);
                let new = client::NewClient {
                    id,
                    slug: &slug,
                    slug_fold: slug.as_str(),
                    name: &format!("Wein {n:05} GmbH"),
                    domain: None,
                    account_number: None,
                    plan: None,
                    staff: None,
                    language: None,
                };
                client::insert(tx, &new, NOW, 1)?;
                client_word::set(tx, &client::by_id(tx, id)?.unwrap())?;
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

/// How many clients are found by these words, and in how many steps.
fn cost(store: &mut Store, words: &[&str]) -> (usize, i64) {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let (found, steps) = steps(|| store.read(|tx| find(tx, &jane(), &words, NOW)).unwrap());
    (found.clients.len(), steps)
}

#[test]
fn find_costs_what_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let (mut few, mut many) = (store(folder.path(), 600), store(folder.path(), 1_800));
    for (words, shown) in [
        (["00007"].as_slice(), 1),
        (&["k00007"], 1),
        (&["wein", "00007"], 1),
        (&["nowhere"], 0),
        (&["gmbh"], MOST),
        (&["gm"], MOST),
        (&["k"], MOST),
        (&["wein", "gmbh"], MOST),
    ] {
        let (found, steps) = cost(&mut many, words);
        assert_eq!((found, steps), cost(&mut few, words), "{words:?}");
        assert_eq!(found, shown, "{words:?}");
        assert!(steps < 12_000, "{words:?}: {steps} steps");
    }
}

#[test]
fn near_looks_into_few_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path(), 300);
    let word = ["donaudampfschifffa".to_owned()];
    let (hints, steps) = steps(|| store.read(|tx| near(tx, &jane(), &word)).unwrap());
    assert!(hints.is_empty() && steps < 2_000, "{hints:?} in {steps} steps");
    let word = ["wien".to_owned()];
    assert_eq!(store.read(|tx| near(tx, &jane(), &word)).unwrap(), ["there is k00001 (C100001-9) Wein 00001 GmbH"]);
}
