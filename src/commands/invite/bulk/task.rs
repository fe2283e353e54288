//! Carrying out one row: the client, the people, an invitation for each.

use std::collections::HashMap;

use crate::cli::context::ownerless;
use crate::commands::bulk::{self, Answers, Report, RowResult, Task};
use crate::commands::elsewhere::{HeldRows, held};
use crate::commands::terms::of_new_row;
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::invitation::{DeclinedOften, Policy};
use crate::domain::language::Language;
use crate::domain::login::LoginRow;
use crate::domain::mail::{MailState, Required};
use crate::domain::shell::{Verbatim, shell_format};
use crate::domain::terms::Asked;
use crate::domain::time::{Span, Zone};
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::elsewhere::{self, Meant};
use crate::ops::invite::{self, Ask, NO_MAIL, SendOutcome, Sent};
use crate::ops::outbox::Author;
use crate::ops::ownerless::{Ownerless, without_owner};
use crate::ops::unit_of_work::{UnitOfWork, WriteTx};
use crate::ops::{Tx, audit, likeness, login, outbox, reach, resolve};
use crate::term::Ui;

use super::delivery::Delivery;
use super::row::{self, Whom};

/// The task of `invite bulk`.
pub(super) struct Inviting {
    whom: Whom,
    offer: Offer,
    zone: Zone,
    pauses: Pauses,
    /// With `--deliver`.
    delivery: Option<Delivery>,
    /// Who invites, looked up once.
    author: Option<Author>,
    queued: u64,
    /// The last audit row before the run.
    began: Option<i64>,
}

/// What the line says about every invitation.
pub(super) struct Offer {
    pub(super) policy: Policy,
    /// `--expires-in`.
    pub(super) life: Option<Span>,
    /// The form of the rows that name none.
    pub(super) form: Option<String>,
    /// The language of the rows that name none.
    pub(super) language: Option<Language>,
}

/// What the first reading noticed about rows.
pub(super) struct Pauses {
    /// Rows whose address belongs elsewhere, and that nothing confirms.
    pub(super) held: HeldRows,
    /// By line, the known address from which a new one is one letter away.
    pub(super) slips: HashMap<u64, likeness::Likeness>,
    /// The last audit row of what the first reading read.
    pub(super) head: i64,
}

impl Inviting {
    pub(super) const fn new(whom: Whom, offer: Offer, zone: Zone, pauses: Pauses, delivery: Option<Delivery>) -> Self {
        Self { whom, offer, zone, pauses, delivery, author: None, queued: 0, began: None }
    }

    /// How many mails were queued.
    pub(super) const fn queued(&self) -> u64 {
        self.queued
    }

    /// What became of the mails, with `--deliver`.
    pub(super) fn into_delivery(self) -> Option<Delivery> {
        self.delivery
    }

    fn invite(
        &mut self,
        session: &mut WriteTx<'_>,
        client: &ClientRow,
        email: &Email,
        ask: &Ask<'_>,
        answers: &mut Answers<'_>,
    ) -> Result<()> {
        answers.draft.set("email", email);
        for column in ["invitation_id", "mail", "warning"] {
            answers.draft.clear(column);
        }
        let slip = self.pauses.slips.get(&answers.line()).map(likeness::caution);
        if let Some(slip) = &slip {
            answers.draft.set("warning", slip);
        }
        let login = login::by_key(session.tx(), email.key())?;
        let person = (email, login.as_ref());
        let (tx, meant) = (session.tx(), Meant::Client(client));
        let other = elsewhere::find_person(tx, session.actor(), person, meant, session.now())?;
        let may_know = reach::has(session.tx(), session.actor(), Verb::InviteBulk, client.id, session.now())?;
        if let Some(other) = other.filter(|_| may_know) {
            let warnings: Vec<String> = [other.caution()].into_iter().chain(slip).collect();
            answers.draft.set("warning", warnings.join("; "));
            if self.pauses.held.contains(answers.line()) {
                return Err(held(&other.sentence(email), &resolve::named(client)));
            }
        }
        self.must_be_as_read(session, client, person)?;
        answers.holds_declined();
        let done = session.row_change(Verb::InviteBulk, Some(client.id), |change| {
            change.named_client(client)?;
            invite::send_to_person(change, client, person, ask)
        })?;
        let Sent { fate, invitation, mail, .. } = done.value;
        let state = match (&invitation, mail) {
            (_, Some(mail)) => outbox::state(session.tx(), mail)?,
            (Some(invitation), None) => invite::mail_state(session.tx(), invitation.id)?,
            (None, None) => None,
        };
        if let Some(invitation) = &invitation {
            answers.draft.set("invitation_id", invitation.id);
        }
        answers.draft.set("mail", state.map_or(NO_MAIL, MailState::name));
        self.queued += u64::from(mail.is_some() && state == Some(MailState::Queued));
        let result = match fate {
            // `sent` is said once a server took its mail.
            SendOutcome::Sent => RowResult::Created,
            SendOutcome::Resent => RowResult::Updated,
            SendOutcome::Pending => {
                if let Some(invitation) = &invitation {
                    let mail = state.and_then(MailState::unsent).map(|word| format!("; its mail: {word}"));
                    let mail = mail.unwrap_or_default();
                    answers
                        .draft
                        .set("message", format_args!("waits for an answer until {}{mail}", invitation.expires_at));
                }
                RowResult::Unchanged
            }
            SendOutcome::InAlready => {
                answers.draft.set("message", "has access already");
                RowResult::Unchanged
            }
            SendOutcome::Skipped(skip) => {
                answers.draft.set("message", skip.text());
                RowResult::Skipped
            }
        };
        answers.end(result);
        Ok(())
    }
}

