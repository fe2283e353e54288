//! `partnerctl session verify`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::code::CodeArgs;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::SessionId;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::session::{self, Seen};
use crate::output::columns::{id, instant, list as many, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};

use super::columns;

const COLUMNS: Columns = columns!(
    id("user_id"),
    text("name"),
    text("role"),
    many("permissions"),
    id("link_id"),
    instant("idle_at"),
    text("result")
);

/// Arguments of `session verify`.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    code: CodeArgs,
    /// Ask about this session, which was verified before, instead of taking a code; with --client
    #[arg(long, value_name = "SES", conflicts_with_all = ["code_stdin", "code_file"])]
    session: Option<String>,
    #[command(flatten)]
    client: ClientArg,
}

impl Command for Verify {
    const NAME: &'static str = "verify";
    const ABOUT: &'static str = "For the client's portal: who comes with this code, and what may they do";
    const DETAILS: &'static str = "\
The portal runs it as a service account (see `help database`). With a code it lets someone in, once, and that is \
recorded as their last login. A code that was used is a `conflict`, exit 4; one that is late, or that a newer one \
replaced, is `expired`, 6; a mistyped one `usage`, 2; an unknown one `not_found`, 3. With --client, a code for another \
client is refused with 12 and stays unused: a portal that serves one client should name it.

With --session and --client the portal asks, later and as often as it likes, whether the person is still in, and what \
they may do by now; that counts as use, noted once a minute. `expired`, 6, means that they have to enter again, \
`denied`, 5, that they may no longer. The id is no secret and proves nothing: keep it on the portal's side of the wire, and \
let no one in by it who did not come with a code.

`email` is the person, `login` the address with which they are in the client; show both. `role` is empty where a link \
gives permissions without a role. `expires_at` is the end at the latest, `idle_at` the end without further use.";
    const FORMS: &'static [&'static str] = &["--code-stdin", "--code-file FILE", "--session SES -c CLIENT"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl session verify --code-stdin --json < code.txt",
        "partnerctl session verify --code-stdin -c big-shoes --json < code.txt",
        "partnerctl session verify --session ses_4 -c big-shoes --json",
    ];
    const VERB: Option<Verb> = Some(Verb::SessionVerify);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Global, "with `--session`")];
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        if self.session.is_some() { Class::Global } else { Class::Outward }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        match &self.session {
            Some(id) => self.ask_again(cx, selection, SessionId::parse(id)?),
            None => self.let_in(cx, selection),
        }
    }
}

impl Verify {
    /// Someone comes with a code.
    fn let_in(&self, cx: &mut Context, selection: Selection) -> Result<()> {
        let named_client = self.named(cx)?;
        let code = self.code.read(cx, CodeKind::Session)?.ok_or_else(|| {
            Error::unconfirmed("no code was given, and there is no terminal to ask at")
                .advice("give it with `--code-stdin` or `--code-file`")
        })?;
        let place = self.place_of(cx, &code, named_client)?;
        cx.take_in_any_state(&place)?;
        let done = cx.change(|change| session::verify(change, &place, &code))?;
        present(cx, selection, &done.value, ResultWord::Entered)
    }

    /// The portal asks about someone who came before. What was noted a moment ago is not noted again.
    fn ask_again(&self, cx: &mut Context, selection: Selection, id: SessionId) -> Result<()> {
        let reference = ClientRef::parse(self.client.given()?, Forms::Exact)?;
        let now = cx.now();
        let place = cx.read(|tx, actor| resolve::client(tx, actor, &reference, "--client", now))?;
        resolve::must_be_current(&place)?;
        cx.take_in_any_state(&place)?;
        let looked = cx.read(|tx, _| {
            let looked = session::look_up(tx, &place, id, now)?;
            session::must_have_come(tx, &looked.seen, now)?;
            Ok(looked)
        })?;
        if !looked.seen.session.is_worth_noting(now) {
            return present(cx, selection, &looked.seen, ResultWord::Unchanged);
        }
        let done = cx.change(|change| session::keep_alive(change, &place, id))?;
        present(cx, selection, &done.value, ResultWord::Updated)
    }

    /// The client that the portal serves, if it says so.
    fn named(&self, cx: &mut Context) -> Result<Option<ClientSeen>> {
        if self.client.client.is_none() {
            return Ok(None);
        }
        let reference = ClientRef::parse(self.client.given()?, Forms::Exact)?;
        let now = cx.now();
        let seen = cx.read(|tx, actor| resolve::client(tx, actor, &reference, "--client", now))?;
        resolve::must_be_current(&seen)?;
        Ok(Some(seen))
    }

    /// The client of the code, which must be the one that is named.
    fn place_of(&self, cx: &mut Context, code: &Code, said: Option<ClientSeen>) -> Result<ClientSeen> {
        let now = cx.now();
        let looked = cx.read(|tx, actor| session::inspect(tx, actor, code, now))?;
        let of_code = &looked.client.row;
        match said {
            Some(said) if said.row.id != of_code.id => Err(Error::client_mismatch(format!(
                "--client names {}, but the code is for another client, by {}; it was not used",
                named(&said.row),
                looked.seen.session.id
            ))
            .advice(format!("it is for {}: the link led to the wrong portal", named(of_code)))
            .fact("session_id", looked.seen.session.id.to_string())
            .fact("client_id", said.row.id.to_string())
            .fact("client_slug", said.row.slug.to_string())
            .other_client(of_code.id)
            .fact("other_client_slug", of_code.slug.to_string())),
            _ => Ok(looked.client),
        }
    }
}

fn present(cx: &Context, selection: Selection, seen: &Seen, result: ResultWord) -> Result<()> {
    let mut row = super::cells(seen);
    row.extend([
        Cell::shown(&seen.person.id),
        seen.person.name().into(),
        seen.role.map(|role| role.name()).into(),
        Cell::list(seen.permissions.to_text()),
        seen.session.ground.link.map(|link| link.to_string()).into(),
        seen.session.idle_at().into(),
        result.into(),
    ]);
    let mut sink = cx.sink(selection, Shape::One)?.going_on_without_reader();
    sink.push(&row)?;
    sink.finish()
}
