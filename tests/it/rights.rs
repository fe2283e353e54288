//! Who may do what: every command × every kind of actor × the client they belong to and a foreign one.
//!
//! Changes are dry runs, so that the table has one state. The cell is the exit code: 0 it may, 5 it has no right,
//! 3 it must not know, 4 and above the right was there and something else stopped it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::commands::NOUNS;

use crate::mail::bounce::notification;
use crate::support::{Frozen, World};

const PASSWORD: &str = "plover sandbar wicket 29 umbra\n";

/// Column of the table: heading, operating-system account, `--as`.
const ACTORS: [(&str, &str, Option<&str>); 10] = [
    ("staff", "jane", None),
    ("reader", "auditor", None),
    ("owner", "jane", Some("jim@bigshoes.example")),
    ("admin", "jane", Some("ann@bigshoes.example")),
    ("superv", "jane", Some("sue@bigshoes.example")),
    ("manager", "jane", Some("max@bigshoes.example")),
    ("guest", "jane", Some("gus@else.example")),
    ("p-all", "jane", Some("pat@jimsweb.example")),
    ("p-some", "jane", Some("pete@jimsweb.example")),
    ("never", "jane", Some("newbie@bigshoes.example")),
];

/// Every command, with `{c}` for the client and `{inv}`, `{lnk}`, `{req}`, `{member}` for things in it. Commands
/// without `{` know no client and have one column only.
pub const COMMANDS: &[(&str, &str)] = &[
    ("whoami", "whoami"),
    ("todo", "todo"),
    ("last", "last"),
    ("undo", "undo -c {c} -n"),
    ("doctor", "doctor"),
    ("staff add", "staff add ravi --name Ravi -n"),
    ("staff list", "staff list"),
    ("staff edit", "staff edit auditor --name Auditors -n"),
    ("staff remove", "staff remove auditor -n"),
    ("partner add", "partner add Newcomers --slug newcomers -n"),
    ("partner list", "partner list"),
    ("partner show", "partner show jims-web"),
    ("partner edit", "partner edit jims-web --name Jimmy -n"),
    (
        "partner add-user",
        "partner add-user new@jimsweb.example -p jims-web --first-name N --last-name U --restricted --generate-password --clients big-shoes -n",
    ),
    ("partner list-users", "partner list-users -p jims-web"),
    ("partner edit-user", "partner edit-user pete@jimsweb.example -p jims-web --first-name Peter -n"),
    ("partner assign-clients", "partner assign-clients pete@jimsweb.example -p jims-web --clients big-shoes -n"),
    ("partner unassign-clients", "partner unassign-clients pete@jimsweb.example -p jims-web --clients big-shoes -n"),
    ("partner dashboard", "partner dashboard -p jims-web"),
    ("partner offboard-user", "partner offboard-user pete@jimsweb.example -n"),
    ("partner close", "partner close jims-web -n"),
    ("client add", "client add Another --owner a@another.example -n"),
    ("client import", "client import clients.csv -n"),
    ("client list", "client list"),
    ("client find", "client find shoes"),
    ("client show", "client show {c}"),
    ("client edit", "client edit {c} --name Renamed -n"),
    ("client associate", "client associate {c} -p jims-web -n"),
    ("client dissociate", "client dissociate {c} -p others -n"),
    ("client close", "client close {c} -n"),
    ("client merge", "client merge {c} {d} --keep {d} -n"),
    ("client reopen", "client reopen {c} -n"),
    ("client recover", "client recover {c} --owner another@owner.example --verified passport -n"),
    ("client stop-recovery", "client stop-recovery {c} -n"),
    ("client readiness", "client readiness {c} -p jims-web"),
    ("client log", "client log {c}"),
    ("user add", "user add extra@bigshoes.example -c {c} -r manager -n"),
    ("user suggest-login", "user suggest-login -p jims-web -c {c}"),
    ("user list", "user list -c {c}"),
    ("user show", "user show {member} -c {c}"),
    ("user edit", "user edit {member} -c {c} -r guest -n"),
    ("user remove", "user remove {member} -c {c} -n"),
    ("user leave", "user leave {member} -c {c} -n"),
    ("user rename", "user rename {member} renamed@else.example -n"),
    ("user deactivate", "user deactivate {member} -n"),
    ("user activate", "user activate {member} -n"),
    ("user set-password", "user set-password {member} --old-password-file password --password-file password -n"),
    ("user reset-password", "user reset-password {member} -n"),
    ("permission list", "permission list"),
    ("invite send", "invite send more@bigshoes.example -c {c} -r manager -n"),
    ("invite bulk", "invite bulk {table} -n"),
    ("invite list", "invite list -c {c}"),
    ("invite show", "invite show {inv}"),
    ("invite inspect", "invite inspect --code-stdin"),
    ("invite resend", "invite resend {inv} -c {c} -n"),
    ("invite edit", "invite edit {inv} -c {c} -r guest --for 30d -n"),
    ("invite cancel", "invite cancel {inv} -c {c} -n"),
    ("invite accept", "invite accept {inv} -c {c} -n"),
    ("invite decline", "invite decline {inv} -c {c} -n"),
    ("link request", "link request -p jims-web --target {c} -n"),
    ("link create", "link create -p others -c {c} -n"),
    ("link list", "link list -c {c}"),
    ("link show", "link show {lnk}"),
    ("link approve", "link approve {req} -c {c} -n"),
    ("link deny", "link deny {req} -c {c} -n"),
    ("link edit", "link edit {lnk} -c {c} --permissions profile -n"),
    ("link extend", "link extend {lnk} -c {c} --permissions profile -n"),
    ("link resend", "link resend {lnk} -c {c} -n"),
    ("link cancel", "link cancel {lnk} -c {c} -n"),
    ("link delete", "link delete {lnk} -c {c} -n"),
    ("link process", "link process {lnk} -c {c} -n"),
    ("link remove", "link remove {lnk} -c {c} -n"),
    ("access list", "access list -c {c}"),
    ("access why", "access why {member} -c {c}"),
    ("access check", "access check {member} -c {c} --permission profile"),
    ("session open", "session open -c {c} -n"),
    ("session close", "session close -n"),
    ("session list", "session list -c {c}"),
    ("session verify", "session verify --code-stdin"),
    ("mail list", "mail list -A"),
    ("mail show", "mail show msg_1"),
    ("serve", "serve"),
    ("mail deliver", "mail deliver -n"),
    ("mail retry", "mail retry {mail} -c {c} -n"),
    ("mail bounce", "mail bounce {dsn} -n"),
    ("mail status", "mail status"),
    ("audit list", "audit list"),
    ("audit verify", "audit verify"),
    ("audit head", "audit head"),
    ("config list", "config list"),
    ("config get", "config get mail.from"),
    ("config set", "config set logins.domain logins.example -n"),
    ("config unset", "config unset logins.domain -n"),
    ("db status", "db status"),
    ("db backup", "db backup copy.db -n"),
    ("db restore", "db restore copy.db -n"),
    ("db check", "db check"),
];

