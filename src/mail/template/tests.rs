//! Templates compile, agree with the kinds, and may be replaced from a folder.

use super::*;
use crate::error::Code;
use crate::mail::body::{Client, LinkCancelled};
use crate::mail::sample;

fn rendered(templates: &Templates) -> Result<Rendered> {
    let body = MailBody::LinkCancelled(LinkCancelled {
        client: Client { name: "Big & Shoes".into(), slug: "big-shoes".into(), id: "C100001-9".into() },
        partner: "Jim's".into(),
        cancelled_by: "Jim".into(),
    });
    templates.render(
        &body,
        &Desk { name: "Desk".into(), address: "help@desk.example", to: "jane@x.example" },
        Language::English,
    )
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, source) in files {
        std::fs::write(folder.path().join(name), source).unwrap();
    }
    folder
}

#[test]
fn every_kind_has_its_template() {
    for kind in MailKind::QUEUED {
        assert!(BUILT_IN.iter().any(|(name, _)| *name == format!("{kind}.j2")), "{kind}");
    }
    // The blocks for text and for HTML, the frame, and the mail that is never queued.
    assert_eq!(BUILT_IN.len(), MailKind::QUEUED.len() + 4);
}

#[test]
fn folder_replaces_only_what_it_has() {
    let own = "Subject: Gone: {{ client.name }}\n{% from 'blocks' import p %}\n{% call p() %}Sorry, {{ client.name }}{% endcall %}";
    let folder = folder(&[("link_cancelled.j2", own), ("README", "no template")]);
    let templates = Templates::in_folder(folder.path()).unwrap();
    let rendered = rendered(&templates).unwrap();
    assert_eq!(rendered.subject, "Gone: Big & Shoes");
    assert_eq!(rendered.text, "Sorry, Big & Shoes\n");
    assert!(rendered.html.contains("<p>Sorry, Big &amp; Shoes</p>"), "{}", rendered.html);
    assert!(rendered.html.starts_with("<!DOCTYPE html>"), "the frame is still ours");
}

#[test]
fn wrong_template_names_its_line() {
    let message = |name, source| {
        let folder = folder(&[(name, source)]);
        let error = Templates::in_folder(folder.path()).err().unwrap();
        assert_eq!(error.code(), Code::Failed);
        error.message().to_owned()
    };
    let complaint = message("welcome.j2", "Subject: x\n\n{% if %}");
    assert!(complaint.contains("welcome.j2 line 3"), "{complaint}");
    let complaint = message("welcome.j2", "Hello\n");
    assert!(complaint.ends_with("welcome.j2 does not begin with a line `Subject: …`"), "{complaint}");
    let complaint = message("wellcome.j2", "Subject: x\n");
    assert!(complaint.starts_with("\"wellcome.j2\" in "), "{complaint}");
    let gone = Templates::in_folder(Path::new("no-such-folder")).err().unwrap();
    assert!(gone.message().starts_with("no-such-folder cannot be looked at: "), "{gone}");
}

#[test]
fn mistyped_name_is_an_error() {
    let folder = folder(&[("link_cancelled.j2", "Subject: x\n\n{{ clientele.name }}")]);
    let error = rendered(&Templates::in_folder(folder.path()).unwrap()).unwrap_err();
    assert!(error.message().starts_with("link_cancelled.j2 line 3: undefined value"), "{error}");
}

/// The first sentence of `test.j2`.
const INTRO: &str = "{{ t(\"test-intro\"";

/// The source of a built-in template, with something in it replaced.
fn changed(name: &str, from: &str, to: &str) -> String {
    let (_, source) = BUILT_IN.iter().find(|(known, _)| *known == name).unwrap();
    assert!(source.contains(from), "{name} has no {from:?}");
    source.replace(from, to)
}

fn checked(name: &str, source: &str) -> Result<()> {
    Templates::in_folder(folder(&[(name, source)]).path()).and_then(|templates| templates.check(Language::English))
}

