//! Tab really pressed, in each shell at a terminal of its own.

use rexpect::session::PtySession;

use super::world;
use crate::support::{Real, World};

/// What is typed before a Tab, and what is on the line after it.
const CASES: &[(&str, &str)] = &[
    ("client sh", "client show"),
    ("user list --cl", "user list --client"),
    ("client show bigshoes.e", "client show big-shoes"),
    ("user list --client=tea", "user list --client=tea-house"),
    ("client show account:47", "client show account:4711"),
    ("client show owner:bea@t", "client show owner:bea@tree.example"),
    (
        "partner assign-clients pia@jimsweb.example -p jims-web --clients tree,te",
        "partner assign-clients pia@jimsweb.example -p jims-web --clients tree,tea-house",
    ),
    ("partner show web", "partner show jims-web"),
    ("user edit -c big-shoes an", "user edit -c big-shoes ann@bigshoes.example"),
    ("client list --as ann@b", "client list --as ann@bigshoes.example"),
    ("invite resend -c big-shoes inv_2", "invite resend -c big-shoes inv_2"),
    ("link approve -c tea-house l", "link approve -c tea-house lnk_2"),
    ("session verify -c big-shoes --session s", "session verify -c big-shoes --session ses_1"),
    ("user add x@y.example -r sup", "user add x@y.example -r supervisor"),
    ("user add x@y.example --permissions invoices,us", "user add x@y.example --permissions invoices,users"),
    ("client list --state dr", "client list --state draft"),
    ("client list --columns name,act", "client list --columns name,activation"),
    ("config set mail.tr", "config set mail.transport"),
    ("help exit", "help exit-codes"),
    ("partner dashboard --tab tr", "partner dashboard --tab trial"),
    ("client list --staff ja", "client list --staff jane"),
    ("client list --plan p", "client list --plan pro"),
    ("config set mail.transport smt", "config set mail.transport smtp"),
    ("client import new", "client import newer.csv"),
    ("user list --db=new", "user list --db=newer.csv"),
    // Nothing is put on the line that is not common to all, or where no file is meant.
    ("client show sho", "client show sho"),
    ("client show new", "client show new"),
    ("link approve l", "link approve l"),
    ("client add newer", "client add newer"),
];

/// The desk of the tests in process, for real processes: anyone who runs the tests is its staff too.
fn desk() -> Real {
    let real = Real::empty();
    let world = world();
    for name in ["desk.db", "desk.db.key"] {
        std::fs::copy(world.path(name), real.path(name)).unwrap();
    }
    let user = nix::unistd::User::from_uid(nix::unistd::Uid::current()).unwrap().unwrap();
    let row = format!("(99, {}, '{}', 'Tester', 'full', 0, 'active', 0)", user.uid, user.name);
    real.tamper(&format!(
        "INSERT INTO staff (id, uid, os_user, name, rights, service, state, created_at) VALUES {row}"
    ));
    std::fs::write(real.path("newer.csv"), "name\n").unwrap();
    real
}

/// A shell at its prompt.
struct Typist {
    terminal: PtySession,
}

impl Typist {
    fn at(real: &Real, shell: &str, arguments: &[&str], begin: &str) -> Self {
        let mut command = real.program(shell, arguments);
        command.env("PS1", "$ ");
        let mut terminal = rexpect::session::spawn_command(command, Some(30_000)).unwrap();
        // A shell at a terminal does not end by SIGTERM: it is killed at once.
        terminal.process_mut().set_kill_timeout(Some(0));
        let mut typist = Self { terminal };
        typist.send(&format!("{begin}; echo rea''dy\r"));
        typist.expect("ready");
        typist
    }

    fn send(&mut self, typed: &str) {
        self.terminal.send(typed).unwrap();
        self.terminal.flush().unwrap();
    }

    fn expect(&mut self, shown: &str) -> String {
        self.terminal.exp_string(shown).unwrap_or_else(|error| panic!("{shown:?} is not shown: {error}"))
    }

    /// The words on the line after this is typed, Tabs included. In the place of the line a command that shows them is run.
    fn line_after(&mut self, typed: &str) -> String {
        self.send(typed);
        self.send("\u{1}printf '<%s>' \u{5} en''d\r");
        let before = self.expect("<end>");
        let words = before.rfind("<sudo>").or_else(|| before.rfind("<partnerctl>")).map(|at| &before[at..]);
        let words = words.unwrap_or_else(|| panic!("{typed:?}: {before:?}"));
        words.trim_matches(['<', '>']).replace("><", " ").trim_end().to_owned()
    }

