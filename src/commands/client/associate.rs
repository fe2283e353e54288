//! `partnerctl client associate`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientObject, PartnerArg};
use crate::commands::command::Command;
use crate::domain::association::Tab;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::association::{self, AssociationOutcome};
use crate::ops::{partner, resolve};
use crate::output::{Cell, Columns, ResultWord, Shape};

/// Arguments of `client associate`.
#[derive(Debug, Args)]
pub struct Associate {
    #[command(flatten)]
    client: ClientObject,
    #[command(flatten)]
    partner: PartnerArg,
    /// The tab of the partner's dashboard: active, trial, free, cancelled, expired or pending
    #[arg(long, value_name = "TAB", default_value = "active")]
    tab: String,
}

impl Command for Associate {
    const NAME: &'static str = "associate";
    const ABOUT: &'static str = "Note that a partner referred a client: it shows on the partner's dashboard";
    const DETAILS: &'static str = "\
For support only. It gives no access: the partner's users see the client from then on, and enter it once there is a \
link. Naming another tab puts the client there; the same again is `unchanged`. `client readiness` shows what else is \
missing for one-click access.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client associate big-shoes -p jims-web",
        "partnerctl client associate C100001-9 -p ptn_1 --tab trial",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientAssociate);
    const COLUMNS: Option<Columns> = Some(super::BETWEEN);

    fn class(&self) -> Class {
        Class::Reversible
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::BETWEEN)?;
        let tab = Tab::parse(&self.tab)?;
        let seen = self.client.for_change(cx)?;
        let company = self.partner.find(cx)?;
        let fate = cx.change(|change| association::associate(change, &seen, &company, tab))?.value;
        let (client, of) = (resolve::named(&seen.row), partner::named(&company));
        cx.ui.outcome(|t| match fate {
            AssociationOutcome::Associated => format!("{client} {} associated with {of}, on the tab {tab}.", t.is()),
            AssociationOutcome::Moved(former) => {
                let on = t.pick("is on", "would be on");
                format!("{client} {on} the tab {tab} of {of}{}, no longer on {former}.", t.pick(" now", ""))
            }
            AssociationOutcome::Unchanged => format!("{client} is associated with {of} already, on the tab {tab}."),
        });
        if fate == AssociationOutcome::Associated {
            let (slug, company) = (&seen.row.slug, &company.slug);
            cx.ui.hint(&shell_format!(
                "see what else is missing with `partnerctl client readiness {} -p {}`",
                slug,
                company
            ));
        }
        let result = match fate {
            AssociationOutcome::Associated => ResultWord::Created,
            AssociationOutcome::Moved(_) => ResultWord::Updated,
            AssociationOutcome::Unchanged => ResultWord::Unchanged,
        };
        let mut sink = cx.sink(selection, Shape::Changed("client_id"))?;
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::shown(&company.slug),
            tab.name().into(),
            result.into(),
        ])?;
        sink.finish()
    }
}
