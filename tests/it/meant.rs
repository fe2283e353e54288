//! A line that does not parse: the hint leads to the command that does what was meant.

use std::collections::BTreeMap;

use partnerctl::commands::{NOUNS, line};

use crate::registry::parse;
use crate::support::{World, printed_commands, words};

/// Verbs that other programs use, and what each means for each noun, in this order; `-` where the noun has nothing like it
/// and `=` where the verb is its own.
const VERBS: [&str; 8] = ["delete", "rm", "new", "create", "get", "info", "search", "update"];
const MEANT: &[(&str, [&str; 8])] = &[
    (
        "staff",
        [
            "staff remove",
            "staff remove",
            "staff add",
            "staff add",
            "staff list",
            "staff list",
            "staff list",
            "staff edit",
        ],
    ),
    (
        "partner",
        [
            "partner close",
            "partner close",
            "partner add",
            "partner add",
            "partner show",
            "partner show",
            "partner list",
            "partner edit",
        ],
    ),
    (
        "client",
        [
            "client close",
            "client close",
            "client add",
            "client add",
            "client show",
            "client show",
            "client find",
            "client edit",
        ],
    ),
    (
        "user",
        ["user remove", "user remove", "user add", "user add", "user show", "user show", "user list", "user edit"],
    ),
    (
        "permission",
        [
            "user edit",
            "user edit",
            "user edit",
            "user edit",
            "permission list",
            "permission list",
            "permission list",
            "user edit",
        ],
    ),
    ("link", ["=", "link remove", "link create", "=", "link show", "link show", "link list", "link edit"]),
    (
        "invite",
        [
            "invite cancel",
            "invite cancel",
            "invite send",
            "invite send",
            "invite show",
            "invite show",
            "invite list",
            "invite edit",
        ],
    ),
    (
        "access",
        [
            "user remove",
            "user remove",
            "user add",
            "user add",
            "access list",
            "access list",
            "access list",
            "user edit",
        ],
    ),
    (
        "session",
        [
            "session close",
            "session close",
            "session open",
            "session open",
            "session list",
            "session list",
            "session list",
            "-",
        ],
    ),
    ("mail", ["-", "-", "-", "-", "mail show", "mail show", "mail list", "-"]),
    ("audit", ["-", "-", "-", "-", "audit list", "audit list", "audit list", "-"]),
    (
        "config",
        ["config unset", "config unset", "config set", "config set", "=", "config get", "config list", "config set"],
    ),
    ("db", ["-", "-", "init", "init", "db status", "db status", "-", "-"]),
    ("setup", ["-", "-", "-", "-", "-", "-", "-", "-"]),
];

/// The hints of a line that does not parse, but for its usage.
fn hints(world: &mut World, line: &str) -> Vec<String> {
    let run = world.run(line).fails(2);
    let hints = run.err.lines().filter_map(|line| line.strip_prefix("hint: "));
    hints.filter(|hint| !hint.starts_with("usage: ")).map(str::to_owned).collect()
}

#[test]
fn each_noun_understands_other_verbs() {
    let table: BTreeMap<&str, [&str; 8]> = MEANT.iter().copied().collect();
    let mut world = World::empty();
    for noun in NOUNS.iter().filter(|noun| !noun.name.is_empty()) {
        for (verb, command) in VERBS.iter().zip(table[noun.name]) {
            let is_own = noun.verbs.iter().any(|entry| entry.name == *verb);
            assert_eq!(is_own, command == "=", "{} {verb}", noun.name);
            let hint = match command {
                "=" => continue,
                "-" => format!("see what there is with `partnerctl {} --help`", noun.name),
                command => format!("did you mean `partnerctl {command}`?"),
            };
            assert_eq!(hints(&mut world, &format!("{} {verb} x", noun.name)), [hint], "{} {verb}", noun.name);
            if command != "-" {
                world.run(&format!("{command} --help")).ok();
            }
        }
    }
}

#[test]
fn a_verb_alone_leads_to_its_nouns() {
    let mut world = World::empty();
    for (line, hint) in [
        (
            "delete x",
            "there is `partnerctl staff remove`, `partnerctl partner close`, `partnerctl client close`, `partnerctl user remove` and more",
        ),
        (
            "create x",
            "there is `partnerctl staff add`, `partnerctl partner add`, `partnerctl client add`, `partnerctl user add` and more",
        ),
        (
            "update x",
            "there is `partnerctl staff edit`, `partnerctl partner edit`, `partnerctl client edit`, `partnerctl user edit` and more",
        ),
        ("search x", "did you mean `partnerctl client find`?"),
    ] {
        assert_eq!(hints(&mut world, line), [hint], "{line}");
    }
}

#[test]
fn misplaced_word_suggests_its_flag() {
    let mut world = World::empty();
    for (line, hint) in [
        ("offboard bob@jimsweb.example", "there is `partnerctl partner offboard-user`"),
        ("help offboard", "there is `partnerctl partner offboard-user`"),
        ("client remove big-shoes", "did you mean `partnerctl client close`?"),
        ("user list big-shoes", "a client is named with `-c big-shoes`"),
        ("partner dashboard jims-web", "a partner is named with `-p jims-web`"),
        ("access list jim@bigshoes.example", "a person is named with `--user jim@bigshoes.example`"),
    ] {
        world.run(line).fails(2).says(hint);
    }
    let refused = world.run("audit verify --nowhere").fails(2);
    assert!(!refused.err.contains("as a value") && !refused.err.contains("is named with"), "{refused}");
}

