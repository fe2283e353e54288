//! In which language someone is addressed: that of the person, of the invitation, of the client, of the desk.

use mail_parser::MessageParser;
use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::World;

const MAX: &str = "max@else.example";
const SEND: &str = "invite send max@else.example -c big-shoes -r guest";

/// The newest mail to an address: its language as the header names it, its subject and its text.
fn newest(world: &World, address: &str) -> (String, String, String) {
    let read = |mail: &String| {
        let mail = MessageParser::default().parse(mail.as_bytes()).unwrap();
        let is_to = mail.to().and_then(|to| to.first()?.address()) == Some(address);
        let language = mail.header("Content-Language").and_then(|value| value.as_text()).unwrap_or_default().to_owned();
        is_to.then(|| (language, mail.subject().unwrap().to_owned(), mail.body_text(0).unwrap().into_owned()))
    };
    world.mails().iter().rev().find_map(read).unwrap_or_else(|| panic!("no mail to {address}"))
}

fn language_of(world: &World, address: &str) -> String {
    newest(world, address).0
}

/// Each case sets some of the four, and names the language that the mail has then. S7.1
#[test]
fn first_that_was_chosen_wins() {
    for (person, invitation, client, desk, expected) in [
        ("", "", "", "", "en"),
        ("", "", "", "fr", "fr"),
        ("", "", "es", "fr", "es"),
        ("", "de", "es", "fr", "de"),
        ("en", "de", "es", "fr", "en"),
        ("de", "", "", "", "de"),
        ("", "", "de-AT", "", "de"),
    ] {
        let mut world = World::with_story();
        world.run(&format!("user add {MAX} -c big-shoes -r manager")).ok();
        if !desk.is_empty() {
            world.run(&format!("config set desk.language {desk}")).ok();
        }
        if !client.is_empty() {
            world.run(&format!("client edit big-shoes --language {client}")).ok();
        }
        if !person.is_empty() {
            world.run(&format!("user edit {MAX} -c big-shoes --language {person}")).ok();
        }
        let invitation = if invitation.is_empty() { String::new() } else { format!(" --language {invitation}") };
        world.run(&format!("invite send {MAX} -c big-shoes{invitation}")).ok();
        assert_eq!(language_of(&world, MAX), expected, "{person} {invitation} {client} {desk}");
    }
}

/// S7.2
#[test]
fn mail_is_wholly_in_its_language() {
    let mut world = World::with_story();
    world.run("config set desk.time_zone Europe/Berlin").ok();
    world.run(&format!("{SEND} --language de --permissions invoices --until 2027-03-31")).ok();
    let (_, subject, text) = newest(&world, MAX);
    assert_eq!(subject, "Einladung zu Big Shoes Inc. von jane");
    for line in
        ["- Ihre Rolle: Gast", "- Zugang bis: 31. März 2027, 24:00 Uhr (MESZ)", "- Rechnungen sehen und bezahlen"]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    let listed = world.run("mail list --json").ok().json();
    assert_eq!(listed[0]["subject"], "Einladung zu Big Shoes Inc. von jane");
    world.run("mail show msg_1").ok().prints("Dort dürfen Sie:");
}

#[test]
fn invitation_language_fills_the_persons() {
    for (own, expected) in [("", "fr"), ("es", "es")] {
        let mut world = World::with_story();
        world.run(&format!("{SEND} --language fr")).ok();
        assert_eq!(world.run("invite show inv_1 --json").ok().json()["language"], "fr");
        if !own.is_empty() {
            world.run(&format!("user edit {MAX} -c big-shoes --language {own}")).ok();
        }
        accept(&mut world, MAX);
        let shown = world.run(&format!("user show {MAX} -c big-shoes --json")).ok().json();
        assert_eq!(shown["language"], expected);
        // It is theirs in every client.
        world.run(&format!("invite send {MAX} -c tea-house -r guest")).ok();
        assert_eq!(language_of(&world, MAX), expected);
    }
}

