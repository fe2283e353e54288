//! The transport `sendmail`: the mail program of this system gets each mail on its standard input, in the manner that
//! all of them know (docs/mail.md): `sendmail -i -f FROM -- TO`.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::unistd::{AccessFlags, access};

use super::transport::{Finding, Handed, Outgoing, Refusal, Transport};
use crate::error::{Error, Result, System, Wanted, hint};
use crate::mail::setting::set;
use crate::program::{self, Call, Ended, How, Trouble};

/// How long it may take: as long as a server may for its answer (RFC 5321, section 4.5.3.2.6).
const PATIENCE: Duration = Duration::from_secs(600);

/// The mail program as a transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sendmail {
    program: PathBuf,
    /// The group that shares the database, and so may write the program.
    group: Option<u32>,
    patience: Duration,
}

impl Sendmail {
    /// By this program (`mail.sendmail.program`), an absolute path.
    pub fn by(program: impl Into<PathBuf>, group: Option<u32>) -> Self {
        Self { program: program.into(), group, patience: PATIENCE }
    }
}

impl Transport for Sendmail {
    fn offer(&mut self, _: &Outgoing) -> Result<(), Refusal> {
        look_at(&self.program, self.group).map_err(Refusal::Unusable)
    }

    fn commit(&mut self, mail: &Outgoing) -> Result<Handed, Refusal> {
        let shown = self.program.display();
        let call = Call {
            program: &self.program,
            // Dots alone on a line end nothing; what follows the dashes is an address, however it begins.
            arguments: &["-i", "-f", &mail.from, "--", &mail.to],
            input: &with_line_feeds(&mail.message),
            patience: self.patience,
        };
        match program::run(call, || false) {
            Ok(ended) if ended.is_well() => Ok(Handed::Taken(format!("taken by {shown}"))),
            Ok(ended) => Err(refusal(&self.program, &ended)),
            Err(trouble @ Trouble::NotStarted(_)) => Err(Refusal::Unusable(to_mend(format!("{shown} {trouble}")))),
            Err(trouble) => Err(Refusal::Unknown(doubtful(format!("{shown} {trouble}")))),
        }
    }

    fn check(&mut self) -> Result<Vec<Finding>> {
        look_at(&self.program, self.group)?;
        let found = format!("{} is there and can be run; it alone knows whether it is set up", self.program.display());
        Ok(vec![Finding { what: "program", found }])
    }
}

/// Whether it can be run.
fn look_at(program: &Path, group: Option<u32>) -> Result<()> {
    let shown = program.display();
    match fs::metadata(program) {
        Ok(meta) if !meta.is_file() => Err(to_mend(format!("{shown} is no program"))),
        Ok(_) => {
            access(program, AccessFlags::X_OK)
                .map_err(|error| to_mend(format!("{shown} cannot be run: {}", std::io::Error::from(error))))?;
            program::trusted(program, group).map_err(|why| untrusted(&why))
        }
        Err(error) => Err(to_mend(format!("{shown} cannot be looked at: {error}"))),
    }
}

/// Anyone who can write the program gets every mail with its code.
fn untrusted(why: &program::Untrusted) -> Error {
    let error = Error::failed(format!("the mail program is not run: {why}"));
    match why.open_path() {
        Some(path) => error.hint(hint!["take that away with ", System::change_mode("go-w", path)]),
        None => error.hint(hint!["name another with ", set("mail.sendmail.program", &Wanted("PATH"))]),
    }
}

fn to_mend(message: String) -> Error {
    Error::failed(message).hint(hint![
        "install a mail program such as Postfix or msmtp, or name yours with ",
        set("mail.sendmail.program", &Wanted("PATH"))
    ])
}

fn doubtful(message: String) -> Error {
    Error::failed(format!("{message}; the mail may have been taken or not"))
}

/// By the exit codes of `sysexits.h`. Where programs mean different things by one, the mail is tried again: 68 is of
/// the recipient's host for one and of its own server for another, 69 is used for whatever has no code of its own, and
/// 64 means that the program does not know our way of calling it.
fn refusal(program: &Path, ended: &Ended) -> Refusal {
    let error = Error::failed(format!("{} {ended}", program.display()));
    let reply = Some(ended.words.clone()).filter(|words| !words.is_empty());
    match ended.how {
        // EX_DATAERR, EX_NOUSER.
        How::Code(65 | 67) => Refusal::Never(error, reply),
        // EX_NOPERM, EX_CONFIG; what a shell says of a program that cannot be run or is not there.
        How::Code(77 | 78 | 126 | 127) => Refusal::Unusable(to_mend(error.message().to_owned())),
        // EX_TEMPFAIL, EX_OSERR, EX_IOERR and all else.
        How::Code(_) => Refusal::NotNow(error, reply),
        How::Killed(_) => Refusal::Unknown(doubtful(error.message().to_owned())),
    }
}

/// Lines as programs of this system write them.
fn with_line_feeds(message: &[u8]) -> Cow<'_, [u8]> {
    if !message.contains(&b'\r') {
        return message.into();
    }
    let mut lines = Vec::with_capacity(message.len());
    for (at, byte) in message.iter().enumerate() {
        if *byte != b'\r' || message.get(at + 1) != Some(&b'\n') {
            lines.push(*byte);
        }
    }
    lines.into()
}

#[cfg(test)]
mod tests;
