//! Single texts, folders, and the files that a shard leaves.

use crate::*;
use gleaner::shard::{Existing, plan};
use std::fs;

#[test]
fn a_text_or_page_is_a_shard_of_one_record_and_its_output_the_clean_text() {
    let (stats, out) = Shard::new("in.txt", PAGE).clean("a.txt", |_| {});
    assert_eq!((text(&out).as_str(), stats.documents), (CLEAN, 1));
    let page = b"<meta charset=latin1><p>F\xe4hre<p>Related article: Fares explained<p>Ende.";
    let (_, out) = Shard::new("in.html", page).clean("a.txt", |_| {});
    assert_eq!(text(&out).trim_end(), "Fähre\n\nEnde.");
    let (stats, out) = Shard::new("in.txt", b"\xff").clean("a.txt", |_| {});
    assert_eq!((out.len(), stats.errors), (0, 1));
}

#[test]
fn a_folder_is_one_shard_in_the_order_of_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("in");
    fs::create_dir_all(root.join("falk/deep")).expect("folders");
    for (name, content) in
        [("b.md", PAGE), ("falk/deep/a.txt", "One.\n"), ("falk/x.png", "no text"), ("falk/z.txt", PAGE), (".hidden.txt", "x")]
    {
        fs::write(root.join(name), content).expect("written");
    }
    let output = folder.path().join("out.jsonl");
    let clean = || process_shard(&root, &output, &ready("phrase-rules").unwrap(), Task::Boilerplate, &Options::default()).expect("a shard");
    assert_eq!(clean().documents, 3);
    let rows = lines(&fs::read(&output).expect("an output"));
    assert_eq!(rows[0], serde_json::json!({"id": "b.md", "format": "markdown", "text": CLEAN}));
    assert_eq!(rows[1], serde_json::json!({"id": "falk/deep/a.txt", "source": "falk", "format": "plain", "text": "One.\n"}));
    assert_eq!(rows[2]["id"], "falk/z.txt");
    assert!(clean().skipped);
    fs::rename(root.join("b.md"), root.join("c.md")).expect("renamed");
    assert!(!clean().skipped, "another name is another folder");
}

#[test]
fn a_shard_that_fails_leaves_nothing_and_an_old_output_as_it_was() {
    let shard = Shard::new("in.csv", "id,body\n1,x\n");
    fs::write(shard.output("a.csv"), "old").expect("written");
    let strategy = ready("keep-all").expect("a strategy");
    let outcome = process_shard(&shard.input, &shard.output("a.csv"), &strategy, Task::Boilerplate, &Options::default());
    assert!(outcome.is_err());
    assert_eq!(fs::read_to_string(shard.output("a.csv")).expect("an output"), "old");
    assert_eq!(names(shard.folder.path()), ["in.csv", "out-a.csv"]);
}

#[test]
fn what_a_killed_run_left_goes_and_what_a_living_one_holds_stays() {
    let shard = Shard::new("in.jsonl", "{\"text\": \"x\"}\n");
    let left = shard.folder.path().join(".out-a.jsonl.0123456789abcdef.gleaner-partial");
    let held = shard.folder.path().join(".out-a.jsonl.fedcba9876543210.gleaner-partial");
    let other = shard.folder.path().join(".out-b.jsonl.0123456789abcdef.gleaner-partial");
    for path in [&left, &held, &other] {
        fs::write(path, "half").expect("written");
    }
    let living = fs::File::open(&held).expect("open");
    living.lock().expect("a lock");
    shard.clean("a.jsonl", |_| {});
    assert_eq!([left.exists(), held.exists(), other.exists()], [false, true, true]);
}

#[test]
fn an_output_that_is_the_input_or_is_there_is_refused() {
    let shard = Shard::new("in.jsonl", "{\"text\": \"x\"}\n");
    let strategy = ready("keep-all").expect("a strategy");
    let same = process_shard(&shard.input, &shard.input, &strategy, Task::Boilerplate, &Options::default());
    assert!(same.expect_err("an error").to_string().contains("the output is the input"));
    shard.clean("a.jsonl", |_| {});
    let options = Options { existing: Existing::Refuse, ..Options::default() };
    let refused = process_shard(&shard.input, &shard.output("a.jsonl"), &strategy, Task::Boilerplate, &options);
    assert!(refused.expect_err("an error").to_string().contains("the output is there already"));
}

