//! What the database knows: looked up in the database of the line, in the right of the person of `--as`.

use super::answer::{Behind, Candidate, Words};
use super::fixed;
use super::kind::Kind;
use super::line::{Argument, Line};
use crate::cli::context::Context;
use crate::commands::command::CommandEntry;
use crate::domain::actor::Actor;
use crate::domain::authority::{Nature, Verb};
use crate::domain::id::{ClientId, PartnerId};
use crate::domain::reference::{ClientRef, Forms, PartnerRef};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::names::people::{self, Logins, Whose};
use crate::ops::names::records::{self, RecordKind};
use crate::ops::names::{self, Candidates, More, Offered};
use crate::ops::{Tx, partner, resolve};

/// The line, and the command that it names.
pub(super) struct Asked<'a> {
    pub line: &'a Line,
    pub entry: &'static CommandEntry,
    pub argument: &'a Argument,
}

/// What fits, or nothing where the line is not one that can be looked up. What is wrong with the database is reported when
/// the line is run.
pub(super) fn words(cx: &mut Context, asked: &Asked<'_>, kind: Kind) -> Option<Words> {
    let line = asked.line;
    if ["db", "on_behalf", "client", "partner"].into_iter().any(|id| line.is_unexpanded(id)) {
        return None;
    }
    // Given twice is a usage error.
    if ["db", "on_behalf"].into_iter().any(|id| line.values(id).count() > 1) {
        return None;
    }
    if let Some(path) = line.value("db") {
        cx.use_database(path.as_ref()).ok()?;
    }
    cx.globals.on_behalf = line.value("on_behalf").map(str::to_owned);
    cx.begin_quietly(Verb::ClientFind).ok()?;
    let now = cx.now();
    cx.read(|tx, actor| Search { tx, actor, asked, now }.words(kind)).ok()?
}

struct Search<'a, 't> {
    tx: &'a Tx<'t>,
    actor: &'a Actor,
    asked: &'a Asked<'a>,
    now: Instant,
}

impl Search<'_, '_> {
    fn words(&self, kind: Kind) -> Result<Option<Words>> {
        let Argument { head, typed, .. } = self.asked.argument;
        let found = |candidates| Ok(Some(Words::found(head, typed, candidates)));
        match kind {
            Kind::Client => found(self.clients(typed)?),
            Kind::Clients => self.listed_clients().map(Some),
            Kind::Partner => found(names::partners(self.tx, self.actor, typed)?),
            Kind::Person | Kind::PartnerUser | Kind::Anyone | Kind::OnBehalf => found(self.people(kind, typed)?),
            Kind::Staff => found(people::colleagues(self.tx, self.actor, typed)?),
            Kind::StaffOrAnyone => {
                let colleagues = people::colleagues(self.tx, self.actor, typed)?;
                found(colleagues.with(self.people(Kind::Anyone, typed)?))
            }
            Kind::Invitation => self.records(RecordKind::Invitation),
            Kind::InvitationOrPerson if "inv_".starts_with(typed.as_str()) || typed.starts_with("inv_") => {
                self.records(RecordKind::Invitation)
            }
            Kind::InvitationOrPerson => found(self.people(Kind::Person, typed)?),
            Kind::Link => self.records(RecordKind::Link),
            Kind::Mail => self.records(RecordKind::Mail),
            Kind::Session => self.records(RecordKind::Session),
            Kind::Change => self.records(RecordKind::Change),
            Kind::Setting | Kind::StoredSetting | Kind::Form => self.settings(kind).map(Some),
            Kind::Field => self.fields(),
            _ => Ok(None),
        }
    }

    /// A change takes exact references only.
    fn forms(&self) -> Forms {
        match self.asked.entry.verb.map(Verb::nature) {
            Some(Nature::Read) => Forms::Any,
            _ if self.asked.argument.arg.get_id() == "targets" => Forms::Any,
            _ => Forms::Exact,
        }
    }

    fn clients(&self, typed: &str) -> Result<Candidates> {
        names::clients(self.tx, self.actor, typed, self.forms(), self.now)
    }

    /// Completes the last client of a comma list.
    fn listed_clients(&self) -> Result<Words> {
        let Argument { head, typed, .. } = self.asked.argument;
        let (before, last) = typed.rsplit_once(',').map_or(("", typed.as_str()), |(before, last)| (before, last));
        let head = format!("{head}{}", &typed[..typed.len() - last.len()]);
        let mut words = Words::found(&head, last, names::clients(self.tx, self.actor, last, Forms::Exact, self.now)?);
        words.candidates.retain(|one| before.split(',').all(|named| named != one.word));
        words.behind = Behind::Nothing;
        Ok(words)
    }

