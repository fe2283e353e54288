//! Where the database is: a file on this machine, or a server.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::domain::server_address::ServerAddress;
use crate::error::{Error, Flag, Hint, Result, Wanted, hint};

use super::database_paths::DatabasePaths;
use super::files::Sharing;

/// What `--db` or `PARTNERCTL_DB` names. What is about a file asks for it with [`DatabaseLocation::file`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    File(DatabasePaths),
    Server(ServerPlace),
}

/// A database on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerPlace {
    pub address: ServerAddress,
    /// The name of the files that this host keeps for it: key, lock, mails. No file has the bare name.
    pub paths: DatabasePaths,
    /// The private file of passwords, which may be missing.
    pub passwords: Option<PathBuf>,
}

/// What the environment says of where things are.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    pub working_folder: &'a Path,
    /// `PARTNERCTL_FILES`: the name of the files that this host keeps for a database on a server.
    pub files: Option<&'a OsStr>,
    /// `PGPASSFILE`.
    pub passwords: Option<&'a OsStr>,
    /// `HOME`.
    pub home: Option<&'a OsStr>,
}

impl DatabaseLocation {
    /// `--db`, else `PARTNERCTL_DB` (`variable`), else the platform's data folder.
    ///
    /// # Errors
    /// `usage` when a path is empty or an address is wrong; `failed` when the platform has no data folder.
    pub fn find(flag: Option<&Path>, variable: Option<&OsStr>, around: Surroundings<'_>) -> Result<Self> {
        match (flag, variable) {
            (Some(path), _) if path.as_os_str().is_empty() => Err(Error::usage(format!("{} is empty", Flag::Db))
                .hint(Hint::plain("give it the path of the database file"))),
            (Some(path), _) => Self::named(path.as_os_str(), around),
            (None, Some(path)) if path.is_empty() => {
                Err(Error::usage("PARTNERCTL_DB is set but empty").hint(Hint::plain("unset it, or set it to a path")))
            }
            (None, Some(path)) => Self::named(path, around),
            (None, None) => Self::named(data_folder()?.join("partnerctl.db").as_os_str(), around),
        }
    }

    /// What someone typed. A relative path is taken from the working folder, so that `file:x` is a file name and never a
    /// URI.
    ///
    /// # Errors
    /// As [`DatabaseLocation::find`].
    pub fn named(typed: &OsStr, around: Surroundings<'_>) -> Result<Self> {
        let Some(address) = typed.to_str().filter(|typed| ServerAddress::is_meant(typed)) else {
            return Ok(Self::File(DatabasePaths::at(around.working_folder.join(typed))));
        };
        let address = ServerAddress::parse(address)?;
        let files = match around.files {
            Some(files) => around.working_folder.join(files),
            None => data_folder()?.join(address.file_name()),
        };
        let at_home = || around.home.map(|home| Path::new(home).join(".pgpass"));
        let passwords = around.passwords.map(|path| around.working_folder.join(path)).or_else(at_home);
        Ok(Self::Server(ServerPlace { address, paths: DatabasePaths::at(files), passwords }))
    }

    /// The database file, for what works with one.
    ///
    /// # Errors
    /// `usage` for a server.
    pub fn file(&self) -> Result<&DatabasePaths> {
        match self {
            Self::File(paths) => Ok(paths),
            Self::Server(_) => Err(Error::usage(format!("{self} is on a server, and this is about a database file"))
                .hint(Hint::plain("a server has its own ways for it, such as pg_dump and pg_restore"))
                .hint(hint!["or name a database file with ", Flag::Db.with(&Wanted("PATH"))])),
        }
    }

    /// The files of this host that belong to the database: key, lock, mails.
    pub const fn paths(&self) -> &DatabasePaths {
        match self {
            Self::File(paths) | Self::Server(ServerPlace { paths, .. }) => paths,
        }
    }

    /// How files that belong to the database are shared.
    pub fn sharing(&self) -> Sharing {
        self.paths().sharing()
    }
}

/// As people are shown it: the address of a server without role and options.
impl fmt::Display for DatabaseLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(paths) => paths.database.display().fmt(f),
            Self::Server(place) => place.address.fmt(f),
        }
    }
}

fn data_folder() -> Result<PathBuf> {
    directories::ProjectDirs::from("", "", "partnerctl").map(|dirs| dirs.data_dir().to_owned()).ok_or_else(|| {
        Error::failed("this system has no folder for a person's data")
            .hint(hint!["name the database with ", Flag::Db.with(&Wanted("PATH"))])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around() -> Surroundings<'static> {
        Surroundings {
            working_folder: Path::new("/none/such"),
            files: None,
            passwords: None,
            home: Some(OsStr::new("/home/jim")),
        }
    }

    #[test]
    fn postgresql_url_is_a_server() {
        for path in ["x.db", "file:x.db", "./postgresql://x", "sqlite://x", "postgresql:x"] {
            let location = DatabaseLocation::named(OsStr::new(path), around()).unwrap();
            assert_eq!(location.file().unwrap().database, Path::new("/none/such").join(path), "{path}");
        }
        let around = Surroundings { files: Some(OsStr::new("desk")), ..around() };
        let location = DatabaseLocation::named(OsStr::new("postgresql://db.example/partners"), around).unwrap();
        assert_eq!(location.paths().key(), Path::new("/none/such/desk.key"));
        let DatabaseLocation::Server(place) = &location else { panic!("{location}") };
        assert_eq!(place.passwords.as_deref(), Some(Path::new("/home/jim/.pgpass")));
        let error = location.file().unwrap_err();
        assert_eq!(error.code(), crate::error::Code::Usage);
        assert!(error.message().starts_with("postgresql://db.example/partners is on a server"), "{error}");
    }

    #[test]
    fn wrong_address_is_refused_first() {
        let error = DatabaseLocation::named(OsStr::new("postgresql://jim:s3cret@db/desk"), around()).unwrap_err();
        assert_eq!(error.code(), crate::error::Code::Usage);
        assert!(!error.message().contains("s3cret"), "{error}");
    }
}
