//! The real streams, clock and chance; everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    partnerctl::app::system::private_umask();
    partnerctl::app::system::no_core_dumps();
    let code = match partnerctl::app::system::env() {
        Ok(env) => {
            let interrupt = env.interrupt.clone();
            let code = partnerctl::run(env);
            interrupt.raise_again();
            code
        }
        Err(error) => error.code().exit(),
    };
    ExitCode::from(code)
}
