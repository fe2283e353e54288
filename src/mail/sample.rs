//! Sample mails of every kind, filled with ordinary and with hostile names. Custom templates are tried with them before
//! they are taken, and the tests of every template read them.

mod notices;

use std::sync::LazyLock;

use crate::domain::language::Language;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::domain::shell::{Verbatim, shell_format};
use crate::domain::time::{Instant, Span, Term, Zone};
use crate::error::Result;
use crate::language::catalogue::say;
use crate::language::{Locale, Text};
use crate::mail::body::{
    AcceptedByStaff, Access, AccessEnded, AccessExpiring, AddressChange, Client, Form, Invitation, InvitationKind,
    LinkApproved, LinkCancelled, LinkDenied, LinkRequest, LoginRenamed, PasswordChanged, PasswordReset, Reader,
    Recovery, RecoveryNotice, Still, Test, Welcome, Who,
};
use crate::mail::text::{Line, Secret, WebAddress};
use crate::mail::{Envelope, MailBody, Mailbox};

#[cfg(test)]
pub(super) use notices::full_digest;

/// The code of every sample that has one.
pub(super) const CODE: &str = "pci_31_abcdefghijklmnopqrstuvwxyz234567ab";
/// The page that takes it.
pub(super) const LINK: &str = "https://portal.example/i?a=1&b=2#pci_31_abcdefghijklmnopqrstuvwxyz234567ab";
/// A form to fill in besides.
pub(super) const FORM: &str = "https://forms.example/welcome?x=1&y=2";

/// The hostile name that would become a program in a mail program.
pub(super) const ACTIVE: &str = "<script>alert(1)</script> & </p><a href=\"https://evil.example\">";

/// 21 December 2026, 14:05 in Berlin.
const UNTIL: Instant = Instant::from_ms(1_797_858_300_000);
/// 20 November 2026, 9:00. Not the same, so that no one takes one for the other.
const AT: Instant = Instant::from_ms(1_795_161_600_000);
/// 30 June 2027, 23:59.
const ACCESS_UNTIL: Instant = Instant::from_ms(1_814_392_740_000);

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
    /// In which language the mail is.
    pub(super) language: Language,
}

