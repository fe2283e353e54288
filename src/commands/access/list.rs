//! `partnerctl access list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientArg, PartnerFilter};
use crate::commands::brief::permissions;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::filters::{PartArgs, known_user};
use crate::commands::terms::positive;
use crate::domain::actor::Actor;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::class::Class;
use crate::domain::id::ClientId;
use crate::domain::shell::shell_format;
use crate::domain::time::Instant;
use crate::error::{Code, Error, Result};
use crate::ops::access::list::{self as access, AccessWay, Extent, Filter, OwnGrants, When};
use crate::ops::reach;
use crate::output::brief::plain;
use crate::output::columns::{end, id, instant, list, text};
use crate::output::part::in_other_order;
use crate::output::{Brief, Cell, Columns, Shape};

use super::when::{AsOfArg, when};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("user_id"),
    id("email"),
    id("source"),
    text("role"),
    list("permissions"),
    instant("since"),
    id("granted_by"),
    end("until"),
    instant("ended_at"),
    id("ended_by"),
    instant("last_login_at"),
    instant("changed_at"),
    id("changed_by"),
])
.last_on_request(2)
.keyed(in_other_order(&["client_id", "user_id", "source", "since"]))
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["client_slug"]).headed("client"),
        plain(&["email"]),
        plain(&["source"]).headed("by").rank(3),
        plain(&["role"]).rank(1),
        permissions().rank(2),
        plain(&["since"]),
        plain(&["until"]),
        plain(&["ended_at"]).headed("ended"),
        plain(&["ended_by"]).rank(3),
        plain(&["granted_by"]).rank(5),
        plain(&["last_login_at"]).headed("last login").rank(4),
    ],
});

/// Arguments of `access list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    partner: PartnerFilter,
    /// Of one person, into every client
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Of everyone, into every client
    #[arg(long, short = 'A')]
    all_clients: bool,
    /// With -p: also the grants that the partner's people have of their own, into any client
    #[arg(long, requires = "partner", conflicts_with_all = ["as_of", "during"])]
    all_ways: bool,
    #[command(flatten)]
    as_of: AsOfArg,
    /// Everyone who could enter at any instant of this time: 2026-05, a day, or 2026-05-04..2026-06-30
    #[arg(long, value_name = "RANGE", conflicts_with_all = ["as_of", "expiring", "dormant"])]
    during: Option<String>,
    /// Only ways that end within this time: 30d, 12h
    #[arg(long, value_name = "DURATION")]
    expiring: Option<String>,
    /// Only ways of people who did not enter that client for this long: 90d
    #[arg(long, value_name = "DURATION")]
    dormant: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List who can or could enter, by which way, since when and who let them in";
    const DETAILS: &'static str = "\
One row for each way in that holds at this moment: `source` is `grant` for a grant of one's own, or the link of one's \
partner. Who has both has two rows. Name whose access to list: that of a client (-c), of a partner's users and the \
dedicated users made for it (-p; --all-ways adds the grants that the partner's users have of their own), of one person (--user), or of all (-A). `until` is the first instant at which that \
way is closed. Rows are ordered by client, then by person; ended_at and ended_by are empty, since what ended lets \
no one in.\n\n\
--as-of T lists who could enter at that instant, whatever was changed since; a day alone is its first instant, in the zone \
of the desk, and a time to come is answered as if nothing changed until then. --during lists everyone who could enter at any \
instant of a month, day or range: a row for each stretch in which a way gave the same role and permissions. `ended_at` \
is when the access ended within that time, and `ended_by` whose command ended it, empty where a term was over. Where the \
access went on with another role or other permissions, that row has no end; the next row begins then, and `changed_at` and \
`changed_by`, which are shown when --columns names them, have when and by whom. What \
happened after that time does not show, so that the same question has the same answer at any later day.\n\n\
--expiring and --dormant are about all clients where none of -c, -p and --user is given. \
--expiring 30d keeps the ways that end within that time; --dormant 90d those of people who did not enter that client \
for so long, where one who never did counts from `since`. Clients and people are named as they are called now. Of past \
times only one-click sessions are kept: `last_login_at` may be empty where someone entered both before and after.";
    const FORMS: &'static [&'static str] = &["-c CLIENT", "-p PARTNER", "--user EMAIL", "-A"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl access list -c big-shoes",
        "partnerctl access list -p jims-web --csv",
        "partnerctl access list -p jims-web --all-ways --csv",
        "partnerctl access list --user jim@bigshoes.example",
        "partnerctl access list -A --csv > access.csv",
        "partnerctl access list -c big-shoes --as-of 2026-05-04",
        "partnerctl access list -c big-shoes --during 2026-05 --csv",
        "partnerctl access list -A --expiring 30d",
        "partnerctl access list -p jims-web --dormant 90d",
    ];
    const VERB: Option<Verb> = Some(Verb::AccessList);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let filter = self.filter()?;
        let when = when(cx, &self.as_of, self.during.as_deref())?;
        let extent = self.extent(cx)?;
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            sink.until_full(|sink| access::list(tx, actor, extent, when, filter, |way| sink.push(&cells(way))))?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            cx.ui.note(&self.nobody(when));
        }
        if matches!(when, When::At(_)) && self.as_of.as_of.is_none() {
            Self::note_left_out(cx, extent)?;
        }
        Ok(())
    }
}

