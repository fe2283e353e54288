//! Who may enter a client, and why: the rule `effective` (docs/reference.md#reach) over facts, with the result of each
//! part of it. The facts may be those of now or of any past instant.

mod facts;
#[cfg(test)]
mod tests;

pub use facts::{
    AccessFacts, ClientFacts, Coverage, DedicatedFacts, Footing, GrantFacts, LinkFacts, LoginFacts, PartnerFacts,
};

use std::borrow::Cow;
use std::fmt;

use super::actor::Restriction;
use super::id::{PartnerId, UserId};
use super::link::{LinkStatus, Origin};
use super::permission::{Permission, Permissions};
use super::role::Role;
use super::time::Instant;

/// The answer, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the person's own grant gives, if it gives anything.
    pub own: Option<Source>,
    /// What the person's partner's link gives, if it gives anything.
    pub partner: Option<Source>,
    /// Each rule in order, with what it said.
    pub rules: Vec<Rule>,
    /// The name of the rule that decided.
    pub decided_by: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The role, where there is one: a link that the partner requested gives permissions without a role.
    pub role: Option<Role>,
    /// What may be done: by a partner's way never `users`, and for restricted people no `settings`.
    pub permissions: Permissions,
    /// The first instant at which this way is closed; `None` = without end.
    pub until: Option<Instant>,
    pub enters: Enters,
}

/// The login with which a person works in the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enters {
    AsThemselves,
    /// The dedicated user that the client made for the partner.
    As(UserId),
}

/// One part of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: &'static str,
    pub outcome: Outcome,
    pub text: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Yes,
    No,
    /// It did not apply.
    Skipped,
}

impl Verdict {
    /// Whether the person may enter.
    pub const fn allowed(&self) -> bool {
        self.own.is_some() || self.partner.is_some()
    }

    /// The way in that counts: one's own before the partner's.
    pub fn source(&self) -> Option<Source> {
        self.own.or(self.partner)
    }

    /// The role in the client, if the person may enter and the way has one.
    pub fn role(&self) -> Option<Role> {
        self.source().and_then(|source| source.role)
    }

    /// Everything that the person may do there, by whichever way.
    pub fn permissions(&self) -> Permissions {
        self.own.into_iter().chain(self.partner).fold(Permissions::EMPTY, |all, source| all.union(source.permissions))
    }

    /// The first instant at which the person can no longer enter by any way; `None` = without end, or not at all.
    pub fn until(&self) -> Option<Instant> {
        let ends: Option<Vec<_>> = self.own.into_iter().chain(self.partner).map(|source| source.until).collect();
        ends.and_then(|ends| ends.into_iter().max())
    }

    /// Whether the person may do this there.
    pub fn permits(&self, permission: Permission) -> bool {
        self.permissions().contains(permission)
    }
}

impl Outcome {
    /// The word in machine output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Skipped => "skipped",
        }
    }
}

/// Whether, how and until when the person may enter the client (docs/reference.md#reach).
pub fn effective(facts: &AccessFacts, now: Instant) -> Verdict {
    let mut rules = Rules::default();
    let person = rules.say("user_active", Outcome::of(facts.login == LoginFacts::Active), facts.login.text());
    let client = rules.say("client_open", Outcome::of(facts.client == ClientFacts::Open), facts.client.text());
    let own = own_grant(facts, now, &mut rules);
    let partner = partner_link(facts, now, &mut rules);
    let failed_in_own = rules.first_no(&["own_grant", "own_term", "own_link"]);
    let failed_in_partner = rules.first_no(&["partner_user", "partner_active", "link", "scope", "dedicated_user"]);
    let restricted = restriction(facts, &mut rules);
    let inside = |source: Option<Source>| source.filter(|_| person && client);
    let own = inside(own).map(|source| match &facts.own_grant {
        Some(grant) if grant.is_for_partner() => source.for_partner(Restriction::None),
        _ => source,
    });
    let partner = inside(partner).map(|source| source.for_partner(restricted));
    let decided_by = match (own, partner) {
        (Some(_), _) => "own_grant",
        (None, Some(source)) if source.enters == Enters::AsThemselves => "link",
        (None, Some(_)) => "dedicated_user",
        (None, None) if !person => "user_active",
        (None, None) if !client => "client_open",
        // Anyone who has a grant asks about the grant; only then about the partner.
        (None, None) if facts.own_grant.is_some() || facts.partner.is_none() => failed_in_own,
        (None, None) => failed_in_partner,
    };
    Verdict { own, partner, rules: rules.0, decided_by }
}