impl Words {
    /// The same in another language.
    pub(super) const fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Makes something in that language, with the clock of Berlin.
    pub(super) fn say<T>(&self, make: impl FnOnce(&Locale<'_>) -> T) -> T {
        let zone = Zone::named("Europe/Berlin").unwrap_or_else(|_| Zone::utc());
        make(&Locale::of(Text::Mail, self.language, &zone))
    }

    fn at(&self, at: Instant) -> Line {
        self.say(|locale| locale.at(at).into())
    }

    pub(super) const fn plain() -> Self {
        Self {
            language: Language::English,
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
        .map(|text| Self { client: text, partner: text, person: text, message: text, language: Language::English })
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
        language: words.language,
    }
}

fn client(words: &Words) -> Client {
    Client { name: words.client.into(), slug: "big-shoes".into(), id: "C100001-9".into() }
}

fn access(words: &Words, role: Option<Role>) -> Access {
    let permissions = Permissions::of(&[Permission::Invoices, Permission::Tickets]);
    words.say(|locale| Access::ended(role, permissions, locale))
}

fn until(end: Line, access: Access) -> Access {
    Access { until: Some(end), ..access }
}

fn secret(words: &Words) -> Result<Secret> {
    Secret::new(CODE, Some(LINK), words.at(UNTIL).as_str())
}

fn secret_without_page(words: &Words) -> Result<Secret> {
    Secret::new(CODE, None, words.at(UNTIL).as_str())
}

fn form(name: &str) -> Result<Option<Form>> {
    Ok(Some(Form { name: name.into(), url: WebAddress::new(FORM)? }))
}

/// Another way that is open after an end.
fn still(words: &Words) -> Vec<Still> {
    let most = Permissions::PARTNER_MOST;
    let by = |locale: &Locale<'_>| {
        say!(locale, "way-link", link = "lnk_17", partner = "ledger", set = locale.set(most)).into()
    };
    vec![Still {
        who: "tax@ledger.example".into(),
        by: words.say(by),
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
        access: access(words, Some(role)),
        secret: secret(words)?,
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
        access: until(
            words.say(|locale| say!(locale, "from-your-approval", term = locale.span(Span::days(90))).into()),
            access(words, None),
        ),
        link_until: None,
        message: Line::all(words.message),
        secret: secret(words)?,
    })
}

fn welcome(words: &Words) -> Welcome {
    Welcome {
        first_name: words.person.into(),
        partner: words.partner.into(),
        email: "jane@bigshoes.example".into(),
        added_by: words.person.into(),
        temporary_until: Some(words.at(UNTIL)),
        active: false,
        sign_in: None,
    }
}

fn password_reset(words: &Words) -> Result<PasswordReset> {
    Ok(PasswordReset {
        email: "jane@bigshoes.example".into(),
        requested_by: words.partner.into(),
        by_support: true,
        secret: secret(words)?,
    })
}

fn password_changed(words: &Words) -> PasswordChanged {
    PasswordChanged {
        email: "jane@bigshoes.example".into(),
        at: words.at(AT),
        how: words.say(|locale| say!(locale, "how-old-password").into()),
        set_by: Some(words.partner.into()),
        by_support: true,
        temporary_until: Some(words.at(UNTIL)),
    }
}

fn access_expiring(words: &Words) -> AccessExpiring {
    AccessExpiring {
        client: client(words),
        who: person(words),
        access: until(words.at(UNTIL), access(words, Some(Role::Manager))),
        reader: Reader::Office,
        given_by: words.partner.into(),
        command: "partnerctl user edit tax@ledger.example -c big-shoes --until 2027-12-31".into(),
        page: None,
        still: Vec::new(),
    }
}

fn access_ended(words: &Words) -> AccessEnded {
    AccessEnded {
        client: client(words),
        who: person(words),
        reader: Reader::Person,
        access: access(words, Some(Role::Manager)),
        at: words.at(AT),
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
    all.extend(notices::notices(words)?);
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
            secret: secret_without_page(words)?,
            message: Vec::new(),
            ..link_request(words)?
        }),
        MailBody::LinkApproved(LinkApproved {
            client: client.clone(),
            partner: partner.clone(),
            answered_by: words.person.into(),
            access: access(words, None),
            extends: None,
        }),
        MailBody::LinkDenied(LinkDenied {
            client: client.clone(),
            partner: partner.clone(),
            answered_by: words.person.into(),
            reason: Some(words.message.into()),
            again_from: words.at(UNTIL),
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
            at: words.at(AT),
            access: access(words, Some(Role::Manager)),
        }),
        MailBody::PasswordReset(password_reset(words)?),
        MailBody::PasswordReset(PasswordReset {
            by_support: false,
            secret: secret_without_page(words)?,
            ..password_reset(words)?
        }),
        MailBody::AddressChange(AddressChange {
            old: "jane@old.example".into(),
            email: "jane@bigshoes.example".into(),
            requested_by: words.partner.into(),
            secret: secret(words)?,
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
            at: words.at(AT),
            renamed_by: words.partner.into(),
            by_support: true,
        }),
    ])
}

const GO_ON: &str = "partnerctl link edit lnk_17 -c big-shoes --no-auto-extend --as jane@bigshoes.example -m";
const EXTEND: &str = "partnerctl link extend lnk_17 -c big-shoes --for 1y --as jane@bigshoes.example -m";

/// What support types for someone who wrote to it: the command with a reason.
fn with_reason(words: &Words, command: &str) -> Line {
    let reason = words.say(|locale| say!(locale, "command-reason"));
    shell_format!("{} {}", Verbatim(command), reason).into()
}