    /// All but those that the shell hides.
    fn press_all(&mut self, hidden: &[&str]) {
        for (typed, line) in CASES.iter().filter(|(typed, _)| !hidden.contains(typed)) {
            assert_eq!(self.line_after(&format!("partnerctl {typed}\t")), format!("partnerctl {line}"), "{typed:?}");
        }
    }
}

#[test]
fn bash_completes_every_kind() {
    let real = desk();
    let begin = "source <(partnerctl completions bash)";
    let mut bash = Typist::at(&real, "bash", &["--norc", "--noprofile", "-i"], begin);
    bash.press_all(&[]);
    assert_eq!(bash.line_after("partnerctl client show \"te\t"), "partnerctl client show tea-house");
    bash.send("partnerctl client show sho\t\t");
    bash.expect("tree       C100003-5 The Shoe Tree");
    bash.send("\u{15}partnerctl link approve \t\t");
    bash.expect("name the client first, with -c");
}

#[test]
fn zsh_completes_every_kind() {
    let real = desk();
    let begin = "mkdir f; partnerctl completions zsh > f/_partnerctl; fpath=($PWD/f $fpath); autoload -Uz compinit; \
                 compinit -u -D; LISTMAX=1000";
    let mut zsh = Typist::at(&real, "zsh", &["-f", "-i"], begin);
    zsh.press_all(&[]);
    assert_eq!(zsh.line_after("partnerctl client show \"te\t"), "partnerctl client show tea-house");
    zsh.send("partnerctl client show sho\t");
    zsh.expect("tree       C100003-5 The Shoe Tree");
    zsh.send("\u{15}partnerctl link approve \t");
    zsh.expect("name the client first, with -c");
}

#[test]
fn fish_completes_every_kind() {
    let real = desk();
    let mut fish = Typist::at(&real, "fish", &["--no-config", "-i"], "partnerctl completions fish | source");
    // It offers only words that contain what was typed.
    fish.press_all(&["client show bigshoes.e"]);
    fish.send("partnerctl client show \t");
    fish.expect("C100003-5 The Shoe Tree");
}

/// A desk of which more clients begin with `a` than are listed, and the last begin with another letter.
fn crowded() -> Real {
    let real = desk();
    let row = |n: usize| format!("aa-{n:03},Many {n},o@c{n}.example\n");
    let rows: String = (0..60).map(row).collect::<String>() + "avocado,Green,o@green.example\n";
    std::fs::write(real.path("many.csv"), format!("slug,name,owners\n{rows}")).unwrap();
    real.run("client import many.csv").ok();
    real
}

#[test]
fn a_cut_list_puts_nothing_on_the_line() {
    let real = crowded();
    for (shell, arguments, begin) in [
        (
            "bash",
            &["--norc", "--noprofile", "-i"][..],
            "source <(partnerctl completions bash); bind 'set completion-query-items 0'; bind 'set page-completions off'",
        ),
        (
            "zsh",
            &["-f", "-i"],
            "mkdir f; partnerctl completions zsh > f/_partnerctl; fpath=($PWD/f $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000",
        ),
        ("fish", &["--no-config", "-i"], "partnerctl completions fish | source"),
    ] {
        let _ = std::fs::remove_dir_all(real.path("f"));
        let mut typist = Typist::at(&real, shell, arguments, begin);
        for (typed, line) in [("a\t", "a"), ("aa-\t", "aa-"), ("av\t", "avocado")] {
            let line = format!("partnerctl client show {line}");
            assert_eq!(typist.line_after(&format!("partnerctl client show {typed}")), line, "{shell}");
        }
        typist.send(if shell == "bash" { "partnerctl client show a\t\t" } else { "partnerctl client show a\t" });
        typist.expect("11 more; type on");
    }
}

