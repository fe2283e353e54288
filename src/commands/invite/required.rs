//! `--require-mail`: the invitation is kept only if its mail leaves while the command waits (docs/mail.md).

use crate::cli::context::Context;
use crate::domain::authority::Verb;
use crate::domain::mail::MailState;
use crate::domain::shell::shell_format;
use crate::error::{Code, Error, Hint, Result};
use crate::ops::deliver::Report;
use crate::ops::outbox;
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::{Change, Mode};
use crate::ops::unmailed::{self, Unmailed};

use super::present::Row;

/// Sends one invitation and sees its mail out; withdraws it if the mail does not leave.
///
/// # Errors
/// Those of `work`; `mail` once it is withdrawn; `partial` when it could not be, because someone changed it meanwhile.
pub(super) fn send_requiring_mail<T>(
    cx: &mut Context,
    seen: &ClientSeen,
    verb: Verb,
    work: impl FnOnce(&mut Change<'_>) -> Result<(Row, T)>,
) -> Result<(Row, T)> {
    let done = cx.unit_of_work()?.change(verb, |change| Ok((change.audit(), work(change)?)))?;
    let (audit, (row, more)) = done.value;
    let Some(mail) = row.sent.mail else { return Ok((row, more)) };
    if cx.mode() == Mode::DryRun {
        cx.deliver(&[]);
        cx.ui.note("the mail would have to leave at once; the invitation would be withdrawn otherwise (exit code 17)");
        return Ok((row, more));
    }
    let stopped = match cx.hand_over(&[mail]) {
        Ok(reports) => match reports.into_iter().next() {
            Some(report) if report.state.has_left() => {
                cx.show_report(&report);
                cx.warn_of_files(usize::from(report.state == MailState::Written));
                return Ok((row, more));
            }
            Some(report) => Stopped::by(&report),
            None => Stopped::unknown(),
        },
        Err(error) => Stopped { why: error.message().to_owned(), hints: error.hints().to_vec() },
    };
    cx.tick();
    let unmailed = Unmailed { sent: &row.sent, audit, why: &stopped.why };
    let withdrawn = cx.unit_of_work()?.change(verb, |change| unmailed::withdraw(change, seen, &unmailed));
    let failure = match withdrawn {
        Ok(_) => return Err(stopped.withdrawn(cx, seen, &row)?),
        Err(error) => error,
    };
    // Another process may have had it in its hands.
    if cx.read(|tx, _| outbox::state(tx, mail))?.is_some_and(MailState::has_left) {
        return Ok((row, more));
    }
    Err(stopped.not_withdrawn(&failure, seen, &row))
}

/// What stopped a mail, and what to do about that.
struct Stopped {
    why: String,
    hints: Vec<Hint>,
}

impl Stopped {
    fn by(report: &Report) -> Self {
        let mut hints = report.hints.clone();
        if report.may_come_twice || report.state == MailState::Sending {
            hints.push(Hint::plain("the mail may arrive all the same: the code in it is dead"));
        }
        let why = match (&report.reason, report.state) {
            (Some(reason), _) => reason.clone(),
            (None, MailState::Sending) => "another process is delivering it".to_owned(),
            (None, state) => format!("it is {state} still"),
        };
        Self { why, hints }
    }

    fn unknown() -> Self {
        Self { why: "it was not tried".to_owned(), hints: Vec::new() }
    }

    fn withdrawn(&self, cx: &mut Context, seen: &ClientSeen, row: &Row) -> Result<Error> {
        cx.interrupt
            .check()
            .map_err(|stop| stop.context(format!("{} was withdrawn, because its mail had not left", what(row))))?;
        let client = named(&seen.row);
        let error = Error::new(
            Code::Mail,
            format!(
                "the mail to {} did not leave: {}; {} was withdrawn, and {client} is as it was",
                row.email,
                self.why,
                what(row)
            ),
        );
        Ok(self.with_particulars(error, seen, row))
    }

    /// The invitation could not be withdrawn.
    fn not_withdrawn(&self, because: &Error, seen: &ClientSeen, row: &Row) -> Error {
        let error = Error::partial(format!(
            "the mail to {} did not leave: {}; and {} could not be withdrawn: {}",
            row.email,
            self.why,
            what(row),
            because.message()
        ));
        let error = match &row.sent.invitation {
            Some(record) => error.advice(shell_format!("see its state with `partnerctl invite show {}`", record.id)),
            None => error,
        };
        self.with_particulars(error, seen, row)
    }

    fn with_particulars(&self, error: Error, seen: &ClientSeen, row: &Row) -> Error {
        let error = error.hints_of(self.hints.iter().cloned());
        let error = error
            .advice("if the address is wrong, invite the right one; see whether mail leaves at all with `partnerctl mail status`")
            .fact("client_id", seen.row.id.to_string())
            .fact("client_slug", seen.row.slug.to_string())
            .fact("email", row.email.as_str());
        let error = match &row.sent.invitation {
            Some(record) => error.fact("invitation_id", record.id.to_string()),
            None => error,
        };
        match row.sent.mail {
            Some(mail) => error.fact("mail_id", mail.to_string()),
            None => error,
        }
    }
}

fn what(row: &Row) -> String {
    row.sent.invitation.as_ref().map_or_else(|| "the invitation".to_owned(), |record| record.id.to_string())
}
