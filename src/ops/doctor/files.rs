//! The files of a database: who can reach them, what was left behind, whether the key is there.

use std::path::Path;

use crate::app::database_paths::DatabasePaths;
use crate::ops::database::{key_fault, open_to_others};
use crate::temporary::{self, ERRORS, TEMPORARY};

use crate::domain::authority::Verb;
use crate::error::{Result, System, hint};
use crate::store::Store;

use super::Finding;

const OPEN: &str = "file-open-to-others";
const KEY: &str = "key-unusable";
const LEFTOVER: &str = "backup-left-over";

/// The kinds of fault that files have.
pub(super) const CODES: [&str; 3] = [OPEN, KEY, LEFTOVER];

/// What is wrong with the files.
pub(super) fn look(place: &DatabasePaths, store: &mut Store) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for (path, mode, most) in open_to_others(place) {
        let closed = System::change_mode(format_args!("{most:o}"), &path);
        let path = path.display();
        found.push(Finding::of_house(
            OPEN,
            format!("{path} has mode {mode:04o}, and may be read by more people than it should"),
            closed,
        ));
    }
    if let Some(fault) = key_fault(place, store)? {
        let about = if fault.starts_with("the key file") { fault } else { format!("the key file is {fault}") };
        let finding = format!("{about}; mails that wait cannot be given their codes");
        let command = if place.key().exists() { Verb::DbCheck } else { Verb::Init };
        found.push(Finding::of_house(KEY, finding, command.step()));
    }
    found.extend(leftovers(place));
    Ok(found)
}

/// What killed processes left next to the database, and logs of a database that was not there any more.
fn leftovers(place: &DatabasePaths) -> Vec<Finding> {
    let found = |code, path: &Path, what: &str| {
        let path = path.display().to_string();
        Finding::of_house(code, format!("{path} {what}"), System::RemoveFile { path })
    };
    let folder = place.folder();
    let mut findings: Vec<Finding> = temporary::left_over(folder, TEMPORARY)
        .iter()
        .map(|path| found(LEFTOVER, path, "is half a copy that a killed process left"))
        .collect();
    let errors = temporary::left_over(folder, ERRORS);
    findings
        .extend(errors.iter().map(|path| found(LEFTOVER, path, "is half an errors file that a killed process left")));
    if place.building().exists() {
        let path = place.building().display().to_string();
        let finding = hint![format!("{path} is half a database that a killed "), Verb::Init.step(), " left"];
        findings.push(Finding::of_hint(LEFTOVER, finding, System::RemoveFile { path }));
    }
    findings
}