#[test]
fn invitation_can_change_language() {
    let mut world = World::with_story();
    world.run(&format!("{SEND} --language fr")).ok();
    world.run(&format!("{SEND} --language fr")).ok().says("invited by inv_1 already");
    world.run(&format!("{SEND} --language de")).fails(4).says("was sent with the language fr").says("invite edit");
    world.run("invite edit inv_1 -c big-shoes --language de").ok().says("language de, was fr");
    world.run("invite edit inv_1 -c big-shoes --language de-CH").ok().says("offers just that already");
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok();
    assert_eq!(language_of(&world, MAX), "de");
    world.pass(Span::MINUTE).run("invite edit inv_1 -c big-shoes --no-language --resend").ok();
    assert_eq!(language_of(&world, MAX), "en");
    let log = world.run("client log big-shoes --limit 4").ok();
    log.prints("language from fr to de").prints("language from de to nothing");
}

#[test]
fn waiting_mail_follows_a_change() {
    let mut world = World::with_story();
    world.run("config set mail.transport smtp").ok();
    world.run("config set mail.smtp.host 127.0.0.1").ok();
    world.run(SEND).ok();
    assert_eq!(world.sql("SELECT subject FROM mail"), ["Invitation to Big Shoes Inc. from jane"]);
    world.run("client edit big-shoes --language es").ok();
    world.run("config set mail.transport file").ok();
    world.pass(Span::HOUR).run("mail deliver").ok();
    assert_eq!(language_of(&world, MAX), "es");
    assert_eq!(world.sql("SELECT subject FROM mail"), ["Invitación a Big Shoes Inc. de jane"]);
}

#[test]
fn address_without_login_gets_desk_language() {
    let mut world = World::with_story();
    world.run("config set desk.language fr").ok();
    world.run("client edit big-shoes --language de").ok();
    world.run("link request -p jims-web --target C100001-9 --permissions invoices").ok();
    assert_eq!(language_of(&world, "jim@bigshoes.example"), "de");
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run("link deny lnk_1 -c big-shoes --as jim@bigshoes.example -m 'not now'").ok();
    let (language, _, text) = newest(&world, "office@jimsweb.example");
    assert_eq!(language, "fr");
    assert!(text.contains("Un propriétaire ou administrateur (Big Shoes"), "{text}");
}

/// What an older version queued names the client's people in English.
#[test]
fn mail_of_an_older_version_leaves() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run("link request -p jims-web --target C100001-9 --permissions invoices").ok();
    world.run("config set mail.transport smtp").ok();
    world.run("config set mail.smtp.host 127.0.0.1").ok();
    world.run("link deny lnk_1 -c big-shoes --as jim@bigshoes.example -m 'not now'").ok();
    world.tamper("UPDATE mail SET facts = json_remove(facts, '$.office_of') WHERE kind = 'link_denied'");
    world.run("config set desk.language de").ok();
    world.run("config set mail.transport file").ok();
    world.pass(Span::HOUR).run("mail deliver").ok();
    let (language, _, text) = newest(&world, "office@jimsweb.example");
    assert_eq!(language, "de");
    assert!(text.contains("An owner or admin of Big Shoes Inc. hat die Anfrage abgelehnt"), "{text}");
}

#[test]
fn both_addresses_of_a_rename_match() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run("user edit jim@bigshoes.example -c big-shoes --language es").ok();
    world.run("user rename jim@bigshoes.example james@bigshoes.example").ok();
    for address in ["jim@bigshoes.example", "james@bigshoes.example"] {
        assert_eq!(language_of(&world, address), "es", "{address}");
    }
}

/// S7.3
#[test]
fn person_language_changes_and_undoes() {
    let mut world = World::with_story();
    world.run("user edit jim@bigshoes.example -c big-shoes --language de").ok().says("language de");
    world.run("user edit jim@bigshoes.example -c big-shoes --language de").ok().says("has just that");
    world.run("client log big-shoes --limit 2").ok().prints("language to de");
    world.run("user edit jim@bigshoes.example -c big-shoes --no-language --dry-run").ok().says("would change");
    assert_eq!(world.sql("SELECT language FROM login WHERE email_key = 'jim@bigshoes.example'"), ["de"]);
    world.run("user edit jim@bigshoes.example -c big-shoes --no-language").ok();
    assert_eq!(world.sql("SELECT coalesce(language, '-') FROM login WHERE email_key = 'jim@bigshoes.example'"), ["-"]);
    world.run("undo -c big-shoes").ok();
    assert_eq!(world.sql("SELECT language FROM login WHERE email_key = 'jim@bigshoes.example'"), ["de"]);
}

