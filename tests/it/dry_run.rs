//! A dry run says what would happen: no changing command claims a change in any form of its output, names an id that was
//! not kept, or leaves out that it was a dry run.

use partnerctl::domain::class::Class;
use partnerctl::domain::time::Span;
use serde_json::Value;

use crate::classes::{classes, entries};
use crate::support::{Frozen, Run, World};

/// A change: its command, what comes before it (a line, or after `!` a statement), and the line. `{confirm}` is the value
/// that a dry run shows. A line after `@ADDRESS` gets the newest code that was mailed there, and the code that a line after
/// `>` shows is in the file `code`.
const CHANGES: &[(&str, &[&str], &str)] = &[
    ("client add", &[], "client add 'New Co' --owner new@co.example"),
    ("client associate", &[], "client associate big-shoes -p jims-web --tab trial"),
    ("client dissociate", &["client associate big-shoes -p jims-web"], "client dissociate big-shoes -p jims-web"),
    ("client edit", &[], "client edit big-shoes --plan pro --slug large-shoes"),
    (
        "client close",
        &["invite send max@else.example -c big-shoes -r guest", "link request -p others --target big-shoes"],
        "client close big-shoes --confirm {confirm}",
    ),
    (
        "client merge",
        &["client edit tea-house --plan pro", "invite send max@else.example -c tea-house -r guest", LATER],
        "client merge tea-house big-shoes --keep domain=big-shoes --confirm tea-house:big-shoes",
    ),
    ("client reopen", &["client close tea-house --confirm tea-house:1"], "client reopen tea-house"),
    ("client import", &[], "client import new.csv"),
    ("client recover", ORPHANED, RECOVER),
    ("client stop-recovery", &[ORPHANED[0], ORPHANED[1], RECOVER], "client stop-recovery big-shoes"),
    ("config set", &[], "config set web.base_url https://access.example"),
    ("config unset", &["config set mail.reply_to desk@desk.example"], "config unset mail.reply_to"),
    ("invite send", &[], "invite send max@else.example -c big-shoes -r guest"),
    ("invite send", &[], "invite send --owners -c tea-house"),
    ("invite bulk", &[], "invite bulk in.csv"),
    ("invite resend", &[INVITED, LATER], "invite resend inv_4 -c big-shoes"),
    ("invite resend", &[INVITED, LATER], "invite resend inv_4 -c big-shoes --to other@else.example"),
    ("invite edit", &[INVITED], "invite edit inv_4 -c big-shoes -r manager --until 2027-06-30"),
    ("invite edit", &[INVITED, LATER], "invite edit inv_4 -c big-shoes -r manager --resend"),
    ("invite cancel", &[INVITED], "invite cancel inv_4 -c big-shoes"),
    ("invite accept", &[INVITED], "@max@else.example invite accept --code-stdin --password-file password"),
    ("invite decline", &[INVITED], "@max@else.example invite decline --code-stdin"),
    ("link request", &[], "link request -p jims-web --target tea-house"),
    ("link approve", &[ASKED], "link approve lnk_2 -c big-shoes --as jim@bigshoes.example -m phone"),
    ("link deny", &[ASKED], "link deny lnk_2 -c big-shoes --as jim@bigshoes.example -m phone"),
    ("link edit", &[], "link edit lnk_1 -c big-shoes --for 30d"),
    ("link extend", &["link edit lnk_1 -c big-shoes --for 30d"], "link extend lnk_1 -c big-shoes --for 90d"),
    ("link cancel", &[ASKED], "link cancel lnk_2 -c big-shoes"),
    ("link resend", &[ASKED, LATER], "link resend lnk_2 -c big-shoes"),
    ("link create", &[], "link create -p others -c big-shoes --as jim@bigshoes.example -m phone"),
    ("link delete", &["link remove lnk_1 -c big-shoes --confirm big-shoes"], "link delete lnk_1 -c big-shoes"),
    ("link remove", &[], "link remove lnk_1 -c big-shoes --confirm big-shoes"),
    (
        "link process",
        &[
            "config set links.provisioner /bin/false",
            "link create -p others -c big-shoes --as jim@bigshoes.example -m phone",
            "config unset links.provisioner",
        ],
        "link process lnk_2 -c big-shoes",
    ),
    ("mail bounce", &[], "mail bounce dsn.eml"),
    ("mail bounce", &["mail bounce dsn.eml"], "mail bounce --lift jim@bigshoes.example -m 'works again'"),
    ("mail deliver", &["invite bulk in.csv"], "mail deliver"),
    (
        "mail retry",
        &[INVITED, "!UPDATE mail SET state = 'failed' WHERE recipient = 'max@else.example'"],
        "mail retry msg_{last} -c big-shoes",
    ),
    ("partner add", &[], "partner add 'More Webs' --slug more-webs"),
    ("partner edit", &[], "partner edit jims-web --name 'Jim and Web'"),
    (
        "partner add-user",
        &[],
        "partner add-user new@jimsweb.example -p jims-web --first-name New --last-name User --generate-password",
    ),
    ("partner edit-user", &[], "partner edit-user pat@jimsweb.example -p jims-web --restricted --until 2027-06-30"),
    (
        "partner assign-clients",
        &["partner edit-user pat@jimsweb.example -p jims-web --no-clients"],
        "partner assign-clients pat@jimsweb.example -p jims-web --clients big-shoes",
    ),
    (
        "partner unassign-clients",
        &["partner edit-user pat@jimsweb.example -p jims-web --clients big-shoes"],
        "partner unassign-clients pat@jimsweb.example -p jims-web --clients big-shoes",
    ),
    ("partner close", &[], "partner close jims-web --confirm {confirm}"),
    ("partner offboard-user", &[], "partner offboard-user pat@jimsweb.example -m left --confirm {confirm}"),
    ("session open", &[OPENED], "session open -c big-shoes --as pat@jimsweb.example -m phone"),
    (
        "session close",
        &[OPENED, "session open -c big-shoes --as pat@jimsweb.example -m phone"],
        "session close --as pat@jimsweb.example -m phone",
    ),
    (
        "session verify",
        &[OPENED, ">session open -c big-shoes --as pat@jimsweb.example -m phone --json"],
        "session verify --code-file code",
    ),
    (
        "db restore",
        &["db backup copy.db", "client add 'Late Co' --owner late@co.example"],
        "db restore copy.db --confirm live",
    ),
    (
        "mail status",
        &["config set mail.transport sendmail", "config set mail.sendmail.program /bin/true"],
        "mail status --to jane@desk.example",
    ),
    ("staff add", &[], "staff add ravi --name 'Ravi Rao'"),
    ("staff edit", &["staff add ravi --name 'Ravi Rao'"], "staff edit ravi --read-only"),
    ("staff remove", &["staff add ravi --name 'Ravi Rao'"], "staff remove ravi"),
    ("setup shell", &[], "setup shell --shell fish"),
    ("undo", &["client edit big-shoes --plan pro"], "undo -c big-shoes"),
    ("user add", &[], "user add max@else.example -c big-shoes -r manager"),
    ("user add", &[], "user add max@else.example -c big-shoes -r guest"),
    ("user add", &[], OPENED),
    ("user edit", &[], "user edit ann@bigshoes.example -c big-shoes -r manager --for 30d"),
    ("user remove", &[], "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes"),
    ("user remove", &[], "user remove pat@jimsweb.example -c big-shoes --confirm big-shoes"),
    ("user edit", &[], "user edit pat@jimsweb.example -c big-shoes --permissions profile"),
    ("partner edit-user", &[], "partner edit-user pat@jimsweb.example -p jims-web --no-clients"),
    (
        "user leave",
        &[],
        "user leave ann@bigshoes.example -c big-shoes --as ann@bigshoes.example -m left --confirm big-shoes",
    ),
    (
        "user deactivate",
        &[],
        "user deactivate ann@bigshoes.example --confirm ann@bigshoes.example --expect-clients 1 -m left",
    ),
    (
        "user activate",
        &["user deactivate ann@bigshoes.example --confirm ann@bigshoes.example --expect-clients 1 -m left"],
        "user activate ann@bigshoes.example --expect-clients 1 -m back",
    ),
    ("user rename", &[], "user rename ann@bigshoes.example ann.lee@bigshoes.example --expect-clients 1 -m married"),
    ("user reset-password", &[], "user reset-password ann@bigshoes.example"),
    ("user reset-password", &[], "user reset-password ann@bigshoes.example --generate-password"),
    (
        "user set-password",
        &["user reset-password ann@bigshoes.example"],
        "@ann@bigshoes.example user set-password ann@bigshoes.example --code-stdin --password-file password",
    ),
];

