//! Sample mails of every kind, filled with ordinary and with hostile names. Custom templates are tried with them before
//! they are taken, and the tests of every template read them.

use std::sync::LazyLock;

use crate::domain::notice::NoticeEvent;
use crate::domain::role::Role;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::mail::body::{
    AcceptedByStaff, Access, AccessEnded, AccessExpiring, AddressChange, Client, Form, Invitation, InvitationKind,
    LinkApproved, LinkCancelled, LinkDenied, LinkRequest, LoginRenamed, Notice, NoticeEntry, PasswordChanged,
    PasswordReset, Reader, Recovery, RecoveryNotice, Still, Test, Undone, Welcome, Who,
};
#[cfg(test)]
use crate::mail::facts::Notice as FactsOfNotice;
use crate::mail::facts::Turn;
use crate::mail::text::{Line, Secret, WebAddress};
use crate::mail::{Envelope, MailBody, Mailbox};

/// The code of every sample that has one.
pub(super) const CODE: &str = "pci_31_abcdefghijklmnopqrstuvwxyz234567ab";
/// The page that takes it.
pub(super) const LINK: &str = "https://portal.example/i?a=1&b=2#pci_31_abcdefghijklmnopqrstuvwxyz234567ab";
/// A form to fill in besides.
pub(super) const FORM: &str = "https://forms.example/welcome?x=1&y=2";

/// The hostile name that would become a program in a mail program.
pub(super) const ACTIVE: &str = "<script>alert(1)</script> & </p><a href=\"https://evil.example\">";

const UNTIL: &str = "21 Dec 2026 14:05 CET";
/// Not the same, so that no one takes one for the other.
const AT: &str = "20 Nov 2026 09:00 CET";
const ACCESS_UNTIL: &str = "30 Jun 2027 23:59 CEST";

/// Too long for any line.
static LONG: LazyLock<[String; 4]> =
    LazyLock::new(|| ["🦶".repeat(200), "x".repeat(200), "日本語 ".repeat(50), "Wörter und Zeichen 🦶 ".repeat(10)]);

/// The words that people outside choose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) client: &'static str,
    pub(super) partner: &'static str,
    pub(super) person: &'static str,
    pub(super) message: &'static str,
}

impl Words {
    pub(super) const fn plain() -> Self {
        Self {
            client: "Big Shoes Inc.",
            partner: "Jim's Accounting",
            person: "Jane Doe",
            message: "Hello Jane,\n\nas we said on the phone: for the yearly accounts.\nJim",
        }
    }

    /// Each hostile text in each place.
    pub(super) fn hostile() -> Vec<Self> {
        let [long, dense, mixed, words] = &*LONG;
        [
            "a\r\nBcc: victim@evil.example\r\n\r\nbody",
            "a\nBcc: victim@evil.example",
            "a\rSubject: b\u{85}c\u{2028}d\u{2029}e\u{b}f\u{c}g",
            "\u{202E}gnp.exe\u{202C} \u{2066}x\u{2069} \u{200B}\u{FEFF}",
            "\"quoted\", (comment) <evil@evil.example>; \\",
            "=?utf-8?B?QmNjOiB4QHkuZXhhbXBsZQ==?=",
            "=?utf-8?q?a?= =?utf-8?q?b?=",
            ACTIVE,
            "{{ code }} {% raw %} {# x #}",
            "--=_boundary\r\nContent-Type: text/html\r\n\r\nx",
            "\0nul \x1b[31mred\x07",
            ".",
            ".\r\n..\r\n.leading dots",
            "\"Jim\" <jim@x.example>, evil@evil.example",
            "a\\\r\n b (c\\) \'d",
            "https://evil.example/?a=1&b=2 and www.evil.example",
            "Dr.No-1",
            "From x",
            "é",
            "مرحبا שלום",
            long,
            dense,
            mixed,
            words,
        ]
        .into_iter()
        .map(|text| Self { client: text, partner: text, person: text, message: text })
        .collect()
    }
}

