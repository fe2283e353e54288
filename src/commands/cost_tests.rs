//! How often commands would wait for a database on another machine: statements that do not depend on one another go
//! together, and BEGIN, SAVEPOINT and COMMIT with what comes next.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::os::unix::fs::PermissionsExt as _;
use std::rc::Rc;
use std::time::Duration;

use crate::app::env::{Account, Clock, Directory, Entropy};
use crate::cli::env::Env;
use crate::domain::password::Strength;
use crate::domain::time::{Instant, Zone};
use crate::error::Result;
use crate::ops::{Trips, trips, waited_for};
use crate::term::prompt::{Questions, Terminal};
use crate::term::{Facts, Interrupt, Streams};

use super::dispatch;

/// What a read may wait, a change, and most changes.
const READ: u64 = 15;
const CHANGE: u64 = 40;
const MOST_CHANGES: u64 = 25;

struct Fixed(Cell<i64>);

impl Clock for Fixed {
    fn now(&self) -> Instant {
        Instant::from_ms(self.0.get())
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) {}
}

struct Counting(u8);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(31).wrapping_add(7);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A folder with a database, and the time there.
struct Desk {
    folder: tempfile::TempDir,
    now: i64,
    seed: u8,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { folder: tempfile::tempdir().unwrap(), now: 1_795_251_600_000, seed: 0 };
        desk.write("password", "velvet-otter-hums\n");
        std::fs::set_permissions(desk.path("password"), std::fs::Permissions::from_mode(0o600)).unwrap();
        desk.run("init");
        desk
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Runs a command line, whose words are without quotes.
    fn run(&mut self, line: &str) -> Trips {
        self.now += 1000;
        self.seed = self.seed.wrapping_add(1);
        let facts = Facts::default();
        let interrupt = Interrupt::default();
        let env = Env {
            args: ["partnerctl"].into_iter().chain(line.split(' ')).map(Into::into).collect(),
            vars: BTreeMap::from([("PARTNERCTL_DB".into(), self.path("desk.db").into())]),
            cwd: self.folder.path().to_owned(),
            streams: Streams {
                stdin: Box::new(Cursor::new(Vec::new())),
                stdout: Box::new(io::sink()),
                stderr: Box::new(std::fs::File::create(self.path("stderr")).unwrap()),
                facts,
            },
            prompter: Box::new(Terminal::new(facts, Questions::Forbidden, interrupt.clone())),
            clock: Rc::new(Fixed(Cell::new(self.now))),
            entropy: Box::new(Counting(self.seed)),
            zone: Zone::utc(),
            zone_fault: None,
            account: Account {
                uid: 1000,
                owner: nix::unistd::Uid::effective().as_raw(),
                login_uid: None,
                groups: Vec::new(),
                directory: Directory::Fixed(vec![(1000, "jane".to_owned()), (1001, "ravi".to_owned())]),
            },
            strength: Strength::TEST,
            patience: Duration::from_secs(5),
            mail_patience: Duration::from_secs(5),
            interrupt,
        };
        let (code, trips) = trips(|| dispatch::run(env));
        let stderr = std::fs::read_to_string(self.path("stderr")).unwrap();
        assert_eq!(code, 0, "{line}: {code}\n{stderr}");
        trips
    }
}

/// A working day: reads are marked with `?`.
const DAY: &str = "\
staff add ravi --name Ravi
staff edit ravi --read-only
?staff list
config set mail.reply_to desk@desk.example
?config list
partner add Web --slug jims-web --contact-email office@jimsweb.example
partner edit jims-web --name Webs
client add Shoes --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example --account-number 4711
client add Tea --slug tea-house --owner tia@teahouse.example
client edit big-shoes --plan pro
client edit big-shoes --slug large-shoes
client edit large-shoes --name Boots --domain boots.example --field region=south
client associate large-shoes -p jims-web --tab trial
?client list
?client find boots
?client show large-shoes
?client readiness large-shoes -p jims-web
user add ann@bigshoes.example -c large-shoes -r admin
user edit ann@bigshoes.example -c large-shoes -r manager
?user list -c large-shoes
?user show ann@bigshoes.example -c large-shoes
invite send jim@bigshoes.example -c large-shoes
invite accept inv_1 -c large-shoes --as jim@bigshoes.example -m phone
invite send ann@bigshoes.example -c large-shoes
invite edit inv_2 -c large-shoes -r admin
invite cancel inv_2 -c large-shoes
invite send ann@bigshoes.example -c large-shoes --again
?invite list -c large-shoes
?invite show inv_3 -c large-shoes
?access check jim@bigshoes.example -c large-shoes --permission domains
?access why jim@bigshoes.example -c large-shoes
?access list -c large-shoes
partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --password-file password
partner edit-user pat@jimsweb.example -p jims-web --first-name Patty
?partner show jims-web
?partner dashboard -p jims-web
link request -p jims-web --target large-shoes
link approve lnk_1 -c large-shoes --as jim@bigshoes.example -m phone
?link list -A
?link show lnk_1
session open -c large-shoes --as pat@jimsweb.example -m phone
?session list -A
link remove lnk_1 -c large-shoes --confirm large-shoes
?audit list
?audit verify
?client log large-shoes
?last
?todo
?mail list
user remove ann@bigshoes.example -c large-shoes --confirm large-shoes
undo -c large-shoes
client close tea-house --confirm tea-house:1
client reopen tea-house
?db status
?whoami
";

