//! Merging a double into the client that stays (docs/reference.md#merging): what becomes of everything that the two have,
//! and what has to be decided first.
//!
//! Each way into the client that stays is, after it, exactly the same way into one of the two before it, on the same
//! terms. Where both clients have the way and it is not the same, or where a person would have two ways that neither
//! client gave them together, someone decides by naming a client: nothing wider comes of itself.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::association::AssociationRow;
use super::audit_event::Field;
use super::client::ClientRow;
use super::grant::GrantRow;
use super::id::{ClientId, GrantId, InvitationId, LinkId, PartnerId, UserId};
use super::invitation::Invitation;
use super::link::{AutoExtend, Extension, Link, LinkStatus, Origin, SetUp};
use super::partner::Reaches;
use super::permission::Permissions;
use super::time::{Instant, Span};

/// One of the two clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The double, which is closed.
    From,
    /// The one that stays.
    Into,
}

/// What one of the two has, as far as merging concerns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belongings {
    pub client: ClientRow,
    /// The grants that have not ended, by time or otherwise, by id.
    pub grants: Vec<GrantRow>,
    /// The links that are stored as open, by id.
    pub links: Vec<Link>,
    /// The invitations that are stored as pending, by id.
    pub invitations: Vec<Invitation>,
    /// The users of partners to whom it is assigned.
    pub assigned: Vec<(UserId, PartnerId)>,
    /// People whose access ended, and who have none now: someone took them out, or they left.
    pub out: BTreeSet<UserId>,
    /// People who declined their latest invitation, with that invitation.
    pub declined: BTreeMap<UserId, InvitationId>,
    /// Partners whose latest link was denied or ended.
    pub refused: BTreeSet<PartnerId>,
    pub associations: Vec<AssociationRow>,
    /// Its extra fields, by key.
    pub fields: Vec<(String, String)>,
    /// The account name of the support person in charge.
    pub staff: Option<String>,
}

/// A person with a grant in one of the two who is also a user of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub user: UserId,
    pub partner: PartnerId,
    pub scope: Reaches,
}

/// Both clients as they are shown before the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub from: Belongings,
    pub into: Belongings,
    pub members: Vec<Member>,
    /// How a link that goes over comes to hold again.
    pub set_up: SetUp,
    /// A third client whose domain that of the double looks like.
    pub domain_of: Option<ClientId>,
}

/// What has to be decided where the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The access of a person.
    Person(UserId),
    /// The link of a partner, with the users that were made for it, and the users to whom the client is assigned.
    Partner(PartnerId),
    /// A fact or an extra field of the client.
    Fact(Field),
}

/// What was decided: which client each subject keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    pub named: Vec<(Subject, Side)>,
    /// For every subject that is not named.
    pub others: Option<Side>,
}

impl Choices {
    fn of(&self, subject: &Subject) -> Option<Side> {
        self.named.iter().find(|(named, _)| named == subject).map(|(_, side)| *side).or(self.others)
    }
}

/// What becomes of something that one of the two has, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Only the client that stays has it, and keeps it.
    Stays,
    /// Only the double has it; it goes to the client that stays.
    Moves,
    /// Both have the same.
    Combined,
    /// They differ, and that of the client that stays was named.
    Kept,
    /// They differ, and that of the double was named: it takes the place of the other.
    Replaced,
    /// It ends with the double, or because its partner keeps what the other client gave.
    Ends,
    /// They differ, and no one decided yet.
    Undecided,
}

impl Fate {
    /// The client whose one there is after the merge.
    const fn side(self) -> Option<Side> {
        match self {
            Self::Stays | Self::Combined | Self::Kept => Some(Side::Into),
            Self::Moves | Self::Replaced => Some(Side::From),
            Self::Ends | Self::Undecided => None,
        }
    }

    /// The clients that gave what there is after the merge.
    fn sides(self) -> impl Iterator<Item = Side> {
        let other = (self == Self::Combined).then_some(Side::From);
        self.side().into_iter().chain(other)
    }

