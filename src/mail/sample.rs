//! Sample mails of every kind, filled with ordinary and with hostile names: what a desk's own templates are tried
//! with before they are taken, and what the tests of every template read.

use std::sync::LazyLock;

use crate::domain::time::Instant;
use crate::mail::body::{
    AcceptedByStaff, Access, AccessEnded, AccessExpiring, AddressChange, Client, EndedBy, ExpiringAccess, Invitation,
    InvitationKind, LinkApproved, LinkCancelled, LinkDenied, LinkRequest, LoginRenamed, PasswordChanged, PasswordReset,
    Reader, Secret, Still, Trial, Welcome,
};
use crate::mail::{Envelope, MailBody, Mailbox};

/// The code of every sample that has one.
pub(super) const CODE: &str = "pci_31_abcdefghijklmnopqrstuvwxyz234567ab";
/// Another way that is open after an end.
const STILL: &[Still<'_>] = &[Still {
    who: "tax@ledger.example",
    by: "by lnk_17 of ledger, with all but users",
    command: "partnerctl link remove lnk_17 -c big-shoes",
}];
/// The page that takes it.
pub(super) const LINK: &str = "https://portal.example/i/pci_31_abcdefghijklmnopqrstuvwxyz234567ab?a=1&b=2";
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

const fn client(words: &Words) -> Client<'static> {
    Client { name: words.client, slug: "big-shoes", id: "C100001-9" }
}

const fn access(role: Option<&'static str>) -> Access<'static> {
    Access { role, permissions: &["see and pay invoices", "open, see and answer support tickets"], until: None }
}

const SECRET: Secret<'static> = Secret { code: CODE, link: Some(LINK), expires: UNTIL };

/// An invitation with all that it may have.
pub(super) const fn invitation(words: &Words, kind: InvitationKind) -> Invitation<'static> {
    Invitation {
        kind,
        client: client(words),
        invited_by: words.person,
        by_support: false,
        partner: Some(words.partner),
        access: access(Some("manager")),
        secret: SECRET,
        form: Some((words.message, FORM)),
    }
}

