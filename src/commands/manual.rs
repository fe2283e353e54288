//! The pages of the manual: one for the program, each noun and each command (section 1), and one for each topic
//! (section 7). They are made from the same definitions and texts as the help.

mod roff;

use crate::error::{Error, Result};

use super::arguments::{listed, meaning, own};
use super::catalogue::Classes;
use super::command::{ABOUT, CommandEntry, Noun};
use super::document::Block;
use super::synopsis::forms;
use super::topics::{self, TOPICS, Topic};
use super::{NOUNS, help_text};

use roff::Roff;

/// When the texts of the manual were last changed.
const DATE: &str = "2026-11-30";
const SOURCE: &str = concat!("partnerctl ", env!("CARGO_PKG_VERSION"));
const PROGRAM: &str = "partnerctl";

/// A page of the manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualPage {
    /// `partnerctl-client-add.1`
    pub file_name: String,
    /// 1 for commands, 7 for topics: the number of the folder `man1` or `man7`.
    pub section: u8,
    /// Its source, in the language of man(7).
    pub text: String,
}

/// Every page.
///
/// # Errors
/// `bug` when a command has no example that shows it.
pub fn pages() -> Result<Vec<ManualPage>> {
    let mut classes = Classes::of_commands();
    let mut pages = vec![page(PROGRAM, 1, of_program()?)];
    for noun in NOUNS {
        if !noun.name.is_empty() {
            pages.push(page(&stem(noun.name), 1, of_noun(noun)));
        }
        for entry in noun.verbs {
            let command = noun.full_name(entry);
            pages.push(page(&stem(&command), 1, of_command(noun, &command, entry, &mut classes)?));
        }
    }
    for topic in TOPICS {
        pages.push(page(&stem(topic.name), 7, of_topic(topic)?));
    }
    Ok(pages)
}

fn page(stem: &str, section: u8, text: String) -> ManualPage {
    ManualPage { file_name: format!("{stem}.{section}"), section, text }
}

/// The name of a page: `partnerctl-client-add`.
fn stem(words: &str) -> String {
    format!("{PROGRAM}-{}", words.replace(' ', "-"))
}

fn begun(stem: &str, section: u8, about: &str) -> Roff {
    let mut page = Roff::new(stem, section, DATE, SOURCE);
    page.section("Name");
    page.name(stem, about);
    page
}

fn of_program() -> Result<String> {
    let mut page = begun(PROGRAM, 1, ABOUT);
    page.section("Synopsis");
    page.synopsis(PROGRAM, &["NOUN".to_owned(), "VERB".to_owned(), "[OPTION...]".to_owned()]);
    page.section("Description");
    page.words(
        "There is no current client: each command about a client names its own with `--client`. `partnerctl help` lists \
         every command and topic.",
    );
    page.section("Commands");
    for noun in NOUNS {
        match noun.name {
            "" => page.terms(&verbs(noun)),
            name => page.terms(&[(format!("{PROGRAM} {name}"), format!("{}.", noun.about))]),
        }
    }
    page.section("Global options");
    page.words("Every command takes these, before or after its verb.");
    page.terms(&help_text::global_options());
    for (heading, name) in [("Exit status", "exit-codes"), ("Environment", "environment"), ("Files", "database")] {
        page.section(heading);
        page.blocks(&begin_of(name)?);
    }
    see_also(&mut page, NOUNS.iter().flat_map(|noun| siblings(noun)).chain(topic_pages()));
    Ok(page.finish())
}

/// A topic up to its first heading, or if nothing is before that, the part below it.
fn begin_of(name: &str) -> Result<Vec<Block>> {
    let topic = topics::named(name).ok_or_else(|| Error::bug(format!("there is no topic {name}")))?;
    let blocks = (topic.text)()?.into_iter().skip(1);
    let mut headings = 0;
    let part = blocks.take_while(|block| {
        headings += usize::from(matches!(block, Block::Heading(_)));
        headings == 0 || headings == 1 && name == "database"
    });
    Ok(part.filter(|block| !matches!(block, Block::Heading(_))).collect())
}

