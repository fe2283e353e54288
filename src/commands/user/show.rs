//! `partnerctl user show`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::still::note;
use crate::domain::authority::{Concerns, Target, Verb, decide};
use crate::domain::class::Class;
use crate::domain::language::Language;
use crate::domain::mail::MailState;
use crate::domain::reference::UserRef;
use crate::domain::shell::shell_format;
use crate::domain::status::MemberState;
use crate::error::Result;
use crate::ops::bounce::{self, advice, came_back};
use crate::ops::reach::{self, still};
use crate::ops::user::{Filter, UserScope as Extent};
use crate::ops::{invite, session, user};
use crate::output::columns::{boolean, end, id, instant, list, text};
use crate::output::{Cell, Columns, Shape};

/// Those of `user list`, what a caller hears, and where the grant comes from.
const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("user_id"),
    id("email"),
    text("name"),
    text("role"),
    list("permissions"),
    text("state"),
    instant("invited_at"),
    instant("expires_at"),
    instant("last_login_at"),
    end("until"),
    text("for_partner"),
    boolean("mailbox"),
    boolean("bounced"),
    text("status"),
    text("granted_by"),
    instant("since"),
    instant("ended_at"),
    text("ended_by"),
    text("language"),
]);

/// Arguments of `user show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The person: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    client: ClientArg,
}

impl Command for Show {
    const NAME: &'static str = "show";
    const ABOUT: &'static str = "Show one person in a client, with their state";
    const DETAILS: &'static str = "`status` is what a caller wants to know; `since` is when the access began.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl user show jim@bigshoes.example -c big-shoes", "partnerctl user show usr_5 -c C100001-9 --json"];
    const VERB: Option<Verb> = Some(Verb::UserShow);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let client = self.client.for_read(cx)?.row;
        let (now, zone) = (cx.now(), cx.zone.clone());
        let times = cx.ui.times(&zone);
        let (mark, email, state, invitation, around) = cx.stream(selection, Shape::One, |tx, actor, sink| {
            let relation = reach::relation(tx, actor, client.id, now)?;
            let own = actor.user().is_some_and(|user| match &person {
                UserRef::Id(id) => user.id == *id,
                UserRef::Email(email) => user.email.eq_ignore_ascii_case(email.as_str()),
            });
            if !own {
                decide(actor, Verb::UserShow, &Target::client(relation))?;
            }
            let (login, grant) = user::member_in(tx, actor, &client, &person, now)?;
            let whose = if own { Concerns::Own } else { Concerns::Others };
            decide(actor, Verb::UserShow, &Target::member(relation, whose, grant.terms.role))?;
            let latest = invite::latest(tx, client.id, login.id)?.filter(|latest| latest.grant == grant.id);
            let mail = latest.map(|latest| invite::mail_state(tx, latest.id)).transpose()?.flatten();
            let may_read = user::may_read_name(tx, actor, client.id, login.id)?;
            let language = login.language.filter(|_| may_read);
            let (mut buffer, mut state) = (String::new(), MemberState::Ended);
            user::each(tx, Extent::Person(client.id, login.id), &Filter::default(), now, |entry| {
                state = entry.state;
                let entry = &user::as_read_by(tx, actor, entry)?;
                let mut row = Vec::from(super::cells(entry, super::name_of(entry, &mut buffer)));
                let member = entry.member.mailed(mail.and_then(MailState::unsent));
                row.push(Cell::from(member.text(now, times)));
                row.push(Cell::from(entry.granted_by));
                row.push(Cell::from(entry.since));
                row.push(Cell::from(entry.ended_at));
                row.push(Cell::from(entry.ended_by));
                row.push(language.map(Language::name).into());
                sink.push(&row)
            })?;
            let at_work =
                session::former(tx, actor, login.id, now)?.filter(|former| former.seen.client.id == client.id);
            let waits = matches!(state, MemberState::Invited | MemberState::Expired);
            let invitation = if waits { invite::latest(tx, client.id, login.id)?.map(|it| it.id) } else { None };
            let around = (at_work, still::by_link(tx, &login, &client, now)?);
            Ok((bounce::mark_of(tx, &login.email)?, login.email, state, invitation, around))
        })?;
        let (at_work, by_link) = around;
        if let Some(former) = at_work {
            let seen = former.seen.session;
            cx.ui.note(&format!("{email} is in a session here, {}, since {}", seen.id, cx.zone.local(seen.opened_at)));
        }
        // The columns are those of the grant alone.
        note(cx, &by_link);
        let slug = &client.slug;
        if let Some(mark) = mark {
            cx.ui.warn(&came_back(&mark));
            let cause = invitation.map(|id| id.to_string());
            cx.ui.hints(&advice(&email, cause.as_deref(), Some(&client)));
            return Ok(());
        }
        match state {
            MemberState::Prepared | MemberState::Declined => {
                cx.ui.hint(&shell_format!("invite them with `partnerctl invite send {} -c {}`", email, slug));
            }
            MemberState::Invited | MemberState::Expired => {
                cx.ui.hint(&shell_format!("send it again with `partnerctl invite resend {} -c {}`", email, slug));
            }
            MemberState::Inactive => {
                cx.ui.hint(&shell_format!("activate the login with `partnerctl user activate {}`", email));
            }
            MemberState::Active | MemberState::Ended => {}
        }
        Ok(())
    }
}
