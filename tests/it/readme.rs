//! What README.md and the other pages ask people to type.

use std::fs;
use std::path::Path;

use partnerctl::commands::line;

use crate::registry::parse;
use crate::support::{Machine, Real};

const GUIDE: &str = "docs/guide.md";

pub fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks of a page that begin with ```` ```KIND ````.
pub fn blocks(page: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// What a page shows at a prompt, line by line.
fn typed(name: &str) -> Vec<String> {
    let lines = blocks(&page(name), "console").concat();
    lines.lines().map(|line| line.strip_prefix("$ ").unwrap().to_owned()).collect()
}

#[test]
fn daily_commands_can_be_typed() {
    let real = Real::empty();
    let typed = typed("README.md");
    assert_eq!(typed.len(), 11, "ten commands, and the database to try them on");
    let run = real.shell(&format!("set -e\n{}", typed.join("\n"))).ok();
    assert!(run.out.contains("pia@jimsweb.example may enter big-shoes-inc"), "{run}");
    assert!(fs::read_to_string(real.path("clients.csv")).unwrap().lines().count() > 40);
}

#[test]
fn the_story_of_the_guide_can_be_typed() {
    let real = Real::empty();
    let typed = typed(GUIDE);
    assert!(typed.len() > 10);
    let run = real.shell(&format!("set -e\n{}", typed.join("\n"))).ok();
    let mut clients = csv::Reader::from_path(real.path("clients.csv")).unwrap();
    let row: std::collections::BTreeMap<String, String> = clients.deserialize().next().unwrap().unwrap();
    assert_eq!((row["client_slug"].as_str(), row["activation"].as_str()), ("big-shoes", "active"), "{run}");
    assert!(
        run.out.contains("jim@bigshoes.example may enter big-shoes"),
        "the example of `access why` says yes: {run}"
    );
}

/// The pages are the first question of `init`; with them a mail has a link, and the code in a line of its own.
#[test]
fn code_is_found_where_mails_have_links() {
    let real = Real::empty();
    let typed = typed(GUIDE);
    let last = typed.iter().position(|line| line.contains("invite accept")).unwrap();
    let mut typed = typed[..=last].join("\n");
    typed = typed.replace(
        "partnerctl init --label training",
        "partnerctl init --label training\npartnerctl config set web.base_url https://portal.desk.example/invitations",
    );
    real.shell(&format!("set -e\n{typed}")).ok();
}

#[test]
fn each_command_of_a_page_exists() {
    let mut seen = 0;
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/database.md",
        "docs/decisions.md",
        GUIDE,
        "docs/install.md",
        "docs/mail.md",
        "examples/README.md",
    ] {
        let page = page(name);
        for kind in ["sh", "console", "cron"] {
            for command in blocks(&page, kind)
                .iter()
                .flat_map(|block| block.replace("\\\n", "").lines().map(str::to_owned).collect::<Vec<_>>())
            {
                let command = command.replace("sudo -u partnerctl ", "");
                // In what root does, the program is only a file.
                if command.contains("sudo ") {
                    continue;
                }
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

/// What a service manager or cron starts.
#[test]
fn units_and_crontab_start_real_commands() {
    let mut seen = 0;
    let units = ["mail", "mail-round", "serve"].map(|name| format!("systemd/partnerctl-{name}.service"));
    for name in units.iter().map(String::as_str).chain(["crontab"]) {
        for started in page(&format!("examples/{name}")).lines().filter(|line| !line.starts_with('#')) {
            let Some((_, call)) = started.split_once("/usr/bin/partnerctl ") else { continue };
            let words = crate::support::words(call.split(" > ").next().unwrap());
            let command = parse(&words).unwrap_or_else(|error| panic!("{name}: {started}\n{error}"));
            assert_eq!(command, if name.contains("serve") { "serve" } else { "mail deliver" });
            seen += 1;
        }
    }
    assert_eq!(seen, 4);
}

/// A page that points to a file that is gone misleads.
#[test]
fn each_linked_file_exists() {
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/database.md",
        "docs/decisions.md",
        GUIDE,
        "docs/install.md",
        "docs/mail.md",
        "docs/pages.md",
        "docs/templates.md",
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).parent().unwrap().to_owned();
        for link in page(name).split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned()) {
            let file = link.split('#').next().unwrap();
            assert!(link.contains("://") || folder.join(file).exists(), "{name} points to {link}");
        }
    }
}

/// What has no test: it builds everything again, or needs a server that a page cannot know.
const NOT_RUN: [&str; 5] =
    ["cargo run --release", "scripts/package", "scripts/test", "partnerctl serve", "partnerctl mail status --to"];

/// A machine that is set up as the page about installing says, to which the guide points.
fn machine_with_service() -> Machine {
    let machine = Machine::new();
    // Accounts that there are on the machine of the test.
    let user = machine.run("id -un").ok().out;
    let block = blocks(&page("docs/install.md"), "sh").into_iter().find(|block| block.contains("usermod")).unwrap();
    let block = block.replace("add jane", "add nobody").replace("edit partnerctl", &format!("edit {}", user.trim()));
    machine.run(&block).ok();
    machine
}

/// Every block of shell commands of the README and the guide.
fn all_blocks() -> Vec<String> {
    ["README.md", GUIDE].into_iter().flat_map(|name| blocks(&page(name), "sh")).collect()
}

/// The one block with this in it.
fn sh(with: &str) -> String {
    let found: Vec<String> = all_blocks().into_iter().filter(|block| block.contains(with)).collect();
    assert_eq!(found.len(), 1, "{with}");
    found.into_iter().next().unwrap()
}

#[test]
fn each_block_is_run() {
    let tested = ["client import", "examples/nightly", "config set", "db backup"];
    for block in all_blocks() {
        let is_tested = tested.iter().any(|with| block.contains(with));
        let is_known = block.lines().all(|line| NOT_RUN.iter().any(|known| line.starts_with(known)));
        assert!(is_tested || is_known, "no test runs this:\n{block}");
    }
}

#[test]
fn the_table_of_the_guide_is_imported() {
    let machine = Machine::new();
    machine.run("export PARTNERCTL_DB=$PWD/x.db; partnerctl init --label training").ok();
    let block = sh("client import");
    let (import, invite) = block.split_once("\npartnerctl client list").unwrap();
    // One row of the example is bad, and the others are imported.
    let run = machine.run(&format!("export PARTNERCTL_DB=$PWD/x.db\n{import}"));
    assert_eq!(run.code, 7, "{run}");
    assert_eq!(fs::read_to_string(machine.path("bad.csv")).unwrap().lines().count(), 2);
    machine.run(&format!("export PARTNERCTL_DB=$PWD/x.db\npartnerctl client list{invite}")).ok();
    let count = |table: &str| {
        let counted = machine.run(&format!("sqlite3 x.db 'SELECT count(*) FROM {table}'")).ok().out;
        counted.trim().parse::<u32>().unwrap()
    };
    assert!(count("client") > 20 && count("invitation") > 20, "{} {}", count("client"), count("invitation"));
}

#[test]
fn the_mail_server_of_the_guide_is_set() {
    let machine = machine_with_service();
    machine.run("(umask 077; echo secret > /etc/partnerctl/smtp-password)").ok();
    let block: Vec<String> = sh("config set").lines().map(str::to_owned).collect();
    let block: Vec<_> = block.iter().filter(|line| !NOT_RUN.iter().any(|known| line.starts_with(known))).collect();
    assert!(block.len() > 3);
    let typed = block.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n");
    machine.run(&format!("export PARTNERCTL_DB=/var/lib/partnerctl/partnerctl.db\n{typed}")).ok();
    assert_eq!(machine.sql("SELECT value FROM setting WHERE setting_key = 'mail.transport'"), "smtp");
}

#[test]
fn service_account_is_set_up_as_documented() {
    let machine = machine_with_service();
    assert_eq!(machine.sql("SELECT name, service FROM staff WHERE os_user = 'nobody'"), "Jane Doe|0");
    assert_eq!(machine.sql("SELECT count(*) FROM staff WHERE service = 1"), "1");
    machine.run("sudo -u partnerctl partnerctl whoami").ok().prints("/var/lib/partnerctl/partnerctl.db");
}

#[test]
fn the_backup_of_the_guide_is_made() {
    let machine = machine_with_service();
    let block = sh("db backup");
    let (backup, restore) = block.trim().split_once('\n').unwrap();
    let database = "export PARTNERCTL_DB=/var/lib/partnerctl/partnerctl.db";
    machine.run(&format!("{database}\n{backup}\nmv /backup/access-$(date +%F).db /backup/access-2026-11-20.db")).ok();
    // Without a terminal no one can be asked for the label.
    let refused = machine.run(&format!("{database}\n{restore}"));
    assert_eq!(refused.code, 8, "{refused}");
    machine.run(&format!("{database}\n{} --confirm live", restore.split('#').next().unwrap().trim())).ok();
}

#[test]
fn nightly_guide_runs_from_cron() {
    let machine = machine_with_service();
    machine.run(&sh("examples/nightly")).ok();
    let new = machine.at("/var/lib/partnerctl").join("new.csv");
    for crontab in [blocks(&page(GUIDE), "cron").remove(0), page("examples/crontab")] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/new-clients.csv"), &new).unwrap();
        let runs = machine.cron(&crontab);
        assert!(!runs.is_empty());
        for run in runs {
            assert_eq!(run.code, 0, "{run}");
        }
        let waiting = machine.sql("SELECT count(DISTINCT client_id) FROM invitation WHERE state = 'pending'");
        assert_eq!(waiting, machine.sql("SELECT count(*) FROM client"), "{crontab}");
        assert_ne!(waiting, "0");
    }
    // A part that fails fails the night: rows that are bad. Without new clients there is nothing to say.
    let night = || machine.cron(&blocks(&page(GUIDE), "cron").remove(0)).remove(0);
    fs::write(&new, "name,owners\nBad,no-address\n").unwrap();
    assert_eq!(night().code, 7);
    fs::remove_file(&new).unwrap();
    let quiet = night();
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (0, "", ""), "{quiet}");
}

#[test]
fn a_night_reminds_those_who_wait() {
    let mut world = crate::support::World::with_story();
    let script = page("examples/nightly").replace("|\n", "| ").replace(" ||\n  status=$?", "");
    let pipe = script.lines().find(|line| line.contains("invite bulk")).unwrap();
    let calls = line::calls(pipe);
    let night = |world: &mut crate::support::World| {
        let listed = world.run_words(&calls[0][1..]).ok().out;
        let run = world.stdin(listed).run_words(&calls[1][1..]).ok();
        run.csv().iter().map(|row| format!("{} {}", row["client_slug"], row["result"])).collect::<Vec<_>>()
    };
    assert_eq!(night(&mut world), ["big-shoes created", "tea-house created"]);
    assert_eq!(night(&mut world), ["big-shoes unchanged", "tea-house unchanged"]);
    world.pass(partnerctl::domain::time::Span::days(8));
    assert_eq!(night(&mut world), ["big-shoes updated", "tea-house updated"]);
    world.pass(partnerctl::domain::time::Span::days(40));
    assert_eq!(
        night(&mut world),
        ["big-shoes updated", "tea-house updated"],
        "whose invitation is over is reminded too"
    );
}
