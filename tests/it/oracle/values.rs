//! Words for arguments: right ones, and every kind of wrong one that a hand, a shell or an old list comes up with.

use std::collections::BTreeSet;

use super::chance::Chance;
use super::commands::Argument;
use super::model::{Account, Model};

/// Variables that other tools take their target from. Here they must mean nothing, or only forbid.
pub const AMBIENT: [&str; 7] =
    ["PARTNERCTL_CLIENT", "PARTNERCTL_CLIENT_ID", "CLIENT", "PARTNERCTL_AS", "HOME", "PWD", "PARTNERCTL_CONFIG"];
const ROLES: [&str; 5] = ["owner", "admin", "supervisor", "manager", "guest"];
const STRANGERS: [&str; 4] =
    ["new@bigshoes.example", "new@teahouse.example", "stranger@nowhere.example", "Jim@BigShoes.example"];
/// A setting and a value that it takes; nothing that reaches beyond this machine.
const SETTINGS: [(&str, &str); 5] = [
    ("web.base_url", "https://portal.example"),
    ("portal.login_url", "https://login.example"),
    ("form.welcome", "https://form.example/welcome"),
    ("logins.domain", "invalid"),
    ("links.provisioner", "/bin/true"),
];

/// Where a line is about to be made: who is meant by it.
pub struct Setting<'a> {
    pub model: &'a Model,
    /// The client that the operator has in mind.
    pub meant: &'a Account,
    /// Another one that is taken for its double.
    pub double: &'a Account,
    /// Whether everything is right, but for what chance has overlooked.
    pub careful: bool,
    /// The setting of `config`.
    pub setting: usize,
    pub number: usize,
}

/// A digit of an id, replaced by another.
fn wrong_digit(chance: &mut Chance, id: &str) -> String {
    let at = 1 + chance.below(6);
    let mut letters: Vec<char> = id.chars().collect();
    letters[at] = if letters[at] == '7' { '1' } else { '7' };
    letters.into_iter().collect()
}

