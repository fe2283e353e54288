//! What must hold of an invitation that is sent: its login, its form, whom it replaces.

use crate::app::settings;
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, GrantId, InvitationId, MailId, UserId};
use crate::domain::invitation::{Again, DECLINES_COUNT, Invitation, LIFE, MOST_DECLINES, check_life};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::mail::{MailRow, MailState};
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::domain::time::{Instant, Span, read_stored};
use crate::error::{Cause, Code, Error, Flag, Hint, Result, Wanted, hint, sentence};
use crate::ops::person_name::may_read as may_read_name;
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::ops::{config, last_owner, who};
use crate::store::{Tx, database_info, grant, invitation, mail};

use super::Ask;

pub(in crate::ops) fn must_not_be_inactive(login: &LoginRow) -> Result<()> {
    if login.state != LoginState::Inactive {
        return Ok(());
    }
    Err(Error::conflict(format!("the login {} is inactive, so that no one could accept with it", login.email))
        .because(Cause::InactiveCannotAccept { email: login.email.to_string() })
        .hint(hint!["activate it with ", Verb::UserActivate.step().about(&login.email)]))
}

/// The same for anyone who may not know of the login: that it cannot be invited is all that they read.
///
/// # Errors
/// `conflict`.
pub(in crate::ops) fn must_be_invitable(change: &Change<'_>, client: &ClientRow, login: &LoginRow) -> Result<()> {
    let Err(error) = must_not_be_inactive(login) else { return Ok(()) };
    if may_read_name(change.tx, change.actor, client.id, login.id)? {
        return Err(error);
    }
    Err(Error::conflict(format!("{} cannot be invited", login.email))
        .because(Cause::CannotBeInvited { email: login.email.to_string() })
        .hint(Hint::plain("ask support for the reason")))
}

/// How long an invitation lives (`invite.expires_in`); read once a transaction.
pub(super) fn usual_life(change: &Change<'_>) -> Result<Span> {
    if let Some(life) = change.invite_life.get() {
        return Ok(*life);
    }
    let set = config::value(change.tx, settings::INVITE_LIFE)?;
    let life = set.as_deref().map_or(Ok(LIFE), |set| Span::parse(set).and_then(check_life))?;
    Ok(*change.invite_life.get_or_init(|| life))
}

/// The names of the forms that a mail can link (`form.NAME`).
pub fn forms(tx: &Tx<'_>) -> Result<Vec<String>> {
    let settings = database_info::settings(tx)?.into_iter();
    Ok(settings.filter_map(|setting| setting.key.strip_prefix("form.").map(str::to_owned)).collect())
}

/// Nothing, if no form is named, or one whose address is set.
///
/// # Errors
/// `usage`, with the forms that there are.
pub fn must_be_a_form(tx: &Tx<'_>, form: Option<&str>) -> Result<()> {
    let Some(form) = form else { return Ok(()) };
    if database_info::setting(tx, &format!("form.{form}"))?.is_some() {
        return Ok(());
    }
    let known = forms(tx)?;
    let error = Error::usage(format!("there is no form {form:?}"));
    let error =
        if known.is_empty() { error } else { error.hint(Hint::plain(format!("the forms are: {}", known.join(", ")))) };
    Err(error.hint(hint!["set its address with ", Verb::ConfigSet.step().about("form.NAME").about(&Wanted("URL"))]))
}

pub(super) fn must_link_the_same_form(latest: &Invitation, client: &ClientRow, ask: &Ask<'_>) -> Result<()> {
    match (ask.form, latest.form.as_deref()) {
        (Some(asked), sent) if sent != Some(asked) => {
            let sent = sent.map_or_else(|| "without a form".to_owned(), |form| format!("with the form {form}"));
            Err(Error::conflict(format!("{} was sent {sent}", latest.id)).hint(hint![
                "send it again with ",
                Verb::InviteSend
                    .step()
                    .about(&latest.address)
                    .client(&client.slug)
                    .with(Flag::Form, &asked)
                    .switch(Flag::Resend)
            ]))
        }
        _ => Ok(()),
    }
}

pub(super) fn must_say_the_same(latest: &Invitation, client: &ClientRow, ask: &Ask<'_>) -> Result<()> {
    if let Some(language) = ask.language.filter(|asked| latest.language != Some(*asked)) {
        let sent = latest.language.map_or("without a language".to_owned(), |sent| format!("with the language {sent}"));
        return Err(Error::conflict(format!("{} was sent {sent}", latest.id)).hint(hint![
            "change it with ",
            Verb::InviteEdit
                .step()
                .about(&latest.address)
                .client(&client.slug)
                .with(Flag::Language, &language)
                .switch(Flag::Resend)
        ]));
    }
    if ask.message.is_none_or(|asked| latest.message.as_deref() == Some(asked)) {
        return Ok(());
    }
    let sent = if latest.message.is_some() { "with another message" } else { "without a message" };
    Err(Error::conflict(format!("{} was sent {sent}", latest.id)).hint(hint![
        "change it with ",
        Verb::InviteEdit
            .step()
            .about(&latest.address)
            .client(&client.slug)
            .with(Flag::Message, &Wanted("TEXT"))
            .switch(Flag::Resend)
    ]))
}

