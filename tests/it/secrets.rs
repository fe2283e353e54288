//! No code and no password is anywhere but where it must be (docs/reference.md#data): the database, its backups, what commands print,
//! the log, the audit and the list of processes are searched for each one that was issued, in every form that it
//! could take.

mod needles;
mod watch;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::smtp::Server;
use crate::support::{Real, Run, World};
use needles::Needles;
use watch::Watch;

/// How many people are invited.
const INVITED: usize = 1_000;
const SMTP_PASSWORD: &str = "Smtp-Wicket-29-umbra-plover";
const PASSWORD: &str = "plover sandbar wicket 29 umbra";

/// A desk whose mails go to a server that asks for a password, and all that it said.
struct Desk {
    real: Real,
    server: Server,
    said: Vec<Run>,
}

impl Desk {
    fn new() -> Self {
        let real = Real::new();
        let server = Server::start(&["--user", "desk", "--password", SMTP_PASSWORD]);
        private(&real.path("smtp-password"), SMTP_PASSWORD);
        private(&real.path("password"), PASSWORD);
        server.serves_real(&real);
        let mut desk = Self { real, server, said: Vec::new() };
        desk.run("config set mail.smtp.user desk");
        desk.run(&format!("config set mail.smtp.password_file {}", desk.real.path("smtp-password").display()));
        desk.run("client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example");
        desk.run("client add 'Tea House' --slug tea-house --owner tia@teahouse.example");
        desk.run("partner add \"Jim's Web\" --slug jims-web");
        desk
    }

    /// Gives a command that reveals nothing.
    fn run(&mut self, line: &str) {
        let run = self.real.run(line).ok();
        self.said.push(run);
    }

    /// Gives a command that reads a secret, and reveals none.
    fn feed(&mut self, line: &str, secret: &str) {
        let run = self.real.feed(line, secret.as_bytes()).ok();
        self.said.push(run);
    }

    /// The secrets that were mailed, whole: `pci_31_…`.
    fn mailed(&self) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        for mail in self.server.mails() {
            let parsed = mail_parser::MessageParser::default().parse(&mail.bytes).unwrap();
            let text = parsed.body_text(0).unwrap();
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            codes.extend(words.filter(|word| word.starts_with("pc") && word.len() > 36).map(str::to_owned));
        }
        codes
    }

    /// The code in the newest mail to someone.
    fn code_for(&self, address: &str) -> String {
        let mail = self.server.mails().into_iter().rfind(|mail| mail.to == [address]).unwrap();
        let parsed = mail_parser::MessageParser::default().parse(&mail.bytes).unwrap();
        let text = parsed.body_text(0).unwrap();
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.find(|word| word.starts_with("pc") && word.len() > 36).unwrap().to_owned()
    }
}

fn private(path: &Path, content: &str) {
    fs::write(path, format!("{content}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// The files of a folder and all below it, but those that hold secrets by their purpose.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !["desk.db.key", "password", "smtp-password"].contains(&name) {
            found.push(path);
        }
    }
    found
}

