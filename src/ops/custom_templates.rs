//! The wording of mails that the settings choose: the templates of this program, or those in a folder of the desk's own
//! (`mail.templates`).
//!
//! Such a folder is looked at when it is chosen, and may go bad later. Then no mail is lost: what cannot be made waits
//! until the templates are fixed, and subjects of mails that are queued meanwhile come from the built-in ones.

use std::path::Path;
use std::rc::Rc;

use crate::domain::authority::Verb;
use crate::domain::language::Language;
use crate::error::{Error, NextStep, Result, Wanted, hint};
use crate::mail::template::SubjectNames;
use crate::mail::{MailKind, Templates};
use crate::store::Tx;

use super::{language, setting};

/// The setting that names the folder.
pub const SETTING: &str = "mail.templates";

/// The templates that hold. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) enum CustomTemplates {
    BuiltIn,
    /// Those of the desk, and those of this program for the rest.
    Own(Rc<Own>),
}

/// The desk's own templates as they were found.
#[derive(Debug)]
pub(super) struct Own {
    folder: String,
    templates: Result<Templates>,
}

/// Why something could not be made of a mail.
#[derive(Debug)]
pub(super) enum Unmade {
    /// The desk's own templates are at fault: once they are fixed, it can be made.
    Templates(Error),
    Mail(Error),
}

impl From<Unmade> for Error {
    fn from(unmade: Unmade) -> Self {
        match unmade {
            Unmade::Templates(error) | Unmade::Mail(error) => error,
        }
    }
}

impl CustomTemplates {
    /// Reads the setting, and the folder that it names. A folder that is not as it should be is reported when it is
    /// used.
    ///
    /// # Errors
    /// `failed` when the setting cannot be read.
    pub(super) fn read(tx: &Tx<'_>) -> Result<Self> {
        Ok(match setting::value(tx, SETTING)? {
            None => Self::BuiltIn,
            Some(folder) => {
                let templates = Templates::in_folder(Path::new(&folder));
                Self::Own(Rc::new(Own { folder, templates }))
            }
        })
    }

    /// Makes something of a mail. What cannot be made with the desk's own templates, but with those of this program,
    /// is the fault of the former.
    ///
    /// # Errors
    /// Those of `work`, and whose fault they are.
    pub(super) fn make<T>(&self, work: impl Fn(&Templates) -> Result<T>) -> Result<T, Unmade> {
        let built_in = || work(Templates::shared()).map_err(Unmade::Mail);
        let Self::Own(own) = self else { return built_in() };
        match own.templates.as_ref().map_err(Clone::clone).and_then(&work) {
            Ok(made) => Ok(made),
            Err(error) => match built_in() {
                Ok(_) => Err(Unmade::Templates(own.to_be_fixed(error))),
                Err(unmade) => Err(unmade),
            },
        }
    }

    /// The language in which a mail of this kind is made for a reader of `reader`: a template of the desk's own without a
    /// language is in that of the desk.
    ///
    /// # Errors
    /// Those of `desk`.
    pub(super) fn language_of(
        &self,
        kind: MailKind,
        reader: Language,
        desk: impl FnOnce() -> Result<Language>,
    ) -> Result<Language> {
        match self {
            Self::Own(own) => match &own.templates {
                Ok(templates) => Ok(templates.language_of(kind, reader, desk()?)),
                Err(_) => Ok(reader),
            },
            Self::BuiltIn => Ok(reader),
        }
    }

    /// The subject of a mail in this language from the names alone: by the desk's own template, where they are enough for
    /// it. With which subject the mail leaves is seen when it is made.
    ///
    /// # Errors
    /// `failed` when the built-in template goes wrong.
    pub(super) fn subject(&self, kind: MailKind, language: Language, names: &SubjectNames) -> Result<String> {
        let own = match self {
            Self::Own(own) => own.templates.as_ref().ok(),
            Self::BuiltIn => None,
        };
        match own.and_then(|templates| templates.subject_of(kind, language, names).ok()) {
            Some(subject) => Ok(subject),
            None => Templates::shared().subject_of(kind, language, names),
        }
    }
}

impl Own {
    fn to_be_fixed(&self, error: Error) -> Error {
        let folder = &self.folder;
        let message = error.message();
        let error = if message.contains(folder.as_str()) {
            error
        } else {
            error.context(format!("mail templates in {folder}"))
        };
        error
            .hint(hint![
                "fix that file, or choose another folder with ",
                Verb::ConfigSet.step().about("mail.templates").about(&Wanted("DIR"))
            ])
            .hint(hint![
                "or go back to the built-in templates with ",
                Verb::ConfigUnset.step().about("mail.templates"),
                "; the mails wait"
            ])
    }
}

/// Whether mails of every kind can be made with the templates in `folder`, tried with samples; those without a language
/// in that of the desk, which is `language`.
///
/// # Errors
/// `usage`, naming the file, the line where it is known, and what is wrong with it.
pub fn accepts(folder: &str, language: Language) -> Result<()> {
    looked_at(folder, language).map(drop).map_err(|error| {
        let refused = Error::usage(error.message());
        refused.hints_of(error.hints().iter().cloned())
    })
}

/// The files of the desk's own templates, if it has any, looked at as when they were chosen.
///
/// # Errors
/// `failed`: what is wrong with them, and how to go on.
pub fn look(tx: &Tx<'_>) -> Result<Option<TemplateFolder>> {
    let Some(folder) = setting::value(tx, SETTING)? else { return Ok(None) };
    match looked_at(&folder, language::of_desk(tx)?) {
        Ok(templates) => Ok(Some(TemplateFolder { files: templates.own().map(str::to_owned).collect(), folder })),
        Err(error) => Err(Own { folder, templates: Err(error.clone()) }.to_be_fixed(error)),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFolder {
    pub folder: String,
    pub files: Vec<String>,
}

fn looked_at(folder: &str, language: Language) -> Result<Templates> {
    let templates = Templates::in_folder(Path::new(folder))?;
    templates.check(language).map_err(|error| error.context(format!("mail templates in {folder}")))?;
    Ok(templates)
}

/// What chooses another folder.
pub fn mending() -> NextStep {
    Verb::ConfigSet.step().about(&SETTING).about(&Wanted("DIR"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_templates_decide_whose_fault() {
        let bad = Own { folder: "/words".to_owned(), templates: Err(Error::failed("x.j2 line 3: wrong")) };
        let wording = CustomTemplates::Own(Rc::new(bad));
        match wording.make(|_| Ok(())) {
            Err(Unmade::Templates(error)) => {
                assert_eq!(error.message(), "mail templates in /words: x.j2 line 3: wrong");
                assert!(error.hints()[1].contains("<config unset mail.templates>"), "{error:?}");
            }
            other => panic!("{other:?}"),
        }
        let no_mail = |_: &Templates| Err::<(), _>(Error::failed("no address"));
        for wording in [wording, CustomTemplates::BuiltIn] {
            let unmade = wording.make(no_mail).unwrap_err();
            assert!(matches!(unmade, Unmade::Mail(_)), "{unmade:?}");
        }
    }
}