/// Commands that refuse a dry run, because nothing could be shown.
const REFUSED: &[(&str, &str)] = &[("init", "init"), ("db backup", "db backup copy.db"), ("serve", "serve")];

/// Lets the people of jims-web in.
const OPENED: &str = "user add -c big-shoes -r admin --for-partner jims-web";
/// No one is left who administers big-shoes.
const ORPHANED: &[&str] = &[
    "user deactivate jim@bigshoes.example --confirm jim@bigshoes.example --expect-clients 1 -m died",
    "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes --override last-owner -m gone",
];
const RECOVER: &str = "client recover big-shoes --owner new@bigshoes.example --verified 'passport by video'";
const INVITED: &str = "invite send max@else.example -c big-shoes -r guest";
/// Not within a minute of the mail before.
const LATER: &str = "later";
const NOTE: &str = "note: this is a dry run";
const ASKED: &str = "link request -p others --target big-shoes";
/// What begins a line that is true of a dry run too, as headings are: what was so before, and what is only advice.
const FACTS: &[&str] = &["note: ", "hint: ", "▸ ", " ", "To be replaced: ", "By the backup: "];
/// One of these is in each warning of what was so before.
const WARNED: &[&str] = &["is a new address", "the database is labelled live"];
/// One of these is in each sentence about a change that was not made.
const CONDITIONAL: &[&str] = &["would", "Would", "could"];