fn verbs(noun: &Noun) -> Vec<(String, String)> {
    let verb = |entry: &CommandEntry| (format!("{PROGRAM} {}", noun.full_name(entry)), format!("{}.", entry.about));
    noun.verbs.iter().map(verb).collect()
}

fn of_noun(noun: &Noun) -> String {
    let mut page = begun(&stem(noun.name), 1, noun.about);
    page.section("Synopsis");
    page.synopsis(&format!("{PROGRAM} {}", noun.name), &["VERB".to_owned(), "[OPTION...]".to_owned()]);
    page.section("Commands");
    page.terms(&verbs(noun));
    let own = noun.verbs.iter().map(|entry| (stem(&noun.full_name(entry)), 1));
    see_also(&mut page, std::iter::once((PROGRAM.to_owned(), 1)).chain(own));
    page.finish()
}

fn of_command(noun: &Noun, command: &str, entry: &CommandEntry, classes: &mut Classes) -> Result<String> {
    let stem = stem(command);
    let mut page = begun(&stem, 1, entry.about);
    page.section("Synopsis");
    for form in forms(entry) {
        page.synopsis(&format!("{PROGRAM} {command}"), &[form.required, form.optional].concat());
    }
    page.section("Description");
    for text in entry.details.split("\n\n").filter(|text| !text.is_empty()) {
        page.words(text);
        page.line(".PP");
    }
    page.words(&help_text::effect(classes, command, entry)?);
    let of_clap = entry.command();
    let arguments: Vec<_> = own(&of_clap).map(|arg| (listed(arg), meaning(arg))).collect();
    if !arguments.is_empty() {
        page.section("Options");
        page.terms(&arguments);
    }
    page.section("Global options");
    page.words(
        "`--as`, `--dry-run`, `--format`, `--columns` and the other options of every command are in partnerctl(1).",
    );
    if let Some(columns) = help_text::columns(entry) {
        page.section("Columns");
        page.words(&format!("{columns}."));
    }
    page.section("Exit status");
    page.words("0 when it is done or already so; the other codes are in partnerctl-exit-codes(7).");
    page.section("Examples");
    page.lines(entry.examples.iter().copied());
    let program = (PROGRAM.to_owned(), 1);
    let of_noun = (!noun.name.is_empty()).then(|| (self::stem(noun.name), 1));
    let others = siblings_of(noun).filter(|(other, _)| *other != stem);
    see_also(&mut page, std::iter::once(program).chain(of_noun).chain(others));
    Ok(page.finish())
}

fn of_topic(topic: &Topic) -> Result<String> {
    let own = stem(topic.name);
    let mut page = begun(&own, 7, topic.about);
    page.section("Description");
    page.blocks((topic.text)()?.get(1..).unwrap_or_default());
    let others = topic_pages().filter(|(other, _)| *other != own);
    see_also(&mut page, std::iter::once((PROGRAM.to_owned(), 1)).chain(others));
    Ok(page.finish())
}

/// The pages of a noun's verbs.
fn siblings_of(noun: &Noun) -> impl Iterator<Item = (String, u8)> {
    noun.verbs.iter().map(|entry| (stem(&noun.full_name(entry)), 1))
}

/// The page of a noun; where there is none, those of its verbs.
fn siblings(noun: &Noun) -> Vec<(String, u8)> {
    if noun.name.is_empty() { siblings_of(noun).collect() } else { vec![(stem(noun.name), 1)] }
}

fn topic_pages() -> impl Iterator<Item = (String, u8)> {
    TOPICS.iter().map(|topic| (stem(topic.name), 7))
}

fn see_also(page: &mut Roff, pages: impl Iterator<Item = (String, u8)>) {
    page.section("See also");
    let named: Vec<String> = pages.map(|(stem, section)| format!("`{stem}`({section})")).collect();
    page.words(&named.join(", "));
}
