//! The catalogue of permissions and sets of them (docs/reference.md#terms). A set is flat: nothing implies another.

use std::fmt;

use super::choice;
use crate::error::{Cause, Error, Hint, Result};

/// One thing that a person may do in a client account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Permission {
    Profile,
    Contacts,
    Products,
    ProductsManage,
    ProductsSso,
    Domains,
    DomainsManage,
    Invoices,
    Quotes,
    Tickets,
    Affiliates,
    Emails,
    Orders,
    Users,
    Settings,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Permissions(u16);

impl Permission {
    /// The catalogue, in its order.
    pub const ALL: [Self; 15] = [
        Self::Profile,
        Self::Contacts,
        Self::Products,
        Self::ProductsManage,
        Self::ProductsSso,
        Self::Domains,
        Self::DomainsManage,
        Self::Invoices,
        Self::Quotes,
        Self::Tickets,
        Self::Affiliates,
        Self::Emails,
        Self::Orders,
        Self::Users,
        Self::Settings,
    ];

    /// Name and meaning of each permission: the one table behind reading, writing and `permission list`.
    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Profile => ("profile", "see the account's own data and change them"),
            Self::Contacts => ("contacts", "see and change the account's contacts"),
            Self::Products => ("products", "see products and services"),
            Self::ProductsManage => ("products.manage", "change, upgrade and reset products and services"),
            Self::ProductsSso => ("products.sso", "sign in to a product's own console with one click"),
            Self::Domains => ("domains", "see domain registrations"),
            Self::DomainsManage => ("domains.manage", "change domain registrations and their settings"),
            Self::Invoices => ("invoices", "see and pay invoices"),
            Self::Quotes => ("quotes", "see and accept quotes"),
            Self::Tickets => ("tickets", "open, see and answer support tickets"),
            Self::Affiliates => ("affiliates", "see and use the affiliate account"),
            Self::Emails => ("emails", "see the mails that the account received"),
            Self::Orders => ("orders", "place new orders, and cancel them"),
            Self::Users => ("users", "administer who may enter the account (role owner or admin needed as well)"),
            Self::Settings => ("settings", "see and change the account's settings"),
        }
    }

    /// The name in the catalogue, such as `products.manage`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// One line for `permission list`.
    #[must_use]
    pub const fn description(self) -> &'static str {
        self.row().1
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

choice::words!(Permission, "a permission");

