//! Samples of notifications: each event, several in one mail, and what was taken back.

use super::{ACCESS_UNTIL, AT, GO_ON, UNTIL, Words, access, account_page, client, with_reason};
use crate::domain::notice::NoticeEvent;
use crate::domain::permission::Permission;
#[cfg(test)]
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::time::Term;
use crate::error::Result;
use crate::mail::MailBody;
#[cfg(test)]
use crate::mail::body::phrases;
use crate::mail::body::{Access, Notice, NoticeEntry, Reader, Undone};
#[cfg(test)]
use crate::mail::facts::Notice as FactsOfNotice;
use crate::mail::facts::Turn;

fn notice(words: &Words, event: NoticeEvent) -> NoticeEntry {
    let Access { role, permissions, .. } = access(words, Some(Role::Manager));
    NoticeEntry {
        event: event.name(),
        reader: Reader::Office,
        who: Some(words.person.into()),
        email: Some("tax@ledger.example".into()),
        partner: None,
        former_client: None,
        by: Some(words.partner.into()),
        by_support: true,
        at: words.at(AT),
        role,
        until: None,
        permissions,
        former_role: None,
        former_until: None,
        gained: Vec::new(),
        lost: Vec::new(),
        extends: None,
        formerly_extended: None,
        command: None,
        page: None,
        undone: None,
    }
}

/// What each event says to those who own the client.
fn notice_of(words: &Words, event: NoticeEvent) -> NoticeEntry {
    let entry = notice(words, event);
    match event {
        NoticeEvent::LinkApproved | NoticeEvent::LinkDenied => NoticeEntry {
            who: Some(words.partner.into()),
            email: None,
            partner: Some(words.partner.into()),
            by: Some(words.person.into()),
            by_support: false,
            role: None,
            ..entry
        },
        NoticeEvent::LinkChanged => NoticeEntry {
            until: Some(words.at(ACCESS_UNTIL)),
            former_until: Some(words.at(UNTIL)),
            gained: entry.permissions,
            formerly_extended: Some(words.say(|locale| locale.term(Term::Months(6)).into())),
            event: event.name(),
            ..notice_of(words, NoticeEvent::LinkApproved)
        },
        NoticeEvent::LinkExtended => NoticeEntry {
            by: None,
            by_support: false,
            until: Some(words.at(ACCESS_UNTIL)),
            former_until: Some(words.at(UNTIL)),
            extends: Some(words.say(|locale| locale.term(Term::Months(6)).into())),
            command: Some(with_reason(words, GO_ON)),
            event: event.name(),
            ..notice_of(words, NoticeEvent::LinkApproved)
        },
        NoticeEvent::AccessChanged => NoticeEntry {
            former_role: Some(words.say(|locale| locale.role(Role::Guest).into())),
            gained: entry.permissions.clone(),
            former_until: Some(words.at(UNTIL)),
            ..entry
        },
        NoticeEvent::ClientClosed => {
            NoticeEntry { who: None, email: None, role: None, permissions: Vec::new(), ..entry }
        }
        NoticeEvent::ClientMerged => NoticeEntry {
            reader: Reader::Person,
            former_client: Some(words.partner.into()),
            role: None,
            permissions: Vec::new(),
            ..entry
        },
        NoticeEvent::PartnerReach => NoticeEntry { partner: Some(words.partner.into()), role: None, ..entry },
        NoticeEvent::InvitationAccepted
        | NoticeEvent::InvitationDeclined
        | NoticeEvent::PersonLeft
        | NoticeEvent::OwnerAdded => entry,
    }
}

/// A digest as large as one may be, with all that an entry may have.
#[cfg(test)]
pub(in crate::mail) fn full_digest(words: &Words) -> MailBody {
    let permissions = words.say(|locale| phrases(Permissions::ALL, locale));
    let entry = NoticeEntry {
        partner: Some(words.partner.into()),
        until: Some(words.at(ACCESS_UNTIL)),
        gained: permissions.clone(),
        lost: permissions,
        undone: Some(Undone {
            turn: Turn::TakenBack.name(),
            by: words.person.into(),
            by_support: true,
            at: words.at(UNTIL),
        }),
        ..notice_of(words, NoticeEvent::AccessChanged)
    };
    let events = vec![entry; FactsOfNotice::MOST];
    MailBody::Notice(Notice { client: client(words), event: Notice::SEVERAL, who: None, events })
}

/// One mail for each event, one to the person whom it is about, and a digest of all.
pub(super) fn notices(words: &Words) -> Result<Vec<MailBody>> {
    let mail = |entry: NoticeEntry| {
        let (event, who) = (entry.event, entry.who.clone());
        MailBody::Notice(Notice { client: client(words), event, who, events: vec![entry] })
    };
    let entry = |event: &NoticeEvent| notice_of(words, *event);
    let own = NoticeEntry {
        reader: Reader::Person,
        until: Some(words.at(ACCESS_UNTIL)),
        lost: words.say(|locale| vec![locale.permission(Permission::Quotes).into()]),
        ..notice_of(words, NoticeEvent::AccessChanged)
    };
    let digest = Notice {
        client: client(words),
        event: Notice::SEVERAL,
        who: None,
        events: NoticeEvent::ALL.iter().map(entry).collect(),
    };
    let each = NoticeEvent::ALL.iter().map(entry).map(mail);
    let undone = [Turn::TakenBack, Turn::DoneAgain].map(|turn| {
        let entry = notice_of(words, NoticeEvent::AccessChanged);
        let undone = Undone { turn: turn.name(), by: words.person.into(), by_support: true, at: words.at(UNTIL) };
        let events = vec![NoticeEntry { undone: Some(undone), ..entry }];
        MailBody::Notice(Notice { client: client(words), event: turn.name(), who: None, events })
    });
    let page = Some(account_page()?);
    let on_page = NoticeEntry { page, command: None, ..notice_of(words, NoticeEvent::LinkExtended) };
    let of_partner = NoticeEntry { reader: Reader::Partner, ..notice_of(words, NoticeEvent::LinkExtended) };
    let several = [mail(own), mail(on_page), mail(of_partner), MailBody::Notice(digest)];
    Ok(each.chain(several).chain(undone).collect())
}
