//! `partnerctl partner dashboard`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::PartnerArg;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::association::Tab;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::Result;
use crate::ops::readiness;
use crate::output::brief::{Phrase, Record, plain, words};
use crate::output::columns::{boolean, id, list, text};
use crate::output::part::ascending;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, Shape};
use crate::shell;

const COLUMNS: Columns = Columns::new(&[
    id("partner"),
    id("client_id"),
    id("client_slug"),
    text("name"),
    text("domain"),
    text("tab"),
    text("link_state"),
    id("login"),
    text("role"),
    boolean("ready"),
    list("missing"),
    text("next"),
])
.keyed(ascending(&["client_id"]))
.in_brief(&Brief {
    noun: "client",
    columns: &[
        plain(&["client_slug"]).headed("client"),
        plain(&["name"]),
        plain(&["tab"]).rank(2),
        state(&["link_state"]).headed("link"),
        plain(&["login"]).rank(3),
        plain(&["role"]).rank(4),
        words("one-click access", &["ready", "missing"], readiness_of),
    ],
});

fn readiness_of(record: &Record<'_>) -> Phrase {
    match record.is("ready") {
        true => Phrase::new("ready", Tone::Good),
        false => Phrase::new(format!("needs {}", record.text_of("missing").replace(' ', ", ")), Tone::Waiting),
    }
}

/// Arguments of `partner dashboard`.
#[derive(Debug, Args)]
pub struct Dashboard {
    #[command(flatten)]
    partner: PartnerArg,
    /// Only the clients on this tab: active, trial, free, cancelled, expired or pending
    #[arg(long, value_name = "TAB")]
    tab: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for Dashboard {
    const NAME: &'static str = "dashboard";
    const ABOUT: &'static str = "List a partner's clients: tab, link, login, and what is missing for one-click access";
    const DETAILS: &'static str = "\
The clients that are associated with the partner, and those with a link that waits or holds; finished links are in \
`link list`. `login` is the address of the dedicated user, or `own` where the partner requested the link. `ready` means that \
one action enters; `missing` has the words of `client readiness`, and `next` the first command: what is missing first, or \
the one that enters. A partner user sees the clients in their own scope.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner dashboard -p jims-web",
        "partnerctl partner dashboard -p jims-web --tab active --as pat@jimsweb.example",
        "partnerctl partner dashboard -p jims-web --columns client_slug,ready,missing,next --csv",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerDashboard);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let tab = self.tab.as_deref().map(Tab::parse).transpose()?;
        let company = self.partner.find(cx)?;
        let now = cx.now();
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            sink.until_full(|sink| {
                readiness::dashboard(tx, actor, &company, tab, now, |line| {
                    let readiness::DashboardLine { client, readiness, next } = line;
                    let missing: Vec<&str> = readiness.steps.iter().map(|step| step.missing.code()).collect();
                    sink.push(&[
                        Cell::shown(&company.slug),
                        Cell::shown(&client.id),
                        Cell::shown(&client.slug),
                        client.name.as_str().into(),
                        client.domain.as_deref().into(),
                        readiness.tab.map(|tab| tab.name()).into(),
                        readiness.link.map(|link| link.name()).into(),
                        readiness.login.word().into(),
                        readiness.login.role().map(|role| role.name()).into(),
                        readiness.is_ready().into(),
                        Cell::list(missing.join(" ")),
                        next.map(shell::step).into(),
                    ])
                })
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 {
            let (name, slug) = (&company.name, &company.slug);
            let on = tab.map_or_else(String::new, |tab| format!(" on the tab {tab}"));
            cx.ui.note(&shell_format!(
                "{} has no client{}; support notes one with `partnerctl client associate CLIENT -p {}`",
                Verbatim(&name),
                Verbatim(&on),
                slug
            ));
        }
        Ok(())
    }
}
