//! Every kind of mail, filled with ordinary and with hostile names, read by two parsers that are not ours.

mod strict;

use std::collections::BTreeSet;

use mail_parser::MessageParser;

use super::*;
use crate::domain::permission::Permission;
use crate::domain::role::Role;
use crate::mail::MailKind;
use crate::mail::body::{AccessEnded, AccessExpiring, Invitation, InvitationKind, Who};
use crate::mail::sample::{self, CODE, FORM, LINK, Words, envelope};
use crate::mail::template::{ClientName, SubjectNames};
use crate::mail::text::Secret;

fn bodies(words: &Words) -> Vec<MailBody> {
    sample::bodies(words).unwrap()
}

fn every(words: &Words) -> Vec<MailBody> {
    sample::every(words).unwrap()
}

/// Ordinary and hostile names, in each language.
fn in_every_language() -> impl Iterator<Item = Words> {
    let all: Vec<Words> = [Words::plain()].into_iter().chain(Words::hostile()).collect();
    Language::ALL
        .into_iter()
        .flat_map(move |language| all.clone().into_iter().map(move |words| words.in_language(language)))
}

fn invitation(words: &Words, kind: InvitationKind, role: Role) -> Invitation {
    sample::invitation(words, kind, role).unwrap()
}

fn composed(body: &MailBody, words: &Words) -> Vec<u8> {
    compose(Templates::shared(), body, &envelope(words)).unwrap()
}

/// Subject, text and HTML, as a mail program shows them.
fn opened(bytes: &[u8]) -> (String, String, String) {
    let message = MessageParser::default().parse(bytes).unwrap();
    (
        message.subject().unwrap().to_owned(),
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        message.body_html(0).unwrap().replace("\r\n", "\n"),
    )
}

/// All that begins like a web address and its end.
fn addresses(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("http").map(|(at, _)| &text[at..]);
    let ends = |rest: &str| rest.find(|c: char| c.is_whitespace() || "\"<>".contains(c)).unwrap_or(rest.len());
    starts.map(|rest| rest[..ends(rest)].replace("&amp;", "&")).filter(|url| url.contains("://")).collect()
}

#[test]
fn every_kind_explains_itself() {
    let words = Words::plain();
    for body in bodies(&words) {
        let (subject, text, html) = opened(&composed(&body, &words));
        for part in [&text, &html] {
            let named = part.replace("&#x27;", "'").replace('\n', " ").contains(words.partner);
            assert!(named || [MailKind::PasswordChanged, MailKind::AccessEnded].contains(&body.kind()), "{part}");
            assert!(part.contains("expect"), "{part}");
            assert!(part.contains("help@desk.example"), "{part}");
        }
        // About a login, which is in no client or in several.
        let login =
            [MailKind::PasswordReset, MailKind::PasswordChanged, MailKind::LoginRenamed, MailKind::AddressChange]
                .contains(&body.kind());
        if body.kind() != MailKind::Welcome && !login {
            assert!(text.contains("Big Shoes Inc. (big-shoes, C100001-9)"), "{text}");
        }
        let about = if login { "jane@bigshoes.example" } else { words.partner };
        assert!(subject.contains(about) || subject.contains(words.client), "{subject}");
        assert!(!subject.contains(CODE));
        assert_eq!(text.contains(CODE), body.code().is_some());
        assert!(
            text.lines()
                .all(|line| line.chars().count() <= 72 || line.starts_with("http") || line.starts_with("partnerctl ")),
            "{text}"
        );
    }
}