/// In the place of sudo: runs what it is given if it comes with `-n -u desk`, with another database. Otherwise it would ask
/// for a password, and waits for it.
const SUDO: &str = "#!/bin/sh
echo \"$*\" >> \"$HOME/asked\"
[ \"$1 $2 $3 $4\" = '-n -u desk --' ] || { [ \"$1\" = -n ] && exit 1; sleep 60; }
shift 4
PARTNERCTL_DB=$HOME/service.db exec \"$@\"
";

#[test]
fn behind_sudo_the_account_is_asked() {
    use std::os::unix::fs::PermissionsExt as _;
    let real = desk();
    real.run("init --db service.db").ok();
    real.run("client add 'Service House' --owner s@service.example --db service.db").ok();
    std::fs::create_dir(real.path("bin")).unwrap();
    std::fs::write(real.path("bin/sudo"), SUDO).unwrap();
    std::fs::set_permissions(real.path("bin/sudo"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = "PATH=$HOME/bin:$PATH";
    for (shell, arguments, begin) in [
        ("bash", &["--norc", "--noprofile", "-i"][..], "source <(partnerctl completions bash)"),
        (
            "bash",
            &["--norc", "--noprofile", "-i"],
            "source /usr/share/bash-completion/bash_completion; source <(partnerctl completions bash)",
        ),
        (
            "zsh",
            &["-f", "-i"],
            "mkdir f; partnerctl completions zsh > f/_partnerctl; fpath=($PWD/f $fpath); autoload -Uz compinit; compinit -u -D",
        ),
        ("fish", &["--no-config", "-i"], "partnerctl completions fish | source"),
    ] {
        let path = if shell == "fish" { "set -x PATH $HOME/bin $PATH" } else { path };
        let mut typist = Typist::at(&real, shell, arguments, &format!("{path}; {begin}"));
        for (typed, line) in [
            ("client show se\t", "client show service-house"),
            ("client show te\t", "client show te"),
            ("client list --state dr\t", "client list --state draft"),
        ] {
            let line = format!("sudo -u desk partnerctl {line}");
            assert_eq!(typist.line_after(&format!("sudo -u desk partnerctl {typed}")), line, "{shell}: {begin}");
        }
        // Where it would ask for a password nothing is offered, and no one waits.
        let line = typist.line_after("sudo -u other partnerctl client show se\t");
        assert_eq!(line, "sudo -u other partnerctl client show se", "{shell}: {begin}");
    }
    let asked = std::fs::read_to_string(real.path("asked")).unwrap();
    assert!(asked.lines().all(|line| line.starts_with("-n ")), "{asked}");
}

#[test]
fn older_bash_gets_no_unknown_option() {
    let script = World::empty().run("completions bash").ok().out;
    for line in script.lines().filter(|line| line.contains("compopt")) {
        assert!(line.contains("2>/dev/null"), "{line}");
    }
}

/// It is not edited with the keys of the others: what the line does shows what is on it.
#[test]
fn elvish_completes_too() {
    let real = desk();
    let begin = "eval (partnerctl completions elvish | slurp)";
    let mut elvish = Typist::at(&real, "elvish", &["-norc"], begin);
    for (typed, shown) in [
        ("partnerctl user list -c big\t--csv\r", "C100001-9,big-shoes,usr_"),
        ("partnerctl user list -c tea\t--csv\r", "C100002-4,tea-house,usr_"),
        ("partnerctl client list --state dr\t--csv\r", "C100003-5,tree,"),
    ] {
        elvish.send(typed);
        elvish.expect(shown);
    }
}

/// PowerShell is in none of the places from which the tests install programs: its script is parsed by a parser of the
/// language, and the lines that it takes apart are those that it is answered with.
#[test]
fn powershell_script_parses() {
    const PARSE: &str = "
import sys, tree_sitter, tree_sitter_powershell
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
sys.exit(parser.parse(sys.stdin.buffer.read()).root_node.has_error)";
    let built = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let python = built.join("python-venv/bin/python");
    assert!(python.exists(), "the parser is not installed: run scripts/needs, or the tests by scripts/test");
    let parses = |script: &str| {
        use std::io::Write as _;
        use std::process::{Command, Stdio};
        let mut child = Command::new(&python).args(["-c", PARSE]).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        child.wait().unwrap().success()
    };
    let mut world = world();
    let script = world.run("completions powershell").ok().out;
    assert!(parses(&script), "{script}");
    assert!(!parses(&script.replacen(')', "", 1)), "the parser finds what is wrong");
    assert_eq!(
        world.run("completions powershell -- partnerctl client show --db desk.db sho").ok().out,
        "words\nsho\ttype on\ttype on\nbig-shoes\tbig-shoes\tC100001-9 Big Shoes Inc.\ntree\ttree\tC100003-5 The Shoe Tree\n"
    );
    assert_eq!(world.run("completions powershell -- partnerctl client import ''").ok().out, "files\n");
}
