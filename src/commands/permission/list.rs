//! `partnerctl permission list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::link::{LINK_DEFAULT, LINK_MOST};
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::error::Result;
use crate::output::brief::{BriefColumn, Phrase, plain, words};
use crate::output::columns::{id, list, text};
use crate::output::part::in_other_order;
use crate::output::{Brief, Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[id("permission"), text("description"), list("default"), list("at_most")])
    .keyed(in_other_order(&["permission"]))
    .in_brief(&Brief {
        noun: "permission",
        columns: &[
            plain(&["permission"]),
            plain(&["description"]).below(),
            lowest("default", &["default"]).whole(),
            lowest("at most", &["at_most"]).whole(),
        ],
    });

/// The roles from owner down to the lowest that has it, and `link`.
const fn lowest(head: &'static str, of: &'static [&'static str; 1]) -> BriefColumn {
    words(head, of, |record| {
        let text = record.text();
        let (roles, link) = text.strip_suffix(" link").map_or((&*text, ""), |roles| (roles, ", link"));
        Phrase::plain(match (roles.split_once(' '), roles.rsplit_once(' ')) {
            (Some((highest, _)), Some((_, lowest))) => format!("{highest} to {lowest}{link}"),
            _ => format!("{roles}{link}"),
        })
    })
}

/// Arguments of `permission list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List the permissions, and which roles have each by default and at most";
    const DETAILS: &'static str = "\
`default`: who has it where nothing else is said. `at_most`: who may have it at all. `link` means the link of a \
partner. A set is flat, nothing implies another; an owner always has all of them.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl permission list", "partnerctl permission list --json --columns permission,at_most"];
    const VERB: Option<Verb> = Some(Verb::PermissionList);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut sink = cx.sink(cx.select_part(COLUMNS, self.part.part())?, Shape::List)?;
        sink.until_full(|sink| {
            Permission::ALL.into_iter().try_for_each(|permission| {
                sink.push(&[
                    Cell::from(permission.name()),
                    Cell::from(permission.description()),
                    Cell::list(having(permission, Role::default_permissions, LINK_DEFAULT)),
                    Cell::list(having(permission, Role::most, LINK_MOST)),
                ])
            })
        })?;
        cx.end_list(sink)
    }
}

/// The roles whose set has the permission, from high to low, and `link` if that of a link has it.
fn having(permission: Permission, of: impl Fn(Role) -> Permissions, of_link: Permissions) -> String {
    let mut names: Vec<&str> =
        Role::ALL.into_iter().filter(|role| of(*role).contains(permission)).map(Role::name).collect();
    names.extend(of_link.contains(permission).then_some("link"));
    names.join(" ")
}
