//! Mails about a login, which is in no client or in several.

use minijinja::{Value, context};

use super::{Secret, secret, text};
use crate::error::Result;

/// A new password may be chosen.
#[derive(Debug, Clone, Copy)]
pub struct PasswordReset<'a> {
    /// The address, which is the login name.
    pub email: &'a str,
    /// Who asked for it: a person's name, or the address.
    pub requested_by: &'a str,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    pub secret: Secret<'a>,
}

#[derive(Debug, Clone, Copy)]
pub struct PasswordChanged<'a> {
    /// The address, which is the login name.
    pub email: &'a str,
    /// When, in plain words with zone.
    pub at: &'a str,
    /// How: a phrase such as "with the old password".
    pub how: &'a str,
    /// Who set it, where it was not the person.
    pub set_by: Option<&'a str>,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
    /// When a temporary one dies, in plain words with zone.
    pub temporary_until: Option<&'a str>,
}

/// A login has another name.
#[derive(Debug, Clone, Copy)]
pub struct LoginRenamed<'a> {
    pub old: &'a str,
    /// What it is called now.
    pub new: &'a str,
    /// When, in plain words with zone.
    pub at: &'a str,
    /// Who did it: a person's name, or the address.
    pub renamed_by: &'a str,
    /// Whether that is someone of the support desk.
    pub by_support: bool,
}

/// A login is to have another name, once the reader proves it.
#[derive(Debug, Clone, Copy)]
pub struct AddressChange<'a> {
    pub old: &'a str,
    /// What it is to be called: the address of this mail.
    pub new: &'a str,
    /// Who asked for it: a person's name, or the address.
    pub requested_by: &'a str,
    pub secret: Secret<'a>,
}

impl AddressChange<'_> {
    pub(super) fn context(&self) -> Result<Value> {
        Ok(context! {
            email => text(self.new),
            old => text(self.old),
            requested_by => text(self.requested_by),
            ..secret(&self.secret)?,
        })
    }
}

impl PasswordReset<'_> {
    pub(super) fn context(&self) -> Result<Value> {
        Ok(context! {
            email => text(self.email),
            requested_by => text(self.requested_by),
            by_support => self.by_support,
            ..secret(&self.secret)?,
        })
    }
}

impl PasswordChanged<'_> {
    pub(super) fn context(&self) -> Value {
        context! {
            email => text(self.email),
            at => text(self.at),
            how => text(self.how),
            set_by => self.set_by.map(text),
            by_support => self.by_support,
            temporary_until => self.temporary_until.map(text),
        }
    }
}

impl LoginRenamed<'_> {
    pub(super) fn context(&self) -> Value {
        context! {
            email => text(self.new),
            old => text(self.old),
            at => text(self.at),
            renamed_by => text(self.renamed_by),
            by_support => self.by_support,
        }
    }
}
