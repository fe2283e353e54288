//! `partnerctl invite bulk`

mod delivery;
mod row;
mod task;

use std::collections::{HashMap, HashSet};

use clap::Args;

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::bulk::{self, TableArgs};
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::elsewhere::{Noticed, Unconfirmed};
use crate::commands::terms::positive;
use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::domain::invitation::{Again, DeclinedOften, Policy, ResendPolicy, check_life, declined_often};
use crate::domain::language::Language;
use crate::domain::login::LoginRow;
use crate::domain::mail::MailState;
use crate::domain::shell::shell_format;
use crate::domain::time::{Instant, Span};
use crate::error::{Code, Result};
use crate::input::{Known, Mapping, Renaming, Rest, Row, TableReader};
use crate::ops::elsewhere::{self, Meant};
use crate::ops::{Tx, audit, invite, likeness, login, reach, resolve};
use crate::output::brief::plain;
use crate::output::columns::{id, int, text};
use crate::output::{Brief, Columns};

use delivery::Delivery;
use row::Whom;
use task::{Inviting, Offer, Pauses};

const COLUMNS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    id("email"),
    text("result"),
    id("invitation_id"),
    text("mail"),
    text("warning"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["email"]),
        plain(&["invitation_id"]).headed("invitation").rank(3),
        state(&["mail"]).rank(2),
        plain(&["warning"]).whole().rank(1),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});

/// Columns that a row may have for this command.
pub(in crate::commands) const USED: [&str; 10] =
    ["client_id", "client_slug", "email", "role", "permissions", "until", "form", "language", "confirm", "result"];

/// Columns of our own lists and results that mean nothing here.
const IGNORED: [&str; 36] = [
    "line",
    "name",
    "slug",
    "domain",
    "account_number",
    "owners",
    "owner_name",
    "allow_similar",
    "plan",
    "staff",
    "state",
    "activation",
    "invited_at",
    "last_login_at",
    "partners",
    "created_at",
    "user_id",
    "expires_at",
    "for_partner",
    "mailbox",
    "bounced",
    "invitation_id",
    "kind",
    "sent_at",
    "send_count",
    "answered_at",
    "invited_by",
    "mail",
    "warning",
    "error_code",
    "message",
    "refused_code",
    "refused_message",
    "matched",
    "email_domain",
    "status",
];

/// Arguments of `invite bulk`.
#[derive(Debug, Args)]
pub struct Bulk {
    #[command(flatten)]
    table: TableArgs,
    /// Which header means which column; repeat it for more
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    map: Vec<String>,
    /// What becomes of headers that are no column: dropped [default: they stop the run]
    #[arg(long, value_name = "WHAT", value_parser = ["drop"])]
    rest: Option<String>,
    /// Each row means all owners of its client; `email` and `role` are not needed
    #[arg(long)]
    owners: bool,
    /// The form that the mails link where a row names none; its address is set with `config set form.NAME URL`
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// The language of the mails where a row names none and the person has none: en, de, fr or es
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Send again to those who have not answered for this long: 7d, 12h
    #[arg(long, value_name = "SPAN")]
    resend_after: Option<String>,
    /// With --resend-after: at most so many sendings in all
    #[arg(long, value_name = "N", requires = "resend_after")]
    max_sends: Option<u32>,
    /// How long each invitation lives, at most 30d; one that is sent again keeps its span otherwise
    #[arg(long, value_name = "SPAN")]
    expires_in: Option<String>,
    /// Also invite those who declined, were cancelled or removed: a list of these words; `declined-often` also those who
    /// declined twice or more within 30 days
    #[arg(long, value_name = "LIST")]
    again: Option<String>,
    /// Deliver the mails before the run ends, and report in each row what became of its mail
    #[arg(long)]
    deliver: bool,
}