#[test]
fn secrets_are_only_in_their_mails() {
    let _alone = crate::support::alone();
    let mut desk = Desk::new();
    let watch = Watch::over(&desk.real.path("desk.db"));
    let mut table = String::from("client_slug,email,role\n");
    (0..INVITED).for_each(|n| writeln!(table, "big-shoes,person{n}@crowd.example,guest").unwrap());
    fs::write(desk.real.path("in.csv"), table).unwrap();
    desk.run("invite bulk in.csv --csv");
    desk.run("mail deliver --csv");
    desk.run("invite send --owners -c big-shoes");
    desk.run("link request -p jims-web --target tea-house");
    let mut secrets = vec![SMTP_PASSWORD.to_owned(), PASSWORD.to_owned()];

    for address in ["jim@bigshoes.example", "person1@crowd.example", "person2@crowd.example"] {
        let code = desk.code_for(address);
        desk.feed("invite inspect --code-stdin", &code);
        desk.feed("invite accept --code-stdin --password-file password", &code);
    }
    // Used twice, and mistyped: the answers must not repeat them.
    for (code, exit) in [(desk.code_for("person1@crowd.example"), 0), (desk.code_for("person3@crowd.example") + "x", 2)]
    {
        let run = desk.real.feed("invite accept --code-stdin --password-file password", code.as_bytes());
        assert_eq!(run.code, exit, "{run}");
        desk.said.push(run);
    }
    desk.run("user reset-password person1@crowd.example");
    desk.run("invite cancel person4@crowd.example -c big-shoes");
    // What is revealed by design, once, and here taken out of what was said.
    let add =
        "partner add-user pat@jimsweb.example -p jims-web --first-name P --last-name W --generate-password --json";
    let made_up = [add, "user reset-password person2@crowd.example --generate-password --json"].map(|line| {
        let run = desk.real.run(line).ok();
        run.json()["temporary_password"].as_str().unwrap().to_owned()
    });
    secrets.extend(made_up);
    let entered = desk.real.run("session open -c big-shoes --as jim@bigshoes.example -m phone --json").ok().json();
    secrets.push(entered["code"].as_str().unwrap().to_owned());
    let codes = desk.mailed();
    assert!(codes.len() > INVITED, "{} codes were mailed", codes.len());
    secrets.extend(codes);

    for line in [
        "db backup copy.db",
        "audit list --json",
        "mail list -A --json",
        "mail show msg_7 --json",
        "client log big-shoes",
        "client show big-shoes --json",
        "invite list -A --csv",
        "session list -A --json",
        "user list -c big-shoes --json",
        "last",
        "mail status --json",
        "db check",
    ] {
        desk.run(line);
    }
    let seen = watch.end();
    assert!(seen.iter().any(|seen| has(seen, b"bulk\0in.csv")), "no process was seen at bulk work");
    assert!(seen.iter().any(|seen| has(seen, b"mail\0deliver")), "no process was seen delivering");

    let needles = Needles::of(&secrets);
    let mut found = String::new();
    let mut searched = 0;
    let mut search = |place: &str, bytes: &[u8]| {
        searched += bytes.len();
        if let Some(what) = needles.first_in(bytes) {
            writeln!(found, "{place} holds {what}").unwrap();
        }
    };
    let files = files(desk.real.folder());
    assert!(files.iter().any(|path| path.ends_with("copy.db")) && files.iter().any(|path| path.ends_with("desk.db")));
    for path in &files {
        search(&path.display().to_string(), &fs::read(path).unwrap());
    }
    desk.said.iter().for_each(|run| search(&run.line, format!("{}{}", run.out, run.err).as_bytes()));
    seen.iter().for_each(|seen| search("the list of processes", seen));
    assert!(found.is_empty(), "\n{found}");
    assert!(searched > INVITED * 1000, "only {searched} bytes were searched");

    // The same search finds what is planted.
    let mut planted = fs::read(desk.real.path("copy.db")).unwrap();
    let middle = planted.len() / 2;
    let code = secrets.last().unwrap();
    planted[middle..middle + code.len()].copy_from_slice(code.as_bytes());
    assert!(needles.first_in(&planted).is_some());
}

/// Servers that look into mails like to quote what they found there.
#[test]
fn repeated_code_of_a_server_is_masked() {
    let letters = "abcdefghijklmnopqrstuvwxyz234567qq";
    let mut world = World::with_story();
    for (stage, state) in [("dot", "failed"), ("rcpt", "failed")] {
        let fault = format!("{stage}:*:550 5.7.1 No: https://x.example/#pci_1_{letters}|550 nor PCI_1_{letters}");
        let server = Server::start(&["--fault", &fault]);
        server.serves(&mut world);
        let answer = world.run(&format!("invite send {stage}@bigshoes.example -c big-shoes -r guest"));
        assert!(answer.err.contains("#pci_1_…"), "{answer}");
        let mail = world.run("mail list -A --json").ok();
        let last = mail.json().as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["state"], state);
        assert!(last["server_reply"].as_str().unwrap().contains("#pci_1_…"), "{mail}");
        let id = last["mail_id"].as_str().unwrap().to_owned();
        let shown = world.run(&format!("mail show {id}")).ok();
        let log = world.run("client log big-shoes").ok();
        for run in [answer, mail, shown, log] {
            assert!(!run.to_string().to_lowercase().contains(letters), "{run}");
        }
    }
    let database = fs::read(world.database()).unwrap().to_ascii_lowercase();
    assert!(!has(&database, letters.as_bytes()));
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
