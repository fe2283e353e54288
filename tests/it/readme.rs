//! What README.md and the other pages tell people to type.

use std::fs;
use std::path::Path;

use partnerctl::commands::line;

use crate::registry::parse;
use crate::support::Real;

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks of a page that begin with ```` ```KIND ````.
fn blocks(page: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_story_of_the_readme_can_be_typed() {
    let real = Real::empty();
    let page = page("README.md");
    let typed: Vec<String> = blocks(&page, "console")
        .iter()
        .flat_map(|block| block.lines().map(|line| line.strip_prefix("$ ").unwrap().to_owned()).collect::<Vec<_>>())
        .collect();
    assert!(typed.len() > 10);
    let run = real.shell(&format!("set -e\n{}", typed.join("\n"))).ok();
    let mut clients = csv::Reader::from_path(real.path("clients.csv")).unwrap();
    let row: std::collections::BTreeMap<String, String> = clients.deserialize().next().unwrap().unwrap();
    assert_eq!((row["client_slug"].as_str(), row["activation"].as_str()), ("big-shoes", "active"), "{run}");
}

#[test]
fn each_command_that_a_page_names_exists() {
    let mut seen = 0;
    for name in ["README.md", "CONTRIBUTING.md", "docs/decisions.md", "docs/mail.md"] {
        let page = page(name);
        for kind in ["sh", "console", "cron"] {
            for command in
                blocks(&page, kind).iter().flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>())
            {
                let command = command.replace("sudo -u partnerctl ", "");
                let command = command.split("   #").next().unwrap();
                for call in line::calls(command).iter().filter(|call| call.len() > 1) {
                    parse(&call[1..]).unwrap_or_else(|error| panic!("{name}: {command}\n{error}"));
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 20);
}

/// What a service manager or cron is told to start.
#[test]
fn each_unit_and_the_crontab_start_a_command_that_exists() {
    let mut seen = 0;
    for name in ["crontab", "systemd/partnerctl-mail.service", "systemd/partnerctl-mail-round.service"] {
        for started in page(&format!("examples/{name}")).lines().filter(|line| !line.starts_with('#')) {
            let Some((_, call)) = started.split_once("/usr/local/bin/partnerctl ") else { continue };
            let words = crate::support::words(call.split(" > ").next().unwrap());
            assert_eq!(parse(&words).unwrap_or_else(|error| panic!("{name}: {started}\n{error}")), "mail deliver");
            seen += 1;
        }
    }
    assert_eq!(seen, 3);
}

/// A page that points to a file that is gone misleads.
#[test]
fn each_file_that_a_page_points_to_is_there() {
    for name in ["README.md", "docs/mail.md", "docs/templates.md", "CONTRIBUTING.md", "docs/decisions.md"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).parent().unwrap().to_owned();
        for link in page(name).split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned()) {
            let file = link.split('#').next().unwrap();
            assert!(link.contains("://") || folder.join(file).exists(), "{name} points to {link}");
        }
    }
}
