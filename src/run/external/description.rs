//! Descriptions of external strategies: a TOML file, or a command on the command line.
//!
//! ```toml
//! name = "mine"                              # letters, digits, `.`, `_`, `-`
//! version = "2.3.1"                          # of the program that does the work
//! command = ["python3", "{here}/mine.py"]    # no shell; {here}: the folder of the file
//! input = "html"                             # html or text; left out: pages as html, texts as text
//! output = "text"                            # text or spans; left out: either
//! timeout_seconds = 30                       # for one document
//! memory_mb = 2048                           # on Unix only
//! licence = "MIT"
//! homepage = "https://example.org"
//! note = "One line for people."
//! ```
//!
//! `name` and `command` must be there. `{python}` is `.venv/bin/python` in the folder of the file if it is there, else `python3`.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Time for one document where a description says nothing.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// A day for one document is a slip of the keyboard.
pub const MAX_TIMEOUT_SECONDS: f64 = 86_400.0;
/// More memory than any machine has, and still a number that the shell's `ulimit` can hold in KiB.
pub const MAX_MEMORY_MB: u64 = 1 << 30;
const MAX_NAME_CHARS: usize = 64;
const KEYS: &str = "the keys are name, version, command, input, output, timeout_seconds, memory_mb, licence, homepage, note";

/// What a program wants to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// The markup of a page.
    Html,
    /// The text; of a page, the rendered view.
    Text,
}

/// What a program answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// What is left.
    Text,
    /// What is removed.
    Spans,
}

/// How to start a program, and its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The strategy's name; in tables it stands as `ext:NAME`.
    pub name: String,
    /// Version of the program that does the work; empty if not told.
    pub version: String,
    /// Program and arguments; no shell reads them.
    pub command: Vec<String>,
    /// What it is sent; `None`: pages as HTML, texts as text.
    pub input: Option<Input>,
    /// What it must answer; `None`: either.
    pub output: Option<Output>,
    /// Time for one document, the start of the program included where there was one.
    pub timeout: Duration,
    /// Address space it may take in MiB, by the shell's `ulimit -v`; on Unix only, and without effect on macOS.
    pub memory_mb: Option<u64>,
    /// For people.
    pub licence: String,
    /// For people.
    pub homepage: String,
    /// For people.
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    version: String,
    command: Vec<String>,
    input: Option<Input>,
    output: Option<Output>,
    timeout_seconds: Option<f64>,
    memory_mb: Option<u64>,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    homepage: String,
    #[serde(default)]
    note: String,
}

impl Description {
    /// Reads what a user gives: a TOML file, a folder (all its `.toml` files, by name), or `NAME=PROGRAM ARGUMENT…`, in
    /// which quotes group words as in a shell.
    ///
    /// # Errors
    /// A file that is missing or wrong, a folder without descriptions, a command without a name.
    pub fn read(given: &str) -> Result<Vec<Self>> {
        let path = Path::new(given);
        if path.is_dir() {
            return Self::in_folder(path);
        }
        if path.is_file() || !given.contains('=') {
            return Ok(vec![Self::in_file(path)?]);
        }
        Ok(vec![Self::of_command(given)?])
    }

    /// The strategy's name in tables and files.
    pub fn contender(&self) -> String {
        format!("ext:{}", self.name)
    }

    fn in_folder(folder: &Path) -> Result<Vec<Self>> {
        let failed = |error| Error::io("cannot list the folder", error).in_file(folder).remedy("check its permissions");
        let entries: std::io::Result<Vec<PathBuf>> = std::fs::read_dir(folder).map_err(failed)?.map(|entry| Ok(entry?.path())).collect();
        let mut files = entries.map_err(failed)?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        files.sort_unstable();
        if files.is_empty() {
            return Err(Error::data("no .toml file in the folder").in_file(folder).remedy("give a folder of descriptions, such as peers"));
        }
        files.iter().map(|path| Self::in_file(path)).collect()
    }

