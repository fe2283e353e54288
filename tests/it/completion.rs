//! Completion at a shell: what is offered where, to whom, and what may be put on the line. Nothing is selected by it.
//! `pressed` presses Tab in the shells themselves.

mod pressed;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::{Frozen, World};

/// A desk with each kind of record: `big-shoes` with an owner who accepted and a manager who was invited, a link that is
/// in force and one that is asked for, a session, and mails.
fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("client add 'The Shoe Tree' --slug tree --owner bea@tree.example --domain shoetree.example").ok();
        for address in ["pia@jimsweb.example", "pat@jimsweb.example"] {
            let words =
                format!("partner add-user {address} -p jims-web --first-name P --last-name Parker --generate-password");
            world.run(&words).ok();
        }
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
        world.run("link request -p jims-web --target big-shoes").ok();
        world.run("link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone").ok();
        world.run("link request -p jims-web --target tea-house").ok();
        world.run("session open -c big-shoes --as jim@bigshoes.example -m phone").ok();
        world.run("client edit big-shoes --field region=north").ok();
        world.run("config set form.welcome https://forms.example/welcome").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// What is answered to zsh at the end of a line: how to complete, then a line for each word.
fn answer(world: &mut World, line: &str) -> String {
    let run = world.run(&format!("completions zsh -- partnerctl {line}")).ok();
    assert_eq!(run.err, "", "{line}");
    run.out
}