impl Setting<'_> {
    pub fn new<'a>(chance: &mut Chance, model: &'a Model, number: usize) -> Option<Setting<'a>> {
        let open: Vec<&Account> = model.clients.iter().filter(|client| client.is_open()).collect();
        let careful = chance.percent(65);
        let meant = if careful || chance.percent(80) { chance.any(&open).copied() } else { chance.any(&model.clients) };
        let meant: &Account = meant?;
        let others: Vec<&Account> = open.into_iter().filter(|client| client.number != meant.number).collect();
        let double = chance.any(&others).copied().unwrap_or(meant);
        Some(Setting { model, meant, double, careful, setting: chance.below(SETTINGS.len()), number })
    }

    /// A client as a change takes it, mostly the one that is meant.
    pub fn client(&self, chance: &mut Chance) -> String {
        let other = chance.one(&self.model.clients);
        match chance.below(if self.careful { 75 } else { 100 }) {
            0..55 => self.meant.slug.clone(),
            55..75 => self.meant.id.clone(),
            75..80 => other.slug.clone(),
            80..83 => other.id.clone(),
            83..86 => wrong_digit(chance, &self.meant.id),
            86..89 => chance.any(&other.retired).cloned().unwrap_or_else(|| "old-name".to_owned()),
            // A letter of another script that looks the same.
            89..91 => self.meant.slug.replacen('o', "\u{43e}", 1),
            91 => self.meant.slug.to_uppercase(),
            92 => self.meant.slug.chars().take(5).collect(),
            93 => format!(" {}", self.meant.slug),
            94 => String::new(),
            _ => self.other_form(chance),
        }
    }

    /// A client as a read takes it, or a target.
    pub fn other_form(&self, chance: &mut Chance) -> String {
        let forms = [self.meant.domain.clone(), self.meant.account.clone(), self.meant.owners.first().cloned()];
        let forms: Vec<String> = forms.into_iter().flatten().collect();
        chance.any(&forms).cloned().unwrap_or_else(|| "4711".to_owned())
    }

    /// A person, mostly one of the client that is meant.
    pub fn person(&self, chance: &mut Chance) -> String {
        let everyone: Vec<&String> = self.model.logins.keys().collect();
        let of_partners: Vec<&String> = self.model.partner_users.keys().collect();
        let known = match chance.below(if self.careful { 90 } else { 100 }) {
            0..55 => chance.any(&self.meant.people).cloned(),
            55..75 => chance.any(&everyone).map(|person| (*person).clone()),
            75..85 => chance.any(&of_partners).map(|person| (*person).clone()),
            85..90 => {
                chance.any(&everyone).and_then(|person| self.model.login(person)).map(|login| format!("usr_{login}"))
            }
            90 => Some(self.meant.id.clone()),
            91 => Some("not an address".to_owned()),
            _ => None,
        };
        known.unwrap_or_else(|| (*chance.one(&STRANGERS)).to_owned())
    }

    fn partner(&self, chance: &mut Chance) -> String {
        match chance.below(10) {
            0 if !self.careful => "nobodys-web".to_owned(),
            1 if !self.careful => self.meant.slug.clone(),
            2 => "ptn_1".to_owned(),
            _ => chance.any(&self.model.partners).map_or_else(|| "jims-web".to_owned(), |(_, slug, _)| slug.clone()),
        }
    }

    /// An entity, mostly one of the client that is meant.
    fn entity(&self, chance: &mut Chance, prefix: &str, all: &[(i64, i64)]) -> String {
        let own: Vec<i64> = all.iter().filter(|(_, client)| *client == self.meant.number).map(|(id, _)| *id).collect();
        let id = match chance.below(if self.careful { 70 } else { 100 }) {
            0..70 => chance.any(&own).copied(),
            70..92 => chance.any(all).map(|(id, _)| *id),
            92..95 => Some(999),
            _ => return self.meant.id.clone(),
        };
        format!("{prefix}_{}", id.unwrap_or(1))
    }

    /// A word for `--confirm`: right, right for another, or what one answers without reading.
    fn confirm(&self, chance: &mut Chance, command: &str, person: Option<&str>) -> String {
        let count = if chance.percent(60) { self.meant.grants } else { chance.below(6) };
        let person = person.unwrap_or("jim@bigshoes.example");
        if self.careful {
            return match command {
                "client merge" => format!("{}:{}", self.double.slug, self.meant.slug),
                "client close" => format!("{}:{}", self.meant.slug, self.meant.grants),
                "partner offboard-user" => format!("{person}:{}", self.model.reached_by(person).len()),
                "partner close" => format!("jims-web:{}", self.model.dealt_with("jims-web").len()),
                "db restore" => "training".to_owned(),
                "user deactivate" | "user activate" => person.to_owned(),
                _ => self.meant.slug.clone(),
            };
        }
        match chance.below(12) {
            0..4 => self.meant.slug.clone(),
            4..6 => format!("{}:{count}", self.meant.slug),
            6..8 => person.to_owned(),
            8..10 => format!("{person}:{count}"),
            10 => chance.one(&self.model.clients).slug.clone(),
            _ => "yes".to_owned(),
        }
    }

    /// What someone types at a terminal.
    pub fn answers(&self, chance: &mut Chance, person: Option<&str>) -> Vec<String> {
        let mut answers = Vec::new();
        for _ in 0..chance.below(4) {
            answers.push(match chance.below(if self.careful { 6 } else { 10 }) {
                0..5 => self.meant.slug.clone(),
                5 => chance.one(&self.model.clients).slug.clone(),
                6 => "yes".to_owned(),
                7 => person.unwrap_or_default().to_owned(),
                8 => chance.below(5).to_string(),
                _ => super::start::PASSWORD.trim().to_owned(),
            });
        }
        answers
    }

    /// A value for an argument of whatever command: by what the argument is called.
    pub fn value(&self, chance: &mut Chance, command: &str, argument: &Argument, person: Option<&str>) -> String {
        if !argument.possible.is_empty() {
            return chance.one(&argument.possible).clone();
        }
        if argument.id == "code_file" || argument.id == "old_password_file" {
            return "nowhere".to_owned();
        }
        let long = argument.long.as_deref().unwrap_or_default();
        match (long, argument.value.as_deref().unwrap_or_default()) {
            ("target", _) if chance.percent(40) => self.other_form(chance),
            ("client" | "target" | "closing", _) | (_, "CLIENT") => self.client(chance),
            (_, "FROM") if chance.percent(90) => self.double.slug.clone(),
            (_, "FROM" | "INTO") => self.client(chance),
            (_, "WHAT=CLIENT") => match chance.below(10) {
                0..6 => self.meant.slug.clone(),
                6..9 => format!("{}={}", self.person(chance), self.meant.slug),
                _ => format!("plan={}", self.double.slug),
            },
            ("confirm", _) => self.confirm(chance, command, person),
            ("allow-similar", _) => chance.one(&self.model.clients).id.clone(),
            ("clients", _) => {
                let many = 1 + chance.below(3);
                (0..many).map(|_| self.client(chance)).collect::<Vec<_>>().join(",")
            }
            ("permissions", _) => {
                (*chance.one(&["all", "invoices", "invoices,quotes", "profile", "users,settings"])).to_owned()
            }
            (_, "EMAIL") | ("to" | "user" | "owner" | "replaces", _) => self.person(chance),
            (_, "PARTNER") => self.partner(chance),
            (_, "INV") => self.entity(chance, "inv", &self.model.invitations),
            (_, "INV|EMAIL") => {
                if chance.percent(50) {
                    self.entity(chance, "inv", &self.model.invitations)
                } else {
                    self.person(chance)
                }
            }
            (_, "LNK") => self.entity(chance, "lnk", &self.model.links),
            (_, "SES") => {
                let sessions: Vec<(i64, i64)> =
                    self.model.sessions.iter().map(|session| (session.number, session.client)).collect();
                self.entity(chance, "ses", &sessions)
            }
            (_, "MSG") => {
                let mails: Vec<(i64, i64)> =
                    self.model.mails.iter().map(|(id, client)| (*id, client.unwrap_or(0))).collect();
                self.entity(chance, "msg", &mails)
            }
            (_, "ROLE") => (*chance.one(&ROLES)).to_owned(),
            (_, "RULE") => (*chance.one(&["last-owner", "cooldown"])).to_owned(),
            ("slug", _) => match chance.below(4) {
                0 => self.meant.slug.clone(),
                1 => self.meant.slug.replacen('o', "0", 1),
                _ => format!("fresh-slug-{}", self.number),
            },
            (_, "NEW") => format!("renamed{}@bigshoes.example", self.number),
            (_, "NAME") if chance.percent(15) => self.meant.name.clone(),
            (_, "NAME") => format!("Someone {}", self.number),
            (_, "DOMAIN") => match chance.below(4) {
                0 => "teahouse.example".to_owned(),
                1 => "bigsh0es.example".to_owned(),
                _ => format!("domain{}.example", self.number),
            },
            (_, "NUMBER") => {
                if chance.percent(30) {
                    "4711".to_owned()
                } else {
                    format!("{}", 50_000 + self.number)
                }
            }
            (_, "OSUSER") => (*chance.one(&["jane", "ravi", "auditor", "intruder"])).to_owned(),
            ("for" | "expires-in" | "older-than" | "expiring" | "dormant", _) | (_, "DURATION" | "D" | "SPAN") => {
                (*chance.one(&["7d", "30d", "12h", "90d", "900d"])).to_owned()
            }
            (_, "TIME" | "T") => (*chance.one(&["2027-01-31", "2027-06-30", "2026-12", "2020-01-01"])).to_owned(),
            ("expect-clients" | "limit" | "max-sends", _) | (_, "N") => chance.below(5).to_string(),
            ("password-file", _) if command == "user set-password" => "fresh".to_owned(),
            ("password-file", _) => "password".to_owned(),
            ("errors", _) => "errors.csv".to_owned(),
            ("target-file", _) => "-".to_owned(),
            (_, "FILE") if command.starts_with("db ") => {
                (*chance.one(&["backup.db", "later.db", "nowhere.db"])).to_owned()
            }
            (_, "FILE") => {
                if chance.percent(85) {
                    "-".to_owned()
                } else {
                    "nowhere".to_owned()
                }
            }
            (_, "PERMISSION") => "invoices".to_owned(),
            (_, "KEY") => SETTINGS[self.setting].0.to_owned(),
            (_, "VALUE") => SETTINGS[self.setting].1.to_owned(),
            ("field", _) => format!("region=r{}", self.number),
            (_, "PLAN") => "pro".to_owned(),
            _ => match chance.below(5) {
                0 => self.client(chance),
                1 => self.person(chance),
                2 => self.number.to_string(),
                3 => "pending".to_owned(),
                _ => "word".to_owned(),
            },
        }
    }

    /// Rows that each name their client, and a person and a link of it, mostly rightly; and how many clients they name.
    pub fn piped(&self, chance: &mut Chance) -> (String, usize) {
        let mut text = String::from("client_id,client_slug,user_id,email,link_id,role,source\n");
        let mut clients = BTreeSet::new();
        for _ in 0..1 + chance.below(4) {
            let one = if chance.percent(60) { self.meant } else { chance.one(&self.model.clients) };
            let other = chance.one(&self.model.clients);
            let (id, slug) = match chance.below(if self.careful { 30 } else { 33 }) {
                0..14 => (one.id.as_str(), one.slug.as_str()),
                14..20 => (one.id.as_str(), ""),
                20..30 => ("", one.slug.as_str()),
                30 => (one.id.as_str(), other.slug.as_str()),
                _ => ("", ""),
            };
            if !id.is_empty() || !slug.is_empty() {
                clients.insert(one.number);
            }
            let email = match chance.below(10) {
                0..8 => chance.any(&one.people).cloned().unwrap_or_default(),
                8 => chance.any(&other.people).cloned().unwrap_or_default(),
                _ => String::new(),
            };
            let login = if chance.percent(85) { self.model.login(&email) } else { Some(1) };
            let user = login.filter(|_| chance.percent(40)).map(|login| format!("usr_{login}")).unwrap_or_default();
            let links: Vec<i64> =
                self.model.links.iter().filter(|(_, client)| *client == one.number).map(|(id, _)| *id).collect();
            let link = if chance.percent(85) { chance.any(&links).copied() } else { Some(1) };
            let link = link.map(|link| format!("lnk_{link}")).unwrap_or_default();
            let role = if chance.percent(50) { *chance.one(&ROLES) } else { "" };
            let source = *chance.one(&["", "grant", "grant", "lnk_1"]);
            text.push_str(&format!("{id},{slug},{user},{email},{link},{role},{source}\n"));
        }
        (text, clients.len())
    }

    /// Rows that each name their client, mostly rightly.
    pub fn table(&self, chance: &mut Chance, command: &str) -> String {
        let mut text = String::from(if command == "client import" {
            "name,slug,owners,account_number,allow_similar,plan,client_id\n"
        } else {
            "client_id,client_slug,email,role\n"
        });
        for row in 0..1 + chance.below(4) {
            let one = chance.one(&self.model.clients);
            let other = chance.one(&self.model.clients);
            let (id, slug) = match chance.below(10) {
                0..3 => (one.id.as_str(), one.slug.as_str()),
                3..5 => (one.id.as_str(), ""),
                5..8 => ("", one.slug.as_str()),
                8 => (one.id.as_str(), other.slug.as_str()),
                _ => ("", ""),
            };
            if command == "client import" {
                let n = self.number * 10 + row;
                let account = one.account.as_deref().filter(|_| chance.percent(30)).unwrap_or_default();
                let (id, slug) = if chance.percent(50) { (id, slug.to_owned()) } else { ("", format!("imported-{n}")) };
                let twin = if chance.percent(10) { other.id.as_str() } else { "" };
                text.push_str(&format!("Imported {n},{slug},owner{n}@imported.example,{account},{twin},pro,{id}\n"));
            } else {
                let person = self.person(chance);
                let role = if chance.percent(70) { *chance.one(&ROLES) } else { "" };
                text.push_str(&format!("{id},{slug},{person},{role}\n"));
            }
        }
        text
    }
}