/// Their headers.
pub(super) fn envelope(words: &Words) -> Envelope<'static> {
    Envelope {
        from: Mailbox {
            name: Some(if words.client == "Big Shoes Inc." { "Support Desk" } else { words.client }),
            address: "noreply@desk.example",
        },
        reply_to: Some(Mailbox { name: None, address: "help@desk.example" }),
        to: Mailbox { name: Some(words.person), address: "jane@bigshoes.example" },
        message_id: "msg_8.5f2c@desk.example",
        date: Instant::from_ms(1_795_266_300_000),
    }
}

fn client(words: &Words) -> Client {
    Client { name: words.client.into(), slug: "big-shoes".into(), id: "C100001-9".into() }
}

fn access(role: Option<Role>) -> Access {
    let permissions = vec!["see and pay invoices", "open, see and answer support tickets"];
    Access { role: role.map(Role::name), permissions, until: None }
}

fn until(end: &str, access: Access) -> Access {
    Access { until: Some(end.into()), ..access }
}

fn secret() -> Result<Secret> {
    Secret::new(CODE, Some(LINK), UNTIL)
}

fn secret_without_page() -> Result<Secret> {
    Secret::new(CODE, None, UNTIL)
}

fn form(name: &str) -> Result<Option<Form>> {
    Ok(Some(Form { name: name.into(), url: WebAddress::new(FORM)? }))
}

/// Another way that is open after an end.
fn still() -> Vec<Still> {
    vec![Still {
        who: "tax@ledger.example".into(),
        by: "by lnk_17 of ledger, with all but users".into(),
        command: "partnerctl link remove lnk_17 -c big-shoes".into(),
    }]
}

fn person(words: &Words) -> Who {
    Who::Person { name: words.person.into(), email: "tax@ledger.example".into() }
}

/// An invitation with all that it may have.
pub(super) fn invitation(words: &Words, kind: InvitationKind, role: Role) -> Result<Invitation> {
    Ok(Invitation {
        kind,
        guest: role == Role::Guest,
        client: client(words),
        invited_by: words.person.into(),
        by_support: false,
        partner: Some(words.partner.into()),
        access: access(Some(role)),
        secret: secret()?,
        accept_from: None,
        form: form(words.message)?,
        message: Line::all(words.message),
    })
}

fn link_request(words: &Words) -> Result<LinkRequest> {
    Ok(LinkRequest {
        client: client(words),
        partner: words.partner.into(),
        requested_by: words.person.into(),
        by_support: false,
        access: until("90 days from your approval", access(None)),
        link_until: None,
        message: Line::all(words.message),
        secret: secret()?,
    })
}

fn welcome(words: &Words) -> Welcome {
    Welcome {
        first_name: words.person.into(),
        partner: words.partner.into(),
        email: "jane@bigshoes.example".into(),
        added_by: words.person.into(),
        temporary_until: Some(UNTIL.into()),
        active: false,
        sign_in: None,
    }
}

fn password_reset(words: &Words) -> Result<PasswordReset> {
    Ok(PasswordReset {
        email: "jane@bigshoes.example".into(),
        requested_by: words.partner.into(),
        by_support: true,
        secret: secret()?,
    })
}

fn password_changed(words: &Words) -> PasswordChanged {
    PasswordChanged {
        email: "jane@bigshoes.example".into(),
        at: AT.into(),
        how: "with the old password",
        set_by: Some(words.partner.into()),
        by_support: true,
        temporary_until: Some(UNTIL.into()),
    }
}

fn access_expiring(words: &Words) -> AccessExpiring {
    AccessExpiring {
        client: client(words),
        who: person(words),
        access: until(UNTIL, access(Some(Role::Manager))),
        reader: Reader::Office,
        given_by: words.partner.into(),
        command: "partnerctl user edit tax@ledger.example -c big-shoes --until YYYY-MM-DD".into(),
        page: None,
        still: Vec::new(),
    }
}

fn access_ended(words: &Words) -> AccessEnded {
    AccessEnded {
        client: client(words),
        who: person(words),
        reader: Reader::Person,
        access: access(Some(Role::Manager)),
        at: AT.into(),
        ended_by: Some(words.partner.into()),
        by_support: true,
        still: Vec::new(),
    }
}