    const fn chosen(side: Option<Side>) -> Self {
        match side {
            None => Self::Undecided,
            Some(Side::Into) => Self::Kept,
            Some(Side::From) => Self::Replaced,
        }
    }
}

/// What becomes of the access of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPlan {
    pub user: UserId,
    pub from: Option<GrantRow>,
    pub into: Option<GrantRow>,
    pub fate: Fate,
    /// The link by which the person enters as well, where neither client gave both ways together.
    pub also_by: Option<LinkId>,
    /// The invitation of the double that is sent again.
    pub invitation: Option<InvitationId>,
}

impl PersonPlan {
    /// The access that there is after the merge.
    pub const fn survivor(&self) -> Option<&GrantRow> {
        match self.fate.side() {
            Some(Side::From) => self.from.as_ref(),
            Some(Side::Into) => self.into.as_ref(),
            None => None,
        }
    }

    /// Whether the access in the client that stays ends by the merge.
    pub const fn ends_into(&self) -> bool {
        self.into.is_some() && matches!(self.fate, Fate::Replaced | Fate::Moves | Fate::Ends)
    }
}

/// What becomes of what one partner has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerPlan {
    pub partner: PartnerId,
    pub from: PartnerHoldings,
    pub into: PartnerHoldings,
    pub fate: Fate,
}

/// What one client gave a partner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartnerHoldings {
    /// The open link.
    pub link: Option<Link>,
    /// The users that the client made for it, whose term is not over.
    pub dedicated: Vec<GrantRow>,
    /// Its users to whom the client is assigned.
    pub assigned: BTreeSet<UserId>,
}

impl PartnerHoldings {
    fn is_empty(&self) -> bool {
        self.link.is_none() && self.dedicated.is_empty() && self.assigned.is_empty()
    }

    /// Whether it lets someone in, or would once something is answered.
    fn lets_in(&self) -> bool {
        self.link.is_some() || !self.dedicated.is_empty()
    }

    /// Whether the link is there and both give the same to the same people. To which users of the partner the client is
    /// assigned does not count.
    fn gives_the_same(&self, other: &Self, now: Instant) -> bool {
        let dedicated = |holdings: &Self| {
            let mut held: Vec<_> =
                holdings.dedicated.iter().map(|grant| (grant.user, grant.terms, grant.state)).collect();
            held.sort_unstable_by_key(|(user, ..)| *user);
            held
        };
        let link = |holdings: &Self| holdings.link.as_ref().map(|link| LinkTerms::of(link, now));
        self.link.is_some() && link(self) == link(other) && dedicated(self) == dedicated(other)
    }

    /// Whether a user of the partner enters by the link.
    fn covers(&self, member: &Member, now: Instant) -> bool {
        let links = self.link.as_ref().is_some_and(|link| link.status(now) != LinkStatus::Pending);
        links && (member.scope == Reaches::All || self.assigned.contains(&member.user))
    }
}

/// What a link gives, or asks for.
#[derive(Debug, PartialEq, Eq)]
struct LinkTerms {
    origin: Origin,
    status: LinkStatus,
    permissions: Permissions,
    until: Option<Instant>,
    auto_extend: Option<AutoExtend>,
    asked: Option<(Permissions, Option<Span>)>,
    extension: Option<(Permissions, Option<Instant>)>,
}

impl LinkTerms {
    fn of(link: &Link, now: Instant) -> Self {
        let status = link.status(now);
        let extension = link.extension().filter(|_| link.extension_awaits_answer(now));
        let extension = extension.map(|asked: &Extension| (asked.permissions, asked.until));
        let asked = (status == LinkStatus::Pending).then_some((link.asked_permissions, link.term));
        let Link { origin, permissions, until, auto_extend, .. } = *link;
        Self { origin, status, permissions, until, auto_extend, asked, extension }
    }
}

