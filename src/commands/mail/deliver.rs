//! `partnerctl mail deliver`

use clap::Args;

use crate::app::bench::Bench;
use crate::app::context::Context;
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::domain::authority::Verb;
use crate::error::{Code, Error, Result};
use crate::ops::deliver::{Deliverer, Ended, Limits, Post, Report};
use crate::ops::desk::Mode;
use crate::ops::remind::{self, Queued};
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, Shape, Sink};
use crate::store::mail::{MailState, hand};

const COLUMNS: Columns = Columns::new(&[
    id("mail_id"),
    id("client_id"),
    id("client_slug"),
    id("to"),
    text("kind"),
    text("result"),
    text("message"),
]);

/// Arguments of `mail deliver`.
#[derive(Debug, Args)]
pub struct Deliver {
    /// Try at most this many mails
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
}

/// What became of the mails of this run.
#[derive(Debug, Default)]
struct Counts {
    tried: i64,
    written: i64,
    sent: i64,
    skipped: i64,
    delayed: i64,
    failed: i64,
    /// Those that a rehearsal would deliver.
    due: i64,
    /// What was reminded of before.
    reminded: Queued,
    /// The first that needs attention; the others mostly have the same reason.
    trouble: Option<Report>,
}

impl Command for Deliver {
    const NAME: &'static str = "deliver";
    const ABOUT: &'static str = "Deliver the mails that wait";
    const DETAILS: &'static str = "\
First queues the reminders that are due: 30, 7 and 1 days before somebody's access or a partner's link ends, the \
client's owners are told, once each, or its admins where it has no owner; when its term is over, they and whoever had it \
are told once more, up to 3 days late. A step that had passed when the term was given \
is left out, and of several that passed since the last run only the nearest counts. Then it takes the mails that are \
due, the longest waiting first, until none is left. Several of these may run at once, and one that is killed loses \
nothing: what it had in hand is taken up again after a minute. A mail that cannot leave is tried again after 5, 10, \
20, 40, then each 67 minutes, for 5 days or until its code expires; then it has failed. A mail whose cause was \
cancelled, answered, replaced or is over is skipped. Exit 7 says that a mail newly failed. A reminder has its audit row; \
delivery has none, and `mail list` tells what became of each. Run it from cron.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl mail deliver", "partnerctl mail deliver --limit 500 --quiet"];
    const VERB: Option<Verb> = Some(Verb::MailDeliver);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let (post, mode) = (cx.post(), cx.mode());
        let mut counts = Counts::default();
        let stop = self.deliver(cx.bench(selection, Shape::ChangedMany("mail_id"))?, &post, &mut counts);
        if let Some(report) = &counts.trouble {
            cx.tell(report);
        }
        cx.warn_of_files(usize::try_from(counts.written).unwrap_or(usize::MAX));
        for told in counts.reminded.told(mode) {
            cx.ui.status(&told);
        }
        if counts.tried > 0 {
            cx.ui.status(&counts.told(mode));
        } else if stop.is_ok() {
            cx.ui.status("No mail is due.");
        }
        tell_what_rests(cx)?;
        counts.outcome(stop, mode)
    }
}

impl Deliver {
    fn deliver(&self, mut bench: Bench<'_>, post: &Post, counts: &mut Counts) -> Result<()> {
        let stop = self.each(&mut bench, post, counts);
        bench.sink.finish()?;
        stop
    }