/// Who is replaced was said at the first sending and cannot be said otherwise later.
pub(super) fn must_replace_the_same(
    change: &Change<'_>,
    client: &ClientRow,
    latest: &Invitation,
    ask: &Ask<'_>,
) -> Result<()> {
    let Some(old) = ask.replaces else { return Ok(()) };
    let grant = match who::find_user(change.tx, old)? {
        Some(login) => grant::open(change.tx, client.id, login.id)?.map(|grant| grant.id),
        None => None,
    };
    if grant.is_some() && grant == latest.replaces {
        return Ok(());
    }
    Err(Error::conflict(format!("{} was sent without replacing {old}", latest.id)).hint(hint![
        "withdraw it with ",
        Verb::InviteCancel.step().about(&latest.id).client(&client.slug),
        " and send again"
    ]))
}

/// The grant of the owner who is to be replaced.
pub(super) fn replaced(
    change: &mut Change<'_>,
    client: &ClientRow,
    old: &UserRef,
    to: &Email,
    terms: &Terms,
) -> Result<GrantId> {
    if terms.role != Role::Owner {
        return Err(Error::usage("only an owner is replaced, and only by an owner")
            .hint(hint!["write ", Flag::Role.with("owner").and(Flag::Replaces, &Wanted("OLD"))]));
    }
    let login = who::find_user(change.tx, old)?;
    if login.as_ref().is_some_and(|login| login.email == *to) {
        return Err(Error::usage(format!("{old} cannot replace themselves")));
    }
    let grant = match &login {
        Some(login) => grant::open(change.tx, client.id, login.id)?,
        None => None,
    };
    let Some(grant) = grant else {
        return Err(Error::not_found(format!("{old} is no one in {}", named(client)))
            .hint(hint!["see ", Verb::UserList.step().client(&client.slug)]));
    };
    if grant.terms.role != Role::Owner || grant.state != GrantState::Active {
        return Err(Error::conflict(format!("{old} is no active owner of {}", named(client)))
            .hint(Hint::plain("only an owner who is in can be replaced")));
    }
    if terms.until.is_some() {
        may_go(change, client, &grant)
            .map_err(|error| error.hint(hint!["leave ", Flag::Until, " and ", Flag::For, " out"]))?;
    }
    Ok(grant.id)
}

/// Whether the client keeps a lasting owner when this one is replaced. No one overrides it here.
pub(super) fn may_go(change: &mut Change<'_>, client: &ClientRow, old: &GrantRow) -> Result<()> {
    match last_owner::check(change, client, old, None, None) {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Code::Conflict => {
            Err(Error::conflict(format!("{} would be left without a lasting owner", named(client)))
                .hint(Hint::plain("the person who takes the place needs access without a term, and a password"))
                .fact("client_id", client.id.to_string())
                .fact("client_slug", client.slug.to_string())
                .fact("rule", Rule::LastOwner.name()))
        }
        Err(error) => Err(error),
    }
}

/// How often someone has declined lately, where that is too often for another invitation, which `again` allows
/// otherwise.
pub fn declines_too_often(
    tx: &Tx<'_>,
    client: ClientId,
    user: UserId,
    again: Again,
    now: Instant,
) -> Result<Option<u32>> {
    let Some(latest) = invitation::latest(tx, client, user)? else { return Ok(None) };
    if latest.is_open(now) || again.leaves_out(latest.status(now)) {
        return Ok(None);
    }
    let declines = invitation::declines(tx, client, user, now - DECLINES_COUNT)?;
    if declines < MOST_DECLINES {
        return Ok(None);
    }
    let is_asked = match grant::latest(tx, client, user)?.map(|grant| grant.state) {
        Some(GrantState::Active) => false,
        Some(GrantState::Ended) => again.removed,
        Some(GrantState::Prepared) | None => true,
    };
    Ok(is_asked.then_some(declines))
}

// Invitations that are kept only if their mail leaves (docs/mail.md, `--require-mail`): made first, and answered by no
// one before the mail has left.

/// A mail that is never to leave makes nothing that waits for it.
///
/// # Errors
/// `mail`.
pub(super) fn must_be_queued(change: &Change<'_>, id: MailId) -> Result<()> {
    let mail = row(change, id)?;
    if mail.state == MailState::Queued {
        return Ok(());
    }
    let why = mail.last_error.unwrap_or_else(|| "no one has that mailbox".to_owned());
    Err(Error::new(
        Code::Mail,
        sentence!["no mail can go to ", mail.recipient, ": ", read_stored(&why), "; nothing was changed"],
    )
    .hint(hint!["without ", Flag::RequireMail, ", ", Flag::ShowLink, " shows the link to hand it over in another way"])
    .fact("email", mail.recipient))
}

/// Anyone who requires the mail of an invitation that waits already gets no success before it has left.
///
/// # Errors
/// `mail`.
pub(super) fn must_have_left(change: &Change<'_>, id: InvitationId, client: &ClientRow) -> Result<()> {
    let mail = invitation::mail(change.tx, id)?.map(|mail| row(change, mail)).transpose()?;
    if mail.as_ref().is_some_and(|mail| mail.state.has_left()) {
        return Ok(());
    }
    let (state, why) = match &mail {
        Some(mail) => (mail.state.name(), mail.last_error.as_deref().map(|why| sentence![": ", read_stored(why)])),
        None => ("none", None),
    };
    let why = why.unwrap_or_default();
    let error = Error::new(
        Code::Mail,
        sentence![
            id,
            " waits for an answer already, but its mail has not left (",
            state,
            why,
            "); nothing was changed"
        ],
    );
    Err(error
        .hint(hint![
            "send it again with ",
            Verb::InviteResend.step().about(&id).client(&client.slug).switch(Flag::RequireMail)
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("invitation_id", id.to_string())
        .fact("mail", state))
}

fn row(change: &Change<'_>, id: MailId) -> Result<MailRow> {
    mail::by_id(change.tx, id)?.ok_or_else(|| Error::bug(format!("{id} is not in the outbox")))
}