/// Whether the person is restricted as a partner user. A grant of their own is the client's to give, and stays whole.
fn restriction(facts: &AccessFacts, rules: &mut Rules) -> Restriction {
    let restriction = facts.partner.as_ref().map_or(Restriction::None, |partner| partner.restriction);
    match restriction {
        Restriction::NoSettings => {
            rules.say("restricted", Outcome::Yes, "restricted: as a partner user the person has no `settings`")
        }
        Restriction::None => rules.say("restricted", Outcome::Skipped, "the person is not restricted"),
    };
    restriction
}

impl Source {
    /// The same, as far as a partner's people may go by it.
    const fn for_partner(self, restriction: Restriction) -> Self {
        let most = match restriction {
            Restriction::None => Permissions::PARTNER_MOST,
            Restriction::NoSettings => Permissions::PARTNER_MOST.without(Permission::Settings),
        };
        Self { permissions: self.permissions.intersection(most), ..self }
    }
}

fn own_grant(facts: &AccessFacts, now: Instant, rules: &mut Rules) -> Option<Source> {
    let Some(grant) = &facts.own_grant else {
        rules.say("own_grant", Outcome::No, "the person has no grant of their own here");
        rules.skip(&["own_term", "own_link"]);
        return None;
    };
    let state = grant.state;
    let active = rules.say(
        "own_grant",
        Outcome::of(grant.is_active()),
        format!("the person's own grant as {} is {state}", grant.terms.role),
    );
    let lasting = rules.term("own_term", grant.terms.until, now);
    let (linked, link_until) = match &grant.rests_on {
        Footing::Itself => {
            rules.say("own_link", Outcome::Skipped, "the grant does not hang on a partner");
            (true, None)
        }
        Footing::Link(link) => (rules.link("own_link", link.as_ref(), now), link.as_ref().and_then(|link| link.until)),
    };
    (active && lasting && linked).then(|| Source {
        role: Some(grant.terms.role),
        permissions: grant.terms.permissions,
        until: earlier(grant.terms.until, link_until),
        enters: Enters::AsThemselves,
    })
}

fn partner_link(facts: &AccessFacts, now: Instant, rules: &mut Rules) -> Option<Source> {
    let Some(partner) = &facts.partner else {
        rules.say("partner_user", Outcome::No, "the person is not a partner user");
        rules.skip(&["partner_active", "link", "scope", "dedicated_user"]);
        return None;
    };
    let seated = partner.until.is_none_or(|until| now < until);
    rules.say("partner_user", Outcome::of(seated), {
        let membership = if seated { "the person is a user of " } else { "the person was a user of " };
        let text = Text::new(membership).with(Part::Partner(partner.partner));
        partner.until.iter().fold(text, |text, until| text.words(" until ").with(Part::At(*until)))
    });
    let open = rules.ask("partner_active", partner.partner_active, "the partner is active", "the partner is closed");
    let linked = rules.link("link", partner.link.as_ref(), now);
    let covered = rules.say("scope", Outcome::of(partner.coverage != Coverage::NotAssigned), partner.coverage.text());
    let way = partner.link.as_ref().and_then(|link| match link.origin {
        Origin::Partner => {
            rules.say(
                "dedicated_user",
                Outcome::Skipped,
                "the partner requested the link: the person's own login enters",
            );
            Some(Source {
                role: None,
                permissions: link.permissions,
                until: earlier(link.until, partner.until),
                enters: Enters::AsThemselves,
            })
        }
        Origin::Client => dedicated_user(partner.dedicated.as_ref(), earlier(link.until, partner.until), now, rules),
    });
    if partner.link.is_none() {
        rules.skip(&["dedicated_user"]);
    }
    way.filter(|_| seated && open && linked && covered)
}