fn of_recoveries(words: &Words) -> Result<Vec<MailBody>> {
    let recovery = Recovery {
        client: client(words),
        email: "new@bigshoes.example".into(),
        started_by: words.partner.into(),
        secret: secret(words)?,
    };
    let notice = RecoveryNotice {
        client: client(words),
        email: "jane@bigshoes.example".into(),
        started_by: words.partner.into(),
        verified: words.message.into(),
        accept_from: words.at(UNTIL),
        stopped_by: None,
    };
    Ok(vec![
        MailBody::Recovery(recovery.clone()),
        MailBody::Recovery(Recovery { secret: secret_without_page(words)?, ..recovery }),
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
    let of_link = AccessEnded { who: partner.clone(), access: access(words, None), ..access_ended(words) };
    Ok(vec![
        MailBody::AccessExpiring(access_expiring(words)),
        MailBody::AccessExpiring(AccessExpiring {
            who: partner,
            access: until(words.at(UNTIL), access(words, None)),
            command: with_reason(words, EXTEND),
            still: still(words),
            ..access_expiring(words)
        }),
        MailBody::AccessExpiring(AccessExpiring {
            who: Who::Partner(words.partner.into()),
            access: until(words.at(UNTIL), access(words, None)),
            command: with_reason(words, EXTEND),
            page: Some(account_page()?),
            ..access_expiring(words)
        }),
        MailBody::AccessExpiring(AccessExpiring {
            who: Who::Partner(words.partner.into()),
            reader: Reader::Partner,
            access: until(words.at(UNTIL), access(words, None)),
            command: "partnerctl link extend lnk_17 -c big-shoes --for 1y".into(),
            ..access_expiring(words)
        }),
        MailBody::AccessEnded(access_ended(words)),
        MailBody::AccessEnded(AccessEnded {
            reader: Reader::Office,
            ended_by: None,
            by_support: false,
            still: still(words),
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

/// Each kind in every shape that templates must take: also without link, form, partner or name, and with a term.
///
/// # Errors
/// As [`bodies`].
pub(super) fn every(words: &Words) -> Result<Vec<MailBody>> {
    let mut all = bodies(words)?;
    let more: Vec<Vec<MailBody>> = all.iter().map(|body| variants(words, body)).collect::<Result<_>>()?;
    all.extend(more.into_iter().flatten());
    all.push(MailBody::Test(Test {
        sent_by: words.person.into(),
        at: words.at(AT),
        way: "smtp mail.desk.example".into(),
        label: "live".into(),
    }));
    Ok(all)
}

/// The same mail in other shapes.
fn variants(words: &Words, body: &MailBody) -> Result<Vec<MailBody>> {
    Ok(match body.clone() {
        MailBody::Invitation(body) => vec![
            MailBody::Invitation(Invitation {
                partner: None,
                by_support: true,
                guest: true,
                access: until(words.at(ACCESS_UNTIL), access(words, Some(Role::Guest))),
                form: None,
                ..body.clone()
            }),
            MailBody::Invitation(Invitation {
                kind: InvitationKind::NewPassword,
                accept_from: Some(words.at(AT)),
                ..body.clone()
            }),
            MailBody::Invitation(Invitation { partner: None, secret: secret_without_page(words)?, ..body }),
        ],
        MailBody::LinkRequest(body) => {
            vec![MailBody::LinkRequest(LinkRequest {
                by_support: true,
                access: access(words, None),
                link_until: Some(words.at(ACCESS_UNTIL)),
                ..body
            })]
        }
        MailBody::LinkApproved(body) => vec![MailBody::LinkApproved(LinkApproved {
            access: until(words.at(ACCESS_UNTIL), Access { permissions: Vec::new(), ..access(words, None) }),
            extends: Some(words.say(|locale| locale.term(Term::Months(6)).into())),
            ..body
        })],
        MailBody::LinkDenied(body) => vec![MailBody::LinkDenied(LinkDenied { reason: None, ..body })],
        MailBody::AcceptedByStaff(body) => {
            let access = until(words.at(ACCESS_UNTIL), body.access);
            vec![MailBody::AcceptedByStaff(AcceptedByStaff { access, ..body })]
        }
        MailBody::AccessExpiring(body) => {
            let who = Who::Person { name: Line::default(), email: "tax@ledger.example".into() };
            vec![MailBody::AccessExpiring(AccessExpiring { who, ..body })]
        }
        _ => Vec::new(),
    })
}