impl Command for Bulk {
    const NAME: &'static str = "bulk";
    const ABOUT: &'static str = "Invite everyone in a table";
    const DETAILS: &'static str = "\
The table has the columns client_id and/or client_slug, email, and maybe role, permissions, until, form and language. Where a \
row names its client twice, both must agree, or the whole run stops before anything is written. Rows that cannot be \
carried out are reported and the others go; the exit code is then 7. Running the same table again is safe: anyone who is \
pending or in is `unchanged`, anyone who declined, was cancelled or removed is `skipped` unless --again names it. An \
invitation that is sent again lives as long as before unless --expires-in says otherwise.

A row whose address belongs to another client or partner, and is new in the client of the row, is `held` with the code \
`unconfirmed`: a column may have slipped. Such rows are counted before anything is sent. The column `confirm` with the \
slug of the client confirms a row, --allow-elsewhere all of them; a terminal asks once. Rows about people who have \
declined twice or more within 30 days, which --again would invite, are counted and held in the same way; --again \
declined-often confirms all of them. A new address one letter away from a known one is pointed out in the column `warning`.

Each mail links the form of the column `form`, or the one of --form. \
Rows whose column `result` says `failed`, `conflict` or `held` are passed over, so that the results of one command feed \
the next. Mails wait for `partnerctl mail deliver` unless --deliver is given: then each row's mail leaves once its row \
is committed, all over one connection, also the mail of an earlier run that waits still, and the column `mail` shows the result. A mail that a server refused makes its row `failed` with the code `mail`; the invitation stays, and \
running the row again sends it again, a minute later at the earliest and within --max-sends, because no one got it. A \
mail that may pass later waits, which is no failure; so does every mail once nothing can leave at all, which is said \
once. On a terminal the number of clients is \
asked for; a script may assert it with --expect-clients.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite bulk clients.csv --errors bad.csv --csv",
        "partnerctl invite bulk - --owners --dry-run",
        "partnerctl invite bulk people.csv --map Customer=client_slug --map E-Mail=email --map Role=role --rest drop",
        "partnerctl invite bulk - --owners --resend-after 7d --max-sends 3 --deliver --errors bad.csv --csv",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteBulk);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Bulk
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let policy = self.policy()?;
        let life = self.expires_in.as_deref().map(|life| positive(life, "--expires-in")).transpose()?;
        let life = life.map(check_life).transpose()?;
        cx.read(|tx, _| invite::must_be_a_form(tx, self.form.as_deref()))?;
        let known = Known::new(&USED).ignoring(&IGNORED).renaming(Renaming::Dropping);
        let rest = if self.rest.is_some() { Rest::Drop } else { Rest::Refuse };
        let mut table = self.table.open(cx, &known, &Mapping::parse(&self.map, rest)?)?;
        if table.has("until") {
            cx.ui.note(&format!(
                "a day in the column until ends at midnight in {}",
                cx.zone.of_desk().described(cx.now())
            ));
        }
        let whom = if self.owners { Whom::Owners } else { Whom::Address };
        require_columns(&table, whom)?;
        let mut survey = survey(cx, &mut table, whom, &policy)?;
        survey.point_out(cx, &policy);
        let held = self.table.settle(cx, std::mem::replace(&mut survey.unconfirmed, Unconfirmed::new("row")))?;
        let plan = format!("{}, {}", counted(survey.rows, "row"), counted(survey.clients_count(), "client"));
        self.table.confirm(cx, survey.clients.len(), &plan)?;
        let plan = bulk::BulkPlan { verb: Verb::InviteBulk, columns: COLUMNS, rows: survey.rows };
        let pauses = Pauses { held, slips: survey.slips, head: survey.head };
        let delivery = if self.deliver { Some(Delivery::new(cx.post()?)) } else { None };
        let language = self.language.as_deref().map(Language::parse).transpose()?;
        let offer = Offer { policy, life, form: self.form.clone(), language };
        let mut task = Inviting::new(whom, offer, cx.zone.clone(), pauses, delivery);
        let again = self.again();
        let mut ended = bulk::run(cx, &self.table, selection, &mut table, plan, &mut task)?;
        let queued = task.queued();
        let mut refused = 0;
        let next = match task.into_delivery() {
            Some(delivery) => {
                refused = delivery.count(MailState::Failed);
                delivery.close(cx, &mut ended)
            }
            None => (queued > 0).then(|| format!("{} to go: `partnerctl mail deliver`", counted(queued, "mail"))),
        };
        bulk::close(cx, &self.table, ended, &again, next.as_deref()).map_err(|error| match refused {
            0 => error,
            _ => error.advice("correct a wrong address with `partnerctl invite resend INV -c CLIENT --to EMAIL`"),
        })
    }
}