/// Each kind, the ones with variants in several.
///
/// # Errors
/// `failed` when an address here is none.
pub(super) fn bodies(words: &Words) -> Result<Vec<MailBody>> {
    let mut all = of_invitations(words)?;
    all.extend(of_links(words)?);
    all.extend(of_logins(words)?);
    all.extend(of_ends(words)?);
    all.extend(of_recoveries(words)?);
    all.extend(notices(words)?);
    Ok(all)
}

fn of_invitations(words: &Words) -> Result<Vec<MailBody>> {
    let invitation = |kind| invitation(words, kind, Role::Manager);
    Ok(vec![
        MailBody::Invitation(Invitation {
            form: form("Getting to know you")?,
            ..invitation(InvitationKind::Activation)?
        }),
        MailBody::Invitation(Invitation {
            form: None,
            message: Vec::new(),
            ..invitation(InvitationKind::Association)?
        }),
    ])
}

fn of_links(words: &Words) -> Result<Vec<MailBody>> {
    let (client, partner) = (client(words), Line::new(words.partner));
    Ok(vec![
        MailBody::LinkRequest(link_request(words)?),
        MailBody::LinkRequest(LinkRequest {
            secret: secret_without_page()?,
            message: Vec::new(),
            ..link_request(words)?
        }),
        MailBody::LinkApproved(LinkApproved {
            client: client.clone(),
            partner: partner.clone(),
            answered_by: words.person.into(),
            access: access(None),
        }),
        MailBody::LinkDenied(LinkDenied {
            client: client.clone(),
            partner: partner.clone(),
            answered_by: words.person.into(),
            reason: Some(words.message.into()),
            again_from: UNTIL.into(),
        }),
        MailBody::LinkCancelled(LinkCancelled { client, partner, cancelled_by: words.person.into() }),
    ])
}

fn of_logins(words: &Words) -> Result<Vec<MailBody>> {
    Ok(vec![
        MailBody::Welcome(welcome(words)),
        MailBody::Welcome(Welcome {
            temporary_until: None,
            active: true,
            sign_in: Some(WebAddress::new("https://portal.example/")?),
            ..welcome(words)
        }),
        MailBody::AcceptedByStaff(AcceptedByStaff {
            client: client(words),
            email: "jane@bigshoes.example".into(),
            staff: words.partner.into(),
            reason: words.message.into(),
            at: AT.into(),
            access: access(Some(Role::Manager)),
        }),
        MailBody::PasswordReset(password_reset(words)?),
        MailBody::PasswordReset(PasswordReset {
            by_support: false,
            secret: secret_without_page()?,
            ..password_reset(words)?
        }),
        MailBody::AddressChange(AddressChange {
            old: "jane@old.example".into(),
            email: "jane@bigshoes.example".into(),
            requested_by: words.partner.into(),
            secret: secret()?,
        }),
        MailBody::PasswordChanged(password_changed(words)),
        MailBody::PasswordChanged(PasswordChanged {
            set_by: None,
            by_support: false,
            temporary_until: None,
            ..password_changed(words)
        }),
        MailBody::LoginRenamed(LoginRenamed {
            old: "jane@old.example".into(),
            email: "jane@bigshoes.example".into(),
            at: AT.into(),
            renamed_by: words.partner.into(),
            by_support: true,
        }),
    ])
}

const GO_ON: &str = "partnerctl link edit lnk_17 -c big-shoes --no-auto-extend --as jane@bigshoes.example -m REASON";
const LINK_COMMAND: &str =
    "partnerctl link extend lnk_17 -c big-shoes --until YYYY-MM-DD --as jane@bigshoes.example -m REASON";

