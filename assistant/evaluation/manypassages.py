"""An index of many passages, made of a corpus, and how fast it is built and asked."""

import json
import time
from collections.abc import Iterator
from itertools import accumulate, takewhile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from assistant.evaluation.reporting.measured import Measurement, p95, peak_mb
from assistant.settings import SHIPPED_ARTICLE, Settings

if TYPE_CHECKING:
    from vectorstore.article import Article
    from vectorstore.indexing.store import Index
    from vectorstore.passages import Passage
    from vectorstore.reader.model import Model
    from vectorstore.retrieving.retriever import Retriever

_QUESTIONS = SHIPPED_ARTICLE.with_name("article.questions.jsonl")
_WORDS_A_PASSAGE = 22  # a little under what the splitter makes of news: enough text is read for the passages wanted


def large_index(folder: Path, corpus: Path, wanted: int) -> Iterator[Measurement]:
    """Passages indexed a second, and milliseconds of a question asked of all of them."""
    from tqdm import tqdm

    from vectorstore.reader.model import Model
    from vectorstore.retrieving.retriever import Retriever

    model = Model.shipped()
    article, passages, indexes, figure = _index_corpus(folder, corpus, wanted, model)
    yield figure
    retriever = Retriever(article, passages, indexes, model, candidates=Settings(data_dir=folder).candidates)
    questions = asked_questions()
    retriever.search(questions[0])
    taken = [_timed(retriever, question) for question in tqdm(questions, desc="asking", unit="question")]
    yield Measurement("question of the large index: p50", median(taken), "ms", note="each question once")
    yield Measurement("question of the large index: p95", p95(taken), "ms", most=250)
    yield Measurement("large index: peak memory of this process", peak_mb(), "MB")


def _index_corpus(
    folder: Path, corpus: Path, wanted: int, model: "Model"
) -> tuple["Article", tuple["Passage", ...], list["Index"], Measurement]:
    from tqdm import tqdm

    from vectorstore.embedding.choosing import PassageEmbeddings
    from vectorstore.embedding.encoder import BuiltinEmbeddings
    from vectorstore.embedding.lexical import LexicalEmbeddings
    from vectorstore.importing.loading import parse_text
    from vectorstore.indexing.store import IndexStore
    from vectorstore.passages import split

    text = corpus_text(corpus, wanted)
    started = time.perf_counter()
    article = parse_text(text)
    passages = split(article)[:wanted]
    prepared = time.perf_counter() - started
    embeddings: tuple[PassageEmbeddings, ...] = (LexicalEmbeddings(), BuiltinEmbeddings(model))
    with tqdm(total=len(embeddings) * len(passages), desc="indexing", unit="passage") as bar:
        store, indexes = IndexStore(folder), []
        for number, each in enumerate(embeddings):

            def advance(done: int, _: int, before: int = number * len(passages)) -> None:
                bar.update(before + done - bar.n)

            indexes.append(store.ensure(passages, each, source=str(corpus), progress=advance))
    seconds = time.perf_counter() - started
    note = f"{len(passages):,} passages in {seconds:.1f} s, of which reading and splitting {prepared:.1f} s"
    return (
        article,
        passages,
        indexes,
        Measurement("indexing", len(passages) / seconds, "passages/s", least=300, note=note),
    )


def _timed(retriever: "Retriever", question: str) -> float:
    started = time.perf_counter()
    retriever.search(question)
    return (time.perf_counter() - started) * 1_000


def asked_conversations() -> list[list[str]]:
    """The turns of each conversation of the question file that ships."""
    return [json.loads(line)["turns"] for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]


def asked_questions() -> list[str]:
    """The first question of each."""
    return [turns[0] for turns in asked_conversations()]


def corpus_text(corpus: Path, passages: int) -> str:
    """The first texts of a corpus, as one, with words enough for so many passages; a repeated text is taken once."""
    from vectorstore.language.idf import read_corpus

    texts = list(dict.fromkeys(text for text, _ in _up_to(read_corpus(corpus), 2 * _WORDS_A_PASSAGE * passages)))
    return "\n".join(texts)


def _up_to(texts: Iterator[str], words: int) -> Iterator[tuple[str, int]]:
    """Texts until they have so many words, with the words so far."""
    counted = accumulate(((text, len(text.split())) for text in texts), lambda a, b: (b[0], a[1] + b[1]))
    return takewhile(lambda pair: pair[1] < words, counted)