/// What takes more than its bound, with how much it may take, and why.
const ABOVE: &[(&str, u64, &str)] = &[
    ("client show", 24, "the card has many parts"),
    ("invite send", 50, "delivers its mail, in transactions of its own"),
    ("invite accept", 62, "who may accept is asked of every way in, and a mail is delivered"),
    ("invite show", 16, "the whole of an invitation"),
    ("link request", 55, "delivers its mails"),
    ("link approve", 72, "delivers mails; each person of the partner is looked at"),
    ("link remove", 70, "delivers mails; each person of the partner is looked at"),
    ("session open", 52, "every account of the person is looked at"),
    ("last", 57, "compares what each change left with what is there, table by table"),
    ("user remove", 46, "the invitations that the person sent are looked at"),
    ("undo", 92, "three statements for each table with a history"),
    ("db status", 16, "counts everything"),
];

#[test]
fn commands_wait_for_few_answers() {
    let mut desk = Desk::new();
    let (mut table, mut above, mut changes, mut short) = (String::new(), Vec::new(), 0, 0);
    for line in DAY.lines() {
        let command = line.trim_start_matches('?');
        let Trips { waits, statements } = desk.run(command);
        let asked = if waits > MOST_CHANGES {
            format!("{:?}", &waited_for()[..12.min(waited_for().len())])
        } else {
            String::new()
        };
        table.push_str(&format!("{waits:4} {statements:4}  {line} {asked}\n"));
        let is_change = command.len() == line.len();
        if is_change {
            changes += 1;
            short += u64::from(waits <= MOST_CHANGES);
        }
        let usual = if is_change { CHANGE } else { READ };
        let most = ABOVE.iter().find(|(name, ..)| command.starts_with(name)).map_or(usual, |(_, most, _)| *most);
        if waits > most {
            above.push(format!("{command}: {waits}, and at most {most}"));
        }
    }
    assert!(above.is_empty(), "{}\n\n{table}", above.join("\n"));
    // Those that deliver mails or look at every way in are far above.
    assert!(short * 9 >= changes * 4, "{short} of {changes} changes wait at most {MOST_CHANGES} times\n{table}");
}

/// How often a table of so many rows waits for each of them.
fn waits_of_each_row(desk: &mut Desk, rows: u64, header: &str, row: impl Fn(u64) -> String, line: &str) {
    let rows_text: String = (0..rows).map(|number| row(number) + "\n").collect();
    desk.write("table.csv", &format!("{header}\n{rows_text}"));
    let waits = desk.run(line).waits;
    assert!(waits * 5 <= rows, "{line}: {waits} for {rows} rows, most of them for {:?}", waited_for());
}

#[test]
fn rows_of_a_table_share_what_they_ask() {
    let mut desk = Desk::new();
    let rows = 1000;
    let client =
        |n: u64| format!("Client {n},client-n{n},owner@example{n}.example,example{n}.example,{},pro", 70_000 + n);
    let clients = "name,slug,owners,domain,account_number,plan";
    let import = "client import table.csv --csv";
    let owner = |n: u64| format!("client-n{n},owner@example{n}.example,owner");
    let newcomer = |n: u64| format!("client-n{n},new@example{n}.example,manager");
    let known =
        |n: u64| format!("client-n{},owner@example{n}.example,manager,client-n{}", (n + 1) % 1000, (n + 1) % 1000);
    let people = "client_slug,email,role";
    let invite = "invite bulk table.csv --csv";
    waits_of_each_row(&mut desk, rows, clients, client, import);
    waits_of_each_row(&mut desk, rows, clients, client, import);
    waits_of_each_row(&mut desk, rows, people, owner, invite);
    waits_of_each_row(&mut desk, rows, people, newcomer, invite);
    waits_of_each_row(&mut desk, rows, people, owner, invite);
    waits_of_each_row(&mut desk, rows, people, owner, "invite bulk table.csv --all-or-nothing --csv");
    waits_of_each_row(&mut desk, rows, "client_slug,email,role,confirm", known, invite);
}
