//! The real streams, clock and chance; everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    partnerctl::cli::system::private_umask();
    partnerctl::cli::system::no_core_dumps();
    let code = match partnerctl::cli::system::env() {
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