fn world() -> World {
    let mut world = crate::undo::with_people();
    let home = world.path("");
    world.var("HOME", home.to_str().unwrap());
    world.write_private("password", "walrus teapot 94 gravel\n");
    for line in [
        "partner add Others --slug others",
        "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Web --password-file password",
    ] {
        world.run(line).ok();
    }
    // Pat enters big-shoes by the link and by a grant.
    world.run("invite send pat@jimsweb.example -c big-shoes -r manager").ok();
    crate::invite::accept(&mut world, "pat@jimsweb.example");
    world.write("new.csv", "name,owners\nNorth Shop,no@north.example\n");
    world.write("in.csv", "client_slug,email,role\nbig-shoes,bo@bigshoes.example,guest\n");
    let dsn = crate::mail::bounce::notification(&world, crate::mail::bounce::POSTFIX, "msg_1");
    world.write("dsn.eml", dsn);
    world
}

/// The world in which a line is run.
fn before(base: &Frozen, lines: &[&str]) -> Frozen {
    let mut world = base.thaw();
    for line in lines {
        match (line.strip_prefix('!'), line.strip_prefix('>')) {
            (Some(statement), _) => world.tamper(statement),
            (_, Some(line)) => {
                let code = world.run(line).ok().json()["code"].as_str().unwrap().to_owned();
                world.write_private("code", &code);
            }
            _ if *line == LATER => drop(world.pass(Span::minutes(2))),
            _ => drop(world.run(line).ok()),
        }
    }
    world.freeze()
}

fn run(frozen: &Frozen, line: &str, flags: &str) -> (World, Run) {
    let mut world = frozen.thaw();
    let last = world.sql("SELECT max(id) FROM mail").remove(0);
    let mut line = line.replace("{last}", &last);
    if let Some(rest) = line.strip_prefix('@') {
        let (address, rest) = rest.split_once(' ').unwrap();
        let code = world.code_for(address);
        world.stdin(code);
        line = rest.to_owned();
    }
    let run = world.run(format!("{line} {flags}").trim_end());
    (world, run)
}

/// The ids in a text that no counter of the database has given out.
fn unkept(world: &World, text: &str) -> Vec<String> {
    let last: Vec<(String, i64)> = world
        .sql("SELECT name, last_value FROM counter")
        .iter()
        .map(|row| row.split_once('|').map(|(name, last)| (name.to_owned(), last.parse().unwrap())).unwrap())
        .collect();
    let given = |name: &str| last.iter().find(|(known, _)| known == name).map_or(0, |(_, last)| *last);
    let kinds = [
        ("inv_", "invitation"),
        ("lnk_", "link"),
        ("msg_", "mail"),
        ("usr_", "login"),
        ("ses_", "session"),
        ("ptn_", "partner"),
        ("stf_", "staff"),
        ("C", "client"),
    ];
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let is_unkept = |word: &&str| {
        kinds.iter().any(|(letters, name)| {
            let digits = word.strip_prefix(letters).filter(|digits| *letters != "C" || digits.len() == 6);
            digits.and_then(|digits| digits.parse::<i64>().ok()).is_some_and(|number| number > given(name))
        })
    };
    words.filter(is_unkept).map(str::to_owned).collect()
}

