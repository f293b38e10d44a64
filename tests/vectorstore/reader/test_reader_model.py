"""The model that ships: what holds of its vectors and scores whatever its weights are."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from vectorstore.reader.model import FOLDER, MOST_TEXT_TOKENS, MOST_TOKENS, WIDTH, Model, Scores

ROOT = Path(__file__).parents[3]
MODEL = Model()
QUESTION = "متى افتتح الجسر؟"
DATED = "افتتح وزير النقل الجسر يوم الأحد 3 مايو 2019 في البصرة."
UNRELATED = "فاز الفريق بالمباراة."
LONG = "ارتفع سعر النفط في الأسواق العالمية اليوم بعد اجتماع الدول المنتجة، " * 20
TEXTS = [DATED, "", LONG, UNRELATED, "؟", "The bridge was opened on Sunday."]
TRANSLATIONS = [
    ("من فاز بكأس العالم؟", "Who won the World Cup?"),
    ("متى افتتح الجسر الجديد؟", "When was the new bridge opened?"),
    ("كم بلغ سعر النفط؟", "What was the price of oil?"),
    ("لماذا أغلق المستشفى؟", "Why was the hospital closed?"),
    ("أين يعيش الصيادون؟", "Where do the fishermen live?"),
]


def likeness(one: Scores, other: Scores) -> float:
    """The cosine of what two readings of one text say of its tokens."""
    left, right = (np.concatenate([each.starts, each.ends, [each.none]]) for each in (one, other))
    return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))


# Identity and loading


def test_it_is_known_by_the_hash_of_its_weights() -> None:
    described = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    assert MODEL.identity == f"model {described['sha256'][:16]}"
    assert described["sha256"] == sha256((FOLDER / "weights.safetensors").read_bytes()).hexdigest()


def test_two_of_the_same_folder_are_the_same() -> None:
    assert Model().identity == MODEL.identity
    assert Model().vectors([DATED]).tolist() == MODEL.vectors([DATED]).tolist()


def test_other_weights_are_another_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"sha256": "0123456789abcdef" * 4}), encoding="utf-8")
    assert Model(tmp_path).identity == "model 0123456789abcdef"


def test_nothing_is_loaded_before_the_first_text() -> None:
    script = (
        "import sys; from vectorstore.reader.model import Model; model = Model(); model.identity\n"
        "heavy = lambda: sorted({'onnxruntime', 'tokenizers', 'torch', 'transformers'} & set(sys.modules))\n"
        "print(heavy()); model.vectors(['text']); model.read('text', ['text']); print(heavy())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines() == ["[]", "['onnxruntime', 'tokenizers']"]
    assert done.stderr == ""


# Vectors


def test_each_text_has_a_unit_vector() -> None:
    vectors = MODEL.vectors(TEXTS)
    assert vectors.shape == (len(TEXTS), WIDTH)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_no_texts_have_no_vectors() -> None:
    assert MODEL.vectors([]).shape == (0, WIDTH)


def test_a_vector_hardly_depends_on_what_else_is_embedded() -> None:
    alone = np.vstack([MODEL.vectors([text]) for text in TEXTS])
    together, in_turn = MODEL.vectors(TEXTS), MODEL.vectors(TEXTS[::-1])[::-1]
    assert ((alone * together).sum(axis=1) >= 0.99).all()
    assert ((alone * in_turn).sum(axis=1) >= 0.99).all()


def test_many_texts_come_back_in_their_order() -> None:
    texts = [f"رقم {number} " + "كلمة " * (number * 37 % 90) for number in range(60)]
    vectors = MODEL.vectors(texts)
    for number in (0, 17, 59):
        assert float(vectors[number] @ MODEL.vectors([texts[number]])[0]) >= 0.99


def test_of_a_long_text_the_beginning_counts() -> None:
    assert MODEL.lengths([LONG])[0] > MOST_TEXT_TOKENS
    (one, other) = MODEL.vectors([LONG, LONG + UNRELATED])
    assert float(one @ other) == pytest.approx(1, abs=1e-5)
    (one, other) = MODEL.vectors([DATED, DATED + UNRELATED])
    assert float(one @ other) < 0.999


def test_a_prompt_changes_a_vector() -> None:
    query, passage = MODEL.vectors([f"query: {QUESTION}", f"passage: {QUESTION}"])
    assert float(query @ passage) < 0.9999


def test_a_translation_is_nearer_than_what_says_something_else() -> None:
    arabic = MODEL.vectors([f"query: {one}" for one, _ in TRANSLATIONS])
    english = MODEL.vectors([f"query: {other}" for _, other in TRANSLATIONS])
    cosines = arabic @ english.T
    assert cosines.argmax(axis=1).tolist() == list(range(len(TRANSLATIONS)))
    assert cosines.argmax(axis=0).tolist() == list(range(len(TRANSLATIONS)))


@pytest.mark.parametrize("text", ["\x00", "😀👍🏽", "\u202e\u200f", "ﷺ", "\ufffd", "a" * 5_000, "  \n\t "])
def test_odd_texts_have_finite_vectors_and_scores(text: str) -> None:
    assert np.isfinite(MODEL.vectors([text])).all()
    (scores,) = MODEL.read(QUESTION, [text])
    assert np.isfinite([*scores.starts, *scores.ends, scores.none]).all()


# Lengths


def test_a_length_is_in_tokens_without_those_at_the_ends() -> None:
    assert MODEL.lengths([]) == []
    assert MODEL.lengths([""]) == [0]
    one, two = MODEL.lengths(["كلمة", "كلمة كلمة"])
    assert two == 2 * one > 0


def test_a_length_is_how_many_tokens_are_read() -> None:
    assert MODEL.lengths([DATED]) == [len(MODEL.read(QUESTION, [DATED])[0].places)]


# Reading


def test_no_texts_are_read_as_nothing() -> None:
    assert MODEL.read(QUESTION, []) == []


def test_each_token_has_a_place_and_scores() -> None:
    for text, scores in zip(TEXTS, MODEL.read(QUESTION, TEXTS), strict=True):
        assert len(scores.places) == len(scores.starts) == len(scores.ends)
        assert isinstance(scores.none, float)
        assert all(0 <= start <= end <= len(text) for start, end in scores.places)
        assert list(scores.places) == sorted(scores.places)


def test_every_letter_of_a_text_is_in_a_token() -> None:
    (scores,) = MODEL.read(QUESTION, [DATED])
    covered = {place for start, end in scores.places for place in range(start, end)}
    assert {place for place, letter in enumerate(DATED) if not letter.isspace()} <= covered


def test_a_text_without_tokens_has_no_places() -> None:
    assert MODEL.read(QUESTION, [""])[0].places == ()


def test_of_a_long_text_the_beginning_is_read() -> None:
    (scores,) = MODEL.read(QUESTION, [LONG])
    used = sum(MODEL.lengths([QUESTION])) + len(scores.places)
    assert MOST_TOKENS - 5 <= used <= MOST_TOKENS
    assert scores.places[0][0] == 0
    assert scores.places[-1][1] < len(LONG)


def test_a_question_that_leaves_no_room_finds_nothing() -> None:
    (scores,) = MODEL.read("كلمة " * 600, [DATED])
    assert scores.places == ()
    assert scores.starts.shape == scores.ends.shape == (0,)


def test_scores_hardly_depend_on_what_else_is_read() -> None:
    texts = [text for text in TEXTS if text]
    for text, together in zip(texts, MODEL.read(QUESTION, texts), strict=True):
        (alone,) = MODEL.read(QUESTION, [text])
        assert alone.places == together.places
        assert likeness(alone, together) >= 0.99


def test_scores_depend_on_the_question() -> None:
    (when,), (who,) = MODEL.read(QUESTION, [DATED]), MODEL.read("من افتتح الجسر؟", [DATED])
    assert when.starts.tolist() != who.starts.tolist()


def test_threads_may_share_it() -> None:
    fresh = Model()
    with ThreadPoolExecutor(4) as threads:
        vectors = list(threads.map(lambda _: fresh.vectors([DATED]).tolist(), range(8)))
        read = list(threads.map(lambda _: fresh.read(QUESTION, [DATED])[0].starts.tolist(), range(8)))
    assert vectors == [MODEL.vectors([DATED]).tolist()] * 8
    assert read == [MODEL.read(QUESTION, [DATED])[0].starts.tolist()] * 8


def test_no_telemetry_is_prepared_or_sent(tmp_path: Path) -> None:
    script = "from vectorstore.reader.model import Model; Model.shipped().vectors(['نص'])"
    quiet = ("CI", "TF_BUILD", "GITHUB_ACTIONS", "PYTEST_CURRENT_TEST", "ORT_DISABLE_TELEMETRY")
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR"), str(tmp_path))
    subprocess.run([sys.executable, "-c", script], env=environment | homes, check=True)
    assert list(tmp_path.iterdir()) == []  # onnxruntime keeps there what it is about to send