#[test]
fn wrong_word_suggests_the_command() {
    let mut world = World::empty();
    for (line, command) in [
        ("clients list", "client list"),
        ("clinet list", "client list"),
        ("client delete big-shoes", "client close"),
        ("client rm big-shoes", "client close"),
        ("client update big-shoes", "client edit"),
        ("client rename big-shoes", "client edit"),
        ("client info big-shoes", "client show"),
        ("client get big-shoes", "client show"),
        ("client search shoes", "client find"),
        ("client new 'Big Shoes'", "client add"),
        ("client create 'Big Shoes'", "client add"),
        ("client ls", "client list"),
        ("client invite big-shoes", "invite send"),
        ("client users big-shoes", "user list"),
        ("user delete jim@bigshoes.example", "user remove"),
        ("user create jim@bigshoes.example", "user add"),
        ("user invite jim@bigshoes.example", "invite send"),
        ("user update jim@bigshoes.example", "user edit"),
        ("user info jim@bigshoes.example", "user show"),
        ("partner delete jims-web", "partner close"),
        ("partner new Jim", "partner add"),
        ("partner users jims-web", "partner list-users"),
        ("staff delete jane", "staff remove"),
        ("invite delete inv_1", "invite cancel"),
        ("invite revoke inv_1", "invite cancel"),
        ("invite create a@b.example", "invite send"),
        ("link new", "link create"),
        ("link rm lnk_1", "link remove"),
        ("link accept lnk_1", "link approve"),
        ("link reject lnk_1", "link deny"),
        ("link info lnk_1", "link show"),
        ("session end", "session close"),
        ("session start", "session open"),
        ("config delete mail.from", "config unset"),
        ("access grant jim@bigshoes.example", "user add"),
        ("access revoke jim@bigshoes.example", "user remove"),
        ("mail resend msg_1", "mail retry"),
        ("version", "--version"),
        ("search shoes", "client find"),
        ("invit send", "invite send"),
    ] {
        assert_eq!(hints(&mut world, line), [format!("did you mean `partnerctl {command}`?")], "{line}");
        world.run(&format!("{command} --help")).ok();
    }
}

#[test]
fn wrong_flag_suggests_its_name_here() {
    let mut world = World::empty();
    for (line, hint) in [
        ("client list -o json", "`--format json`"),
        ("client list --output json", "`--format json`"),
        ("client close big-shoes --force", "confirmed with `--confirm`"),
        ("user edit jim@bigshoes.example -c big-shoes --email j@bigshoes.example", "`partnerctl user rename OLD NEW`"),
        ("link request -p jims-web --target big-shoes tea-house", "say it for each"),
        ("session close ses_1", "named with `--as EMAIL -m REASON`"),
    ] {
        let run = world.run(line).fails(2).says(hint);
        assert!(!run.err.contains("-p tea-house") && !run.err.contains("-c ses_1"), "{run}");
    }
}

#[test]
fn usage_line_has_every_required_flag() {
    let mut world = World::empty();
    for (line, usage) in [
        ("user add", "usage: partnerctl user add EMAIL -c CLIENT -r ROLE"),
        ("user remove", "usage: partnerctl user remove EMAIL -c CLIENT"),
        ("user edit", "usage: partnerctl user edit EMAIL -c CLIENT"),
        ("link cancel", "usage: partnerctl link cancel LNK... -c CLIENT"),
    ] {
        world.run(line).fails(2).says(usage).says("hint: for example `partnerctl ");
    }
    // Each example has what the usage line asks for.
    let run = world.run("user add x@x.example --nowhere").fails(2);
    assert!(run.err.contains("-c CLIENT -r ROLE"), "{run}");
}

#[test]
fn a_code_is_not_needed_on_behalf() {
    let mut world = World::with_story();
    world.run("link request -p jims-web --target big-shoes").ok();
    for line in ["link approve lnk_1", "link deny lnk_1 -c big-shoes"] {
        let run = world.answers(&["nothing"]).run(line).fails(2);
        let shown = "without the code, answer on behalf of the person who was mailed it: `--as EMAIL -m REASON`";
        assert!(run.err.contains(&format!("note: {shown}")) && run.err.contains(&format!("hint: {shown}")), "{run}");
        assert!(run.err.contains("from `pcl_` to its end") && !run.err.contains("pci_"), "{run}");
    }
}

