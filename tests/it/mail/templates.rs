//! Mails in a desk's own words: tried before they are taken, and no mail is lost by templates that go bad.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;
use mail_parser::MessageParser;
use partnerctl::domain::time::Span;

use super::sendmail;
use crate::support::{Run, World};

/// A built-in template, with something in it replaced.
fn changed(name: &str, from: &str, to: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mail/templates").join(name);
    let source = std::fs::read_to_string(path).unwrap();
    assert!(source.contains(from), "{name} has no {from:?}");
    source.replace(from, to)
}

/// Puts a template into the folder `words`.
fn put(world: &World, name: &str, source: &str) {
    std::fs::create_dir_all(world.path("words")).unwrap();
    set_permissions(world.path("words"), Permissions::from_mode(0o755)).unwrap();
    world.write(&format!("words/{name}"), source);
    set_permissions(world.path("words").join(name), Permissions::from_mode(0o644)).unwrap();
}

/// What is said and printed, wherever the folder is.
fn errors(world: &World, run: &Run) -> String {
    run.to_string().replace(&world.path("").display().to_string(), "[DIR]/")
}

fn set(world: &mut World) -> Run {
    let folder = world.path("words").display().to_string();
    world.run(&format!("config set mail.templates {folder}"))
}

/// The subject of the built-in invitation.
const SUBJECT: &str = "{{ t(\"invitation-subject\", client=client.name|short, by=(partner or invited_by)|short) }}";

/// Invitations in words of our own.
fn own_invitation(world: &World) {
    let source = changed(
        "invitation.j2",
        "{{ t(\"invitation-intro\", by=by, client=client.name, id=client.id, guest=guest) }}",
        "{{ by }} would love to see you in {{ client.name }} ({{ client.id }}).",
    );
    let own = "Come to {{ client.name|short }} from {{ (partner or invited_by)|short }}";
    assert!(source.contains(SUBJECT));
    put(world, "invitation.j2", &source.replace(SUBJECT, own));
}

