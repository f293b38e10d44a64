"""Lets sentence-transformers load this folder: the weights as they are stored, as an ordinary model of 32-bit numbers.

What is loaded is a plain `Transformer` module, to be used, trained on and saved like any other.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from safetensors.torch import load_file
from sentence_transformers.models import Transformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

_WIDTH, _HEADS, _FEED = 384, 12, 1536
_LINEAR = {
    "attend": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "mix": ("attention.output.dense",),
    "widen": ("intermediate.dense",),
    "narrow": ("output.dense",),
}
_NORMS = {"attended": "attention.output.LayerNorm", "fed": "output.LayerNorm"}
_TOKENS = {"bos": "<s>", "eos": "</s>", "sep": "</s>", "cls": "<s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}


class Quantised:
    """Named in modules.json; `load` gives a `Transformer`."""

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> Transformer:
        """The model in a folder, by way of an ordinary one that is written for the purpose and removed again."""
        folder = Path(model_name_or_path)
        about = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        stored = load_file(folder / "weights.safetensors")
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(folder / "tokenizer.json"),
            model_max_length=about["tokens"],
            **{f"{name}_token": token for name, token in _TOKENS.items()},
        )
        with TemporaryDirectory() as ordinary:
            _model(stored, about["layers"]).save_pretrained(ordinary)
            tokenizer.save_pretrained(ordinary)
            return Transformer(ordinary, max_seq_length=about["tokens"])


def _model(stored: dict[str, torch.Tensor], layers: int) -> BertModel:
    places = stored["embedding.places"].float()
    words = _words(stored)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=_WIDTH,
        num_hidden_layers=layers,
        num_attention_heads=_HEADS,
        intermediate_size=_FEED,
        max_position_embeddings=len(places),
        type_vocab_size=1,
        pad_token_id=1,
    )
    state = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": places,
        "embeddings.token_type_embeddings.weight": torch.zeros(1, _WIDTH),  # it is in the places
    }
    for part in ("weight", "bias"):
        state[f"embeddings.LayerNorm.{part}"] = stored[f"embedding.norm.{part}"]
    for number in range(layers):
        state |= {f"encoder.layer.{number}.{name}": values for name, values in _layer(stored, number).items()}
    model = BertModel(config)
    assert model.pooler is not None
    for part in ("weight", "bias"):  # nothing uses it
        state[f"pooler.dense.{part}"] = torch.zeros_like(model.pooler.dense.get_parameter(part))
    model.load_state_dict(state)
    return model


def _words(stored: dict[str, torch.Tensor]) -> torch.Tensor:
    """Word vectors: in each block of 32 the low halves of 16 bytes, then the high ones, eight less, times its scale."""
    packed, scales = stored["words.nibbles"], stored["words.scales"].float()
    blocks = packed.reshape(*scales.shape, -1)
    numbers = torch.cat([blocks & 15, blocks >> 4], dim=-1).float() - 8
    return (numbers * scales[..., None]).reshape(len(packed), -1)


def _layer(stored: dict[str, torch.Tensor], number: int) -> dict[str, torch.Tensor]:
    state = {}
    for short, names in _LINEAR.items():
        key = f"embedding.{number}.{short}"
        steps, scales = stored[f"{key}.steps"], stored[f"{key}.scales"]
        matrix = ((steps.float() - 128) * scales[..., None]).reshape(len(steps), -1)  # in blocks around 128
        parts = zip(names, matrix.chunk(len(names)), stored[f"{key}.bias"].chunk(len(names)), strict=True)
        for name, weight, bias in parts:
            state[f"{name}.weight"], state[f"{name}.bias"] = weight.contiguous(), bias.contiguous()
    for short, name in _NORMS.items():
        for part in ("weight", "bias"):
            state[f"{name}.{part}"] = stored[f"embedding.{number}.{short}.{part}"]
    return state
