"""The model that ships: vectors of texts, where in a text a question is answered, and whether it says a statement.

Sole owner of onnxruntime and tokenizers.

One folder holds both graphs, their weights and the tokenizer; see its README.md for what it is and how it was trained.
Nothing is loaded before the first text.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vectorstore.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

FOLDER = Path(__file__).parents[1] / "data" / "model"
MOST_TOKENS = 256  # of a question and its window, as in training
MOST_TEXT_TOKENS = 128  # of a text to be embedded; the longest passages have about so many
WIDTH = 384  # numbers in a vector
_BATCH_TOKENS = 2048  # texts of about the same length are embedded together, so many tokens at a time
_PAD = 1
_MOST_THREADS = 4  # more do not help with a single window

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the reader says of a text: where each token stands, and how well an answer starts and ends there.

    ``none`` is what "not here" scores; a span scores its first token's start and its last token's end.
    """

    places: tuple[tuple[int, int], ...]
    starts: Floats
    ends: Floats
    none: float


class Model:
    """Both graphs over one tokenizer; safe to use from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @classmethod
    @cache
    def shipped(cls) -> "Model":
        """The model that ships, loaded once a process."""
        return cls()

    @cached_property
    def identity(self) -> str:
        """A hash of the weights, as the folder says; equal identities give equal vectors."""
        described = json.loads((self._folder / "config.json").read_text(encoding="utf-8"))
        return f"model {described['sha256'][:16]}"

    def vectors(self, texts: Sequence[str]) -> Floats:
        """A unit vector a text, prompts included, shape (texts, `WIDTH`)."""
        rows = [each.ids[:MOST_TEXT_TOKENS] for each in self._tokenizer.encode_batch_fast(list(texts))]
        found = np.empty((len(rows), WIDTH), dtype=np.float32)
        for batch in _batches([len(row) for row in rows]):
            found[batch] = self._embedding.run(["vectors"], _padded([rows[i] for i in batch]))[0]
        return found

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, without what marks its ends."""
        return [len(each.ids) for each in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def read(self, question: str, texts: Sequence[str]) -> list[Scores]:
        """What the reader says of each text; of what is longer than `MOST_TOKENS` with the question, the beginning."""
        if not texts:
            return []
        encoded = self._tokenizer.encode_batch([(question, text) for text in texts])
        found = self._reader.run(["scores"], _padded([each.ids[:MOST_TOKENS] for each in encoded]))[0]
        return [_scores(text, *each) for text, *each in zip(texts, encoded, found, strict=True)]

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The log odds that a text says a statement, for pairs of a statement and a text."""
        rows = [each.ids[:MOST_TOKENS] for each in self._tokenizer.encode_batch_fast(list(pairs))]
        found = np.empty(len(rows), dtype=np.float32)
        for batch in _batches([len(row) for row in rows]):
            found[batch] = self._reader.run(["support"], _padded([rows[i] for i in batch]))[0]
        return list(map(float, found))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    @cached_property
    def _embedding(self) -> "InferenceSession":
        return self._session("embedding.onnx")

    @cached_property
    def _reader(self) -> "InferenceSession":
        return self._session("reader.onnx")

    def _session(self, name: str) -> "InferenceSession":
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # or from 1.29 on it tells its maker of each session; read at import
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = min(_MOST_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return InferenceSession(str(self._folder / name), options, providers=["CPUExecutionProvider"])


def open_model_folder(name: str) -> Model:
    """The model in a folder.

    Raises:
        EmbeddingUnavailable: it has not the files of one.
    """
    folder = Path(name).expanduser()
    missing = [
        file for file in ("reader.onnx", "weights.safetensors", "tokenizer.json") if not (folder / file).is_file()
    ]
    if missing:
        raise EmbeddingUnavailable(f"the reader {name} has no {missing[0]}; give a folder that 'make model' wrote")
    return Model(folder)


def _scores(text: str, encoded: "Encoding", scores: Floats) -> Scores:
    kept = min(len(encoded.ids), MOST_TOKENS)
    inside = [i for i, sequence in enumerate(encoded.sequence_ids[:kept]) if sequence == 1]
    places = tuple(_without_space(text, *encoded.offsets[i]) for i in inside)
    return Scores(places, scores[inside, 0], scores[inside, 1], float(scores[0].sum()))


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """A token's place without the white space before it, which may belong to what stands before."""
    return end - len(text[start:end].lstrip()), end


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """The numbers of texts in batches of about `_BATCH_TOKENS`, longest first: little is padded."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    batches: list[list[int]] = []
    while order:
        size = max(1, _BATCH_TOKENS // lengths[order[0]])
        batches.append(order[:size])
        order = order[size:]
    return batches


def _padded(rows: Sequence[Sequence[int]]) -> dict[str, npt.NDArray[np.integer]]:
    width = max(map(len, rows))
    ids = np.full((len(rows), width), _PAD, dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int32)
    for row, marks, tokens in zip(ids, mask, rows, strict=True):
        row[: len(tokens)] = tokens
        marks[: len(tokens)] = 1
    return {"ids": ids, "mask": mask}