/// S7.3
#[test]
fn client_language_changes_and_undoes() {
    let mut world = World::with_story();
    world.run("client add 'Casa Roja' --owner ana@casaroja.example --language es").ok();
    world.run("client edit big-shoes --language de").ok().says("language to de");
    let listed = world.run("client list --csv --columns client_slug,language").ok();
    assert_eq!(listed.out, "client_slug,language\nbig-shoes,de\ntea-house,\ncasa-roja,es\n");
    world.run("client show big-shoes").ok().prints("German");
    assert_eq!(world.run("client show casa-roja --json").ok().json()["language"], "es");
    world.run("client edit big-shoes --no-language").ok().says("language from de to nothing");
    world.run("undo -c big-shoes").ok();
    assert_eq!(world.run("client show big-shoes --json").ok().json()["language"], "de");
    world.write("clients.csv", "client_slug\nbig-shoes\ntea-house\n");
    world.run("client edit clients.csv --language fr --expect-clients 2").ok();
    assert_eq!(world.sql("SELECT language FROM client ORDER BY id"), ["fr", "fr", "es"]);
}

/// S7.3
#[test]
fn tables_have_a_column_for_it() {
    let mut world = World::with_story();
    world.write("new.csv", "name,owners,language\nMaison,luc@maison.example,fr-CH\nHaus,eva@haus.example,\n");
    world.run("client import new.csv").ok();
    assert_eq!(world.sql("SELECT coalesce(language, '-') FROM client ORDER BY id"), ["-", "-", "fr", "-"]);
    world.write("changed.csv", "client_slug,language\nmaison,es\nhaus,de\n");
    world.run("client import changed.csv --update --expect-clients 2").ok();
    assert_eq!(world.sql("SELECT coalesce(language, '-') FROM client ORDER BY id"), ["-", "-", "es", "de"]);
    world.write("wrong.csv", "client_slug,language\nmaison,it\nhaus,fr\n");
    world.run("client import wrong.csv --update --expect-clients 1 --errors wrong-bad.csv").fails(7);
    assert!(world.read("wrong-bad.csv").contains("is not a language of mails and pages"));
    world.write(
        "people.csv",
        "client_slug,email,role,language\nbig-shoes,a@else.example,guest,de\nbig-shoes,b@else.example,guest,\nbig-shoes,c@else.example,guest,xx\n",
    );
    let ended =
        world.run("invite bulk people.csv --language fr --expect-clients 1 --deliver --errors bad.csv").fails(7);
    ended.prints("is not a language of mails and pages");
    assert_eq!(language_of(&world, "a@else.example"), "de");
    assert_eq!(language_of(&world, "b@else.example"), "fr");
}

/// What is none is refused before anything is done, wherever it is given.
#[test]
fn what_is_no_language_is_refused() {
    let mut world = World::with_story();
    let holdings = |world: &World| world.sql("SELECT count(*) FROM audit WHERE outcome = 'done'");
    let before = holdings(&world);
    for line in [
        "client add New --owner a@new.example --language",
        "client edit big-shoes --language",
        "user edit jim@bigshoes.example -c big-shoes --language",
        "invite send --owners -c big-shoes --language",
        "user add new@else.example -c big-shoes -r manager --language",
        "config set desk.language",
    ] {
        for language in ["it", "german", "''", "de-", "DE_de_"] {
            world.run(&format!("{line} {language}")).fails(2).says("allowed are: en (English), de (German)");
        }
    }
    assert_eq!(holdings(&world), before);
}

