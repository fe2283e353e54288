//! A folder with custom templates (`mail.templates`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::fs::File;
use std::io;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{BUILT_IN, bounds};
use crate::domain::language::Language;
use crate::error::{Error, Hint, Result, System, hint};

/// May be written by everyone.
const OPEN: u32 = 0o002;
/// How much of a file is read: a little more than is taken.
const MOST: u64 = bounds::LARGEST_FILE as u64 + 1;

/// The sources in `folder`, by their file names.
///
/// # Errors
/// `failed` when it cannot be read, when everyone may write there, or when a template there is none of ours.
pub(super) fn read(folder: &Path) -> Result<BTreeMap<String, String>> {
    let shown = folder.display();
    let unreadable = |error: io::Error| Error::failed(format!("cannot read the mail templates in {shown}: {error}"));
    if !private_enough(folder)?.is_dir() {
        return Err(Error::failed(format!("{shown} is no folder")));
    }
    let known: BTreeSet<String> = BUILT_IN.iter().flat_map(|(name, _)| names(name)).collect();
    let mut own = BTreeMap::new();
    let mut found = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>())
        .map_err(unreadable)?;
    found.sort();
    for name in found {
        let name = name.to_string_lossy();
        if known.contains(name.as_ref()) {
            let path = folder.join(name.as_ref());
            if !private_enough(&path)?.is_file() {
                return Err(Error::failed(format!("{} is no file", path.display())));
            }
            let mut source = String::new();
            File::open(&path)
                .and_then(|file| file.take(MOST).read_to_string(&mut source))
                .map_err(|error| Error::failed(format!("cannot read {}: {error}", path.display())))?;
            // As editors on other systems write it.
            let source = source.strip_prefix('\u{FEFF}').unwrap_or(&source).replace("\r\n", "\n");
            bounds::check(&name, &source).map_err(|error| error.context(format!("mail templates in {shown}")))?;
            own.insert(name.into_owned(), source);
        } else if name.ends_with(".j2") {
            return Err(
                Error::failed(format!("{name:?} in {shown} is no mail template")).hint(Hint::plain(the_templates()))
            );
        }
    }
    if own.is_empty() {
        return Err(Error::failed(format!("there is no mail template in {shown}")).hint(Hint::plain(the_templates())));
    }
    Ok(own)
}

/// What lies there, if not everyone may write it: anyone who can word the mails of a desk can fish in its name.
fn private_enough(path: &Path) -> Result<std::fs::Metadata> {
    let shown = path.display();
    let meta =
        std::fs::metadata(path).map_err(|error| Error::failed(format!("{shown} cannot be looked at: {error}")))?;
    if meta.permissions().mode() & OPEN != 0 {
        return Err(Error::failed(format!("everyone may write {shown}, and so word mails of this desk")).hint(hint![
            "take that away with ",
            System::ChangeMode { mode: "o-w".to_owned(), path: shown.to_string() }
        ]));
    }
    Ok(meta)
}

fn the_templates() -> String {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let languages = Language::ALL.map(Language::name).join(", ");
    format!(
        "the templates are {}; those of mails also with a language ({languages}), such as test.de.j2",
        names.join(", ")
    )
}

/// The names under which a folder may have a template: that of a mail also for one language.
fn names(built_in: &str) -> Vec<String> {
    let mut names = vec![built_in.to_owned()];
    if let Some(kind) = built_in.strip_suffix(".j2").filter(|kind| !kind.contains('.')) {
        names.extend(Language::ALL.map(|language| in_language(kind, language)));
    }
    names
}

/// The template of a kind for one language.
pub(super) fn in_language(kind: impl Display, language: Language) -> String {
    format!("{kind}.{language}.j2")
}
