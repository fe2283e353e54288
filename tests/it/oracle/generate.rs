//! Lines over every command of the registry.

use super::chance::Chance;
use super::commands::{COMMANDS, Known};
use super::line::Line;
use super::model::Model;
use super::named::Codes;
use super::values::{AMBIENT, Setting};

/// What the lines of a walk are mostly about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Every command, mostly by support itself: clients and their names.
    Clients,
    /// Who gives what to whom: commands on behalf of users, with roles, permissions and terms.
    Rights,
}

/// Arguments that decide what is given.
const OF_RIGHTS: &[&str] = &[
    "role",
    "permissions",
    "until",
    "no_until",
    "term",
    "restricted",
    "no_restricted",
    "scope",
    "clients",
    "for_partner",
];

/// Commands that take a table in place of a thing, with the argument.
pub const PIPED: &[(&str, &str)] = &[
    ("user remove", "person"),
    ("user edit", "person"),
    ("client edit", "client"),
    ("client close", "client"),
    ("link resend", "links"),
    ("link cancel", "links"),
    ("link delete", "links"),
    ("link remove", "links"),
];

/// What a careful line leaves out where a table names clients and people.
const OF_ONE_THING: &[&str] = &[
    "confirm",
    "rule",
    "first_name",
    "last_name",
    "name",
    "slug",
    "domain",
    "no_domain",
    "account_number",
    "no_account_number",
    "allow_similar",
];

/// How often commands are chosen, next to the others: what changes clients is what matters.
fn weight(known: &Known, theme: Theme) -> usize {
    match known.name.as_str() {
        "user add"
        | "user edit"
        | "invite send"
        | "link create"
        | "link approve"
        | "link edit"
        | "link extend"
        | "partner add-user"
        | "partner edit-user"
        | "partner assign-clients"
        | "invite bulk"
            if theme == Theme::Rights =>
        {
            40
        }
        "help" | "commands" | "completions" | "init" => 1,
        "db backup" | "db restore" | "db check" | "audit verify" | "staff remove" | "staff edit" | "client close"
        | "client merge" => 2,
        _ if known.reads => 2,
        name if name.starts_with("invite ") || name.starts_with("link ") || name.starts_with("user ") => 12,
        _ => 8,
    }
}

/// How often an argument that may be left out is given, of a hundred times.
fn often(line: &Line, id: &str, rarely: usize) -> usize {
    let command = line.command.name.as_str();
    match id {
        "client" if line.has("all_clients") => 5,
        "client" if command == "session close" || command == "session verify" => 40,
        "client" if line.has("code_stdin") => 25,
        "client" => 94,
        "all_clients" => 6,
        "targets" if line.has("target_file") => 10,
        "code_stdin" if command.starts_with("invite") || command == "session verify" => 80,
        "old_password_stdin" => 70,
        "code_stdin" if line.has("old_password_stdin") => 2,
        "password_file" if command == "user set-password" => 90,
        "code_stdin" => 35,
        "confirm" => 75,
        "password_file" if line.has("code_stdin") => 85,
        "password_file" if command.starts_with("partner") => 70,
        "role" => 60,
        "links" | "link" | "targets" | "file" => 88,
        "person" => 92,
        "emails" => 60,
        "owners" if command == "invite send" => {
            if line.has("emails") {
                3
            } else {
                95
            }
        }
        "owners" => 90,
        _ => rarely,
    }
}

