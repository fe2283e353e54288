//! The pages in each language: which one a reader gets, that none of it is left in another one, and what is written by
//! strangers.

use std::collections::BTreeSet;
use std::path::Path;

use partnerctl::domain::language::Language;

use super::story::{self, LONG, PAT};
use super::{OTHER, PASSWORD, sign_in, two_owners};
use crate::support::World;
use crate::support::pages::{Browser, Page, Pages};

const JIM: &str = "jim@bigshoes.example";

/// The texts of a page that a reader sees or hears: between the elements, and in attributes.
fn texts(page: &Page) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut keep = |text: &str| {
        let text = text.trim();
        if text.chars().any(char::is_alphabetic) {
            found.insert(text.to_owned());
        }
    };
    for part in page.body.split('<').skip(1) {
        let (element, behind) = part.split_once('>').unwrap_or((part, ""));
        keep(behind);
        for name in ["aria-label", "data-one", "data-other", "data-easy", "data-enough", "data-strong", "title"] {
            if let Some((_, value)) = element.split_once(&format!(" {name}=\"")) {
                keep(value.split('"').next().unwrap());
            }
        }
    }
    found
}

/// What is the same in every language: names, addresses, ids, and what the catalogues have alike.
fn is_name(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "Big Shoes Inc.",
        "Tea House",
        "Shop",
        "Star Lamps",
        "Jim&#x27;s Web",
        "Pat Doe",
        "jane",
        LONG,
        "English",
        "Deutsch",
        "Français",
        "Español",
        "We build your shop.",
        "Contact",
        "Partner",
        "Code",
        "Invitation",
        "supervisor",
        "admin",
    ];
    let bare = text.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | ' '));
    let is_id = |word: &str| {
        let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | ' '));
        word.contains('@') || word.contains('-') || word.contains('_') || word.chars().any(|c| c.is_ascii_digit())
    };
    let is_permission = text.starts_with('(') && text.ends_with(')') && !text.contains(' ');
    let is_account = text.contains("shop, C100003-5");
    NAMES.contains(&bare) || is_permission || is_account || text.split(' ').all(is_id)
}

/// A page is in the language that it says, and nothing of it is as in English.
fn in_language(name: &str, page: &Page, english: &Page, language: Language) -> Vec<String> {
    let mut faults = Vec::new();
    if !page.body.contains(&format!("<html lang=\"{language}\">")) {
        faults.push(format!("{name} does not say that it is in {language}"));
    }
    if page.header("content-language") != Some(language.name()) {
        faults.push(format!("{name} has no Content-Language {language}"));
    }
    if page.status != english.status {
        faults.push(format!("{name} has the status {} and not {}", page.status, english.status));
    }
    if language != Language::English {
        let same = texts(english).intersection(&texts(page)).cloned().collect::<Vec<_>>();
        let left = same.into_iter().filter(|text| !is_name(text));
        faults.extend(left.map(|text| format!("{name} in {language}: {text:?} is as in English")));
        if page.body.contains(" lang=\"en\"") && !page.body.contains("value=\"en\" lang=\"en\"") {
            faults.push(format!("{name} in {language} has English words"));
        }
    }
    faults
}

/// Every page in one language: each browser looks at the same things again.
struct Tour<'p> {
    pages: &'p Pages,
    codes: Vec<(&'static str, &'static str, String)>,
    jim: Browser,
    pat: Browser,
}

