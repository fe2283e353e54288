//! Completion of clients and partners at a shell: names are shown and put on the line, and nothing is selected.

use std::process::Command;
use std::sync::LazyLock;

use insta::assert_snapshot;

use crate::invite::accept;
use crate::support::{Frozen, Real, World};

fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("client add 'The Shoe Tree' --slug tree --owner bea@tree.example --domain shoetree.example").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// The slugs that are offered at the end of a line.
fn offered(world: &mut World, line: &str) -> Vec<String> {
    let run = world.run(&format!("completions names -- {line}")).ok();
    assert_eq!(run.err, "", "{line}");
    run.out.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn slug_name_domain_and_account_number_lead_to_the_slug_and_whose_it_is() {
    let mut world = world();
    assert_snapshot!(world.run("completions names -- user list -c sho"), @"
    $ partnerctl completions names -- user list -c sho
    big-shoes	C100001-9 Big Shoes Inc.
    tree	C100003-5 The Shoe Tree
    --- exit 0
    ");
    for (typed, slugs) in [
        ("big", vec!["big-shoes"]),
        ("BIG", vec!["big-shoes"]),
        ("inc", vec!["big-shoes"]),
        ("bigshoes.ex", vec!["big-shoes"]),
        ("47", vec!["big-shoes"]),
        ("t", vec!["tea-house", "tree"]),
        ("''", vec!["big-shoes", "tea-house", "tree"]),
        ("C10000", vec![]),
        ("nowhere", vec![]),
    ] {
        assert_eq!(offered(&mut world, &format!("user list -c {typed}")), slugs, "{typed}");
    }
}

#[test]
fn commands_flags_and_values_come_with_their_help() {
    let mut world = World::empty();
    let mut words = |line: &str| world.run(&format!("completions words -- {line}")).ok().out;
    assert_eq!(words("staff l"), "list\tList who may use this tool\n");
    assert!(words("''").contains("\nclient\tClient accounts: ") && !words("''").contains("--help"));
    assert!(words("user list --cli").starts_with("--client\t"));
    assert_eq!(words("user list --format js"), "json\t\n");
    assert_eq!(words("user list --format=js"), "--format=json\t\n");
    assert_eq!(words("user list --format = js"), "json\t\n");
    assert_eq!(words("completions ''"), "bash\t\nzsh\t\nfish\t\n");
    assert!(words("invite send ''").starts_with("--owners\t"));
    for nothing in ["client import ''", "client import /et", "client import --errors=/et", "user list --db ''"] {
        assert_eq!(words(nothing), "", "{nothing}");
    }
}

#[test]
fn names_come_where_a_client_or_a_partner_is_named_and_nowhere_else() {
    let mut world = world();
    for (line, slug) in [
        ("invite send a@b.example -c tea", "tea-house"),
        ("invite send a@b.example --client tea", "tea-house"),
        ("invite send a@b.example --client=tea", "tea-house"),
        ("invite send a@b.example --client = tea", "tea-house"),
        ("invite send a@b.example -nc tea", "tea-house"),
        ("--quiet client show tea", "tea-house"),
        ("client edit tea", "tea-house"),
        ("client close -m why tea", "tea-house"),
        ("client readiness -p jims-web -- tea", "tea-house"),
        ("client associate tea-house -p jim", "jims-web"),
        ("partner show web", "jims-web"),
        ("link request -p jims-web --target tea", "tea-house"),
    ] {
        assert_eq!(offered(&mut world, line), [slug], "{line}");
    }
    for line in [
        "client find tea",
        "client show tea-house tea",
        "user show tea",
        "tea",
        "client tea",
        "-c tea",
        "client add tea",
    ] {
        assert_eq!(offered(&mut world, line), [""; 0], "{line}");
    }
}

#[test]
fn database_and_person_are_those_of_the_line() {
    let mut world = world();
    world.run("init --db other.db").ok();
    world.run("client add Teacher --owner tom@teacher.example --db other.db").ok();
    assert_eq!(offered(&mut world, "user list --db other.db -c tea"), ["teacher"]);
    assert_eq!(offered(&mut world, "--db=other.db user list -c tea"), ["teacher"]);
    assert_eq!(offered(&mut world, "user list --db '$DB' -c tea"), [""; 0], "a guess could be another database's");
    world.run("invite send --owners -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    assert_eq!(offered(&mut world, "user list --as tia@teahouse.example -c ''"), ["tea-house"]);
}

#[test]
fn whatever_is_wrong_offers_nothing_and_says_nothing() {
    let mut world = world();
    for line in
        ["user list --db missing.db -c tea", "user list --as nobody@x.example -c tea", "user list --wrong -c tea"]
    {
        assert_eq!(offered(&mut world, line), [""; 0], "{line}");
    }
    let before = world.sql("SELECT count(*) FROM audit");
    world.account("intruder");
    assert_eq!(offered(&mut world, "user list -c tea"), [""; 0]);
    world.account("jane");
    assert_eq!(world.sql("SELECT count(*) FROM audit"), before);
    // An older database stays as it is.
    crate::opening::make_as_of(&world.database(), 5);
    assert_eq!(offered(&mut world, "user list -c tea"), [""; 0]);
    assert_eq!(world.sql("SELECT name FROM sqlite_schema WHERE name = 'login_word'"), [""; 0]);
    assert_eq!(offered(&mut World::empty(), "user list -c tea"), [""; 0]);
}

#[test]
fn no_more_than_fifty_are_offered() {
    let mut world = World::new();
    let table =
        (0..60).fold("name,owners\n".to_owned(), |table, n| table + &format!("Shop Number {n},o@c{n}.example\n"));
    world.write("new.csv", table);
    world.run("client import new.csv").ok();
    assert_eq!(offered(&mut world, "user list -c number").len(), 51);
    let run = world.run("completions names -- user list -c number").ok();
    assert_eq!(run.out.lines().last(), Some("\t10 more; type on"));
}

fn common_prefix<'a>(words: &[&'a str]) -> &'a str {
    let Some((first, rest)) = words.split_first() else { return "" };
    let same = |end: &usize| rest.iter().all(|word| word.as_bytes().get(..*end) == first.as_bytes().get(..*end));
    &first[..(0..=first.len()).rev().find(same).unwrap_or(0)]
}

