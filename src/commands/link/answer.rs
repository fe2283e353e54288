//! What `link approve` and `link deny` share: which request is answered, and by what right.

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::code::CodeArgs;
use crate::commands::question::{Empty, Kind, Question};
use crate::domain::authority::{self, Target, Verb};
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::{LinkId, PartnerId};
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::ops::link::answer::{By, opened_by};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::{link as ops_link, reach};

/// Another way to answer than to be asked for the code.
const CODE: &[&str] = &["code_stdin", "code_file"];

/// What a terminal is asked: whose answer it is, or else the code.
pub(super) const ASKS: &[Question] = &[
    Question::of("link", "", "Link request, such as lnk_17 (leave empty to type the code from the mail)", Kind::Link)
        .if_empty(Empty::Ends)
        .unless(CODE),
    Question::of("client", "-c", "Client, by slug or id (leave empty to type the code)", Kind::Client)
        .if_empty(Empty::Ends)
        .unless(CODE),
    Question::of("on_behalf", "--as", "On behalf of which owner or admin (leave empty to type the code)", Kind::User)
        .if_empty(Empty::Ends)
        .unless(CODE),
    Question::of("reason", "-m", "Reason, such as \"approved by phone\"", Kind::Reason).unless(CODE),
];

/// How support answers without the code.
const ON_BEHALF: &str = "without the code, answer on behalf of the owner: `--as OWNER -m REASON`";

/// The request and the proof.
#[derive(Debug, Args)]
pub(super) struct LinkAnswerArgs {
    /// The request, such as lnk_17; a code names it by itself
    #[arg(value_name = "LNK")]
    link: Option<String>,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    code: CodeArgs,
}

/// A request that is about to be answered.
pub(super) struct Answering {
    /// The client, shown.
    pub(super) seen: ClientSeen,
    /// The request.
    pub(super) id: LinkId,
    code: Option<Code>,
}

impl Answering {
    /// By what right it is answered.
    pub(super) const fn by(&self) -> By<'_> {
        match &self.code {
            Some(code) => By::Code(code),
            None => By::Behalf,
        }
    }

    /// The partner that asks, for anyone who may answer. The change itself says what is against the answer.
    pub(super) fn partner(&self, cx: &mut Context) -> Result<Option<PartnerId>> {
        let (client, now) = (self.seen.row.id, cx.now());
        cx.read(|tx, actor| {
            let Some(link) = ops_link::by_id(tx, self.id)?.filter(|link| link.client == client) else {
                return Ok(None);
            };
            let target = Target::link(reach::relation(tx, actor, client, now)?, link.partner);
            let target = if self.code.is_some() { target.with_code() } else { target };
            Ok(authority::decide(actor, Verb::LinkApprove, &target).is_ok().then_some(link.partner))
        })
    }
}

impl LinkAnswerArgs {
    /// Finds the request: by its code, with which all else that is named must agree, or by id and client.
    ///
    /// # Errors
    /// `usage`, `not_found`, `expired`, `client_mismatch`, `foreign_entity`, and those of the client of a change.
    pub(super) fn resolve(&self, cx: &mut Context) -> Result<Answering> {
        let id = self.link.as_deref().map(LinkId::parse).transpose()?;
        if let Some(code) = self.code(cx)? {
            return self.by_code(cx, id, code);
        }
        let Some(id) = id else {
            return Err(Error::usage("no link request given")
                .advice("name it with its client, `lnk_17 -c CLIENT`, or give its code with `--code-stdin`")
                .advice(ON_BEHALF));
        };
        let is_bare = self.client.client.is_none() && cx.actor()?.is_support();
        let explain = |error: Error| if is_bare { error.advice(ON_BEHALF) } else { error };
        Ok(Answering { seen: self.client.for_change(cx).map_err(explain)?, id, code: None })
    }

    fn code(&self, cx: &mut Context) -> Result<Option<Code>> {
        if cx.actor()?.is_support() {
            return self.code.read(cx, CodeKind::Link);
        }
        if self.code.is_given() {
            return Err(Error::usage("a code and --as are both given: whose answer is it?")
                .advice("a code is the answer of the person who got it by mail; leave one of the two out"));
        }
        Ok(None)
    }

    fn by_code(&self, cx: &mut Context, id: Option<LinkId>, code: Code) -> Result<Answering> {
        let now = cx.now();
        let (seen, opened) = cx.read(|tx, actor| {
            let (_, link) = opened_by(tx, &code)?;
            Ok((resolve::client_by_id(tx, actor, link.client, "the code", now)?, link.id))
        })?;
        self.agree(cx, &seen, opened)?;
        if let Some(id) = id.filter(|id| *id != opened) {
            return Err(other_request(cx, &seen, opened, id)?);
        }
        cx.take(&seen)?;
        Ok(Answering { seen, id: opened, code: Some(code) })
    }

    /// `--client`, if it is given, must name the client of the code.
    fn agree(&self, cx: &mut Context, seen: &ClientSeen, opened: LinkId) -> Result<()> {
        if self.client.client.is_none() {
            return Ok(());
        }
        let reference = ClientRef::parse(self.client.given()?, Forms::Exact)?;
        let now = cx.now();
        let said = cx.read(|tx, actor| resolve::client(tx, actor, &reference, "--client", now))?;
        resolve::must_be_current(&said)?;
        if said.row.id == seen.row.id {
            return Ok(());
        }
        Err(Error::client_mismatch(format!(
            "--client names {}, but the code is for {opened} of {}; nothing was changed",
            named(&said.row),
            named(&seen.row)
        ))
        .advice("make sure whose request is to be answered, then name that client or none")
        .fact("client_id", said.row.id.to_string())
        .fact("client_slug", said.row.slug.to_string())
        .other_client(seen.row.id))
    }
}

/// The code is for another request than the one that was named.
fn other_request(cx: &mut Context, seen: &ClientSeen, opened: LinkId, id: LinkId) -> Result<Error> {
    let now = cx.now();
    let (found, owner) = cx.read(|tx, actor| {
        let found = ops_link::by_id(tx, id)?;
        let owner = found.as_ref().map(|link| resolve::client_by_id(tx, actor, link.client, "", now)).transpose()?;
        Ok((found, owner))
    })?;
    let meaning = format!("the code is for {opened} of {}", named(&seen.row));
    Ok(match (found, owner) {
        (None, _) | (_, None) => Error::not_found(format!("there is no link {id}; {meaning}")),
        (Some(link), Some(owner)) if link.client != seen.row.id => {
            Error::foreign_entity(format!("{id} is of {}, but {meaning}; nothing was changed", named(&owner.row)))
                .other_client(owner.row.id)
        }
        _ => Error::client_mismatch(format!("{id} was named, but {meaning}; nothing was changed")),
    }
    .advice("look at both with `partnerctl link show`, and name the one that the code is for, or none")
    .fact("link_id", opened.to_string())
    .fact("client_id", seen.row.id.to_string())
    .fact("client_slug", seen.row.slug.to_string()))
}
