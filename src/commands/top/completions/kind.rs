//! What each argument takes. A value name means one thing wherever it is used; where it does not, the command decides.
//! An argument without a line here fails a test.

use clap::{Arg, ValueHint};

use super::answer::Candidate;
use super::fixed;

/// What the value of an argument names.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// One of the words that the parser knows.
    Listed,
    /// One of these.
    Word(fn() -> Vec<Candidate>),
    /// Some of these, joined by commas.
    WordList(fn() -> Vec<Candidate>),
    /// The header of a file, which only the person knows, `=`, and one of these.
    Mapping(fn() -> Vec<Candidate>),
    /// Some columns of the command, joined by commas.
    Columns,
    /// A column of the command, or `-` and a column.
    SortColumn,
    /// The words of `help`.
    Topic,
    /// A setting that exists.
    Setting,
    /// A setting that has a value of its own.
    StoredSetting,
    /// The value of the setting that is named before it.
    SettingValue,
    /// The name of a form that is set.
    Form,
    /// A field of the client, and `=`.
    Field,
    File,
    Folder,
    Client,
    /// Some clients, joined by commas.
    Clients,
    Partner,
    /// A person: of the client or the partner that is named, or anyone.
    Person,
    /// A user of the partner that is named, or of any.
    PartnerUser,
    /// Anyone with a login, whichever client is named.
    Anyone,
    /// On whose behalf staff acts.
    OnBehalf,
    Invitation,
    InvitationOrPerson,
    Link,
    Mail,
    Session,
    /// A change of one's own in the client that is named.
    Change,
    Staff,
    StaffOrAnyone,
    /// What only the person knows.
    New,
    /// A confirmation or an expectation: typing it is what it is for.
    Confirmed,
}

/// What an argument of the command with this path takes.
pub(super) fn kind(path: &[&str], arg: &Arg) -> Option<Kind> {
    if arg.get_possible_values().iter().any(|value| !value.is_hide_set()) {
        return Some(Kind::Listed);
    }
    let name = arg.get_value_names().and_then(<[_]>::first).map(|name| name.as_str())?;
    // The parser knows no other hint: it gives this one to each argument that is read as a path.
    if arg.get_value_hint() == ValueHint::AnyPath {
        return Some(if name == "DIR" { Kind::Folder } else { Kind::File });
    }
    let noun = path.first().copied().unwrap_or_default();
    let kind = match (arg.get_id().as_str(), name) {
        ("columns", _) => Kind::Columns,
        ("sort", _) => Kind::SortColumn,
        ("on_behalf", _) => Kind::OnBehalf,
        ("confirm", _) | ("label", "LABEL") => Kind::Confirmed,
        ("permissions", "LIST") => Kind::WordList(fixed::permissions_or_all),
        ("clients", "LIST") => Kind::Clients,
        ("again", "LIST") => Kind::WordList(fixed::asked_again),
        ("form", "NAME") => Kind::Form,
        ("closing", "OTHER") => Kind::Client,
        ("to", "OTHER") => Kind::PartnerUser,
        // A person whom no one knows yet.
        ("owners" | "contact_email" | "to", "EMAIL") => Kind::New,
        ("email", "EMAIL") if path == ["partner", "add-user"] => Kind::New,
        ("person", "EMAIL") if path == ["user", "add"] => Kind::New,
        ("os_user", "OSUSER") if path == ["staff", "add"] => Kind::New,
        ("words", "TOPIC") => Kind::Topic,
        ("map", "HEADER=COLUMN") if noun == "invite" => Kind::Mapping(fixed::invited_columns),
        ("map", "HEADER=COLUMN") => Kind::Mapping(fixed::imported_columns),
        (_, "STATE") => Kind::Word(state(noun)?),
        (_, "EMAIL") if noun == "access" || noun == "audit" => Kind::Anyone,
        (_, "EMAIL") if noun == "partner" => Kind::PartnerUser,
        (_, "KEY") if path == ["config", "unset"] => Kind::StoredSetting,
        (_, "EMAIL") => Kind::Person,
        (_, "REF" | "CLIENT" | "FROM" | "INTO") => Kind::Client,
        (_, "PARTNER") => Kind::Partner,
        (_, "INV") => Kind::Invitation,
        (_, "INV|EMAIL") => Kind::InvitationOrPerson,
        (_, "LNK") => Kind::Link,
        (_, "MSG") => Kind::Mail,
        (_, "SES") => Kind::Session,
        (_, "AUDIT_ID") => Kind::Change,
        (_, "OSUSER") => Kind::Staff,
        (_, "ACTOR") => Kind::StaffOrAnyone,
        (_, "ROLE") => Kind::Word(fixed::roles),
        (_, "PERMISSION") => Kind::Word(fixed::permissions),
        (_, "ACTIVATION") => Kind::Word(fixed::activations),
        (_, "PLAN") => Kind::Word(fixed::plans),
        (_, "LANGUAGE") => Kind::Word(fixed::languages),
        (_, "TAB") => Kind::Word(fixed::tabs),
        (_, "RULE") => Kind::Word(fixed::rules),
        (_, "NOUN.VERB") => Kind::Word(fixed::actions),
        (_, "TRANSPORT") => Kind::Word(fixed::transports),
        (_, "KEY") => Kind::Setting,
        (_, "VALUE") => Kind::SettingValue,
        (_, "KEY=VALUE") => Kind::Field,
        // A check digit, a label, a hash or a number is typed so that a slip is found.
        (_, "CLIENT_ID" | "PARTNER_ID" | "LABEL" | "HASH") => Kind::Confirmed,
        // The hint below a list has it.
        ("after", "ID") => Kind::New,
        (_, "N") => Kind::New,
        (
            _,
            "WHAT=CLIENT" | "ADDRESS" | "D" | "DOMAIN" | "DURATION" | "GROUP" | "HEADER=THEIRS:OURS" | "HOST:PORT"
            | "N/UNIT" | "NAME" | "NEW" | "NUMBER" | "RANGE" | "SENDER" | "SLUG" | "SPAN" | "T" | "TEXT" | "TIME"
            | "URL" | "WORD" | "WORDS",
        ) => Kind::New,
        _ => return None,
    };
    Some(kind)
}

/// The states of the records of a noun.
fn state(noun: &str) -> Option<fn() -> Vec<Candidate>> {
    Some(match noun {
        "client" => fixed::client_states,
        "user" => fixed::user_states,
        "invite" => fixed::invitation_states,
        "link" => fixed::link_states,
        "mail" => fixed::mail_states,
        "session" => fixed::session_states,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::command;

    /// The arguments that take a value, below a command, each with the path of its command.
    fn arguments<'a>(command: &'a clap::Command, path: &[&'a str], found: &mut Vec<(Vec<&'a str>, &'a Arg)>) {
        let takes = |arg: &&Arg| arg.is_positional() || arg.get_action().takes_values();
        found.extend(command.get_arguments().filter(takes).map(|arg| (path.to_vec(), arg)));
        for below in command.get_subcommands() {
            arguments(below, &[path, &[below.get_name()]].concat(), found);
        }
    }

    #[test]
    fn every_argument_has_its_kind() {
        let mut root = command::tree();
        root.build();
        let mut found = Vec::new();
        arguments(&root, &[], &mut found);
        assert!(found.len() > 150, "{}", found.len());
        let undeclared: Vec<String> = found
            .iter()
            .filter(|(path, arg)| kind(path, arg).is_none())
            .map(|(path, arg)| format!("{} {arg}", path.join(" ")))
            .collect();
        assert!(undeclared.is_empty(), "no kind is declared in completions/kind.rs for: {undeclared:#?}");
    }
}
