//! The files of a database: who can reach them, what was left behind, whether the key is there.

use std::path::Path;

use crate::app::database_paths::DatabasePaths;
use crate::domain::shell;
use crate::ops::database::{key_fault, open_to_others};
use crate::temporary::{self, ERRORS, TEMPORARY};

use crate::error::Result;
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
        let pasted = shell::word(&path.to_string_lossy());
        let path = path.display();
        found.push(Finding::of_house(
            OPEN,
            format!("{path} has mode {mode:04o}, and may be read by more people than it should"),
            format!("chmod {most:o} {pasted}"),
        ));
    }
    if let Some(fault) = key_fault(place, store)? {
        let about = if fault.starts_with("the key file") { fault } else { format!("the key file is {fault}") };
        let finding = format!("{about}; mails that wait cannot be given their codes");
        let command = if place.key().exists() { "partnerctl db check" } else { "partnerctl init" };
        found.push(Finding::of_house(KEY, finding, command));
    }
    found.extend(leftovers(place));
    Ok(found)
}

/// What killed processes left next to the database, and logs of a database that was not there any more.
fn leftovers(place: &DatabasePaths) -> Vec<Finding> {
    let found = |code, path: &Path, what: &str| {
        let pasted = shell::word(&path.to_string_lossy());
        Finding::of_house(code, format!("{} {what}", path.display()), format!("rm {pasted}"))
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
        findings.push(found(LEFTOVER, &place.building(), "is half a database that a killed `partnerctl init` left"));
    }
    findings
}
