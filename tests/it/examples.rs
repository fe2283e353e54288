//! The scripts in `examples/`, and what their README asks people to type.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use partnerctl::commands::line;
use partnerctl::domain::time::Span;

use crate::readme::{blocks, page};
use crate::support::{Machine, World, code, python};

/// A desk with one client, whose owner has a password.
const JIM: &str = "
partnerctl client add 'Big Shoes' --owner jim@bigshoes.example -q
partnerctl client add 'Tea House' --owner tia@teahouse.example -q
partnerctl invite send --owners -c big-shoes -q
echo 'seventeen blue umbrellas' > password.txt
chmod 600 password.txt
grep -m1 -oh '^pci_.*' \"$PARTNERCTL_DB\".outbox/*.eml |
  partnerctl invite accept --code-stdin --password-file password.txt -q
";

/// Someone whose access ends in ten days.
const ANN: &str = "
partnerctl invite send ann@bigshoes.example -c big-shoes -r manager --until \"$(date -d '10 days' +%F)\" -q
grep -m1 -oh '^pci_.*' \"$PARTNERCTL_DB\".outbox/msg_\"$(partnerctl mail list --user ann@bigshoes.example \\
  --csv --columns mail_id -q | tail -n 1 | cut -d_ -f2)\".eml |
  partnerctl invite accept --code-stdin --password-file password.txt -q
";

fn desk() -> Machine {
    let machine = Machine::with_desk();
    machine.as_service(JIM).ok();
    machine
}

/// The hand-off code of a new session of Jim.
fn handed_over(machine: &Machine) -> String {
    machine
        .as_service("partnerctl session open -c big-shoes --as jim@bigshoes.example -m 'asked by phone' -q")
        .ok()
        .id()
}

#[test]
fn each_example_block_can_be_typed() {
    let machine = Machine::with_desk();
    let page = page("examples/README.md");
    for block in blocks(&page, "sh") {
        let block = block.replace("-o partnerctl -g partnerctl ", "");
        // Tables with bad rows end with 7; the block goes on, as it does for a person.
        let goes_on = if block.contains("--errors") { "set +e\n" } else { "" };
        machine.as_service(&format!("{goes_on}{block}")).ok();
    }
    assert_eq!(machine.sql("SELECT count(*) FROM client"), "42");
    for (file, bad) in [("bad-clients.csv", 1), ("bad-people.csv", 2)] {
        assert_eq!(fs::read_to_string(machine.path(file)).unwrap().lines().count(), 1 + bad, "{file}");
    }
    for run in machine.cron(&blocks(&page, "cron").remove(0)) {
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{run}");
    }
    assert_eq!(machine.sql("SELECT count(*) FROM client"), "42", "the night finds no new table");
    assert_eq!(machine.sql("SELECT count(DISTINCT client_id) FROM invitation WHERE state = 'pending'"), "42");
}

#[test]
fn chase_sends_what_lapses_once_more() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes --expires-in 5d").ok();
    world.run("invite send --owners -c tea-house").ok();
    let script = page("examples/chase").replace("|\n", "| ").replace(" ||\n  status=$?", "");
    let calls = line::calls(script.lines().find(|line| line.contains("invite bulk")).unwrap());
    let chase = |world: &mut World| {
        let listed = world.run_words(&calls[0][1..]).ok().out;
        let run = world.stdin(listed).run_words(&calls[1][1..]).ok();
        run.csv().iter().map(|row| format!("{} {}", row["client_slug"], row["result"])).collect::<Vec<_>>()
    };
    assert!(chase(&mut world).is_empty(), "both have time");
    for _ in 0..2 {
        world.pass(Span::days(3));
        assert_eq!(chase(&mut world), ["big-shoes updated"]);
        assert!(chase(&mut world).is_empty(), "it has five days again");
    }
    world.pass(Span::days(3));
    assert_eq!(chase(&mut world), ["big-shoes unchanged"], "three times at most");
}

#[test]
fn chase_lists_what_only_people_decide() {
    let machine = desk();
    let chase = || machine.as_service("examples/chase");
    let quiet = chase().ok();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""), "{quiet}");
    machine.as_service(ANN).ok();
    let run = chase().ok().prints("What waits for someone\n").prints("ann@bigshoes.example");
    assert!(!run.out.contains("People who"), "{run}");
    fs::rename(machine.at("/var/lib/partnerctl/partnerctl.db"), machine.path("away.db")).unwrap();
    chase().fails(16).says("What waits for someone: partnerctl todo --columns");
}

#[test]
fn monthly_report_is_whole_or_absent() {
    let machine = desk();
    let report = |month: &str| machine.as_service(&format!("examples/monthly-report {month}"));
    let month = machine.run("date +%Y-%m").ok().id();
    report(&month).ok().prints(&format!("/srv/reports/{month}\n"));
    let (folder, python) = (format!("/srv/reports/{month}"), python());
    for (book, cell) in [("access", "jim@bigshoes.example"), ("changes", "invite.accept"), ("links", "client_slug")] {
        let print = "import sys, openpyxl; print(list(openpyxl.load_workbook(sys.argv[1]).active.values))";
        machine.run(&format!("{} -c '{print}' {folder}/{book}.xlsx", python.display())).ok().prints(cell);
    }
    let head = machine.run(&format!("cat {folder}/audit-head")).ok().id();
    machine.as_service(&format!("partnerctl audit verify --head {head}")).ok();
    report(&month).fails(1).says("exists already");
    report("2026-13").fails(2);
    report("").ok();
    let left = fs::read_dir(machine.at("/srv/reports")).unwrap().count();
    assert_eq!(left, 2, "this month, the last one, and no folder of the month that is none");
}