fn of_recoveries(words: &Words) -> Result<Vec<MailBody>> {
    let recovery = Recovery {
        client: client(words),
        email: "new@bigshoes.example".into(),
        started_by: words.partner.into(),
        secret: secret()?,
    };
    let notice = RecoveryNotice {
        client: client(words),
        email: "jane@bigshoes.example".into(),
        started_by: words.partner.into(),
        verified: words.message.into(),
        accept_from: UNTIL.into(),
        stopped_by: None,
    };
    Ok(vec![
        MailBody::Recovery(recovery.clone()),
        MailBody::Recovery(Recovery { secret: secret_without_page()?, ..recovery }),
        MailBody::RecoveryNotice(notice.clone()),
        MailBody::RecoveryNotice(RecoveryNotice { stopped_by: Some(words.person.into()), ..notice }),
    ])
}

/// The page of the sample account.
fn account_page() -> Result<WebAddress> {
    WebAddress::new("https://portal.example/accounts/C100001-9")
}

fn of_ends(words: &Words) -> Result<Vec<MailBody>> {
    let partner = Who::Partner(words.partner.into());
    let of_link = AccessEnded { who: partner.clone(), access: access(None), ..access_ended(words) };
    Ok(vec![
        MailBody::AccessExpiring(access_expiring(words)),
        MailBody::AccessExpiring(AccessExpiring {
            who: partner,
            access: until(UNTIL, access(None)),
            command: LINK_COMMAND.into(),
            still: still(),
            ..access_expiring(words)
        }),
        MailBody::AccessExpiring(AccessExpiring {
            who: Who::Partner(words.partner.into()),
            access: until(UNTIL, access(None)),
            command: LINK_COMMAND.into(),
            page: Some(account_page()?),
            ..access_expiring(words)
        }),
        MailBody::AccessExpiring(AccessExpiring {
            who: Who::Partner(words.partner.into()),
            reader: Reader::Partner,
            access: until(UNTIL, access(None)),
            command: "partnerctl link extend lnk_17 -c big-shoes --until YYYY-MM-DD".into(),
            ..access_expiring(words)
        }),
        MailBody::AccessEnded(access_ended(words)),
        MailBody::AccessEnded(AccessEnded {
            reader: Reader::Office,
            ended_by: None,
            by_support: false,
            still: still(),
            ..access_ended(words)
        }),
        MailBody::AccessEnded(AccessEnded {
            reader: Reader::Partner,
            ended_by: Some(words.person.into()),
            by_support: false,
            ..of_link.clone()
        }),
        MailBody::AccessEnded(AccessEnded { reader: Reader::Office, ..of_link }),
    ])
}

