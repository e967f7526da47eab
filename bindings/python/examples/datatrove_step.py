"""A datatrove step that leaves what a strategy leaves, a batch at a time.

    LocalPipelineExecutor([JsonlReader("pages"), Strip("default", source_key="outlet"), JsonlWriter("clean")], tasks=8).run()

A `BaseExtractor` would send each document through a pipe to a process of its own; a step works where it stands.
"""

from itertools import islice

import gleaner
from datatrove.pipeline.base import PipelineStep


class Strip(PipelineStep):
    """Strips boilerplate. `source_key` and `lang_key` name metadata that hold the outlet and the language, if there are any."""

    type = "🧹 - STRIP"
    name = "gleaner"

    def __init__(self, strategy="default", task="boilerplate", source_key="source", lang_key="language", batch_size=128):
        super().__init__()
        self.strategy, self.task, self.source_key, self.lang_key, self.batch_size = strategy, task, source_key, lang_key, batch_size

    def run(self, data, rank=0, world_size=1):
        documents = iter(data)
        while batch := list(islice(documents, self.batch_size)):
            said = {
                name: [str(document.metadata.get(key) or "") for document in batch]
                for name, key in (("source", self.source_key), ("lang", self.lang_key))
            }
            with self.track_time("batch"):
                texts = gleaner.strip_batch([document.text for document in batch], self.strategy, self.task, **said)
            for document, text in zip(batch, texts):
                self.stat_update("removed", value=len(document.text) - len(text), unit="doc")
                document.text = text
                yield document
