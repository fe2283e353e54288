//! What `init` asks at a terminal. Each answer is checked at once and asked for again where it makes no sense; an empty
//! one takes the default. All but the label can be changed later.

use std::path::Path;

use crate::app::settings;
use crate::cli::context::Context;
use crate::domain::name::Name;
use crate::domain::tls::Tls;
use crate::error::Result;
use crate::term::Keyboard;

use super::Init;

impl Init {
    /// Asks for what was not given.
    ///
    /// # Errors
    /// `unconfirmed` at the end of input, `interrupted`.
    pub(super) fn ask(&mut self, cx: &mut Context) -> Result<()> {
        if self.label.is_none() {
            let question = "What is it for? A label such as live or training [live]";
            self.label = answer(cx, question, super::check_label)?;
        }
        if self.base_url.is_none() {
            let question = "Address of the pages, such as https://access.example.com [none yet]";
            self.base_url = setting(cx, "web.base_url", question)?;
        }
        if self.mail_from.is_none() {
            let question = "Sender of the mails, such as Support <support@example.com> [none yet]";
            self.mail_from = setting(cx, "mail.from", question)?;
        }
        if self.mail_transport.is_none() {
            self.mail_transport = setting(cx, "mail.transport", "How do mails leave: file, smtp or sendmail? [file]")?;
        }
        match self.mail_transport.as_deref() {
            Some("smtp") => self.ask_for_server(cx)?,
            Some("sendmail") => self.choose(cx, "mail.sendmail.program", "The mail program [/usr/sbin/sendmail]")?,
            _ => {}
        }
        self.ask_for_names(cx)
    }

    /// Whom mails come from.
    fn ask_for_names(&mut self, cx: &mut Context) -> Result<()> {
        if self.name.is_none() {
            let question = "Your name, as mails show it, such as Jane Doe [the name of your account]";
            self.name = answer(cx, question, |name| Name::parse("name", name).map(drop))?;
        }
        let has_name = |from: &str| settings::split_mailbox(from).is_ok_and(|(name, _)| name.is_some());
        if self.desk.is_none() && !self.mail_from.as_deref().is_some_and(has_name) {
            let question = "The name of the desk, as mails show it, such as Acme Support [none yet]";
            self.desk = answer(cx, question, |name| Name::parse("desk", name).map(drop))?;
        }
        Ok(())
    }

    fn ask_for_server(&mut self, cx: &mut Context) -> Result<()> {
        self.choose(cx, "mail.smtp.host", "The mail server, such as mail.example.com [none yet]")?;
        let tls = setting(cx, "mail.smtp.tls", "Its TLS: starttls, tls from the first byte, or none [starttls]")?;
        let port = tls.as_deref().map_or(Ok(Tls::StartTls), Tls::parse)?.port();
        self.chosen.extend(tls.map(|tls| ("mail.smtp.tls".to_owned(), tls)));
        self.choose(cx, "mail.smtp.port", &format!("Its port [{port}]"))?;
        let user = setting(cx, "mail.smtp.user", "Who logs in there [no one]")?;
        let Some(user) = user else { return Ok(()) };
        self.chosen.push(("mail.smtp.user".to_owned(), user));
        let key = "mail.smtp.password_file";
        // As for any file that is typed; the setting wants all of its path.
        let folder = cx.path(Path::new(""));
        let full = |typed: &str| folder.join(typed).display().to_string();
        let file = answer(cx, "The private file with the password [none yet]", |typed| {
            settings::known(key)?.check(key, &full(typed))
        })?;
        self.chosen.extend(file.map(|typed| (key.to_owned(), full(&typed))));
        Ok(())
    }

    fn choose(&mut self, cx: &mut Context, key: &str, question: &str) -> Result<()> {
        self.chosen.extend(setting(cx, key, question)?.map(|value| (key.to_owned(), value)));
        Ok(())
    }
}

fn setting(cx: &mut Context, key: &str, question: &str) -> Result<Option<String>> {
    let known = settings::known(key)?;
    answer(cx, question, |value| known.check(key, value))
}

fn answer(cx: &mut Context, question: &str, check: impl Fn(&str) -> Result<()>) -> Result<Option<String>> {
    loop {
        let typed = cx.prompter.line(question, Keyboard::Stdin)?;
        if typed.is_empty() {
            return Ok(None);
        }
        match check(&typed) {
            Ok(()) => return Ok(Some(typed)),
            Err(error) => {
                cx.ui.warn(error.message());
                cx.ui.hints(error.hints());
            }
        }
    }
}
