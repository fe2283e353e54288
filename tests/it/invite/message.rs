//! What the sender writes to the person: a quotation in the mail, whatever is in it.

use mail_parser::MessageParser;
use partnerctl::domain::time::Span;

use super::{holdings, newest_mail};
use crate::support::World;

const MAX: &str = "max@else.example";
const SEND: &str = "invite send max@else.example -c big-shoes -r guest";

#[test]
fn message_is_quoted_in_mail_and_record() {
    let mut world = World::with_story();
    let words = "invite send max@else.example -c big-shoes -r guest --message";
    let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    words.push("Hello Max,\n\nas we said on the phone.".to_owned());
    world.run_words(&words).ok();
    let mail = newest_mail(&world, MAX).replace("\r\n", "\n");
    assert!(mail.contains("writes:\n\n> Hello Max,\n>\n> as we said on the phone.\n"), "{mail}");
    let shown = world.run("invite show inv_1 --json").ok().json();
    assert_eq!(shown["message"], "Hello Max,\n\nas we said on the phone.");
    let code = world.code_for(MAX);
    let seen = world.stdin(code).run("invite inspect --code-stdin --json").ok().json();
    assert_eq!(seen["message"], shown["message"]);
}

/// Text of others never becomes markup, a header or a line of ours.
#[test]
fn hostile_message_stays_a_quotation() {
    for message in [
        "<a href=https://evil.example>Accept</a>",
        "</blockquote><script>alert(1)</script>",
        "{{ code }} {% raw %}",
        "Subject: other",
        "&lt;b&gt; \u{1F600} \"quoted\" 'single'",
    ] {
        let mut world = World::with_story();
        let mut words: Vec<String> = SEND.split(' ').map(str::to_owned).collect();
        words.extend(["--message".to_owned(), message.to_owned()]);
        world.run_words(&words).ok();
        let mails = world.mails();
        let mail = MessageParser::default().parse(mails[0].as_bytes()).unwrap();
        assert_eq!(mail.subject(), Some("Invitation to Big Shoes Inc. from jane"), "{message}");
        let (text, html) = (mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
        let quoted: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        assert_eq!(quoted.join(" "), message, "{text}");
        assert!(!html.contains("<script>alert") && !html.contains("href=https://evil"), "{html}");
    }
}

#[test]
fn message_is_plain_and_bounded() {
    let mut world = World::with_story();
    let before = holdings(&world);
    for (message, why) in [
        ("é".repeat(2001), "at most 2000"),
        ("x\n".repeat(41), "at most 40"),
        ("bell \u{7}".to_owned(), "U+0007"),
        ("over\u{202E}ride".to_owned(), "U+202E"),
        ("\u{1b}[31mred".to_owned(), "U+001B"),
    ] {
        let mut words: Vec<String> = SEND.split(' ').map(str::to_owned).collect();
        words.extend(["--message".to_owned(), message]);
        world.run_words(&words).fails(2).says(why);
        assert_eq!(holdings(&world), before);
    }
    let mut words: Vec<String> = SEND.split(' ').map(str::to_owned).collect();
    words.extend(["--message".to_owned(), "word ".repeat(400)]);
    world.run_words(&words).ok();
    let words = newest_mail(&world, MAX).split_whitespace().filter(|word| *word == "word").count();
    assert_eq!(words, 400, "the mail cuts it");
}

#[test]
fn message_stays_until_another_one() {
    let mut world = World::with_story();
    world.run(&format!("{SEND} --message 'the first'")).ok();
    world.run(&format!("{SEND} --message 'the first'")).ok().says("invited by inv_1 already");
    world.run(&format!("{SEND} --message second")).fails(4).says("was sent with another message").says("invite edit");
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes").ok();
    assert!(newest_mail(&world, MAX).contains("> the first"));
    world.pass(Span::MINUTE).run(&format!("{SEND} --message second --resend")).ok();
    assert!(newest_mail(&world, MAX).contains("> second"));
    world.pass(Span::MINUTE).run("invite resend inv_1 -c big-shoes --to maxi@else.example").ok();
    assert!(newest_mail(&world, "maxi@else.example").contains("> second"));
}
