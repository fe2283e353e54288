//! The real streams, clock and random numbers; everything else is in the library.

use std::process::ExitCode;

/// SQLite allocates from it too (feature `override`). Huge pages would add 8 MiB to an export (feature `no_thp`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    partnerctl::app::system::private_umask();
    partnerctl::app::system::no_core_dumps();
    let code = match partnerctl::cli::env::Env::real() {
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
