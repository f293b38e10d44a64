"""Put an assistant together: article, passages, index, retriever, readers, chain."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable

from assistant.answer import Answer
from assistant.answering import Answering
from assistant.chain import ChainInput, build_chain
from assistant.citations import Entails
from assistant.readers.base import Reader, Turn
from assistant.readers.extractive import ExtractiveReader
from assistant.readers.judging import Judge
from assistant.readers.rewriting import Rewrite
from assistant.settings import Settings
from vectorstore.article import Article
from vectorstore.embedding.choosing import PassageEmbeddings, open_semantic
from vectorstore.embedding.lexical import LexicalEmbeddings
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.loading import read_article
from vectorstore.indexing.memory import MemoryIndex
from vectorstore.indexing.store import Index, IndexStore, Progress
from vectorstore.passages import Passage, split
from vectorstore.reader.model import Model, open_model_folder
from vectorstore.retrieving.reranking import Reranker, open_reranker
from vectorstore.retrieving.retriever import Retriever

if TYPE_CHECKING:
    from assistant.readers.generative import GenerativeReader

Chain = Runnable[str | ChainInput, Answer]

_MOST_PASSAGES = 2_000  # of one's own article: some seconds of two cores, which others wait for


@dataclass(frozen=True, slots=True)
class Tools:
    """What an assistant works with, whatever the article.

    There is a ``reader`` only where a chat model is set, which can ``rewrite`` follow-ups then.
    """

    settings: Settings
    model: Model
    lexical: PassageEmbeddings
    semantic: PassageEmbeddings
    reranker: Reranker | None
    judge: Judge
    reader: Reader | None = None
    rewrite: Rewrite | None = None

    @property
    def embeddings(self) -> tuple[PassageEmbeddings, PassageEmbeddings]:
        """The lexical one, then the semantic one."""
        return self.lexical, self.semantic


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions about one article.

    ``chain`` is a LangChain runnable: it can be piped, batched and traced like any other. `ask` and `stream` are short
    for its ``invoke`` and ``stream``. ``quoting`` is the same with the extractive reader, whichever reader is set.
    """

    article: Article
    passages: tuple[Passage, ...]
    retriever: Retriever
    reader_name: str
    chain: Chain
    quoting: Chain
    tools: Tools
    close: Callable[[], None] = lambda: None  # frees what holds the article, where that is not kept

    @property
    def embedding_name(self) -> str:
        """The semantic embedding in use, ``builtin`` for the one that ships."""
        return self.tools.semantic.name

    @property
    def entails(self) -> Entails:
        """Who is asked whether passages say a statement."""
        return says(self.tools.model)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question, as it follows on the turns before it.

        Raises:
            QuestionRefused: the question has no words or is too long.
        """
        return self.chain.invoke({"question": question, "history": history})

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The same, as the answer grows; the last one is complete."""
        return self.chain.stream({"question": question, "history": history})

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer in the article's own words, at the cost of a search: no chat model is asked.

        Raises:
            QuestionRefused: the question has no words or is too long.
        """
        return self.quoting.invoke({"question": question, "history": history})

    def reading(self, article: Article, progress: Progress | None = None) -> "Assistant":
        """The same assistant about another article, which is kept in this process's memory only, until ``close``.

        Raises:
            ArticleUnreadable: it has more passages than can be indexed while others ask.
        """
        passages = split_article(article, self.tools.settings)
        if len(passages) > _MOST_PASSAGES:
            told = f"the article has {len(passages):,} passages, the most of one's own is {_MOST_PASSAGES:,}"
            raise ArticleUnreadable(f"{told}; give the part that you ask about", reason="long")
        indexes = [MemoryIndex.build(passages, each, progress=progress) for each in self.tools.embeddings]

        def close() -> None:
            for index in indexes:
                index.close()

        return _assemble(self.tools, article, passages, indexes, close)

    def converse(self, questions: Iterable[str]) -> Iterator[Answer]:
        """The answers to the turns of one conversation."""
        history: list[Turn] = []
        for question in questions:
            answer = self.ask(question, history)
            yield answer
            history.append(Turn(question, answer))


def open_assistant(
    settings: Settings,
    *,
    article: Article | None = None,
    model: Model | None = None,
    progress: Progress | None = None,
) -> Assistant:
    """An assistant as the settings say, about ``article`` or else the file they name; builds what index is missing.

    ``model`` reads in place of the one that ships.

    Of a file, the index of an older state is removed in time; that of an ``article`` stays, whatever others are opened.

    Raises:
        AssistantError: a setting or the chat model cannot be used.
        VectorStoreError: the article, the data folder, the Chroma server or the embedding cannot be used.
    """
    about = article or read_article(settings.article, max_bytes=settings.max_article_bytes)
    source = f"SHA-256 {sha256(article.text.encode()).hexdigest()}" if article else _path(settings)
    passages = split_article(about, settings)
    tools = open_tools(settings, model)
    return _assemble(tools, about, passages, _ensure(settings, tools.embeddings, passages, source, progress))


def open_tools(settings: Settings, model: Model | None = None) -> Tools:
    """What the settings ask for; a model is loaded at its first text."""
    shipped = model or Model.shipped()
    reading = open_model_folder(settings.reader_model) if settings.reader_model else shipped
    semantic = open_semantic(settings.embeddings, settings.embedding_model, shipped)
    reranker = open_reranker(settings.reranker)
    judge, writer = open_judge(settings, says(reading)), open_reader(settings)
    rewrite = writer.rewrite if writer else None
    return Tools(settings, reading, LexicalEmbeddings(), semantic, reranker, judge, writer, rewrite)


def says(model: Model) -> Entails:
    """Whether texts say statements, by a model."""
    return model.support


def split_article(article: Article, settings: Settings) -> tuple[Passage, ...]:
    """The article's passages, of the length that the settings say."""
    return split(article, fewest_words=settings.fewest_words, most_words=settings.most_words)