#[test]
fn built_in_templates_pass_own_rules() {
    Templates::built_in().check(Language::English).unwrap();
    // Each file may be taken as it is, also as editors on other systems write it.
    for (name, source) in BUILT_IN {
        let source = format!("\u{FEFF}{}", source.replace('\n', "\r\n"));
        let templates = Templates::in_folder(folder(&[(name, &source)]).path()).unwrap();
        assert_eq!(templates.own().collect::<Vec<_>>(), [*name]);
        assert_eq!(rendered(&templates).unwrap(), rendered(&Templates::built_in()).unwrap());
    }
}

/// Each mistake, in every template that can make it, is reported with the file.
#[test]
fn missing_parts_are_found_in_text_and_html() {
    for (name, from, to, complaint) in [
        ("invitation.j2", "{{ code_block(code) }}", "", "invitation.j2 does not show the code (code) in its text"),
        (
            "blocks.html.j2",
            "<code style=\"font-size:16px;word-break:break-all\">{{ text }}</code>",
            "",
            "invitation.j2 does not show the code (code) in its HTML",
        ),
        ("blocks.text.j2", "{{ url }}", "", "invitation.j2 does not show the link (form.url) in its text"),
        ("blocks.html.j2", "{{ url|href }}", "", "invitation.j2 does not show the link (form.url) in its HTML"),
        (
            "link_request.j2",
            "link) }}",
            "\"https://x.example\") }}",
            "link_request.j2 does not show the link (link) in its text",
        ),
        (
            "password_reset.j2",
            "email=email|short",
            "email=code",
            "password_reset.j2 line 1: the subject shows the code",
        ),
        (
            "password_reset.j2",
            "email=email|short",
            "email=code|upper",
            "password_reset.j2 line 1: the subject shows the code",
        ),
        (
            "invitation.j2",
            "{% if partner %}",
            "{% set expires = access.role %}{% if partner %}",
            "invitation.j2 does not show expires in its text",
        ),
        (
            "welcome.j2",
            "sign_in) }}",
            "\"https://x.example\") }}",
            "welcome.j2 does not show the link (sign_in) in its text",
        ),
        ("link_cancelled.j2", "client.name", "client.slug", "link_cancelled.j2 does not show client.name in its text"),
        ("welcome.j2", "until=temporary_until", "until='soon'", "welcome.j2 does not show temporary_until in its text"),
        (
            "access_expiring.j2",
            "access.until",
            "access.role",
            "access_expiring.j2 does not show access.until in its text",
        ),
        (
            "link_denied.j2",
            "by=answered_by",
            "by=reason",
            "link_denied.j2 line 5: invalid operation: by is not there in every mail",
        ),
    ] {
        let source = changed(name, from, to);
        let error = checked(name, &source).unwrap_err();
        assert!(error.message().contains(complaint), "{name}: {error}");
        assert!(!error.message().contains(sample::CODE), "{error}");
    }
}

#[test]
fn name_in_unused_branch_is_found() {
    let source = changed("test.j2", INTRO, &format!("{{% if way == 'x' %}}{{{{ clientele }}}}{{% endif %}}{INTRO}"));
    let error = checked("test.j2", &source).unwrap_err();
    assert_eq!(error.message(), "test.j2 line 5: clientele is no name that it may use");
    assert_eq!(error.hints(), ["it may use answer_to, at, desk, label, sent_by, to, way"]);
    let set = changed("test.j2", INTRO, &format!("{{% if true %}}{{% set x = 1 %}}{{% endif %}}{{{{ x }}}}{INTRO}"));
    checked("test.j2", &set).unwrap();
    for (name, from, to, complaint) in [
        ("test.j2", "Subject: ", "Subject: {{ desk }} ", "test.j2 line 1: desk is no name"),
        ("page.html.j2", "{{ body }}", "{{ body }}{{ client.name }}", "page.html.j2 line 8: client.name is no name"),
        ("blocks.text.j2", "{{ text }}", "{{ texd }}", "blocks.text.j2 line 29: texd is no name"),
        ("link_denied.j2", "client.slug", "client.slugg", "link_denied.j2 line 8: client.slugg is no name"),
    ] {
        let error = checked(name, &changed(name, from, to)).unwrap_err();
        assert!(error.message().starts_with(complaint), "{error}");
    }
}

