//! The files of a database: who can reach them, what was left behind, whether the key is there.

use std::fs;

use crate::app::place::Place;
use crate::domain::paste;
use crate::ops::database::{key_fault, open_to_others};

use super::Finding;

const OPEN: &str = "file-open-to-others";
const KEY: &str = "key-unusable";
const LEFTOVER: &str = "backup-left-over";

/// The kinds of fault that files have.
pub(super) const CODES: [&str; 3] = [OPEN, KEY, LEFTOVER];

/// What is wrong with the files.
pub(super) fn look(place: &Place) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, mode, most) in open_to_others(place) {
        let pasted = paste::word(&path.to_string_lossy());
        let path = path.display();
        found.push(Finding::of_house(
            OPEN,
            format!("{path} has mode {mode:04o}, and may be read by more people than it should"),
            format!("chmod {most:o} {pasted}"),
        ));
    }
    if let Some(fault) = key_fault(place) {
        let finding = format!("the key file is {fault}; mails that wait cannot be given their codes");
        found.push(Finding::of_house(KEY, finding, "partnerctl db check"));
    }
    found.extend(leftovers(place));
    found
}

/// What a backup that was killed left beside the database.
fn leftovers(place: &Place) -> Vec<Finding> {
    let entries = fs::read_dir(place.folder()).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| name.starts_with(".partnerctl-") && name.ends_with(".part")).collect();
    names.sort();
    let told = |name: String| {
        let path = place.folder().join(name);
        let pasted = paste::word(&path.to_string_lossy());
        let path = path.display();
        let finding = format!("{path} is half a copy, unless a backup is running now");
        Finding::of_house(LEFTOVER, finding, format!("rm {pasted}"))
    };
    names.into_iter().map(told).collect()
}