impl Tour<'_> {
    fn look(&mut self, language: Language) -> Vec<(String, Page)> {
        let mut seen = Vec::new();
        let chosen = |mut browser: Browser| {
            browser.cookies.insert("language".to_owned(), language.name().to_owned());
            browser
        };
        let mut stranger = chosen(self.pages.browser());
        seen.push(("lost".to_owned(), stranger.get("/no/such/page")));
        for page in ["/invitation", "/link", "/password", "/address", "/recovery", "/sign-in", "/password/forgotten"] {
            seen.push((page.to_owned(), stranger.get(page)));
        }
        seen.push(("dead code".to_owned(), stranger.post("/invitation", &[("code", "nonsense")])));
        stranger.get("/sign-in");
        let wrong = [("email", "no address"), ("password", PASSWORD)];
        seen.push(("refused sign-in".to_owned(), stranger.post("/sign-in", &wrong)));
        let wrong = [("email", &*format!("no.one.{language}@else.example")), ("password", OTHER)];
        seen.push(("wrong password".to_owned(), stranger.post("/sign-in", &wrong)));
        for (name, page, code) in &self.codes {
            let mut browser = chosen(self.pages.browser());
            seen.push(((*name).to_owned(), browser.open(page, code)));
            if *name == "new login" {
                let typed = [("new_password", "few words"), ("new_password_again", "few words")];
                seen.push(("short password".to_owned(), browser.post("/invitation/accept", &typed)));
                let typed = [("new_password", PASSWORD), ("new_password_again", OTHER)];
                seen.push(("other password".to_owned(), browser.post("/invitation/accept", &typed)));
            }
            if *name == "request" {
                seen.push(("nothing ticked".to_owned(), browser.post("/link/approve", &[])));
            }
        }
        for (who, browser) in [("jim", &self.jim), ("pat", &self.pat)] {
            let mut browser = chosen(browser.clone());
            seen.push((format!("home of {who}"), browser.get("/")));
        }
        let mut jim = chosen(self.jim.clone());
        for page in [
            "/password/change",
            "/accounts/C100001-9",
            "/accounts/C100002-4",
            "/accounts/C100002-4/links/lnk_1",
            "/accounts/C100002-4/people/usr_2",
            "/accounts/C100001-9/people/usr_1",
        ] {
            seen.push((page.to_owned(), jim.get(page)));
        }
        let invite = [("email", "jim@localhost"), ("role", "guest")];
        seen.push(("no address".to_owned(), jim.post("/accounts/C100001-9/invite", &invite)));
        let reason = [("reason", "two\nlines")];
        seen.push(("two lines".to_owned(), jim.post("/accounts/C100002-4/links/lnk_1/deny", &reason)));
        seen.push(("no form".to_owned(), jim.send("POST", "/leave", "x")));
        seen.push(("other account".to_owned(), jim.get("/accounts/C100003-0")));
        seen
    }
}