impl Bulk {
    /// The command line up to the file, for feeding rows back.
    fn again(&self) -> String {
        let mut line = "partnerctl invite bulk".to_owned();
        for map in &self.map {
            line.push_str(&shell_format!(" --map {}", map));
        }
        line.extend(self.form.as_deref().map(|form| shell_format!(" --form {}", form)));
        line.extend(self.language.as_deref().map(|language| shell_format!(" --language {}", language)));
        line.extend(self.rest.as_deref().map(|rest| shell_format!(" --rest {}", rest)));
        line
    }

    fn policy(&self) -> Result<Policy> {
        let unanswered = match &self.resend_after {
            None => ResendPolicy::Leave,
            Some(after) => ResendPolicy::AfterInterval {
                after: Span::parse(after).map_err(|error| error.context("--resend-after"))?,
                max_sends: self.max_sends,
            },
        };
        let (again, declined_often) = match &self.again {
            Some(again) => Again::parse(again)?,
            None => (Again::NONE, DeclinedOften::Hold),
        };
        Ok(Policy { unanswered, again, declined_often, ..Policy::BULK })
    }
}

fn require_columns(table: &TableReader, whom: Whom) -> Result<()> {
    table.require(&["client_id", "client_slug"], "each row names its client by `client_id` or `client_slug`")?;
    match whom {
        Whom::Owners => Ok(()),
        Whom::Address => {
            table.require(&["email"], "add the column `email`, or `--owners` to invite all owners of each client")
        }
    }
}

/// What the first reading found: how many rows, of how many clients.
struct Survey {
    /// The last audit row of what it read.
    head: i64,
    rows: u64,
    clients: HashSet<ClientId>,
    unconfirmed: Unconfirmed,
    /// Rows about people who have declined more than once lately, and that nothing confirms.
    declined: Noticed,
    /// By line, the known address from which a new one is one letter away.
    slips: HashMap<u64, likeness::Likeness>,
    noticed: Noticed,
}

/// A row whose client was found.
#[derive(Clone, Copy)]
struct Found<'a, 'r> {
    row: &'a Row<'r>,
    client: &'a ClientRow,
    whom: Whom,
    again: Again,
    now: Instant,
}

impl Survey {
    fn new() -> Self {
        Self {
            head: 0,
            rows: 0,
            clients: HashSet::new(),
            unconfirmed: Unconfirmed::new("row"),
            declined: Noticed::default(),
            slips: HashMap::new(),
            noticed: Noticed::default(),
        }
    }

    /// Notices what gives pause about the people of a row, in a client where the actor may invite.
    fn look_at(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        found: &Found<'_, '_>,
        known: &mut likeness::Known,
    ) -> Result<()> {
        let Found { row, client, now, .. } = *found;
        let people = match found.whom {
            Whom::Address => row::email(row).into_iter().collect(),
            Whom::Owners => invite::owners_who_may_come_in(tx, client, now)?,
        };
        let (line, is_confirmed) = (row.line(), row::is_confirmed(row, client));
        for email in &people {
            let login = login::by_key(tx, email.key())?;
            if found.whom == Whom::Address {
                self.look_at_address(tx, actor, found, (email, login.as_ref()), known)?;
            }
            let declines = match &login {
                Some(login) if !is_confirmed => invite::declines_too_often(tx, client.id, login.id, found.again, now)?,
                _ => None,
            };
            if let Some(declines) = declines {
                self.declined.add(|| format!("line {line}: {}", declined_often(email, declines)));
                break;
            }
        }
        Ok(())
    }

