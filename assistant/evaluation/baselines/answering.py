"""What the baselines share: from ranked passages to an answer that quotes the best of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Language, language_of
from assistant.errors import SettingInvalid
from assistant.readers.base import Draft, Turn
from assistant.readers.extractive import not_in_article
from assistant.readers.quoting import quote
from vectorstore.article import Article
from vectorstore.passages import Passage
from vectorstore.retrieving.retriever import Hit

Search = Callable[[str], Sequence[Hit]]  # from a question to its hits, best first

_QUOTED = 3  # as many as the extractive reader quotes at most
_INSTALL = ".venv/bin/python -m pip install -c requirements.lock -e '.[baselines]'"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Answers questions about one article by quoting the passages it ranks first; it can be asked like an assistant.

    ``passages`` is all that it can cite. Each hit's ``confidence`` is its similarity brought into 0..1, in the same
    order, and no probability: it was never fitted to right and wrong answers.
    """

    name: str
    passages: tuple[Passage, ...]
    search: Search
    entails: None = None  # it quotes, and states nothing of its own

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The three best passages, quoted and cited, whatever the question is; a baseline knows no declining.

        Only where there is no passage at all does it say that the article does not answer. ``history`` is ignored, as
        LangChain's tutorial does: a follow-up is searched for by its own words. No question is refused.
        """
        started = time.perf_counter()
        language = language_of(question)
        hits = tuple(self.search(question)) if self.passages else ()
        draft = _quoted(hits, language) if hits else not_in_article((), language, 0.0)
        return Answer(
            question=question,
            answered=draft.answered,
            text=draft.text,
            language=language,
            reader=self.name,
            citations=tuple(Citation.of(number, hit.passage) for number, hit in enumerate(hits[:_QUOTED], 1)),
            confidence=draft.confidence,
            seconds=time.perf_counter() - started,
            hits=hits,
        )


OpenBaseline = Callable[[Article], Baseline]


@contextmanager
def packages_for(name: str) -> Iterator[None]:
    """Where the packages of the baseline ``name`` are imported.

    Raises:
        SettingInvalid: one of them is missing; the message says how to install them.
    """
    try:
        yield
    except ImportError as exc:
        raise SettingInvalid(f"baseline {name} needs packages; {_INSTALL}") from exc


def _quoted(hits: Sequence[Hit], language: Language) -> Draft:
    quotations = (quote(hit.passage, number, language) for number, hit in enumerate(hits[:_QUOTED], 1))
    return Draft("\n\n".join(quotations), answered=True, confidence=hits[0].confidence, complete=True)