/// What becomes of a fact or an extra field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactPlan {
    pub field: Field,
    pub from: Option<String>,
    pub into: Option<String>,
    pub fate: Fate,
}

impl FactPlan {
    /// The value that the client that stays gets, where it had another or none.
    pub fn new_value(&self) -> Option<&str> {
        if self.fate.side() == Some(Side::From) { self.from.as_deref() } else { None }
    }
}

/// What becomes of the note that a partner referred the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationPlan {
    pub from: AssociationRow,
    /// [`Fate::Moves`], or [`Fate::Combined`] where the client that stays has one: its tab remains.
    pub fate: Fate,
}

/// All that a merge does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePlan {
    pub people: Vec<PersonPlan>,
    pub partners: Vec<PartnerPlan>,
    pub facts: Vec<FactPlan>,
    pub associations: Vec<AssociationPlan>,
}

impl MergePlan {
    /// What the merge of the two does, with what was decided.
    #[must_use]
    pub fn of(pair: &Pair, choices: &Choices, now: Instant) -> Self {
        let partners = partners(pair, choices, now);
        let people = people(pair, &partners, choices, now);
        let facts = facts(pair, choices);
        let has = |row: &AssociationRow| pair.into.associations.iter().any(|known| known.partner == row.partner);
        let fate = |row: &AssociationRow| if has(row) { Fate::Combined } else { Fate::Moves };
        let associations = pair.from.associations.iter();
        let associations = associations.map(|row| AssociationPlan { fate: fate(row), from: row.clone() }).collect();
        Self { people, partners, facts, associations }
    }

    /// What has to be decided first.
    #[must_use]
    pub fn undecided(&self) -> Vec<Subject> {
        self.subjects().filter(|(_, fate)| *fate == Fate::Undecided).map(|(subject, _)| subject).collect()
    }

    /// What was decided where they differ.
    #[must_use]
    pub fn decided(&self) -> Vec<(Subject, Side)> {
        let side = |fate| match fate {
            Fate::Kept => Some(Side::Into),
            Fate::Replaced => Some(Side::From),
            _ => None,
        };
        self.subjects().filter_map(|(subject, fate)| Some((subject, side(fate)?))).collect()
    }

    /// Whether the two differ in this, or no one would have to decide about it.
    #[must_use]
    pub fn decides(&self, subject: &Subject) -> bool {
        let decided = [Fate::Undecided, Fate::Kept, Fate::Replaced];
        self.subjects().any(|(known, fate)| known == *subject && decided.contains(&fate))
    }

    fn subjects(&self) -> impl Iterator<Item = (Subject, Fate)> {
        let people = self.people.iter().map(|person| (Subject::Person(person.user), person.decision()));
        let partners = self.partners.iter().map(|partner| (Subject::Partner(partner.partner), partner.fate));
        let facts = self.facts.iter().map(|fact| (Subject::Fact(fact.field.clone()), fact.fate));
        people.chain(partners).chain(facts)
    }
}

impl PersonPlan {
    /// The fate; where it was decided about a second way, the client that was named.
    const fn decision(&self) -> Fate {
        match (self.also_by, self.fate, &self.from) {
            (Some(_), Fate::Stays, _) | (Some(_), Fate::Ends, Some(_)) => Fate::Kept,
            (Some(_), Fate::Moves, _) | (Some(_), Fate::Ends, None) => Fate::Replaced,
            (_, fate, _) => fate,
        }
    }
}

