//! Which clients a line names, worked out from its words and the oracle's own model of names.

use std::collections::{BTreeMap, BTreeSet};

use super::generate::PIPED;
use super::line::Line;
use super::model::{Client, Model};

/// The codes that were mailed or shown so far, and whose they are.
pub type Codes = BTreeMap<String, Option<Client>>;

/// Changes of a login, wherever it reaches.
pub const OF_LOGINS: &[&str] = &[
    "user rename",
    "user deactivate",
    "user activate",
    "user set-password",
    "user reset-password",
    "partner edit-user",
    "partner offboard-user",
];
/// They go through the whole database and say what they did to whom.
const OF_ALL: &[&str] = &["mail deliver", "db restore"];

#[derive(Debug, Default)]
pub struct Named {
    /// The clients that it may change.
    pub to_change: BTreeSet<Client>,
    /// Those of them that are named as look-alikes, and marked as such.
    pub twins: BTreeSet<Client>,
    /// Those of them where only the end of a session is recorded that was over already.
    pub over: BTreeSet<Client>,
    /// Every client that a word of it could be a name of, which a refusal may note down.
    pub typed: BTreeSet<Client>,
    /// How many clients it may make.
    pub makes: usize,
}

pub fn by(line: &Line, model: &Model, codes: &Codes, now: i64) -> Named {
    let mut named = Named::default();
    let everyone = || model.clients.iter().map(|client| client.number).collect::<BTreeSet<_>>();
    // The client of the command: by flag or place, by a code; where both speak they must agree.
    let mut sources: Vec<BTreeSet<Client>> = Vec::new();
    for (argument, value) in &line.given {
        let value = value.as_deref().unwrap_or_default();
        let long = argument.long.as_deref();
        let takes_table = PIPED.iter().any(|(name, thing)| *name == line.command.name && *thing == argument.id);
        match (long, argument.value.as_deref()) {
            _ if takes_table && value == "-" => table(line, model, &mut named),
            (Some("client"), _) | (None, Some("CLIENT")) => {
                sources.push(model.exactly(value).into_iter().collect());
                named.typed.extend(model.typed(value));
            }
            (None, Some("FROM" | "INTO")) => {
                named.to_change.extend(model.exactly(value));
                named.typed.extend(model.typed(value));
            }
            (Some("allow-similar"), _) => named.twins.extend(model.exactly(value)),
            (Some("closing" | "clients"), _) => {
                for one in value.split(',') {
                    named.to_change.extend(model.exactly(one));
                    named.typed.extend(model.typed(one));
                }
            }
            (Some("target"), _) => target(model, value, &mut named),
            (Some("code-stdin"), _) => {
                sources.push(codes.get(line.stdin.trim()).copied().flatten().into_iter().collect());
            }
            (Some("target-file"), _) if value == "-" => {
                line.stdin.lines().for_each(|typed| target(model, typed, &mut named));
            }
            (Some("all-clients"), _) => named.to_change.extend(everyone()),
            (Some("session"), _) | (None, Some("SES")) => {
                named.typed.extend(model.session(value));
            }
            // A mail that leaves is named together with its client.
            (None, Some("MSG")) if line.command.name != "mail retry" => {
                let mail = model.mails.iter().find(|(id, _)| format!("msg_{id}") == value);
                named.to_change.extend(mail.and_then(|(_, client)| *client));
            }
            (_, Some("PARTNER")) if line.command.name == "partner close" => {
                named.to_change.extend(model.dealt_with(value));
            }
            (_, Some("FILE")) if value == "-" && argument.id == "file" => table(line, model, &mut named),
            _ => {}
        }
    }
    // A merge was of two clients, and so is taking it back.
    if line.command.name == "undo" {
        let of_merges = sources.iter().flatten().flat_map(|client| model.merged_with(*client));
        let of_merges: BTreeSet<Client> = of_merges.collect();
        named.to_change.extend(of_merges);
    }
    if let Some(agreed) = sources.iter().cloned().reduce(|one, other| &one & &other) {
        named.to_change.extend(agreed);
    }
    named.typed.extend(sources.into_iter().flatten());
    // A new user of a partner enters what the partner enters.
    if line.command.name == "partner add-user" {
        named.to_change.extend(line.value("partner").map(|partner| model.dealt_with(partner)).unwrap_or_default());
    }
    // A name shows in each client that the person enters, and so does one that is given in passing.
    let has_name = ["first_name", "last_name", "owner_names"].iter().any(|id| line.has(id));
    let places: &[&str] = match line.command.name.as_str() {
        "user edit" | "user add" if has_name => &["person"],
        "partner add-user" if has_name => &["email"],
        "client add" if has_name => &["owners"],
        _ => &[],
    };
    for (_, value) in line.given.iter().filter(|(argument, _)| places.contains(&argument.id.as_str())) {
        named.to_change.extend(value.as_deref().map(|person| model.reached_by(person)).unwrap_or_default());
    }
    if OF_LOGINS.contains(&line.command.name.as_str()) {
        named.to_change.extend(line.value("person").map(|person| model.reached_by(person)).unwrap_or_default());
    }
    if line.command.name.starts_with("session ") {
        // A person is in one client at a time: anyone who is named names it.
        let person = line.on_behalf.as_deref().and_then(|person| model.login(person));
        if line.command.name == "session open" && line.answers.is_some() && !line.has("client") {
            // Chosen from a list of what that person may enter.
            named
                .to_change
                .extend(line.on_behalf.as_deref().map(|person| model.reached_by(person)).unwrap_or_default());
        }
        let theirs = model
            .sessions
            .iter()
            .filter(|session| person.is_some() && model.logins.get(&session.person).copied() == person);
        for session in theirs {
            // Anyone who leaves without naming a client reads the last one that they were in.
            if session.stored_open || !line.has("client") {
                named.typed.insert(session.client);
            }
            if !session.stored_open {
                continue;
            }
            let over = session.lives_until <= now;
            match line.command.name.as_str() {
                "session close" if !line.has("client") => named.to_change.insert(session.client),
                // That it is over is recorded, whichever client is entered or named.
                "session open" | "session close" if over => named.over.insert(session.client),
                _ => false,
            };
        }
    }
    if OF_ALL.contains(&line.command.name.as_str()) {
        named.to_change.extend(everyone());
    }
    if line.command.asks_for_clients && !line.has("client") && !line.has("target") {
        // Named in answer to the question which client is meant.
        named.to_change.extend(line.answers.iter().flatten().flat_map(|answer| model.typed(answer)));
    }
    if line.command.reads && !line.has("client") {
        // Picked at the terminal, by a word that finds it; where one finds nothing, the next is asked for.
        named.typed.extend(line.answers.iter().flatten().flat_map(|answer| model.typed(answer)));
    }
    if line.command.name == "client add" {
        named.makes = 1;
        // One that exists already with the same data answers in place of a new one, and does not change.
        named.typed.extend(
            model.clients.iter().filter(|client| line.value("name") == Some(client.name.as_str())).map(|c| c.number),
        );
        for flag in ["slug", "account_number", "domain"] {
            named.typed.extend(line.value(flag).map(|typed| model.typed(typed)).unwrap_or_default());
        }
    }
    named.to_change.extend(named.over.iter().chain(&named.twins).copied());
    named.typed.extend(named.to_change.iter().copied());
    named
}

