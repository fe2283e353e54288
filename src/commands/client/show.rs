//! `partnerctl client show`

use clap::Args;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::context::Context;
use crate::commands::args::ClientObject;
use crate::commands::command::Command;
use crate::domain::association::AssociationRow;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientState;
use crate::domain::link::LinkStatus;
use crate::domain::login::Reached;
use crate::domain::mail::MailState;
use crate::domain::recovery::Administration;
use crate::domain::slug::Slug;
use crate::domain::time::{Instant, Zone};
use crate::error::Result;
use crate::ops::client::Lister;
use crate::ops::client::card::{self, Card, Person};
use crate::ops::link::Listed;
use crate::ops::resolve::ClientSeen;
use crate::ops::session::Seen;
use crate::output::{Cell, Columns, Shape};
use crate::shell;
use crate::term::Ui;

use super::record;

/// Between two columns of a card.
const GAP: usize = 2;

/// Arguments of `client show`.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    client: ClientObject,
}

impl Command for Show {
    const NAME: &'static str = "show";
    const ABOUT: &'static str = "Show one client: its people and how far they have come, its links, what happened last";
    const DETAILS: &'static str = "\
A card for a caller on the line: people with their state and the last mail to them, the partners that referred it, links, \
who is in a session now, the last five lines of the log, and the command that is likely to come next. Machine formats and \
--columns give the record alone: the columns of `client list`, whether anyone can administer it, how many people and open links it has, the next step, and its extra \
fields. Account number, domain and an owner's \
address name a client too, where exactly one open client has them; closed and renamed clients are shown with a note.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client show big-shoes",
        "partnerctl client show bigshoes.example",
        "partnerctl client show C100001-9 --json",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientShow);
    const COLUMNS: Option<Columns> = Some(record::SHOWN);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut selection = cx.select(record::SHOWN)?;
        record::must_know_fields(cx, &selection)?;
        let seen = self.client.for_read(cx)?;
        let (client, now, zone) = (seen.row.id, cx.now(), cx.zone.clone());
        if selection.is_plain_table() {
            return cx.read_aloud(|tx, actor, ui| {
                let card = card::card(tx, actor, client, now)?;
                Printer { ui, zone: &zone, now }.card(&card, &seen)
            });
        }
        let card = cx.read(|tx, actor| card::card(tx, actor, client, now))?;
        selection.add_fields(card.fields.iter().map(|(key, _)| key.clone()));
        let (asked, next) = (selection.clone(), card.next.as_ref().map(shell::sentence));
        cx.stream(selection, Shape::One, |tx, actor, sink| {
            Lister::new(tx, record::wanted(&asked, actor), now)?.one(client, |entry| {
                let more = [Cell::from(card.people_in(now)), Cell::from(card.open_links(now)), next.as_deref().into()];
                record::push_with(sink, entry, more)
            })
        })
    }
}

/// Prints a card.
struct Printer<'a> {
    ui: &'a Ui,
    zone: &'a Zone,
    now: Instant,
}

