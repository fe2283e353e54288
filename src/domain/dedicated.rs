//! Dedicated users: logins that a client makes for a partner, one for each pair (docs/behaviours.md, S0.1–S0.9).

use super::domain_name::DomainName;
use super::email::Email;
use super::permission::Permissions;
use super::role::{Role, within};
use super::slug::Slug;
use crate::error::{Error, Fact, Hint, Result, Whose};

/// The top level that never is a domain (RFC 2606): what `logins.domain` is while it is not set.
pub const NOWHERE: &str = "invalid";

/// What a dedicated user can be (S0.3), the lesser first.
pub const ROLES: [Role; 2] = [Role::Supervisor, Role::Admin];

/// The role, if a dedicated user can have it.
///
/// # Errors
/// `usage`, naming those that it can have.
pub fn check_role(role: Role) -> Result<Role> {
    if ROLES.contains(&role) {
        return Ok(role);
    }
    let allowed = ROLES.map(Role::name);
    Err(Error::usage(format!("a dedicated user of a partner is admin or supervisor, not {role}"))
        .hint(Hint::plain(format!("allowed are: {}", allowed.join(", "))))
        .fact("allowed", Fact::list(allowed)))
}

/// The permissions of a dedicated user with this role: what is asked, else the role's default, but for what a partner's
/// people never have.
///
/// # Errors
/// `usage` for more than the role, or a partner's people, can have.
pub fn permissions(role: Role, asked: Option<Permissions>) -> Result<Permissions> {
    match asked {
        None => Ok(role.default_permissions().intersection(Permissions::PARTNER_MOST)),
        Some(asked) => within(role.check(asked)?, Permissions::PARTNER_MOST, Whose::DedicatedUser),
    }
}

/// The part of addresses behind which no one has a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DummyDomain(String);

impl DummyDomain {
    /// What `logins.domain` says: `invalid`, or a domain.
    ///
    /// # Errors
    /// `usage`.
    pub fn parse(value: &str) -> Result<Self> {
        if value == NOWHERE {
            return Ok(Self(NOWHERE.to_owned()));
        }
        DomainName::parse(value).map(|domain| Self(domain.as_str().to_owned()))
    }

    /// The `nth` address for a client and a partner, from their slugs: `big-shoes@jims-web.invalid`,
    /// `big-shoes-2@jims-web.invalid`. It can be read out on the phone.
    ///
    /// # Errors
    /// `usage` when the domain is so long that no address fits under it.
    pub fn address(&self, client: &Slug, partner: &Slug, nth: u32) -> Result<Email> {
        let number = if nth > 1 { format!("-{nth}") } else { String::new() };
        Email::parse(&format!("{client}{number}@{partner}.{}", self.0)).map_err(|error| error.context("logins.domain"))
    }

    /// Whether no one has a mailbox there: under this domain, or under `.invalid`.
    pub fn covers(&self, email: &Email) -> bool {
        let under = |domain: &str| {
            email.domain() == domain || email.domain().strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
        };
        under(&self.0) || under(NOWHERE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::Permission;
    use crate::error::Code;

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    /// S0.3
    #[test]
    fn dedicated_user_is_admin_or_supervisor() {
        for role in Role::ALL {
            let fits = matches!(role, Role::Admin | Role::Supervisor);
            match check_role(role) {
                Ok(same) => assert!(fits && same == role, "{role}"),
                Err(error) => {
                    assert!(!fits, "{role}");
                    assert_eq!(error.code(), Code::Usage);
                    assert_eq!(error.hints(), ["allowed are: supervisor, admin"]);
                }
            }
        }
    }

    #[test]
    fn dedicated_user_never_administers_users() {
        for role in ROLES {
            let default = permissions(role, None).unwrap();
            assert_eq!(default, role.default_permissions().without(Permission::Users), "{role}");
            assert_eq!(permissions(role, Some(default)).unwrap(), default, "{role}");
            let error = permissions(role, Some(default.with(Permission::Users))).unwrap_err();
            assert_eq!((error.code(), &error.facts()[0]), (Code::Usage, &("excess", Fact::list(["users"]))), "{role}");
        }
    }

    /// S0.7
    #[test]
    fn address_from_two_names_is_readable() {
        let nowhere = DummyDomain::parse("invalid").unwrap();
        let address = |nth| nowhere.address(&slug("big-shoes"), &slug("jims-web"), nth).unwrap().to_string();
        assert_eq!(address(1), "big-shoes@jims-web.invalid");
        assert_eq!(address(2), "big-shoes-2@jims-web.invalid");
        let own = DummyDomain::parse("Logins.Example").unwrap();
        let email = own.address(&slug("big-shoes"), &slug("jims-web"), 1).unwrap();
        assert_eq!(email.key(), "big-shoes@jims-web.logins.example");
        let long = slug(&"a".repeat(Slug::MAX_CHARS));
        assert!(own.address(&long, &long, u32::MAX).is_ok());
        let far = DummyDomain::parse(&format!("{0}.{0}.{0}.example", "b".repeat(60))).unwrap();
        assert_eq!(far.address(&long, &long, 1).unwrap_err().code(), Code::Usage);
    }

    /// S0.6
    #[test]
    fn dummy_address_is_under_domain_or_invalid() {
        let own = DummyDomain::parse("logins.example").unwrap();
        for (address, dummy) in [
            ("x@logins.example", true),
            ("x@jims-web.logins.example", true),
            ("x@Jims-Web.Logins.Example", true),
            ("x@jims.invalid", true),
            ("x@otherlogins.example", false),
            ("x@logins.example.com", false),
            ("x@jimsweb.example", false),
            ("x@valid.invalidate.example", false),
        ] {
            assert_eq!(own.covers(&Email::parse(address).unwrap()), dummy, "{address}");
        }
    }
}
