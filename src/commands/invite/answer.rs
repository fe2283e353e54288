//! What `invite accept` and `invite decline` share: which invitation is answered, and by what right.

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::code::CodeArgs;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::InvitationId;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::ops::invite::{self, PasswordAtAccept, Proof};
use crate::ops::resolve::{self, named};

/// The invitation and the proof.
#[derive(Debug, Args)]
pub(super) struct InvitationAnswerArgs {
    /// With --as: the invitation, such as inv_31 [default: the latest one of that person to the client]
    #[arg(value_name = "INV")]
    invitation: Option<String>,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    pub(super) code: CodeArgs,
}

/// An invitation that is about to be answered; its client has been shown.
pub(super) struct Answering {
    pub(super) entrance: PasswordAtAccept,
    code: Option<Code>,
}

impl Answering {
    /// By what right it is answered.
    pub(super) const fn proof(&self) -> Proof<'_> {
        match &self.code {
            Some(code) => Proof::Code(code),
            None => Proof::InPlace(self.entrance.invitation.id),
        }
    }
}

impl InvitationAnswerArgs {
    /// Finds the invitation: by its code, with which all else that is named must agree; or with `--as` that person's,
    /// by its client.
    ///
    /// # Errors
    /// `usage`, `denied`, `not_found`, `expired`, `client_mismatch`, `foreign_entity`, and those of the client of a
    /// change.
    pub(super) fn resolve(&self, cx: &mut Context, verb: Verb) -> Result<Answering> {
        let id = self.invitation.as_deref().map(InvitationId::parse).transpose()?;
        let behalf = !cx.actor()?.is_support();
        if behalf && self.code.is_given() {
            return Err(Error::usage("a code and --as are both given: whose answer is it?")
                .advice("a code is the answer of the person who got it by mail; leave one of the two out"));
        }
        let answering = if behalf {
            let place = ClientRef::parse(self.client.given()?, Forms::Exact)?;
            let now = cx.now();
            let entrance = cx.read(|tx, actor| invite::of_invitee(tx, actor, verb, &place, id, now))?;
            Answering { entrance, code: None }
        } else {
            let Some(code) = self.code.read(cx, CodeKind::Invitation)? else {
                authority::decide(cx.actor()?, verb, &Target::NOTHING)?;
                return Err(Error::unconfirmed("no code was given, and there is no terminal to ask at")
                    .advice("give it with `--code-stdin` or `--code-file`"));
            };
            let now = cx.now();
            let entrance = cx.read(|tx, actor| invite::inspect(tx, actor, &code, now))?;
            self.must_agree(cx, &entrance, id)?;
            Answering { entrance, code: Some(code) }
        };
        cx.take(&answering.entrance.client)?;
        Ok(answering)
    }

    /// What is named next to a code must be what the code is for.
    fn must_agree(&self, cx: &mut Context, entrance: &PasswordAtAccept, id: Option<InvitationId>) -> Result<()> {
        let (of_code, place) = (entrance.invitation.id, &entrance.client.row);
        if self.client.client.is_some() {
            let reference = ClientRef::parse(self.client.given()?, Forms::Exact)?;
            let now = cx.now();
            let said = cx.read(|tx, actor| resolve::client(tx, actor, &reference, "--client", now))?;
            if said.row.id != place.id {
                return Err(Error::client_mismatch(format!(
                    "--client names {}, but the code is for {of_code} of {}; nothing was changed",
                    named(&said.row),
                    named(place)
                ))
                .advice("make sure whose invitation is to be answered, then name that client or none")
                .fact("client_id", said.row.id.to_string())
                .fact("client_slug", said.row.slug.to_string())
                .other_client(place.id));
            }
        }
        match id {
            Some(id) if id != of_code => {
                Err(Error::usage(format!("the code is for {of_code}, not for {id}; nothing was changed"))
                    .advice("a code names its invitation by itself; leave the id out"))
            }
            _ => Ok(()),
        }
    }
}
