//! Lists on a terminal: one line for each row, at the widths that people work with.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;
use unicode_width::UnicodeWidthStr;

use crate::support::{Frozen, Run, World};

/// Every list, with what it is about.
const LISTS: [&str; 17] = [
    "client list",
    "client find schroder",
    "user list -A",
    "invite list -A",
    "link list -A",
    "partner list",
    "partner list-users -p jims-web",
    "partner dashboard -p jims-web",
    "staff list",
    "session list -A",
    "mail list",
    "audit list",
    "access list -A",
    "config list",
    "permission list",
    "commands",
    "todo",
];

const WIDTHS: [u16; 3] = [80, 100, 140];

const NAMES: [&str; 30] = [
    "Müller & Söhne Sanitär GmbH",
    "Schröder Elektro",
    "Weingut zum Bären",
    "Bäckerei Lindner",
    "Hotel Adler",
    "Kanzlei Weiß & Partner",
    "Autohaus Krämer",
    "Zahnarztpraxis Dr. Vogt",
    "Blumen Hoffmann",
    "Metzgerei Huber",
    "Tischlerei Brandt",
    "Reisebüro Fernweh",
    "Steuerberatung Köhler",
    "Apotheke am Markt",
    "Fahrrad Schubert",
    "Gärtnerei Grünwald",
    "Physio Zentrum Nord",
    "Goldschmiede Arnold",
    "Buchhandlung Seitenweise",
    "Restaurant La Piazza",
    "Malerbetrieb Otto",
    "Dachdecker Winkler",
    "Optik Sommer",
    "Brauerei Schwarzer Hirsch",
    "Yogastudio Lotus",
    "Spedition Petersen",
    "Immobilien Berger & Cie",
    "Architekturbüro Stein",
    "Druckerei Falk",
    "Feinkost Marchetti",
];

const PEOPLE: [&str; 6] = ["juergen", "anna", "info", "maria.schneider", "b.keller", "office"];

/// The clients as their billing system has them.
fn clients(count: usize) -> String {
    let mut table = "name,owners,domain,account_number,plan,staff\n".to_owned();
    for (nth, name) in NAMES.iter().cycle().take(count).enumerate() {
        let round = if nth < NAMES.len() { String::new() } else { format!(" {nth}") };
        let domain = format!("kunde{nth}.example");
        let person = PEOPLE[nth % PEOPLE.len()];
        let plan = ["starter", "pro", ""][nth % 3];
        let staff = if nth % 2 == 0 { "jane" } else { "" };
        table += &format!("{name}{round},{person}@{domain},{domain},{},{plan},{staff}\n", 10_000 + nth);
    }
    table
}

fn imported(count: usize) -> World {
    let mut world = World::new();
    world.write("clients.csv", clients(count));
    world.run(&format!("client import clients.csv --expect-clients {count}")).ok();
    world
}

/// A desk with 30 clients in all states, a partner and its people.
fn desk() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = imported(30);
        let clients = world.run("client list --csv --columns client_slug,owners").ok().csv();
        let (slug, owner) =
            (|nth: usize| clients[nth]["client_slug"].clone(), |nth: usize| clients[nth]["owners"].clone());
        for nth in 0..24 {
            world.run(&format!("invite send --owners -c {}", slug(nth))).ok();
            if nth % 2 == 0 {
                world.pass(Span::HOUR);
                crate::invite::accept(&mut world, &owner(nth));
            }
            world.pass(Span::days(2));
        }
        world.run("partner add \"Jim's Web\" --slug jims-web --contact-email hello@jimsweb.example").ok();
        world.run("partner add 'Nordlicht Digital GmbH' --slug nordlicht-digital").ok();
        for (first, last) in [("Ravi", "Patel"), ("Pat", "Jones"), ("Maximiliane", "von Hohenstein-Wittgenstein")] {
            let address = format!("{}@jimsweb.example", first.to_lowercase());
            world
                .run(&format!(
                    "partner add-user {address} -p jims-web --first-name {first} --last-name '{last}' --generate-password"
                ))
                .ok();
        }
        for nth in (0..24).step_by(2) {
            let client = slug(nth);
            world.run(&format!("link request -p jims-web --target {client} -m setup --as ravi@jimsweb.example")).ok();
            let link = format!("lnk_{}", nth / 2 + 1);
            let owner = owner(nth);
            match nth % 6 {
                0 => world.run(&format!("link approve {link} -c {client} --as {owner} -m phone")).ok(),
                2 => world.run(&format!("link deny {link} -c {client} --as {owner} -m phone")).ok(),
                _ => continue,
            };
        }
        world.run(&format!("session open -c {} --as pat@jimsweb.example -m phone", slug(0))).ok();
        world
            .run(&format!(
                "user add tax@koehler.example -c {} -r guest --permissions invoices,quotes --until 2027-03-31",
                slug(0)
            ))
            .ok();
        world.run(&format!("user add b.bauer@kunde1.example -c {} -r manager", slug(1))).ok();
        world.run(&format!("client close {} --confirm {}:1 -m 'went out of business'", slug(29), slug(29)));
        world.freeze()
    });
    let mut world = FROZEN.thaw();
    world.zone("Europe/Berlin");
    world
}

