//! A machine below the folder of a test, on which the commands of the pages and examples run as they are printed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use super::{Real, Run};

/// What the pages and examples name. A test has it below its own folder.
const PLACES: [&str; 8] = [
    "/usr/bin/partnerctl",
    "/usr/local/lib/partnerctl",
    "/var/lib/partnerctl",
    "/etc/partnerctl",
    "/etc/sudoers.d",
    "/etc/systemd/system",
    "/srv/reports",
    "/backup",
];

/// sudo without rights: it only sets what the rules of the package set.
const SUDO: &str = "while [ \"$1\" = -n ] || [ \"$1\" = -u ]; do [ \"$1\" = -n ] || shift; shift; done
. ENVIRONMENT
export PARTNERCTL_DB
exec \"$@\"";

/// A machine on which the package is installed. `sudo` and the programs that only root may use are played: a test is no
/// root and adds no account.
pub struct Machine {
    real: Real,
}

impl Machine {
    /// One without a database.
    pub fn new() -> Self {
        let machine = Self { real: Real::empty() };
        for place in PLACES.iter().filter(|place| !place.starts_with("/usr/bin")) {
            fs::create_dir_all(machine.at(place)).unwrap();
        }
        fs::create_dir_all(machine.at("/usr/bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_partnerctl"), machine.at("/usr/bin/partnerctl")).unwrap();
        machine.real.shell(&format!("cp -r {0}/examples {0}/scripts .", env!("CARGO_MANIFEST_DIR"))).ok();
        for entry in fs::read_dir(machine.path("examples")).unwrap() {
            let file = entry.unwrap().path();
            if let Ok(text) = fs::read_to_string(&file) {
                fs::write(&file, machine.below(&text)).unwrap();
            }
        }
        let environment = fs::read_to_string(machine.path("scripts/packaging/environment")).unwrap();
        fs::write(machine.at("/etc/partnerctl/environment"), machine.below(&environment)).unwrap();
        let environment = machine.at("/etc/partnerctl/environment").display().to_string();
        machine.played("sudo", &SUDO.replace("ENVIRONMENT", &environment));
        for name in ["apt", "usermod", "systemctl"] {
            machine.played(name, "exit 0");
        }
        machine
    }

    /// One on which the service account owns a database.
    pub fn with_desk() -> Self {
        let machine = Self::new();
        machine.run("sudo -u partnerctl partnerctl init --label training").ok();
        machine
    }

    /// Puts a script there as a program of the machine.
    pub fn played(&self, name: &str, script: &str) {
        let path = self.at("/usr/bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Where a path of the machine really is.
    pub fn at(&self, place: &str) -> PathBuf {
        self.real.path(&place[1..])
    }

    /// A path in the folder where commands are typed.
    pub fn path(&self, name: &str) -> PathBuf {
        self.real.path(name)
    }

    /// The text with its places below the folder.
    pub fn below(&self, text: &str) -> String {
        let folder = self.real.folder().display().to_string();
        PLACES.iter().fold(text.to_owned(), |text, place| text.replace(place, &format!("{folder}{place}")))
    }

    /// Runs a script in bash, which ends with the first command that fails.
    pub fn run(&self, script: &str) -> Run {
        let own = self.at("/usr/bin");
        self.real.shell(&format!("set -e\nexport PATH={}:$PATH\n{}", own.display(), self.below(script)))
    }

    /// Runs a script as the service account does, with its database.
    pub fn as_service(&self, script: &str) -> Run {
        self.run(&format!("export PARTNERCTL_DB=/var/lib/partnerctl/partnerctl.db\n{script}"))
    }

    /// An example, to be started as the account of a web server does, which knows no database.
    pub fn example(&self, name: &str, arguments: &[&str]) -> Command {
        let mut command = self.real.program(&self.path("examples").join(name).display().to_string(), arguments);
        command.env_remove("PARTNERCTL_DB");
        command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", self.at("/usr/bin").display()));
        command
    }

    /// Starts what a crontab starts, each line once, as cron does: by `sh`, with no more around it than the crontab sets.
    pub fn cron(&self, crontab: &str) -> Vec<Run> {
        let crontab = self.below(crontab);
        let lines = crontab.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let path = self.at("/usr/bin");
        let (mut around, mut runs) = (format!(" PATH={}:/usr/bin:/bin", path.display()), Vec::new());
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

    /// What a query on the database of the service account gives.
    pub fn sql(&self, query: &str) -> String {
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
