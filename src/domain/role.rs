//! Roles in a client, the permissions that go with them, and who may administer whom (docs/reference.md#terms).

use super::choice;
use super::permission::{Permission, Permissions};
use crate::error::{Cause, Error, Fact, Flag, Hint, Result, Whose, hint};

/// What a person is in a client, from low to high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Guest,
    Manager,
    Supervisor,
    Admin,
    Owner,
}

impl Role {
    /// Every role, from high to low, as people read them.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::Supervisor, Self::Manager, Self::Guest];

    /// The name, as written and stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Manager => "manager",
            Self::Supervisor => "supervisor",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The permissions of someone of whom nothing else was said.
    #[must_use]
    pub const fn default_permissions(self) -> Permissions {
        use Permission as P;
        match self {
            Self::Owner | Self::Admin => Permissions::ALL,
            Self::Supervisor => Permissions::ALL.without(P::Users).without(P::Settings),
            Self::Manager => Permissions::of(&[
                P::Profile,
                P::Contacts,
                P::Products,
                P::Domains,
                P::Invoices,
                P::Quotes,
                P::Tickets,
                P::Orders,
                P::Emails,
            ]),
            Self::Guest => Permissions::of(&[P::Profile]),
        }
    }

    /// The most that someone with this role may ever have.
    #[must_use]
    pub const fn most(self) -> Permissions {
        use Permission as P;
        match self {
            Self::Owner | Self::Admin => Permissions::ALL,
            Self::Supervisor => Permissions::ALL.without(P::Users),
            Self::Manager => Self::Supervisor.default_permissions(),
            Self::Guest => Permissions::ALL.minus(Permissions::of(&[
                P::Users,
                P::Settings,
                P::ProductsManage,
                P::ProductsSso,
                P::DomainsManage,
            ])),
        }
    }

    /// The set that `asked` (`all`, or a list) means for this role; without it the role's default.
    ///
    /// # Errors
    /// `usage` when something is not in the catalogue, above [`Role::most`], or fewer than all for an owner.
    pub fn resolve(self, asked: Option<&str>) -> Result<Permissions> {
        asked.map_or_else(|| Ok(self.default_permissions()), |list| self.check(Permissions::parse_list(list)?))
    }

    /// The name of a set in a list: `all`, `manager's` where it is the default of that role, `all but users`, else
    /// how many they are: `9 of 15`.
    #[must_use]
    pub fn name_of_set(set: Permissions) -> String {
        let missing = Permissions::ALL.minus(set);
        if set == Permissions::ALL {
            return "all".to_owned();
        }
        if let Some(role) = Self::ALL.into_iter().find(|role| role.default_permissions() == set) {
            return format!("{role}'s");
        }
        match missing.iter().next() {
            _ if set.is_empty() => "none".to_owned(),
            Some(only) if missing.len() == 1 => format!("all but {}", only.name()),
            _ => format!("{} of {}", set.len(), Permissions::ALL.len()),
        }
    }

    /// `permissions`, if this role may have them.
    ///
    /// # Errors
    /// `usage` as [`Role::resolve`], naming the excess and the most.
    pub fn check(self, permissions: Permissions) -> Result<Permissions> {
        if self == Self::Owner && permissions != Permissions::ALL {
            return Err(Error::usage("an owner always has all permissions").because(Cause::OwnerHasAll).hint(hint![
                "leave ",
                Flag::Permissions,
                " out; a person with fewer permissions is an `admin`, next to an owner who stays"
            ]));
        }
        within(permissions, self.most(), Whose::Role(self.name()))
    }

    /// Whether someone with this role and these permissions may administer users at all: "role owner or admin
    /// *and* `users`" (docs/reference.md#terms).
    #[must_use]
    pub const fn may_administer_users(self, permissions: Permissions) -> bool {
        self.holds_office() && permissions.contains(Permission::Users)
    }

