//! Which pager shows output that is longer than the screen.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::app::env::Account;
use crate::domain::shell;
use crate::program::{Environment, PagerCall};

/// The environment variables.
type Vars = BTreeMap<OsString, OsString>;

/// Where nothing else is wished for: it ends by itself where all fits, shows colour and leaves the text on the screen.
const LESS: [&str; 2] = ["less", "-FRX"];
/// Where a pager is trusted to be less.
const TRUSTED: [&str; 2] = ["/usr/bin/less", "/bin/less"];
/// What it has to know of the terminal.
const TERMINAL: [&str; 4] = ["TERM", "LANG", "LC_ALL", "LC_CTYPE"];

/// The pager that the environment asks for; `None` where it wants none.
///
/// A process that runs in the right of another account than that of the person, as with sudo or runuser, starts nothing but less in
/// its secure mode, from where the system has it: any other pager would give that person a shell in the right of the
/// account.
#[must_use]
pub fn chosen(vars: &Vars, account: &Account, terminal_of: Option<u32>) -> Option<PagerCall> {
    let var = |name: &str| vars.get(OsStr::new(name)).map(OsString::as_os_str);
    let dumb = var("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    if dumb {
        return None;
    }
    let named = var("PARTNERCTL_PAGER").or_else(|| var("PAGER"));
    let words = named.map(words);
    let is_none = |words: &Vec<OsString>| {
        words
            .first()
            .is_none_or(|program| program.is_empty() || Path::new(program).file_name() == Some(OsStr::new("cat")))
    };
    if words.as_ref().is_some_and(is_none) {
        return None;
    }
    // `runuser` and `su` leave no name of their caller, but the terminal stays that of its person.
    let is_of_another = terminal_of.is_some_and(|owner| owner != account.uid);
    if is_of_another || is_run_for_another(vars, account) {
        return secure(vars);
    }
    let words = words.unwrap_or_else(|| LESS.map(OsString::from).to_vec());
    // A pager named as `less` shows colours too, as with git.
    let vars = match var("LESS") {
        None => vec![("LESS".into(), "FRX".into())],
        Some(_) => Vec::new(),
    };
    Some(PagerCall { words, vars, environment: Environment::Inherited })
}

/// Whether another account runs this program as this one. sudo, doas and pkexec say who called them; the system may know
/// who logged in.
pub(super) fn is_run_for_another(vars: &Vars, account: &Account) -> bool {
    ["SUDO_UID", "DOAS_USER", "PKEXEC_UID"].iter().any(|name| vars.contains_key(OsStr::new(name)))
        || account.login_uid.is_some_and(|login| login != account.uid)
}

fn secure(vars: &Vars) -> Option<PagerCall> {
    let program = TRUSTED.into_iter().find(|path| Path::new(path).exists())?;
    let mut given = vec![(OsString::from("LESSSECURE"), OsString::from("1"))];
    given.extend(
        TERMINAL
            .into_iter()
            .filter_map(|name| vars.get_key_value(OsStr::new(name)))
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    Some(PagerCall { words: vec![program.into(), LESS[1].into()], vars: given, environment: Environment::Cleared })
}

/// The words of a command line, without a shell.
fn words(line: &OsStr) -> Vec<OsString> {
    shell::split(line.as_bytes()).into_iter().map(OsString::from_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::env::Directory;

    fn account(login_uid: Option<u32>) -> Account {
        Account { uid: 1000, owner: 1000, login_uid, groups: Vec::new(), directory: Directory::Fixed(Vec::new()) }
    }

    fn called(vars: &[(&str, &str)], login_uid: Option<u32>) -> Option<(Vec<String>, Environment)> {
        called_at(Some(1000), vars, login_uid)
    }

    fn called_at(
        terminal: Option<u32>,
        vars: &[(&str, &str)],
        login_uid: Option<u32>,
    ) -> Option<(Vec<String>, Environment)> {
        let mut all: Vars = vars.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        all.entry("TERM".into()).or_insert_with(|| "xterm".into());
        let call = chosen(&all, &account(login_uid), terminal)?;
        Some((call.words.iter().map(|word| word.to_string_lossy().into_owned()).collect(), call.environment))
    }

    #[test]
    fn the_nearest_variable_names_the_pager() {
        let words = |vars: &[(&str, &str)]| called(vars, None).map(|(words, _)| words.join(" "));
        assert_eq!(words(&[]).unwrap(), "less -FRX");
        assert_eq!(words(&[("PAGER", "more -s")]).unwrap(), "more -s");
        assert_eq!(words(&[("PARTNERCTL_PAGER", "most"), ("PAGER", "more")]).unwrap(), "most");
        for none in ["", " ", "cat", "/bin/cat"] {
            assert_eq!(words(&[("PAGER", none)]), None, "{none:?}");
            assert_eq!(words(&[("PARTNERCTL_PAGER", none), ("PAGER", "more")]), None, "{none:?}");
        }
        assert_eq!(words(&[("TERM", "dumb")]), None);
    }

    #[test]
    fn foreign_environment_starts_only_less() {
        let named = ("PAGER", "sh -c id");
        for (vars, login) in [(vec![named, ("SUDO_UID", "1001")], None), (vec![named], Some(1001))] {
            if let Some((words, environment)) = called(&vars, login) {
                assert!(words[0].ends_with("/bin/less") && environment == Environment::Cleared, "{words:?}");
            }
        }
        assert_eq!(called(&[named], Some(1000)).unwrap().1, Environment::Inherited);
        if let Some((words, environment)) = called_at(Some(0), &[named], None) {
            assert!(words[0].ends_with("/bin/less") && environment == Environment::Cleared, "{words:?}");
        }
        assert_eq!(called_at(None, &[named], None).unwrap().1, Environment::Inherited);
        assert_eq!(called(&[("PAGER", "cat"), ("SUDO_UID", "1001")], None), None);
    }

    #[test]
    fn a_command_line_has_its_words() {
        let split = |line: &str| {
            words(OsStr::new(line)).iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(split("less -R"), ["less", "-R"]);
        assert_eq!(split("'my pager'  -x\t\"a b\"c ''"), ["my pager", "-x", "a bc", ""]);
        assert!(split("  ").is_empty());
    }
}
