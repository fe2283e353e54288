//! From state to state: types lines and judges each by what it left behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use partnerctl::domain::time::Span;

use crate::support::{Run, World, words};

use super::chance::Chance;
use super::changes::{NOBODY, State, Watch};
use super::commands::COMMANDS;
use super::generate::{self, Theme};
use super::line::Line;
use super::model::{Client, Model};
use super::named::{self, Codes, Named};
use super::receipt::{self, Receipt};
use super::rights::{Judgement, Rights};
use super::start;

/// One walk through a world of its own.
pub struct Walk {
    seed: u64,
    chance: Chance,
    world: World,
    watch: Watch,
    model: Model,
    rights: Rights,
    codes: Codes,
    mails: usize,
    answer: Vec<String>,
}

/// What came of the lines.
#[derive(Debug, Default)]
pub struct Tally {
    pub cases: usize,
    pub changed: usize,
    codes: BTreeMap<u8, usize>,
    /// How often a line of each command went well.
    pub done: BTreeMap<String, usize>,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.changed += other.changed;
        other.codes.into_iter().for_each(|(code, count)| *self.codes.entry(code).or_default() += count);
        other.done.into_iter().for_each(|(name, count)| *self.done.entry(name).or_default() += count);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} cases, of which {} changed rows of clients", self.cases, self.changed)?;
        writeln!(f, "by exit code: {:?}", self.codes)?;
        writeln!(f, "went well: {:?}", self.done)
    }
}

impl Walk {
    pub fn from_seed(seed: u64) -> Self {
        let mut chance = Chance::from_seed(seed);
        let mut world = start::START.thaw();
        // Codes and requests are fresh, late, or long dead.
        world.pass(*chance.one(&[Span::ZERO, Span::HOUR, Span::days(2), Span::days(8), Span::days(31)]));
        let watch = Watch::over(&world.database());
        let model = Model::read(&watch.raw);
        let rights = Rights::read(&watch.raw);
        let mut walk =
            Self { seed, chance, world, watch, model, rights, codes: Codes::new(), mails: 0, answer: Vec::new() };
        walk.collect_codes("");
        walk
    }

    /// Tries so many lines.
    ///
    /// # Errors
    /// What went wrong, and how to play it again.
    pub fn go(mut self, steps: usize) -> Result<Tally, String> {
        let mut tally = Tally::default();
        let theme = if self.seed.is_multiple_of(2) { Theme::Rights } else { Theme::Clients };
        for number in 0..steps {
            tally.cases += 1;
            let Some(line) = generate::line(&mut self.chance, &self.model, &self.codes, number, theme) else {
                continue;
            };
            self.answer.push(line.to_string());
            let verdict = catch_unwind(AssertUnwindSafe(|| self.attempt(&line)));
            let verdict = verdict.unwrap_or_else(|_| Err("the last line made the program panic".to_owned()));
            let (run, changed) = verdict.map_err(|why| format!("{self}{why}"))?;
            *tally.codes.entry(run.code).or_default() += 1;
            // The client that no one administers is a finding: what is found is the answer of `doctor`.
            let is_found = line.command.name == "doctor" && run.code == 1 && !run.out.is_empty();
            if run.code == 0 || is_found {
                *tally.done.entry(line.command.name.clone()).or_default() += 1;
            }
            tally.changed += usize::from(changed);
            if self.chance.percent(6) {
                self.world.pass(*self.chance.one(&[Span::HOUR, Span::days(1), Span::days(8)]));
            }
        }
        Ok(tally)
    }

    /// Types a line, judges it, and takes in the new state. Says whether rows of clients changed.
    fn attempt(&mut self, line: &Line) -> Result<(Run, bool), String> {
        let before = self.watch.look();
        let run = line.run(&mut self.world);
        if line.command.name == "db restore" && run.code == 0 {
            self.watch = Watch::over(&self.world.database());
        }
        self.judge(line, &run, &before)
    }