/// An administrator of a client decides about the language of those who use their login for nothing else.
#[test]
fn shared_login_language_is_not_for_one_client() {
    let mut world = World::with_story();
    for client in ["big-shoes", "tea-house"] {
        world.run(&format!("user add {MAX} -c {client} -r guest --allow-elsewhere")).ok();
    }
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run(&format!("user edit {MAX} -c big-shoes --language de --as jim@bigshoes.example -m phone")).fails(5);
    world.run(&format!("user edit {MAX} -c big-shoes --language de")).ok().says("tea-house");
    // What is of two clients is not taken back in one: the command for that is named, and leaves the name alone.
    world.run(&format!("user edit {MAX} -c big-shoes --first-name Max --last-name Else")).ok();
    world.run(&format!("user edit {MAX} -c big-shoes --language fr")).ok();
    let stopped = world.run("undo -c big-shoes").fails(4);
    stopped.says("touched 1 other client").says(&format!("`partnerctl user edit {MAX} -c big-shoes --language de`"));
    world.run(&format!("user edit {MAX} -c big-shoes --language de")).ok();
    world.run(&format!("user edit {MAX} -c big-shoes --no-language")).ok();
    world.run(&format!("user edit {MAX} -c big-shoes --language es --last-name Other")).ok();
    let command = format!("`partnerctl user edit {MAX} -c big-shoes --no-language --last-name Else`");
    world.run("undo -c big-shoes").fails(4).says(&command);
}

/// S7.4
#[test]
fn own_template_of_a_language_wins() {
    let mut world = World::with_story();
    let words = |greeting: &str| {
        format!(
            "Subject: {greeting} {{{{ client.name }}}}\n\n{{% from 'blocks' import button, code_block %}}\n\
             {{{{ client.name }}}} {{{{ expires }}}}\n{{{{ code_block(code) }}}}\n\
             {{% if link %}}{{{{ button('link', link) }}}}{{% endif %}}\n\
             {{% if form %}}{{{{ button(form.name, form.url) }}}}{{% endif %}}\n"
        )
    };
    let folder = world.path("words");
    std::fs::create_dir(&folder).unwrap();
    world.write("words/invitation.j2", words("Welcome to"));
    world.write("words/invitation.de.j2", words("Willkommen bei"));
    world.run(&format!("config set mail.templates {}", folder.display())).ok();
    world.run(&format!("{SEND} --language de")).ok();
    let (language, subject, text) = newest(&world, MAX);
    assert_eq!((language.as_str(), subject.as_str()), ("de", "Willkommen bei Big Shoes Inc."));
    assert!(text.contains(" Uhr ("), "{text}");
    // What has no language is in that of the desk.
    world.run("invite send bea@else.example -c big-shoes -r guest --language fr").ok();
    let (language, subject, text) = newest(&world, "bea@else.example");
    assert_eq!((language.as_str(), subject.as_str()), ("en", "Welcome to Big Shoes Inc."));
    assert!(text.contains(" UTC"), "{text}");
    // Kinds without a template of the desk's own are in the language of the reader.
    world.run("user edit jim@bigshoes.example -c big-shoes --language fr").ok();
    world.run("link request -p jims-web --target C100001-9 --permissions invoices").ok();
    assert_eq!(language_of(&world, "jim@bigshoes.example"), "fr");
}

#[test]
fn new_address_has_language_from_first_mail() {
    let mut world = World::with_story();
    world.run(&format!("user add {MAX} -c big-shoes -r guest --language es")).ok();
    assert_eq!(newest(&world, MAX).1, "Invitación a Big Shoes Inc. de jane");
    world
        .run("partner add-user bob@jimsweb.example -p jims-web --first-name Bob --last-name Web --generate-password --send-email --language fr")
        .ok();
    assert_eq!(newest(&world, "bob@jimsweb.example").1, "Votre identifiant pour Jim's Web");
    world.run("user add new@else.example -c tea-house -r manager --language de").ok();
    world.run("invite send new@else.example -c tea-house --language fr").ok();
    assert_eq!(newest(&world, "new@else.example").1, "Einladung zu Tea House von jane", "it is the person's");
}

#[test]
fn partner_user_gets_another_language_alone() {
    let mut world = crate::partner_user::linked();
    world.run("partner edit-user ann@jimsweb.example -p jims-web --language fr").ok();
    assert_eq!(world.sql("SELECT language FROM login WHERE email = 'ann@jimsweb.example'"), ["fr"]);
    world.run("audit list --action partner.edit-user --json").ok().prints("\"language\":\"fr\"");
    world.run("partner edit-user ann@jimsweb.example -p jims-web --no-language").ok();
    assert_eq!(world.sql("SELECT coalesce(language, 'none') FROM login WHERE email = 'ann@jimsweb.example'"), ["none"]);
    world.run("partner edit-user ann@jimsweb.example -p jims-web --no-language").ok().says("just so already");
}
