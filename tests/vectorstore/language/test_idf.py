import json
import lzma
import math
from pathlib import Path

import numpy as np
import pytest

from vectorstore.language import idf
from vectorstore.language.idf import IdfTable, features, key, learn, main, read_corpus

STEP = 0.06  # an IDF is kept in steps of this size
# Ten windows: a common word in all of them, a rarer one in five, a rare one in four (too few to be kept).
TEXTS = [f"قمر {'نهر' if i < 5 else ''} {'جبل' if i < 4 else ''}" for i in range(10)]


def table() -> IdfTable:
    return IdfTable(*learn(TEXTS))


def test_the_idf_of_a_word_is_the_logarithm_of_how_rare_it_is() -> None:
    assert table()("=قمر") == pytest.approx(math.log(11 / 10.5), abs=STEP / 2)
    assert table()("=نهر") == pytest.approx(math.log(11 / 5.5), abs=STEP / 2)


def test_a_word_of_too_few_windows_and_one_never_seen_have_the_highest_idf() -> None:
    assert table().highest == pytest.approx(math.log(11 / 5.5))
    assert table()("=جبل") == table()("=بحر") == table().highest


def test_ngrams_are_counted_too() -> None:
    assert table()("<قم") == pytest.approx(math.log(11 / 10.5), abs=STEP / 2)


def test_a_word_counts_once_a_window() -> None:
    repeated = IdfTable(*learn([f"{text} قمر قمر" for text in TEXTS]))
    assert repeated("=قمر") == table()("=قمر")


def test_a_long_text_is_several_windows() -> None:
    windows = 6
    learned = IdfTable(*learn(["قمر " * (idf.WINDOW_WORDS * windows)]))
    assert learned("=قمر") == pytest.approx(math.log((windows + 1) / (windows + 0.5)), abs=STEP / 2)


def test_equal_tables_have_equal_identities_and_others_others() -> None:
    assert table().identity == table().identity
    assert table().identity != IdfTable(*learn(TEXTS * 2)).identity


def test_a_key_is_equal_on_every_machine() -> None:
    assert key("a") == 0xE8B7BE43  # CRC-32 of the byte 61


def test_the_features_of_a_word_are_its_stem_and_its_ngrams() -> None:
    assert list(features("بيت")) == ["=بيت", "<بي", "بيت", "يت>", "<بيت", "بيت>", "<بيت>"]


def test_the_shipped_table_knows_common_words_and_is_read_once() -> None:
    shipped = IdfTable.shipped()
    assert shipped is IdfTable.shipped()
    assert 0 <= shipped("=في") < shipped("=تحالف") < shipped.highest == shipped("=زقزقزقزق")


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.jsonl.xz"])
def test_a_table_learned_from_a_corpus_file_can_be_used(tmp_path: Path, name: str) -> None:
    corpus, output = tmp_path / name, tmp_path / "idf.npz"
    opener = lzma.open if name.endswith("xz") else open
    with opener(corpus, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in TEXTS)
    assert list(read_corpus(corpus)) == TEXTS
    assert main([str(corpus), "--output", str(output)]) == 0
    with np.load(output) as arrays:
        learned = IdfTable(arrays["keys"], arrays["steps"], float(arrays["highest"]))
    assert learned.identity == table().identity


def test_a_corpus_of_nothing_gives_an_empty_table() -> None:
    keys, steps, _ = learn([])
    assert len(keys) == len(steps) == 0
