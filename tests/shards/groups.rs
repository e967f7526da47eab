//! Several inputs into one output, and one input into several.

use crate::*;
use gleaner::shard::{part_path, process_group};
use std::fs;

fn group(folder: &Path, names: &[&str], output: &str, change: impl FnOnce(&mut Options)) -> Result<ShardStats, String> {
    let mut options = Options::default();
    change(&mut options);
    let inputs: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    let strategy = ready("phrase-rules").expect("a strategy");
    process_group(&inputs, &folder.join(output), &strategy, Task::Boilerplate, &options).map_err(|error| error.to_string())
}

fn folder_with(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("written");
    }
    folder
}

#[test]
fn inputs_are_read_one_after_the_other_and_bad_records_name_theirs() {
    let table = |text: &str| format!("id,text\n1,\"{text}\"\n");
    let folder = folder_with(&[("a.csv", table(PAGE)), ("b.csv", table("Plain.") + "2\n"), ("c.csv", "text,id\nx,1\n".into())]);
    let stats = group(folder.path(), &["a.csv", "b.csv"], "out.csv", |_| {}).expect("a shard");
    assert_eq!((stats.records, stats.documents, stats.errors), (3, 2, 1));
    assert_eq!(fs::read_to_string(folder.path().join("out.csv")).expect("an output"), format!("id,text\n1,\"{CLEAN}\"\n1,Plain.\n"));
    let errors = lines(&fs::read(errors_path(&folder.path().join("out.csv"))).expect("an error file"));
    assert_eq!((&errors[0]["input"], &errors[0]["record"]), (&"b.csv".into(), &2.into()));
    let other = group(folder.path(), &["a.csv", "c.csv"], "other.csv", |_| {}).expect_err("other columns");
    assert!(other.contains("c.csv: its columns are not those of the input before it"), "{other}");
    assert!(!folder.path().join("other.csv").exists());
}

#[test]
fn parts_hold_every_record_once_and_only_as_many_as_there_are_stay() {
    let source: String = (0..400).map(|id| format!("{{\"id\": {id}, \"text\": {}}}\n", serde_json::json!(PAGE))).collect();
    let folder = folder_with(&[("in.jsonl", source.clone())]);
    let output = folder.path().join("out.jsonl");
    let parts = || (0..).map(|number| part_path(&output, number)).take_while(|path| path.exists()).collect::<Vec<_>>();
    let run = |bytes: u64, batch: usize| {
        let change = |options: &mut Options| (options.shard_bytes, options.batch_bytes) = (Some(bytes), batch);
        group(folder.path(), &["in.jsonl"], "out.jsonl", change).expect("a shard")
    };
    assert!(!run(8_000, 4 << 20).skipped);
    let first: Vec<Vec<u8>> = parts().iter().map(|path| fs::read(path).expect("a part")).collect();
    assert!(first.len() > 3 && !output.exists(), "{}", first.len());
    assert_eq!(text(&first.concat()), source.replace("Related article: Fares explained\\n\\n", ""));
    assert!(run(8_000, 1000).skipped, "the size of batches is no matter");
    run(16_000, 4 << 20);
    assert!(parts().len() < first.len(), "parts of the earlier run are gone");
    fs::remove_file(part_path(&output, 1)).expect("removed");
    assert!(!run(16_000, 4 << 20).skipped);
    run(8_000, 1000);
    assert!(parts().iter().map(|path| fs::read(path).expect("a part")).collect::<Vec<_>>() == first);
}

/// Jobs of a plan with a size, as names of inputs and output.
fn planned(inputs: &[PathBuf], out: &Path) -> Vec<(Vec<String>, String)> {
    let options = Options { shard_bytes: Some(1000), ..Options::default() };
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let jobs = gleaner::shard::plan(inputs, out, &options).expect("a plan");
    jobs.iter().map(|job| (job.inputs.iter().map(|input| name(input)).collect(), name(&job.output))).collect()
}

#[test]
fn a_group_of_texts_is_no_text() {
    let folder = folder_with(&[("a.txt", "One.\n".into()), ("b.txt", "Two.\n".into())]);
    let error = group(folder.path(), &["a.txt", "b.txt"], "out.txt", |_| {}).expect_err("an error");
    assert!(error.contains("several texts in one file") && error.contains("--to jsonl"), "{error}");
    assert_eq!(group(folder.path(), &["a.txt", "b.txt"], "out.jsonl", |_| {}).expect("a shard").documents, 2);
}

#[test]
fn texts_are_never_written_one_behind_the_other() {
    let folder = folder_with(&[("a.txt", "One.\n".into()), ("b.txt", "Two.\n".into()), ("c.jsonl", "x".into()), ("d.jsonl", "y".into())]);
    let own = |names: &[&str], output: &str| (names.iter().map(|name| name.to_string()).collect::<Vec<_>>(), output.to_string());
    let jobs = planned(&[folder.path().to_path_buf()], Path::new("o"));
    assert_eq!(jobs, [own(&["a.txt"], "a.txt"), own(&["b.txt"], "b.txt"), own(&["c.jsonl", "d.jsonl"], "merged-00000.jsonl")]);
}

#[test]
fn groups_are_numbered_past_the_names_of_inputs() {
    let folder = folder_with(&[("a.jsonl", "x".into()), ("b.jsonl", "y".into()), ("merged-00000.jsonl", "x".repeat(1000))]);
    let outputs: Vec<String> = planned(&[folder.path().to_path_buf()], Path::new("o")).into_iter().map(|(_, output)| output).collect();
    assert_eq!(outputs, ["merged-00001.jsonl", "merged-00000.jsonl"]);
}

#[test]
fn a_group_has_no_more_inputs_than_a_sidecar_can_name() {
    let folder = tempfile::tempdir().expect("a folder");
    (0..10_001).for_each(|number| fs::write(folder.path().join(format!("{number:05}.jsonl")), "x").expect("written"));
    let options = Options { shard_bytes: Some(1 << 20), ..Options::default() };
    let jobs = gleaner::shard::plan(&[folder.path().to_path_buf()], Path::new("o"), &options).expect("a plan");
    assert_eq!(jobs.iter().map(|job| job.inputs.len()).collect::<Vec<_>>(), [10_000, 1]);
}

#[test]
fn folders_of_texts_stay_apart_as_nobody_knows_their_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let roots = ["one", "two"].map(|name| folder.path().join(name));
    for root in &roots {
        fs::create_dir(root).expect("a folder");
        fs::write(root.join("a.txt"), "x").expect("written");
    }
    let options = Options { shard_bytes: Some(1 << 30), to: gleaner::shard::format_named("jsonl").ok(), ..Options::default() };
    let jobs = gleaner::shard::plan(&roots, Path::new("o"), &options).expect("a plan");
    assert_eq!(jobs.iter().map(|job| job.output.display().to_string()).collect::<Vec<_>>(), ["o/one.jsonl", "o/two.jsonl"]);
    assert_eq!(jobs[0].bytes(), 0);
}