#[test]
fn own_templates_override_built_in_ones() {
    let mut world = World::with_story();
    own_invitation(&world);
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/words
    mail.templates
    --- stderr
    mail.templates is now [DIR]/words
    --- exit 0
    ");
    world.run("invite send --owners -c big-shoes").ok();
    let mail = MessageParser::default().parse(world.mails()[0].as_bytes()).unwrap().into_owned();
    assert_eq!(mail.subject().unwrap(), "Come to Big Shoes Inc. from jane");
    assert!(mail.body_text(0).unwrap().replace("\r\n", " ").contains("would love to see you in Big Shoes Inc."));
    assert!(mail.body_html(0).unwrap().contains("would love to see you in Big Shoes Inc."));
    assert_eq!(world.sql("SELECT subject FROM mail"), ["Come to Big Shoes Inc. from jane"]);
    world.run("mail show msg_1").ok().prints("would love to see you in");
    world.run("link request -p jims-web --target tea-house").ok();
    let mail = MessageParser::default().parse(world.mails()[1].as_bytes()).unwrap().into_owned();
    assert!(mail.body_text(0).unwrap().contains("You may approve all of it, or less"), "built in");
    assert_snapshot!(world.run("mail status --columns findings --csv"), @r#"
    $ partnerctl mail status --columns findings --csv
    findings
    "[{""what"":""folder"",""found"":""mails can be written to [DIR]/desk.db.outbox""},{""what"":""templates"",""found"":""mails of every kind can be made with invitation.j2 in [DIR]/words""}]"
    --- stderr
    warning: the database is labelled live, but its mails are only written to files
    hint: fix that with `partnerctl config set mail.smtp.host HOST`
    warning: the database is labelled live, and mails cannot name jane, whose own name is not known
    hint: fix that with `partnerctl staff edit jane --name NAME`
    --- exit 0
    "#);
    world.run("config unset mail.templates").ok();
    world.run("mail show msg_1").ok().prints("invites you to the client account");
}

/// What is asked while a mail is queued has the subject of the folder before it leaves.
#[test]
fn waiting_mail_shows_its_future_subject() {
    let mut world = sendmail::story("cat > /dev/null; exit 75");
    own_invitation(&world);
    set(&mut world).ok();
    world.run("invite send --owners -c big-shoes").ok();
    assert_eq!(world.sql("SELECT subject, state FROM mail"), ["Come to Big Shoes Inc. from jane|queued"]);
    put(
        &world,
        "invitation.j2",
        &changed("invitation.j2", SUBJECT, "{{ access.role }} from {{ (partner or invited_by)|short }}"),
    );
    set(&mut world).ok();
    world.run("invite send --owners -c tea-house").ok();
    let shown = world.sql("SELECT subject FROM mail WHERE id = 2");
    assert_eq!(shown, ["Invitation to Tea House from jane"], "the names are not enough for ours");
    sendmail::program(&world, "cat > /dev/null");
    world.pass(Span::minutes(6)).run("mail deliver").ok();
    assert_eq!(world.sql("SELECT subject FROM mail WHERE id = 2"), ["owner from jane"]);
}

#[test]
fn the_test_mail_has_a_template_too() {
    let mut world = sendmail::story("cat > mail.eml");
    put(&world, "test.j2", &changed("test.j2", "{{ t(\"test-intro\"", "So it does. {{ t(\"test-intro\""));
    set(&mut world).ok();
    world.run("mail status --to jane@desk.example").ok();
    assert!(world.read("mail.eml").contains("So it does"));
}

#[test]
fn invalid_template_folder_is_refused() {
    let mut world = World::new();
    assert_snapshot!(world.run("config set mail.templates words"), @r#"
    $ partnerctl config set mail.templates words
    --- stderr
    error: mail.templates: "words" is not an absolute path
    hint: the process that delivers may run in another folder: write the path from `/` on
    --- exit 2
    "#);
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: [DIR]/words cannot be looked at: No such file or directory (os error 2)
    --- exit 2
    ");
    let file = world.write("file", "x").display().to_string();
    let run = world.run(&format!("config set mail.templates {file}"));
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/file
    --- stderr
    error: mail.templates: [DIR]/file is no folder
    --- exit 2
    ");
    std::fs::create_dir(world.path("words")).unwrap();
    world.write("words/README", "nothing here");
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: there is no mail template in [DIR]/words
    hint: the templates are blocks.text.j2, blocks.html.j2, page.html.j2, invitation.j2, link_request.j2, link_approved.j2, link_denied.j2, link_cancelled.j2, welcome.j2, accepted_by_staff.j2, password_reset.j2, password_changed.j2, login_renamed.j2, access_expiring.j2, access_ended.j2, address_change.j2, recovery.j2, recovery_notice.j2, notice.j2, test.j2; those of mails also with a language (en, de, fr, es), such as test.de.j2
    --- exit 2
    ");
    put(&world, "wellcome.j2", "Subject: x\n");
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @r#"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: "wellcome.j2" in [DIR]/words is no mail template
    hint: the templates are blocks.text.j2, blocks.html.j2, page.html.j2, invitation.j2, link_request.j2, link_approved.j2, link_denied.j2, link_cancelled.j2, welcome.j2, accepted_by_staff.j2, password_reset.j2, password_changed.j2, login_renamed.j2, access_expiring.j2, access_ended.j2, address_change.j2, recovery.j2, recovery_notice.j2, notice.j2, test.j2; those of mails also with a language (en, de, fr, es), such as test.de.j2
    --- exit 2
    "#);
    std::fs::remove_file(world.path("words/wellcome.j2")).unwrap();
    world.write("words/test.j2", b"Subject: x\n\xff");
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: cannot read [DIR]/words/test.j2: stream did not contain valid UTF-8
    --- exit 2
    ");
    put(&world, "test.j2", &changed("test.j2", "{% endcall %}", "!{% endcall %}"));
    set_permissions(world.path("words/test.j2"), Permissions::from_mode(0o666)).unwrap();
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: everyone may write [DIR]/words/test.j2, and so word mails of this desk
    hint: take that away with `chmod o-w [DIR]/words/test.j2`
    --- exit 2
    ");
    set_permissions(world.path("words/test.j2"), Permissions::from_mode(0o600)).unwrap();
    set_permissions(world.path("words"), Permissions::from_mode(0o777)).unwrap();
    let run = set(&mut world);
    assert_snapshot!(errors(&world, &run), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: everyone may write [DIR]/words, and so word mails of this desk
    hint: take that away with `chmod o-w [DIR]/words`
    --- exit 2
    ");
    assert_eq!(world.sql("SELECT count(*) FROM setting WHERE setting_key = 'mail.templates'"), ["0"]);
    set_permissions(world.path("words"), Permissions::from_mode(0o700)).unwrap();
    set(&mut world).ok();
}

/// Each is named with its file, the line where there is one, and what to do.
#[test]
fn faulty_template_is_refused_when_set() {
    let mut world = World::new();
    let mut refused = |name: &str, source: &str| {
        put(&world, name, source);
        let run = set(&mut world).fails(2);
        std::fs::remove_file(world.path("words").join(name)).unwrap();
        errors(&world, &run)
    };
    assert_snapshot!(refused("welcome.j2", "Hello\n"), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: welcome.j2 does not begin with a line `Subject: …`
    --- exit 2
    ");
    assert_snapshot!(refused("welcome.j2", "Subject: x\n\n{% if %}"), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: welcome.j2 line 3: syntax error: unexpected end of block
    --- exit 2
    ");
    assert_snapshot!(refused("welcome.j2", &changed("welcome.j2", "first_name", "frist_name")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: welcome.j2 line 4: frist_name is no name that it may use
    hint: it may use active, added_by, answer_to, desk, email, first_name, partner, sign_in, temporary_until, to
    --- exit 2
    ");
    assert_snapshot!(refused("link_denied.j2", &changed("link_denied.j2", "by=answered_by", "by=reason")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: link_denied.j2 line 5: invalid operation: by is not there in every mail of this kind; ask for it with {% if %}
    --- exit 2
    ");
    assert_snapshot!(refused("invitation.j2", &changed("invitation.j2", "{{ code_block(code) }}", "")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: invitation.j2 does not show the code (code) in its text
    hint: put {{ code_block(code) }} into it
    --- exit 2
    ");
    assert_snapshot!(refused("blocks.html.j2", &changed("blocks.html.j2", "break-all\">{{ text }}", "break-all\">")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: invitation.j2 does not show the code (code) in its HTML
    hint: put {{ code_block(code) }} into it
    --- exit 2
    ");
    assert_snapshot!(refused("password_reset.j2", &changed("password_reset.j2", "{{ button(t(\"password-reset-button\"), link) }}", "")), @r#"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: password_reset.j2 does not show the link (link) in its text
    hint: put {% if link %}{{ button("Words on the button", link) }}{% endif %} into it
    --- exit 2
    "#);
    assert_snapshot!(refused("blocks.html.j2", &changed("blocks.html.j2", "{{ url|href }}", "#")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: invitation.j2 does not show the link (form.url) in its HTML
    hint: put {% if form %}{{ button(form.name, form.url) }}{% endif %} into it
    --- exit 2
    ");
    assert_snapshot!(refused("link_request.j2", &changed("link_request.j2", "Subject: ", "Subject: {{ code }} ")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: link_request.j2 line 1: the subject shows the code
    hint: a subject is shown in lists and on locked screens: leave the code to the text
    --- exit 2
    ");
    assert_snapshot!(refused("link_cancelled.j2", &changed("link_cancelled.j2", "client.name", "client.id")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: link_cancelled.j2 does not show client.name in its text
    hint: put {{ client.name }} into it
    --- exit 2
    ");
    assert_snapshot!(refused("invitation.j2", &changed("invitation.j2", "{% if partner %}", "{% set expires = access.role %}{% if partner %}")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: invitation.j2 does not show expires in its text
    hint: put {{ expires }} into it
    --- exit 2
    ");
    assert_snapshot!(refused("blocks.html.j2", &changed("blocks.html.j2", "<td>{{ value }}", "<td>{{ value|safe }}")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: invitation.j2 lets a name become HTML
    hint: take away `safe` and `autoescape`: the person who chooses a name could write the mail
    --- exit 2
    ");
    assert_snapshot!(refused("test.j2", &changed("test.j2", "{% endcall %}", "It \u{7} does{% endcall %}")), @"
    $ partnerctl config set mail.templates [DIR]/words
    --- stderr
    error: mail.templates: mail templates in [DIR]/words: test.j2: the mail has the character U+0007 in its text
    --- exit 2
    ");
    assert_eq!(world.sql("SELECT count(*) FROM setting WHERE setting_key = 'mail.templates'"), ["0"]);
}

#[test]
fn broken_templates_hold_their_mails() {
    let mut world = World::with_story();
    own_invitation(&world);
    set(&mut world).ok();
    put(&world, "invitation.j2", &changed("invitation.j2", "{{ code_block(code) }}", ""));
    assert_snapshot!(world.run("invite send --owners -c big-shoes"), @"
    $ partnerctl invite send --owners -c big-shoes
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    warning: mail msg_1 to jim@bigshoes.example stays queued: mail templates in [DIR]/words: invitation.j2 does not show the code (code) in its text; it is tried again from 21 Nov 2026 09:01 UTC
    hint: put {{ code_block(code) }} into it
    hint: fix that file, or choose another folder with `partnerctl config set mail.templates DIR`
    hint: or go back to the built-in templates with `partnerctl config unset mail.templates`; the mails wait
    Invitation made, its mail is queued: jim@bigshoes.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    world.run("link request -p jims-web --target tea-house").ok().says("was written to");
    assert_snapshot!(world.run("mail status"), @"
    $ partnerctl mail status
    transport     file
    from          partnerctl <noreply@partnerctl.invalid>
    reply_to
    base_url
    ok            no
    findings      folder: mails can be written to [DIR]/desk.db.outbox
    error         mail templates in [DIR]/words: invitation.j2 does not show the code (code) in its text
    due           0
    resting       1
    in_hand       0
    failed        0
    due_since
    next_try      21 Nov 2026 09:01 UTC
    to
    result
    server_reply
    --- stderr
    error: mail templates in [DIR]/words: invitation.j2 does not show the code (code) in its text
    hint: put {{ code_block(code) }} into it
    hint: fix that file, or choose another folder with `partnerctl config set mail.templates DIR`
    hint: or go back to the built-in templates with `partnerctl config unset mail.templates`; the mails wait
    --- exit 1
    ");
    assert_snapshot!(world.run("mail show msg_1 --columns mail_id,subject"), @"
    $ partnerctl mail show msg_1 --columns mail_id,subject
    mail_id  msg_1
    subject  Invitation to Big Shoes Inc. from jane
    --- stderr
    warning: its text cannot be made: mail templates in [DIR]/words: invitation.j2 does not show the code (code) in its text
    hint: put {{ code_block(code) }} into it
    hint: fix that file, or choose another folder with `partnerctl config set mail.templates DIR`
    hint: or go back to the built-in templates with `partnerctl config unset mail.templates`; the mails wait
    --- exit 0
    ");
    world.pass(Span::MINUTE);
    put(&world, "invitation.j2", "Subject: x\n\n{% if %}");
    assert_snapshot!(world.run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_1
    --- stderr
    warning: mail msg_1 to jim@bigshoes.example stays queued: mail templates in [DIR]/words: invitation.j2 line 3: syntax error: unexpected end of block; it is tried again from 21 Nov 2026 09:02 UTC
    hint: fix that file, or choose another folder with `partnerctl config set mail.templates DIR`
    hint: or go back to the built-in templates with `partnerctl config unset mail.templates`; the mails wait
    Tried 1 mail: 1 still queued.
    note: 1 mail is tried again at 21 Nov 2026 09:02 UTC
    --- exit 0
    ");
    std::fs::rename(world.path("words"), world.path("away")).unwrap();
    world.pass(Span::MINUTE);
    world.run("mail deliver").ok().says("words cannot be looked at: No such file or directory");
    assert_eq!(world.sql("SELECT state, attempts FROM mail WHERE id = 1"), ["queued|0"]);
    world.run("doctor --columns code --csv").prints("templates-unusable");
    std::fs::rename(world.path("away"), world.path("words")).unwrap();
    own_invitation(&world);
    world.pass(Span::MINUTE);
    world.run("mail deliver").ok();
    assert_eq!(
        world.sql("SELECT state, attempts, subject FROM mail WHERE id = 1"),
        ["written|1|Come to Big Shoes Inc. from jane"]
    );
}

/// The other way out.
#[test]
fn removed_folder_restores_built_in_words() {
    let mut world = World::with_story();
    own_invitation(&world);
    set(&mut world).ok();
    std::fs::remove_dir_all(world.path("words")).unwrap();
    world.run("invite send --owners -c big-shoes").ok().says("stays queued");
    assert_eq!(world.sql("SELECT subject FROM mail"), ["Invitation to Big Shoes Inc. from jane"]);
    world.run("config unset mail.templates").ok();
    world.pass(Span::MINUTE).run("mail deliver").ok();
    assert_eq!(world.sql("SELECT state FROM mail"), ["written"]);
}

/// Anyone who may write the folder must not stop anyone who delivers mails.
#[test]
fn templates_have_bounds() {
    let mut world = World::with_story();
    let hostile = [
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}".to_owned(),
        "{{ 'a'|indent(99999999999) }}".to_owned(),
        "{{ '%999999999d'|format(1) }}".to_owned(),
        "{{ [1,2]|batch(99999999999999, 0) }}".to_owned(),
        "{{ 'a' * 999999999 }}".to_owned(),
        "{% set a = 'aaaaaaaa' %}".to_owned() + &"{% set a %}{{ a }}{{ a }}{{ a }}{{ a }}{% endset %}".repeat(60),
        "{% set a = 'aaaaaaaa' %}".to_owned() + &"{% set a = a|replace('a', 'aaaaaaaaaa') %}".repeat(60),
        "{% set a = 'aaaaaaaa' %}".to_owned() + &"{% set a = t('person-of', person=a, company=a) %}".repeat(60),
        "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('a') }}".to_owned(),
        format!("{{{{ {}1 }}}}", "-".repeat(100_000)),
        format!("{{{{ {}1 }}}}", "1+".repeat(3_000)),
        format!("{{{{ client{} }}}}", ".a".repeat(3_000)),
        "x".repeat(200_000),
    ];
    for source in &hostile {
        let begun = std::time::Instant::now();
        put(
            &world,
            "invitation.j2",
            &changed("invitation.j2", "{{ code_block(code) }}", &format!("{{{{ code_block(code) }}}}{source}")),
        );
        let shown = &source[..source.len().min(60)];
        set(&mut world).fails(2);
        assert!(begun.elapsed().as_secs() < 5, "{shown}");
    }
    own_invitation(&world);
    set(&mut world).ok();
    put(&world, "invitation.j2", &changed("invitation.j2", "{{ code_block(code) }}", &hostile[0]));
    world.run("invite send --owners -c big-shoes").ok().says("stays queued");
    for source in &hostile {
        put(&world, "invitation.j2", &changed("invitation.j2", "{{ code_block(code) }}", source));
        world.pass(Span::minutes(2)).run("mail deliver").says("stays queued");
        assert_eq!(world.sql("SELECT state, attempts FROM mail"), ["queued|0"]);
    }
    own_invitation(&world);
    world.pass(Span::minutes(2)).run("mail deliver").ok().says("1 written to a file");
}
