"""A row: what became of one question."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Key = tuple[str, str]  # a question: its file and its id


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it was shown; ``right`` says whether it answers the question."""

    text: str
    start: int
    end: int
    paragraph: int
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of a question, and how good that is by itself. A measure that has nothing to judge by is None.

    ``rank`` counts from 1 and is None where no citation was right; ``relevant`` says of the hits, best first, which
    answer, of the ``total`` passages of the article that do. ``seconds`` is the wall clock of the last turn, ``words``
    counts what was quoted. ``refused`` says why the question was not read at all, which is to decline it.
    """

    file: str
    id: str
    kind: str
    answerable: bool
    answered: bool
    text: str
    reader: str
    confidence: float
    seconds: float
    words: int
    cited: tuple[Cited, ...] = ()
    relevant: tuple[bool, ...] = ()
    total: int = 0
    rank: int | None = None  # of the first right citation, whether or not it was answered
    sentence: bool | None = None  # the first citation stands in a sentence that answers
    exact_match: float | None = None
    token_f1: float | None = None
    exact: bool | None = None  # each citation is the article's text at its place
    citation_recall: float | None = None
    citation_precision: float | None = None
    faithful: float | None = None  # the share of its statements that the judge finds in what they cite
    notice: str | None = None
    refused: str | None = None

    @property
    def key(self) -> Key:
        """Which question it is, of all files."""
        return self.file, self.id

    @property
    def hit_rank(self) -> int | None:
        """The rank as a person sees it: a right passage offered under «not in the article» is no answer."""
        return self.rank if self.answered else None

    @property
    def right(self) -> bool:
        """Whether a person is served: the first citation answers, or it was declined what the article does not say."""
        return self.hit_rank == 1 if self.answerable else not self.answered

    def as_json(self) -> dict[str, Any]:
        """The row as `row_from_json` takes it."""
        return asdict(self)


def row_from_json(record: Mapping[str, Any]) -> Row:
    """The row that `Row.as_json` gave; `TypeError` or `KeyError` for anything else."""
    cited = tuple(Cited(**each) for each in record["cited"])
    return Row(**{**record, "cited": cited, "relevant": tuple(record["relevant"])})
