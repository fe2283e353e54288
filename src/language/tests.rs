//! The catalogues, what the build finds in them, and what is said in each language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use minijinja::{AutoEscape, Environment, context};

use super::catalogue::{Catalogue, Said, Text, say};
use super::check::{self, Sentences};
use super::locale::Locale;
use super::template::{Markup, bind};
use super::uses;
use crate::domain::language::Language;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::time::{Instant, Span, Zone};

fn zone() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

/// 31 Dec 2026, 14:05 in Berlin.
fn afternoon() -> Instant {
    Instant::from_ms(1_798_722_300_000)
}

fn read(source: &str) -> Sentences {
    check::read("mail.ftl", source).unwrap()
}

#[test]
fn the_languages_are_those_of_the_build() {
    assert_eq!(Language::ALL.map(Language::name), check::LANGUAGES);
    assert_eq!(Language::default().name(), check::FIRST);
}

#[test]
fn missing_extra_and_changed_are_found() {
    let first = read("a = one { $x }\nb = two\nc = three\n");
    let other = read("a = eins { $y }\nc = drei\nd = vier\n");
    assert_eq!(
        check::compare("mail.ftl", &first, "de", &other),
        ["de/mail.ftl: a names $y and not $x", "de/mail.ftl lacks b", "de/mail.ftl has d, which en/mail.ftl lacks"]
    );
    assert_eq!(check::compare("mail.ftl", &first, "de", &first), Vec::<String>::new());
}

#[test]
fn values_of_every_variant_count() {
    let first = read("a = { $n ->\n    [one] one { $x }\n   *[other] { $n } of { $y }\n}\n");
    assert_eq!(first["a"].values.iter().collect::<Vec<_>>(), ["n", "x", "y"]);
}

#[test]
fn forbidden_catalogue_parts_are_found() {
    for (source, expected) in [
        ("a = one\na = two\n", "mail.ftl: a is there twice"),
        ("a = { b }\nb = x\n", "mail.ftl: a uses another sentence or a function; give it as a value"),
        ("a = { NUMBER($x) }\n", "mail.ftl: a uses another sentence or a function; give it as a value"),
        ("-a = x\nb = x\n", "mail.ftl: it has a term; name the words in each sentence"),
        ("a = x\n    .b = y\n", "mail.ftl: a has attributes or no text"),
        ("a = {\"\"}\n", "mail.ftl: a is empty"),
        ("a = <b>x</b>\n", "mail.ftl: a has markup, and is for plain text as well"),
        ("a = x & y\n", "mail.ftl: a has an `&`"),
        ("a = \"x\"\n", "mail.ftl: a has a straight quote; use those of the language"),
    ] {
        assert_eq!(check::read("mail.ftl", source).unwrap_err(), [expected], "{source}");
    }
    let broken = check::read("mail.ftl", "a = one\nb = { $x\n").unwrap_err();
    assert!(broken[0].starts_with("mail.ftl line "), "{broken:?}");
    check::read("pages.ftl", "a = <strong>{ $x }</strong>\n").unwrap();
    for source in ["a = <script>x\n", "a = <strong onclick=x>\n", "a = < b\n", "a = <a href='x'>\n"] {
        check::read("pages.ftl", source).unwrap_err();
    }
}

#[test]
fn uses_in_templates_and_code_are_found() {
    let uses = uses::uses(
        "{{ t(\"a\", x=client.name ~ \" (\" ~ client.id ~ \")\", y=t(\"b\")) }}\n{{ plain(\"c\") }} {{ short(\"d\") }}\n\
         {{ x.t(\"y\") }}",
        uses::TEMPLATE,
    );
    let code = uses::uses("say!(self, \"e\", count = count(Span::DAY))\n// say!(self, \"f\")\nt(\"g\")", uses::CODE);
    let shown: Vec<_> = uses
        .iter()
        .chain(&code)
        .map(|one| (one.line, one.key.as_str(), one.values.iter().cloned().collect::<Vec<_>>().join(","), one.plain))
        .collect();
    assert_eq!(
        shown,
        [
            (1, "a", "x,y".to_owned(), false),
            (1, "b", String::new(), false),
            (2, "c", String::new(), true),
            (1, "e", "count".to_owned(), false)
        ]
    );
}

#[test]
fn use_of_unknown_sentence_is_found() {
    let sentences = check::read("pages.ftl", "a = { $x }\nb = <strong>x</strong>\n").unwrap();
    let uses = uses::uses(
        "{{ t(\"a\", x=1) }}{{ t(\"a\") }}\n{{ t(\"c\") }}{{ plain(\"b\") }}{{ t(\"b\", y=1) }}",
        uses::TEMPLATE,
    );
    assert_eq!(
        check::misused("x.html", &uses, &sentences),
        [
            "x.html line 1: a gets nothing and needs $x",
            "x.html line 2: there is no sentence c",
            "x.html line 2: b gets $y and needs nothing",
            "x.html line 2: b has elements, which a title or attribute does not take"
        ]
    );
}

#[test]
fn times_are_those_of_the_language() {
    let zone = zone();
    let end_of_year = Instant::from_ms(1_798_758_000_000);
    for (language, at, end) in [
        (Language::English, "31 Dec 2026 14:05 CET", "until the end of 31 Dec 2026 CET"),
        (Language::German, "31. Dezember 2026, 14:05 Uhr (MEZ)", "bis zum 31. Dezember 2026, 24:00 Uhr (MEZ)"),
        (Language::French, "31 décembre 2026 à 14:05 (CET)", "jusqu’au 31 décembre 2026 à 24:00 (CET)"),
        (
            Language::Spanish,
            "31 de diciembre de 2026 a las 14:05 (CET)",
            "hasta el 31 de diciembre de 2026 a las 24:00 (CET)",
        ),
    ] {
        for text in [Text::Mail, Text::Pages] {
            let locale = Locale::of(text, language, &zone);
            assert_eq!(locale.at(afternoon()), at);
            assert_eq!(locale.until(Some(end_of_year)), end);
        }
    }
}