fn partners(pair: &Pair, choices: &Choices, now: Instant) -> Vec<PartnerPlan> {
    let mut held: BTreeMap<PartnerId, [PartnerHoldings; 2]> = BTreeMap::new();
    for (at, side) in [&pair.from, &pair.into].into_iter().enumerate() {
        for link in side.links.iter().filter(|link| link.is_open(now)) {
            held.entry(link.partner).or_default()[at].link = Some(link.clone());
        }
        for grant in side.grants.iter().filter(|grant| grant.lasts(now)) {
            if let Some(partner) = grant.for_partner {
                held.entry(partner).or_default()[at].dedicated.push(grant.clone());
            }
        }
        for (user, partner) in &side.assigned {
            held.entry(*partner).or_default()[at].assigned.insert(*user);
        }
    }
    let plan = |(partner, [from, into]): (PartnerId, [PartnerHoldings; 2])| {
        let fate = if from.is_empty() {
            Fate::Stays
        } else if into.is_empty() && pair.into.refused.contains(&partner) {
            // What the client that stays refused or ended does not come back of itself.
            Fate::chosen(choices.of(&Subject::Partner(partner)))
        } else if into.is_empty() && from.link.as_ref().is_some_and(|link| link.loses_request(pair.set_up)) {
            // What a partner asked for does not end without a word.
            Fate::chosen(choices.of(&Subject::Partner(partner)))
        } else if into.is_empty() {
            Fate::Moves
        } else if from.gives_the_same(&into, now) || !from.lets_in() && !into.lets_in() {
            Fate::Combined
        } else {
            Fate::chosen(choices.of(&Subject::Partner(partner)))
        };
        PartnerPlan { partner, from, into, fate }
    };
    held.into_iter().map(plan).collect()
}

fn people(pair: &Pair, partners: &[PartnerPlan], choices: &Choices, now: Instant) -> Vec<PersonPlan> {
    let mut held: BTreeMap<UserId, [Option<&GrantRow>; 2]> = BTreeMap::new();
    for (at, side) in [&pair.from, &pair.into].into_iter().enumerate() {
        for grant in side.grants.iter().filter(|grant| grant.lasts(now)) {
            held.entry(grant.user).or_default()[at] = Some(grant);
        }
    }
    let members: BTreeMap<UserId, &Member> = pair.members.iter().map(|member| (member.user, member)).collect();
    let pending = [&pair.from, &pair.into].map(|side| pending(side, now));
    let plan = |(user, [from, into]): (UserId, [Option<&GrantRow>; 2])| {
        let choice = choices.of(&Subject::Person(user));
        let is_out = pair.into.out.contains(&user);
        let invited = |at: usize, grant: Option<&GrantRow>| grant.and_then(|grant| pending[at].get(&grant.id)).copied();
        let invited = (invited(0, from), invited(1, into));
        let refused = pair.into.declined.contains_key(&user);
        let mut fate = match fate_of_grants(partners, (from, into), choice) {
            // Nor does an access that ended there, and no one is asked again who said no there.
            Fate::Moves if is_out => Fate::chosen(choice),
            fate if refused && sent_again(fate, invited.0, invited.1).is_some() => Fate::chosen(choice),
            fate => fate,
        };
        let mut also_by = None;
        if let Some(member) = members.get(&user)
            && let Some((link, decided)) = second_way(partners, member, fate, choice, now)
        {
            (also_by, fate) = (Some(link), decided);
        }
        let invitation = sent_again(fate, invited.0, invited.1);
        PersonPlan { user, from: from.cloned(), into: into.cloned(), fate, also_by, invitation }
    };
    held.into_iter().map(plan).collect()
}

/// The invitations that wait for an answer, by the grant that is prepared for it.
fn pending(side: &Belongings, now: Instant) -> BTreeMap<GrantId, InvitationId> {
    let open = side.invitations.iter().filter(|invitation| invitation.is_open(now));
    open.map(|invitation| (invitation.grant, invitation.id)).collect()
}

/// The invitation of the double that is sent again: to someone who is still only prepared after the merge, and was not
/// invited to the client that stays.
const fn sent_again(fate: Fate, from: Option<InvitationId>, into: Option<InvitationId>) -> Option<InvitationId> {
    match (fate, into) {
        (Fate::Moves | Fate::Replaced, _) | (Fate::Combined, None) => from,
        _ => None,
    }
}