/// What a usage line asks for beyond what the parser does: the command refuses to work without it. And no other flag is
/// asked for, so that each line is no longer than it must be.
#[test]
fn usage_lines_name_what_is_needed() {
    let mut world = World::empty();
    let mut lines = String::new();
    for noun in NOUNS {
        for entry in noun.verbs {
            let line = format!("{} {} --nowhere", noun.name, entry.name);
            let run = world.run(line.trim_start()).fails(2);
            let usages = run.err.lines().filter_map(|line| line.strip_prefix("hint: usage: partnerctl "));
            let usages: Vec<&str> = usages.collect();
            assert!(!usages.is_empty(), "{line}");
            usages.iter().for_each(|usage| lines.extend([usage, "\n"]));
        }
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn missing_required_flag_is_refused() {
    for noun in NOUNS {
        let mut world = World::with_story();
        for entry in noun.verbs {
            let refused = world.run(format!("{} {} --nowhere", noun.name, entry.name).trim_start()).fails(2).err;
            let usage = refused.lines().find(|line| line.starts_with("hint: usage: ")).unwrap();
            for flag in ["-c", "-p", "-r", "--as", "-m"].iter().filter(|flag| usage.contains(&format!(" {flag} "))) {
                let Some(call) =
                    line::calls(entry.examples[0]).into_iter().find(|call| call.contains(&(*flag).to_owned()))
                else {
                    continue;
                };
                let at = call.iter().position(|word| word == flag).unwrap();
                let words: Vec<String> = call[1..at].iter().chain(&call[at + 2..]).cloned().collect();
                let run = world.run_words(&words);
                assert_ne!(run.code, 0, "{run}");
            }
        }
    }
}

#[test]
fn hyphenated_address_suggests_two_hyphens() {
    let mut world = World::with_story();
    world.run("user add -c big-shoes -r manager -- -x@bigshoes.example").ok();
    world.run("user show -x@bigshoes.example -c big-shoes").fails(2).says("`-- -x@bigshoes.example`");
    world.run("user show -c big-shoes -- -x@bigshoes.example").ok();
    world.run("client add Dash --owner -o@dash.example").fails(2).says("`--owner=-o@dash.example`");
    world.run("client add Dash --owner=-o@dash.example").ok();
}

/// A hint is a command that can be pasted: it has its client, and what it is to change.
#[test]
fn hints_are_whole_commands() {
    let mut world = World::with_story();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    for (line, command) in [
        ("access list -c big-shoes", "partnerctl user list -c big-shoes"),
        ("access list -p jims-web", "partnerctl partner list-users -p jims-web"),
        ("access list --user ann@bigshoes.example", "partnerctl invite list --user ann@bigshoes.example"),
        ("access list -A", "partnerctl user list -A"),
        ("invite show inv_9", "partnerctl invite list -A"),
        ("invite show inv_9 -c big-shoes", "partnerctl invite list -c C100001-9"),
        ("partner add Other --slug jims-web", "partnerctl partner edit jims-web --name Other"),
        ("user reset-password ann@bigshoes.example", "partnerctl invite list --user ann@bigshoes.example"),
        ("mail status --to jim@bigshoes.example", "partnerctl config set mail.smtp.host HOST"),
    ] {
        let run = world.run(line);
        let printed = printed_commands(&run.err);
        assert!(printed.iter().any(|printed| printed == command), "{command}: {run}");
        parse(&words(command)[1..]).unwrap_or_else(|error| panic!("{command}: {error}"));
        if !command.contains("HOST") {
            world.run(command.trim_start_matches("partnerctl ")).ok();
        }
    }
}

/// An option that is merely written with some of the same letters is not meant.
#[test]
fn a_far_option_is_not_suggested() {
    let mut world = World::empty();
    for (line, wrong) in [("audit list --max 3", "--client"), ("user list --head 3", "--client")] {
        let run = world.run(line).fails(2).says("printed with `--limit N`");
        assert!(!run.err.contains("similar argument") && !run.err.contains(wrong), "{run}");
    }
    world.run("audit list --clint x").fails(2).says("a similar argument exists: '--client'");
}

/// Text that comes through a pipe has no file name to put into a command.
#[test]
fn a_title_in_a_pipe_gets_a_pipe() {
    let mut world = World::with_story();
    let table = "Clients of 2026\n\nname,owners\nShoe Two,two@shoes.example\n";
    let run = world.stdin(table).run("client import -").fails(2).says("put `tail -n +3 |` in front");
    assert!(!run.err.contains("'standard input'"), "{run}");
}

#[test]
fn words_of_other_programs_are_understood() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    for (line, hint) in [
        ("client list -n 5", "at most so many rows are printed with `--limit 5`"),
        ("client show -c big-shoes", "the client is named without `-c`: `partnerctl client show CLIENT`"),
        ("invite resend inv_1", "inv_1 is of big-shoes: `-c big-shoes`"),
        ("client show big-shoes-inc", "there is big-shoes (C100001-9)"),
        ("help exit", "did you mean `partnerctl help exit-codes`?"),
        ("config set mail.from 'Desk <desk@example.com'", "the `>` at its end is missing"),
    ] {
        let run = world.run(line);
        assert!(run.code != 0 && run.err.contains(hint), "{run}");
    }
    let code = world.code_for("jim@bigshoes.example");
    let run = world.run(&format!("invite accept {code}"));
    run.fails(2).says("a code is typed where an id is expected").says_not(&code);
}
