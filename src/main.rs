//! The program `gleaner`; everything is in the library.

fn main() -> std::process::ExitCode {
    gleaner::cli::main()
}
