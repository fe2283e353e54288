//! Making a database: the file, its key, its folder for mails, and its first staff person (SPEC 7).

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;

use nix::fcntl::{Flock, FlockArg};

use crate::app::env::{Account, Entropy, random};
use crate::app::files::{self, Sharing};
use crate::app::keys;
use crate::app::place::Place;
use crate::domain::actor::StaffRights;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::audit::{self, Entry, Outcome};
use crate::store::house::{self, House};
use crate::store::staff::StaffKind;
use crate::store::{End, Store, staff};

use super::backup;

/// What `init` is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// `live`, `training`, …
    pub label: String,
    /// The group that shares the database.
    pub group: Option<Group>,
    /// Settings to begin with, checked.
    pub settings: Vec<(String, String)>,
}

/// An operating-system group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its number.
    pub gid: u32,
}

/// What `init` found or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Whether the database was made now.
    pub outcome: Outcome,
    /// The database's identity.
    pub house: House,
}

/// Makes a database at `place`, or finds it there. The lock file keeps two from making one at a time; the finished
/// file is renamed into place, so that there never is half a database.
///
/// # Errors
/// `failed` naming the path; `schema` when something else lies there.
pub fn init(
    place: &Place,
    wanted: &Wanted,
    account: &Account,
    entropy: &mut dyn Entropy,
    now: Instant,
) -> Result<Made> {
    let sharing = wanted.group.as_ref().map_or(Sharing::Owner, |group| Sharing::Group(group.gid));
    let folder = place.database.parent().ok_or_else(|| Error::usage("the database needs a file name"))?;
    files::create_folder(folder, sharing)?;
    let _lock = lock(place)?;
    place.check(account)?;
    if place.database.exists() {
        let mut store = Store::open(&place.database, |store, version| {
            backup::write(store, &place.safety_copy(version), place.sharing())
        })?;
        let house = store.read(house::get)?;
        let sharing = place.sharing();
        complete(place, sharing, entropy)?;
        return Ok(Made { outcome: Outcome::Unchanged, house });
    }
    let user = account.directory.name_of(account.uid).ok_or_else(|| {
        Error::failed(format!("uid {} has no name on this system, and staff are known by theirs", account.uid))
    })?;
    let house = House {
        uuid: uuid(random(entropy)?),
        label: wanted.label.clone(),
        group: wanted.group.as_ref().map(|group| group.name.clone()),
        created_at: now,
    };
    let building = place.building();
    clear(&building)?;
    files::create(&building, b"", sharing.file_mode(), sharing)?;
    {
        let mut store = Store::create(&building)?;
        store.write(|tx| {
            house::insert(tx, &house)?;
            for (key, value) in &wanted.settings {
                house::set(tx, key, value, now, &user)?;
            }
            staff::insert(tx, account.uid, &user, &user, StaffRights::Full, StaffKind::Person, now)?;
            let details = serde_json::json!({ "label": house.label, "uuid": house.uuid }).to_string();
            let entry = Entry {
                actor: &user,
                acting_as: None,
                action: "init",
                entity: Some("database"),
                outcome: Outcome::Done,
                error_code: None,
                reason: None,
                details: &details,
                clients: &[],
                users: &[],
            };
            audit::append(tx, &audit::head(tx)?, now, &entry)?;
            Ok(((), End::Commit))
        })?;
    }
    complete(place, sharing, entropy)?;
    fs::rename(&building, &place.database).map_err(|error| files::cannot("finish", &place.database, &error))?;
    files::sync_folder(folder)?;
    Ok(Made { outcome: Outcome::Done, house })
}

/// Makes what lies beside the database, where it is missing.
fn complete(place: &Place, sharing: Sharing, entropy: &mut dyn Entropy) -> Result<()> {
    keys::create(&place.key(), &random(entropy)?, sharing)?;
    files::settle_own(&place.lock(), sharing.file_mode(), sharing)?;
    files::create_folder(&place.outbox(), sharing)
}

/// Holds the lock file for as long as the result lives.
///
/// # Errors
/// `failed`; `busy` when another process holds it.
pub fn lock(place: &Place) -> Result<Flock<File>> {
    let path = place.lock();
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(|error| files::cannot("lock", &path, &error))?;
    Flock::lock(file, FlockArg::LockExclusive)
        .map_err(|(_, error)| Error::busy(format!("cannot lock {}: {error}", path.display())))
}

/// Removes what a killed `init` left.
fn clear(building: &std::path::Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = building.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(files::cannot("remove", building, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A random UUID, version 4 (RFC 9562).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
