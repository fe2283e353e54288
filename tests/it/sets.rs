//! Rows of a table that are read and written together end as if each were carried out by itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::World;

/// Draws numbers that come out the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// People and clients in every state that a row can meet.
fn town() -> World {
    let mut world = World::with_story();
    for line in [
        "client add Moon --slug moon --owner mo@moon.example",
        "client add Mars --slug mars --owner max@mars.example --domain mars.example",
        "client close mars --confirm mars:1",
        "client edit moon --slug luna",
        "user add ann@bigshoes.example -c big-shoes -r admin",
        "invite send ann@bigshoes.example -c big-shoes",
        "invite accept inv_1 -c big-shoes --as ann@bigshoes.example -m phone",
        "invite send pen@bigshoes.example -c big-shoes -r manager",
        "invite send no@bigshoes.example -c big-shoes -r manager",
        "invite decline inv_3 -c big-shoes --as no@bigshoes.example -m phone",
        "user add off@bigshoes.example -c big-shoes -r manager",
        "user deactivate off@bigshoes.example -m gone",
    ] {
        world.run(line);
    }
    world
}

/// What a database says, without numbers and times.
fn facts(world: &World) -> BTreeMap<&'static str, Vec<String>> {
    let queries = [
        (
            "clients",
            "SELECT slug || ' ' || name || ' ' || coalesce(domain, '') || ' ' || coalesce(account_number, '') || ' ' || coalesce(plan, '') || ' ' || state || ' ' || version FROM client ORDER BY slug",
        ),
        (
            "words",
            "SELECT c.slug || ' ' || w.word FROM client_word AS w JOIN client AS c ON c.id = w.client_id ORDER BY c.slug, w.word",
        ),
        (
            "fields",
            "SELECT c.slug || ' ' || f.field_key || ' ' || coalesce(f.value, '') || ' ' || f.version FROM client_field AS f JOIN client AS c ON c.id = f.client_id ORDER BY 1",
        ),
        (
            "logins",
            "SELECT email || ' ' || state || ' ' || first_name || ' ' || last_name || ' ' || mailbox || ' ' || version FROM login ORDER BY email",
        ),
        (
            "grants",
            "SELECT c.slug || ' ' || l.email || ' ' || g.role || ' ' || g.permissions || ' ' || g.state || ' ' || g.version FROM access_grant AS g JOIN client AS c ON c.id = g.client_id JOIN login AS l ON l.id = g.login_id ORDER BY g.id",
        ),
        (
            "invitations",
            "SELECT c.slug || ' ' || i.email || ' ' || i.role || ' ' || i.state || ' ' || i.send_count || ' ' || i.kind || ' ' || coalesce(i.language, '') || ' ' || i.version || ' ' || i.id FROM invitation AS i JOIN client AS c ON c.id = i.client_id ORDER BY i.id",
        ),
        (
            "codes",
            "SELECT kind || ' ' || record_id || ' ' || version || ' ' || state FROM code ORDER BY kind, record_id",
        ),
        (
            "mails",
            "SELECT id || ' ' || recipient || ' ' || kind || ' ' || subject || ' ' || coalesce(cause, '') || ' ' || coalesce(cause_version, '') || ' ' || state FROM mail ORDER BY id",
        ),
        (
            "audit",
            "SELECT a.action || ' ' || a.outcome || ' ' || coalesce(a.error_code, '') || ' ' || coalesce(a.entity_id, '') || ' ' || coalesce(c.slug, '') FROM audit AS a LEFT JOIN client AS c ON c.id = a.client_id WHERE NOT (a.outcome = 'unchanged' AND a.entity_id IS NULL) ORDER BY a.id",
        ),
        (
            "audit_users",
            "SELECT l.email || ' ' || a.action FROM audit_user AS u JOIN login AS l ON l.id = u.login_id JOIN audit AS a ON a.id = u.audit_id ORDER BY u.audit_id, l.email",
        ),
    ];
    let found = world.sqls(&queries.map(|(_, query)| query));
    queries.iter().map(|(name, _)| *name).zip(found).collect()
}

/// What became of each row.
fn results(world: &mut World, line: &str, columns: &[&str]) -> Vec<String> {
    let run = world.run(line);
    let rows = run.csv();
    rows.iter().map(|row| columns.iter().map(|column| row[*column].as_str()).collect::<Vec<_>>().join(" | ")).collect()
}

