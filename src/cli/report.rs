//! `gleaner report`: a results folder as one HTML page.

use super::output;
use crate::error::{Error, Result};
use crate::report_page::Page;
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes one self-contained HTML page of a results folder: tables, plots, and every document with its errors.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// Results folder, as `gleaner eval --out` wrote it
    #[arg(default_value = "gleaner-results")]
    run: PathBuf,
    /// The page; default: report.html in the folder
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Folder for the plots, as SVG and PNG files
    #[arg(long, value_name = "FOLDER")]
    plots: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  gleaner eval && gleaner report
  gleaner report results --out page.html --plots plots

The page opens from disk, asks nothing of the network, and works without scripts but for sorting, filtering and stepping.
On it: n and p go to the next and the previous error; the address then names the document and the stretch.";

impl Report {
    /// Runs the command.
    ///
    /// # Errors
    /// A folder that holds no results, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let page = Page::read(&self.run)?;
        if let Some(folder) = &self.plots {
            for plot in page.plots() {
                let name = super::kept::file_name(&plot.name);
                write(&folder.join(format!("{name}.svg")), plot.svg.as_bytes())?;
                write(&folder.join(format!("{name}.png")), &plot.png()?)?;
            }
        }
        let out = self.out.unwrap_or_else(|| self.run.join("report.html"));
        write(&out, page.html()?.as_bytes())?;
        output::remark(&format!("the report is in {}", out.display()));
        Ok(ExitCode::SUCCESS)
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error| Error::io("cannot write the report", error).in_file(file).remedy("choose another place with --out or --plots");
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(file, bytes).map_err(failed)
}
