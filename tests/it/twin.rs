//! The same commands, at the same times and with the same chance, on a database file and on a database server: what they
//! print, and every row that they leave, is the same.
//!
//! The long form: `PARTNERCTL_TWIN_COMMANDS=2000 cargo test --test it twin`; `PARTNERCTL_TWIN_SEED` begins elsewhere.

use partnerctl::domain::time::Span;
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::invariants::{Step, step};
use crate::support::World;

/// What both begin with.
const BEGINNING: [&str; 5] = [
    "partner add \"Jim's Web\" --slug jims-web --contact-email office@jimsweb.example",
    "client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example --account-number 4711",
    "client add 'Tea House' --owner tia@teahouse.example --domain teahouse.example",
    "client add 'Two Owners' --owner ann@two.example --owner bob@two.example",
    "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Lee --password-file password",
];

/// What is read now and then, in the formats for machines.
const READS: [&str; 8] = [
    "client list --json",
    "user list -c big-shoes --csv",
    "link list --json",
    "invite list -c tea-house --ndjson",
    "audit list --json",
    "todo --json",
    "access list jim@bigshoes.example --json",
    "doctor --json",
];

fn number(name: &str, default: u64) -> u64 {
    let value = std::env::vars().find(|(known, _)| known == name);
    value.map_or(default, |(_, value)| value.parse().unwrap())
}

/// Every row of every table and view, each with its table. A uid is that of an account here, and a role's number there.
fn content(world: &World) -> Vec<String> {
    let things = world.sql(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY name",
    );
    let mut content = Vec::new();
    for thing in things {
        let columns = world.sql(&format!("SELECT name, type FROM pragma_table_info('{thing}') ORDER BY name"));
        let shown = |column: &String| match column.split_once('|').unwrap() {
            ("uid", _) => None,
            (name, "BLOB") => Some(format!("hex({name})")),
            (name, _) => Some(format!("{thing}.{name}")),
        };
        let columns: Vec<String> = columns.iter().filter_map(shown).collect();
        let mut rows = world.sql(&format!("SELECT '{thing}', {} FROM {thing}", columns.join(", ")));
        rows.sort();
        content.extend(rows);
    }
    content
}

#[track_caller]
fn same(file: &World, server: &World, after: &[String]) {
    let (one, other) = (content(file), content(server));
    let differs = one.iter().zip(&other).find(|(one, other)| one != other);
    assert!(differs.is_none() && one.len() == other.len(), "{differs:?}\nafter\n{}", after.join("\n"));
}

#[test]
fn same_commands_leave_the_same_rows_on_file_and_server() {
    let count = number("PARTNERCTL_TWIN_COMMANDS", 80);
    let seed = number("PARTNERCTL_TWIN_SEED", 1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let steps = vec(step(), usize::try_from(count).unwrap()).new_tree(&mut runner).unwrap().current();

    let (mut file, mut server) = (World::empty(), World::empty());
    file.on_file();
    server.on_server();
    let mut typed = Vec::new();
    let mut both = |file: &mut World, server: &mut World, line: &str| {
        typed.push(line.to_owned());
        let (one, other) = (file.run(line), server.run(line));
        assert_eq!(one, other, "seed {seed}, after\n{}", typed.join("\n"));
        typed.clone()
    };
    for world in [&file, &server] {
        world.write_private("password", "plover sandbar wicket 29 umbra\n");
    }
    // It says where the key file is, which is not next to a server.
    assert_eq!(file.run("init").ok().out, server.run("init").ok().out);
    for line in BEGINNING {
        both(&mut file, &mut server, line);
    }
    for (number, step) in steps.into_iter().enumerate() {
        let line = match step {
            Step::Wait(days) => {
                file.pass(Span::days(days));
                server.pass(Span::days(days));
                READS[number % READS.len()].to_owned()
            }
            Step::Type(line) => line,
            Step::Answer(verb, address) => {
                let Some(code) = file.codes_for(address).pop() else { continue };
                assert_eq!(server.codes_for(address).pop().as_ref(), Some(&code));
                file.stdin(code.clone());
                server.stdin(code);
                format!("{verb} --code-stdin{}", if verb == "invite accept" { " --password-file password" } else { "" })
            }
        };
        let typed = both(&mut file, &mut server, &line);
        if number % 20 == 19 {
            same(&file, &server, &typed);
        }
    }
    for line in READS {
        both(&mut file, &mut server, line);
    }
    let typed = both(&mut file, &mut server, "audit verify");
    same(&file, &server, &typed);
    assert_eq!(file.mails(), server.mails());
}