/// Carries out the same rows at once, and one after the other from tables of their own, and compares what is there then.
fn same_together_as_one_by_one(seed: u64, header: &str, rows: &[String], line: &str, columns: &[&str]) {
    let (mut together, mut single) = (town(), town());
    together.write("table.csv", format!("{header}\n{}\n", rows.join("\n")));
    let at_once = results(&mut together, line, columns);
    let mut one_by_one = Vec::new();
    for row in rows {
        single.write("table.csv", format!("{header}\n{row}\n"));
        one_by_one.extend(results(&mut single, line, columns));
    }
    let mut table = String::new();
    rows.iter().for_each(|row| writeln!(table, "{row}").unwrap());
    assert_eq!(at_once, one_by_one, "seed {seed}, {line}\n{table}");
    for (name, facts) in facts(&together) {
        assert_eq!(facts, self::facts(&single)[name], "seed {seed}, {line}: {name}\n{table}");
    }
    together.run("audit verify").ok();
    together.run("db check").ok();
}

const PEOPLE: [&str; 14] = [
    "jim@bigshoes.example",
    "tia@teahouse.example",
    "ann@bigshoes.example",
    "pen@bigshoes.example",
    "no@bigshoes.example",
    "off@bigshoes.example",
    "mo@moon.example",
    "NEW@bigshoes.example",
    "new@bigshoes.example",
    "other@else.example",
    "third@else.example",
    "no-address",
    "",
    "max@mars.example",
];

#[test]
fn invitations_of_a_table_are_those_of_its_rows() {
    for seed in 1..=16 {
        let mut draw = Draw(seed);
        let rows: Vec<String> = (0..12 + draw.below(8))
            .map(|_| {
                let client = draw.of(&["big-shoes", "big-shoes", "tea-house", "luna", "moon", "mars", "nowhere", ""]);
                let role = draw.of(&["owner", "admin", "manager", "guest", "guest", "king", ""]);
                let until = draw.of(&["", "", "", "2027-06-30", "2020-01-01"]);
                let language = draw.of(&["", "", "de", "xx"]);
                let result = draw.of(&["", "", "", "", "", "failed"]);
                format!("{client},{},{role},{until},{language},{result}", draw.of(&PEOPLE))
            })
            .collect();
        let who = draw.of(&["", "", " --as ann@bigshoes.example -m phone"]);
        let again = draw.of(&["", " --again declined", " --resend-after 1s --max-sends 3"]);
        let line = format!("invite bulk table.csv --allow-elsewhere --csv{again}{who}");
        let columns = ["client_slug", "email", "result", "mail", "error_code", "message"];
        let header = "client_slug,email,role,until,language,result";
        same_together_as_one_by_one(seed, header, &rows, &line, &columns);
    }
}

/// Rows of one table that are about the same client are another matter: here each is about its own, and may look like
/// that of another row.
#[test]
fn clients_of_a_table_are_those_of_its_rows() {
    for seed in 1..=12 {
        let mut draw = Draw(seed);
        let mut slugs =
            vec!["sun", "su-n", "s-un", "star", "5tar", "sta-r", "luna", "moon", "big-shoes", "tea-house", "mars"];
        let mut rows = Vec::new();
        for number in 0..10 + draw.below(8) {
            let slug = if slugs.is_empty() || draw.below(4) == 0 { "" } else { slugs.remove(draw.below(slugs.len())) };
            let name = match slug {
                "big-shoes" => "Big Shoes Inc.".to_owned(),
                "tea-house" => "Tea House".to_owned(),
                "luna" | "moon" => "Moon".to_owned(),
                _ if draw.below(9) == 0 => String::new(),
                _ => format!("Place {number}"),
            };
            let domain = draw.of(&["", "", "", "sun.example", "star.example", "bigshoes.example", "no domain"]);
            let account = if draw.below(3) == 0 { format!("{}", 5000 + number) } else { String::new() };
            let owner = match slug {
                "big-shoes" => "jim@bigshoes.example",
                "tea-house" => "tia@teahouse.example",
                "luna" | "moon" => "mo@moon.example",
                _ => draw.of(&PEOPLE),
            };
            let (plan, field) = (draw.of(&["", "pro", "starter", "gold"]), draw.of(&["", "north", "south"]));
            rows.push(format!("{name},{slug},{owner},{domain},{account},{plan},{field}"));
        }
        let update = draw.of(&["", " --update"]);
        let line = format!("client import table.csv --allow-elsewhere --csv{update}");
        let columns = ["client_slug", "owners", "result", "error_code"];
        let header = "name,slug,owners,domain,account_number,plan,field.region";
        same_together_as_one_by_one(seed, header, &rows, &line, &columns);
    }
}
