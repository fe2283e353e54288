//! `partnerctl mail deliver`

mod counts;
mod rounds;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::mail::MailState;
use crate::error::{Error, Result};
use crate::ops::deliver::{Pace, Rate, Report};
use crate::ops::outbox;
use crate::ops::unit_of_work::Mode;
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape, Sink};

use rounds::Rounds;

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
    /// Try at most this many mails, with --watch in all its rounds together, and end
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Space the mails evenly, such as 60/min, 5/s or 1000/h; it holds for this deliverer alone
    #[arg(long, value_name = "N/UNIT")]
    rate: Option<String>,
    /// Go on: deliver what becomes due, until SIGTERM or Ctrl-C
    #[arg(long)]
    watch: bool,
}

impl Command for Deliver {
    const NAME: &'static str = "deliver";
    const ABOUT: &'static str = "Deliver the mails that wait";
    const DETAILS: &'static str = "\
First lets links go on whose client agreed that their end moves by itself: 7 days before the end, and both sides are \
notified. Then queues the reminders that are due: 30, 7 and 1 days before someone's access or a partner's link ends, the \
client's owners are notified, once each, or its admins where it has no owner; when its term is over, they and the person who had it are notified once more, up to 3 days late. A step that had passed when the term was given \
is left out, and if several passed since the last run only the nearest counts. Then it takes the mails that are \
due, the longest waiting first, until none is left. Several of these may run at once, and one that is killed loses \
nothing: what it had leased, three mails at most, is taken up again after a minute, and only one of these may then come \
twice, as the same mail with the same Message-ID. A mail that cannot leave is tried again after 5, 10, 20, 40, then each \
67 minutes, for 5 days or until its code expires; then it has failed. A mail whose cause was cancelled, answered, \
replaced or is over is skipped. A mail whose row cannot be read, or with which five deliverers died, is set aside as \
failed and stops no other.

Where no mail can leave at all, as when the server cannot be reached or refuses the login, the run stops at the first \
and ends with exit 1; everything stays queued, untried and due. Exit 7 says that a mail newly failed. Ctrl-C and SIGTERM \
stop between two mails: the one on its way is ended, and gets 15 seconds for that. A reminder has its audit row; delivery \
has none, and `mail list` shows what became of each. Run it from cron, or with --watch as a service.

--watch looks for mails that became due every few seconds, queues reminders once a minute, and reads the settings again \
each time. Where no mail can leave it says so once, waits 15 seconds, then longer each time up to 5 minutes, and says \
when mails leave again. Records come one by one: in ndjson, csv, tsv or as ids.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl mail deliver",
        "partnerctl mail deliver --limit 500 --quiet",
        "partnerctl mail deliver --watch --rate 60/min",
    ];
    const VERB: Option<Verb> = Some(Verb::MailDeliver);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let rate = self.rate.as_deref().map(Rate::parse).transpose()?;
        if self.watch {
            self.can_watch(cx, &selection)?;
            // What is said is to be read while it runs.
            cx.ui.release();
        }
        let (post, mode) = (cx.post()?, cx.mode());
        let bulk = cx.bulk(selection, Shape::ChangedMany("mail_id"))?;
        let mut rounds = Rounds::new(bulk, post, self.limit, rate.map(Pace::new));
        let stop = if self.watch { rounds.forever() } else { rounds.once() };
        let counts = rounds.finish()?;
        if !self.watch {
            counts.trouble.iter().for_each(|report| cx.show_report(report));
            cx.warn_of_files(usize::try_from(counts.written).unwrap_or(usize::MAX));
        }
        counts.extended.sentence(mode).iter().for_each(|sentence| cx.ui.status(sentence));
        counts.reminded.sentences(mode).iter().for_each(|sentence| cx.ui.status(sentence));
        match (counts.tried, self.watch) {
            (0, _) if stop.is_ok() => cx.ui.status("No mail is due."),
            (1.., false) => cx.ui.status(&counts.sentence(mode)),
            (1.., true) => cx.ui.status(&format!("In all: {}", counts.sentence(mode))),
            _ => {}
        }
        print_resting(cx)?;
        if let (Some(trouble), true) = (&counts.reminded.trouble, stop.is_err() || counts.failed > 0) {
            cx.ui.warn(trouble.message());
        }
        counts.outcome(stop, mode)
    }
}

impl Deliver {
    /// What goes on has no end at which to show what it held back, and nothing that could be rolled back.
    fn can_watch(&self, cx: &Context, selection: &Selection) -> Result<()> {
        if cx.mode() == Mode::DryRun {
            return Err(Error::usage("--watch has no dry run")
                .advice("see what is due with `partnerctl mail deliver --dry-run`"));
        }
        if cx.globals.output.is_some() {
            return Err(Error::usage("--watch does not end, so that --output cannot be used with it")
                .advice("leave `--output` out, and redirect standard output"));
        }
        let holds = cx.globals.sort.is_some() || cx.globals.columns.is_some() && !selection.is_machine();
        if holds {
            return Err(Error::usage("--watch shows each record as it comes, and --sort and tables need all of them")
                .advice("use `--format ndjson` or `--format csv`, where --columns works too"));
        }
        Ok(())
    }
}

/// Who fixed something and finds nothing due should know why.
fn print_resting(cx: &mut Context) -> Result<()> {
    let now = cx.tick();
    let Some((count, first)) = cx.read(|tx, _| outbox::resting(tx, now))? else { return Ok(()) };
    let first = cx.zone.local(first);
    let tried = if count == 1 { "is tried again" } else { "are tried again, the first" };
    cx.ui.note(&format!("{} {tried} at {first}", counted(count, "mail")));
    Ok(())
}

fn push(sink: &mut Sink<'_>, report: &Report) -> Result<()> {
    sink.push(&[
        Cell::shown(&report.id),
        report.client.as_ref().map_or(Cell::Null, |(id, _)| Cell::shown(id)),
        report.client.as_ref().map(|(_, slug)| slug.as_str()).into(),
        report.to.as_str().into(),
        report.kind.as_str().into(),
        word_of(report.state).into(),
        report.reason.as_deref().into(),
    ])?;
    sink.flush()
}

const fn word_of(state: MailState) -> ResultWord {
    match state {
        MailState::Queued => ResultWord::Queued,
        MailState::Sending => ResultWord::Sending,
        MailState::Written => ResultWord::Written,
        MailState::Sent => ResultWord::Sent,
        MailState::Failed => ResultWord::Failed,
        MailState::Skipped => ResultWord::Skipped,
        MailState::Bounced => ResultWord::Bounced,
        MailState::Unknown => ResultWord::Unknown,
    }
}