#[test]
fn plans_keep_the_way_inside_a_folder_and_refuse_two_inputs_with_one_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for name in ["in/a/x.jsonl.gz", "in/b/x.csv", "in/b/notes.txt", "in/b/y.csv.errors.jsonl", "in/readme.pdf"] {
        fs::create_dir_all(root.join(name).parent().expect("a folder")).expect("folders");
        fs::write(root.join(name), "").expect("written");
    }
    let named = |inputs: &[&str]| -> Vec<String> {
        let inputs: Vec<PathBuf> = inputs.iter().map(|input| root.join(input)).collect();
        let jobs = plan(&inputs, Path::new("o"), &Options::default()).expect("a plan");
        jobs.iter().map(|job| job.output.display().to_string()).collect()
    };
    assert_eq!(named(&["in"]), ["o/a/x.jsonl.gz", "o/b/notes.txt", "o/b/x.csv"]);
    assert_eq!(named(&["in/*/x.*"]), ["o/a/x.jsonl.gz", "o/b/x.csv"].map(String::from));
    assert_eq!(named(&["in/a/x.jsonl.gz", "in/a/x.jsonl.gz"]), ["o/x.jsonl.gz"]);
    let error = |inputs: &[PathBuf]| plan(inputs, Path::new("o"), &Options::default()).expect_err("an error").to_string();
    fs::write(root.join("x.csv"), "").expect("written");
    assert!(error(&[root.join("x.csv"), root.join("in/b/x.csv")]).contains("would have one output"));
    assert!(error(&[root.join("none*.csv")]).contains("no such file"));
    assert!(error(&[root.join("in/readme.pdf")]).contains("--from"));
}

#[test]
fn what_an_earlier_run_wrote_is_no_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for name in ["x.jsonl", "y.csv", "strip.csv", "x.jsonl.errors.jsonl", "clean/x.jsonl", "clean/strip.csv", "sub/z.jsonl"] {
        fs::create_dir_all(root.join(name).parent().expect("a folder")).expect("folders");
        fs::write(root.join(name), "").expect("written");
    }
    let named = |input: PathBuf, out: PathBuf| -> Vec<String> {
        let jobs = plan(&[input], &out, &Options::default()).expect("a plan");
        jobs.iter().map(|job| job.inputs[0].strip_prefix(root).expect("inside").display().to_string()).collect()
    };
    assert_eq!(named(root.to_path_buf(), root.join("sub/../clean")), ["sub/z.jsonl", "x.jsonl", "y.csv"]);
    assert_eq!(named(root.join("**/*.jsonl"), root.join("clean")), ["sub/z.jsonl", "x.jsonl"]);
    assert_eq!(named(root.join("*.csv"), root.join("clean")), ["y.csv"]);
    for hidden in [".x.jsonl.0123456789abcdef.gleaner-partial", ".DS_Store", ".hidden/h.jsonl"] {
        fs::create_dir_all(root.join(hidden).parent().expect("a folder")).expect("folders");
        fs::write(root.join(hidden), "").expect("written");
    }
    assert_eq!(named(root.join("*"), root.join("clean")), ["x.jsonl", "y.csv"]);
    assert_eq!(named(root.join("**/*.jsonl"), root.join("clean")), ["sub/z.jsonl", "x.jsonl"]);
    assert_eq!(named(root.join(".hidden/*"), root.join("clean")), [".hidden/h.jsonl"], "named in so many words");
    assert_eq!(named(root.join("clean/*.jsonl"), root.join("clean")), ["clean/x.jsonl"], "named in so many words");
    assert_eq!(named(root.join("strip.csv"), root.join("clean")), ["strip.csv"]);
    let wrong = plan(&[root.join("a***.csv")], Path::new("o"), &Options::default()).expect_err("an error").to_string();
    assert!(wrong.contains("wrong pattern") && wrong.contains("patterns take"), "{wrong}");
}

#[test]
fn the_largest_limit_and_the_smallest_batch_are_no_trouble() {
    let crawl = crate::crawl::record("resource", 1, "text/plain", PAGE.as_bytes());
    let line = serde_json::json!({"text": PAGE}).to_string().into_bytes();
    let table = format!("text\n\"{PAGE}\"\n").into_bytes();
    let array = [&b"["[..], &line, b"]"].concat();
    for (name, source) in [("x.txt", PAGE.into()), ("x.jsonl", line), ("x.json", array), ("x.csv", table), ("x.warc", crawl)] {
        let shard = Shard::new(name, source);
        let (stats, out) = shard.clean("a.jsonl", |options| (options.max_record_bytes, options.batch_bytes) = (usize::MAX, 0));
        assert_eq!((stats.documents, stats.removals, lines(&out).len()), (1, 1, 1), "{name}");
        let folder = process_shard(
            shard.folder.path(),
            &shard.output("b.jsonl"),
            &ready("keep-all").unwrap(),
            Task::Boilerplate,
            &Options { max_record_bytes: usize::MAX, ..Options::default() },
        );
        assert_eq!(folder.expect("a shard").documents, u64::from(name == "x.txt"));
    }
}

#[test]
fn one_text_does_not_pass_for_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, output) = (folder.path().join("in"), folder.path().join("out.jsonl"));
    fs::create_dir(&root).expect("a folder");
    fs::write(root.join("a.txt"), "x").expect("written");
    fs::write(root.join("b.txt"), "y").expect("written");
    let clean = || process_shard(&root, &output, &ready("keep-all").unwrap(), Task::Boilerplate, &Options::default()).expect("a shard");
    assert_eq!(clean().documents, 2);
    fs::remove_file(root.join("b.txt")).expect("removed");
    fs::write(root.join("a.txt"), "xb.txt\0y").expect("written");
    assert_eq!(clean().documents, 1);
}