#[test]
fn unclean_template_is_refused() {
    for (name, from, to, complaint) in [
        (
            "test.j2",
            "{% endcall %}",
            "It\u{202E} does.{% endcall %}",
            "test.j2: the mail has the character U+202E in its text",
        ),
        (
            "test.j2",
            "Subject: {{ t(\"test-subject\", sent_by=sent_by|short) }}",
            "Subject:",
            "test.j2: the mail has no subject",
        ),
        ("blocks.html.j2", "<li>{{ text }}</li>", "<li>{{ text|safe }}</li>", ""),
        ("blocks.html.j2", "<td>{{ value }}</td>", "<td>{{ value|safe }}</td>", "lets a name become HTML"),
        ("page.html.j2", "{{ body }}", "", "invitation.j2 does not show the code"),
    ] {
        let refused = checked(name, &changed(name, from, to)).err();
        match refused {
            Some(error) => assert!(!complaint.is_empty() && error.message().contains(complaint), "{error}"),
            None => assert!(complaint.is_empty(), "{name} is taken"),
        }
    }
}

#[test]
fn world_writable_folder_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("test.j2", &changed("test.j2", "{% endcall %}", "So it does.{% endcall %}"))]);
    Templates::in_folder(folder.path()).unwrap();
    let open = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    open(&folder.path().join("test.j2"), 0o646);
    let error = Templates::in_folder(folder.path()).unwrap_err();
    assert!(error.message().contains("/test.j2, and so word mails of this desk"), "{error}");
    open(&folder.path().join("test.j2"), 0o640);
    open(folder.path(), 0o777);
    let error = Templates::in_folder(folder.path()).unwrap_err();
    assert!(error.message().starts_with("everyone may write"), "{error}");
    open(folder.path(), 0o700);
    Templates::in_folder(folder.path()).unwrap();
}

#[test]
fn template_docs_name_every_file_and_name() {
    let page = include_str!("../../../docs/templates.md");
    for (file, _) in BUILT_IN {
        assert!(
            page.contains(&format!("`{file}`")) || page.contains(&format!("### {file}\n")),
            "{file} is not documented"
        );
    }
    let section = |heading: &str| {
        let rest =
            page.split_once(&format!("\n### {heading}\n")).unwrap_or_else(|| panic!("{heading} has no section")).1;
        rest.split("\n### ").next().unwrap().to_owned()
    };
    let shared = section("Every mail");
    for kind in MailKind::QUEUED.into_iter().chain([MailKind::Test]) {
        let own = section(&format!("{kind}.j2"));
        let names_of = check::names_of(kind).unwrap();
        for (name, parts) in check::of_body(kind).unwrap() {
            let section = if names_of.contains_key(&name) { &own } else { &shared };
            assert!(
                section.contains(&format!("`{name}`")) || section.contains(&format!("`{name}.")),
                "{kind}: {name} is not documented"
            );
            for part in parts {
                let whole = format!("`{name}.{part}`");
                assert!(own.contains(&whole) || shared.contains(&whole), "{kind}: {whole} is not documented");
            }
        }
    }
    for kind in MailKind::QUEUED.into_iter().chain([MailKind::Test]) {
        let names = check::of_body(kind).unwrap();
        for row in section(&format!("{kind}.j2")).lines().filter_map(|line| line.strip_prefix("| `")) {
            let documented = row.split(" | ").next().unwrap().replace('`', "");
            for name in documented.split(", ") {
                let (base, part) = name.split_once('.').unwrap_or((name, ""));
                let parts = names.get(base).unwrap_or_else(|| panic!("{kind}: {name} is documented and not there"));
                assert!(part.is_empty() || parts.contains(part), "{kind}: {name} is documented and not there");
            }
        }
    }
    for block in ["p", "facts", "items", "button", "code_block", "quote"] {
        assert!(page.contains(&format!(" {block}(")), "{block} is not documented");
    }
}

