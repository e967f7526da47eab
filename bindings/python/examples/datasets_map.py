"""A Hugging Face data set without boilerplate: `datasets.map` with Arrow batches, whose buffers are read where they are.

    clean = strip_dataset(load_dataset("json", data_files="pages/*.jsonl.gz", split="train"), "default", num_proc=8)
"""

import gleaner


def strip_dataset(dataset, strategy="default", task="boilerplate", column="text", batch_size=128, **options):
    """The data set with `column` cleaned; `options` go to `Dataset.map` (num_proc, for one)."""
    arrow = dataset.with_format("arrow")
    said = {"strategy": strategy, "task": task, "column": column}
    options.setdefault("desc", f"gleaner {strategy}")
    clean = arrow.map(gleaner.strip_batch, batched=True, batch_size=batch_size, fn_kwargs=said, **options)
    return clean.with_format(dataset.format["type"])
