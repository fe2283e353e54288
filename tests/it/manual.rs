//! The pages of the manual: what mandoc says about them, and what each has to have.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use partnerctl::commands::arguments::{own, written};
use partnerctl::commands::catalogue::all;
use partnerctl::commands::manual::{ManualPage, pages};
use partnerctl::commands::synopsis::{Form, forms};
use partnerctl::commands::topics::TOPICS;

use crate::support::World;

static PAGES: LazyLock<Vec<ManualPage>> = LazyLock::new(|| pages().unwrap());

fn page(file_name: &str) -> &'static ManualPage {
    PAGES.iter().find(|page| page.file_name == file_name).unwrap_or_else(|| panic!("{file_name}"))
}

/// A page as a reader sees it, in lines of this width, without bold.
fn shown(page: &ManualPage, width: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(&page.file_name);
    fs::write(&path, &page.text).unwrap();
    let run = Command::new("mandoc").args(["-T", "utf8", "-O", &format!("width={width}")]).arg(path).output().unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    // A bold letter is typed twice.
    let mut plain = String::new();
    for letter in text.chars() {
        if letter == '\u{8}' {
            plain.pop();
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[test]
fn mandoc_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for page in PAGES.iter() {
        let path = folder.path().join(&page.file_name);
        fs::write(&path, &page.text).unwrap();
        files.push(path);
    }
    let run = Command::new("mandoc").args(["-T", "lint"]).args(files).output().unwrap();
    assert_eq!(String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap(), "");
}

#[test]
fn each_command_and_topic_has_its_page() {
    let names: BTreeSet<&str> = PAGES.iter().map(|page| page.file_name.as_str()).collect();
    assert_eq!(names.len(), PAGES.len());
    for (name, _) in all() {
        assert!(names.contains(format!("partnerctl-{}.1", name.replace(' ', "-")).as_str()), "{name}");
    }
    for topic in TOPICS {
        assert!(names.contains(format!("partnerctl-{}.7", topic.name).as_str()), "{}", topic.name);
    }
    for page in PAGES.iter() {
        assert!(page.file_name.ends_with(&format!(".{}", page.section)));
    }
}

/// Each required option is in the synopsis with the name of its value, and each other one in brackets.
#[test]
fn synopsis_has_every_option() {
    for (name, entry) in all() {
        let text = shown(page(&format!("partnerctl-{}.1", name.replace(' ', "-"))), 1_000);
        let (_, rest) = text.split_once("SYNOPSIS\n").unwrap();
        let synopsis = rest.split("\nDESCRIPTION").next().unwrap().replace('\u{a0}', " ");
        for form in forms(entry) {
            let line = format!("partnerctl {name} {}", form.required.join(" "));
            assert!(synopsis.contains(line.trim_end()), "{name}: {line}: {synopsis}");
        }
        let command = entry.command();
        for arg in own(&command) {
            let long = arg.get_long().map(|long| format!("--{long}"));
            let short = arg.get_short().map(|short| format!("-{short}"));
            let known = [long, short].into_iter().flatten().any(|option| synopsis.contains(&option));
            assert!(known || arg.is_positional(), "{name}: {arg}: {synopsis}");
        }
        for arg in command.get_arguments().filter(|arg| arg.is_required_set()) {
            let written = written(arg);
            assert!(synopsis.contains(&written) && !synopsis.contains(&format!("[{written}")), "{name}: {written}");
        }
    }
}

#[test]
fn pages_lead_to_what_belongs_to_them() {
    for (name, entry) in all() {
        let text = &page(&format!("partnerctl-{}.1", name.replace(' ', "-"))).text;
        let plain = text.replace('\\', "");
        let (_, see) = plain.split_once(".SH SEE ALSO\n").unwrap();
        assert!(see.contains("fBpartnerctlfR(1)"), "{see}");
        if let Some((noun, _)) = name.split_once(' ') {
            let siblings = all().filter(|(other, _)| other.starts_with(&format!("{noun} ")) && *other != name);
            for (other, _) in siblings {
                assert!(see.contains(&format!("fBpartnerctl-{}fR(1)", other.replace(' ', "-"))), "{name}: {other}");
            }
        }
        assert!(text.contains(".SH GLOBAL OPTIONS\n"));
        // The description says more than the name.
        let (_, description) = text.split_once(".SH DESCRIPTION\n").unwrap();
        assert!(!description.replace('\\', "").starts_with(entry.about), "{name}");
    }
    for page in PAGES.iter() {
        assert!(page.text.lines().all(|line| line == line.trim_end()), "{}: trailing blanks", page.file_name);
        assert!(page.text.lines().next().unwrap().contains(" 2026-"), "{}", page.file_name);
    }
}

/// A value for each name that a synopsis uses.
const VALUES: &[(&str, &str)] = &[
    ("CLIENT", "big-shoes"),
    ("EMAIL", "jim@bigshoes.example"),
    ("FILE", "nowhere.csv"),
    ("FROM", "tea-house"),
    ("INV", "inv_1"),
    ("INTO", "big-shoes"),
    ("INV|EMAIL", "inv_1"),
    ("KEY", "desk.time_zone"),
    ("LIST", "big-shoes"),
    ("LNK", "lnk_1"),
    ("MSG", "msg_1"),
    ("N", "1"),
    ("NAME", "Ledger"),
    ("NEW", "new@bigshoes.example"),
    ("OSUSER", "ravi"),
    ("PARTNER", "jims-web"),
    ("PERMISSION", "invoices"),
    ("REF", "big-shoes"),
    ("ROLE", "supervisor"),
    ("SES", "ses_1"),
    ("SHELL", "bash"),
    ("SLUG", "ledger"),
    ("TEXT", "phone"),
    ("VALUE", "Europe/Berlin"),
    ("WORD", "shoes"),
];

/// The parts of a form, each with its value: `-c big-shoes`.
fn parts(form: &Form) -> Vec<Vec<String>> {
    let mut parts: Vec<Vec<String>> = Vec::new();
    for word in form.required.iter().flat_map(|part| part.split(' ')) {
        let value = VALUES.iter().find(|(name, _)| *name == word.trim_end_matches("..."));
        let is_of_option = parts.last().is_some_and(|part| part.len() == 1 && part[0].starts_with('-'));
        match (value, parts.last_mut()) {
            (Some((_, value)), Some(part)) if is_of_option => part.push((*value).to_owned()),
            (Some((_, value)), _) => parts.push(vec![(*value).to_owned()]),
            (None, _) if word.starts_with('-') => parts.push(vec![word.to_owned()]),
            (None, _) => panic!("there is no value for {word}"),
        }
    }
    parts
}

/// The words of a form are all that a command needs, and none of them can be left out.
#[test]
fn forms_are_what_a_command_needs() {
    let (mut refused, mut wrong) = (0, Vec::new());
    for (name, entry) in all().filter(|(name, _)| !["serve", "demo"].contains(&name.as_str())) {
        let forms: Vec<_> = forms(entry).iter().map(parts).collect();
        for form in &forms {
            let line = |parts: &[Vec<String>]| {
                let words = name.split(' ').map(str::to_owned).chain(parts.iter().flatten().cloned());
                World::with_story().run_words(&words.collect::<Vec<_>>())
            };
            let run = line(form);
            // What is to be changed is up to the reader.
            let is_understood = !matches!(run.code, 2 | 10) || run.err.contains("nothing");
            if !is_understood {
                wrong.push(run.to_string());
            }
            for at in 0..form.len() {
                let mut rest = form.clone();
                let left_out = rest.remove(at);
                // A number is needed only where there is something to count.
                if forms.contains(&rest) || left_out[0] == "--expect-clients" {
                    continue;
                }
                let run = line(&rest);
                if run.code == 0 {
                    wrong.push(run.to_string());
                }
                refused += 1;
            }
        }
    }
    assert!(wrong.is_empty() && refused > 80, "{refused}: {}", wrong.join("\n"));
}