impl Printer<'_> {
    fn card(&self, card: &Card, seen: &ClientSeen) -> Result<()> {
        let row = &card.row;
        let mut head = format!("▸ {}  {}  {}", row.slug, row.id, row.name);
        head.extend(row.domain.iter().map(|domain| format!("  {domain}")));
        head.extend(seen.lookalikes.iter().map(|(id, slug)| format!("  ≠ {slug} ({id})")));
        self.ui.heading(&head)?;
        self.table(&self.facts(card))?;
        self.section("People", &card.people.iter().map(|person| self.person(person)).collect::<Vec<_>>())?;
        self.section("Referred by", &card.referred_by.iter().map(|one| self.referrer(one)).collect::<Vec<_>>())?;
        self.section("Links", &card.links.iter().map(|link| self.link(link)).collect::<Vec<_>>())?;
        let sessions: Vec<_> = card.sessions.iter().map(|seen| self.session(seen)).collect();
        self.section("In a session now", &sessions)?;
        let log: Vec<_> = card.log.iter().map(|line| vec![line.sentence(self.zone)]).collect();
        self.section("Log, the newest first", &log)?;
        match &card.next {
            Some(next) => {
                self.ui.print("")?;
                self.ui.heading("Next")?;
                // A command to paste.
                self.ui.print(&shell::sentence(next))
            }
            None => Ok(()),
        }
    }

    fn facts(&self, card: &Card) -> Vec<Vec<String>> {
        let row = &card.row;
        let state = match (row.state, row.activated_at, row.closed_at) {
            (ClientState::Draft, ..) => "draft: no owner has activated yet".to_owned(),
            (ClientState::Active, Some(at), _) if card.administration == Some(Administration::Lost) => {
                format!("active since {}, no administrator", self.when(at))
            }
            (ClientState::Active, Some(at), _) => format!("active since {}", self.when(at)),
            (ClientState::Closed, _, Some(at)) => format!("closed since {}", self.when(at)),
            (state, ..) => state.name().to_owned(),
        };
        let mut facts = vec![
            ("account", row.account_number.clone()),
            ("state", Some(state)),
            ("merged into", card.merged_into.clone()),
            (
                "recovery",
                card.recovery.as_ref().map(|(owner, from)| format!("{owner} can accept from {}", self.when(*from))),
            ),
            ("plan", row.plan.clone()),
            ("language", row.language.map(|language| language.english_name().to_owned())),
            ("staff", card.staff.clone()),
            ("created", Some(self.when(row.created_at))),
        ];
        facts.extend(card.fields.iter().map(|(key, value)| (key.as_str(), Some(value.clone()))));
        facts.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value?])).collect()
    }

    fn person(&self, person: &Person) -> Vec<String> {
        let none = if person.mailbox == Reached::No { "never mailed" } else { "no mail yet" };
        let mut mail = person.mail.map_or_else(
            || none.to_owned(),
            |(state, at)| format!("mail {} ({})", state.name(), self.zone.local_date(at)),
        );
        if person.mailbox == Reached::Bounced && person.mail.is_none_or(|(state, _)| state != MailState::Bounced) {
            mail.push_str("; the address came back");
        }
        vec![
            person.email.clone(),
            person.name.clone(),
            person
                .for_partner
                .as_ref()
                .map_or_else(|| person.role.name().to_owned(), |company| format!("{} for {company}", person.role)),
            person.member.text(self.now, self.ui.times(self.zone)),
            person.ends(self.now).map(|until| format!("until {}", self.ends(until))).unwrap_or_default(),
            mail,
        ]
    }

    fn referrer(&self, (row, slug): &(AssociationRow, Slug)) -> Vec<String> {
        vec![slug.to_string(), format!("tab {}", row.tab), format!("since {} by {}", self.day(row.at), row.by)]
    }

    fn link(&self, listed: &Listed) -> Vec<String> {
        let link = &listed.link;
        let status = link.status(self.now);
        let note = match status {
            LinkStatus::Pending => {
                format!("requested {}, until {}", self.day(link.requested_at), self.day(link.expires_at))
            }
            LinkStatus::Linked => {
                let asks = link.extension_awaits_answer(self.now).then(|| "more is asked".to_owned());
                let until = link.until.map(|until| format!("until {}", self.ends(until)));
                let goes_on = link.auto_extend.map(|term| format!("goes on by {}", term.in_words()));
                until.into_iter().chain(goes_on).chain(asks).collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        };
        vec![link.id.to_string(), listed.partner_slug.to_string(), status.name().to_owned(), note]
    }

    fn session(&self, seen: &Seen) -> Vec<String> {
        let login = if seen.login.id == seen.person.id { String::new() } else { format!("as {}", seen.login.email) };
        let since = format!("since {}", self.when(seen.session.opened_at));
        vec![seen.session.id.to_string(), seen.person.email.to_string(), login, since]
    }

    fn ends(&self, at: Instant) -> String {
        self.ui.times(self.zone).end(at, self.now)
    }

    fn when(&self, at: Instant) -> String {
        self.ui.times(self.zone).instant(at, self.now)
    }

    fn day(&self, at: Instant) -> String {
        self.zone.local_date(at)
    }

    fn section(&self, title: &str, rows: &[Vec<String>]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        self.ui.print("")?;
        self.ui.heading(title)?;
        self.table(rows)
    }

    /// Columns side by side, as wide as they must be.
    fn table(&self, rows: &[Vec<String>]) -> Result<()> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |place: usize| rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..columns).map(|place| width(place).unwrap_or_default()).collect();
        for row in rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width + GAP - cell.width()));
            }
            self.ui.print_folded(line.trim_end())?;
        }
        Ok(())
    }
}
