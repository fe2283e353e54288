//! `demo --serve`: the pages over the database of the demo, with links to try.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use crate::app::database_location::DatabaseLocation;
use crate::app::database_paths::DatabasePaths;
use crate::cli::context::Context;
use crate::commands::top::serve;
use crate::domain::language::Language;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::mail::text::Pages;
use crate::ops::{database, who};
use crate::output::failure::reason;
use crate::web::{self, Bound, Options};

use super::shell::{self, Shell};
use super::story::Part;

/// Where the pages are, unless something else is there.
const PORT: u16 = 8080;
/// The owner who accepted in the story, and the password.
const OWNER: &str = "jim@bigshoes.example";
const PASSWORD: &str = "seventeen blue umbrellas";

/// Takes the usual port of this machine, else a free one.
pub(super) fn bind() -> Result<Bound> {
    let on = |port| SocketAddr::from(([127, 0, 0, 1], port));
    web::bind(on(PORT)).or_else(|_| web::bind(on(0)))
}

/// Makes something to answer, prints the links, and serves the pages until it is interrupted.
pub(super) fn serve(cx: &mut Context, folder: &Path, bound: Bound) -> Result<()> {
    let base_url = format!("http://{}", bound.address);
    let mut shell = Shell::new(cx, folder)?;
    super::quietly(cx, &mut shell, &shell_format!("partnerctl config set web.base_url {}", base_url), 0)?;
    for part in super::story::pages() {
        if let Part::Gives(command, expected) = part {
            super::quietly(cx, &mut shell, &command, expected)?;
        }
    }
    let place = DatabaseLocation::File(DatabasePaths::at(folder.join(shell::DATABASE)));
    let outbox = place.paths().outbox();
    let pages = Pages::under(&base_url);
    let (invitation, request) = (mailed(&outbox, &pages.invitation(""))?, mailed(&outbox, &pages.link(""))?);
    let options = Options {
        tls: None,
        client_header: None,
        base_url: base_url.clone(),
        portal: None,
        desk_name: Some("Support".to_owned()),
        language: Language::default(),
    };
    let (mut store, _) = database::open_again(&place, shell.account())?;
    let staff = store.read(|tx| who::actor(tx, shell.account(), None, cx.now()))?;
    drop(store);
    let running = bound.serve(&options, &serve::make_desk(cx, place, staff))?;
    cx.ui.print(&format!(
        "Open one of these in a browser on this machine:\n\n\
         An invitation       {invitation}\n\
         A link request      {request}\n\
         A sign-in           {}\n                    \
         as {OWNER}, with the password: {PASSWORD}\n\n\
         Mails are files in {}. Ctrl-C ends the server.\n",
        pages.sign_in(),
        outbox.display()
    ))?;
    serve::until_interrupted(cx, running)
}

/// The link in a mail of the outbox that begins so.
fn mailed(outbox: &Path, beginning: &str) -> Result<String> {
    let unreadable = |error| Error::failed(format!("cannot read {}: {}", outbox.display(), reason(&error)));
    for entry in fs::read_dir(outbox).map_err(unreadable)? {
        let mail = fs::read_to_string(entry.map_err(unreadable)?.path()).map_err(unreadable)?;
        if let Some(link) = mail.lines().find(|line| line.starts_with(beginning)) {
            return Ok(link.to_owned());
        }
    }
    Err(Error::bug(format!("no mail of the demo has a link {beginning}")))
}