impl Inviting {
    /// What is offered to a person is what they had when the table was read, before anyone was asked to go on.
    ///
    /// # Errors
    /// `conflict`.
    fn must_be_as_read(
        &self,
        session: &WriteTx<'_>,
        client: &ClientRow,
        (email, login): (&Email, Option<&LoginRow>),
    ) -> Result<()> {
        let Some(began) = self.began.filter(|began| *began > self.pauses.head) else { return Ok(()) };
        let Some(login) = login else { return Ok(()) };
        if !invite::is_changed_between(session.tx(), client.id, login.id, self.pauses.head, began)? {
            return Ok(());
        }
        let client = resolve::named(client);
        Err(Error::conflict(format!(
            "what {email} has in {client} was changed by someone else after the table was read"
        ))
        .advice("run the command again"))
    }
}

impl Task for Inviting {
    const MADE: &'static [&'static str] = &["invitation_id", "mail"];

    fn read_ahead<'r>(&mut self, tx: &Tx<'_>, rows: &mut dyn Iterator<Item = Row<'r>>) {
        row::read_ahead(tx, rows);
    }

    fn row(&mut self, session: &mut WriteTx<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<()> {
        if self.began.is_none() {
            self.began = Some(audit::head(session.tx())?.number);
        }
        if bulk::is_passed_over(row) {
            return Ok(());
        }
        if self.whom == Whom::Address {
            answers.draft.set("email", row.get("email"));
        }
        let client = resolve::row_client(
            session.tx(),
            session.actor(),
            row.get("client_id"),
            row.get("client_slug"),
            session.now(),
        )?;
        answers.about(client.id, &client.slug);
        let author = match self.author.take() {
            Some(author) => author,
            None => Author::named(session.tx(), session.actor().author())?,
        };
        let invited = self.everybody(session, row, &client, &author, answers);
        self.author = Some(author);
        invited
    }

    fn committed(&mut self, unit: &mut UnitOfWork<'_>, ui: &Ui, reports: &mut [Report]) {
        if let Some(delivery) = &mut self.delivery {
            delivery.of_rows(unit, ui, reports);
        }
    }
}

impl Inviting {
    /// Invites the one address of a row, or every owner of its client.
    fn everybody(
        &mut self,
        session: &mut WriteTx<'_>,
        row: &Row<'_>,
        client: &ClientRow,
        author: &Author,
        answers: &mut Answers<'_>,
    ) -> Result<()> {
        let declined_often = match row::is_confirmed(row, client) {
            true => DeclinedOften::AskAgain,
            false => self.offer.policy.declined_often,
        };
        let policy = Policy { declined_often, ..self.offer.policy };
        let form = Some(row.get("form")).filter(|form| !form.is_empty()).map(str::to_owned);
        let form = form.or_else(|| self.offer.form.clone());
        let said = Some(row.get("language")).filter(|tag| !tag.is_empty()).map(Language::parse).transpose()?;
        let mail = (form.as_deref(), said.or(self.offer.language));
        match self.whom {
            Whom::Address => {
                let email = row::email(row)?;
                row::must_confirm_its_client(row, client)?;
                let asked = of_new_row(row, &self.zone, session.now())?;
                self.invite(session, client, &email, &self.ask(asked, mail, author, policy), answers)
            }
            Whom::Owners => {
                let owners = invite::owners_who_may_come_in(session.tx(), client, session.now())?;
                if owners.is_empty() {
                    return without_owners(session, client, answers);
                }
                for owner in owners {
                    let ask = self.ask(Asked::default(), mail, author, policy);
                    if let Err(error) = self.invite(session, client, &owner, &ask, answers) {
                        answers.failed(session, &error)?;
                    }
                }
                Ok(())
            }
        }
    }

    const fn ask<'a>(
        &self,
        asked: Asked,
        (form, language): (Option<&'a str>, Option<Language>),
        author: &'a Author,
        policy: Policy,
    ) -> Ask<'a> {
        Ask {
            name: None,
            asked,
            form,
            message: None,
            language,
            life: self.offer.life,
            replaces: None,
            by: Some(author),
            policy,
            mail: Required::No,
        }
    }
}

/// A client without an owner has no one to invite. No run of every night is stopped by it; `doctor` and `todo` list such
/// clients.
fn without_owners(session: &WriteTx<'_>, client: &ClientRow, answers: &mut Answers<'_>) -> Result<()> {
    let said = match without_owner(session.tx(), client, session.now())? {
        Some(ref how @ Ownerless::Administered(ref admin)) => {
            format!("{}; {}", ownerless::found(client, admin), ownerless::hint(client, how))
        }
        _ => shell_format!(
            "{} has no owner; prepare one with `partnerctl user add EMAIL -c {} -r owner`",
            Verbatim(&resolve::named(client)),
            client.slug
        ),
    };
    answers.draft.set("message", said);
    answers.end(RowResult::Skipped);
    Ok(())
}
