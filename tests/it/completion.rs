//! Completion of clients and partners at a shell: names are shown and put on the line, and nothing is selected.

use std::process::Command;

use insta::assert_snapshot;

use crate::invite::accept;
use crate::support::{Real, World};

fn world() -> World {
    let mut world = World::with_story();
    world.run("client add 'The Shoe Tree' --slug tree --owner bea@tree.example --domain shoetree.example").ok();
    world
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
    assert_eq!(offered(&mut world, "user list -c number").len(), 50);
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
             _partnerctl_or_names partnerctl '{typed}' \"${{COMP_WORDS[COMP_CWORD-1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
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
    let registered = real.shell("source ./bash; complete -p partnerctl").out;
    assert!(registered.contains("-F _partnerctl_or_names"), "{registered}");
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
