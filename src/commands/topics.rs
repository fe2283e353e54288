//! The topics of `partnerctl help`, which are also pages of the manual. What is in a table of the code is taken from
//! there, so that it stays true.

use crate::app::settings;
use crate::domain::authority::{Need, OwnName, Verb};
use crate::domain::class::Class;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::error::{Code, Result};

use super::catalogue::{Classes, all};
use super::document::{Block, parse};

/// Something worth explaining that is no command.
pub struct Topic {
    pub name: &'static str,
    /// What it was called before, which is still understood.
    former: &'static str,
    pub about: &'static str,
    pub text: fn() -> Result<Vec<Block>>,
}

impl Topic {
    const fn new(name: &'static str, about: &'static str, text: fn() -> Result<Vec<Block>>) -> Self {
        Self { name, former: "", about, text }
    }

    const fn formerly(self, former: &'static str) -> Self {
        Self { former, ..self }
    }
}

/// The topic of this name, or of this former name.
pub fn named(word: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == word || topic.former == word && !word.is_empty())
}

/// Every topic, in the order of the help.
pub static TOPICS: &[Topic] = &[
    Topic::new("clients", "which client a command works in, and what keeps it out of another", || {
        Ok(filled(include_str!("topics/clients.txt"), &[("{classes}", classes()?)]))
    }),
    Topic::new("references", "how clients, partners, people and things are named", || {
        Ok(parse(include_str!("topics/references.txt")))
    }),
    Topic::new("roles", "roles, permissions, and who may give which command", || {
        let text = include_str!("topics/roles.txt").replace("{only_users}", &only_users());
        Ok(filled(&text, &[("{roles}", roles()), ("{permissions}", permissions()), ("{needs}", needs())]))
    })
    .formerly("permissions"),
    Topic::new("times", "how times and lengths of time are written", || Ok(parse(include_str!("topics/times.txt")))),
    Topic::new("bulk", "many clients at once, from a file", || Ok(parse(include_str!("topics/bulk.txt")))),
    Topic::new("mail", "what becomes of mails, and the settings for them", || {
        Ok(filled(include_str!("topics/mail.txt"), &[("{settings}", settings())]))
    }),
    Topic::new("sessions", "one-click sessions, and what a client's portal does with their codes", || {
        Ok(parse(include_str!("topics/sessions.txt")))
    }),
    Topic::new("pages", "what people see in a browser, and how to serve it", || {
        Ok(parse(include_str!("topics/pages.txt")))
    }),
    Topic::new("formats", "tables, JSON and CSV", || Ok(parse(include_str!("topics/formats.txt"))))
        .formerly("formatting"),
    Topic::new("scripting", "what scripts can rely on", || {
        Ok(parse(&include_str!("topics/scripting.txt").replace("{asking}", &asking())))
    }),
    Topic::new("exit-codes", "what each exit code means", || {
        Ok(filled(include_str!("topics/exit-codes.txt"), &[("{codes}", exit_codes())]))
    }),
    Topic::new("environment", "the environment variables that are read", || {
        Ok(parse(include_str!("topics/environment.txt")))
    }),
    Topic::new("database", "the files, who may open them, service accounts, backups", || {
        Ok(parse(include_str!("topics/database.txt")))
    }),
    Topic::new("security", "what is safe, and against whom: rights, audit, undo, secrets", || {
        Ok(parse(include_str!("topics/security.txt")))
    }),
];

/// Names, each with its meaning.
type Terms = Vec<(String, String)>;

/// A text whose paragraphs in braces are replaced by lists of terms.
fn filled(text: &str, lists: &[(&str, Terms)]) -> Vec<Block> {
    let list = |block: Block| match &block {
        Block::Paragraph(text) => {
            lists.iter().find(|(name, _)| name == text).map_or(block.clone(), |(_, terms)| Block::Terms(terms.clone()))
        }
        _ => block,
    };
    parse(text).into_iter().map(list).collect()
}

fn term(name: impl Into<String>, meaning: impl Into<String>) -> (String, String) {
    (name.into(), meaning.into())
}

fn exit_codes() -> Terms {
    let done = term("0", "done, or already so; an empty list; the reader closed the pipe");
    let codes =
        Code::ALL.iter().map(|code| term(code.exit().to_string(), format!("`{}`: {}", code.name(), code.meaning())));
    std::iter::once(done).chain(codes).collect()
}

/// What a class of commands is.
pub const fn meaning(class: Class) -> &'static str {
    match class {
        Class::Read => "changes nothing",
        Class::Reversible => "`undo` restores it",
        Class::Outward => "mail leaves, or access widens",
        Class::Destructive => "something ends for good: its name is typed, or passed with --confirm",
        Class::Bulk => "more than one client: their number is typed, or passed with --expect-clients",
        Class::Global => "about the database, its staff or logins, or a client that it makes",
    }
}

fn classes() -> Result<Terms> {
    let mut of = Classes::of_commands();
    let classed = all().map(|(name, entry)| Ok((of.plain(&name, entry)?, name))).collect::<Result<Vec<_>>>()?;
    let mut terms = Vec::new();
    for class in Class::ALL {
        let mut names: Vec<String> =
            classed.iter().filter(|(of, _)| *of == class).map(|(_, name)| whole(name)).collect();
        for (name, entry) in all() {
            let others = entry.otherwise.iter().filter(|(of, _)| *of == class);
            names.extend(others.map(|(_, when)| format!("{} {}", whole(&name), when.replace('`', ""))));
        }
        let listed = names.join(", ");
        let meaning = meaning(class);
        terms.push(term(
            class.name(),
            if listed.is_empty() { meaning.to_owned() } else { format!("{meaning}: {listed}") },
        ));
    }
    Ok(terms)
}

fn roles() -> Terms {
    let roles = Role::ALL.iter().map(|role| {
        term(role.name(), format!("{}; at most {}", words(role.default_permissions()), words(role.most())))
    });
    roles.collect()
}

fn words(permissions: Permissions) -> String {
    let missing = Permissions::ALL.minus(permissions);
    if missing.is_empty() {
        "all".to_owned()
    } else if missing.len() <= 4 {
        format!("all but {}", missing.to_text())
    } else {
        permissions.to_text()
    }
}

fn permissions() -> Terms {
    Permission::ALL.iter().map(|permission| term(permission.name(), permission.description())).collect()
}

fn needs() -> Terms {
    Need::ALL.iter().map(|need| term(need.name(), need.who())).collect()
}

/// The commands that staff does not give in their own name.
fn only_users() -> String {
    let users = Verb::ALL.iter().filter(|verb| matches!(verb.own_name(), OwnName::OnlyAs | OwnName::OrCode));
    users.map(|verb| format!("`{verb}`")).collect::<Vec<_>>().join(", ")
}

/// The commands that ask a terminal for what their line lacks.
fn asking() -> String {
    let names: Vec<String> =
        all().filter(|(_, entry)| !entry.asks.is_empty()).map(|(name, _)| format!("`{}`", whole(&name))).collect();
    names.join(", ")
}

/// The name of a command, which is not folded.
fn whole(name: &str) -> String {
    name.replace(' ', "\u{a0}")
}

fn settings() -> Terms {
    let settings = settings::KNOWN.iter().map(|known| {
        let default = known.default.map(|default| format!(" [{default}]")).unwrap_or_default();
        term(known.name(), format!("{}{default}", known.meaning))
    });
    settings.collect()
}