fn cells<'a>(way: &'a AccessWay<'_>) -> [Cell<'a>; 15] {
    let turn = |turn: &'a Option<(Instant, Option<String>)>| match turn {
        Some((at, by)) => (Some(*at), by.as_deref()),
        None => (None, None),
    };
    let (ended_at, ended_by) = turn(&way.ended);
    let (changed_at, changed_by) = turn(&way.changed);
    [
        Cell::shown(&way.client.id),
        Cell::shown(&way.client.slug),
        Cell::shown(&way.person.id),
        way.person.email.as_str().into(),
        Cell::shown(&way.by),
        way.gives.role.map(|role| role.name()).into(),
        Cell::list(way.gives.permissions.to_text()),
        way.since.into(),
        way.granted_by.as_deref().into(),
        way.gives.until.into(),
        ended_at.into(),
        ended_by.into(),
        way.last_login_at.into(),
        changed_at.into(),
        changed_by.into(),
    ]
}

impl List {
    fn filter(&self) -> Result<Filter> {
        let span = |text: &Option<String>, flag| text.as_deref().map(|text| positive(text, flag)).transpose();
        Ok(Filter { expiring: span(&self.expiring, "--expiring")?, dormant: span(&self.dormant, "--dormant")? })
    }

    fn nobody(&self, when: When) -> String {
        let sentence = match when {
            _ if self.expiring.is_some() && self.dormant.is_some() => "no unused access ends within that time",
            _ if self.expiring.is_some() => "no access ends within that time",
            _ if self.dormant.is_some() => "no access is unused for so long: each was used, or given, within that time",
            When::During(_) => "no one could enter in that time",
            When::At(_) if self.as_of.as_of.is_some() => "no one could enter then",
            When::At(_) => return format!("no one has access in force; {}", self.who_waits()),
        };
        sentence.to_owned()
    }

    /// The command that shows who is prepared or invited there.
    fn who_waits(&self) -> String {
        match (&self.client.client, &self.partner.partner, &self.user) {
            (Some(client), ..) => {
                shell_format!("`partnerctl user list -c {}` shows who is prepared or invited", client)
            }
            (_, Some(partner), _) => shell_format!("`partnerctl partner list-users -p {}` shows its users", partner),
            (.., Some(user)) => shell_format!("`partnerctl invite list --user {}` shows their invitations", user),
            _ => "`partnerctl user list -A` shows who is prepared or invited".to_owned(),
        }
    }

    /// Whether the own grants of a partner's people are wanted. They may be in clients that no user may know of.
    fn own_grants(&self, cx: &Context) -> Result<OwnGrants> {
        match cx.actor()? {
            _ if !self.all_ways => Ok(OwnGrants::LeftOut),
            Actor::Staff(_) => Ok(OwnGrants::Listed),
            Actor::OnBehalf { .. } | Actor::Person { .. } | Actor::Visitor => {
                Err(Error::denied("--all-ways is for support: it lists clients that the partner does not reach"))
            }
        }
    }

    /// Says that a list of a partner leaves out what its people hold by themselves.
    fn note_left_out(cx: &mut Context, extent: Extent) -> Result<()> {
        let Extent::Partner(partner, OwnGrants::LeftOut) = extent else { return Ok(()) };
        if !cx.actor()?.is_support() {
            return Ok(());
        }
        let left_out = cx.read(|tx, _| access::left_out(tx, partner))?;
        if left_out > 0 {
            let grants = counted(left_out, "grant");
            cx.ui.note(&format!(
                "{grants} of the partner's people, of their own, left out; `--all-ways` lists them too"
            ));
        }
        Ok(())
    }

    /// Whose access is wanted, if the actor may know it.
    fn extent(&self, cx: &mut Context) -> Result<Extent> {
        let wishes =
            [self.client.client.is_some(), self.partner.partner.is_some(), self.user.is_some(), self.all_clients];
        match wishes.iter().filter(|given| **given).count() {
            1 => {}
            // They are asked across clients.
            0 if self.expiring.is_some() || self.dormant.is_some() => {}
            0 => {
                let missing = Error::new(Code::ClientRequired, "no client, partner or person given")
                    .advice("name one: `-c CLIENT`, `-p PARTNER`, `--user EMAIL`, or `-A` for all");
                let client = cx.pick_client(missing)?.row.id;
                return of_client(cx, client);
            }
            _ => return Err(Error::usage("give only one of -c, -p, --user and -A")),
        }
        if let Some(reference) = self.client.if_given()? {
            let client = cx.client_for_read(&reference, "--client")?.row.id;
            return of_client(cx, client);
        }
        let (extent, target) = if let Some(partner) = self.partner.find(cx)? {
            (Extent::Partner(partner.id, self.own_grants(cx)?), Target::partner(partner.id))
        } else if let Some(user) = self.user.as_deref() {
            return Ok(Extent::User(known_user(cx, Verb::AccessList, user)?.id));
        } else {
            (Extent::Everything, Target::NOTHING)
        };
        authority::decide(cx.actor()?, Verb::AccessList, &target)?;
        Ok(extent)
    }
}

/// One client, if the actor may know of what is in it.
fn of_client(cx: &mut Context, client: ClientId) -> Result<Extent> {
    let now = cx.now();
    cx.read(|tx, actor| {
        let relation = reach::relation(tx, actor, client, now)?;
        authority::decide(actor, Verb::AccessList, &Target::client(relation))?;
        Ok(Extent::Client(client))
    })
}