#[test]
fn name_adds_no_header_part_or_long_line() {
    for words in in_every_language() {
        for body in every(&words) {
            let bytes = composed(&body, &words);
            for line in bytes.split(|byte| *byte == b'\n') {
                let line = line.strip_suffix(b"\r").expect("each LF has its CR");
                assert!(line.len() <= 998 && !line.contains(&b'\r'), "{}", String::from_utf8_lossy(line));
                if line.is_empty() {
                    break;
                }
            }
            let head = String::from_utf8(bytes.clone()).unwrap();
            let head = head.split("\r\n\r\n").next().unwrap();
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            let expected: BTreeSet<&str> = [
                "From",
                "Reply-To",
                "To",
                "Subject",
                "Date",
                "Message-ID",
                "X-Partnerctl-Mail",
                "Content-Language",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type",
            ]
            .into();
            assert_eq!(names.iter().copied().collect::<BTreeSet<_>>(), expected, "{head}");
            assert_eq!(names.len(), expected.len(), "{head}");
            let message = MessageParser::default().parse(&bytes).unwrap();
            assert_eq!((message.text_body_count(), message.html_body_count(), message.parts.len()), (1, 1, 3));
            assert_eq!(message.to().unwrap().iter().count(), 1);
            assert_eq!(message.to().unwrap().first().unwrap().address(), Some("jane@bigshoes.example"));
            let name = message.to().unwrap().first().unwrap().name().map(str::to_owned);
            assert_eq!(name.unwrap_or_default(), sanitize::line(words.person), "the name arrives as it was meant");
            let (subject, text, html) = opened(&bytes);
            assert_eq!(subject, Templates::shared().subject(&body, words.language).unwrap());
            for part in [&text, &html] {
                assert!(!part.contains(['\u{202E}', '\u{2028}', '\u{200B}', '\0', '\x1b']), "{part:?}");
                assert!(!part.contains("<script>") || *part == text, "{part}");
            }
        }
    }
}

#[test]
fn outbox_derives_the_same_subject() {
    let templates = Templates::shared();
    for words in in_every_language() {
        for body in bodies(&words) {
            let names = SubjectNames {
                client: ClientName::of(words.client),
                partner: Some(words.partner.into()),
                invited_by: Some(words.person.into()),
                email: Some("jane@bigshoes.example".into()),
                who: match &body {
                    MailBody::AccessExpiring(AccessExpiring { who: Who::Partner(name), .. })
                    | MailBody::AccessEnded(AccessEnded { who: Who::Partner(name), .. }) => Some(name.clone()),
                    MailBody::Notice(body) => body.who.clone(),
                    _ => Some(words.person.into()),
                },
                still: match &body {
                    MailBody::AccessExpiring(AccessExpiring { still, .. })
                    | MailBody::AccessEnded(AccessEnded { still, .. }) => still.first().map(|way| way.by.clone()),
                    _ => None,
                },
                link_until: match &body {
                    MailBody::LinkRequest(body) => body.link_until.clone(),
                    _ => None,
                },
                event: match &body {
                    MailBody::Notice(body) => Some(body.event),
                    _ => None,
                },
            };
            let subject_of = templates.subject_of(body.kind(), words.language, &names).unwrap();
            assert_eq!(subject_of, templates.subject(&body, words.language).unwrap());
        }
    }
    let names = SubjectNames {
        client: ClientName::of("Big Shoes Inc."),
        invited_by: Some("Jane Doe".into()),
        ..SubjectNames::default()
    };
    let subject = templates.subject_of(MailKind::Invitation, Language::English, &names).unwrap();
    assert_eq!(subject, "Invitation to Big Shoes Inc. from Jane Doe");
}

#[test]
fn links_agree_in_text_and_html() {
    for words in in_every_language() {
        for body in every(&words) {
            let (_, text, html) = opened(&composed(&body, &words));
            let names: String = format!("{words:?}");
            // What is in a name is no one's link.
            let of = |part: &str| {
                let all: BTreeSet<String> =
                    addresses(part).into_iter().filter(|url| !names.contains(url.as_str())).collect();
                // The page where the code can be typed is named, and the link with the code leads there.
                let is_page = |url: &String| all.iter().any(|other| other.starts_with(&format!("{url}#")));
                all.iter().filter(|url| !is_page(url)).cloned().collect::<BTreeSet<_>>()
            };
            assert_eq!(of(&text), of(&html));
            let linked = html.matches("<a href=").count();
            assert_eq!(of(&text).len(), linked, "{text}");
            if let Some(code) = body.code() {
                for part in [&text, &html] {
                    assert!(part.contains(code), "{part}");
                }
                assert!(text.lines().any(|line| line == code), "the code is on a line of its own: {text}");
            }
            assert!(!html.contains("src=") && !html.contains("url("), "no remote resources: {html}");
        }
    }
}