/// The words that are offered at the end of a line.
fn offered(world: &mut World, line: &str) -> Vec<String> {
    let answer = answer(world, line);
    let words = answer.lines().skip(1).filter_map(|line| line.split('\t').next()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What is shown of them.
fn shown(world: &mut World, line: &str) -> Vec<String> {
    let answer = answer(world, line);
    let lines = answer.lines().skip(1).filter_map(|line| line.split_once('\t'));
    lines.map(|(_, shown)| shown.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_key_completes_to_the_slug() {
    let mut world = world();
    assert_snapshot!(answer(&mut world, "user list -c sho"), @"
    words stays lines
    big-shoes	big-shoes  C100001-9 Big Shoes Inc.
    tree	tree       C100003-5 The Shoe Tree
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
        ("C100001-", vec![]),
        // A whole id stays, and says whose it is.
        ("C100001-9", vec!["C100001-9"]),
        ("C100001-8", vec![]),
        ("C199999-1", vec![]),
        ("nowhere", vec![]),
    ] {
        assert_eq!(offered(&mut world, &format!("user list -c {typed}")), slugs, "{typed}");
    }
}

#[test]
fn every_kind_of_value_completes() {
    let mut world = world();
    for (line, words) in [
        ("staff l", "list"),
        ("user list --cli", "--client"),
        ("user list --format=js", "--format=json"),
        ("user list --color ne", "never"),
        ("client show account:4", "account:4711"),
        ("client show domain:big", "domain:bigshoes.example"),
        ("client show owner:ji", "owner:jim@bigshoes.example"),
        ("client show jim@b", "jim@bigshoes.example"),
        ("partner assign-clients pia@jimsweb.example -p jims-web --clients tree,tea", "tree,tea-house"),
        ("partner show web", "jims-web"),
        ("partner show p --as pia@j", "pia@jimsweb.example"),
        ("--as ann", "ann@bigshoes.example"),
        ("user show -c big-shoes ann", "ann@bigshoes.example"),
        ("user edit -c big-shoes an", "ann@bigshoes.example"),
        ("partner offboard-user pia@jimsweb.example -p jims-web --to pa", "pat@jimsweb.example"),
        ("audit list --user be", "bea@tree.example"),
        ("access check pi", "pia@jimsweb.example"),
        ("invite resend -c big-shoes inv_2", "inv_2"),
        ("invite resend -c big-shoes an", "ann@bigshoes.example"),
        ("link show lnk_2", "lnk_2"),
        ("link approve -c tea-house l", "lnk_2"),
        ("session verify -c big-shoes --session s", "ses_1"),
        ("user add x@y.example -c big-shoes -r sup", "supervisor"),
        ("user add x@y.example --permissions invoices,us", "invoices,users"),
        ("access why --permission inv", "invoices"),
        ("client list --state dr", "draft"),
        ("client list --activation not", "not_invited"),
        ("client list --plan p", "pro"),
        ("client list --staff j", "jane"),
        ("link list --state pen", "pending"),
        ("invite list --state exp", "expired"),
        ("mail list --state wr", "written"),
        ("session list --state op", "open"),
        ("user list --state pre", "prepared"),
        ("client list --columns name,act", "name,activation"),
        ("client list --sort=-na", "--sort=-name"),
        ("config set mail.tr", "mail.transport"),
        ("config set mail.transport smt", "smtp"),
        ("config set desk.time_zone Europe/Berl", "Europe/Berlin"),
        ("config unset form", "form.welcome"),
        ("invite send a@b.example --form we", "welcome"),
        ("client edit big-shoes --field re", "region="),
        ("help exit", "exit-codes"),
        ("help client sh", "show"),
        ("partner dashboard --tab tr", "trial"),
        ("init --mail-transport se", "sendmail"),
        ("user remove x --override last", "last-owner"),
        ("invite bulk --again declined,rem", "declined,removed"),
        ("audit list --action invite.se", "invite.send"),
        ("audit list --actor ja", "jane"),
        ("client import --map Firma=na", "Firma=name"),
        ("invite bulk --map Mail=em", "Mail=email"),
        ("completions po", "powershell"),
    ] {
        let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        assert_eq!(offered(&mut world, line), words, "{line}");
    }
    let changes = offered(&mut world, "undo -c big-shoes --change ''");
    assert!(changes.len() > 2 && changes.iter().all(|number| number.parse::<u32>().is_ok()), "{changes:?}");
    let mails = offered(&mut world, "mail show msg_");
    assert!(mails.contains(&"msg_1".to_owned()), "{mails:?}");
}

#[test]
fn ids_come_with_state_and_address() {
    let mut world = world();
    let mut shown = |line: &str| shown(&mut world, line);
    assert_eq!(
        shown("invite show -c big-shoes ''"),
        ["inv_2 pending, ann@bigshoes.example", "inv_1 accepted, jim@bigshoes.example"]
    );
    assert_eq!(shown("link show ''"), ["lnk_2 pending, jims-web, tea-house", "lnk_1 linked, jims-web, big-shoes"]);
    assert_eq!(shown("session verify -c big-shoes --session ''"), ["ses_1 open, jim@bigshoes.example"]);
    assert_eq!(shown("user show -c big-shoes a"), ["ann@bigshoes.example manager, prepared"]);
    assert_eq!(shown("partner edit-user -p jims-web pat"), ["pat@jimsweb.example P Parker"]);
    let mails = shown("mail retry -c tea-house ''");
    assert!(mails.iter().all(|mail| mail.contains("tia@teahouse.example, link_request")), "{mails:?}");
}

#[test]
fn change_completes_only_its_client() {
    let mut world = world();
    assert_eq!(answer(&mut world, "link approve ''"), "words\n\tname the client first, with -c\n");
    assert_eq!(answer(&mut world, "undo --change ''"), "words\n\tname the client first, with -c\n");
    assert_eq!(offered(&mut world, "link approve -c big-shoes ''"), ["lnk_1"]);
    assert_eq!(offered(&mut world, "link approve -c tea-house ''"), ["lnk_2"]);
    assert_eq!(offered(&mut world, "link approve -c nowhere ''"), [""; 0]);
    assert_eq!(offered(&mut world, "link cancel -c big-shoes lnk_1 ''"), [""; 0], "it is named already");
}

#[test]
fn new_names_and_words_are_never_offered() {
    let mut world = world();
    for line in [
        "client add tea",
        "client find tea",
        "partner add-user pi",
        "user add an",
        "client add X --owner ji",
        "client close big-shoes --confirm b",
        "client add X --allow-similar C1",
        "init --label t",
        "user list --expect-db t",
        "audit verify --head a",
        "client show big-shoes -m w",
        "tea",
        "client tea",
        "-c tea",
        "client show tea-house tea",
    ] {
        assert_eq!(offered(&mut world, line), [""; 0], "{line}");
    }
    assert!(answer(&mut world, "client add X --owner ''").contains("\tEMAIL: "), "what is wanted is said");
    let options = answer(&mut world, "client add ''");
    assert!(options.starts_with("words stays") && options.contains("--owner\t"), "{options}");
}

#[test]
fn files_complete_only_where_meant() {
    let mut world = World::empty();
    for line in [
        "client import ''",
        "client import /et",
        "client import --errors=/et",
        "user list --db ''",
        "db backup ''",
        "config set mail.smtp.ca_file ''",
    ] {
        assert_eq!(answer(&mut world, line), "files\n", "{line}");
    }
    assert_eq!(answer(&mut world, "demo --keep ''"), "folders\n");
    assert_eq!(answer(&mut world, "config set mail.templates ''"), "folders\n");
    assert_eq!(answer(&mut world, "client show ''"), "");
}

#[test]
fn bash_gets_what_it_replaces() {
    let mut world = world();
    let mut bash = |fragment: &str, kind: u8, line: &str| {
        world.run(&format!("completions bash -- '{fragment}' {kind} 'partnerctl {line}'")).ok().out
    };
    assert_eq!(bash("tea", 9, "user list -c tea"), "words\ntea-house\n");
    assert_eq!(bash("tea", 9, "user list --client=tea"), "words\ntea-house\n");
    assert_eq!(bash("", 9, "user list --client="), "words\nbig-shoes\ntea-house\ntree\n");
    assert_eq!(bash("big", 9, "client show owner:jim@big"), "words\nbigshoes.example\n");
    assert_eq!(bash("sho", 9, "user list -c sho"), "words\nbig-shoes\ntree\n \n");
    assert_eq!(
        bash("sho", 63, "user list -c sho"),
        "words\nbig-shoes  C100001-9 Big Shoes Inc.\ntree       C100003-5 The Shoe Tree\n \n"
    );
    assert_eq!(bash("an", 9, "user show -c \"big-shoes\" an"), "words\nann@bigshoes.example\n");
    assert_eq!(bash("us", 9, "user add x@y.example --permissions us"), "words open\nusers\n");
    assert_eq!(bash("new", 9, "client import new"), "files\n");
    assert_eq!(bash("", 9, "link approve "), "words\nname the client first, with -c\n \n");
}

#[test]
fn database_and_person_of_the_line_are_used() {
    let mut world = world();
    world.run("init --db other.db").ok();
    world.run("client add Teacher --owner tom@teacher.example --db other.db").ok();
    assert_eq!(offered(&mut world, "user list --db other.db -c tea"), ["teacher"]);
    assert_eq!(offered(&mut world, "--db=other.db user list -c tea"), ["teacher"]);
    assert_eq!(offered(&mut world, "user list --db '$DB' -c tea"), [""; 0], "a guess could be another database's");
    let home = world.path("");
    world.var("HOME", home.to_str().unwrap());
    assert_eq!(offered(&mut world, "user list --db ~/other.db -c tea"), ["teacher"]);
}

#[test]
fn completion_shows_what_the_actor_may_see() {
    let mut world = world();
    for (line, words) in [
        ("user list --as jim@bigshoes.example -c ''", "big-shoes"),
        ("user show --as jim@bigshoes.example -c big-shoes an", "ann@bigshoes.example"),
        // Whose client tea-house is, is not for Jim to see.
        ("user show --as jim@bigshoes.example -c tea-house ''", ""),
        ("client show --as jim@bigshoes.example owner:t", ""),
        ("client show --as jim@bigshoes.example account:", "account:4711"),
        ("access check --as jim@bigshoes.example t", ""),
        ("access check --as jim@bigshoes.example ''", "jim@bigshoes.example"),
        ("link show --as jim@bigshoes.example ''", ""),
        ("link approve --as jim@bigshoes.example -c big-shoes ''", "lnk_1"),
        ("link approve --as jim@bigshoes.example -c tea-house ''", ""),
        ("mail show --as jim@bigshoes.example ''", ""),
        ("invite show --as ann@bigshoes.example -c big-shoes ''", ""),
        ("invite show --as jim@bigshoes.example -c big-shoes inv_2", "inv_2"),
        ("client list --as jim@bigshoes.example --staff ''", ""),
        ("config unset --as jim@bigshoes.example ''", ""),
        ("undo --as jim@bigshoes.example -c big-shoes --change ''", ""),
        ("client edit --as pia@jimsweb.example big-shoes --field ''", "region="),
        ("client edit --as pia@jimsweb.example tea-house --field ''", ""),
        ("partner show --as jim@bigshoes.example ''", ""),
        ("partner edit-user --as pia@jimsweb.example -p jims-web pat", "pat@jimsweb.example"),
        ("partner edit-user --as jim@bigshoes.example -p jims-web pa", ""),
    ] {
        let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        assert_eq!(offered(&mut world, line), words, "{line}");
    }
}

#[test]
fn completion_fails_silently() {
    let mut world = world();
    for line in [
        "user list --db missing.db -c tea",
        "user list --as nobody@x.example -c tea",
        "user list --wrong -c tea",
        "user list --db a.db --db b.db -c tea",
    ] {
        assert_eq!(answer(&mut world, line), "", "{line}");
    }
    let before = world.sql("SELECT count(*) FROM audit");
    world.account("intruder");
    assert_eq!(offered(&mut world, "user list -c tea"), [""; 0]);
    world.account("jane");
    assert_eq!(world.sql("SELECT count(*) FROM audit"), before);
    world.write("text.db", "no database");
    assert_eq!(answer(&mut world, "user list --db text.db -c tea"), "");
    // An older database stays as it is, and a newer one is not read.
    crate::opening::make_as_of(&world.database(), 5);
    assert_eq!(answer(&mut world, "user list -c tea"), "");
    assert_eq!(world.sql("SELECT name FROM sqlite_schema WHERE name = 'login_word'"), [""; 0]);
    assert_eq!(answer(&mut World::empty(), "user list -c tea"), "");
    // What needs no database is offered all the same.
    assert_eq!(offered(&mut World::empty(), "config set mail.tr"), ["mail.transport"]);
}

#[test]
fn no_more_than_fifty_are_offered() {
    let mut world = World::new();
    let row = |n: usize| format!("Shop Number {n},o{n}@c{n}.example\n");
    world.write("new.csv", "name,owners\n".to_owned() + &(0..60).map(row).collect::<String>());
    world.run("client import new.csv").ok();
    world.run("invite send --owners -c shop-number-1").ok();
    for line in ["user list -c number", "audit list --user o", "config set desk.time_zone Europe/"] {
        assert_eq!(offered(&mut world, line).len(), 50, "{line}");
        let answer = answer(&mut world, line);
        assert!(answer.starts_with("words stays") && answer.ends_with(" more; type on\n"), "{answer}");
    }
}

fn common_prefix(words: &[String]) -> &str {
    let Some((first, rest)) = words.split_first() else { return "" };
    let same = |end: &usize| rest.iter().all(|word| word.as_bytes().get(..*end) == first.as_bytes().get(..*end));
    &first[..(0..=first.len()).rev().find(same).unwrap_or(0)]
}

/// What a shell puts on the line in the place of `typed`, by the rules of the scripts.
pub fn inserted(typed: &str, answer: &str) -> String {
    let how = answer.lines().next().unwrap_or_default();
    let words: Vec<String> = answer
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next().map(str::to_owned))
        .filter(|word| !word.is_empty())
        .collect();
    if how.contains("stays") || words.is_empty() { typed.to_owned() } else { common_prefix(&words).to_owned() }
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
        let rows = slugs.iter().enumerate().map(|(n, slug)| format!("{slug},Q{n},{slug}@c{n}.example\n"));
        world.write("new.csv", "slug,name,owners\n".to_owned() + &rows.collect::<String>());
        world.run("client import new.csv").ok();
        let prefixes: BTreeSet<&str> = slugs.iter().flat_map(|slug| (0..4).map(|end| &slug[..end])).collect();
        for typed in prefixes {
            let begins = |slug: &&String| slug.split('-').any(|word| word.starts_with(typed));
            let matches: Vec<&String> = slugs.iter().filter(begins).collect();
            let clients = answer(&mut world, &format!("client show '{typed}'"));
            let put = inserted(typed, &clients);
            assert!(put.starts_with(typed), "{typed:?} became {put:?}");
            let is_common = put == typed || matches.iter().all(|slug| slug.starts_with(&put));
            assert!(is_common, "{typed:?} became {put:?}, which shuts out some of {}", matches.len());
            let more = matches.len().saturating_sub(50);
            let note = if more == 0 { None } else { Some(format!("\t{more} more; type on")) };
            assert_eq!(clients.lines().find(|line| line.starts_with('\t')), note.as_deref(), "{typed:?}");
            // Each has an owner whose address begins with the slug.
            let people = answer(&mut world, &format!("audit list --user '{typed}'"));
            let put = inserted(typed, &people);
            let addresses = slugs.iter().filter(|slug| slug.starts_with(typed)).map(|slug| format!("{slug}@"));
            assert!(
                put.starts_with(typed)
                    && addresses.clone().all(|address| address.starts_with(&put)
                        || put.starts_with(&address) && addresses.clone().count() == 1),
                "{typed:?} became {put:?}"
            );
        }
    }
}

#[test]
fn records_are_cut_with_their_number() {
    let mut world = world();
    world.pass(Span::hours(1));
    for n in 0..55 {
        world.run(&format!("user add g{n}@bigshoes.example -c big-shoes -r manager")).ok();
        world.run(&format!("invite send g{n}@bigshoes.example -c big-shoes")).ok();
    }
    let invitations = answer(&mut world, "invite cancel -c big-shoes inv_");
    assert!(invitations.starts_with("words stays lines\ninv_57\t"), "the newest come first: {invitations}");
    assert!(invitations.ends_with("\t7 more; type on\n"), "{invitations}");
    assert_eq!(offered(&mut world, "invite cancel -c big-shoes inv_5").len(), 9);
}

#[test]
fn whole_ids_complete_as_typed() {
    let mut world = world();
    assert_eq!(shown(&mut world, "client show C100001-9"), ["C100001-9 big-shoes Big Shoes Inc."]);
    assert_eq!(shown(&mut world, "partner show ptn_1"), ["ptn_1 jims-web Jim's Web"]);
    let jim = world.sql("SELECT id FROM login WHERE email_key = 'jim@bigshoes.example'").remove(0);
    for line in
        ["user show", "user list --as", "access list --user", "user remove -c big-shoes", "invite send -c big-shoes"]
    {
        let words = offered(&mut world, &format!("{line} usr_{jim}"));
        assert_eq!(words, [format!("usr_{jim}")], "{line}");
    }
    // The people of others are not shown.
    let tia = world.sql("SELECT id FROM login WHERE email_key = 'tia@teahouse.example'").remove(0);
    assert!(offered(&mut world, &format!("--as jim@bigshoes.example access why usr_{tia}")).is_empty());
    assert!(offered(&mut world, &format!("user remove -c big-shoes usr_{tia}")).is_empty());
    assert!(offered(&mut world, "--as tia@teahouse.example client show C100001-9").is_empty());
}

#[test]
fn no_one_acts_for_an_inactive_login() {
    let mut world = world();
    world.run("user deactivate pat@jimsweb.example --confirm pat@jimsweb.example").ok();
    for line in [
        "--as pat",
        "client show big-shoes --as pat",
        "partner show -p jims-web --as pat",
        "user list -c big-shoes --as pat",
    ] {
        assert!(offered(&mut world, line).is_empty(), "{line}");
    }
    assert_eq!(offered(&mut world, "user activate pat"), ["pat@jimsweb.example"]);
}
