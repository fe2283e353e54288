//! Where the database is: a file on this machine, or a server.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Flag, Hint, Result, Wanted, hint};

use super::database_paths::DatabasePaths;
use super::files::Sharing;

/// What `--db` or `PARTNERCTL_DB` names. What is about a file asks for it with [`DatabaseLocation::file`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    File(DatabasePaths),
    /// The URL of a PostgreSQL database. No engine opens one yet.
    Server(String),
}

/// How the URL of a PostgreSQL database begins.
const SCHEMES: [&str; 2] = ["postgresql://", "postgres://"];

impl DatabaseLocation {
    /// `--db`, else `PARTNERCTL_DB` (`variable`), else the platform's data folder.
    ///
    /// # Errors
    /// `usage` when a path is empty; `failed` when the platform has no data folder.
    pub fn find(flag: Option<&Path>, variable: Option<&OsStr>, working_folder: &Path) -> Result<Self> {
        match (flag, variable) {
            (Some(path), _) if path.as_os_str().is_empty() => Err(Error::usage(format!("{} is empty", Flag::Db))
                .hint(Hint::plain("give it the path of the database file"))),
            (Some(path), _) => Ok(Self::named(path.as_os_str(), working_folder)),
            (None, Some(path)) if path.is_empty() => {
                Err(Error::usage("PARTNERCTL_DB is set but empty").hint(Hint::plain("unset it, or set it to a path")))
            }
            (None, Some(path)) => Ok(Self::named(path, working_folder)),
            (None, None) => Ok(Self::named(default_path()?.as_os_str(), working_folder)),
        }
    }

    /// What someone typed. A relative path is taken from the working folder, so that `file:x` is a file name and never a
    /// URI.
    pub fn named(typed: &OsStr, working_folder: &Path) -> Self {
        let url = typed.to_str().filter(|typed| SCHEMES.iter().any(|scheme| typed.starts_with(scheme)));
        match url {
            Some(url) => Self::Server(url.to_owned()),
            None => Self::File(DatabasePaths::at(working_folder.join(typed))),
        }
    }

    /// The database file, for what works with one.
    ///
    /// # Errors
    /// `usage` for a server.
    pub fn file(&self) -> Result<&DatabasePaths> {
        match self {
            Self::File(paths) => Ok(paths),
            Self::Server(_) => Err(Error::usage(format!("database servers are not supported yet: {self}"))
                .hint(hint!["name a database file with ", Flag::Db.with(&Wanted("PATH")), " or PARTNERCTL_DB"])),
        }
    }

    /// How files that belong to the database are shared.
    pub fn sharing(&self) -> Sharing {
        match self {
            Self::File(paths) => paths.sharing(),
            Self::Server(_) => Sharing::Owner,
        }
    }
}

/// As people are shown it: of a URL without user, password and options.
impl fmt::Display for DatabaseLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(paths) => paths.database.display().fmt(f),
            Self::Server(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or((url, ""));
                let rest = rest.split('?').next().unwrap_or_default();
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                write!(f, "{scheme}://{place}")
            }
        }
    }
}

fn default_path() -> Result<PathBuf> {
    directories::ProjectDirs::from("", "", "partnerctl").map(|dirs| dirs.data_dir().join("partnerctl.db")).ok_or_else(
        || {
            Error::failed("this system has no folder for a person's data")
                .hint(hint!["name the database with ", Flag::Db.with(&Wanted("PATH"))])
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(typed: &str) -> DatabaseLocation {
        DatabaseLocation::named(OsStr::new(typed), Path::new("/none/such"))
    }

    #[test]
    fn postgresql_url_is_a_server() {
        for url in ["postgresql://desk.example/partners", "postgres://", "postgresql:///x?host=/run"] {
            assert_eq!(named(url), DatabaseLocation::Server(url.to_owned()));
        }
        for path in ["x.db", "file:x.db", "./postgresql://x", "sqlite://x", "postgresql:x"] {
            assert_eq!(named(path).file().unwrap().database, Path::new("/none/such").join(path), "{path}");
        }
    }

    #[test]
    fn server_password_is_not_printed() {
        let error = named("postgresql://jim:s3c@ret@db.example:5432/partners?password=hidden").file().unwrap_err();
        assert_eq!(error.code(), crate::error::Code::Usage);
        assert_eq!(error.to_string(), "database servers are not supported yet: postgresql://db.example:5432/partners");
    }
}