/// A target must be one open client's.
fn target(model: &Model, typed: &str, named: &mut Named) {
    let meant = model.any_form(typed);
    named.typed.extend(meant.iter().copied());
    if meant.len() == 1 {
        named.to_change.extend(meant);
    }
}

/// The rows of a table name their clients; what disagrees with itself names no one.
fn table(line: &Line, model: &Model, named: &mut Named) {
    let imports = line.command.name == "client import";
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(line.stdin.as_bytes());
    for row in reader.deserialize::<BTreeMap<String, String>>().filter_map(Result::ok) {
        let cell = |name: &str| row.get(name).map(String::as_str).filter(|cell| !cell.is_empty());
        // A slug that is no one's may be one to be given.
        let slug = cell("client_slug").or_else(|| cell("slug")).map(|slug| model.exactly(slug));
        let slug = slug.filter(|client| !imports || client.is_some());
        let number = cell("account_number").and_then(|number| model.any_form(number).first().copied());
        let id = cell("client_id").map(|id| model.exactly(id));
        let meant: Vec<Option<Client>> = id.into_iter().chain(number.map(Some)).chain(slug).collect();
        if let Some(first) = meant.first().copied().flatten()
            && meant.iter().all(|other| *other == Some(first))
        {
            named.to_change.insert(first);
        }
        for typed in ["client_id", "client_slug", "slug", "account_number"].into_iter().filter_map(cell) {
            named.typed.extend(model.typed(typed));
        }
        if imports {
            named.makes += 1;
            named.twins.extend(cell("allow_similar").and_then(|typed| model.exactly(typed)));
            if meant.is_empty() {
                let namesakes = model.clients.iter().filter(|client| cell("name") == Some(client.name.as_str()));
                named.to_change.extend(namesakes.map(|client| client.number));
            }
        }
    }
}

/// Which clients a veto allows; `None` where it makes no sense.
pub fn allowed_by(veto: &str, model: &Model) -> Option<BTreeSet<Client>> {
    if veto.trim().is_empty() {
        return None;
    }
    Some(veto.split(',').flat_map(|one| model.typed(one.trim())).collect())
}
