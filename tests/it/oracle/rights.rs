//! A model of the rights, written from the contract and read from the tables by queries of its own: what a command on
//! behalf of a user gave, changed or showed must lie within what that user had before it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::support::Run;

use super::commands::{COMMANDS, Known};
use super::line::Line;
use super::model::{Client, Model};

type Login = i64;
type Partner = i64;
type Permissions = BTreeSet<String>;

/// An end of access; nothing is later than no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End(i64);

impl End {
    const NONE: Self = Self(i64::MAX);

    fn from_column(until: Option<i64>) -> Self {
        until.map_or(Self::NONE, Self)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Grant {
    client: Client,
    login: Login,
    rank: u8,
    permissions: Permissions,
    state: String,
    until: End,
    for_partner: Option<Partner>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Invitation {
    client: Client,
    login: Login,
    rank: u8,
    permissions: Permissions,
    until: End,
    state: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    client: Client,
    partner: Partner,
    permissions: Permissions,
    until: End,
    origin: String,
    state: String,
    deleted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    partner: Partner,
    everywhere: bool,
    restricted: bool,
    until: End,
    state: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    address: String,
    names: (String, String),
    state: String,
    has_password: bool,
}

/// Everything that rights follow from, at one moment.
#[derive(Debug, Default)]
pub struct Rights {
    open: BTreeSet<Client>,
    /// A client that was ever merged, and the one that stayed: its log has what happened to the other.
    merged: BTreeSet<(Client, Client)>,
    active: BTreeSet<Client>,
    people: BTreeMap<Login, Person>,
    partners: BTreeSet<Partner>,
    members: BTreeMap<Login, Member>,
    assigned: BTreeSet<(Login, Client)>,
    associated: BTreeSet<(Partner, Client)>,
    grants: BTreeMap<i64, Grant>,
    invitations: BTreeMap<i64, Invitation>,
    links: BTreeMap<i64, Link>,
}

fn rank(role: &str) -> u8 {
    ["guest", "manager", "supervisor", "admin", "owner"].iter().position(|name| *name == role).unwrap() as u8
}

fn set(text: &str) -> Permissions {
    text.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn rows<T>(raw: &Connection, query: &str, read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut statement = raw.prepare_cached(query).unwrap();
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

impl Rights {
    pub fn read(raw: &Connection) -> Self {
        let ids = |query| rows(raw, query, |row| row.get::<_, i64>(0)).into_iter().collect();
        let pairs = |query| rows(raw, query, |row| Ok((row.get(0)?, row.get(1)?))).into_iter().collect();
        let grants = rows(
            raw,
            "SELECT id, client_id, login_id, role, permissions, state, until, for_partner FROM access_grant",
            |row| {
                Ok((
                    row.get(0)?,
                    Grant {
                        client: row.get(1)?,
                        login: row.get(2)?,
                        rank: rank(&row.get::<_, String>(3)?),
                        permissions: set(&row.get::<_, String>(4)?),
                        state: row.get(5)?,
                        until: End::from_column(row.get(6)?),
                        for_partner: row.get(7)?,
                    },
                ))
            },
        );
        let invitations =
            rows(raw, "SELECT id, client_id, login_id, role, permissions, until, state FROM invitation", |row| {
                Ok((
                    row.get(0)?,
                    Invitation {
                        client: row.get(1)?,
                        login: row.get(2)?,
                        rank: rank(&row.get::<_, String>(3)?),
                        permissions: set(&row.get::<_, String>(4)?),
                        until: End::from_column(row.get(5)?),
                        state: row.get(6)?,
                    },
                ))
            });
        let links = rows(
            raw,
            "SELECT id, client_id, partner_id, permissions, until, origin, state, deleted_at IS NOT NULL FROM link",
            |row| {
                Ok((
                    row.get(0)?,
                    Link {
                        client: row.get(1)?,
                        partner: row.get(2)?,
                        permissions: set(&row.get::<_, String>(3)?),
                        until: End::from_column(row.get(4)?),
                        origin: row.get(5)?,
                        state: row.get(6)?,
                        deleted: row.get(7)?,
                    },
                ))
            },
        );
        let members =
            rows(raw, "SELECT login_id, partner_id, scope, restricted, until, state FROM partner_user", |row| {
                Ok((
                    row.get(0)?,
                    Member {
                        partner: row.get(1)?,
                        everywhere: row.get::<_, String>(2)? == "all",
                        restricted: row.get(3)?,
                        until: End::from_column(row.get(4)?),
                        state: row.get(5)?,
                    },
                ))
            });
        let people = rows(
            raw,
            "SELECT l.id, l.email_key, l.first_name, l.last_name, l.state, c.login_id IS NOT NULL
             FROM login AS l LEFT JOIN credential AS c ON c.login_id = l.id",
            |row| {
                Ok((
                    row.get(0)?,
                    Person {
                        address: row.get(1)?,
                        names: (row.get(2)?, row.get(3)?),
                        state: row.get(4)?,
                        has_password: row.get(5)?,
                    },
                ))
            },
        );
        Self {
            open: ids("SELECT id FROM client WHERE state <> 'closed'"),
            merged: pairs(
                "SELECT id, merged_into FROM client WHERE merged_into IS NOT NULL
                 UNION SELECT id, merged_into FROM client_history WHERE merged_into IS NOT NULL",
            ),
            active: ids("SELECT id FROM client WHERE state = 'active'"),
            people: people.into_iter().collect(),
            partners: ids("SELECT id FROM partner WHERE state = 'active'"),
            members: members.into_iter().collect(),
            assigned: pairs("SELECT login_id, client_id FROM assignment WHERE state = 'assigned'"),
            associated: pairs("SELECT partner_id, client_id FROM association"),
            grants: grants.into_iter().collect(),
            invitations: invitations.into_iter().collect(),
            links: links.into_iter().collect(),
        }
    }

    fn is_active(&self, login: Login) -> bool {
        self.people.get(&login).is_some_and(|person| person.state == "active")
    }

    /// The grant that a client gave to this person themself, where it lets them in.
    fn own(&self, login: Login, client: Client, now: i64) -> Option<&Grant> {
        let lets_in = |grant: &&Grant| {
            (grant.login, grant.client) == (login, client)
                && grant.state == "active"
                && grant.for_partner.is_none()
                && End(now) < grant.until
        };
        self.grants.values().find(lets_in).filter(|_| self.is_active(login) && self.open.contains(&client))
    }

    /// Owner or admin of a client.
    fn office(&self, login: Login, client: Client, now: i64) -> Option<&Grant> {
        self.own(login, client, now).filter(|grant| grant.rank >= rank("admin"))
    }

    /// Who administers the users of a client.
    fn administers(&self, login: Login, client: Client, now: i64) -> Option<&Grant> {
        self.office(login, client, now).filter(|grant| grant.permissions.contains("users"))
    }

    fn member(&self, login: Login, now: i64) -> Option<&Member> {
        let works = |member: &&Member| {
            member.state == "active" && End(now) < member.until && self.partners.contains(&member.partner)
        };
        self.members.get(&login).filter(works)
    }

    fn is_in_scope(&self, login: Login, client: Client) -> bool {
        self.members.get(&login).is_some_and(|member| member.everywhere || self.assigned.contains(&(login, client)))
    }

    /// The clients that a person may know anything of.
    fn may_know(&self, login: Login) -> BTreeSet<Client> {
        let mut known: BTreeSet<Client> =
            self.grants.values().filter(|grant| grant.login == login).map(|grant| grant.client).collect();
        known.extend(self.invitations.values().filter(|invited| invited.login == login).map(|invited| invited.client));
        if let Some(member) = self.members.get(&login) {
            let theirs = self.links.values().filter(|link| link.partner == member.partner).map(|link| link.client);
            let associated = self.associated.iter().filter(|(partner, _)| *partner == member.partner);
            known.extend(theirs.chain(associated.map(|(_, client)| *client)));
            let lent = self.grants.values().filter(|grant| grant.for_partner == Some(member.partner));
            known.extend(lent.map(|grant| grant.client));
        }
        // A double is part of the client that stays, and named in its log.
        loop {
            let doubles = self.merged.iter().filter(|(_, into)| known.contains(into)).map(|(from, _)| *from);
            let more: Vec<Client> = doubles.filter(|from| !known.contains(from)).collect();
            if more.is_empty() {
                return known;
            }
            known.extend(more);
        }
    }

    /// The clients of which a person may see more than name and id: they enter, or their partner is or was linked.
    fn may_see_record(&self, login: Login) -> BTreeSet<Client> {
        let mut seen: BTreeSet<Client> =
            self.grants.values().filter(|grant| grant.login == login).map(|grant| grant.client).collect();
        if let Some(member) = self.members.get(&login) {
            let linked = |link: &&Link| {
                link.partner == member.partner && ["linked", "approved", "unlinked"].contains(&link.state.as_str())
            };
            seen.extend(self.links.values().filter(linked).map(|link| link.client));
            let associated = self.associated.iter().filter(|(partner, _)| *partner == member.partner);
            seen.extend(associated.map(|(_, client)| *client));
        }
        seen
    }

    /// The clients that have a person who administers them for good.
    fn lasting(&self) -> BTreeSet<Client> {
        let lasts = |grant: &&Grant| {
            grant.state == "active"
                && grant.rank >= rank("admin")
                && grant.permissions.contains("users")
                && grant.until == End::NONE
                && grant.for_partner.is_none()
                && self.people.get(&grant.login).is_some_and(|person| person.state == "active" && person.has_password)
        };
        self.grants.values().filter(lasts).map(|grant| grant.client).collect()
    }
}

/// One command, judged by what was before and what is after.
pub struct Judgement<'a> {
    pub line: &'a Line,
    pub run: &'a Run,
    pub before: &'a Rights,
    pub after: &'a Rights,
    pub model: &'a Model,
    /// The client of the code on standard input: a person who has the mail can look at what it asks.
    pub of_code: Option<Client>,
    /// The clients that a link request asks: a dry run, or a question that is not confirmed, shows of them what the request
    /// shows, and is audited.
    pub would_ask: BTreeSet<Client>,
    pub now: i64,
}

impl Judgement<'_> {
    /// # Errors
    /// The rule that was broken.
    pub fn verdict(&self) -> Result<(), String> {
        self.keeps_an_administrator()?;
        self.partners_never_administer_users()?;
        let Some(actor) = self.line.on_behalf.as_deref().and_then(|typed| self.model.login(typed)) else {
            return Ok(());
        };
        self.shows_only_what_is_seen(actor)?;
        self.gives_no_more_than_is_had(actor)?;
        self.invites_within_rights(actor)?;
        self.links_within_rights(actor)?;
        self.colleagues_within_reach(actor)
    }

    fn name(&self) -> &str {
        self.line.command.name.as_str()
    }

    /// Last owner: an active client keeps a person who administers it for good, unless support overrides it.
    fn keeps_an_administrator(&self) -> Result<(), String> {
        if self.line.words().iter().any(|word| word == "--override") {
            return Ok(());
        }
        if self.name() == "db restore" {
            return Ok(());
        }
        let (before, after) = (self.before.lasting(), self.after.lasting());
        let lost: Vec<&Client> =
            before.difference(&after).filter(|client| self.after.active.contains(client)).collect();
        if lost.is_empty() { Ok(()) } else { Err(format!("RIGHTS: no one administers {lost:?} for good any more")) }
    }

    /// A partner's people never have `users`: no command gives a link or a dedicated user that permission.
    fn partners_never_administer_users(&self) -> Result<(), String> {
        let has_users = |permissions: &Permissions| permissions.contains("users");
        let links = self.after.links.iter().filter(|(id, link)| {
            has_users(&link.permissions)
                && !self.before.links.get(id).is_some_and(|former| has_users(&former.permissions))
        });
        if let Some((id, _)) = links.into_iter().next() {
            return Err(format!("RIGHTS: lnk_{id} gives `users` to a partner's people"));
        }
        let lent = self.after.grants.iter().find(|(id, grant)| {
            grant.for_partner.is_some()
                && has_users(&grant.permissions)
                && !self.before.grants.get(id).is_some_and(|former| has_users(&former.permissions))
        });
        lent.map_or(Ok(()), |(id, _)| Err(format!("RIGHTS: the dedicated grant {id} has `users`")))
    }

    /// Role, permissions and term of every grant that was made or widened.
    fn gives_no_more_than_is_had(&self, actor: Login) -> Result<(), String> {
        for (id, grant) in &self.after.grants {
            let former = self.before.grants.get(id);
            if former == Some(grant) || grant.state == "ended" {
                continue;
            }
            if self.was_offered(actor, grant) {
                continue;
            }
            let former = former.filter(|former| former.state != "ended");
            let gained: Permissions = grant
                .permissions
                .iter()
                .filter(|one| !former.is_some_and(|f| f.permissions.contains(*one)))
                .cloned()
                .collect();
            let later = former.is_none_or(|former| grant.until > former.until);
            let higher = former.is_none_or(|former| grant.rank > former.rank);
            let lower = former.is_some_and(|former| grant.rank < former.rank);
            let shorter = former.is_some_and(|former| grant.until < former.until);
            let touched = !gained.is_empty()
                || later
                || higher
                || lower
                || shorter
                || former.is_some_and(|former| former.permissions != grant.permissions);
            if !touched {
                continue;
            }
            let rule = |what: &str| Err(format!("RIGHTS: usr_{actor} {what}: {grant:?}, was {former:?}"));
            let Some(own) = self.before.administers(actor, grant.client, self.now) else {
                return rule("changed access without administering users");
            };
            if former.is_some_and(|former| former.rank > own.rank) || grant.rank > own.rank {
                return rule("touched a role above their own");
            }
            if gained.iter().any(|one| !own.permissions.contains(one)) {
                return rule("gave a permission that they do not have");
            }
            if later && grant.until > own.until {
                return rule("gave a later end than their own");
            }
            if grant.login == actor && (later || higher || !gained.is_empty()) {
                return rule("widened their own access");
            }
        }
        Ok(())
    }

    /// An accepted invitation gives what was fixed in it, also when support accepts for the person.
    fn was_offered(&self, actor: Login, grant: &Grant) -> bool {
        self.name() == "invite accept"
            && grant.login == actor
            && self.before.invitations.values().any(|offer| {
                (offer.client, offer.login, offer.rank) == (grant.client, grant.login, grant.rank)
                    && offer.state == "pending"
                    && grant.permissions.is_subset(&offer.permissions)
                    && grant.until <= offer.until
            })
    }

    fn invites_within_rights(&self, actor: Login) -> Result<(), String> {
        for (id, invited) in &self.after.invitations {
            if self.before.invitations.contains_key(id) || invited.state != "pending" {
                continue;
            }
            let rule = |what: &str| Err(format!("RIGHTS: usr_{actor} {what}: {invited:?}"));
            let Some(own) = self.before.administers(actor, invited.client, self.now) else {
                return rule("invited without administering users");
            };
            if invited.rank > own.rank || !invited.permissions.is_subset(&own.permissions) || invited.until > own.until
            {
                return rule("invited to more than they have");
            }
        }
        Ok(())
    }

    /// What a link brings into force was given by the person who approved or made it, a waiting dedicated grant included.
    fn links_within_rights(&self, actor: Login) -> Result<(), String> {
        let in_force = |link: &Link| link.state == "linked" || link.state == "approved";
        for (id, link) in &self.after.links {
            let former = self.before.links.get(id).filter(|former| in_force(former));
            let later = former.is_none_or(|former| link.until > former.until);
            let gains = |one: &&String| former.is_none_or(|former| later || !former.permissions.contains(*one));
            let gained: Permissions = link.permissions.iter().filter(gains).cloned().collect();
            if !in_force(link) || !later && gained.is_empty() {
                continue;
            }
            let rule = |what: &str| Err(format!("RIGHTS: usr_{actor} {what}: {link:?}"));
            let Some(own) = self.before.office(actor, link.client, self.now) else {
                return rule("linked a client without being owner or admin");
            };
            // A link that the client made lets people in as the dedicated user only.
            if link.origin == "partner" && !gained.is_subset(&own.permissions) {
                return rule("approved permissions that they do not have");
            }
            if link.until > own.until {
                return rule("linked for longer than their own term");
            }
            let waiting = self.after.grants.values().find(|grant| {
                (grant.client, grant.for_partner) == (link.client, Some(link.partner))
                    && grant.state == "active"
                    && End(self.now) < grant.until
            });
            if let Some(lent) = waiting.filter(|_| later) {
                let effective: Permissions = lent.permissions.iter().filter(|one| *one != "users").cloned().collect();
                if !effective.is_subset(&own.permissions) {
                    return rule("brought a dedicated user into force that has more than they have");
                }
            }
        }
        Ok(())
    }

    /// Partner users are made and changed by colleagues who reach as far, and no one changes themself.
    fn colleagues_within_reach(&self, actor: Login) -> Result<(), String> {
        for (login, member) in &self.after.members {
            let former = self.before.members.get(login);
            let clients = |rights: &Rights| -> BTreeSet<Client> {
                rights.assigned.iter().filter(|(of, _)| of == login).map(|(_, client)| *client).collect()
            };
            let gained: Vec<Client> = clients(self.after).difference(&clients(self.before)).copied().collect();
            if former == Some(member) && gained.is_empty() {
                continue;
            }
            if member.state != "active" {
                continue;
            }
            let rule = |what: &str| Err(format!("RIGHTS: usr_{actor} {what}: usr_{login} {member:?}, was {former:?}"));
            let Some(own) = self.before.member(actor, self.now).filter(|own| own.partner == member.partner) else {
                return rule("changed a partner user without being a colleague");
            };
            if *login == actor {
                return rule("changed their own membership");
            }
            if member.everywhere && !own.everywhere {
                return rule("gave a wider scope than their own");
            }
            if !own.everywhere && gained.iter().any(|client| !self.before.is_in_scope(actor, *client)) {
                return rule("assigned a client outside their own scope");
            }
            if own.restricted && !member.restricted {
                return rule("gave settings that they do not have");
            }
            if member.until > own.until && former.is_none_or(|former| member.until > former.until) {
                return rule("gave a later end than their own");
            }
        }
        self.names_are_left_alone(actor)
    }

    /// A colleague or another client's people change nothing of a login that has access of its own elsewhere.
    fn names_are_left_alone(&self, actor: Login) -> Result<(), String> {
        if !self.name().starts_with("partner ") {
            return Ok(());
        }
        for (login, person) in &self.after.people {
            let Some(former) = self.before.people.get(login) else { continue };
            let elsewhere = self
                .before
                .grants
                .values()
                .any(|grant| grant.login == *login && grant.state == "active" && grant.for_partner.is_none());
            if former != person && elsewhere {
                return Err(format!(
                    "RIGHTS: usr_{actor} changed a login with access of its own: {person:?}, was {former:?}"
                ));
            }
        }
        Ok(())
    }

    /// Clients that a person may not see do not exist for them: neither id nor slug is printed, unless they typed it; and of
    /// those that only asked or were asked, nothing but id, slug and name.
    fn shows_only_what_is_seen(&self, actor: Login) -> Result<(), String> {
        if ["help", "commands", "completions", "config list", "config get"].contains(&self.name())
            || self.name().starts_with("db ")
        {
            return Ok(());
        }
        let typed =
            format!("{} {} {:?} {:?}", self.line.words().join(" "), self.line.stdin, self.line.ambient, self.line.veto);
        let typed = format!("{typed} {:?} {:?}", self.line.answers, self.line.within);
        let answer =
            if self.run.code == 2 { String::new() } else { without_examples(&self.run.err, self.line.command) };
        let answer = answer.replace("such as `C100001-9`", "");
        let shown = format!("{}\n{answer}", self.run.out);
        let words: BTreeSet<&str> = shown.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).collect();
        let known = &(&self.before.may_know(actor) | &self.after.may_know(actor)) | &self.would_ask;
        let records = &self.before.may_see_record(actor) | &self.after.may_see_record(actor);
        for client in &self.model.clients {
            // A partner's slug may be spelled like a client's, and partners are chosen from a list.
            let is_partner = |word: &str| self.model.partners.iter().any(|(_, slug, _)| slug == word);
            let is_typed = |word: &str| typed.contains(word) || is_partner(word);
            if !known.contains(&client.number) && self.of_code != Some(client.number) {
                for word in [client.id.as_str(), client.slug.as_str()] {
                    if words.contains(word) && !is_typed(word) {
                        return Err(format!("RIGHTS: usr_{actor} is shown {word}, a client that they may not see"));
                    }
                }
            }
            if !records.contains(&client.number)
                && let Some(account) = &client.account
                && words.contains(account.as_str())
                && !is_typed(account)
            {
                return Err(format!("RIGHTS: usr_{actor} is shown the account number {account} of {}", client.slug));
            }
        }
        Ok(())
    }
}

/// What is printed, without the examples of the command's own help: the clients that they name are made up, and no row was
/// read for them. An error has one in a hint, as text or as a JSON string.
fn without_examples(printed: &str, command: &Known) -> String {
    command.examples.iter().fold(printed.to_owned(), |printed, example| {
        let hint = format!("for example `{example}`");
        let quoted = serde_json::to_string(&hint).unwrap();
        printed.replace(&hint, "").replace(quoted.trim_matches('"'), "")
    })
}

/// Nothing else that looks like an example is left out: a client that no help names is seen, in either form.
#[test]
fn only_examples_of_the_help_are_left_out() {
    let command = COMMANDS.iter().find(|known| known.name == "user remove").unwrap();
    for example in command.examples {
        let hint = format!("for example `{example}`");
        assert_eq!(without_examples(&format!("hint: {hint}\n"), command), "hint: \n");
        assert_eq!(without_examples(&serde_json::json!([hint]).to_string(), command), r#"[""]"#);
    }
    let client = "hint: for example `partnerctl user remove erin@kunde.example -c smallshoes`\n";
    assert_eq!(without_examples(client, command), client);
    let other = format!("hint: for example `{} -c smallshoes`", command.examples[0].replace(" -c big-shoes", ""));
    assert!(without_examples(&other, command).contains("smallshoes"));
}