#[test]
fn matrix_has_a_column_for_each_permission() {
    let machine = desk();
    machine.as_service("examples/access-matrix matrix.db").ok();
    let run = machine.run("sqlite3 -header matrix.db 'SELECT * FROM matrix'").ok();
    let rows: Vec<Vec<&str>> = run.out.lines().map(|line| line.split('|').collect()).collect();
    let permissions = machine.as_service("partnerctl permission list --csv --columns permission").ok();
    let expected = ["client_slug", "email"].into_iter().chain(permissions.out.lines().skip(1)).collect::<Vec<_>>();
    assert_eq!(rows[0], expected);
    assert_eq!(rows[1][..2], ["big-shoes", "jim@bigshoes.example"]);
    assert!(rows[1][2..].iter().all(|cell| *cell == "1"), "an owner may do everything: {run}");
    assert_eq!(rows.len(), 2, "{run}");
    // A run that fails leaves the former file as it is.
    let before = fs::read(machine.path("matrix.db")).unwrap();
    machine.run("PARTNERCTL_DB=$PWD/none.db examples/access-matrix matrix.db").fails(16);
    assert_eq!(fs::read(machine.path("matrix.db")).unwrap(), before);
}

/// What the CGI program answers to a posted form, for the portal of a client.
fn post_to_cgi(machine: &Machine, client: &str, form: &str) -> String {
    let mut command = machine.example("portal.cgi", &[]);
    command.env("REQUEST_METHOD", "POST").env("CONTENT_LENGTH", form.len().to_string()).env("PORTAL_CLIENT", client);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(form.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(output.status), 0);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn shell_portal_takes_a_code_once() {
    let machine = desk();
    let form = format!("code={}&x=y", handed_over(&machine));
    let refused = post_to_cgi(&machine, "tea-house", &form);
    assert!(refused.starts_with("Status: 403 "), "the code of another client: {refused}");
    let answer = post_to_cgi(&machine, "big-shoes", &form);
    assert!(answer.starts_with("Status: 200 OK\r\n") && answer.contains("Welcome, jim@bigshoes.example"), "{answer}");
    assert!(post_to_cgi(&machine, "big-shoes", &form).starts_with("Status: 403 "), "a second time");
    for form in ["", "code=", "code=$(id)", "other=1"] {
        assert!(post_to_cgi(&machine, "big-shoes", form).starts_with("Status: 400 "), "{form}");
    }
    fs::rename(machine.at("/var/lib/partnerctl/partnerctl.db"), machine.path("away.db")).unwrap();
    assert!(post_to_cgi(&machine, "big-shoes", &form).starts_with("Status: 503 "), "no answer about the person");
    let page = machine.example("portal.cgi", &[]).env("REQUEST_METHOD", "GET").output().unwrap();
    assert!(String::from_utf8_lossy(&page.stdout).contains("<form method=\"post\">"));
}

/// The portal in Python, which ends with the test.
struct Portal {
    child: Child,
    address: String,
}

impl Portal {
    fn start(machine: &Machine) -> Self {
        let mut child = machine
            .example("portal.py", &["big-shoes", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    fn ask(&self, request: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(stream, "{request} HTTP/1.0\r\nContent-Length: {length}\r\n{headers}\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn python_portal_admits_while_it_holds() {
    let machine = desk();
    let portal = Portal::start(&machine);
    assert!(portal.ask("GET /enter", "", "").contains("location.hash"));
    assert!(portal.ask("GET /", "", "").contains(" 403 "));
    let form = format!("code={}", handed_over(&machine));
    let entered = portal.ask("POST /enter", "", &form);
    assert!(entered.contains(" 303 "), "{entered}");
    let cookie = entered.lines().find_map(|line| line.strip_prefix("Set-Cookie: ")).unwrap().split(';').next().unwrap();
    let cookie = format!("Cookie: {cookie}\r\n");
    let page = portal.ask("GET /", &cookie, "");
    assert!(page.contains(" 200 ") && page.contains("Welcome, jim@bigshoes.example"), "{page}");
    assert!(portal.ask("POST /enter", "", &form).contains(" 403 "), "a second time");
    assert!(portal.ask("POST /enter", "", "code=pcs_1_nonsense").contains(" 403 "));
    assert!(portal.ask("GET /", "Cookie: __Host-portal=guessed\r\n", "").contains(" 403 "));
    machine.as_service("partnerctl session close --as jim@bigshoes.example -m 'logged out' -q").ok();
    assert!(portal.ask("GET /", &cookie, "").contains(" 403 "), "the session is closed");
    fs::rename(machine.at("/var/lib/partnerctl/partnerctl.db"), machine.path("away.db")).unwrap();
    assert!(portal.ask("GET /", &cookie, "").contains(" 503 "), "no answer about the person");
}