impl Permissions {
    /// What each lets a person do, in words.
    pub fn descriptions(self) -> Vec<&'static str> {
        self.iter().map(Permission::description).collect()
    }

    pub const EMPTY: Self = Self(0);

    pub const ALL: Self = Self((1 << Permission::ALL.len()) - 1);

    /// The most that a partner's people can have in a client, by whichever way they enter: they never administer its
    /// users.
    pub const PARTNER_MOST: Self = Self::ALL.without(Permission::Users);

    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < permissions.len() {
            bits |= permissions[at].bit();
            at += 1;
        }
        Self(bits)
    }

    /// Whether `permission` is among them.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Whether each of them is in `other` too.
    #[must_use]
    pub const fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Those that are not in `other`.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those of both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in `other` too.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These and `permission`.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission.bit())
    }

    /// These without `permission`.
    #[must_use]
    pub const fn without(self, permission: Permission) -> Self {
        Self(self.0 & !permission.bit())
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.contains(*permission))
    }

    /// The names in catalogue order, joined by single spaces: how a set is stored and written to CSV.
    #[must_use]
    pub fn to_text(self) -> String {
        self.iter().map(Permission::name).collect::<Vec<_>>().join(" ")
    }

    /// The set in a sentence: `all`, `all but users, settings` where few are missing, `none`, or the names.
    #[must_use]
    pub fn in_words(self) -> String {
        let names = |set: Self| set.iter().map(Permission::name).collect::<Vec<_>>().join(", ");
        let missing = Self::ALL.minus(self);
        match missing.len() {
            0 => "all".to_owned(),
            1..=3 => format!("all but {}", names(missing)),
            _ if self.is_empty() => "none".to_owned(),
            _ => names(self),
        }
    }

    /// Reads what [`Permissions::to_text`] wrote.
    ///
    /// # Errors
    /// `failed` for anything else: the stored row is damaged.
    pub fn from_text(text: &str) -> Result<Self> {
        let (mut set, mut rest) = (Self::EMPTY, Some(text));
        // Stored sets have their names in the order of the catalogue.
        for permission in Permission::ALL {
            let behind = rest.and_then(|rest| rest.strip_prefix(permission.name()));
            if let Some(behind) = behind.filter(|behind| behind.is_empty() || behind.starts_with(' ')) {
                set = set.with(permission);
                rest = behind.strip_prefix(' ');
            }
        }
        // Nothing is left behind the last name, or there was none.
        if rest.is_none() || text.is_empty() {
            Ok(set)
        } else {
            Err(choice::damaged("is not a set of permissions", text))
        }
    }

    /// Reads a set as people write it: `all`, or names separated by commas, or by spaces as in our own CSV.
    ///
    /// # Errors
    /// `usage` when nothing is named, or something that is not in the catalogue.
    pub fn parse_list(text: &str) -> Result<Self> {
        if text.trim() == "all" {
            return Ok(Self::ALL);
        }
        let mut set = Self::EMPTY;
        for name in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|name| !name.is_empty()) {
            if name == "all" {
                return Err(Error::usage("`all` is given alone, without other permissions"));
            }
            set = set.with(Permission::parse(name)?);
        }
        if set.is_empty() {
            return Err(Error::usage("no permission is named").because(Cause::NoPermission).hint(Hint::plain(
                format!("write `all`, or some of: {}", Permission::ALL.map(Permission::name).join(", ")),
            )));
        }
        Ok(set)
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_text())
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn catalogue_is_that_of_the_contract() {
        assert_eq!(
            Permissions::ALL.to_text(),
            "profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets \
             affiliates emails orders users settings"
        );
        assert_eq!(Permissions::ALL.len(), 15);
    }

    #[test]
    fn all_32768_sets_survive_storing() {
        for bits in 0..1 << 15 {
            let set = Permissions(bits);
            assert_eq!(Permissions::from_text(&set.to_text()).unwrap(), set);
            assert_eq!(set.iter().collect::<Permissions>(), set);
            assert_eq!(set.is_empty(), bits == 0);
            if bits != 0 {
                assert_eq!(Permissions::parse_list(&set.to_text().replace(' ', ",")).unwrap(), set);
            }
        }
    }

    #[test]
    fn subset_has_nothing_missing() {
        for bits in 0..1 << 15 {
            let (set, other) = (Permissions(bits), Permissions(0b101_0011_0110_1001));
            let by_element = set.iter().all(|permission| other.contains(permission));
            assert_eq!(set.is_subset_of(other), by_element);
            assert_eq!(set.minus(other).is_empty(), by_element);
        }
    }

    #[test]
    fn stored_text_has_one_spelling() {
        for bad in ["users profile", "profile  users", "profile profile", " profile", "profile,users", "all", "user"] {
            assert_eq!(Permissions::from_text(bad).unwrap_err().code(), Code::Failed, "{bad:?}");
        }
    }

    #[test]
    fn all_or_a_list_in_any_order_is_read() {
        assert_eq!(Permissions::parse_list(" all ").unwrap(), Permissions::ALL);
        let both = Permissions::of(&[Permission::Users, Permission::Profile]);
        for list in ["users,profile", "profile users", "users, profile,users"] {
            assert_eq!(Permissions::parse_list(list).unwrap(), both, "{list:?}");
        }
    }

    #[test]
    fn unknown_permission_suggests_nearest() {
        let error = Permissions::parse_list("profile,Invoice").unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert_eq!(error.message(), "\"Invoice\" is not a permission");
        assert_eq!(error.hints()[0], "did you mean `invoices`?");
        assert!(error.hints()[1].contains("profile, contacts"), "{:?}", error.hints());
    }

    #[test]
    fn empty_list_and_mixed_all_are_refused() {
        for bad in ["", " ", ",", "all,users", "users all"] {
            assert_eq!(Permissions::parse_list(bad).unwrap_err().code(), Code::Usage, "{bad:?}");
        }
    }
}
