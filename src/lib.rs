//! partnerctl (map to be written with the house)

pub mod domain;
pub mod error;
pub mod input;
pub mod mail;
pub mod output;
pub mod term;
