//! Arguments that several commands share.

use clap::Args;

use crate::cli::context::{Context, IfElsewhere};
use crate::domain::email::Email;
use crate::domain::language::{Language, LanguageEdit};
use crate::domain::login::LoginRow;
use crate::domain::overrides::Rule;
use crate::domain::partner::PartnerRow;
use crate::domain::reference::{ClientRef, Forms, PartnerRef, UserRef};
use crate::error::{Code, Error, Result};
use crate::ops::elsewhere::Allowance;
use crate::ops::invite::AfterSender;
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::{partner, who};

/// `--allow-elsewhere`.
#[derive(Debug, Default, Args)]
pub struct AllowElsewhere {
    /// Confirm people whose address belongs to another client or partner
    #[arg(long)]
    allow_elsewhere: bool,
}

impl AllowElsewhere {
    /// Whether the flag was given.
    pub const fn allowance(&self) -> Allowance {
        if self.allow_elsewhere { Allowance::Given } else { Allowance::NotGiven }
    }

    /// What a script needs.
    pub const fn policy(&self) -> IfElsewhere {
        if self.allow_elsewhere { IfElsewhere::Allow } else { IfElsewhere::Confirm }
    }
}

/// `--language`, and what takes it away.
#[derive(Debug, Default, Args)]
pub struct LanguageEditArgs {
    /// The language of mails and pages: en, de, fr or es
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// No language of its own any more: the next one that was chosen holds, such as the client's or the desk's
    #[arg(long, conflicts_with = "language")]
    no_language: bool,
}

impl LanguageEditArgs {
    pub const fn is_given(&self) -> bool {
        self.language.is_some() || self.no_language
    }

    /// What becomes of the language.
    ///
    /// # Errors
    /// `usage` when it is none.
    pub fn wanted(&self) -> Result<LanguageEdit> {
        Ok(match self.language.as_deref().map(Language::parse).transpose()? {
            Some(language) => LanguageEdit::To(language),
            None if self.no_language => LanguageEdit::Clear,
            None => LanguageEdit::Keep,
        })
    }
}

/// The client of a command, given once. Nothing else ever selects one (docs/reference.md#never-the-wrong-client).
#[derive(Debug, Args)]
pub struct ClientArg {
    /// The client: id or slug. Reads also take account number, domain or owner e-mail
    #[arg(long = "client", short = 'c', value_name = "CLIENT")]
    pub client: Option<String>,
}

impl ClientArg {
    /// The client of a change: exact, open, shown.
    ///
    /// # Errors
    /// `client_required`, `usage`, `not_found`, `client_state`, `client_mismatch`.
    pub fn for_change(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(self.given()?, Forms::Exact)?;
        cx.client_for_change(&reference, "--client")
    }

    /// The client of a change about `people`: exact, open, shown with what should give pause about them.
    ///
    /// # Errors
    /// As [`ClientArg::for_change`]; `unconfirmed`.
    pub fn for_change_of(&self, cx: &mut Context, people: &[&Email], policy: IfElsewhere) -> Result<ClientSeen> {
        let reference = ClientRef::parse(self.given()?, Forms::Exact)?;
        cx.client_for_change_of(&reference, "--client", people, policy)
    }

    /// The login that a reference names, as far as the actor may know of it in this client.
    ///
    /// # Errors
    /// `client_required`, `usage`, `not_found`; `denied` to users who administer no one there.
    pub fn person(&self, cx: &mut Context, user: &UserRef) -> Result<Option<LoginRow>> {
        let reference = ClientRef::parse(self.given()?, Forms::Exact)?;
        let now = cx.now();
        let place = cx.read(|tx, actor| resolve::client(tx, actor, &reference, "--client", now))?;
        cx.must_have_right_in(&place)?;
        cx.read(|tx, actor| who::find_in_client(tx, actor, user, place.row.id))
    }

    /// The client of a read: any exact form. Where none is named, it may be chosen at a terminal.
    ///
    /// # Errors
    /// `client_required`, `usage`, `not_found`, `ambiguous`.
    pub fn for_read(&self, cx: &mut Context) -> Result<ClientSeen> {
        if self.client.is_none() {
            return cx.pick_client(missing());
        }
        let reference = ClientRef::parse(self.given()?, Forms::Any)?;
        cx.client_for_read(&reference, "--client")
    }

    /// The reference, where the client is only a filter.
    ///
    /// # Errors
    /// `usage`.
    pub fn if_given(&self) -> Result<Option<ClientRef>> {
        if self.client.is_none() {
            return Ok(None);
        }
        ClientRef::parse(self.given()?, Forms::Any).map(Some)
    }

    /// What was typed.
    ///
    /// # Errors
    /// `client_required` when nothing was, `usage` when it is empty.
    pub fn given(&self) -> Result<&str> {
        match self.client.as_deref() {
            Some(text) if text.trim().is_empty() => Err(Error::usage("--client is empty")
                .advice("name the client by id or slug; a shell variable may be unset")),
            Some(text) => Ok(text),
            None => Err(missing()),
        }
    }
}

