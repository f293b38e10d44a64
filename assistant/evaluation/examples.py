"""What ranking and confidence are learned from: questions on passages that answer them, and on passages that do not.

Absent questions are those that files bring, and such as are made of answerable ones of SQuAD-format files and of
English ones, of which files bring no absent ones: asked of the article without the passages that answer (near), of
another article (far), or with their rarest word replaced, so that they ask about what nobody said (false premise),
after Jia and Liang, "Adversarial Examples for Evaluating Reading Comprehension Systems" (EMNLP 2017), who replace names
and numbers likewise.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation import matching, squad
from assistant.evaluation.files import article_beside
from assistant.evaluation.questions import EvaluationQuestion, QuestionSet, load, split_half
from vectorstore.arabic import is_arabic, iter_words, stem
from vectorstore.builtin import BuiltinEmbeddings
from vectorstore.features import features
from vectorstore.idf import IdfTable
from vectorstore.index import Candidate
from vectorstore.passages import Passage, split
from vectorstore.questions import WHOLE_ARTICLE, Question, analyse
from vectorstore.reading import read_article

_CANDIDATES = 50
_MOST_QUESTIONS = 700  # of one file, so that fitting takes minutes
_ENOUGH_PASSAGES = 4
_ARABIC_WORD = re.compile(r"[\u0620-\u064a]{3,}")
_TELLING = 5.5  # the IDF of a word that a question cannot do without
_NAMING = 6.5  # … and of one that may take its place
_FEWEST_WORDS = 3
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """A question on an article's candidates: a row of features a candidate, and which of them answer it."""

    question: Question
    table: npt.NDArray[np.float64]  # shape (candidates, features)
    right: npt.NDArray[np.bool_]
    answerable: bool


class _Article:
    """An article's passages with their vectors, for asking without a store."""

    def __init__(self, asked: QuestionSet, embeddings: BuiltinEmbeddings) -> None:
        self.passages = split(asked.article)
        self._embeddings = embeddings
        self._vectors = embeddings.vectors([p.text for p in self.passages])

    def example(self, asked: EvaluationQuestion) -> Example:
        """The question on this article's passages."""
        question, places, table = self._asked(asked.turns[-1], _NOTHING)
        right = np.array([_answers(self.passages[i], asked) for i in places], dtype=bool)
        return Example(question, table, right, asked.answerable)

    def absent(self, text: str, *, without: frozenset[int] = _NOTHING) -> Example:
        """A question that none of the passages answers but for those ``without``."""
        question, places, table = self._asked(text, without)
        return Example(question, table, np.zeros(len(places), dtype=bool), False)

    def answering(self, asked: EvaluationQuestion) -> frozenset[int]:
        """The places of the passages that answer, in part or in whole."""
        return frozenset(i for i, p in enumerate(self.passages) if _answers(p, asked) or _touches(p, asked))

    def _asked(self, text: str, without: frozenset[int]) -> tuple[Question, list[int], npt.NDArray[np.float64]]:
        question = analyse(text)
        cosines = self._vectors @ self._embeddings.vectors([question.text])[0]
        places = [int(i) for i in np.argsort(-cosines) if i not in without][:_CANDIDATES]
        return question, places, features(question, [Candidate(self.passages[i], float(cosines[i])) for i in places])


def _answers(passage: Passage, asked: EvaluationQuestion) -> bool:
    if asked.gold_spans:
        return any(passage.start <= start < passage.end for start, _ in asked.gold_spans)
    text = matching.folded(passage.text)
    return any(matching.holds(text, matching.folded(gold)) for gold in asked.gold)


def _touches(passage: Passage, asked: EvaluationQuestion) -> bool:
    return any(passage.start < end and start < passage.end for start, end in asked.gold_spans)


def read(path: Path, *, dev_only: bool) -> list[QuestionSet]:
    """The question sets of a file, about the articles it brings or the one beside it."""
    if not path.name.endswith(".jsonl"):
        return list(squad.load(path).sets)
    beside = article_beside(path)
    if beside is None:
        raise SystemExit(f"{path}: there is no article file beside it")
    kept = tuple(q for q in load(path) if not dev_only or split_half(q.id) == "dev")
    return [QuestionSet(path.name, read_article(beside, max_bytes=1 << 26), kept)]


def examples(files: Sequence[Sequence[QuestionSet]], *, seed: int = 0) -> Iterator[Example]:
    """The examples of a group of files: their single-turn questions, and absent ones made of answerable ones."""
    shuffle = random.Random(seed)
    embeddings = BuiltinEmbeddings()
    articles = [_Article(one, embeddings) for sets in files for one in sets]
    asked = list(_asked(files, shuffle))
    elsewhere = [word for _, question in asked for word in _naming_words(question.turns[-1])]
    for i, question in asked:
        if analyse(question.turns[-1]).want in WHOLE_ARTICLE:
            continue
        yield articles[i].example(question)
        if question.gold_spans or (question.answerable and not is_arabic(question.turns[-1])):
            yield from _made_absent(question, articles, i, elsewhere, shuffle)


def _asked(files: Sequence[Sequence[QuestionSet]], shuffle: random.Random) -> Iterator[tuple[int, EvaluationQuestion]]:
    """Some questions of each file, with the place of their article among those of all files."""
    before = 0
    for sets in files:
        asked = [(before + i, q) for i, one in enumerate(sets) for q in one.questions if len(q.turns) == 1]
        shuffle.shuffle(asked)
        yield from asked[:_MOST_QUESTIONS]
        before += len(sets)


def _made_absent(
    question: EvaluationQuestion, articles: Sequence[_Article], own: int, elsewhere: list[str], shuffle: random.Random
) -> Iterator[Example]:
    text, article, other = question.turns[-1], articles[own], shuffle.randrange(len(articles))
    answering = article.answering(question)
    rest = [p.text for i, p in enumerate(article.passages) if i not in answering]
    if len(rest) >= _ENOUGH_PASSAGES:
        yield article.absent(text, without=answering)
    if other != own and len(articles[other].passages) >= _ENOUGH_PASSAGES:
        yield articles[other].absent(text)
    here = [word for passage in rest for word in _naming_words(passage)]
    if changed := false_premise(text, shuffle.choice((here, elsewhere)), shuffle):
        yield article.absent(changed)


def false_premise(question: str, replacements: Sequence[str], shuffle: random.Random) -> str | None:
    """The question with its rarest word but the first replaced, or None where no word of it is rare enough."""
    found = [word for word in iter_words(question) if _ARABIC_WORD.fullmatch(word.folded)]
    if len(found) < _FEWEST_WORDS or not replacements:
        return None
    rarest = max(found[1:], key=lambda word: _rarity(word.folded))
    other = shuffle.choice(replacements)
    if _rarity(rarest.folded) < _TELLING or stem(other) == stem(rarest.folded):
        return None
    return question[: rarest.start] + other + question[rarest.end :]


def _naming_words(text: str) -> list[str]:
    """The folded words of a text that are rare enough to be names or to tell one matter from another."""
    found = (word.folded for word in iter_words(text))
    return [word for word in found if _ARABIC_WORD.fullmatch(word) and _rarity(word) >= _NAMING]


def _rarity(word: str) -> float:
    return IdfTable.shipped()("=" + stem(word))
