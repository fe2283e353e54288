//! What README.md and the other pages ask people to type.

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
    assert!(
        run.out.contains("jim@bigshoes.example may enter big-shoes"),
        "the example of `access why` says yes: {run}"
    );
}

/// The pages are the first question of `init`; with them a mail has a link, and the code in a line of its own.
#[test]
fn the_code_is_found_where_mails_have_links() {
    let real = Real::empty();
    let page = page("README.md");
    let typed: Vec<String> = blocks(&page, "console")
        .iter()
        .flat_map(|block| block.lines().map(|line| line.strip_prefix("$ ").unwrap().to_owned()).collect::<Vec<_>>())
        .collect();
    let last = typed.iter().position(|line| line.contains("invite accept")).unwrap();
    let mut typed = typed[..=last].join("\n");
    typed = typed.replace(
        "partnerctl init --label training",
        "partnerctl init --label training\npartnerctl config set web.base_url https://portal.desk.example/invitations",
    );
    real.shell(&format!("set -e\n{typed}")).ok();
}

#[test]
fn each_command_that_a_page_names_exists() {
    let mut seen = 0;
    for name in ["README.md", "CONTRIBUTING.md", "docs/decisions.md", "docs/mail.md"] {
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

/// Where the pages put things on a machine. A test has them below its own folder.
const PLACES: [&str; 7] = [
    "/usr/local/bin",
    "/usr/local/lib/partnerctl",
    "/var/lib/partnerctl",
    "/etc/partnerctl",
    "/etc/profile.d",
    "/etc/sudoers.d",
    "/backup",
];

/// What has no test: it builds everything again, or needs a server that a page cannot know.
const NOT_RUN: [&str; 4] = ["cargo run --release", "scripts/test", "partnerctl serve", "partnerctl mail status --to"];

/// A machine below the folder of a test, on which the commands of the pages run as they are printed. `sudo` and `useradd`
/// are played: a test is no root and adds no account.
struct Machine {
    real: Real,
}

impl Machine {
    fn new() -> Self {
        let real = Real::empty();
        let machine = Self { real };
        for place in PLACES {
            fs::create_dir_all(machine.at(place)).unwrap();
        }
        let target = machine.real.path("target/release");
        fs::create_dir_all(&target).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_partnerctl"), target.join("partnerctl")).unwrap();
        machine.played("sudo", "[ \"$1\" = -u ] && shift 2\nexec \"$@\"");
        machine.played("useradd", "while [ \"$1\" != --home-dir ]; do shift; done\nmkdir -p \"$2\"");
        machine.real.shell(&format!("cp -r {}/examples .", env!("CARGO_MANIFEST_DIR"))).ok();
        machine
    }

    /// One on which the service account owns the database, as the README sets it up.
    fn with_service() -> Self {
        let machine = Self::new();
        // Accounts that there are on the machine of the test.
        let user = machine.real.shell("id -un").ok().out;
        let block = sh("useradd")
            .replace("add jane", "add nobody")
            .replace("edit partnerctl", &format!("edit {}", user.trim()));
        machine.run(&block).ok();
        machine
    }

    fn played(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.at("/usr/local/bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn at(&self, place: &str) -> std::path::PathBuf {
        self.real.path(&place[1..])
    }

    /// The text with its places below the folder.
    fn below(&self, text: &str) -> String {
        let folder = self.real.folder().display().to_string();
        PLACES.iter().fold(text.to_owned(), |text, place| text.replace(place, &format!("{folder}{place}")))
    }

    fn run(&self, script: &str) -> crate::support::Run {
        let own = self.at("/usr/local/bin");
        self.real.shell(&format!("set -e\nexport PATH={}:$PATH\n{}", own.display(), self.below(script)))
    }

    /// Starts what a crontab starts, each line once, as cron does: by `sh`, with no more around it than the crontab sets.
    fn cron(&self, crontab: &str) -> Vec<crate::support::Run> {
        let crontab = self.below(crontab);
        let lines = crontab.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let (mut around, mut runs) = (String::new(), Vec::new());
        for line in lines {
            let Some(command) = command_of_cron(line) else {
                around = format!("{around} '{line}'");
                continue;
            };
            assert!(!command.contains('%'), "to cron a percent sign is a new line: {line}");
            let home = self.at("/var/lib/partnerctl");
            runs.push(self.real.shell(&format!(
                "cd {0} && exec env -i HOME={0} SHELL=/bin/sh{around} /bin/sh -c '{command}'",
                home.display()
            )));
        }
        runs
    }

    fn sql(&self, query: &str) -> String {
        let database = self.at("/var/lib/partnerctl").join("partnerctl.db");
        self.real.shell(&format!("sqlite3 {} \"{query}\"", database.display())).ok().out.trim().to_owned()
    }
}

/// The command of a line of a crontab, behind the five fields of its time.
fn command_of_cron(line: &str) -> Option<&str> {
    if !line.starts_with(|first: char| first.is_ascii_digit() || first == '*') {
        return None;
    }
    let mut rest = line;
    for _ in 0..5 {
        rest = rest.split_once(' ').unwrap().1.trim_start();
    }
    Some(rest)
}

/// The one block of shell commands of the README with this in it.
fn sh(with: &str) -> String {
    let found: Vec<String> =
        blocks(&page("README.md"), "sh").into_iter().filter(|block| block.contains(with)).collect();
    assert_eq!(found.len(), 1, "{with}");
    found.into_iter().next().unwrap()
}

#[test]
fn each_block_of_the_readme_is_run() {
    let tested = ["client import", "examples/nightly", "config set", "useradd", "db backup"];
    for block in blocks(&page("README.md"), "sh") {
        let is_tested = tested.iter().any(|with| block.contains(with));
        let is_known = block.lines().all(|line| NOT_RUN.iter().any(|known| line.starts_with(known)));
        assert!(is_tested || is_known, "no test runs this:\n{block}");
    }
}

#[test]
fn the_table_of_the_readme_is_imported() {
    let machine = Machine::new();
    machine.run("export PARTNERCTL_DB=$PWD/x.db; partnerctl init --label training").ok();
    let block = sh("client import");
    let (import, invite) = block.split_once("\npartnerctl client list").unwrap();
    // One row of the example is bad, and the others are imported.
    let run = machine.run(&format!("export PARTNERCTL_DB=$PWD/x.db\n{import}"));
    assert_eq!(run.code, 7, "{run}");
    assert_eq!(fs::read_to_string(machine.real.path("bad.csv")).unwrap().lines().count(), 2);
    machine.run(&format!("export PARTNERCTL_DB=$PWD/x.db\npartnerctl client list{invite}")).ok();
    let count = |table: &str| {
        let counted = machine.real.shell(&format!("sqlite3 x.db 'SELECT count(*) FROM {table}'")).ok().out;
        counted.trim().parse::<u32>().unwrap()
    };
    assert!(count("client") > 20 && count("invitation") > 20, "{} {}", count("client"), count("invitation"));
}

#[test]
fn the_mail_server_of_the_readme_is_set() {
    let machine = Machine::with_service();
    machine.run("(umask 077; echo secret > /etc/partnerctl/smtp-password)").ok();
    let block: Vec<String> = sh("config set").lines().map(str::to_owned).collect();
    let block: Vec<_> = block.iter().filter(|line| !NOT_RUN.iter().any(|known| line.starts_with(known))).collect();
    assert!(block.len() > 3);
    let typed = block.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n");
    machine.run(&format!("export PARTNERCTL_DB=/var/lib/partnerctl/partnerctl.db\n{typed}")).ok();
    assert_eq!(machine.sql("SELECT value FROM setting WHERE setting_key = 'mail.transport'"), "smtp");
}

#[test]
fn the_service_of_the_readme_is_set_up() {
    let machine = Machine::with_service();
    assert_eq!(machine.sql("SELECT name, service FROM staff WHERE os_user = 'nobody'"), "Jane Doe|0");
    assert_eq!(machine.sql("SELECT count(*) FROM staff WHERE service = 1"), "1");
    let sudoers = fs::read_to_string(machine.at("/etc/sudoers.d").join("partnerctl")).unwrap();
    assert!(sudoers.contains("NOPASSWD") || sudoers.lines().count() == 2, "{sudoers}");
    machine.run(". /etc/profile.d/partnerctl.sh\nsudo -u partnerctl partnerctl whoami").ok();
}

#[test]
fn the_backup_of_the_readme_is_made() {
    let machine = Machine::with_service();
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
fn the_night_of_the_readme_runs_from_cron() {
    let machine = Machine::with_service();
    machine.run(&sh("examples/nightly")).ok();
    // What cron starts has the paths of a real machine in it.
    let installed = machine.at("/usr/local/lib/partnerctl").join("nightly");
    let script = machine.below(&fs::read_to_string(&installed).unwrap());
    fs::write(&installed, script).unwrap();
    let new = machine.at("/var/lib/partnerctl").join("new.csv");
    for crontab in [blocks(&page("README.md"), "cron").remove(0), page("examples/crontab")] {
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
    let night = || machine.cron(&blocks(&page("README.md"), "cron").remove(0)).remove(0);
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

/// One account, one database, one program: anyone who follows one page can follow the next.
#[test]
fn pages_and_units_name_the_same_paths() {
    for name in [
        "README.md",
        "docs/mail.md",
        "examples/crontab",
        "examples/nightly",
        "examples/systemd/partnerctl-mail.service",
        "examples/systemd/partnerctl-mail-round.service",
        "src/commands/topics/database.txt",
    ] {
        let page = page(name);
        assert!(!page.contains("/usr/bin/partnerctl"), "{name}");
        for at in page.match_indices("/partnerctl.db").map(|(at, _)| at) {
            assert!(page[..at].ends_with("/var/lib/partnerctl"), "{name}");
        }
        for line in page.lines().filter(|line| line.contains("useradd")) {
            assert!(line.contains("--home-dir /var/lib/partnerctl"), "{name}: {line}");
        }
    }
}