fn missing() -> Error {
    Error::new(Code::ClientRequired, "this command needs a client")
        .advice("name it with `--client ID-OR-SLUG`; find it with `partnerctl client find WORD`")
}

/// A client that is the object of the command: `client show C`.
#[derive(Debug, Args)]
pub struct ClientObject {
    /// The client: id or slug. Reads also take account number, domain or owner e-mail
    #[arg(value_name = "CLIENT")]
    pub client: String,
}

impl ClientObject {
    /// The client of a change: exact, open, shown.
    ///
    /// # Errors
    /// `usage`, `not_found`, `client_state`, `client_mismatch`.
    pub fn for_change(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(&self.client, Forms::Exact)?;
        cx.client_for_change(&reference, "the command")
    }

    /// The client of a change that closed clients allow too: exact, shown.
    ///
    /// # Errors
    /// `usage`, `not_found`, `client_state` for a retired slug, `client_mismatch`.
    pub fn for_change_in_any_state(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(&self.client, Forms::Exact)?;
        cx.client_in_any_state_for_change(&reference, "the command")
    }

    /// The client of a read: any exact form.
    ///
    /// # Errors
    /// `usage`, `not_found`, `ambiguous`.
    pub fn for_read(&self, cx: &mut Context) -> Result<ClientSeen> {
        let reference = ClientRef::parse(&self.client, Forms::Any)?;
        cx.client_for_read(&reference, "the command")
    }
}

/// The partner of a command, given once.
#[derive(Debug, Args)]
pub struct PartnerArg {
    /// The partner: id or slug
    #[arg(long, short = 'p', value_name = "PARTNER")]
    pub partner: String,
}

impl PartnerArg {
    /// What was typed, understood.
    ///
    /// # Errors
    /// `usage`.
    pub fn reference(&self) -> Result<PartnerRef> {
        PartnerRef::parse(&self.partner)
    }

    /// The partner, if the actor may know of it: staff of every one, a partner user of their own.
    ///
    /// # Errors
    /// `usage`, `not_found`.
    pub fn find(&self, cx: &mut Context) -> Result<PartnerRow> {
        let reference = self.reference()?;
        cx.read(|tx, actor| partner::find(tx, actor, &reference))
    }
}

/// A partner by which a list is narrowed.
#[derive(Debug, Args)]
pub struct PartnerFilter {
    /// Only of this partner: id or slug
    #[arg(long, short = 'p', value_name = "PARTNER")]
    pub partner: Option<String>,
}

impl PartnerFilter {
    /// The partner, if one was named and the actor may know of it.
    ///
    /// # Errors
    /// `usage`, `not_found`.
    pub fn find(&self, cx: &mut Context) -> Result<Option<PartnerRow>> {
        let reference = self.partner.as_deref().map(PartnerRef::parse).transpose()?;
        cx.read(|tx, actor| reference.map(|reference| partner::find(tx, actor, &reference)).transpose())
    }
}

/// A partner that is the object of the command: `partner show P`.
#[derive(Debug, Args)]
pub struct PartnerObject {
    /// The partner: id or slug
    #[arg(value_name = "PARTNER")]
    pub partner: String,
}

impl PartnerObject {
    /// The partner, if the actor may know of it.
    ///
    /// # Errors
    /// `usage`, `not_found`.
    pub fn find(&self, cx: &mut Context) -> Result<PartnerRow> {
        let reference = PartnerRef::parse(&self.partner)?;
        cx.read(|tx, actor| partner::find(tx, actor, &reference))
    }
}

/// A rule that support overrides by name, with a reason.
#[derive(Debug, Args)]
pub struct OverrideArg {
    /// Do it although this rule forbids it; for support, with --reason
    #[arg(long = "override", value_name = "RULE")]
    pub rule: Option<String>,
}

impl OverrideArg {
    /// The rule, if one is named and is among `those` that the command can break.
    ///
    /// # Errors
    /// `usage`.
    pub fn rule(&self, those: &[Rule]) -> Result<Option<Rule>> {
        let rule = self.rule.as_deref().map(Rule::parse).transpose()?;
        match rule {
            Some(rule) if !those.contains(&rule) => {
                let names: Vec<&str> = those.iter().map(|rule| rule.name()).collect();
                Err(Error::usage(format!("--override {rule} means nothing here"))
                    .advice(format!("this command can override: {}", names.join(", "))))
            }
            rule => Ok(rule),
        }
    }
}

/// What becomes of the invitations of someone who can no longer give what they offer.
#[derive(Debug, Args)]
pub struct InvitationsArg {
    /// Keep the invitations that would be withdrawn: they go on in the name of the actor, who must be able to give what
    /// they offer
    #[arg(long)]
    keep_invitations: bool,
}

impl InvitationsArg {
    /// Whether they end or go on.
    pub const fn fate(&self) -> AfterSender {
        if self.keep_invitations { AfterSender::Keep } else { AfterSender::Withdraw }
    }
}
