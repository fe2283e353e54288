//! Transactions: snapshots, savepoints, what waits to be written, and failures.

use super::*;
use crate::store::Scan;

/// SQLite rolls a transaction back by itself when the disk or the memory fails.
#[test]
fn ending_failure_is_the_one_reported() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("desk.db")).unwrap();
    let done: Result<()> = store.write(|tx| {
        let failed: Result<()> = tx.nested(|| {
            tx.connection.rollback();
            Err(Error::failed("the disk is full"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "the disk is full");
        // What would come now could not be taken back.
        tx.nested(|| Ok(())).map(|()| ((), End::Commit))
    });
    assert_eq!(done.unwrap_err().code(), crate::error::Code::Failed);
}

static IMPOSSIBLE: Sql =
    Sql::new("IMPOSSIBLE", "INSERT INTO counter (name, last_value) VALUES (NULL, $1)", Scan::Indexed);

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("desk.db")).unwrap();
    (folder, store)
}

fn fail(tx: &Tx<'_>) -> Result<usize> {
    tx.run(&IMPOSSIBLE, &[Value::Int(1)])
}

/// Whether a number that another connection gives out is seen by the next read.
fn sees_news(store: &mut Store, name: &'static str) -> bool {
    let mut other = Store::as_it_is(store.file().unwrap()).unwrap();
    other.write(|tx| tx.next_number(name, 1).map(|_| ((), End::Commit))).unwrap();
    store.read(|tx| Ok(tx.given_out()?.iter().any(|(known, _)| known == name))).unwrap()
}

#[test]
fn reads_share_a_snapshot_until_a_write() {
    let (_folder, mut store) = store();
    store.read(|tx| tx.given_out()).unwrap();
    assert!(sees_news(&mut store, "a"));
    assert!(store.share_snapshot());
    assert!(!store.share_snapshot());
    assert!(sees_news(&mut store, "b"), "the first read begins it");
    assert!(!sees_news(&mut store, "c"));
    store.let_snapshot_go();
    assert!(sees_news(&mut store, "d"));
    assert!(!sees_news(&mut store, "e"));
    store.write(|_| Ok(((), End::Rollback))).unwrap();
    assert!(sees_news(&mut store, "f"));
    assert!(!sees_news(&mut store, "g"));
    store.read(fail).unwrap_err();
    store.read(fail).unwrap_err();
    store.write(|_| Ok(((), End::Rollback))).unwrap();
    assert!(sees_news(&mut store, "h"));
    store.end_snapshot();
    assert!(sees_news(&mut store, "i"));
    assert!(sees_news(&mut store, "j"));
}

#[test]
fn nothing_runs_after_a_failed_statement() {
    let (_folder, mut store) = store();
    let done: Result<()> = store.write(|tx| {
        tx.next_number("kept", 1)?;
        assert_eq!(fail(tx).unwrap_err().code(), crate::error::Code::Bug);
        for refused in [tx.given_out().map(drop), tx.nested(|| Ok(())), fail(tx).map(drop)] {
            assert_eq!(refused.unwrap_err().to_string(), "the transaction was ended by a failure before");
        }
        Ok(((), End::Commit))
    });
    assert_eq!(done.unwrap_err().to_string(), "the transaction was ended by a failure before");
    assert_eq!(store.read(|tx| tx.given_out()).unwrap(), []);
}

static OF_CLIENT: Sql =
    Sql::new("OF_CLIENT", "INSERT INTO client_name_key (client_id, name_key) VALUES ($1, 'shoes')", Scan::Indexed);
static KEYS: Query<i64> =
    Query::new("KEYS", "SELECT client_id FROM client_name_key ORDER BY client_id", Scan::Full, &[]);

/// It waits, and is refused when the transaction ends.
#[test]
fn row_of_a_client_that_is_not_there_is_not_kept() {
    let (_folder, mut store) = store();
    let done: Result<()> = store.write(|tx| {
        tx.allow(&[ClientId::new(100_001)]);
        tx.put(&OF_CLIENT, &[Value::Int(100_001)])?;
        tx.next_number("kept", 1)?;
        Ok(((), End::Commit))
    });
    assert!(done.unwrap_err().message().contains("FOREIGN KEY"));
    assert_eq!(store.read(|tx| tx.query_vec(&KEYS, &[])).unwrap(), [0_i64; 0]);
    assert_eq!(store.read(|tx| tx.given_out()).unwrap(), []);
}

#[test]
fn what_waits_is_read_and_goes_with_its_savepoint() {
    let (_folder, mut store) = store();
    store.connection().file().unwrap().batch("PRAGMA foreign_keys = OFF").unwrap();
    let put = |tx: &Tx<'_>, client| {
        tx.allow(&[ClientId::new(client)]);
        tx.put(&OF_CLIENT, &[Value::Int(client)])
    };
    let kept = store.write(|tx| {
        put(tx, 100_001)?;
        let undone: Result<()> = tx.nested(|| {
            put(tx, 100_002)?;
            assert_eq!(tx.query_vec(&KEYS, &[])?, [100_001, 100_002]);
            put(tx, 100_003)?;
            Err(Error::usage("undone"))
        });
        assert_eq!(undone.unwrap_err().code(), crate::error::Code::Usage);
        put(tx, 100_004)?;
        // The guard is open for the last client only: the first was written under its own.
        let kept = tx.query_vec(&KEYS, &[])?;
        Ok((kept, End::Commit))
    });
    assert_eq!(kept.unwrap(), [100_001, 100_004]);
    let stopped: Result<()> = store.write(|tx| {
        tx.allow(&[ClientId::new(100_005)]);
        tx.put(&OF_CLIENT, &[Value::Int(100_006)])?;
        tx.allow(&[ClientId::new(100_006)]);
        Ok(((), End::Commit))
    });
    assert!(stopped.unwrap_err().message().contains("write guard: "));
}

#[test]
fn savepoint_survives_a_failure() {
    let (_folder, mut store) = store();
    let kept = store.write(|tx| {
        tx.next_number("kept", 1)?;
        tx.nested(|| tx.nested(|| fail(tx)).or(Ok(0)))?;
        tx.nested(|| fail(tx)).unwrap_err();
        Ok((tx.given_out()?.len(), End::Commit))
    });
    assert_eq!(kept.unwrap(), 0);
    assert_eq!(store.read(|tx| tx.given_out()).unwrap(), [("kept".to_owned(), 1)]);
}
