"""gleaner: which boilerplate stripper should I trust, on my sources?

>>> import gleaner
>>> cleaned = gleaner.strip("The ferry sailed at dawn.\\n\\nRelated article: Fares explained\\n", strategy="phrase-rules")
>>> cleaned.text
'The ferry sailed at dawn.\\n\\n'
>>> cleaned.removed[0].rule
'related.prefix.en'

One text: :func:`strip`. Many: :func:`strip_batch` (Arrow, pandas, polars, lists). Files: :func:`process_shard` (after
:func:`count_shard` and :func:`merge_counts` for strategies that compare documents), and ``python -m gleaner.ray_run`` for many of them. Which strategy:
:func:`strategies`, :func:`evaluate`, :func:`score`, :func:`leak`. How good one answer is, without a corpus: :func:`text_scores`.
"""

from ._batches import strip_batch
from ._errors import GleanerError
from ._gleaner import __version__
from ._scores import evaluate, leak, score
from ._shards import count_shard, merge_counts, process_shard
from ._text_scores import text_scores
from ._texts import Removed, Stripped, strategies, strip

__all__ = [
    "GleanerError",
    "Removed",
    "Stripped",
    "__version__",
    "count_shard",
    "evaluate",
    "leak",
    "merge_counts",
    "process_shard",
    "score",
    "strategies",
    "strip",
    "strip_batch",
    "text_scores",
]
