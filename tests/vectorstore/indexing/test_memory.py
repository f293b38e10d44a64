"""Indexes in memory: they answer as those in a folder do, are their own, and leave nothing."""

import pytest

from tests.page_fixtures import shipped_article
from vectorstore.embedding.lexical import LexicalEmbeddings
from vectorstore.errors import IndexMissing
from vectorstore.indexing import chroma
from vectorstore.indexing.memory import MemoryIndex
from vectorstore.passages import split

PASSAGES = split(shipped_article())


def build(**more: object) -> MemoryIndex:
    return MemoryIndex.build(PASSAGES, LexicalEmbeddings(), **more)  # type: ignore[arg-type]


def names() -> set[str]:
    return {collection.name for collection in chroma.connect_memory().list_collections()}


def test_it_finds_what_is_nearest() -> None:
    index = build()
    assert "بارنيل" in index.nearest("المتحدث شون بارنيل", 1)[0].passage.text
    assert index.nearest("المتحدث شون بارنيل", 1)[0].passage in PASSAGES
    index.close()


def test_two_of_the_same_passages_are_closed_apart() -> None:
    one, other = build(), build()
    one.close()
    one.close()
    assert other.nearest("العراق", 1)
    with pytest.raises(IndexMissing):
        one.nearest("العراق", 1)
    other.close()


def test_what_is_closed_is_gone() -> None:
    before = names()
    index = build()
    assert len(names() - before) == 1
    index.close()
    assert names() == before


def test_a_build_that_is_given_up_leaves_nothing() -> None:
    before = names()

    def give_up(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(progress=give_up)
    assert names() == before


def test_the_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    build(progress=lambda done, total: told.append((done, total))).close()
    assert told == [(len(PASSAGES), len(PASSAGES))]