    fn judge(&mut self, line: &Line, run: &Run, before: &State) -> Result<(Run, bool), String> {
        let after = self.watch.look();
        let differences = before.differences(&after);
        let named = named::by(line, &self.model, &self.codes, self.world.now().ms());
        let known: BTreeSet<Client> = self.model.clients.iter().map(|client| client.number).collect();
        let model = if before == &after { None } else { Some(Model::read(&self.watch.raw)) };
        let now_known: BTreeSet<Client> = model
            .as_ref()
            .map_or_else(|| known.clone(), |model| model.clients.iter().map(|client| client.number).collect());
        let case = Case {
            line,
            run,
            receipt: receipt::of(run, &self.model),
            named,
            vetoed: line.veto.as_deref().map(|veto| named::allowed_by(veto, &self.model).unwrap_or_default()),
            made: &now_known - &known,
            known: now_known,
            changed: differences.iter().map(|(client, _)| *client).filter(|client| *client != NOBODY).collect(),
            differences,
            audited: self.watch.audited_since(before.audit),
            audit_rows: after.audit - before.audit,
        };
        let after = if model.is_some() { Some(Rights::read(&self.watch.raw)) } else { None };
        let judgement = Judgement {
            line,
            run,
            before: &self.rights,
            after: after.as_ref().unwrap_or(&self.rights),
            model: &self.model,
            of_code: self.codes.get(line.stdin.trim()).copied().flatten(),
            would_ask: if line.command.name == "link request" { case.named.to_change.clone() } else { BTreeSet::new() },
            now: self.world.now().ms(),
        };
        let verdict = case.verdict().and_then(|()| judgement.verdict());
        if let Some(model) = model {
            self.model = model;
        }
        if let Some(rights) = after {
            self.rights = rights;
        }
        self.collect_codes(&format!("{} {}", run.out, run.err));
        verdict.map_err(|why| format!("{why}\nchanged: {:?}\nnamed: {:?}\n{run}", case.differences, case.named))?;
        Ok((run.clone(), !case.changed.is_empty()))
    }

    /// Types this line with a write planted next to it, as a broken command would do it.
    pub fn try_planted(&mut self, typed: &str, write: &str) -> Result<(), String> {
        self.planted(None, typed, write)
    }

    /// The same on behalf of a user.
    pub fn try_planted_as(&mut self, actor: &str, typed: &str, write: &str) -> Result<(), String> {
        self.planted(Some(actor.to_owned()), typed, write)
    }

    fn planted(&mut self, on_behalf: Option<String>, typed: &str, write: &str) -> Result<(), String> {
        let words = words(typed);
        let command = COMMANDS.iter().find(|known| known.name == format!("{} {}", words[0], words[1])).unwrap();
        let mut places = command.arguments.iter().filter(|argument| argument.long.is_none());
        let mut given = Vec::new();
        let mut rest = words[2..].iter();
        while let Some(word) = rest.next() {
            let flag = word.strip_prefix("--");
            let argument = match flag {
                Some(flag) => command.arguments.iter().find(|argument| argument.long.as_deref() == Some(flag)),
                None => places.next(),
            };
            given.push((argument.unwrap(), flag.map_or(Some(word), |_| rest.next()).cloned()));
        }
        let line = Line {
            command,
            given,
            reason: on_behalf.is_some().then(|| "asked for by phone".to_owned()),
            on_behalf,
            dry_run: false,
            quiet: false,
            no_input: false,
            format: None,
            stdin: String::new(),
            veto: None,
            ambient: Vec::new(),
            answers: None,
            account: "jane",
            within: None,
        };
        let before = self.watch.look();
        let run = line.run(&mut self.world);
        if !write.is_empty() {
            self.world.tamper(write);
        }
        self.judge(&line, &run, &before).map(drop)
    }

    /// The codes that came by mail, and those that were shown.
    fn collect_codes(&mut self, shown: &str) {
        let shaped = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
            let begins = |word: &&str| {
                ["pci_", "pcl_", "pcs_", "pcp_", "pca_", "pcr_"].iter().any(|kind| word.starts_with(kind))
            };
            words.filter(begins).filter(|word| word.len() > 20).map(str::to_owned).collect()
        };
        for code in shaped(shown) {
            let session = self.model.sessions.last().map(|session| session.client);
            self.codes.entry(code).or_insert(session);
        }
        if self.model.mails.len() == self.mails {
            return;
        }
        self.mails = self.model.mails.len();
        for (id, client) in &self.model.mails {
            let path = self.world.path("desk.db.outbox").join(format!("msg_{id}.eml"));
            let Ok(mail) = std::fs::read(&path) else { continue };
            let parsed = mail_parser::MessageParser::default().parse(&mail).unwrap();
            for code in parsed.body_text(0).iter().flat_map(|text| shaped(text)) {
                self.codes.insert(code, *client);
            }
        }
    }
}

