"""The short answer to a question within a passage: the few words that answer, and how sure they are.

A small network scores the spans of the passage by the features of `vectorstore.spanfeatures`; its weights are data,
learned by ``python -m assistant.evaluation.fitting_spans`` from question sets that are never reported on. Of the spans
the one is taken whose words agree best, on average, with what the scores make likely (minimum Bayes risk decoding:
Kumar and Byrne, "Minimum Bayes-Risk Decoding for Statistical Machine Translation", 2004), so that doubt about where an
answer ends does not go to the longest or the shortest of its readings.
"""

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vectorstore.arabic import iter_words
from vectorstore.questions import WHOLE_ARTICLE, Question, Want
from vectorstore.spanfeatures import Candidates, candidates
from vectorstore.wordkinds import KINDS, kind_of

PATH = Path(__file__).parent / "data" / "spans.npz"
LEAST = 0.4  # agreement under which a short answer is more likely wrong than helpful
FARTHEST = 6.0  # deviations from its mean that a feature counts
_SHARPNESS = 1.5  # what the scores are multiplied by before they are taken for likelihoods
_MOST_LIKELY = 64  # spans that are compared with each other
_NEARLY = 0.1  # of the likeliest span's chance: less likely ones end or begin where no answer does
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
_COUNTING = frozenset(KINDS.index(kind) for kind in ("number", "year", "numeral"))
_DATING = frozenset(KINDS.index(kind) for kind in ("month", "day", "time"))
_NO_PERSON = _COUNTING | _DATING | {KINDS.index("place"), KINDS.index("unit")}
_REQUIRED = {Want.QUANTITY: _COUNTING, Want.TIME: _COUNTING | _DATING}
_IN_ONE_CLAUSE = frozenset((Want.PERSON, Want.TIME, Want.PLACE, Want.QUANTITY, Want.ALIAS))
_COMMA = re.compile("[،,؛;] ")
# An alias in quotation marks after a word that says that it is one, as news writes them.
_ALIAS = re.compile(
    r"(?:المكن[ىي]|[يت]كن[ىي]|الملقب|[يت]لقب|لقبه?ا?|كنيته|المعروف|[يت]عرف|الشهير|المدعو|[يت]دع[ىي]|[يت]سم[ىي]|اسم|المسم[ىي])ة?"
    r"(?: \w{1,8})? ?(?:ب|بـ|باسم |بلقب )? ?[«“\"]([^«»“”\"\n]{2,60})[»”\"]"
)
_NAMED = 0.8  # how surely that is the alias asked for, where the passage has no other
_NONE = frozenset((*WHOLE_ARTICLE, Want.YES_NO))  # wants that no few words of one passage answer

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """Words of a text, ``text[start:end]``; ``agreement`` is their expected F1, 0..1, with the right ones."""

    start: int
    end: int
    agreement: float


@dataclass(frozen=True, slots=True)
class SpanWeights:
    """A network of one hidden layer beside a linear one; columns are features as in `vectorstore.spanfeatures`."""

    mean: Floats
    scale: Floats
    hidden: Floats  # shape (features, units)
    bias: Floats
    out: Floats
    linear: Floats

    @classmethod
    @cache
    def shipped(cls) -> "SpanWeights":
        """The weights that ship, read once."""
        with np.load(PATH) as arrays:
            return cls(*(arrays[field.name].astype(np.float32) for field in fields(cls)))

    def save(self, path: Path) -> None:
        """Write the weights, in two bytes a number but for the scaling."""
        halved = [part.astype(np.float16) for part in (self.hidden, self.bias, self.out, self.linear)]
        hidden, bias, out, linear = halved
        np.savez_compressed(path, mean=self.mean, scale=self.scale, hidden=hidden, bias=bias, out=out, linear=linear)

    def scores(self, table: npt.NDArray[np.floating]) -> Floats:
        """A score for each row of features, higher is better."""
        scaled = np.clip((table.astype(np.float32) - self.mean) / self.scale, -FARTHEST, FARTHEST)
        units = np.maximum(scaled @ self.hidden + self.bias, 0.0)
        return np.asarray(units @ self.out + scaled @ self.linear, dtype=np.float32)


def short_answer(
    question: Question, text: str, *, least: float = LEAST, weights: SpanWeights | None = None
) -> ShortAnswer | None:
    """The words of a passage that answer; None where nothing agrees well enough, or the question wants no few words."""
    if question.want in _NONE or not question.terms:
        return None
    if question.want is Want.ALIAS and len(named := list(_ALIAS.finditer(text))) == 1:
        return ShortAnswer(named[0].start(1), named[0].end(1), _NAMED)
    spans = candidates(question, text)
    if not len(spans.first):
        return None
    for place, agreement in _by_agreement(spans, (weights or SpanWeights.shipped()).scores(spans.table)):
        if agreement < least:
            return None
        start, end = _edges(text, spans, place)
        if _balanced(text[start:end]) and fits(question.want, text[start:end]):
            return ShortAnswer(start, end, agreement)
    return None


def fits(want: Want, words: str) -> bool:
    """Whether words can be what is wanted.

    A quantity has a number, a time a number, a date or a word of time, a person has none of these and is no place, and
    what has a name is named in one clause.
    """
    if want in _IN_ONE_CLAUSE and _COMMA.search(words):
        return False
    kinds = {kind_of(words[word.start : word.end]) for word in iter_words(words)}
    if want is Want.PERSON:
        return kinds.isdisjoint(_NO_PERSON)
    return want not in _REQUIRED or not kinds.isdisjoint(_REQUIRED[want])


def _by_agreement(spans: Candidates, scores: Floats) -> list[tuple[int, float]]:
    """The likeliest spans by their expected F1, best first."""
    chances = np.exp(_SHARPNESS * (scores - scores.max()))
    chances /= chances.sum()
    likely = np.argsort(-chances, kind="stable")[:_MOST_LIKELY]
    first, last = spans.first[likely], spans.last[likely]
    shared = np.minimum(last[:, None], last) - np.maximum(first[:, None], first)
    lengths = last - first
    agreement = 2 * np.maximum(shared, 0) / (lengths[:, None] + lengths) @ chances[likely]
    order = (i for i in np.argsort(-agreement, kind="stable") if chances[likely[i]] >= _NEARLY * chances[likely[0]])
    return [(int(likely[i]), float(agreement[i])) for i in order]


def _edges(text: str, spans: Candidates, place: int) -> tuple[int, int]:
    """Where a span stands, with a bracket or quotation mark that its words need, without «و» before «ال»."""
    start, end = spans.words[spans.first[place]].start, spans.words[spans.last[place] - 1].end
    for opener, closer in _PAIRS:
        missing = text.count(opener, start, end) - text.count(closer, start, end)
        if missing == 1 and text[end : end + 1] == closer:
            end += 1
        if missing == -1 and start and text[start - 1] == opener:
            start -= 1
    return start + text.startswith("وال", start), end


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(text.count(opener) == text.count(closer) for opener, closer in _PAIRS)