    fn in_file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let remedy = "give a TOML file, a folder of them, or 'NAME=PROGRAM ARGUMENT…'";
            Error::io("cannot read the description", error).in_file(path).remedy(remedy)
        })?;
        let file = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        Self::parse(&text, file.parent().unwrap_or(Path::new("."))).map_err(|error| error.in_file(path))
    }

    /// Reads the text of a TOML file that lies in the folder `here`.
    ///
    /// # Errors
    /// What is wrong with it, with the line where that is known.
    pub fn parse(text: &str, here: &Path) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
            Error::data(error.message().replace('\n', " ")).in_line(line).remedy(KEYS)
        })?;
        let python = here.join(".venv").join("bin").join("python");
        let python = if python.exists() { python } else { PathBuf::from("python3") };
        let filled = |part: &String| part.replace("{here}", &here.to_string_lossy()).replace("{python}", &python.to_string_lossy());
        let line = |key: &str| text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |at| at + 1);
        let wrong = |key: &str, why: String, remedy: &str| Error::data(why).in_line(line(key)).remedy(remedy);
        check_name(&file.name).map_err(|error| error.in_line(line("name")))?;
        if file.command.first().is_none_or(String::is_empty) {
            return Err(wrong("command", "the command is empty".into(), "give the program and its arguments, each a string"));
        }
        let seconds = file.timeout_seconds.unwrap_or(DEFAULT_TIMEOUT.as_secs_f64());
        if !(seconds > 0.0 && seconds <= MAX_TIMEOUT_SECONDS) {
            let why = format!("timeout_seconds is {seconds}");
            return Err(wrong("timeout_seconds", why, "give more than 0 and at most 86400"));
        }
        if let Some(memory) = file.memory_mb.filter(|memory| !(1..=MAX_MEMORY_MB).contains(memory)) {
            let why = format!("memory_mb is {memory}");
            return Err(wrong("memory_mb", why, "give MiB, at least 1; leave the key out for no limit"));
        }
        Ok(Self {
            command: file.command.iter().map(filled).collect(),
            timeout: Duration::from_secs_f64(seconds),
            name: file.name,
            version: file.version,
            input: file.input,
            output: file.output,
            memory_mb: file.memory_mb,
            licence: file.licence,
            homepage: file.homepage,
            note: file.note,
        })
    }

    fn of_command(given: &str) -> Result<Self> {
        let (name, command) = given.split_once('=').unwrap_or((given, ""));
        check_name(name).map_err(|error| error.remedy("write 'NAME=PROGRAM ARGUMENT…', or give a TOML file that is there"))?;
        let command = shlex::split(command).filter(|words| words.first().is_some_and(|first| !first.is_empty()));
        let remedy = "write 'NAME=PROGRAM ARGUMENT…', with every quote closed";
        let command = command.ok_or_else(|| Error::usage(format!("`{given}` is no command")).remedy(remedy))?;
        Ok(Self {
            name: name.into(),
            version: String::new(),
            command,
            input: None,
            output: None,
            timeout: DEFAULT_TIMEOUT,
            memory_mb: None,
            licence: String::new(),
            homepage: String::new(),
            note: String::new(),
        })
    }
}

