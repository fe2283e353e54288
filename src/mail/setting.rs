//! Steps of hints that set or unset a setting of mail.

use crate::domain::authority::Verb;
use crate::error::{NextStep, ToValue};

/// Gives the setting this value.
pub(super) fn set(key: &str, value: &(impl ToValue + ?Sized)) -> NextStep {
    Verb::ConfigSet.step().about(key).about(value)
}

pub(super) fn unset(key: &str) -> NextStep {
    Verb::ConfigUnset.step().about(key)
}