/// Commands that know no actor.
const WITHOUT_ACTOR: [&str; 6] = ["init", "demo", "commands", "completions", "help", "setup shell"];

/// big-shoes with everyone in it, linked to Jim's Web; tea-house with no one of them.
pub fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| peopled(World::with_story()).freeze());
    FROZEN.thaw()
}

/// The same in a world that has the story and nothing else.
pub fn peopled(mut world: World) -> World {
    world.var("PARTNERCTL_REASON", "testing");
    world.write_private("password", PASSWORD);
    world.write("clients.csv", "name,owners\nImported,imp@imported.example\n");
    world.run("staff add auditor --name Auditor --read-only").ok();
    join(&mut world, "jim@bigshoes.example", "big-shoes", "owner");
    join(&mut world, "tia@teahouse.example", "tea-house", "owner");
    join(&mut world, "ann@bigshoes.example", "big-shoes", "admin");
    join(&mut world, "sue@bigshoes.example", "big-shoes", "supervisor");
    join(&mut world, "max@bigshoes.example", "big-shoes", "manager");
    join(&mut world, "moe@teahouse.example", "tea-house", "manager");
    join(&mut world, "gus@else.example", "big-shoes", "guest");
    for (client, address) in [("big-shoes", "newbie@bigshoes.example"), ("tea-house", "newtea@teahouse.example")] {
        world.run(&format!("invite send {address} -c {client} -r manager")).ok();
    }
    world.run("partner add Others --slug others").ok();
    world.run("link request -p jims-web --target big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    for (client, partner) in [("tea-house", "others"), ("big-shoes", "others")] {
        world.run(&format!("link request -p {partner} --target {client}")).ok();
    }
    for (address, scope) in [("pat@jimsweb.example", ""), ("pete@jimsweb.example", "--clients big-shoes")] {
        world
            .run(&format!(
                "partner add-user {address} -p jims-web --first-name P --last-name W --password-file password {scope}"
            ))
            .ok();
    }
    if !world.is_on_server() {
        world.run("db backup copy.db").ok();
    }
    world
}