/// A user that a client made for a partner comes and goes with what that client gave the partner.
fn fate_of_grants(
    partners: &[PartnerPlan],
    (from, into): (Option<&GrantRow>, Option<&GrantRow>),
    choice: Option<Side>,
) -> Fate {
    let of_partner = |grant: &GrantRow| {
        let partner = grant.for_partner?;
        partners.iter().find(|plan| plan.partner == partner).map(|plan| plan.fate)
    };
    let fates = [from, into].map(|grant| grant.and_then(of_partner));
    if fates.contains(&Some(Fate::Undecided)) {
        return Fate::Ends;
    }
    let from =
        from.filter(|_| fates[0].is_none_or(|fate| matches!(fate, Fate::Moves | Fate::Replaced | Fate::Combined)));
    let into = into.filter(|_| fates[1].is_none_or(|fate| matches!(fate, Fate::Stays | Fate::Kept | Fate::Combined)));
    match (from, into) {
        (Some(from), Some(into)) if is_the_same(from, into) => Fate::Combined,
        (Some(_), Some(_)) => Fate::chosen(choice),
        (Some(_), None) => Fate::Moves,
        (None, Some(_)) => Fate::Stays,
        (None, None) => Fate::Ends,
    }
}

fn is_the_same(one: &GrantRow, other: &GrantRow) -> bool {
    (one.terms, one.state, one.for_partner) == (other.terms, other.state, other.for_partner)
}

/// The link by which a person would enter next to their own access, where neither of the two gave both on these terms: then
/// the client is named whose ways they keep. Nothing where they have one way, or one of the two gave both.
fn second_way(
    partners: &[PartnerPlan],
    member: &Member,
    fate: Fate,
    choice: Option<Side>,
    now: Instant,
) -> Option<(LinkId, Fate)> {
    let own = fate.side()?;
    let plan = partners.iter().find(|plan| plan.partner == member.partner)?;
    let covers = |side| match side {
        Side::From => plan.from.covers(member, now),
        Side::Into => plan.into.covers(member, now),
    };
    let mut enters = plan.fate.sides().filter(|side| covers(*side)).peekable();
    enters.peek()?;
    if enters.any(|side| fate.sides().any(|own| own == side)) {
        return None;
    }
    let link = match plan.fate.side()? {
        Side::From => plan.from.link.as_ref(),
        Side::Into => plan.into.link.as_ref(),
    }?;
    // Their own access is that of one client, and the link that of the other. With the client of the link, only that remains.
    let decided = match choice {
        None => Fate::Undecided,
        Some(side) if side == own => fate,
        Some(_) => Fate::Ends,
    };
    Some((link.id, decided))
}

fn facts(pair: &Pair, choices: &Choices) -> Vec<FactPlan> {
    let of = |side: &Belongings| {
        let client = &side.client;
        let mut held: BTreeMap<String, (Field, String)> = BTreeMap::new();
        let facts = [
            (Field::Domain, client.domain.clone()),
            (Field::AccountNumber, client.account_number.clone()),
            (Field::Plan, client.plan.clone()),
            (Field::Staff, side.staff.clone()),
            (Field::Language, client.language.map(|language| language.name().to_owned())),
        ];
        let fields = side.fields.iter().map(|(key, value)| (Field::Own(key.clone()), Some(value.clone())));
        for (field, value) in facts.into_iter().chain(fields) {
            held.extend(value.map(|value| (field.name().into_owned(), (field, value))));
        }
        held
    };
    let (from, mut into) = (of(&pair.from), of(&pair.into));
    let plan = |(name, (field, from)): (String, (Field, String))| {
        let into = into.remove(&name).map(|(_, value)| value);
        let fate = match &into {
            None if field == Field::Domain && pair.domain_of.is_some() => Fate::Ends,
            None => Fate::Moves,
            Some(into) if *into == from => Fate::Combined,
            Some(_) => Fate::chosen(choices.of(&Subject::Fact(field.clone()))),
        };
        FactPlan { field, from: Some(from), into, fate }
    };
    from.into_iter().map(plan).collect()
}