#[test]
fn without_a_page_the_code_has_a_recipient() {
    let words = Words::plain();
    let mut invitation = invitation(&words, InvitationKind::Activation, Role::Manager);
    let text = |body: Invitation| opened(&composed(&MailBody::Invitation(body), &words)).1;
    let with = text(invitation.clone());
    assert!(with.contains(LINK) && with.contains(FORM), "{with}");
    invitation.secret = Secret::new(CODE, None, "21 Dec 2026 14:05 CET").unwrap();
    invitation.form = None;
    let without = text(invitation);
    assert!(!without.contains("http"), "{without}");
    let flat = without.replace('\n', " ");
    assert!(flat.contains("answer this mail or call Support Desk, and tell them this code"), "{without}");
}

#[test]
fn guest_and_activation_read_differently() {
    let words = Words::plain();
    let text = |kind, role| {
        let body = invitation(&words, kind, role);
        opened(&composed(&MailBody::Invitation(body), &words)).1.replace('\n', " ")
    };
    let activation = text(InvitationKind::Activation, Role::Manager);
    assert!(activation.contains("you choose its password") && !activation.contains("guest"), "{activation}");
    assert!(text(InvitationKind::Association, Role::Manager).contains("Its password stays as it is."));
    assert!(text(InvitationKind::Association, Role::Guest).contains("Big Shoes Inc. (C100001-9) as a guest."));
}

#[test]
fn asker_is_named_with_their_company() {
    let words = Words::plain();
    let text = |body: MailBody| opened(&composed(&body, &words)).1.replace('\n', " ");
    let mut invitation = invitation(&words, InvitationKind::Activation, Role::Manager);
    assert!(text(MailBody::Invitation(invitation.clone())).starts_with("Jane Doe of Jim's Accounting invites you"));
    (invitation.partner, invitation.by_support) = (None, true);
    assert!(text(MailBody::Invitation(invitation.clone())).starts_with("Jane Doe of Support Desk invites you"));
    invitation.by_support = false;
    assert!(text(MailBody::Invitation(invitation)).starts_with("Jane Doe invites you"));
    let request = bodies(&words).into_iter().find_map(|body| match body {
        MailBody::LinkRequest(request) => Some(request),
        _ => None,
    });
    let mut request = request.unwrap();
    assert!(
        text(MailBody::LinkRequest(request.clone()))
            .starts_with("Jane Doe of Jim's Accounting asks that Jim's Accounting")
    );
    request.by_support = true;
    assert!(
        text(MailBody::LinkRequest(request)).starts_with(
            "Jane Doe of Support Desk asks in the name of Jim's Accounting that Jim's Accounting may work"
        )
    );
}

#[test]
fn every_kind_has_its_sample() {
    let words = Words::plain();
    let kinds: BTreeSet<_> = bodies(&words).iter().map(MailBody::kind).collect();
    assert_eq!(kinds, MailKind::QUEUED.into());
}

/// A mail beyond the bounds would fail for good.
#[test]
fn full_digest_stays_within_bounds() {
    let longest = ["'".repeat(200), "🦶".repeat(200), "&".repeat(200)].map(|name| &*name.leak());
    let words = longest.map(|name| Words {
        client: name,
        partner: name,
        person: name,
        message: name,
        language: Language::English,
    });
    for words in words
        .into_iter()
        .flat_map(|words| Language::ALL.map(|language| words.in_language(language)))
        .chain(in_every_language())
    {
        let (_, text, _) = opened(&composed(&sample::full_digest(&words), &words));
        let last = words.say(|locale| locale.permission(Permission::Settings));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.matches(&last).count() >= 2, "{text}");
    }
}