fn at(world: &mut World, width: u16, line: &str) -> Run {
    world.at_terminal(width).run(&format!("{line} --color never"))
}

fn every_list(mut world: World, width: u16) -> String {
    // Which commands there are is no matter of lists.
    let lists = LISTS.iter().filter(|line| **line != "commands");
    lists.map(|line| format!("{}\n\n", at(&mut world, width, line))).collect()
}

#[test]
fn lists_of_thirty_at_80() {
    assert_snapshot!(every_list(desk(), 80));
}

#[test]
fn lists_of_thirty_at_100() {
    assert_snapshot!(every_list(desk(), 100));
}

#[test]
fn lists_of_thirty_at_140() {
    assert_snapshot!(every_list(desk(), 140));
}

#[test]
fn lists_of_one_row() {
    let mut world = imported(1);
    let shown = ["client list", "client find schroder muller", "client find muller", "user list -A", "audit list"];
    let shown = shown.map(|line| at(&mut world, 100, line).to_string());
    assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn lists_without_a_row_print_nothing() {
    let mut world = World::new();
    for line in [
        "client list",
        "user list -A",
        "invite list -A",
        "link list -A",
        "partner list",
        "session list -A",
        "mail list",
    ] {
        let run = at(&mut world, 100, line).ok();
        assert!(run.out.is_empty() && run.err.starts_with("note: "), "{run}");
    }
}

#[test]
fn each_row_is_one_line_that_fits() {
    let mut world = desk();
    for line in LISTS {
        let rows = world.streams(Default::default()).run(&format!("{line} --json")).json().as_array().unwrap().len();
        for width in WIDTHS {
            let run = at(&mut world, width, line).ok();
            let lines: Vec<&str> = run.out.lines().filter(|line| !is_below(line)).collect();
            assert_eq!(lines.len(), rows + 1, "{run}");
            assert!(lines.iter().all(|shown| shown.width() <= usize::from(width)), "at {width}: {run}");
            let noun_count = format!("{rows} ");
            assert!(run.err.lines().last().unwrap().starts_with(&noun_count), "{run}");
        }
    }
}

/// Whether a line is a command or a reason below its row.
fn is_below(line: &str) -> bool {
    line.strip_prefix("    ").is_some_and(|text| !text.starts_with(' '))
}

/// Each cell begins below the head of its column: there are two blanks before the place of each column.
pub fn must_keep_the_grid(run: &Run, width: u16) {
    let mut lines = run.out.lines().filter(|line| !is_below(line));
    let head: Vec<char> = lines.next().unwrap_or_default().chars().collect();
    let is_blank = |line: &[char], at: usize| line.get(at).is_none_or(|c| *c == ' ');
    let places: Vec<usize> = (2..head.len())
        .filter(|at| !is_blank(&head, *at) && is_blank(&head, at - 1) && is_blank(&head, at - 2))
        .collect();
    for line in lines {
        let shown: Vec<char> = line.chars().collect();
        for at in &places {
            assert!(is_blank(&shown, at - 1) && is_blank(&shown, at - 2), "at {width}, place {at}: {line}\nin {run}");
        }
        let is_own = line.contains('`');
        assert!(shown.len() <= usize::from(width) || is_own || places.is_empty(), "at {width}: {line}\nin {run}");
    }
}

#[test]
fn rows_keep_the_grid_at_every_width() {
    let mut world = desk();
    for line in LISTS {
        for width in [20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 160] {
            let run = at(&mut world, width, line).ok();
            must_keep_the_grid(&run, width);
            // What has no room is named.
            let heads: Vec<&str> = run.out.lines().next().unwrap_or_default().split("  ").collect();
            assert!(heads.len() > 2 || run.err.contains("; hidden: "), "{width}: {run}");
        }
    }
}

/// Owners come before the plan.
#[test]
fn owners_are_shown_in_little_room() {
    let mut world = desk();
    for width in (20..160).step_by(5) {
        let run = at(&mut world, width, "client list").ok();
        let head = run.out.lines().next().unwrap();
        assert!(head.contains("OWNERS") || !head.contains("PLAN") && !head.contains("STAFF"), "{run}");
    }
    let mut world = World::with_story();
    for (account, plan) in [("big-shoes", "starter"), ("tea-house", "pro")] {
        world.run(&format!("client edit {account} --plan {plan}")).ok();
    }
    let run = at(&mut world, 80, "client list").ok();
    assert!(run.out.lines().next().unwrap().contains("OWNERS"), "{run}");
}

/// A long command takes no room from what says what the row is about.
#[test]
fn commands_of_todo_are_whole() {
    let mut world = desk();
    let commands: Vec<String> = world
        .streams(Default::default())
        .run("todo --csv")
        .ok()
        .csv()
        .into_iter()
        .map(|mut row| row.remove("command").unwrap())
        .collect();
    for (width, heads) in [(80, &["SUBJECT"][..]), (100, &["SUBJECT", "UNTIL", "MUST ACT"])] {
        let run = at(&mut world, width, "todo").ok();
        let head = run.out.lines().next().unwrap();
        assert!(heads.iter().all(|name| head.contains(name)), "{run}");
        for command in &commands {
            assert!(
                run.out.lines().any(|line| line.trim() == command || line.ends_with(&format!("  {command}"))),
                "{command}: {run}"
            );
        }
    }
}

#[test]
fn identifiers_are_never_cut() {
    let mut world = desk();
    let listed = world.streams(Default::default()).run("client list --json").json();
    for width in [1, 20, 40, 60, 80, 100, 140] {
        let run = at(&mut world, width, "client list").ok();
        for client in listed.as_array().unwrap() {
            assert!(run.out.contains(client["client_slug"].as_str().unwrap()), "{run}");
        }
        for word in run.out.split_whitespace().filter(|word| word.contains('@')) {
            assert!(word.ends_with(".example"), "{word} at {width}");
        }
    }
}

#[test]
fn thousand_clients_are_a_thousand_lines() {
    let mut world = imported(1000);
    let run = at(&mut world, 100, "client list").ok();
    assert_eq!(run.out.lines().count(), 1001);
    assert!(run.err.starts_with("1000 clients; "), "{}", run.err);
    assert!(run.out.lines().all(|line| line.width() <= 100));
}

#[test]
fn wide_prints_the_table_of_a_pipe() {
    let mut world = desk();
    for line in LISTS {
        let wide = at(&mut world, 80, &format!("{line} --wide")).ok();
        let piped = world.streams(Default::default()).run(line).ok();
        assert_eq!(wide.out, piped.out, "{line}");
    }
    at(&mut world, 80, "client list --wide --columns name").fails(2).says("give one of --wide and --columns");
}

#[test]
fn a_quiet_list_says_no_count() {
    let run = at(&mut desk(), 100, "client list --quiet").ok();
    assert!(run.err.is_empty(), "{run}");
}

#[test]
fn a_sorted_list_is_as_short() {
    let run = at(&mut desk(), 100, "client list --sort=-name").ok();
    assert!(run.out.lines().nth(1).unwrap().contains("Zahnarztpraxis"), "{run}");
    assert_eq!(run.out.lines().count(), 31);
}

/// Cards and other prose: every line fits, unless it is one word, or a command to paste.
#[test]
fn prose_is_folded_at_the_width() {
    let mut world = World::with_story();
    world.var("NO_COLOR", "1");
    world
        .run("client edit big-shoes --field note='a long remark about how this client wants to be called at noon'")
        .ok();
    world.run("invite send --owners -c big-shoes").ok();
    world.run("link request -p jims-web --target big-shoes --message 'may we look after the domains and the mail of your shops'").ok();
    let lines = [
        "access why jim@bigshoes.example -c big-shoes",
        "client show big-shoes",
        "client readiness big-shoes -p jims-web",
        "link show lnk_1",
        "invite show inv_1",
        "user show jim@bigshoes.example -c big-shoes",
        "client log big-shoes",
        "last",
        "mail show msg_1",
        "whoami",
        "db check",
        "db status",
        "undo -c big-shoes -n",
        "doctor",
        "todo",
    ];
    for line in lines {
        let whole: String = world.at_terminal(2000).run(line).out;
        let ids: Vec<&str> = whole.split_whitespace().filter(|word| word.contains(['_', '@'])).collect();
        // The text of a mail is as it was sent.
        for width in if line.starts_with("mail") { vec![80] } else { vec![80, 40, 20] } {
            let run = world.at_terminal(width).run(line);
            for line in run.out.lines().filter(|line| line.chars().count() > usize::from(width)) {
                let is_word = line.split_whitespace().count() <= 2;
                assert!(
                    is_word || line.contains("partnerctl ") || width < 80 && run.line.contains(" -n"),
                    "{width}: {line:?} of {run}"
                );
            }
            for id in &ids {
                assert!(run.out.contains(id), "{width}: {id} is lost in {run}");
            }
        }
    }
}

#[test]
fn errors_fit_their_reader() {
    let mut world = World::with_story();
    world.var("NO_COLOR", "1");
    for format in ["--csv", "--format tsv"] {
        let run = world.at_terminal(80).run(&format!("client show nowhere {format}")).fails(3);
        assert!(run.err.starts_with("error: no client"), "{run}");
        let run = world.at_terminal(80).run(&format!("client list --nonsense {format}")).fails(2);
        assert!(run.err.starts_with("error: "), "{run}");
    }
    for format in ["--json", "--format ndjson"] {
        let run = world.at_terminal(80).run(&format!("client show nowhere {format}")).fails(3);
        assert!(run.err.starts_with("{\"error\":"), "{run}");
    }
    let mut world = World::with_story();
    let run = world.run("client show nowhere --csv").fails(3);
    assert!(run.err.starts_with("{\"error\":"), "{run}");
}

#[test]
fn results_on_a_terminal_are_brief() {
    let mut world = World::with_story();
    world.var("NO_COLOR", "1");
    world.write("new.csv", "name,owners,plan\nShoe Tree,bea@tree.example,pro\nTea House,tia@teahouse.example,gold\n");
    let run = world.at_terminal(80).answers(&["1"]).run("client import new.csv");
    assert_snapshot!(run);
    world.run("client edit big-shoes --plan pro").ok();
    assert_snapshot!(world.at_terminal(80).run("undo -c big-shoes -n").ok());
    assert_snapshot!(world.at_terminal(80).run("db check"));
    world
        .run("partner add-user pia@jimsweb.example -p jims-web --first-name Pia --last-name P --generate-password")
        .ok();
    assert_snapshot!(world.at_terminal(80).run("partner offboard-user pia@jimsweb.example -p jims-web -m leaves -n"));
}

/// Rows that were not done have the place of the others, and their reason to its end.
#[test]
fn rows_that_fail_keep_the_grid() {
    let mut world = World::with_story();
    world.var("NO_COLOR", "1");
    let table = "\
name,owners,domain,plan,account_number
Shoe Tree,bea@tree.example,tree.example,pro,7001
Hat Rack,,rack,gold,7002
Coat Rack,cora@rack.example,kunde,gold,
Red Hats,rita@redhats.example,,,7001
";
    world.write("new.csv", table);
    for width in [60, 80, 100, 140] {
        let run = world.at_terminal(width).run("client import new.csv --dry-run").fails(7);
        must_keep_the_grid(&run, width);
        let said: Vec<&str> = run.out.split_whitespace().collect();
        assert!(said.join(" ").contains("is not a plan (allowed are: starter, pro;"), "{run}");
    }
    assert_snapshot!(world.at_terminal(80).run("client import new.csv --dry-run"));
}

/// What explains is read to its end: in its column where there is room, else below its row.
#[test]
fn explanations_are_whole() {
    let mut world = desk();
    for (line, column) in [("config list", "meaning"), ("permission list", "description")] {
        let rows = world.streams(Default::default()).run(&format!("{line} --json")).ok().json();
        for width in [40, 80, 100, 140, 220] {
            let run = at(&mut world, width, line).ok();
            let said: Vec<&str> = run.out.split_whitespace().collect();
            let said = said.join(" ");
            for row in rows.as_array().unwrap() {
                let text = row[column].as_str().unwrap();
                assert!(said.contains(text), "{text:?} at {width}: {run}");
            }
            assert!(width < 80 || !run.err.contains("hidden: "), "{run}");
        }
    }
}

/// At 80 columns a mail says what it is about, and a thing to do until when.
#[test]
fn useful_columns_come_first_at_80() {
    let mut world = desk();
    let head = at(&mut world, 80, "mail list").ok().out.lines().next().unwrap().to_owned();
    assert!(head.ends_with("SUBJECT"), "{head}");
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    world.pass(Span::days(25));
    let run = at(&mut world, 80, "todo").ok();
    let head = run.out.lines().next().unwrap();
    assert!(head.contains("SUBJECT") && head.contains("UNTIL"), "{run}");
}
