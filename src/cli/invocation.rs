//! What flags and environment variables say together, before anything is opened.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::app::database_location::{DatabaseLocation, Surroundings};
use crate::domain::code::mask;
use crate::domain::name::plain_text;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::output::Request;

use super::env::Env;
use super::globals::Globals;

/// The longest reason, in characters.
const REASON: usize = 500;

/// What flags and variables say, made sense of.
pub(super) struct Invocation {
    pub(super) database: DatabaseLocation,
    /// The key file, which lies next to the database.
    pub(super) key: PathBuf,
    /// How records are to be printed.
    pub(super) request: Request,
    /// Which clients a change may be about (`PARTNERCTL_EXPECT_CLIENT`).
    pub(super) expected: Option<Vec<ClientRef>>,
    /// Which label the database must have, each with who says so (`--expect-db`, `PARTNERCTL_EXPECT_DB`).
    pub(super) expected_labels: Vec<(&'static str, String)>,
    pub(super) reason: Option<String>,
}

impl Invocation {
    /// Reads them.
    ///
    /// # Errors
    /// `usage` when a flag or variable makes no sense by itself.
    pub(super) fn read(env: &Env, globals: &Globals) -> Result<Self> {
        let reason = match (&globals.reason, env.var("PARTNERCTL_REASON")) {
            (Some(given), _) => Some(reason("reason", given)?),
            (None, Some(given)) if !given.is_empty() => Some(reason("PARTNERCTL_REASON", &given.to_string_lossy())?),
            (None, _) => None,
        };
        let database =
            DatabaseLocation::find(globals.db.as_deref(), env.var("PARTNERCTL_DB"), surroundings(&env.vars, &env.cwd))?;
        Ok(Self {
            key: database.paths().key(),
            database,
            request: globals.request()?,
            expected: expectation(env)?,
            expected_labels: labels(env, globals)?,
            reason,
        })
    }
}

/// Where the files of this host and the passwords of servers are.
pub(super) fn surroundings<'a>(vars: &'a BTreeMap<OsString, OsString>, working_folder: &'a Path) -> Surroundings<'a> {
    let var = |name: &str| vars.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty());
    Surroundings { working_folder, files: var("PARTNERCTL_FILES"), passwords: var("PGPASSFILE"), home: var("HOME") }
}

/// A reason as it is kept: for ever, and shown to others. A code that slipped into it is not.
///
/// # Errors
/// `usage`.
pub(super) fn reason(field: &'static str, text: &str) -> Result<String> {
    Ok(mask(&plain_text(field, text, REASON)?).into_owned())
}

/// Which label the database must have.
fn labels(env: &Env, globals: &Globals) -> Result<Vec<(&'static str, String)>> {
    let of_the_environment = env.var("PARTNERCTL_EXPECT_DB").map(|value| value.to_string_lossy().into_owned());
    let said = [("--expect-db", globals.expect_db.clone()), ("PARTNERCTL_EXPECT_DB", of_the_environment)];
    said.into_iter()
        .filter_map(|(source, label)| label.map(|label| (source, label.trim().to_owned())))
        .map(|(source, label)| {
            if label.is_empty() {
                return Err(Error::usage(format!("{source} is set but names no label"))
                    .advice("unset it, or set it to the label of the database; see `partnerctl whoami`"));
            }
            Ok((source, label))
        })
        .collect()
}

/// Which clients a change may be about besides the one that it names (docs/reference.md#never-the-wrong-client).
fn expectation(env: &Env) -> Result<Option<Vec<ClientRef>>> {
    let Some(value) = env.var("PARTNERCTL_EXPECT_CLIENT") else { return Ok(None) };
    let text = value.to_str().map(str::trim).filter(|text| !text.is_empty()).ok_or_else(|| {
        Error::usage("PARTNERCTL_EXPECT_CLIENT is set but names no client")
            .advice("unset it, or set it to the id or slug of the client that commands may change")
    })?;
    text.split(',')
        .map(|one| ClientRef::parse(one.trim(), Forms::Any).map_err(|error| error.context("PARTNERCTL_EXPECT_CLIENT")))
        .collect::<Result<Vec<_>>>()
        .map(Some)
}