/// How to play it again.
impl fmt::Display for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "play it again with PARTNERCTL_ORACLE_SEED={} PARTNERCTL_ORACLE_CASES={}",
            self.seed,
            self.answer.len()
        )?;
        writeln!(f, "the lines of this walk:")?;
        self.answer.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// One line and what came of it.
struct Case<'a> {
    line: &'a Line,
    run: &'a Run,
    receipt: Receipt,
    named: Named,
    /// What a veto allows; nothing, where it makes no sense.
    vetoed: Option<BTreeSet<Client>>,
    made: BTreeSet<Client>,
    known: BTreeSet<Client>,
    changed: BTreeSet<Client>,
    differences: BTreeSet<(Client, String)>,
    audited: BTreeSet<Client>,
    audit_rows: i64,
}

impl Case<'_> {
    fn verdict(&self) -> Result<(), String> {
        let Self { line, run, named, .. } = self;
        let name = line.command.name.as_str();
        let within = |what: &str, some: &BTreeSet<Client>, all: &BTreeSet<Client>| {
            let over: Vec<&Client> = some.difference(all).collect();
            if over.is_empty() { Ok(()) } else { Err(format!("ESCAPE: {what}: {over:?}")) }
        };
        let may_change = &named.to_change | &self.made;
        let may_note = &named.typed | &self.made;
        if run.code == 70 {
            return Err("a promise of the house was about to be broken (exit 70)".to_owned());
        }
        if run.err.contains("write guard: ") {
            return Err("only the write guard stopped it".to_owned());
        }
        let promised = matches!(run.code, 2..=6 | 8..=17);
        if promised && !self.differences.is_empty() {
            return Err(format!("the line was refused with {}, and changed something", run.code));
        }
        if (line.dry_run || line.command.reads) && !self.differences.is_empty() {
            return Err("a dry run, or a read, changed something".to_owned());
        }
        // On behalf of a user its answer shows what exists, and so it is recorded like a refusal.
        if line.dry_run && line.on_behalf.is_none() && self.audit_rows != 0 {
            return Err("a dry run was written down".to_owned());
        }
        if self.made.len() > named.makes {
            return Err(format!("it made {:?}", self.made));
        }
        within("it changed clients that it does not name", &self.changed, &may_change)?;
        if name == "mail deliver" || name == "db restore" {
            return Ok(());
        }
        within("the audit names clients that no one typed", &self.audited, &may_note)?;
        // A mail that leaves is recorded in its own row.
        let is_recorded =
            |(client, table): &(Client, String)| *client != NOBODY && !(table == "mail" && line.has("deliver"));
        let changed = self.differences.iter().filter(|change| is_recorded(change)).map(|(client, _)| *client).collect();
        within("the audit leaves out clients that were changed", &changed, &self.audited)?;
        let other_database =
            line.ambient.iter().any(|(name, value)| *name == "PARTNERCTL_EXPECT_DB" && value != "training");
        if other_database && !self.differences.is_empty() {
            return Err("it changed a database that was not the one expected".to_owned());
        }
        if let Some(allowed) = &self.vetoed {
            within("it changed clients against a veto", &self.changed, &(&(allowed | &self.made) | &named.over))?;
        }
        let receipt = &self.receipt;
        if !line.command.reads {
            // A dry run names the number that a new client would have.
            let answer: BTreeSet<Client> = receipt.named.intersection(&self.known).copied().collect();
            within("the receipt names clients that no one typed", &answer, &may_note)?;
        }
        let is_shown = !line.quiet || matches!(line.format, Some("json" | "csv"));
        if is_shown {
            // A record has no room for a look-alike; its row in a table named it.
            let is_reported = line.quiet || name == "client import";
            let answer = if is_reported { &receipt.printed | &named.twins } else { receipt.printed.clone() };
            // The record of a login shows that a session ended, and its client only where the login reaches that: with
            // --quiet there is no banner that shows it.
            let of_login = line.quiet && named::OF_LOGINS.contains(&name);
            let only_a_session = |client: &Client| {
                let mut tables =
                    self.differences.iter().filter(|(of, _)| of == client).map(|(_, table)| table.as_str());
                of_login && tables.all(|table| table == "session" || table == "code")
            };
            let changed: BTreeSet<Client> =
                self.changed.iter().copied().filter(|client| !only_a_session(client)).collect();
            // On a terminal the rows without problems are only counted.
            if changed.difference(&answer).count() > receipt.counted {
                within("the receipt leaves out clients that were changed", &changed, &answer)?;
            }
        }
        Ok(())
    }
}