    /// Tries every mail that was due when the command began, until told to stop.
    fn each(&self, bench: &mut Bench<'_>, post: &Post, counts: &mut Counts) -> Result<()> {
        let (interrupt, clock) = (bench.interrupt, bench.clock);
        counts.reminded = remind::queue_due(&mut bench.desk, || interrupt.check().map(|()| clock.now()))?;
        bench.desk.now = clock.now();
        let begun = bench.desk.now;
        let all = bench.desk.store.read(|tx| hand::count_due(tx, begun))?;
        let all = all.min(self.limit.map_or(i64::MAX, i64::from));
        if all == 0 {
            return Ok(());
        }
        let Bench { desk, sink, ui, .. } = bench;
        let mode = desk.mode;
        let mut deliverer = Deliverer::new(post.clone());
        let limits = Limits { most: self.limit, ..Limits::default() };
        let ended = deliverer.due(desk, limits, |report| {
            counts.add(report, mode);
            ui.progress(&format!("mail {} of {all}", counts.tried));
            push(sink, report)?;
            sink.flush()
        })?;
        match ended {
            Ended::Done | Ended::TimeOver => Ok(()),
            Ended::Blocked(report) => {
                let reason = report.reason.unwrap_or_default();
                Err(report.hints.into_iter().fold(Error::failed(reason), Error::hint))
            }
        }
    }
}

/// Who mended something and finds nothing due should know why.
fn tell_what_rests(cx: &mut Context) -> Result<()> {
    let now = cx.tick();
    let Some((count, first)) = cx.read(|tx, _| hand::resting(tx, now))? else { return Ok(()) };
    let first = cx.zone.local(first);
    let rests = if count == 1 { "rests until its next try," } else { "rest until their next try, the first" };
    cx.ui.note(&format!("{} {rests} from {first}", counted(count, "mail")));
    Ok(())
}

fn push(sink: &mut Sink<'_>, report: &Report) -> Result<()> {
    sink.push(&[
        Cell::shown(&report.id),
        report.client.as_ref().map_or(Cell::Null, |(id, _)| Cell::shown(id)),
        report.client.as_ref().map(|(_, slug)| slug.as_str()).into(),
        report.to.as_str().into(),
        report.kind.as_str().into(),
        report.state.name().into(),
        report.reason.as_deref().into(),
    ])
}

impl Counts {
    fn add(&mut self, report: &Report, mode: Mode) {
        self.tried += 1;
        match report.state {
            MailState::Written => self.written += 1,
            MailState::Sent => self.sent += 1,
            MailState::Skipped => self.skipped += 1,
            MailState::Failed | MailState::Bounced => self.failed += 1,
            MailState::Queued if mode == Mode::Rehearsal && !report.is_delayed() => self.due += 1,
            MailState::Queued | MailState::Sending => self.delayed += 1,
        }
        if report.is_trouble() && self.trouble.is_none() {
            self.trouble = Some(report.clone());
        }
    }

    /// `Tried 12 mails: 10 written to files, 1 skipped, 1 still queued.`
    fn told(&self, mode: Mode) -> String {
        let parts: Vec<String> = [
            (self.due, "would leave"),
            (self.written, "written to files"),
            (self.sent, "sent"),
            (self.skipped, "skipped"),
            (self.delayed, "still queued"),
            (self.failed, "failed"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
        let tried = counted(self.tried, "mail");
        match mode {
            Mode::Real => format!("Tried {tried}: {}.", parts.join(", ")),
            Mode::Rehearsal => {
                format!("Looked at {tried}: {}. Nothing was changed, and nothing left.", parts.join(", "))
            }
        }
    }

    /// What the exit code says.
    fn outcome(&self, stop: Result<()>, mode: Mode) -> Result<()> {
        match stop {
            // What left has left: only the codes of a run that was begun are true now.
            Err(error) if self.tried > 0 && error.code() != Code::Interrupted && mode == Mode::Real => {
                let error =
                    Error::partial(format!("stopped after {}: {}", counted(self.tried, "mail"), error.message()));
                Err(error.hint("the rest stays queued; run `partnerctl mail deliver` again"))
            }
            Err(error) => Err(error),
            Ok(()) if self.failed > 0 => {
                let error = Error::partial(format!("{} of {} failed", self.failed, counted(self.tried, "mail")));
                Err(error
                    .fact("failed", self.failed.to_string())
                    .hint("see them with `partnerctl mail list --state failed`"))
            }
            Ok(()) => Ok(()),
        }
    }
}
