//! The report and the labelling page in a real browser: `tests/browser` holds the tests, this runs them.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

use std::path::Path;
use std::process::Command;

const BROWSERS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

#[test]
fn both_pages_work_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let ready = BROWSERS.iter().any(|browser| Path::new(browser).exists()) && folder.join("node_modules/puppeteer-core").exists();
    if !ready {
        assert!(std::env::var_os("CI").is_none(), "run tests/browser/setup.sh first");
        eprintln!("skipped: no browser; tests/browser/setup.sh installs what is needed");
        return;
    }
    let run =
        Command::new("node").arg("--test").current_dir(&folder).env("GLEANER", env!("CARGO_BIN_EXE_gleaner")).output().expect("node runs");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("# fail 0"), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
}