/// What a shell puts on the line in place of `typed`, by the rules of the scripts.
fn inserted<'a>(typed: &'a str, lines: &'a str) -> &'a str {
    let names: Vec<&str> = lines.lines().filter_map(|line| line.split('\t').next()).collect();
    let stays = names.len() > 1 && !names.iter().all(|name| !name.is_empty() && name.starts_with(typed));
    if stays || names.is_empty() { typed } else { common_prefix(&names) }
}

/// Random slugs, many of which begin alike, from a seed.
fn slugs(seed: u64, count: usize) -> Vec<String> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let letter = |n: usize, at: u64| {
        let mut hasher = DefaultHasher::new();
        (seed, n, at).hash(&mut hasher);
        char::from(b'a' + u8::try_from(hasher.finish() % 3).unwrap())
    };
    (0..count).map(|n| (0..4).map(|at| letter(n, at)).collect::<String>() + &format!("-{}z{n}", letter(n, 4))).collect()
}

#[test]
fn tab_inserts_a_prefix_of_every_match() {
    for (seed, count) in [(1, 30), (2, 70), (3, 160), (4, 400)] {
        let mut world = World::new();
        let slugs = slugs(seed, count);
        let rows = slugs.iter().enumerate().map(|(n, slug)| format!("{slug},Q{n},o@c{n}.example\n"));
        world.write("new.csv", "slug,name,owners\n".to_owned() + &rows.collect::<String>());
        world.run("client import new.csv").ok();
        let mut prefixes: Vec<&str> = slugs.iter().flat_map(|slug| (0..4).map(|end| &slug[..end])).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        for typed in prefixes {
            let begins = |slug: &&String| slug.split('-').any(|word| word.starts_with(typed));
            let matches: Vec<&String> = slugs.iter().filter(begins).collect();
            let run = world.run(&format!("completions names -- client show '{typed}'")).ok();
            let put = inserted(typed, &run.out);
            assert!(put.starts_with(typed), "{typed:?} became {put:?}");
            let is_common = put == typed || matches.iter().all(|slug| slug.starts_with(put));
            assert!(is_common, "{typed:?} became {put:?}, which shuts out some of {}", matches.len());
            let more = matches.len().saturating_sub(50);
            let shown = if more == 0 { None } else { Some(format!("\t{more} more; type on")) };
            assert_eq!(run.out.lines().find(|line| line.starts_with('\t')), shown.as_deref(), "{typed:?}");
        }
    }
}

/// A folder with two clients, and `partnerctl` on the path of a shell.
fn desk() -> Real {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example --domain bigshoes.example").ok();
    real.run("client add 'Tea House' --owner tia@teahouse.example").ok();
    real.run("client add 'Shoe Tree' --owner bea@tree.example").ok();
    for shell in ["bash", "zsh", "fish"] {
        std::fs::write(real.path(shell), real.run(&format!("completions {shell}")).ok().out).unwrap();
    }
    real
}

