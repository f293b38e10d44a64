"""A reranker of the user's own: where it is looked for, and what is said where it is not or cannot be read."""

import time
from pathlib import Path

import pytest

from vectorstore.errors import EmbeddingUnavailable
from vectorstore.retrieving.reranking import open_reranker


def test_no_name_is_no_reranker() -> None:
    assert open_reranker("") is None


@pytest.mark.parametrize("name", ["nobody/no-such-model", "/no/such/folder", "no such name!"])
def test_one_that_is_missing_is_told_quickly(name: str) -> None:
    started = time.perf_counter()
    with pytest.raises(EmbeddingUnavailable, match=f"reranker {name} is not on this machine") as caught:
        open_reranker(name)
    assert time.perf_counter() - started < 3
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["", "{broken", '{"a": 1}'])
def test_one_that_is_broken_is_told_in_one_line_at_the_first_question(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content, encoding="utf-8")
    reranker = open_reranker(str(tmp_path))
    assert reranker is not None
    with pytest.raises(EmbeddingUnavailable, match=f"reranker {tmp_path} cannot be loaded: ") as caught:
        reranker.scores("متى؟", ["نص"])
    assert "\n" not in str(caught.value)
