//! What a desk types for its commonest tasks: docs/keystrokes.md, counted again and run.

use crate::support::World;

/// The most that our column may come to, in hundredths of the other.
const MOST: usize = 110;

/// A row of the table: what is typed, line by line, and the counts next to it.
struct Task {
    name: String,
    ours: Vec<String>,
    with_tab: Vec<String>,
    theirs: Vec<String>,
    counted: [usize; 3],
}

fn table() -> (Vec<Task>, [usize; 3]) {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keystrokes.md")).unwrap();
    let mut tasks = Vec::new();
    let mut sum = None;
    for line in text.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let line = line.replace("\\|", "\u{1}");
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, ours, our_keys, with_tab, tab_keys, theirs, their_keys] = cells[..] else { panic!("{line}") };
        let counted = [our_keys, tab_keys, their_keys].map(|keys| keys.parse().unwrap());
        if name == "**sum**" {
            sum = Some(counted);
            continue;
        }
        let typed = |cell: &str| cell.split('`').skip(1).step_by(2).map(|code| code.replace('\u{1}', "|")).collect();
        tasks.push(Task {
            name: name.to_owned(),
            ours: typed(ours),
            with_tab: typed(with_tab),
            theirs: typed(theirs),
            counted,
        });
    }
    (tasks, sum.unwrap())
}

/// Every character, and Enter at the end of each line.
fn keys(lines: &[String]) -> usize {
    lines.iter().map(|line| line.chars().count() + 1).sum()
}

#[test]
fn keystroke_table_counts_right() {
    let (tasks, sum) = table();
    assert_eq!(tasks.len(), 10);
    for task in &tasks {
        assert_eq!([&task.ours, &task.with_tab, &task.theirs].map(|typed| keys(typed)), task.counted, "{}", task.name);
        assert!(task.theirs.iter().all(|line| line.starts_with("heroku ")), "{}", task.name);
    }
    let total = |count: fn(&Task) -> usize| tasks.iter().map(count).sum::<usize>();
    let (ours, theirs) = (total(|task| keys(&task.ours)), total(|task| keys(&task.theirs)));
    let with_tab = total(|task| keys(&task.with_tab));
    assert_eq!([ours, with_tab, theirs], sum);
    assert!(with_tab < ours, "{with_tab} keys with Tab are not fewer than {ours}");
    let without_permissions = total(|task| {
        keys(&task.theirs.iter().map(|line| line.split(" -p ").next().unwrap().to_owned()).collect::<Vec<_>>())
    });
    for bound in [theirs, without_permissions] {
        assert!(ours * 100 <= bound * MOST, "{ours} keys are more than 1.1 times {bound}");
    }
}

/// What is on the line after all of it was typed, by the answers that a shell gets.
fn after_tabs(world: &mut World, typed: &str) -> String {
    let mut line = String::new();
    for key in typed.chars() {
        if key != '⇥' {
            line.push(key);
            continue;
        }
        let cursor = line.rsplit(' ').next().unwrap().to_owned();
        let before = &line[..line.len() - cursor.len()];
        let answer = world.run(&format!("completions zsh -- {before} '{cursor}'")).ok().out;
        let put = crate::completion::inserted(&cursor, &answer);
        let is_one = answer.lines().count() == 2 && !answer.starts_with("words open");
        line = format!("{before}{put}{}", if is_one { " " } else { "" });
    }
    line
}

fn sorted(line: &str) -> Vec<&str> {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    words.sort_unstable();
    words
}

#[test]
fn each_line_does_its_task() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    crate::invite::accept(&mut world, "jim@bigshoes.example");
    world.at_terminal(100);
    let mut done = Vec::new();
    for task in table().0 {
        let (line, answers) = task.ours.split_first().unwrap();
        let line = line.strip_prefix("partnerctl ").unwrap().split(" > ").next().unwrap().to_owned();
        // Anyone who is invited twice in a minute is mailed once.
        world.pass(partnerctl::domain::time::Span::hours(1));
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        // The client comes first there, so that people and things of it can be completed.
        let with_tab = after_tabs(&mut world, &task.with_tab[0]);
        assert_eq!(sorted(&with_tab), sorted(&task.ours[0]), "{}: {with_tab}", task.name);
        done.push((task.name.clone(), world.answers(&answers).run(&line).ok()));
        if task.name == "wrong address" {
            crate::invite::accept(&mut world, "anna@bigshoes.example");
        }
    }
    let said = |name: &str| done.iter().find(|(task, _)| task == name).map(|(_, run)| run.to_string()).unwrap();
    for (task, shown) in [
        ("find the caller", "big-shoes"),
        ("people, mails and state", "jim@bigshoes.example"),
        ("invite one", "ann@bigshoes.example"),
        ("send again", "ann@bigshoes.example"),
        ("wrong address", "anna@bigshoes.example"),
        ("change role", "admin"),
        ("take out", "anna@bigshoes.example"),
        ("request a link", "lnk_1"),
        ("owner approves by phone", "lnk_1"),
        ("CSV for the boss", "C100001-9,big-shoes,"),
    ] {
        assert!(said(task).contains(shown), "{task}: {}", said(task));
    }
    let people =
        world.sql("SELECT email || ' ' || role || ' ' || state FROM user_list WHERE client_slug = 'big-shoes'");
    assert!(people.contains(&"jim@bigshoes.example owner active".to_owned()), "{people:?}");
    assert!(!people.iter().any(|row| row.starts_with("ann") && !row.ends_with("ended")), "{people:?}");
    assert_eq!(world.sql("SELECT state FROM link_list"), ["linked"]);
}