#[test]
fn the_same_mail_is_the_same_bytes() {
    let words = Words::plain();
    for body in bodies(&words) {
        assert_eq!(composed(&body, &words), composed(&body, &words));
    }
}

#[test]
fn headers_are_what_the_contract_says() {
    let words = Words::plain();
    let bytes = composed(&bodies(&words)[0], &words);
    let text = String::from_utf8(bytes).unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    for line in [
        "From: \"Support Desk\" <noreply@desk.example>",
        "Reply-To: help@desk.example",
        "To: \"Jane Doe\" <jane@bigshoes.example>",
        "Subject: Invitation to Big Shoes Inc. from Jim's Accounting",
        "Date: Sat, 21 Nov 2026 13:05:00 +0000",
        "Message-ID: <msg_8.5f2c@desk.example>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(head.split("\r\n").any(|other| other == line), "{line} is missing in\n{head}");
    }
    assert!(
        text.contains("Content-Type: text/plain; charset=utf-8")
            && text.contains("Content-Type: text/html; charset=utf-8")
    );
}

#[test]
fn international_domain_leaves_in_ascii() {
    let words = Words::plain();
    let mut envelope = envelope(&words);
    envelope.to.address = "jane@bücher.example";
    let bytes = compose(Templates::shared(), &bodies(&words)[0], &envelope).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("<jane@xn--bcher-kva.example>"));
}

#[test]
fn unmailable_is_an_error_without_code() {
    let words = Words::plain();
    let templates = Templates::shared();
    let mut bad = Vec::new();
    for address in
        ["", "jane", "@x.example", "jane@", "ja ne@x.example", "jane@x.example\r\nBcc: a@b.example", "jäne@x.example"]
    {
        let mut envelope = envelope(&words);
        envelope.to.address = address;
        bad.push(compose(templates, &bodies(&words)[0], &envelope));
    }
    for id in ["", "msg_8", "<a@b", "a b@c", "a@b\r\nBcc: x@y.example"] {
        let mut envelope = envelope(&words);
        envelope.message_id = id;
        bad.push(compose(templates, &bodies(&words)[0], &envelope));
    }
    for (code, link) in
        [("", LINK), ("pci_1 x", LINK), (CODE, "javascript:alert(1)"), (CODE, "https://x.example/\"onload=")]
    {
        bad.push(Secret::new(code, Some(link), "soon").map(|_| Vec::new()));
    }
    assert_eq!(bad.len(), 16);
    for (at, result) in bad.into_iter().enumerate() {
        let error = result.expect_err(&format!("number {at} must be refused"));
        assert_eq!(error.code(), crate::error::Code::Failed);
        assert!(!format!("{error:?}").contains(CODE), "{error:?}");
    }
    let body = &bodies(&words)[0];
    assert!(!format!("{body:?}").contains(CODE), "a mail in a log shows no code");
}

#[test]
fn the_mails_read_well() {
    let words = Words::plain();
    let mut all = String::new();
    for body in bodies(&words) {
        let (subject, text, html) = opened(&composed(&body, &words));
        all.push_str(&format!("=== {} ===\nSubject: {subject}\n\n{text}\n", body.kind()));
        if body.kind() == MailKind::LinkRequest {
            all.push_str(&format!("--- html ---\n{html}\n"));
        }
    }
    insta::assert_snapshot!(all);
}