fn join(world: &mut World, address: &str, client: &str, role: &str) {
    world.run(&format!("invite send {address} -c {client} -r {role}")).ok();
    let code = world.code_for(address);
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
}

/// What the placeholders mean in a client.
pub fn fill(world: &World, line: &str, client: &str) -> String {
    let number = if client == "big-shoes" { "100001" } else { "100002" };
    let one = |query: String| world.sql(&query).first().cloned().unwrap_or_default();
    let invitation =
        one(format!("SELECT 'inv_' || id FROM invitation WHERE client_id = {number} AND state = 'pending'"));
    let link = one(format!("SELECT 'lnk_' || min(id) FROM link WHERE client_id = {number}"));
    let request = one(format!("SELECT 'lnk_' || id FROM link WHERE client_id = {number} AND state = 'pending'"));
    let member = if client == "big-shoes" { "max@bigshoes.example" } else { "moe@teahouse.example" };
    let table = format!("{client}.csv");
    world.write(&table, format!("client_slug,email,role\n{client},bulk@{client}.example,manager\n"));
    let mail = one(format!("SELECT 'msg_' || min(id) FROM mail WHERE client_id = {number}"));
    let dsn = format!("{client}.eml");
    world.write(&dsn, notification(world, include_str!("../../src/mail/dsn/fixtures/exim.eml"), &mail));
    [
        ("{mail}", &*mail),
        ("{dsn}", &dsn),
        ("{c}", client),
        ("{d}", if client == "big-shoes" { "tea-house" } else { "big-shoes" }),
        ("{inv}", &invitation),
        ("{lnk}", &link),
        ("{req}", &request),
        ("{member}", member),
        ("{table}", &table),
    ]
    .into_iter()
    .fold(line.to_owned(), |line, (name, value)| line.replace(name, value))
}

fn exit(world: &mut World, line: &str, actor: (&str, &str, Option<&str>)) -> u8 {
    let (_, account, on_behalf) = actor;
    let line = match on_behalf {
        Some(user) => format!("{line} --as {user} -m testing"),
        None => line.to_owned(),
    };
    world.account(account).stdin("pci_9_nonsense").run(&line).code
}

#[test]
fn each_command_is_in_the_table() {
    let listed: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).chain(WITHOUT_ACTOR).collect();
    for noun in NOUNS {
        for entry in noun.verbs {
            let name = format!("{} {}", noun.name, entry.name);
            assert!(listed.contains(&name.trim()), "{name} is not in the table");
        }
    }
}

