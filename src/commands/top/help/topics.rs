//! The topics of `partnerctl help`. What is in a table of the code is taken from there, so that it stays true.

use std::fmt::Write as _;

use crate::app::settings;
use crate::domain::authority::{Need, OwnName, Verb};
use crate::domain::class::Class;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::error::{Code, Result};

use super::super::commands::{all, plain_class};

/// Something worth explaining that is no command.
pub(super) struct Topic {
    pub name: &'static str,
    pub about: &'static str,
    pub text: fn() -> Result<String>,
}

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        name: "clients",
        about: "which client a command works in, and what keeps it out of another",
        text: || Ok(include_str!("clients.txt").replace("{classes}", &classes()?)),
    },
    Topic { name: "references", about: "how things are named", text: || Ok(include_str!("references.txt").to_owned()) },
    Topic {
        name: "permissions",
        about: "roles, permissions, and who may give which command",
        text: || {
            let text = include_str!("permissions.txt").replace("{roles}", &roles());
            let text = text.replace("{permissions}", &permissions()).replace("{needs}", &needs());
            Ok(text.replace("{only_users}", &only_users()))
        },
    },
    Topic {
        name: "times",
        about: "how times and lengths of time are written",
        text: || Ok(include_str!("times.txt").to_owned()),
    },
    Topic {
        name: "bulk",
        about: "many clients at once, from a file",
        text: || Ok(include_str!("bulk.txt").to_owned()),
    },
    Topic {
        name: "mail",
        about: "what becomes of mails, and the settings for them",
        text: || Ok(include_str!("mail.txt").replace("{settings}", &settings())),
    },
    Topic {
        name: "sessions",
        about: "one-click sessions, and what a client's portal does with their codes",
        text: || Ok(include_str!("sessions.txt").to_owned()),
    },
    Topic { name: "formatting", about: "tables, JSON and CSV", text: || Ok(include_str!("formatting.txt").to_owned()) },
    Topic { name: "exit-codes", about: "what each exit code means", text: || Ok(exit_codes()) },
    Topic {
        name: "environment",
        about: "the environment variables that are read",
        text: || Ok(include_str!("environment.txt").to_owned()),
    },
    Topic {
        name: "database",
        about: "the files, who may open them, service accounts, backups",
        text: || Ok(include_str!("database.txt").to_owned()),
    },
];

/// Room for `mail.smtp.password_file`, and the blanks behind it.
const WIDEST_KEY: usize = 25;

/// A name and its meaning behind one another; the meaning is folded below itself.
fn row(text: &mut String, left: usize, name: &str, meaning: &str) {
    let mut width = 0;
    let _ = write!(text, "  {name:left$}");
    for word in meaning.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 78 - left {
            let _ = write!(text, "\n  {:left$}", "");
            width = 0;
        }
        if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text.push('\n');
}

fn exit_codes() -> String {
    let mut text = String::from("Exit codes\n\n");
    row(&mut text, 6, "0", "done, or already so; an empty list; the reader closed the pipe");
    for code in Code::ALL {
        row(&mut text, 6, &code.exit().to_string(), &format!("`{}`: {}", code.name(), code.meaning()));
    }
    text.push_str(
        "\nEvery code from 2 to 17 except 7 promises: no row of any client was changed, and\n\
         nothing was queued for sending. 9 is safe to repeat unchanged.\n\n\
         A change whose mail did not leave at once is done all the same: 0, with a warning,\n\
         and `mail` in its output shows the state of the mail. 17 comes with --require-mail\n\
         only, which takes the invitation back. A signal ends a command with 128 and its\n\
         number: 129 when the terminal went away, 130 after Ctrl-C, 143 after SIGTERM.\n\n\
         The word is in the field `code` of the error object that --format json and its\n\
         sisters print on standard error. It is stable; the message with it is not.\n",
    );
    text
}

const fn meaning(class: Class) -> &'static str {
    match class {
        Class::Read => "changes nothing",
        Class::Reversible => "`undo` restores it",
        Class::Outward => "mail leaves, or access widens",
        Class::Destructive => "something ends for good: its name is typed, or passed with --confirm",
        Class::Bulk => "more than one client: their number is typed, or passed with --expect-clients",
        Class::Global => "about the database, its staff or logins, or a client that it makes",
    }
}

fn classes() -> Result<String> {
    let mut text = String::new();
    let classed = all().map(|(name, entry)| Ok((plain_class(&name, entry)?, name))).collect::<Result<Vec<_>>>()?;
    for class in Class::ALL {
        row(&mut text, 13, class.name(), meaning(class));
        let mut names: Vec<String> =
            classed.iter().filter(|(of, _)| *of == class).map(|(_, name)| name.clone()).collect();
        for (name, entry) in all() {
            let others = entry.otherwise.iter().filter(|(of, _)| *of == class);
            names.extend(others.map(|(_, when)| format!("{name} {}", when.replace('`', ""))));
        }
        if !names.is_empty() {
            // A command does not fall apart at the end of a line.
            let listed = names.iter().map(|name| name.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(", ");
            let mut folded = String::new();
            row(&mut folded, 13, "", &listed);
            text.push_str(&folded.replace('\u{a0}', " "));
        }
    }
    Ok(text.trim_end().to_owned())
}

fn roles() -> String {
    let mut text = String::new();
    for role in Role::ALL {
        row(
            &mut text,
            13,
            role.name(),
            &format!("{}; at most {}", words(role.default_permissions()), words(role.most())),
        );
    }
    text.trim_end().to_owned()
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

fn permissions() -> String {
    let mut text = String::new();
    for permission in Permission::ALL {
        row(&mut text, 17, permission.name(), permission.description());
    }
    text.trim_end().to_owned()
}

fn needs() -> String {
    let mut text = String::new();
    for need in Need::ALL {
        row(&mut text, 13, need.name(), need.who());
    }
    text.trim_end().to_owned()
}

/// The commands that staff does not give in their own name, folded as the text around them.
fn only_users() -> String {
    let users = Verb::ALL.iter().filter(|verb| matches!(verb.own_name(), OwnName::OnlyAs | OwnName::OrCode));
    let names = users.map(|verb| format!("`{verb}`")).collect::<Vec<_>>().join(", ");
    let (mut text, mut width) = (String::new(), "EMAIL, or with the code that was mailed:".len());
    for name in names.split_inclusive(", ").map(str::trim_end) {
        if width + 1 + name.len() > 78 {
            text.push('\n');
            width = name.len();
        } else {
            if !text.is_empty() {
                text.push(' ');
            }
            width += 1 + name.len();
        }
        text.push_str(name);
    }
    text
}

fn settings() -> String {
    let mut text = String::from("Settings, set with `partnerctl config set KEY VALUE`:\n\n");
    for known in settings::KNOWN {
        let default = known.default.map(|default| format!(" [{default}]")).unwrap_or_default();
        let key = if known.key.ends_with('.') { format!("{}NAME", known.key) } else { known.key.to_owned() };
        row(&mut text, WIDEST_KEY, &key, &format!("{}{default}", known.meaning));
    }
    text.trim_end().to_owned()
}
