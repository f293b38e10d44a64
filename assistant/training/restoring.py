"""Make the checkpoints that training goes on from out of the model that ships, where those of its training are gone.

What ships has fewer bits than what was trained; a pass of training soon makes up for that.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file

from assistant.training.base import full_tokenizer
from assistant.training.embedding import LAYERS
from assistant.training.export import READER_LAYERS
from vectorstore.reader.model import FOLDER

State = dict[str, torch.Tensor]

_PARTS = {
    "attend": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "mix": ("attention.output.dense",),
    "widen": ("intermediate.dense",),
    "narrow": ("output.dense",),
}
_NORMS = {"attended": "attention.output.LayerNorm", "fed": "output.LayerNorm"}


def encoder_state(stored: Mapping[str, torch.Tensor], prefix: str, layers: int) -> State:
    """The weights of an encoder by transformers' names, as 32-bit numbers; its places hold those of types."""
    places = stored[f"{prefix}.places"].float()
    state = {
        "embeddings.word_embeddings.weight": _words(stored),
        "embeddings.position_embeddings.weight": places,
        "embeddings.token_type_embeddings.weight": torch.zeros(2, places.shape[1]),
    }
    for part in ("weight", "bias"):
        state[f"embeddings.LayerNorm.{part}"] = stored[f"{prefix}.norm.{part}"].float()
    for number in range(layers):
        layer = _layer(stored, f"{prefix}.{number}")
        state |= {f"encoder.layer.{number}.{name}": values for name, values in layer.items()}
    return state


def _words(stored: Mapping[str, torch.Tensor]) -> torch.Tensor:
    packed, scales = stored["words.nibbles"], stored["words.scales"].float()
    blocks = packed.reshape(*scales.shape, -1)
    numbers = torch.cat([blocks & 15, blocks >> 4], dim=-1).float() - 8
    return (numbers * scales[..., None]).reshape(len(packed), -1)


def _layer(stored: Mapping[str, torch.Tensor], key: str) -> State:
    state = {}
    for short, names in _PARTS.items():
        steps, scales = stored[f"{key}.{short}.steps"], stored[f"{key}.{short}.scales"]
        matrices, biases = _matrix(steps, scales).chunk(len(names)), stored[f"{key}.{short}.bias"].chunk(len(names))
        parts = zip(names, matrices, biases, strict=True)
        for name, weight, bias in parts:
            state[f"{name}.weight"], state[f"{name}.bias"] = weight.contiguous(), bias.float().contiguous()
    for short, name in _NORMS.items():
        for part in ("weight", "bias"):
            state[f"{name}.{part}"] = stored[f"{key}.{short}.{part}"].float()
    return state


def _matrix(steps: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """Of shape (out, in): stored in blocks around 128, or turned about with a scale for each output."""
    if steps.dtype == torch.uint8:
        return ((steps.float() - 128) * scales.float()[..., None]).reshape(len(steps), -1)
    return (steps.float() * scales.float()).T


def kept_pieces(tokenizer: Path) -> list[int]:
    """The numbers, in the base's vocabulary, of the pieces that a tokenizer has, in order."""
    whole = {piece: number for number, (piece, _) in enumerate(full_tokenizer()["model"]["vocab"])}
    pieces = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return [whole[piece] for piece, _ in pieces]


def restore(shipped: Path, folder: Path, stage: int) -> None:
    """Write ``student.pt``, ``reader-<stage>.pt``, the tokenizer and its pieces into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = load_file(shipped / "weights.safetensors")
    torch.save(encoder_state(stored, "embedding", len(LAYERS)), folder / "student.pt")
    reader = {f"encoder.{name}": values for name, values in encoder_state(stored, "reader", READER_LAYERS).items()}
    reader |= {"span.weight": stored["reader.span"].T.contiguous().float(), "span.bias": stored["reader.span.bias"]}
    if "reader.support" in stored:
        reader |= {
            "support.weight": stored["reader.support"].T.contiguous().float(),
            "support.bias": stored["reader.support.bias"],
        }
    torch.save(reader, folder / f"reader-{stage}.pt")
    shutil.copy(shipped / "tokenizer.json", folder / "tokenizer.json")
    (folder / "kept.json").write_text(json.dumps(kept_pieces(folder / "tokenizer.json")), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Restore what training goes on from."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.restoring", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the checkpoints go")
    parser.add_argument("--stage", type=int, required=True, help="the stage of the reader that ships, from 0")
    options = parser.parse_args(arguments)
    restore(FOLDER, options.folder, options.stage)
    return 0


if __name__ == "__main__":
    sys.exit(main())
