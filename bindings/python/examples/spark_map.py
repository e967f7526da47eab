"""A Spark data frame without boilerplate: `mapInArrow`, 128 rows a batch.

Spark's default of 10,000 rows a batch is gigabytes of pages, more than the 32-bit offsets of Arrow's `string` can hold.

    spark = session()
    strip_frame(spark.read.parquet("pages"), "default").write.parquet("clean")
"""

import gleaner
from pyspark.sql import DataFrame, SparkSession

ROWS = 128


def session(master="local[2]"):
    """A session with small batches."""
    return (
        SparkSession.builder.master(master)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )


def strip_frame(frame: DataFrame, strategy="default", task="boilerplate", column="text") -> DataFrame:
    """The frame with `column` cleaned."""

    def clean(batches):
        for batch in batches:
            yield gleaner.strip_batch(batch, strategy, task, column=column)

    return frame.mapInArrow(clean, frame.schema)