    fn people(&self, kind: Kind, typed: &str) -> Result<Candidates> {
        let whose = match kind {
            Kind::OnBehalf | Kind::Anyone => Whose::Everyone,
            Kind::Person => match (self.client()?, self.partner()?) {
                (Some(client), _) => Whose::Client(client),
                (None, Some(partner)) => Whose::Partner(partner),
                (None, None) => Whose::Everyone,
            },
            _ => self.partner()?.map_or(Whose::Partners, Whose::Partner),
        };
        let logins = if matches!(kind, Kind::OnBehalf) { Logins::Acting } else { Logins::All };
        let mut found = people::people(self.tx, self.actor, (whose, logins), typed, self.now)?;
        if let Kind::OnBehalf = kind {
            self.prefer_those_named(&mut found, typed)?;
        }
        // A colleague is another than the person whom the line is about.
        let own = self.asked.argument.arg.get_id().as_str();
        let named: Vec<&str> = self.asked.line.values(own).chain(self.asked.line.values("person")).collect();
        found.offered.retain(|one| !named.contains(&one.word.as_str()));
        Ok(found)
    }

    /// Of those who may act, the people of the client or the partner that the line names, if any of them match.
    fn prefer_those_named(&self, acting: &mut Candidates, typed: &str) -> Result<()> {
        // A name that is not whole yet names no one.
        let whose = match (self.client(), self.partner()) {
            (Ok(Some(client)), _) => Whose::Client(client),
            (_, Ok(Some(partner))) => Whose::Partner(partner),
            _ => return Ok(()),
        };
        let mut near = people::people(self.tx, self.actor, (whose, Logins::Acting), typed, self.now)?;
        near.offered
            .retain(|one| acting.more != More::None || acting.offered.iter().any(|other| other.word == one.word));
        if !near.offered.is_empty() {
            *acting = near;
        }
        Ok(())
    }

    /// The client that the line names.
    fn client(&self) -> Result<Option<ClientId>> {
        let Some(typed) = self.asked.line.value("client") else { return Ok(None) };
        let reference = ClientRef::parse(typed, self.forms())?;
        resolve::client(self.tx, self.actor, &reference, "--client", self.now).map(|seen| Some(seen.row.id))
    }

    /// The partner that the line names.
    fn partner(&self) -> Result<Option<PartnerId>> {
        let Some(typed) = self.asked.line.value("partner") else { return Ok(None) };
        partner::find(self.tx, self.actor, &PartnerRef::parse(typed)?).map(|row| Some(row.id))
    }

    /// A thing of a client is named together with it: before the client is there, a change is offered nothing.
    fn records(&self, kind: RecordKind) -> Result<Option<Words>> {
        let Argument { head, typed, arg } = self.asked.argument;
        let client = self.client()?;
        let is_read = self.asked.entry.verb.is_some_and(|verb| verb.nature() == Nature::Read);
        let by_client = kind == RecordKind::Session || kind == RecordKind::Change;
        if client.is_none() && (!is_read || by_client) {
            return Ok(Some(Words::note("name the client first, with -c")));
        }
        let mut found = records::records(self.tx, self.actor, kind, client, typed, self.now)?;
        let named: Vec<&str> = self.asked.line.values(arg.get_id().as_str()).collect();
        found.offered.retain(|one| !named.contains(&one.word.as_str()));
        Ok(Some(Words::found(head, typed, found)))
    }

    fn settings(&self, kind: Kind) -> Result<Words> {
        let Argument { head, typed, .. } = self.asked.argument;
        let set = records::settings(self.tx, self.actor)?;
        let candidate = |Offered { word, label }: Offered| Candidate::new(word, label);
        let all: Vec<Candidate> = match kind {
            Kind::Setting => {
                let known = fixed::settings();
                let others =
                    set.into_iter().map(candidate).filter(|one| known.iter().all(|known| known.word != one.word));
                known.iter().cloned().chain(others).collect()
            }
            Kind::Form => set
                .into_iter()
                .filter_map(|Offered { word, label }| Some(Candidate::new(word.strip_prefix("form.")?, label)))
                .collect(),
            _ => set.into_iter().map(candidate).collect(),
        };
        Ok(Words::fixed(head, typed, all).family())
    }

    /// The fields that the client has, each with its value.
    fn fields(&self) -> Result<Option<Words>> {
        let Argument { head, typed, .. } = self.asked.argument;
        let Some(client) = self.client()? else { return Ok(None) };
        let fields = records::fields(self.tx, self.actor, client, self.now)?;
        let all = fields.into_iter().map(|Offered { word, label }| Candidate::new(format!("{word}="), label));
        Ok(Some(Words { behind: Behind::Nothing, ..Words::fixed(head, typed, all) }))
    }
}