/// Each kind, the ones with variants in several.
pub(super) fn bodies(words: &Words) -> Vec<MailBody<'static>> {
    let (client, partner) = (client(words), words.partner);
    let mut request = LinkRequest {
        client,
        partner,
        requested_by: words.person,
        by_support: false,
        access: Access { until: Some("90 days from your approval"), ..access(None) },
        message: Some(words.message),
        secret: SECRET,
    };
    let first = MailBody::Invitation(Invitation {
        form: Some(("Getting to know you", FORM)),
        ..invitation(words, InvitationKind::Activation)
    });
    let second = MailBody::Invitation(Invitation { form: None, ..invitation(words, InvitationKind::Association) });
    let with = MailBody::LinkRequest(request);
    request.secret.link = None;
    request.message = None;
    let welcome = Welcome {
        first_name: words.person,
        partner,
        email: "jane@bigshoes.example",
        added_by: words.person,
        temporary_until: Some(UNTIL),
        is_active: false,
        sign_in: None,
    };
    let reset =
        PasswordReset { email: "jane@bigshoes.example", requested_by: partner, by_support: true, secret: SECRET };
    let changed = PasswordChanged {
        email: "jane@bigshoes.example",
        at: AT,
        how: "with the old password",
        set_by: Some(partner),
        by_support: true,
        temporary_until: Some(UNTIL),
    };
    let expiring = AccessExpiring {
        still: &[],
        client,
        whose: ExpiringAccess::Person { name: words.person, email: "tax@ledger.example" },
        access: Access { until: Some(UNTIL), ..access(Some("manager")) },
        given_by: partner,
        command: "partnerctl user edit tax@ledger.example -c big-shoes --until YYYY-MM-DD",
    };
    let ended = AccessEnded {
        client,
        whose: ExpiringAccess::Person { name: words.person, email: "tax@ledger.example" },
        reader: Reader::Person,
        access: access(Some("manager")),
        at: AT,
        ended_by: Some(EndedBy { name: partner, by_support: true }),
        still: &[],
    };
    vec![
        first,
        second,
        with,
        MailBody::LinkRequest(request),
        MailBody::LinkApproved(LinkApproved { client, partner, answered_by: words.person, access: access(None) }),
        MailBody::LinkDenied(LinkDenied {
            client,
            partner,
            answered_by: words.person,
            reason: Some(words.message),
            again_from: UNTIL,
        }),
        MailBody::LinkCancelled(LinkCancelled { client, partner, cancelled_by: words.person }),
        MailBody::Welcome(welcome),
        MailBody::Welcome(Welcome {
            temporary_until: None,
            is_active: true,
            sign_in: Some("https://portal.example/"),
            ..welcome
        }),
        MailBody::AcceptedByStaff(AcceptedByStaff {
            client,
            email: "jane@bigshoes.example",
            staff: partner,
            reason: words.message,
            at: AT,
            access: access(Some("manager")),
        }),
        MailBody::PasswordReset(reset),
        MailBody::PasswordReset(PasswordReset { by_support: false, secret: Secret { link: None, ..SECRET }, ..reset }),
        MailBody::AddressChange(AddressChange {
            old: "jane@old.example",
            new: "jane@bigshoes.example",
            requested_by: partner,
            secret: SECRET,
        }),
        MailBody::PasswordChanged(changed),
        MailBody::PasswordChanged(PasswordChanged {
            set_by: None,
            by_support: false,
            temporary_until: None,
            ..changed
        }),
        MailBody::LoginRenamed(LoginRenamed {
            old: "jane@old.example",
            new: "jane@bigshoes.example",
            at: AT,
            renamed_by: partner,
            by_support: true,
        }),
        MailBody::AccessExpiring(expiring),
        MailBody::AccessExpiring(AccessExpiring {
            whose: ExpiringAccess::Partner(partner),
            access: Access { until: Some(UNTIL), ..access(None) },
            command: "partnerctl link create -p jims-web -c big-shoes --as jane@bigshoes.example -m REASON",
            still: STILL,
            ..expiring
        }),
        MailBody::AccessEnded(ended),
        MailBody::AccessEnded(AccessEnded { reader: Reader::Office, ended_by: None, still: STILL, ..ended }),
        MailBody::AccessEnded(AccessEnded {
            whose: ExpiringAccess::Partner(partner),
            reader: Reader::Partner,
            access: access(None),
            ended_by: Some(EndedBy { name: words.person, by_support: false }),
            ..ended
        }),
        MailBody::AccessEnded(AccessEnded {
            whose: ExpiringAccess::Partner(partner),
            reader: Reader::Office,
            access: access(None),
            ..ended
        }),
    ]
}

/// Each kind in every shape that templates must take: also without link, form, partner or name, and with a term.
pub(super) fn every(words: &Words) -> Vec<MailBody<'static>> {
    let mut all = bodies(words);
    for at in 0..all.len() {
        match all.get(at).copied() {
            Some(MailBody::Invitation(body)) => all.extend([
                MailBody::Invitation(Invitation {
                    partner: None,
                    by_support: true,
                    access: Access { until: Some(ACCESS_UNTIL), ..access(Some("guest")) },
                    form: None,
                    ..body
                }),
                MailBody::Invitation(Invitation { kind: InvitationKind::NewPassword, ..body }),
                MailBody::Invitation(Invitation {
                    partner: None,
                    secret: Secret { link: None, ..body.secret },
                    ..body
                }),
            ]),
            Some(MailBody::LinkRequest(body)) => {
                all.push(MailBody::LinkRequest(LinkRequest { by_support: true, access: access(None), ..body }));
            }
            Some(MailBody::LinkApproved(body)) => all.push(MailBody::LinkApproved(LinkApproved {
                access: Access { permissions: &[], until: Some(ACCESS_UNTIL), role: None },
                ..body
            })),
            Some(MailBody::LinkDenied(body)) => all.push(MailBody::LinkDenied(LinkDenied { reason: None, ..body })),
            Some(MailBody::AcceptedByStaff(body)) => all.push(MailBody::AcceptedByStaff(AcceptedByStaff {
                access: Access { until: Some(ACCESS_UNTIL), ..body.access },
                ..body
            })),
            Some(MailBody::AccessExpiring(body)) => all.push(MailBody::AccessExpiring(AccessExpiring {
                whose: ExpiringAccess::Person { name: "", email: "tax@ledger.example" },
                ..body
            })),
            _ => {}
        }
    }
    all.push(MailBody::Trial(Trial { sent_by: words.person, at: AT, way: "smtp mail.desk.example", label: "live" }));
    all
}
