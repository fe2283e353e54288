//! `partnerctl permission list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::link::{LINK_DEFAULT, LINK_MOST};
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::error::Result;
use crate::output::columns::{id, list, text};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[id("permission"), text("description"), list("default"), list("at_most")]);

/// Arguments of `permission list`.
#[derive(Debug, Args)]
pub struct List {}

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
        let mut sink = cx.sink(cx.select(COLUMNS)?, Shape::List)?;
        for permission in Permission::ALL {
            sink.push(&[
                Cell::from(permission.name()),
                Cell::from(permission.description()),
                Cell::list(having(permission, Role::default_permissions, LINK_DEFAULT)),
                Cell::list(having(permission, Role::most, LINK_MOST)),
            ])?;
        }
        sink.finish()
    }
}

/// The roles whose set has the permission, from high to low, and `link` if that of a link has it.
fn having(permission: Permission, of: impl Fn(Role) -> Permissions, of_link: Permissions) -> String {
    let mut names: Vec<&str> =
        Role::ALL.into_iter().filter(|role| of(*role).contains(permission)).map(Role::name).collect();
    names.extend(of_link.contains(permission).then_some("link"));
    names.join(" ")
}