/// A customer fills nothing in: what support types is complete, and in the words of the reader.
#[test]
fn no_mail_has_a_placeholder() {
    for language in Language::ALL {
        let words = Words::plain().in_language(language);
        for body in every(&words) {
            let (subject, text, html) = opened(&composed(&body, &words));
            let all = format!("{subject}\n{text}\n{html}");
            let mut parts = all.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
            let placeholder = parts.find(|part| ["REASON", "TEXT", "YYYY-MM-DD", "EMAIL", "TIME"].contains(part));
            assert_eq!(placeholder, None, "{} in {language}", body.kind());
        }
    }
}

#[test]
fn the_mails_read_well_in_each_language() {
    for language in Language::ALL.into_iter().skip(1) {
        let words = Words::plain().in_language(language);
        let mut all = String::new();
        for body in every(&words) {
            let (subject, text, _) = opened(&composed(&body, &words));
            all.push_str(&format!("=== {} ===\nSubject: {subject}\n\n{text}\n", body.kind()));
        }
        insta::assert_snapshot!(format!("the_mails_read_well_{language}"), all);
    }
}

/// Words of English that are none in the other languages.
const ENGLISH: [&str; 14] = [
    " the ", " you ", " your ", " of ", " and ", " with ", " until ", " by ", " has ", " is ", " may ", " this ",
    " who ", " not ",
];

fn flattened(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" ").to_lowercase()
}

fn commands_of(body: &MailBody) -> Vec<String> {
    let (command, still) = match body {
        MailBody::AccessExpiring(body) => (Some(&body.command), &body.still),
        MailBody::AccessEnded(body) => (None, &body.still),
        _ => return Vec::new(),
    };
    still.iter().map(|way| &way.command).chain(command).map(|line| line.as_str().to_owned()).collect()
}

#[test]
fn mail_has_one_language() {
    let names = Words { client: "Xyz", partner: "Xyz", person: "Xyz", message: "Xyz", language: Language::English };
    for language in Language::ALL.into_iter().skip(1) {
        let words = names.in_language(language);
        for body in every(&words) {
            let bytes = composed(&body, &words);
            let (subject, text, html) = opened(&bytes);
            let page = html.split_once("<body").unwrap().1;
            for part in [&subject, &text, page] {
                let flat = flattened(part);
                // Commands stay as they are typed, and so does the name of a form.
                let typed = commands_of(&body).into_iter().chain(["getting to know you".to_owned()]);
                let flat = typed.fold(flat, |flat, typed| flat.replace(&flattened(&typed), ""));
                for word in ENGLISH {
                    assert!(!format!(" {flat} ").contains(word), "{language} {}: {word:?} in {part}", body.kind());
                }
            }
            assert!(html.contains(&format!("<html lang=\"{language}\">")));
            let head = String::from_utf8_lossy(&bytes).split("\r\n\r\n").next().unwrap().to_owned();
            assert!(head.contains(&format!("\r\nContent-Language: {language}\r\n")), "{head}");
        }
    }
}

#[test]
fn a_mail_has_the_dates_of_its_language() {
    for (language, expected) in [
        (Language::English, "until 21 Dec 2026 14:05 CET."),
        (Language::German, "bis zum 21. Dezember 2026, 14:05 Uhr (MEZ)."),
        (Language::French, "jusqu’au 21 décembre 2026 à 14:05 (CET)."),
        (Language::Spanish, "hasta el 21 de diciembre de 2026 a las 14:05 (CET)."),
    ] {
        let words = Words::plain().in_language(language);
        let (_, text, _) = opened(&composed(&bodies(&words)[0], &words));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn debug_output_shows_no_code() {
    let words = Words::plain();
    let templates = Templates::shared();
    let mut with_code = 0;
    for body in bodies(&words) {
        let made = preview(templates, &body, &envelope(&words)).unwrap();
        with_code += usize::from(made.text.contains(CODE));
        let shown = format!("{body:?} {made:?}");
        assert!(!shown.contains(CODE) && shown.contains(&made.subject), "{shown}");
    }
    assert!(with_code > 2, "only {with_code} mails carry a code");
}