#[test]
fn bash_puts_the_slug_on_the_line() {
    let real = desk();
    let complete = |words: &str, typed: &str, how: u8| {
        let script = format!(
            "source ./bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); COMP_TYPE={how}
             _partnerctl partnerctl '{typed}' \"${{COMP_WORDS[COMP_CWORD-1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        real.shell(&script).out
    };
    assert_eq!(complete("partnerctl user list -c tea", "tea", 9), "tea-house\n");
    assert_eq!(complete("partnerctl user list --client = tea", "tea", 9), "tea-house\n");
    assert_eq!(complete("partnerctl user list --client =", "", 9), "big-shoes\nshoe-tree\ntea-house\n");
    assert_eq!(complete("partnerctl client show bigshoes.e", "bigshoes.e", 9), "big-shoes\n");
    assert_eq!(complete("partnerctl user list -c sho", "sho", 9), "shoe-tree\nbig-shoes\n \n");
    assert_eq!(complete("partnerctl user list -c shoe-", "shoe-", 9), "shoe-tree\n");
    assert_eq!(
        complete("partnerctl user list -c sho", "sho", 63),
        "shoe-tree  C100003-5 Shoe Tree\nbig-shoes  C100001-9 Big Shoes\n"
    );
    assert_eq!(complete("partnerctl invite cance", "cance", 9), "cancel\n", "everything else goes on as before");
    assert!(complete("partnerctl user list --cli", "--cli", 9).contains("--client"));
    assert_eq!(complete("partnerctl user list --format = js", "js", 9), "json\n");
    assert_eq!(complete("partnerctl client import new", "new", 9), "\n", "files are the shell's");
    let registered = real.shell("source ./bash; complete -p partnerctl").out;
    assert!(registered.contains("-F _partnerctl"), "{registered}");
    let strict = "set -eu; source ./bash; COMP_WORDS=(partnerctl client show x); COMP_CWORD=3
        _partnerctl_names partnerctl nowhere show || echo none";
    assert_eq!(real.shell(strict).out, "none\n");
}

#[test]
fn zsh_puts_the_slug_on_the_line() {
    let real = desk();
    let script = "zsh -fc 'compdef() { print -r -- registered $1 }; typeset -A compstate; source ./zsh
        compadd() { print -r -- slugs $slugs; print -rl -- $found }
        words=(partnerctl user list -c sho); CURRENT=5; PREFIX=sho; _partnerctl_names
        words=(partnerctl client show bigshoes.e); CURRENT=4; PREFIX=bigshoes.e; _partnerctl_names
        words=(partnerctl user list --db ~/no.db -c \"\"); CURRENT=7; PREFIX=; _partnerctl_names || print none'";
    assert_eq!(
        real.shell(script).ok().out,
        "registered _partnerctl\nslugs shoe-tree big-shoes\nshoe-tree  C100003-5 Shoe Tree\nbig-shoes  C100001-9 Big Shoes\n\
         slugs big-shoes\nbig-shoes  C100001-9 Big Shoes\nnone\n"
    );
}

/// Types in a shell as a person does, and waits for what comes of it.
fn typed_at(shell: Command, lines: &[(&str, &str)]) {
    let mut terminal = rexpect::session::spawn_command(shell, Some(20_000)).unwrap();
    // A shell at a terminal does not end by SIGTERM: it is killed at once.
    terminal.process_mut().set_kill_timeout(Some(0));
    for (typed, expected) in lines {
        terminal.send(typed).unwrap();
        terminal.flush().unwrap();
        if let Err(error) = terminal.exp_string(expected) {
            panic!("{typed:?} did not lead to {expected:?}: {error}");
        }
    }
}

#[test]
fn tab_works_in_a_real_bash() {
    let real = desk();
    typed_at(
        real.program("bash", &["--norc", "--noprofile", "-i"]),
        &[
            ("source ./bash; echo rea''dy\r", "ready"),
            ("partnerctl user list -c bigshoes.e\t--csv\r", "C100001-9,big-shoes,usr_1"),
            ("partnerctl user list --client=tea\t--csv\r", "C100002-4,tea-house,usr_2"),
            ("partnerctl user list -c sho\t\t", "shoe-tree  C100003-5 Shoe Tree"),
            ("e-\t--csv\r", "C100003-5,shoe-tree,usr_3"),
        ],
    );
}

#[test]
fn tab_works_in_a_real_zsh_the_first_time_and_after() {
    let real = desk();
    std::fs::rename(real.path("zsh"), real.path("_partnerctl")).unwrap();
    typed_at(
        real.program("zsh", &["-f", "-i"]),
        &[
            ("fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; echo rea''dy\r", "ready"),
            ("partnerctl user list -c bigshoes.e\t--csv\r", "C100001-9,big-shoes,usr_1"),
            ("partnerctl user list --client=tea\t--csv\r", "C100002-4,tea-house,usr_2"),
            ("partnerctl user list -c sho\t", "shoe-tree  C100003-5 Shoe Tree"),
            ("e-\t--csv\r", "C100003-5,shoe-tree,usr_3"),
        ],
    );
}

#[test]
fn fish_puts_the_slug_on_the_line() {
    let real = desk();
    let complete = |line: &str| {
        let script = format!("fish --no-config -c 'source ./fish; complete -C \"{line}\"'");
        real.shell(&script).out
    };
    assert_eq!(complete("partnerctl user list -c tea"), "tea-house\tC100002-4 Tea House\n");
    assert_eq!(complete("partnerctl user list --client=tea"), "--client=tea-house\tC100002-4 Tea House\n");
    assert!(complete("partnerctl client show shoes").contains("big-shoes\tC100001-9 Big Shoes"));
    assert!(complete("partnerctl invite cance").starts_with("cancel\t"));
}

/// A desk of which more clients begin with `a` than are listed, and the last begin with another letter.
fn crowded() -> Real {
    let real = desk();
    let row = |n: usize| format!("aa-{n:03},Many {n},o@c{n}.example\n");
    let rows: String = (0..60).map(row).collect::<String>() + "avocado,Green,o@green.example\n";
    std::fs::write(real.path("new.csv"), format!("slug,name,owners\n{rows}")).unwrap();
    real.run("client import new.csv").ok();
    real
}

/// What follows a Tab shows what the Tab put on the line.
const NOTHING_ADDED: &[(&str, &str)] = &[
    ("partnerctl client show \tzz\r", "no client is named \"zz\""),
    ("partnerctl client show a\tzz\r", "no client is named \"azz\""),
    ("partnerctl client show sho\tzz\r", "no client is named \"shozz\""),
    ("partnerctl client show av\t\r", "avocado"),
];

#[test]
fn bash_types_nothing_that_is_not_common() {
    let real = crowded();
    let bash = real.program("bash", &["--norc", "--noprofile", "-i"]);
    typed_at(
        bash,
        &[("source ./bash; echo rea''dy\r", "ready")].iter().chain(NOTHING_ADDED).copied().collect::<Vec<_>>(),
    );
    let bash = real.program("bash", &["--norc", "--noprofile", "-i"]);
    typed_at(
        bash,
        &[
            (
                "source ./bash; bind 'set completion-query-items 0'; bind 'set page-completions off'; echo rea''dy\r",
                "ready",
            ),
            ("partnerctl client show a\t\t", "11 more; type on"),
        ],
    );
}

#[test]
fn zsh_types_nothing_that_is_not_common() {
    let real = crowded();
    std::fs::rename(real.path("zsh"), real.path("_partnerctl")).unwrap();
    let start = ("fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000; echo rea''dy\r", "ready");
    let zsh = real.program("zsh", &["-f", "-i"]);
    typed_at(zsh, &[start].iter().chain(NOTHING_ADDED).copied().collect::<Vec<_>>());
    let zsh = real.program("zsh", &["-f", "-i"]);
    typed_at(zsh, &[start, ("partnerctl client show a\t", "11 more; type on")]);
}

#[test]
fn fish_types_nothing_that_is_not_common() {
    let real = crowded();
    let complete = |line: &str| real.shell(&format!("fish --no-config -c 'source ./fish; complete -C \"{line}\"'")).out;
    let names = |out: &str| out.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect::<Vec<_>>();
    for typed in ["a", "aa-", "sho"] {
        let out = complete(&format!("partnerctl client show {typed}"));
        let offered = names(&out);
        let beginning: Vec<&str> = offered.iter().map(String::as_str).filter(|name| name.starts_with(typed)).collect();
        assert!(beginning.len() > 1 && common_prefix(&beginning) == typed, "{out}");
    }
    assert!(complete("partnerctl client show a").contains("a\t11 more; type on"));
    assert!(complete("partnerctl client show sho").contains("sho\t1 more by name, domain or number; type on"));
    let all = complete("partnerctl client show ");
    assert!(all.contains("\u{2026}\t14 more; type on"), "{all}");
    assert_eq!(common_prefix(&names(&all).iter().map(String::as_str).collect::<Vec<_>>()), "");
    assert_eq!(names(&complete("partnerctl client show av")), ["avocado"]);
}
