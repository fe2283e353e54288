//! What mails and pages say to people, in each language (docs/reference.md#languages).
//!
//! A catalogue is a Fluent file for each language and use: `words.ftl` has what both need, `mail.ftl` the sentences of
//! mails, `pages.ftl` those of pages. The build fails where one lacks a sentence that English has, has one more, or
//! names other values in it, and where a template or the code uses a sentence that does not exist (`check`, which
//! `build.rs` runs).
//!
//! - [`catalogue`]: the sentences, read when they are first needed;
//! - [`locale`]: dates, terms, roles and permissions in the language of a reader;
//! - [`template`]: sentences in templates, with values that cannot become markup;
//! - [`uses`]: which sentences a template uses.

pub mod catalogue;
pub mod locale;
pub mod template;
pub mod uses;

#[cfg(test)]
mod check;
#[cfg(test)]
mod tests;

pub use catalogue::{Catalogue, Text};
pub use locale::Locale;