fn records(run: &Run) -> Vec<Value> {
    match serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}\n{run}")) {
        Value::Array(rows) => rows,
        row => vec![row],
    }
}

/// A dry run in each form, held against the change itself: what is wrong with it.
fn faults(base: &Frozen, lines: &[&str], line: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let frozen = before(base, lines);
    let written = |world: &World| world.sql("SELECT count(*) FROM audit");
    let rows = written(&frozen.thaw());
    let mut dry = |flags: &str| {
        let (world, run) = run(&frozen, &line.replace(" --confirm {confirm}", ""), &format!("-n {flags}"));
        let unkept = unkept(&world, &format!("{}\n{}", run.out, run.err));
        if run.code != 0 || !unkept.is_empty() || written(&world) != rows {
            faults.push(format!("exit {}, ids {unkept:?}\n{run}", run.code));
        }
        run
    };
    let (said, json, quiet, asked) = (dry(""), dry("--json"), dry("-q"), dry("--csv --columns dry_run"));
    if !faults.is_empty() {
        return faults;
    }
    let claimed: Vec<&str> = said
        .err
        .lines()
        .filter(|line| {
            !line.ends_with(':') && !line.contains(" came back: ") && !FACTS.iter().any(|fact| line.starts_with(fact))
        })
        .filter(|line| !line.starts_with("warning: ") || !WARNED.iter().any(|fact| line.contains(fact)))
        .filter(|line| !CONDITIONAL.iter().any(|word| line.contains(word)))
        .collect();
    if !claimed.is_empty() || said.err.matches(NOTE).count() != 1 {
        faults.push(format!("{claimed:?}\n{said}"));
    }
    let shown = records(&json);
    if shown.is_empty() || shown.iter().any(|row| row["dry_run"] != true) {
        faults.push(json.to_string());
    }
    let rest: Vec<&str> = quiet.err.lines().filter(|line| !line.starts_with("warning: ")).collect();
    if !matches!(rest.as_slice(), [note] if note.starts_with(NOTE)) {
        faults.push(quiet.to_string());
    }
    if asked.out.lines().count() != shown.len() + 1 || asked.out.lines().skip(1).any(|row| row != "true") {
        faults.push(asked.to_string());
    }

    let confirm = shown.iter().find_map(|row| row["confirm"].as_str()).unwrap_or_default();
    let (_, real) = run(&frozen, &line.replace("{confirm}", confirm), "--json");
    if real.code != 0 {
        faults.push(real.to_string());
        return faults;
    }
    for (done, would) in records(&real).iter().zip(&shown) {
        let claims_none = ["unchanged", "kept"].iter().any(|word| done["result"] == *word);
        let is_same = done["result"] == would["result"] && !claims_none;
        if is_same && done["result"].is_string() || done.get("dry_run").is_some() {
            faults.push(format!("{done}\n{would}"));
        }
    }
    faults
}

/// Tries those of the commands whose noun is asked for.
fn must_claim_no_change(is_wanted: fn(&str) -> bool) {
    let base = world().freeze();
    let wanted = CHANGES.iter().filter(|(name, ..)| is_wanted(name.split(' ').next().unwrap()));
    let faults: Vec<String> = wanted.flat_map(|(_, lines, line)| faults(&base, lines, line)).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn dry_runs_about_clients_claim_no_change() {
    must_claim_no_change(|noun| noun == "client" || noun == "link");
}

#[test]
fn dry_runs_about_users_claim_no_change() {
    must_claim_no_change(|noun| noun == "user" || noun == "invite");
}

#[test]
fn other_dry_runs_claim_no_change() {
    must_claim_no_change(|noun| !["client", "link", "user", "invite"].contains(&noun));
}

#[test]
fn what_has_no_dry_run_refuses_it() {
    let mut world = World::with_story();
    for (_, line) in REFUSED {
        world.run(&format!("{line} -n")).fails(2).says("dry run");
    }
}

#[test]
fn every_changing_command_has_a_dry_run() {
    for (name, entry) in entries() {
        let is_change = classes(entry).into_iter().any(Class::is_change);
        let is_tried = CHANGES.iter().any(|(known, ..)| *known == name);
        let is_refused = REFUSED.iter().any(|(known, _)| *known == name);
        assert!(is_tried == is_change || is_refused && !is_tried, "{name}: changes {is_change}, tried {is_tried}");
    }
}
