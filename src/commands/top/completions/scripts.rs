//! The scripts: those that follow from the definition of the commands, and in front of them the look-up of names.

use clap_complete::Shell;

use crate::commands::command;
use crate::error::{Error, Result};

const BASH: &str = include_str!("names.bash");
const ZSH: &str = include_str!("names.zsh");
const FISH: &str = include_str!("names.fish");

/// For bash: names first, and where none is wanted, everything else.
///
/// # Errors
/// `bug`.
pub(super) fn bash() -> Result<String> {
    let script = generated(Shell::Bash)?.replace("complete -F _partnerctl ", "complete -F _partnerctl_or_names ");
    if !script.contains("complete -F _partnerctl_or_names ") {
        return Err(changed());
    }
    Ok(format!("{BASH}\n{script}"))
}

/// For zsh, whose first line must stay the first. What it calls bears the name under which the file is loaded, lest
/// the second Tab calls something else.
///
/// # Errors
/// `bug`.
pub(super) fn zsh() -> Result<String> {
    let script = generated(Shell::Zsh)?;
    let (head, rest) = script.split_once('\n').ok_or_else(changed)?;
    if rest.matches("\n_partnerctl() {\n").count() != 1 {
        return Err(changed());
    }
    let rest = rest.replace("\n_partnerctl() {\n", "\n_partnerctl_line() {\n");
    Ok(format!("{head}\n\n{ZSH}{rest}"))
}

/// For fish, which asks for the values of each flag by itself.
///
/// # Errors
/// `bug`.
pub(super) fn fish() -> Result<String> {
    let flags =
        [" -s c -l client ", " -s p -l partner ", " -l partner ", " -l for-partner ", " -l closing ", " -l target "];
    let script: String = generated(Shell::Fish)?
        .lines()
        .map(|line| {
            let names = line.ends_with(" -r") && flags.iter().any(|flag| line.contains(flag));
            format!("{line}{}\n", if names { " -f -k -a \"(__partnerctl_names)\"" } else { "" })
        })
        .collect();
    Ok(format!("{FISH}\n{script}"))
}

fn generated(shell: Shell) -> Result<String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command::tree(), "partnerctl", &mut script);
    String::from_utf8(script).map_err(|_| changed())
}

fn changed() -> Error {
    Error::bug("the completion script is not made as it was")
}