/// The way of a link that the client created: only as the dedicated user, with that grant's permissions.
fn dedicated_user(
    dedicated: Option<&DedicatedFacts>,
    until: Option<Instant>,
    now: Instant,
    rules: &mut Rules,
) -> Option<Source> {
    let Some(dedicated) = dedicated else {
        rules.say("dedicated_user", Outcome::No, "the client created the link, and has made no dedicated user yet");
        return None;
    };
    let terms = dedicated.grant.terms;
    let live = dedicated.user_active && dedicated.grant.is_active() && terms.until.is_none_or(|end| now < end);
    rules.say(
        "dedicated_user",
        Outcome::of(live),
        if live {
            Text::new("the person enters as the dedicated user ")
                .with(Part::User(dedicated.user))
                .words(format!(", {}", terms.role))
        } else {
            Text::new("the dedicated user ").with(Part::User(dedicated.user)).words(" has no active login and grant")
        },
    );
    live.then(|| Source {
        role: Some(terms.role),
        permissions: terms.permissions,
        until: earlier(until, terms.until),
        enters: Enters::As(dedicated.user),
    })
}

/// The earlier of two ends, where `None` is without end.
fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

impl Outcome {
    const fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// What was said so far.
#[derive(Default)]
struct Rules(Vec<Rule>);

impl Rules {
    /// Notes what a rule said, and whether that was yes.
    fn say(&mut self, name: &'static str, outcome: Outcome, text: impl Into<Text>) -> bool {
        self.0.push(Rule { name, outcome, text: text.into() });
        outcome == Outcome::Yes
    }

    fn ask(&mut self, name: &'static str, holds: bool, yes: &'static str, no: &'static str) -> bool {
        self.say(name, Outcome::of(holds), if holds { yes } else { no })
    }

    fn skip(&mut self, names: &[&'static str]) {
        for name in names {
            self.say(name, Outcome::Skipped, "does not apply");
        }
    }

    fn term(&mut self, name: &'static str, until: Option<Instant>, now: Instant) -> bool {
        match until {
            None => self.say(name, Outcome::Yes, "the grant has no end"),
            Some(until) if now < until => {
                self.say(name, Outcome::Yes, Text::new("the grant lasts until ").with(Part::At(until)))
            }
            Some(until) => self.say(name, Outcome::No, Text::new("the grant ended at ").with(Part::At(until))),
        }
    }

    fn link(&mut self, name: &'static str, link: Option<&LinkFacts>, now: Instant) -> bool {
        let Some(link) = link else {
            return self.say(name, Outcome::No, "the partner has no link here");
        };
        let in_force = link.in_force(now);
        let state = if in_force || link.status != LinkStatus::Linked { link.status } else { LinkStatus::Lapsed };
        let text = Text::new(format!("{} is {state}", link.id));
        let text =
            link.until.iter().fold(text, |text, until| text.words(", with a term until ").with(Part::At(*until)));
        let text = link
            .auto_extend
            .filter(|_| in_force)
            .iter()
            .fold(text, |text, term| text.words(format!(" that is extended by {term} each time")));
        self.say(name, Outcome::of(in_force), text)
    }

    /// The first of `names` that said no, else the first of them.
    fn first_no(&self, names: &[&'static str]) -> &'static str {
        let no = self.0.iter().find(|rule| rule.outcome == Outcome::No && names.contains(&rule.name));
        no.map_or(names[0], |rule| rule.name)
    }
}

// What a rule says, in words. Times and the names of others are in it as what they are, so that each reader sees
// them in their own way: a program gets ids and UTC, a person names and local time.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Vec<Part>);

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Words(Cow<'static, str>),
    At(Instant),
    Partner(PartnerId),
    User(UserId),
}

impl Text {
    /// A sentence, or its beginning.
    pub fn new(words: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Part::Words(words.into())])
    }

    /// The sentence with more words.
    #[must_use]
    pub fn words(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.with(Part::Words(words.into()))
    }

    /// The sentence with another piece.
    #[must_use]
    pub fn with(mut self, part: Part) -> Self {
        self.0.push(part);
        self
    }

    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}

/// For programs: ids, and instants in RFC 3339.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => f.write_str(words),
            Part::At(at) => at.fmt(f),
            Part::Partner(id) => id.fmt(f),
            Part::User(id) => id.fmt(f),
        })
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Self {
        Self::new(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::new(words)
    }
}