def open_indexes(settings: Settings, passages: Sequence[Passage], *, progress: Progress | None = None) -> list[Index]:
    """The index of each embedding in use, the lexical one first; built where missing."""
    semantic = open_semantic(settings.embeddings, settings.embedding_model, Model.shipped())
    return _ensure(settings, (LexicalEmbeddings(), semantic), passages, _path(settings), progress)


def open_reader(settings: Settings) -> "GenerativeReader | None":
    """The generative reader, where a chat model is set."""
    if not (settings.model or settings.model_url):
        return None
    from assistant.models import open_model
    from assistant.readers.generative import GenerativeReader

    model = open_model(model=settings.model, model_url=settings.model_url, timeout_s=settings.model_timeout_s)
    return GenerativeReader(model, timeout_s=settings.model_timeout_s)


def open_judge(settings: Settings, shipped: Entails) -> Judge:
    """Who judges what a chat model wrote: the model that ships, or the chat model that is set to."""
    if not (settings.judge or settings.judge_url):
        return Judge(shipped)
    from assistant.models import open_model

    model = open_model(model=settings.judge, model_url=settings.judge_url, timeout_s=settings.model_timeout_s)
    return Judge(shipped, model, timeout_s=settings.model_timeout_s)


def _path(settings: Settings) -> str:
    return str(settings.article.resolve())


def _ensure(
    settings: Settings,
    embeddings: Sequence[PassageEmbeddings],
    passages: Sequence[Passage],
    source: str,
    progress: Progress | None,
) -> list[Index]:
    store = IndexStore(settings.data_dir, url=settings.chroma_url)
    return [store.ensure(passages, each, source=source, progress=progress) for each in embeddings]


def _assemble(
    tools: Tools,
    article: Article,
    passages: tuple[Passage, ...],
    indexes: Sequence[Index],
    close: Callable[[], None] = lambda: None,
) -> Assistant:
    settings = tools.settings
    retriever = Retriever(
        article, passages, indexes, tools.model, candidates=settings.candidates, reranker=tools.reranker
    )
    extractive = ExtractiveReader(threshold=settings.threshold)
    reader = tools.reader or extractive

    def chain(reader: Reader) -> Chain:
        return build_chain(
            retriever,
            Answering(reader, extractive, tools.judge),
            hits=settings.hits,
            max_question_chars=settings.max_question_chars,
            rewrite=tools.rewrite if reader is tools.reader else None,
        )

    return Assistant(article, passages, retriever, reader.name, chain(reader), chain(extractive), tools, close)