/// A line that someone may type in this state.
pub fn line(chance: &mut Chance, model: &Model, codes: &Codes, number: usize, theme: Theme) -> Option<Line> {
    let total: usize = COMMANDS.iter().map(|known| weight(known, theme)).sum();
    let mut at = chance.below(total);
    let command = COMMANDS.iter().find(|known| {
        let here = at < weight(known, theme);
        at = at.saturating_sub(weight(known, theme));
        here
    })?;
    let setting = Setting::new(chance, model, number)?;
    let mut line = Line {
        command,
        given: Vec::new(),
        on_behalf: None,
        reason: chance.percent(60).then(|| "asked for by phone".to_owned()),
        dry_run: chance.percent(8),
        quiet: chance.percent(8),
        no_input: chance.percent(4),
        format: if chance.percent(40) { Some(*chance.one(&["json", "csv", "ndjson", "table"])) } else { None },
        stdin: String::new(),
        veto: None,
        ambient: Vec::new(),
        answers: None,
        account: match chance.below(if setting.careful { 90 } else { 100 }) {
            0..90 => "jane",
            90..96 => "ravi",
            96..99 => "auditor",
            _ => "intruder",
        },
        within: *chance.one(&[None, None, None, Some("big-shoes"), Some("C100002-4")]),
    };
    arguments(chance, &setting, theme, &mut line);
    piped(chance, &setting, &mut line);
    on_behalf(chance, &setting, theme, &mut line);
    input(chance, &setting, codes, &mut line);
    surroundings(chance, &setting, &mut line);
    Some(line)
}

fn arguments(chance: &mut Chance, setting: &Setting<'_>, theme: Theme, line: &mut Line) {
    let command = line.command;
    // What decides about others comes first.
    let mut order: Vec<_> = command.arguments.iter().collect();
    order.sort_by_key(|argument| match argument.id.as_str() {
        "all_clients" | "old_password_stdin" => 0,
        "code_stdin" => 1,
        "person" | "emails" | "target_file" => 2,
        _ => 3,
    });
    for argument in order {
        let rarely = match theme {
            Theme::Rights if OF_RIGHTS.contains(&argument.id.as_str()) => 35,
            _ if setting.careful => 5,
            _ => 14,
        };
        let given = if argument.required { 98 } else { often(line, &argument.id, rarely) };
        if !chance.percent(given) {
            continue;
        }
        let many = if argument.many && chance.percent(25) { 1 + chance.below(3) } else { 1 };
        for _ in 0..many {
            let person = line.value("person").or(line.value("emails")).map(str::to_owned);
            let value =
                argument.value.is_some().then(|| setting.value(chance, &command.name, argument, person.as_deref()));
            line.given.push((argument, value));
        }
    }
    // Places are filled in the order of the definition.
    line.given.sort_by_key(|(argument, _)| command.arguments.iter().position(|known| known.id == argument.id));
}

/// Sometimes a table takes the place of the thing.
fn piped(chance: &mut Chance, setting: &Setting<'_>, line: &mut Line) {
    let Some((_, thing)) = PIPED.iter().find(|(name, _)| *name == line.command.name) else { return };
    if !chance.percent(30) {
        return;
    }
    let argument = |id: &str| line.command.arguments.iter().find(|argument| argument.id == id);
    let (Some(thing), Some(number)) = (argument(thing), argument("expect_clients")) else { return };
    let (table, clients) = setting.piped(chance);
    line.given.retain(|(known, _)| {
        let of_one = OF_ONE_THING.contains(&known.id.as_str()) || known.id == "client";
        known.id != thing.id && known.id != number.id && !(setting.careful && of_one)
    });
    line.given.push((thing, Some("-".to_owned())));
    if chance.percent(85) {
        let right = if chance.percent(92) { clients } else { chance.below(5) };
        line.given.push((number, Some(right.to_string())));
    }
    line.given.sort_by_key(|(argument, _)| line.command.arguments.iter().position(|known| known.id == argument.id));
    line.stdin = table;
}

