r"""The baseline of keyword search: BM25 on the words as they are written, over the assistant's own passages.

Only the ranking differs from the assistant's. Scores are those of `bm25s` at its defaults (Lucene's variant, k1 = 1.5,
b = 0.75). A word is what ``\w+`` matches, in lower case; nothing is folded or stemmed, so a word does not match itself
with another prefix or spelling, and a diacritic parts it in two.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.assembly import split_article
from assistant.evaluation.baselines.answering import Baseline, OpenBaseline, packages_for
from assistant.settings import Settings
from vectorstore.article import Article
from vectorstore.passages import Passage
from vectorstore.retrieving.retriever import Hit

if TYPE_CHECKING:
    from bm25s import BM25

NAME = "bm25"

_WORD = re.compile(r"\w+")


def open_bm25(settings: Settings) -> OpenBaseline:
    """What opens this baseline for an article; its index is kept in memory.

    Raises:
        SettingInvalid: the package is missing.
    """
    with packages_for(NAME):
        from bm25s import BM25

    def opened(article: Article) -> Baseline:
        passages = split_article(article, settings)
        scores = _scorer(BM25(), [_words(passage.text) for passage in passages])
        return Baseline(NAME, passages, lambda question: _best(passages, scores(question), settings.hits))

    return opened


def _best(passages: Sequence[Passage], scores: Sequence[float], limit: int) -> list[Hit]:
    """The hits with the best scores, equal ones in the article's order; a score of 0 gives the confidence 0."""
    order = sorted(range(len(passages)), key=lambda i: -scores[i])[:limit]
    return [Hit(passages[i], scores[i], scores[i] / (1 + scores[i])) for i in order]


def _scorer(index: "BM25", texts: Sequence[list[str]]) -> Callable[[str], list[float]]:
    """From a question to the score of each text, given as its words: 0 where they share none; fills the ``index``."""
    nothing = [0.0] * len(texts)
    if not any(texts):  # bm25s cannot index a corpus without a word
        return lambda question: nothing
    index.index(texts, show_progress=False)

    def scores(question: str) -> list[float]:
        asked = _words(question)
        found: list[float] = index.get_scores(asked).tolist() if asked else nothing  # nor be asked without one
        return found

    return scores


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