#[test]
fn rights_of_every_command_actor_and_client() {
    let mut world = world();
    let mut table = format!("{:20}", "");
    ACTORS.iter().for_each(|(heading, ..)| write!(table, "{heading:>8}").unwrap());
    table.push_str("     and of a foreign client\n");
    let mut foreign: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    let before = world.sql("SELECT count(*) FROM access_grant");
    for &(name, line) in COMMANDS {
        write!(table, "{name:20}").unwrap();
        let home = fill(&world, line, "big-shoes");
        for actor in ACTORS {
            write!(table, "{:>8}", exit(&mut world, &home, actor)).unwrap();
        }
        if line.contains('{') {
            let away = fill(&world, line, "tea-house");
            let codes: Vec<u8> = ACTORS.iter().map(|actor| exit(&mut world, &away, *actor)).collect();
            write!(table, "    ").unwrap();
            codes.iter().for_each(|code| write!(table, "{code:>3}").unwrap());
            foreign.insert(name, codes);
        }
        table.push('\n');
    }
    assert_eq!(world.sql("SELECT count(*) FROM access_grant"), before, "a dry run changed something");
    for (name, codes) in foreign.iter().filter(|(name, _)| **name != "link request") {
        for (code, (heading, ..)) in codes.iter().zip(ACTORS).skip(2) {
            assert!(matches!(code, 2..=5 | 7), "{heading} gets {code} from {name} of a foreign client");
        }
    }
    assert_snapshot!(table, @"
                           staff  reader   owner   admin  superv manager   guest   p-all  p-some   never     and of a foreign client
    whoami                     0       0       0       0       0       0       0       0       0       5
    todo                       0       0       5       5       5       5       5       5       5       5
    last                       0       0       5       5       5       5       5       5       5       5
    undo                       4       5       5       5       5       5       5       5       5       5      4  5  5  5  5  5  5  5  5  5
    doctor                     1       1       5       5       5       5       5       5       5       5
    staff add                  0       5       5       5       5       5       5       5       5       5
    staff list                 0       0       5       5       5       5       5       5       5       5
    staff edit                 0       5       5       5       5       5       5       5       5       5
    staff remove               0       5       5       5       5       5       5       5       5       5
    partner add                0       5       5       5       5       5       5       5       5       5
    partner list               0       0       5       5       5       5       5       5       5       5
    partner show               0       0       5       5       5       5       5       0       0       5
    partner edit               0       5       5       5       5       5       5       5       5       5
    partner add-user           0       5       5       5       5       5       5       0       0       5
    partner list-users         0       0       5       5       5       5       5       0       0       5
    partner edit-user          0       5       5       5       5       5       5       0       5       5
    partner assign-clients       0       5       5       5       5       5       5       0       5       5
    partner unassign-clients       0       5       5       5       5       5       5       0       5       5
    partner dashboard          0       0       5       5       5       5       5       0       0       5
    partner offboard-user       0       5       5       5       5       5       5       0       5       5
    partner close              0       5       5       5       5       5       5       5       5       5
    client add                 0       5       5       5       5       5       5       5       5       5
    client import              0       5       5       5       5       5       5       5       5       5
    client list                0       0       0       0       0       0       0       0       0       5
    client find                0       0       0       0       0       0       0       0       0       5
    client show                0       0       0       0       0       0       0       0       0       5      0  0  3  3  3  3  3  3  3  5
    client edit                0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    client associate           0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    client dissociate          0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    client close               0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    client merge               0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    client reopen              0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    client recover             4       5       5       5       5       5       5       5       5       5      4  5  5  5  5  5  5  5  5  5
    client stop-recovery       3       5       3       3       3       3       3       5       5       5      3  5  3  3  3  3  3  3  3  5
    client readiness           0       0       0       0       5       5       5       0       0       5      0  0  3  3  3  3  3  3  3  5
    client log                 0       0       0       0       5       5       5       5       5       5      0  0  3  3  3  3  3  5  5  5
    user add                   0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    user suggest-login         0       0       0       0       5       5       5       0       0       5      0  0  3  3  3  3  3  3  3  5
    user list                  0       0       0       0       5       5       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    user show                  0       0       0       0       5       0       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    user edit                  0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    user remove                0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    user leave                 5       5       5       5       5       0       5       5       5       5      5  5  3  3  3  3  3  3  3  5
    user rename                0       5       5       5       5       0       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    user deactivate            0       5       5       5       5       0       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    user activate              0       5       5       5       5       0       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    user set-password          2       5       5       5       5       2       5       5       5       5      2  5  5  5  5  5  5  5  5  5
    user reset-password        0       5       5       5       5       0       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    permission list            0       0       0       0       0       0       0       0       0       5
    invite send                0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    invite bulk                0       5       0       0       7       7       7       5       5       5      0  5  7  7  7  7  7  5  5  5
    invite list                0       0       0       0       5       5       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    invite show                0       0       0       0       5       5       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    invite inspect             2       2       2       2       2       2       2       2       2       5
    invite resend              0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    invite edit                0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    invite cancel              0       5       0       0       5       5       5       5       5       5      0  5  3  3  3  3  3  5  5  5
    invite accept              5       5       5       5       5       5       5       5       5       0      5  5  3  3  3  3  3  3  3  3
    invite decline             5       5       5       5       5       5       5       5       5       5      5  5  3  3  3  3  3  3  3  5
    link request               0       5       5       5       5       5       5       0       0       5      0  5  5  5  5  5  5  0  0  5
    link create                5       5       4       4       5       5       5       5       5       5      5  5  3  3  3  3  3  5  5  5
    link list                  0       0       0       0       5       5       5       0       0       5      0  0  3  3  3  3  3  3  3  5
    link show                  0       0       0       0       5       5       5       0       0       5      0  0  3  3  3  3  3  3  3  5
    link approve               5       5       0       0       5       5       5       5       5       5      5  5  3  3  3  3  3  5  5  5
    link deny                  5       5       0       0       5       5       5       5       5       5      5  5  3  3  3  3  3  5  5  5
    link edit                  0       5       0       0       5       5       5       0       0       5      4  5  3  3  3  3  3  3  3  5
    link extend                0       5       0       0       5       5       5       0       0       5      4  5  3  3  3  3  3  3  3  5
    link resend                4       5       5       5       5       5       5       4       4       5      0  5  5  5  5  5  5  3  3  5
    link cancel                4       5       5       5       5       5       5       4       4       5      0  5  5  5  5  5  5  3  3  5
    link delete                4       5       5       5       5       5       5       4       4       5      4  5  5  5  5  5  5  3  3  5
    link process               0       5       5       5       5       5       5       5       5       5      4  5  5  5  5  5  5  5  5  5
    link remove                0       5       0       0       5       5       5       0       0       5      4  5  3  3  3  3  3  3  3  5
    access list                0       0       0       0       5       5       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    access why                 0       0       0       0       5       0       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    access check               0       0       0       0       5       0       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    session open               5       5       0       0       0       0       0       0       0       5      5  5  3  3  3  3  3  3  3  5
    session close              5       5       0       0       0       0       0       0       0       5
    session list               0       0       5       5       5       5       5       5       5       5      0  0  3  3  3  3  3  3  3  5
    session verify             2       5       5       5       5       5       5       5       5       5
    mail list                  0       0       5       5       5       5       5       5       5       5
    mail show                  0       0       5       5       5       5       5       5       5       5
    serve                      2       5       5       5       5       5       5       5       5       5
    mail deliver               0       5       5       5       5       5       5       5       5       5
    mail retry                 0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    mail bounce                0       5       5       5       5       5       5       5       5       5      0  5  5  5  5  5  5  5  5  5
    mail status                0       0       5       5       5       5       5       5       5       5
    audit list                 0       0       5       5       5       5       5       5       5       5
    audit verify               0       0       5       5       5       5       5       5       5       5
    audit head                 0       0       5       5       5       5       5       5       5       5
    config list                0       0       5       5       5       5       5       5       5       5
    config get                 0       0       5       5       5       5       5       5       5       5
    config set                 0       5       5       5       5       5       5       5       5       5
    config unset               0       5       5       5       5       5       5       5       5       5
    db status                  0       0       5       5       5       5       5       5       5       5
    db backup                  2       2       5       5       5       5       5       5       5       5
    db restore                 0       5       5       5       5       5       5       5       5       5
    db check                   0       0       5       5       5       5       5       5       5       5
    ");
}

/// Who asks about someone else gets the same answer whether there is such a person or not.
#[test]
fn lists_hide_whether_an_address_is_known() {
    let mut world = World::with_story();
    world.write_private("password", PASSWORD);
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    for list in ["access list", "session list", "invite list"] {
        let mut ask = |user: &str| world.run(&format!("{list} --user {user} --as jim@bigshoes.example")).fails(5).err;
        let (known, unknown) = (ask("tia@teahouse.example"), ask("ghost@nowhere.example"));
        assert_eq!(known, unknown, "{list}");
    }
}