    fn look_at_address(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        found: &Found<'_, '_>,
        person: (&Email, Option<&LoginRow>),
        known: &mut likeness::Known,
    ) -> Result<()> {
        let Found { row, client, now, .. } = *found;
        let (line, (email, login)) = (row.line(), person);
        if !row::is_confirmed(row, client)
            && let Some(other) = elsewhere::find_person(tx, actor, person, Meant::Client(client), now)?
            && other.needs_confirmation()
        {
            let named = resolve::named(client);
            self.unconfirmed.add(line, || format!("line {line}: {}, named with {named}", other.sentence(email)));
        }
        if login.is_none()
            && let Some(like) = known.find(tx, actor, email, Some(client.id))?
        {
            self.noticed.add(|| format!("line {line}: {}", likeness::sentence(email, &like)));
            self.slips.insert(line, like);
        }
        Ok(())
    }

    /// Warns of what gives pause and stops nothing by itself.
    fn point_out(&self, cx: &Context, policy: &Policy) {
        if self.noticed.count() > 0 {
            let (rows, listed) = (counted(self.noticed.count(), "row"), self.noticed.listed());
            cx.ui.warn(&format!("{rows} with a new address that may be a slip: {listed}"));
        }
        if self.declined.count() > 0 {
            let (rows, listed) = (counted(self.declined.count(), "row"), self.declined.listed());
            let fate = match policy.declined_often {
                DeclinedOften::AskAgain => "confirmed by --again declined-often",
                DeclinedOften::Hold | DeclinedOften::Refuse => "held",
            };
            cx.ui.warn(&format!("{rows} about people who have declined twice or more ({fate}): {listed}"));
        }
    }

    fn clients_count(&self) -> u64 {
        u64::try_from(self.clients.len()).unwrap_or(u64::MAX)
    }
}

/// Reads every row and stops the whole run for one whose columns disagree, or whose client is vetoed. A row that is
/// wrong in another way concerns itself only, and is reported in its turn.
fn survey(cx: &mut Context, table: &mut TableReader, whom: Whom, policy: &Policy) -> Result<Survey> {
    let name = table.name().to_owned();
    let expected = cx.expected_clients();
    let mut survey = Survey::new();
    let mut known = likeness::Known::default();
    let now = cx.now();
    cx.read_aloud(|tx, actor, ui| {
        survey.head = audit::head(tx)?.number;
        loop {
            if table.has_none_ahead() {
                row::read_ahead_to_survey(tx, &mut table.look_ahead(bulk::ROWS_AHEAD)?);
            }
            let Some(row) = table.next_row()? else { break };
            if bulk::is_passed_over(&row) {
                continue;
            }
            survey.rows += 1;
            bulk::show_survey(ui, survey.rows);
            let place = || format!("{name} line {}", row.line());
            match resolve::row_client(tx, actor, row.get("client_id"), row.get("client_slug"), now) {
                Ok(client) => {
                    if survey.clients.insert(client.id)
                        && let Some(expected) = &expected
                    {
                        resolve::agree(tx, actor, &client, &place(), expected, now)?;
                    }
                    if reach::has(tx, actor, Verb::InviteBulk, client.id, now)? {
                        let found = Found { row: &row, client: &client, whom, again: policy.again, now };
                        survey.look_at(tx, actor, &found, &mut known)?;
                    }
                }
                Err(error) if error.code() == Code::ClientMismatch => return Err(error.context(place())),
                Err(_) => {}
            }
        }
        Ok(())
    })?;
    Ok(survey)
}