/// The words of commands and of mails are the same in English.
#[test]
fn english_says_what_the_domain_says() {
    let zone = zone();
    let locale = Locale::of(Text::Mail, Language::English, &zone);
    for at in (0..800).map(|day| afternoon() + Span::hours(day * 31)) {
        assert_eq!(locale.at(at), zone.local(at));
        assert_eq!(locale.end(at), zone.end_in_words(at));
    }
    assert_eq!(locale.permissions(Permissions::ALL), Permissions::ALL.descriptions());
    assert_eq!(Role::ALL.map(|role| locale.role(role)), Role::ALL.map(|role| role.name().to_owned()));
}

#[test]
fn counts_and_lists_follow_the_language() {
    let zone = zone();
    for (language, one, many, list) in [
        (Language::English, "1 day", "12,000 hours", "a, b and c"),
        (Language::German, "1 Tag", "12.000 Stunden", "a, b und c"),
        (Language::French, "1 jour", "12\u{202F}000 heures", "a, b et c"),
        (Language::Spanish, "1 día", "12.000 horas", "a, b y c"),
    ] {
        let locale = Locale::of(Text::Pages, language, &zone);
        assert_eq!(locale.span(Span::DAY), one);
        assert_eq!(say!(locale, "hours", count = 12_000), many);
        assert_eq!(locale.list(&["a", "b", "c"].map(str::to_owned)), list);
        assert_eq!(locale.list(&["a".to_owned()]), "a");
    }
}

#[test]
fn missing_sentence_or_value_is_a_bug() {
    let catalogue = Catalogue::of(Text::Mail, Language::German);
    catalogue.find("nothing-like-it", &[]).unwrap_err();
    catalogue.find("until", &[]).unwrap_err();
    assert_eq!(catalogue.find("until", &[("end", Said::from("x"))]).unwrap(), "bis zum x");
}

#[test]
fn values_never_become_markup() {
    let mut html = Environment::new();
    html.set_auto_escape_callback(|_| AutoEscape::Html);
    bind(&mut html, Text::Mail, Language::German, Markup::Html);
    let hostile = "<script>alert(1)</script> { $end } {{ lang }} & \"'";
    let made = html.render_str("{{ t('until', end=x) }}|{{ lang }}", context! { x => hostile }).unwrap();
    assert_eq!(
        made,
        "bis zum <bdi>&lt;script&gt;alert(1)&lt;&#x2f;script&gt; { $end } {{ lang }} &amp; &quot;&#x27;</bdi>|de"
    );
    let nested = html.render_str("{{ t('until', end=t('until', end='&')) }}", context! {}).unwrap();
    assert_eq!(nested, "bis zum bis zum <bdi>&amp;</bdi>");
    let plain = html.render_str("<title>{{ plain('until', end=x) }}</title>", context! { x => "<b>&" }).unwrap();
    assert_eq!(plain, "<title>bis zum &lt;b&gt;&amp;</title>");

    let mut text = Environment::new();
    text.set_auto_escape_callback(|_| AutoEscape::None);
    bind(&mut text, Text::Mail, Language::German, Markup::None);
    assert_eq!(
        text.render_str("{{ t('until', end=x) }}", context! { x => hostile }).unwrap(),
        format!("bis zum {hostile}")
    );
    for wrong in ["{{ t('until') }}", "{{ t('until', end=none) }}", "{{ t('none-such') }}", "{{ t('until', end=[1]) }}"]
    {
        text.render_str(wrong, context! {}).unwrap_err();
    }
}

/// Every file below a folder that can use a sentence.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        match path.extension().and_then(|ending| ending.to_str()) {
            _ if path.is_dir() => sources(&path, found),
            Some("rs") => found.extend(used(&path, uses::CODE)),
            Some("j2" | "html") => found.extend(used(&path, uses::TEMPLATE)),
            _ => {}
        }
    }
}

fn used(path: &Path, calls: &[uses::Call]) -> Vec<String> {
    uses::uses(&fs::read_to_string(path).unwrap(), calls).into_iter().map(|one| one.key).collect()
}

fn catalogue(language: &str, file: &str) -> Sentences {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language").join(language).join(file);
    check::read(file, &fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn no_sentence_is_without_use() {
    let mut found = Vec::new();
    for folder in ["language", "mail", "ops", "web"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut found);
    }
    for file in check::FILES {
        for key in catalogue(check::FIRST, file).keys() {
            assert!(found.contains(key), "{file}: {key} is used nowhere");
        }
    }
}

/// What is the same in two languages; all else would be left untranslated.
const SAME: &[&str] =
    &["invitation-title", "label-partner", "link-contact", "link-partner", "minutes", "role-supervisor"];

#[test]
fn no_sentence_is_left_untranslated() {
    let mut same = BTreeSet::new();
    for file in check::FILES {
        let all = check::LANGUAGES.map(|language| catalogue(language, file));
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1) {
                // What has no words of its own, such as a colon, is the same by nature.
                let equal = one.iter().filter(|(key, sentence)| {
                    other[*key].text == sentence.text && sentence.text.contains(char::is_alphabetic)
                });
                same.extend(equal.map(|(key, _)| key.clone()));
            }
        }
    }
    let surprising: Vec<&String> = same.iter().filter(|key| !SAME.contains(&key.as_str())).collect();
    assert!(surprising.is_empty(), "{surprising:?}");
}