fn notice(words: &Words, event: NoticeEvent) -> NoticeEntry {
    let Access { role, permissions, .. } = access(Some(Role::Manager));
    NoticeEntry {
        event: event.name(),
        reader: Reader::Office,
        who: Some(words.person.into()),
        email: Some("tax@ledger.example".into()),
        partner: None,
        former_client: None,
        by: Some(words.partner.into()),
        by_support: true,
        at: AT.into(),
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
            until: Some(ACCESS_UNTIL.into()),
            former_until: Some(UNTIL.into()),
            gained: entry.permissions.clone(),
            formerly_extended: Some("6 months".into()),
            event: event.name(),
            ..notice_of(words, NoticeEvent::LinkApproved)
        },
        NoticeEvent::LinkExtended => NoticeEntry {
            by: None,
            by_support: false,
            until: Some(ACCESS_UNTIL.into()),
            former_until: Some(UNTIL.into()),
            extends: Some("6 months".into()),
            command: Some(GO_ON.into()),
            event: event.name(),
            ..notice_of(words, NoticeEvent::LinkApproved)
        },
        NoticeEvent::AccessChanged => NoticeEntry {
            former_role: Some(Role::Guest.name()),
            gained: entry.permissions.clone(),
            former_until: Some(UNTIL.into()),
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
pub(super) fn full_digest(words: &Words) -> MailBody {
    let permissions = crate::domain::permission::Permissions::ALL.descriptions();
    let entry = NoticeEntry {
        partner: Some(words.partner.into()),
        until: Some(ACCESS_UNTIL.into()),
        gained: permissions.clone(),
        lost: permissions,
        undone: Some(Undone {
            turn: Turn::TakenBack.name(),
            by: words.person.into(),
            by_support: true,
            at: UNTIL.into(),
        }),
        ..notice_of(words, NoticeEvent::AccessChanged)
    };
    let events = vec![entry; FactsOfNotice::MOST];
    MailBody::Notice(Notice { client: client(words), event: Notice::SEVERAL, who: None, events })
}

/// One mail for each event, one to the person whom it is about, and a digest of all.
fn notices(words: &Words) -> Result<Vec<MailBody>> {
    let mail = |entry: NoticeEntry| {
        let (event, who) = (entry.event, entry.who.clone());
        MailBody::Notice(Notice { client: client(words), event, who, events: vec![entry] })
    };
    let entry = |event: &NoticeEvent| notice_of(words, *event);
    let own = NoticeEntry {
        reader: Reader::Person,
        until: Some(ACCESS_UNTIL.into()),
        lost: vec!["see and accept quotes"],
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
        let undone = Undone { turn: turn.name(), by: words.person.into(), by_support: true, at: UNTIL.into() };
        let events = vec![NoticeEntry { undone: Some(undone), ..entry }];
        MailBody::Notice(Notice { client: client(words), event: turn.name(), who: None, events })
    });
    let page = Some(account_page()?);
    let on_page = NoticeEntry { page, command: None, ..notice_of(words, NoticeEvent::LinkExtended) };
    let of_partner = NoticeEntry { reader: Reader::Partner, ..notice_of(words, NoticeEvent::LinkExtended) };
    let several = [mail(own), mail(on_page), mail(of_partner), MailBody::Notice(digest)];
    Ok(each.chain(several).chain(undone).collect())
}

/// Each kind in every shape that templates must take: also without link, form, partner or name, and with a term.
///
/// # Errors
/// As [`bodies`].
pub(super) fn every(words: &Words) -> Result<Vec<MailBody>> {
    let mut all = bodies(words)?;
    let more: Vec<Vec<MailBody>> = all.iter().map(variants).collect::<Result<_>>()?;
    all.extend(more.into_iter().flatten());
    all.push(MailBody::Test(Test {
        sent_by: words.person.into(),
        at: AT.into(),
        way: "smtp mail.desk.example".into(),
        label: "live".into(),
    }));
    Ok(all)
}

/// The same mail in other shapes.
fn variants(body: &MailBody) -> Result<Vec<MailBody>> {
    Ok(match body.clone() {
        MailBody::Invitation(body) => vec![
            MailBody::Invitation(Invitation {
                partner: None,
                by_support: true,
                guest: true,
                access: until(ACCESS_UNTIL, access(Some(Role::Guest))),
                form: None,
                ..body.clone()
            }),
            MailBody::Invitation(Invitation {
                kind: InvitationKind::NewPassword,
                accept_from: Some(AT.into()),
                ..body.clone()
            }),
            MailBody::Invitation(Invitation { partner: None, secret: secret_without_page()?, ..body }),
        ],
        MailBody::LinkRequest(body) => {
            vec![MailBody::LinkRequest(LinkRequest {
                by_support: true,
                access: access(None),
                link_until: Some(ACCESS_UNTIL.into()),
                ..body
            })]
        }
        MailBody::LinkApproved(body) => vec![MailBody::LinkApproved(LinkApproved {
            access: until(ACCESS_UNTIL, Access { permissions: Vec::new(), ..access(None) }),
            ..body
        })],
        MailBody::LinkDenied(body) => vec![MailBody::LinkDenied(LinkDenied { reason: None, ..body })],
        MailBody::AcceptedByStaff(body) => {
            let access = until(ACCESS_UNTIL, body.access);
            vec![MailBody::AcceptedByStaff(AcceptedByStaff { access, ..body })]
        }
        MailBody::AccessExpiring(body) => {
            let who = Who::Person { name: Line::default(), email: "tax@ledger.example".into() };
            vec![MailBody::AccessExpiring(AccessExpiring { who, ..body })]
        }
        _ => Vec::new(),
    })
}
