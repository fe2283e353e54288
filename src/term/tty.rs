//! Reading a line or single keys from a terminal so that Ctrl-C ends the wait and the terminal is left as it was found.
//! The standard library would go on waiting when a signal is handled.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::AsFd as _;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{
    FlushArg, LocalFlags, SetArg, SpecialCharacterIndices, Termios, tcflush, tcgetattr, tcsetattr,
};
use zeroize::Zeroizing;

use super::picker::Key;
use super::signals::Interrupt;
use crate::error::{Error, Result};

/// How long a signal may go unnoticed, in milliseconds, if it comes just before the wait begins.
const LATEST: u16 = 100;
/// How long the rest of a key that begins with Escape may take, in milliseconds.
const REST_OF_KEY: u16 = 50;
/// In bytes; a terminal passes on no more in one line.
const LONGEST: usize = 4096;

/// Reads a line, without its end, or `None` when the input ends first: what no one sent off is no answer.
pub(super) fn read_line(tty: &mut File, interrupt: &Interrupt) -> Result<Option<Zeroizing<String>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = Zeroizing::new([0_u8]);
    loop {
        wait(tty, interrupt)?;
        match tty.read(&mut byte[..]) {
            Ok(1..) if byte[0] == b'\n' => break,
            Ok(1..) if line.len() == LONGEST => return Err(Error::unconfirmed("the answer is too long")),
            Ok(1..) => line.push(byte[0]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            // Ctrl-D, or the terminal went away.
            Ok(0) | Err(_) => return Ok(None),
        }
    }
    match std::str::from_utf8(&line) {
        Ok(text) => Ok(Some(Zeroizing::new(text.trim_end_matches('\r').to_owned()))),
        Err(_) => Err(Error::unconfirmed("the answer is not UTF-8")),
    }
}

/// Discards what was typed before a question was shown: it cannot be an answer to it.
pub(super) fn discard_pending(tty: &File) {
    // Where there is no terminal, there is nothing that was typed.
    let _ = tcflush(tty, FlushArg::TCIFLUSH);
}

/// While it lives, the terminal works in another way than it did. Pending input is discarded when it begins.
pub(super) struct Changed<'a> {
    tty: &'a File,
    before: Termios,
}

impl<'a> Changed<'a> {
    /// What is typed is not echoed, but for the line end.
    pub(super) fn no_echo(tty: &'a File) -> Result<Self> {
        Self::with(tty, |settings| {
            settings.local_flags.remove(LocalFlags::ECHO);
            settings.local_flags.insert(LocalFlags::ECHONL);
        })
    }

    /// Each key arrives by itself and is not echoed. Ctrl-C still sends its signal; Ctrl-Z sends none, because the shell
    /// would find the terminal in this state.
    pub(super) fn single_keys(tty: &'a File) -> Result<Self> {
        Self::with(tty, |settings| {
            settings.local_flags.remove(LocalFlags::ECHO | LocalFlags::ICANON);
            let characters = &mut settings.control_chars;
            for (index, value) in [
                (SpecialCharacterIndices::VMIN, 1),
                (SpecialCharacterIndices::VTIME, 0),
                (SpecialCharacterIndices::VSUSP, nix::libc::_POSIX_VDISABLE),
            ] {
                #[expect(clippy::as_conversions, reason = "the place in an array of the C library")]
                if let Some(character) = characters.get_mut(index as usize) {
                    *character = value;
                }
            }
        })
    }

    fn with(tty: &'a File, change: impl FnOnce(&mut Termios)) -> Result<Self> {
        let refused = |errno: Errno| Error::failed(format!("cannot change the terminal's settings: {}", errno.desc()));
        let before = tcgetattr(tty).map_err(refused)?;
        let mut changed = before.clone();
        change(&mut changed);
        tcsetattr(tty, SetArg::TCSAFLUSH, &changed).map_err(refused)?;
        Ok(Self { tty, before })
    }
}

impl Drop for Changed<'_> {
    fn drop(&mut self) {
        // If the terminal is gone, there is nothing left to restore.
        let _ = tcsetattr(self.tty, SetArg::TCSADRAIN, &self.before);
    }
}

/// Reads one key, or `None` when the input ends: Ctrl-D, or the terminal went away.
pub(super) fn read_key(tty: &mut File, interrupt: &Interrupt) -> Result<Option<Key>> {
    let Some(first) = read_byte(tty, interrupt)? else { return Ok(None) };
    Ok(Some(match first {
        b'\r' | b'\n' => Key::Enter,
        0x04 => return Ok(None),
        0x08 | 0x7f => Key::Erase,
        0x0e => Key::Down,
        0x10 => Key::Up,
        0x15 => Key::Clear,
        0x1b if !is_ready(tty, REST_OF_KEY) => Key::Escape,
        0x1b => read_escape(tty, interrupt)?,
        0x00..=0x1f => Key::Other,
        0x20..=0x7e => Key::Letter(char::from(first)),
        _ => read_letter(tty, interrupt, first)?,
    }))
}

/// The rest of an escape sequence, such as `[A` of the arrow up.
fn read_escape(tty: &mut File, interrupt: &Interrupt) -> Result<Key> {
    let mut rest = Vec::new();
    while let Some(byte) = read_byte(tty, interrupt)? {
        rest.push(byte);
        let begins = rest.len() == 1 && matches!(byte, b'[' | b'O');
        if !begins && (rest.len() == 1 || (0x40..=0x7e).contains(&byte)) || !is_ready(tty, REST_OF_KEY) {
            break;
        }
    }
    Ok(match &*rest {
        b"[A" | b"OA" => Key::Up,
        b"[B" | b"OB" => Key::Down,
        b"[H" | b"OH" | b"[1~" | b"[7~" => Key::First,
        b"[F" | b"OF" | b"[4~" | b"[8~" => Key::Last,
        b"[5~" => Key::PageUp,
        b"[6~" => Key::PageDown,
        _ => Key::Other,
    })
}

/// The rest of a letter of more than one byte.
fn read_letter(tty: &mut File, interrupt: &Interrupt, first: u8) -> Result<Key> {
    let length = match first {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => return Ok(Key::Other),
    };
    let mut bytes = vec![first];
    while bytes.len() < length {
        let Some(byte) = read_byte(tty, interrupt)? else { return Ok(Key::Other) };
        bytes.push(byte);
    }
    let letter = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next());
    Ok(letter.map_or(Key::Other, Key::Letter))
}

fn read_byte(tty: &mut File, interrupt: &Interrupt) -> Result<Option<u8>> {
    let mut byte = [0_u8];
    loop {
        wait(tty, interrupt)?;
        match tty.read(&mut byte) {
            Ok(1..) => return Ok(Some(byte[0])),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Ok(0) | Err(_) => return Ok(None),
        }
    }
}

fn is_ready(tty: &File, within: u16) -> bool {
    let mut watched = [PollFd::new(tty.as_fd(), PollFlags::POLLIN)];
    matches!(poll(&mut watched, PollTimeout::from(within)), Ok(1..))
}

fn wait(tty: &File, interrupt: &Interrupt) -> Result<()> {
    loop {
        interrupt.check()?;
        let mut watched = [PollFd::new(tty.as_fd(), PollFlags::POLLIN)];
        match poll(&mut watched, PollTimeout::from(LATEST)) {
            Ok(0) | Err(Errno::EINTR) => {}
            // Where a terminal cannot be polled, the read itself waits.
            Ok(_) | Err(_) => return Ok(()),
        }
    }
}