    /// Whether this is owner or admin: who answers for the client towards partners, and reads who may enter.
    #[must_use]
    pub const fn holds_office(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Whether someone with this role may give, change or remove the role `other`: no one touches a role above
    /// their own, hence only owners touch owners (docs/reference.md#terms).
    #[must_use]
    pub fn may_touch(self, other: Self) -> bool {
        self >= other
    }
}

choice::words!(Role, "a role");

/// `permissions`, if all of them are in `most`, which belongs to `whose`.
///
/// # Errors
/// `usage`, naming the excess and the most.
pub fn within(permissions: Permissions, most: Permissions, whose: Whose) -> Result<Permissions> {
    let excess = permissions.minus(most);
    if excess.is_empty() {
        return Ok(permissions);
    }
    Err(Error::usage(format!("{whose} cannot have {}", listed(excess)))
        .hint(Hint::plain(format!("at most: {}", listed(most))))
        .fact("excess", Fact::list(excess.iter()))
        .fact("most", Fact::list(most.iter()))
        .because(Cause::Excess { whose, what: excess.iter().map(Permission::name).collect() }))
}

/// `a, b`, as a set is written in a sentence and on the command line.
pub fn listed(permissions: Permissions) -> String {
    permissions.iter().map(Permission::name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    /// The table of docs/reference.md#terms, written out.
    const TABLE: [(Role, &str, &str); 5] = [
        (Role::Owner, EVERYTHING, EVERYTHING),
        (Role::Admin, EVERYTHING, EVERYTHING),
        (
            Role::Supervisor,
            "profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets \
             affiliates emails orders",
            "profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets \
             affiliates emails orders settings",
        ),
        (
            Role::Manager,
            "profile contacts products domains invoices quotes tickets emails orders",
            "profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets \
             affiliates emails orders",
        ),
        (Role::Guest, "profile", "profile contacts products domains invoices quotes tickets affiliates emails orders"),
    ];
    const EVERYTHING: &str = "profile contacts products products.manage products.sso domains domains.manage invoices \
                              quotes tickets affiliates emails orders users settings";

    #[test]
    fn roles_have_contract_defaults_and_limits() {
        for (role, default, most) in TABLE {
            assert_eq!(role.default_permissions().to_text(), default, "{role}");
            assert_eq!(role.most().to_text(), most, "{role}");
            assert_eq!(role.resolve(None).unwrap(), role.default_permissions());
            assert!(role.default_permissions().is_subset_of(role.most()), "{role}");
        }
    }

    #[test]
    fn sets_are_granted_within_the_role() {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
            for bits in 0..1_u16 << 15 {
                let set: Permissions =
                    Permission::ALL.into_iter().filter(|permission| bits >> (*permission as u8) & 1 == 1).collect();
                assert_eq!(role.check(set).is_ok(), set.is_subset_of(role.most()), "{role} {set}");
            }
        }
    }

    #[test]
    fn excess_is_named_with_the_limit() {
        let error = Role::Guest.resolve(Some("profile,users,settings")).unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert_eq!(error.message(), "the role guest cannot have users, settings");
        assert_eq!(
            error.hints(),
            ["at most: profile, contacts, products, domains, invoices, quotes, tickets, affiliates, emails, orders"]
        );
    }

    #[test]
    fn owner_has_exactly_all() {
        assert_eq!(Role::Owner.resolve(Some("all")).unwrap(), Permissions::ALL);
        assert_eq!(Role::Owner.resolve(Some("profile")).unwrap_err().code(), Code::Usage);
    }

    #[test]
    fn administering_takes_role_and_permission() {
        for role in Role::ALL {
            let office = matches!(role, Role::Owner | Role::Admin);
            assert_eq!(role.may_administer_users(Permissions::ALL), office, "{role}");
            assert!(!role.may_administer_users(Permissions::ALL.without(Permission::Users)), "{role}");
        }
    }

    #[test]
    fn only_owners_touch_owners() {
        for (at, role) in Role::ALL.into_iter().enumerate() {
            for (other_at, other) in Role::ALL.into_iter().enumerate() {
                assert_eq!(role.may_touch(other), at <= other_at, "{role} {other}");
            }
        }
    }

    #[test]
    fn wrong_role_lists_allowed_ones() {
        let error = Role::parse("Owner").unwrap_err();
        assert_eq!(error.hints(), ["did you mean `owner`?", "allowed are: owner, admin, supervisor, manager, guest"]);
        assert_eq!(Role::from_text("boss").unwrap_err().code(), Code::Failed);
    }

    #[test]
    fn sets_are_named_or_counted() {
        use Permission as P;
        for (set, name) in [
            (Permissions::ALL, "all"),
            (Permissions::EMPTY, "none"),
            (Permissions::PARTNER_MOST, "all but users"),
            (Role::Supervisor.default_permissions(), "supervisor's"),
            (Role::Manager.default_permissions(), "manager's"),
            (Role::Guest.default_permissions(), "guest's"),
            (Permissions::of(&[P::Invoices, P::Orders]), "2 of 15"),
        ] {
            assert_eq!(Role::name_of_set(set), name);
        }
    }
}