fn rendered_in(templates: &Templates, language: Language) -> Rendered {
    let body = MailBody::LinkCancelled(LinkCancelled {
        client: Client { name: "Big & Shoes".into(), slug: "big-shoes".into(), id: "C100001-9".into() },
        partner: "Jim's".into(),
        cancelled_by: "Jim".into(),
    });
    let desk = Desk { name: "Desk".into(), address: "help@desk.example", to: "jane@x.example" };
    templates.render(&body, &desk, language).unwrap()
}

#[test]
fn reader_language_precedes_own_and_built_in() {
    const KIND: MailKind = MailKind::LinkCancelled;
    let body = |words: &str| format!("Subject: {words}: {{{{ client.name }}}}\n\n{{{{ client.name }}}} {{{{ lang }}}}");
    let (general, german) = (body("Own"), body("Eigene"));
    let (de, fr, es) = (Language::German, Language::French, Language::Spanish);
    for (files, reader, desk, language, subject) in [
        (vec![("link_cancelled.j2", &general), ("link_cancelled.de.j2", &german)], de, fr, de, "Eigene: Big & Shoes"),
        // What has no language is in that of the desk, with dates and roles of it.
        (vec![("link_cancelled.j2", &general), ("link_cancelled.de.j2", &german)], es, fr, fr, "Own: Big & Shoes"),
        (vec![("link_cancelled.j2", &general)], de, Language::English, Language::English, "Own: Big & Shoes"),
        (vec![("link_cancelled.de.j2", &german)], fr, de, fr, "Jim's a retiré sa demande pour le compte Big & Shoes"),
    ] {
        let folder = folder(&files.iter().map(|(name, source)| (*name, source.as_str())).collect::<Vec<_>>());
        let templates = Templates::in_folder(folder.path()).unwrap();
        assert_eq!(templates.language_of(KIND, reader, desk), language);
        let rendered = rendered_in(&templates, language);
        assert_eq!(rendered.subject, subject);
        assert!(rendered.html.contains(&format!("<html lang=\"{language}\">")), "{}", rendered.html);
    }
}

#[test]
fn template_of_unknown_language_is_foreign() {
    for name in ["test.it.j2", "test.DE.j2", "blocks.de.text.j2", "page.de.html.j2"] {
        let folder = folder(&[(name, "Subject: x\n\nx")]);
        let error = Templates::in_folder(folder.path()).unwrap_err();
        assert!(error.message().ends_with("is no mail template"), "{name}: {error}");
        assert!(error.hints()[0].contains("those of mails also with a language (en, de, fr, es), such as test.de.j2"));
    }
}

#[test]
fn faulty_template_names_its_language() {
    for (source, complaint) in [
        ("Subject: x\n\n{{ clientele }}", "link_cancelled.de.j2 line 3: clientele is no name"),
        ("Subject: x\n\n{{ t(\"no-such-key\") }}", "link_cancelled.de.j2 line 3: there is no sentence no-such-key"),
        ("Subject: x\n\n{{ partner }}", "link_cancelled.de.j2 does not show client.name in its text"),
    ] {
        let folder = folder(&[("link_cancelled.de.j2", source)]);
        let templates = Templates::in_folder(folder.path()).unwrap();
        for desk in Language::ALL {
            let error = templates.check(desk).unwrap_err();
            assert!(error.message().starts_with(complaint), "{error}");
        }
    }
    let broken = folder(&[("welcome.fr.j2", "Subject: x\n\n{% if %}")]);
    let error = Templates::in_folder(broken.path()).unwrap_err();
    assert!(error.message().contains("welcome.fr.j2 line 3"), "{error}");
}

#[test]
fn built_in_templates_serve_as_own() {
    for language in Language::ALL {
        Templates::built_in().check(language).unwrap();
        let copied: Vec<(String, &str)> = BUILT_IN
            .iter()
            .filter(|(name, _)| name.matches('.').count() == 1)
            .map(|(name, source)| (name.replace(".j2", &format!(".{language}.j2")), *source))
            .collect();
        let files: Vec<(&str, &str)> = copied.iter().map(|(name, source)| (name.as_str(), *source)).collect();
        let templates = Templates::in_folder(folder(&files).path()).unwrap();
        assert_eq!(rendered_in(&templates, language), rendered_in(&Templates::built_in(), language));
    }
}