/// S7.5
#[test]
fn every_page_is_in_each_language() {
    let mut world = two_owners();
    story::with_every_page(&mut world);
    let temporary = story::temporary(&mut world, PAT);
    let code = |email: &str| world.code_for(email);
    let codes = vec![
        ("new login", "/invitation", code("sam@shop.example")),
        ("known login", "/invitation", code("tia@teahouse.example")),
        ("request", "/link", code(JIM)),
        ("address", "/address", code("tia@new.example")),
        ("held invitation", "/invitation", code("nova@lamps.example")),
        ("recovery", "/recovery", code("greta@lamps.example")),
    ];
    let pages = Pages::of(&world);
    let jim = sign_in(&pages, JIM);
    let mut pat = pages.browser();
    pat.get("/sign-in").ok();
    pat.post("/sign-in", &[("email", PAT), ("password", &temporary)]).is(303);
    pat.get("/password/change").ok().shows("temporary");
    let new = [("password", &*temporary), ("new_password", OTHER), ("new_password_again", OTHER)];
    pat.post("/password/change", &new).is(303).follow(&mut pat).ok();
    let mut tour = Tour { pages: &pages, codes, jim, pat };
    let english = tour.look(Language::English);
    assert!(english.len() > 30);
    let mut faults = Vec::new();
    for language in Language::ALL {
        for ((name, page), (_, english)) in tour.look(language).iter().zip(&english) {
            faults.extend(in_language(name, page, english, language));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each thing that was done is said in each language.
#[test]
fn notices_are_in_each_language() {
    let world = World::with_story();
    let pages = Pages::of(&world);
    let source = std::fs::read_to_string(root().join("src/web/notice.rs")).unwrap();
    let names = source.split("const fn name").nth(1).unwrap().split("pub fn").next().unwrap();
    let names: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let mut said = BTreeSet::new();
        for language in Language::ALL {
            let mut browser = pages.browser();
            browser.cookies.insert("language".to_owned(), language.name().to_owned());
            browser.cookies.insert("notice".to_owned(), name.to_owned());
            let page = browser.get("/done").ok();
            said.insert(page.body.split_once("role=\"status\">").unwrap().1.split('<').next().unwrap().to_owned());
        }
        assert_eq!(said.len(), Language::ALL.len(), "{name}: {said:?}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A template has no words of its own.
#[test]
fn templates_have_no_words() {
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(root().join("src/web/templates")).unwrap() {
        let path = entry.unwrap().path();
        let mut text = std::fs::read_to_string(&path).unwrap();
        for (begin, end) in [("{%", "%}"), ("{{", "}}"), ("<", ">")] {
            while let Some(at) = text.find(begin) {
                let behind = at + text[at..].find(end).unwrap() + end.len();
                text.replace_range(at..behind, "\n");
            }
        }
        let words = text.lines().filter(|line| line.chars().any(char::is_alphabetic));
        faults.extend(words.map(|line| format!("{}: {line}", path.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What people wrote stays text in every language, and apart from the sentence around it.
#[test]
fn hostile_names_stay_text() {
    let mut world = two_owners();
    let name = "</bdi><script>alert(1)</script> \"{ $desk }\" & 'x'";
    world.run_words(&["client", "edit", "big-shoes", "--name", name].map(str::to_owned)).ok();
    world.run("invite send max@else.example -c big-shoes -r guest").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    let code = world.code_for("max@else.example");
    for language in Language::ALL {
        jim.cookies.insert("language".to_owned(), language.name().to_owned());
        let mut max = pages.browser();
        max.cookies.insert("language".to_owned(), language.name().to_owned());
        for page in [jim.get("/"), jim.get("/accounts/C100001-9"), max.open("/invitation", &code)] {
            let page = page.ok().shows_not("<script>").shows_not("</bdi></bdi>").shows("{ $desk }");
            let page = page.shows("<bdi>&lt;/bdi&gt;&lt;script&gt;");
            assert_eq!(page.body.matches("<bdi>").count(), page.body.matches("</bdi>").count());
        }
    }
}

/// A browser is answered in the language that it likes most, and says so to those who keep answers. S7.5
#[test]
fn strangers_get_the_language_of_their_browser() {
    let world = World::with_story();
    let pages = Pages::of(&world);
    for (header, language) in [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("it,fr;q=0.4", "fr"),
        ("es;q=0.000,it", "en"),
        ("<de>,,;q=2,de;q=5, \"fr\"", "en"),
        ("", "en"),
    ] {
        let mut browser = pages.browser();
        browser.headers.push(("Accept-Language".to_owned(), header.to_owned()));
        for path in ["/sign-in", "/invitation", "/password/forgotten", "/no/such/page"] {
            let page = browser.get(path);
            assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{header:?} {path}");
            assert_eq!(page.header("content-language"), Some(language), "{header:?} {path}");
            assert_eq!(page.header("vary"), Some("Accept-Language, Cookie"), "{header:?} {path}");
        }
        let dead = browser.post("/invitation", &[("code", "nonsense")]).is(404);
        assert_eq!(dead.header("content-language"), Some(language), "{header:?}");
    }
}

/// The choice is kept in a cookie of this browser, and leads back to the page of this site from which it came. S7.6
#[test]
fn choice_of_a_stranger_is_kept() {
    let world = World::with_story();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.get("/sign-in").ok().shows("name=\"back\" value=\"/sign-in\"").shows("value=\"de\" lang=\"de\">Deutsch<");
    let set = browser.post("/language", &[("language", "de"), ("back", "/sign-in")]).is(303);
    assert_eq!(set.header("location"), Some("/sign-in"));
    let cookie =
        &set.headers.iter().find(|(name, value)| name == "set-cookie" && value.starts_with("language=")).unwrap().1;
    for attribute in ["language=de", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    browser.headers.push(("Accept-Language".to_owned(), "fr".to_owned()));
    browser.get("/sign-in").ok().shows("Passwort vergessen?");
    browser.get("/invitation").ok().shows("Code für eine Einladung");
    for back in
        ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a?b", "/a\r\nX: y", "/a//b", ""]
            .into_iter()
            // What takes a form, and cannot be read.
            .chain([
                "/leave",
                "/sign-out",
                "/language",
                "/link/approve",
                "/accounts/C100001-9/invite",
                "/enter/C100001-9",
            ])
            .chain(["/no/such/page", "/accounts/", "/accounts/C100001-9/"])
    {
        let set = browser.post("/language", &[("language", "fr"), ("back", back)]).is(303);
        assert_eq!(set.header("location"), Some("/"), "{back:?}");
    }
    for back in ["/invitation", "/password/new", "/accounts/C100001-9/links/lnk_1"] {
        let set = browser.post("/language", &[("language", "fr"), ("back", back)]).is(303);
        assert_eq!(set.header("location"), Some(back));
    }
    browser.post("/language", &[("language", "it"), ("back", "/")]).is(404);
    browser.post("/language", &[("language", "de-AT"), ("back", "/")]).is(404);
    // A cookie that no page set counts nothing.
    browser.cookies.insert("language".to_owned(), "xx".to_owned());
    browser.get("/sign-in").ok().shows("Mot de passe");
    let mut elsewhere = browser.clone();
    elsewhere.headers = vec![("Origin".to_owned(), "https://evil.example".to_owned())];
    elsewhere.post("/language", &[("language", "es"), ("back", "/")]).is(403);
}

/// A person who chooses changes their own language, as any change of theirs; it holds for other browsers too. S7.6
#[test]
fn choice_of_a_person_is_theirs() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/").ok().shows("action=\"/language/own\"");
    let home = jim.post("/language/own", &[("language", "fr"), ("back", "/")]).is(303).follow(&mut jim).ok();
    home.shows("Vos comptes").shows("Les pages et les e-mails sont désormais dans cette langue.");
    assert_eq!(world.sql("SELECT language FROM login WHERE email = 'jim@bigshoes.example'"), ["fr"]);
    let audit = "SELECT action || ' ' || acting_as FROM audit WHERE actor = '@web' AND action LIKE '%language%'";
    assert_eq!(world.sql(audit).len(), 1);
    let mut elsewhere = sign_in(&pages, JIM);
    elsewhere.headers.push(("Accept-Language".to_owned(), "de".to_owned()));
    elsewhere.get("/").ok().shows("Vos comptes");
    // Without the token of an own form nothing is changed.
    jim.post("/language/own", &[("language", "de"), ("back", "/"), ("token", "x")]).is(403);
    assert_eq!(world.sql("SELECT language FROM login WHERE email = 'jim@bigshoes.example'"), ["fr"]);
}

/// What a form refuses is said in the language of its reader.
#[test]
fn refusals_are_in_the_readers_language() {
    let world = two_owners();
    let pages = Pages::with(&world, |options| options.language = Language::German);
    let mut jim = sign_in(&pages, JIM);
    let account = "/accounts/C100001-9";
    jim.get(account).ok().shows("Personen von");
    for (email, words) in [
        ("jim@localhost", "ist keine E-Mail-Adresse: Die Domain hat nur einen Teil."),
        ("jim", "ist keine E-Mail-Adresse: Es fehlt das @."),
        ("", "Die E-Mail-Adresse fehlt."),
        ("tia@teahouse..example", "lang=\"en\""),
    ] {
        jim.post(&format!("{account}/invite"), &[("email", email), ("role", "guest")]).is(422).shows(words);
    }
    let too_much = [("email", "max@else.example"), ("role", "guest"), ("permission", "settings")];
    let page = jim.post(&format!("{account}/invite"), &too_much).is(422);
    page.shows("Die Rolle Gast kann diese Berechtigung nicht haben").shows("value=\"max@else.example\"");
    let mut stranger = pages.browser();
    stranger.get("/sign-in").ok();
    stranger.post("/sign-in", &[("email", JIM), ("password", OTHER)]).is(403).shows("passen nicht zusammen");
    stranger.post("/sign-in", &[("email", JIM), ("password", OTHER)]).is(403).shows("wird in 1 Sekunde geprüft");
}

/// The order of those whose language decides, on the page behind a mail and in the mail itself. S7.5
#[test]
fn code_page_has_the_language_of_its_mail() {
    for (person, invitation, client, expected, words) in [
        (Some("de"), Some("fr"), Some("fr"), "de", "Sie wurden"),
        (None, Some("fr"), Some("de"), "fr", ""),
        (None, None, Some("fr"), "fr", ""),
        (None, None, None, "en", ""),
        (Some("en"), Some("fr"), Some("fr"), "en", ""),
    ] {
        let case = format!("{person:?} {invitation:?} {client:?} {words}");
        let mut world = two_owners();
        if let Some(language) = client {
            world.run(&format!("client edit big-shoes --language {language}")).ok();
        }
        if let Some(language) = person {
            world.run(&format!("user edit tia@teahouse.example -c tea-house --language {language}")).ok();
        }
        let language = invitation.map(|language| format!(" --language {language}")).unwrap_or_default();
        world.run(&format!("invite send tia@teahouse.example -c big-shoes -r guest{language}")).ok();
        let code = world.code_for("tia@teahouse.example");
        let pages = Pages::of(&world);
        let mut browser = pages.browser();
        browser.headers.push(("Accept-Language".to_owned(), "es".to_owned()));
        let page = browser.open("/invitation", &code).ok();
        assert_eq!(page.header("content-language"), Some(expected), "{case}");
        assert_eq!(page.header("vary"), None, "{case}");
        let mail = world.mails().into_iter().rev().find(|mail| mail.contains("tia@teahouse.example")).unwrap();
        assert!(mail.contains(&format!("Content-Language: {expected}")), "{case}: {mail}");
        // What one chooses oneself comes before it.
        browser.cookies.insert("language".to_owned(), "es".to_owned());
        assert_eq!(browser.get("/invitation/answer").ok().header("content-language"), Some("es"), "{case}");
    }
}

/// Who is asked to answer a request, and who gives their login another address, read their own language as well.
#[test]
fn other_codes_use_the_persons_language() {
    let mut world = two_owners();
    story::with_every_page(&mut world);
    world.run("client edit big-shoes --language fr").ok();
    world.run("client edit star-lamps --language es").ok();
    world.run("user edit tia@new.example -c tea-house --language de").fails(3);
    world.run("user edit tia@teahouse.example -c tea-house --language de").ok();
    let pages = Pages::of(&world);
    for (path, email, language) in [
        ("/link", JIM, "fr"),
        ("/address", "tia@new.example", "de"),
        ("/recovery", "greta@lamps.example", "es"),
        ("/invitation", "nova@lamps.example", "es"),
    ] {
        let page = pages.browser().open(path, &world.code_for(email)).ok();
        assert_eq!(page.header("content-language"), Some(language), "{path}");
    }
    let mut tia = sign_in(&pages, "tia@teahouse.example");
    tia.headers.push(("Accept-Language".to_owned(), "es".to_owned()));
    assert_eq!(tia.get("/").ok().header("content-language"), Some("de"));
}
