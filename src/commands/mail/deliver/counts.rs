//! What became of the mails of a run, in numbers.

use crate::commands::counted::counted;
use crate::domain::mail::MailState;
use crate::error::{Code, Error, Result, sentence};
use crate::ops::deliver::Report;
use crate::ops::go_on::Extended;
use crate::ops::remind::Queued;
use crate::ops::unit_of_work::Mode;

/// What became of the mails.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) tried: i64,
    pub(super) written: i64,
    sent: i64,
    skipped: i64,
    delayed: i64,
    pub(super) failed: i64,
    /// Those of which no one knows whether they arrived.
    unknown: i64,
    /// Those that a dry run would deliver.
    due: i64,
    /// The links that were extended before.
    pub(super) extended: Extended,
    /// What was reminded of before.
    pub(super) reminded: Queued,
    /// The first that needs attention; the others mostly have the same reason.
    pub(super) trouble: Option<Report>,
}

impl Counts {
    pub(super) fn add(&mut self, report: &Report, mode: Mode) {
        self.tried += 1;
        match report.state {
            MailState::Written => self.written += 1,
            MailState::Sent => self.sent += 1,
            MailState::Skipped => self.skipped += 1,
            MailState::Failed | MailState::Bounced => self.failed += 1,
            MailState::Unknown => self.unknown += 1,
            MailState::Queued if mode == Mode::DryRun && !report.is_delayed() => self.due += 1,
            MailState::Queued | MailState::Sending => self.delayed += 1,
        }
        if report.is_trouble() && self.trouble.is_none() {
            self.trouble = Some(report.clone());
        }
    }

    /// Whether nothing was done but to find that mails still cannot leave.
    pub(super) fn is_waiting_alone(&self) -> bool {
        self.tried == self.delayed && self.extended == Extended::default() && self.reminded == Queued::default()
    }

    /// What a round did, added to what those before did.
    pub(super) fn absorb(&mut self, round: Self) {
        self.tried += round.tried;
        self.written += round.written;
        self.sent += round.sent;
        self.skipped += round.skipped;
        self.delayed += round.delayed;
        self.failed += round.failed;
        self.unknown += round.unknown;
        self.due += round.due;
        self.extended += round.extended;
        self.reminded += round.reminded;
        self.trouble = self.trouble.take().or(round.trouble);
    }

    pub(super) const fn left(&self) -> i64 {
        self.written + self.sent
    }

    /// `Tried 12 mails: 10 written to files, 1 skipped, 1 still queued.`
    pub(super) fn sentence(&self, mode: Mode) -> String {
        let (skipped, delayed, failed) = match mode {
            Mode::Real => ("skipped", "still queued", "failed"),
            Mode::DryRun => ("would be skipped", "would stay queued", "would fail"),
        };
        let parts: Vec<String> = [
            (self.due, "would leave"),
            (self.written, if self.written == 1 { "written to a file" } else { "written to files" }),
            (self.sent, "sent"),
            (self.skipped, skipped),
            (self.delayed, delayed),
            (self.failed, failed),
            (self.unknown, "perhaps delivered"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
        let tried = counted(self.tried, "mail");
        match mode {
            Mode::Real => format!("Tried {tried}: {}.", parts.join(", ")),
            Mode::DryRun => {
                format!("Looked at {tried}: {}. Nothing was changed, and nothing left.", parts.join(", "))
            }
        }
    }

    /// What the exit code says.
    pub(super) fn outcome(&self, stop: Result<()>, mode: Mode) -> Result<()> {
        match stop {
            // What left has left: only the codes of a run that was begun are true now. `failed` promises nothing.
            Err(error) if self.tried > 0 && mode == Mode::Real && is_promise(error.code()) => {
                let error =
                    Error::partial(sentence!["stopped after ", counted(self.tried, "mail"), ": ", error.sentence()]);
                Err(error.advice("the rest stays queued; run `partnerctl mail deliver` again"))
            }
            Err(error) => Err(error),
            Ok(()) if self.failed > 0 && mode == Mode::DryRun => {
                Err(Error::partial(format!("{} of {} would fail", self.failed, counted(self.tried, "mail")))
                    .fact("failed", self.failed))
            }
            Ok(()) if self.failed > 0 => {
                let error = Error::partial(format!("{} of {} failed", self.failed, counted(self.tried, "mail")));
                Err(error.fact("failed", self.failed).advice("see them with `partnerctl mail list --state failed`"))
            }
            Ok(()) if self.unknown > 0 => {
                let what = format!("whether {} arrived is not known", counted(self.unknown, "mail"));
                Err(Error::partial(what)
                    .fact("unknown", self.unknown)
                    .advice("see them with `partnerctl mail list -A --state unknown`")
                    .advice("if one did not arrive, `partnerctl mail retry MAIL` sends it once more"))
            }
            Ok(()) => self.reminded.trouble.clone().map_or(Ok(()), Err),
        }
    }
}

/// Whether the code says that nothing was changed (docs/reference.md#exit-codes).
fn is_promise(code: Code) -> bool {
    !matches!(code, Code::Interrupted | Code::Failed | Code::Bug)
}
