"""Put an assistant together: article, passages, index, retriever, readers, chain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from langchain_core.runnables import Runnable

from assistant.answer import Answer
from assistant.chain import ChainInput, build_chain
from assistant.readers.base import Reader, Turn
from assistant.readers.extractive import ExtractiveReader
from assistant.settings import Settings
from vectorstore.article import Article
from vectorstore.builtin import BuiltinEmbeddings
from vectorstore.embeddings import PassageEmbeddings, open_semantic
from vectorstore.index import Index, IndexStore, Progress
from vectorstore.passages import Passage, split
from vectorstore.reading import read_article
from vectorstore.retrieval import Retriever


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions about one article.

    ``chain`` is a LangChain runnable: it can be piped, batched and traced like any other. `ask` and `stream` are short
    for its ``invoke`` and ``stream``.
    """

    article: Article
    passages: tuple[Passage, ...]
    reader_name: str
    chain: Runnable[str | ChainInput, Answer]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question, as it follows on the turns before it.

        Raises:
            QuestionRefused: the question has no words or is too long.
        """
        return self.chain.invoke({"question": question, "history": history})

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The same, as the answer grows; the last one is complete."""
        return self.chain.stream({"question": question, "history": history})

    def converse(self, questions: Iterable[str]) -> Iterator[Answer]:
        """The answers to the turns of one conversation."""
        history: list[Turn] = []
        for question in questions:
            answer = self.ask(question, history)
            yield answer
            history.append(Turn(question, answer))


def open_assistant(
    settings: Settings, *, article: Article | None = None, progress: Progress | None = None
) -> Assistant:
    """An assistant as the settings say, about ``article`` or else the file they name; builds what index is missing.

    Raises:
        AssistantError: a setting or the chat model cannot be used.
        VectorStoreError: the article, the data folder, the Chroma server or the embedding cannot be used.
    """
    about = article or read_article(settings.article, max_bytes=settings.max_article_bytes)
    passages = split_article(about, settings)
    reader = open_reader(settings)
    indexes = open_indexes(settings, passages, progress=progress)
    retriever = Retriever(about, indexes, candidates=settings.candidates)
    fallback = ExtractiveReader(threshold=settings.threshold)
    chain = build_chain(
        retriever,
        reader=reader or fallback,
        fallback=fallback,
        hits=settings.hits,
        max_question_chars=settings.max_question_chars,
    )
    return Assistant(about, passages, (reader or fallback).name, chain)


def split_article(article: Article, settings: Settings) -> tuple[Passage, ...]:
    """The article's passages, of the length that the settings say."""
    return split(article, fewest_words=settings.fewest_words, most_words=settings.most_words)


def open_indexes(settings: Settings, passages: Sequence[Passage], *, progress: Progress | None = None) -> list[Index]:
    """The index of each embedding in use, the built-in one first; built where missing."""
    store = IndexStore(settings.data_dir, url=settings.chroma_url)
    semantic = open_semantic(settings.embeddings, settings.embedding_model)
    embeddings: list[PassageEmbeddings] = [BuiltinEmbeddings(), *([semantic] if semantic else [])]
    return [
        store.ensure(passages, each, source=str(settings.article.resolve()), progress=progress) for each in embeddings
    ]


def open_reader(settings: Settings) -> Reader | None:
    """The generative reader, where a chat model is set."""
    if not (settings.model or settings.model_url):
        return None
    from assistant.models import open_model
    from assistant.readers.generative import GenerativeReader

    model = open_model(model=settings.model, model_url=settings.model_url, timeout_s=settings.model_timeout_s)
    return GenerativeReader(model, timeout_s=settings.model_timeout_s)