/// On whose behalf it is given, if on anyone's.
fn on_behalf(chance: &mut Chance, setting: &Setting<'_>, theme: Theme, line: &mut Line) {
    let name = line.command.name.as_str();
    let often = match name {
        "link create" | "session open" | "session close" => 92,
        "link approve" | "link deny" | "invite accept" | "invite decline" if !line.has("code_stdin") => 85,
        _ if line.has("code_stdin") => 4,
        _ if theme == Theme::Rights => 75,
        _ if setting.careful => 15,
        _ => 25,
    };
    if !chance.percent(often) {
        return;
    }
    let of_partners: Vec<&String> = setting.model.partner_users.keys().collect();
    let person = match chance.below(10) {
        _ if name.starts_with("session ") && chance.percent(50) => {
            chance.any(&of_partners).map(|person| (*person).clone())
        }
        0..7 if theme == Theme::Rights => chance.any(&setting.meant.people).cloned(),
        0..3 => chance.any(&setting.meant.owners).cloned(),
        3..5 => chance.any(&setting.meant.people).cloned(),
        5 if setting.careful => chance.any(&setting.meant.owners).cloned(),
        6 if setting.careful => chance.any(&setting.meant.people).cloned(),
        5..7 => chance.any(&of_partners).map(|person| (*person).clone()),
        _ => None,
    };
    line.on_behalf = Some(person.unwrap_or_else(|| setting.person(chance)));
    if line.reason.is_none() && chance.percent(85) {
        line.reason = Some("asked for by phone".to_owned());
    }
}

/// What comes on standard input: codes, tables, targets, or what happens to be there.
fn input(chance: &mut Chance, setting: &Setting<'_>, codes: &Codes, line: &mut Line) {
    let reads_file = |id: &str| line.value(id) == Some("-");
    if line.has("code_stdin") {
        let kind = match line.command.name.as_str() {
            name if name.starts_with("invite") => "pci_",
            name if name.starts_with("link") => "pcl_",
            name if name.starts_with("session") => "pcs_",
            _ => "pcp_",
        };
        let fitting: Vec<&String> = codes.keys().filter(|code| code.starts_with(kind)).collect();
        let own = |code: &&&String| codes.get(**code).copied().flatten() == Some(setting.meant.number);
        let own: Vec<&&String> = fitting.iter().filter(own).collect();
        let all: Vec<&String> = codes.keys().collect();
        let code = match chance.below(10) {
            0..4 => chance.any(&own).map(|code| (**code).clone()),
            4..8 => chance.any(&fitting).map(|code| (*code).clone()),
            8 => chance.any(&all).map(|code| (*code).clone()),
            _ => None,
        };
        line.stdin = code.unwrap_or_else(|| "pci_not_a_code".to_owned());
    } else if PIPED.iter().any(|(name, thing)| *name == line.command.name && reads_file(thing)) {
        // The table that its number of clients is about.
    } else if reads_file("file") {
        line.stdin = setting.table(chance, &line.command.name);
    } else if reads_file("target_file") {
        let many = 1 + chance.below(3);
        line.stdin = (0..many).map(|_| format!("{}\n", setting.client(chance))).collect();
    } else if line.has("password_stdin") || line.has("old_password_stdin") {
        line.stdin = super::start::PASSWORD.to_owned();
    } else if chance.percent(20) {
        line.stdin = format!("{}\nyes\n", setting.client(chance));
    }
}

/// Variables, vetoes, and someone at the terminal.
fn surroundings(chance: &mut Chance, setting: &Setting<'_>, line: &mut Line) {
    for name in AMBIENT {
        if chance.percent(15) {
            let value = match name {
                "HOME" => "/nowhere".to_owned(),
                "PARTNERCTL_EXPECT_DB" if chance.percent(85) => "training".to_owned(),
                "PARTNERCTL_EXPECT_DB" => (*chance.one(&["live", ""])).to_owned(),
                _ => setting.client(chance),
            };
            line.ambient.push((name, value));
        }
    }
    line.veto = match chance.below(if setting.careful { 89 } else { 100 }) {
        0..75 => None,
        75..87 => Some(setting.meant.slug.clone()),
        87..89 => Some(setting.meant.id.clone()),
        89..91 => Some(String::new()),
        91..96 => Some(chance.one(&setting.model.clients).slug.clone()),
        96..98 => Some(format!("{},{}", setting.client(chance), setting.client(chance))),
        _ => Some(setting.other_form(chance)),
    };
    if chance.percent(25) {
        let person = line.value("person").or(line.value("emails")).map(str::to_owned);
        line.answers = Some(setting.answers(chance, person.as_deref()));
    }
}