/// A name goes into tables, file names and command lines as it is.
fn check_name(name: &str) -> Result<()> {
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if name.is_empty() || name.len() > MAX_NAME_CHARS || !name.chars().all(fit) {
        let shown: String = name.chars().take(MAX_NAME_CHARS).collect();
        let error = Error::data(format!("`{shown}` is no name for a strategy"));
        return Err(error.remedy(format!("use up to {MAX_NAME_CHARS} letters, digits, `.`, `_` and `-`")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Description> {
        Description::parse(text, Path::new("/nowhere"))
    }

    #[test]
    fn all_keys_are_read_and_places_filled_in() {
        let text = "name = \"a.b_c-1\"\nversion = \"2.3.1\"\ncommand = [\"{python}\", \"{here}/x.py\"]\ninput = \"html\"\noutput = \"spans\"\n\
                    timeout_seconds = 0.5\nmemory_mb = 64\nlicence = \"MIT\"\nhomepage = \"h\"\nnote = \"n\"\n";
        let found = parse(text).expect("a description");
        let command = vec!["python3".to_string(), "/nowhere/x.py".into()];
        let expected = Description {
            name: "a.b_c-1".into(),
            version: "2.3.1".into(),
            command,
            input: Some(Input::Html),
            output: Some(Output::Spans),
            timeout: Duration::from_millis(500),
            memory_mb: Some(64),
            licence: "MIT".into(),
            homepage: "h".into(),
            note: "n".into(),
        };
        assert_eq!((found.contender().as_str(), found), ("ext:a.b_c-1", expected));
    }

    #[test]
    fn name_and_command_are_enough() {
        let found = parse("name = \"x\"\ncommand = [\"cat\"]\ntimeout_seconds = 3\n").expect("a description");
        assert_eq!((found.version.as_str(), found.input, found.output, found.memory_mb), ("", None, None, None));
        assert_eq!(found.timeout, Duration::from_secs(3));
    }

    #[test]
    fn whatever_is_wrong_is_named_with_line_and_remedy() {
        let good = "name = \"x\"\ncommand = [\"cat\"]\n";
        let cases = [
            ("name = ", 1, "the keys are name"),
            ("name = \"x\"\n", 1, "missing field `command`"),
            ("command = [\"cat\"]\n", 1, "missing field `name`"),
            (&format!("{good}\ncolour = 1\n"), 4, "unknown field `colour`"),
            (&format!("{good}input = \"pdf\"\n"), 3, "unknown variant `pdf`, expected `html` or `text`"),
            (&format!("{good}output = 3\n"), 3, "the keys are"),
            (&format!("{good}version = 2\n"), 3, "expected a string"),
            ("name = \"x\"\ncommand = \"cat -u\"\n", 2, "expected a sequence"),
            ("name = \"x\"\ncommand = []\n", 2, "the command is empty"),
            ("name = \"x\"\ncommand = [\"\"]\n", 2, "the command is empty"),
            ("command = [\"cat\"]\nname = \"a b\"\n", 2, "`a b` is no name"),
            ("command = [\"cat\"]\nname = \"\"\n", 2, "use up to 64 letters"),
            (&format!("{good}timeout_seconds = 0\n"), 3, "timeout_seconds is 0 (give more than 0"),
            (&format!("{good}timeout_seconds = nan\n"), 3, "timeout_seconds is NaN"),
            (&format!("{good}timeout_seconds = 1e9\n"), 3, "at most 86400"),
            (&format!("{good}memory_mb = 0\n"), 3, "memory_mb is 0 (give MiB"),
            (&format!("{good}memory_mb = -5\n"), 3, "expected u64"),
        ];
        for (text, line, why) in cases {
            let error = parse(text).expect_err(text);
            assert_eq!(error.line(), Some(line), "{text}: {error}");
            assert!(error.to_string().contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn a_command_is_split_as_a_shell_does() {
        let found = Description::read("mine=sh -c 'cat -u' x=y").expect("a command");
        assert_eq!(
            (found[0].name.as_str(), found[0].command.as_slice()),
            ("mine", ["sh", "-c", "cat -u", "x=y"].map(String::from).as_slice())
        );
        for (given, why) in
            [("mine=", "is no command"), ("mine=sh 'x", "every quote closed"), ("a b=cat", "is no name"), ("none.toml", "cannot read")]
        {
            let error = Description::read(given).expect_err(given).to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn a_folder_gives_its_descriptions_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let given = folder.path().to_string_lossy().into_owned();
        assert!(Description::read(&given).expect_err("empty").to_string().contains("no .toml file"));
        for name in ["b", "a"] {
            std::fs::write(folder.path().join(format!("{name}.toml")), format!("name = \"{name}\"\ncommand = [\"{{here}}/x\"]\n"))
                .expect("written");
        }
        let found = Description::read(&given).expect("two");
        assert_eq!(found.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(found[0].command, [format!("{given}/x")]);
        std::fs::write(folder.path().join("c.toml"), "name = \"c\"\n\nkey = 1\n").expect("written");
        let error = Description::read(&given).expect_err("wrong");
        assert_eq!((error.path(), error.line()), (Some(folder.path().join("c.toml").as_path()), Some(3)));
    }
}
