//! The program that sets links up. It gets the record of the link, and says by its exit code whether it is done; the
//! first words on its standard error are the reason. It runs outside of any transaction.

use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Hint, Result, System, hint};
use crate::program::{self, Call, Untrusted};

/// Runs `program` with `input` for at most `patience`, unless `stop` says otherwise meanwhile. An error is what went
/// wrong, for people.
///
/// # Errors
/// When it cannot be started, says no, takes too long or is stopped.
pub fn run(
    program: &Path,
    group: Option<u32>,
    input: &str,
    patience: Duration,
    stop: impl Fn() -> bool,
) -> std::result::Result<(), String> {
    if let Err(why @ (Untrusted::Open(..) | Untrusted::Owned(..))) = program::trusted(program, group) {
        return Err(format!("the provisioner is not run: {why}"));
    }
    let call = Call { program, arguments: &[], input: input.as_bytes(), patience };
    match program::run(call, stop) {
        Ok(ended) if ended.is_well() => Ok(()),
        Ok(ended) => Err(format!("{} {ended}", program.display())),
        Err(trouble) => Err(format!("{} {trouble}", program.display())),
    }
}

/// Whether only those whom we trust can change the program. One that is not there says so when it is run.
///
/// # Errors
/// `usage`: who else can.
pub fn look(program: &Path, group: Option<u32>) -> Result<()> {
    match program::trusted(program, group) {
        Ok(()) | Err(Untrusted::Unseen(..)) => Ok(()),
        Err(why) => {
            let error = Error::usage(format!("{why}, and so run commands as the staff of this desk"));
            Err(match why.open_path() {
                Some(path) => error.hint(hint!["take that away with ", System::change_mode("go-w", path)]),
                None => error.hint(Hint::plain("name a program that only you or root can change")),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    fn program(place: &tempfile::TempDir, script: &str) -> PathBuf {
        let path = place.path().join("program");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path
    }

    #[test]
    fn provisioner_reads_record_and_exits_zero() {
        let place = tempfile::tempdir().unwrap();
        let got = place.path().join("got");
        let program = program(&place, &format!("cat > {}", got.display()));
        run(&program, None, "{\"link_id\":\"lnk_1\"}\n", LONG, || false).unwrap();
        assert_eq!(fs::read_to_string(got).unwrap(), "{\"link_id\":\"lnk_1\"}\n");
    }

    #[test]
    fn refusal_is_one_line_of_its_own_words() {
        let place = tempfile::tempdir().unwrap();
        let program = program(&place, "echo 'no such account\n  in billing' >&2; exit 3");
        let why = run(&program, None, "{}", LONG, || false).unwrap_err();
        assert_eq!(why, format!("{} ended with exit code 3: no such account in billing", program.display()));
    }

    #[test]
    fn silent_provisioner_refuses() {
        let place = tempfile::tempdir().unwrap();
        let program = program(&place, "sleep 60");
        let why = run(&program, None, "{}", Duration::from_millis(50), || false).unwrap_err();
        assert_eq!(why, format!("{} took longer than 50 ms", program.display()));
    }
}
