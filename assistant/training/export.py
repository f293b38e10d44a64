"""Write the model that ships from what the trainings saved."""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from assistant.training.embedding import LAYERS, PASSAGE, QUERY
from assistant.training.graph import Array, Graph, Shape, State, embedding_graph, pack_words, reader_graph, save
from assistant.training.reading import STAGES
from vectorstore.reader.model import FOLDER, MOST_TEXT_TOKENS, WIDTH

READER_LAYERS = 12
_BESIDE = ("README.md", "quantised.py")  # what the folder holds that no training changes
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "quantised.Quantised"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def _state(path: Path) -> State:
    return {name: values.float().numpy() for name, values in torch.load(path, weights_only=True).items()}


def _mean(paths: Sequence[Path]) -> State:
    """The mean of the weights of several passes, which errs less than each of them.

    Wortsman et al., "Model soups", ICML 2022.
    """
    states = [_state(path) for path in paths]
    return {name: np.mean([state[name] for state in states], axis=0) for name in states[0]}


def _describe(folder: Path) -> None:
    sha256 = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    config = {"layers": len(LAYERS), "tokens": MOST_TEXT_TOKENS, "sha256": sha256}
    prompts = {"query": QUERY, "document": PASSAGE}
    pooling = {"embedding_dimension": 384, "pooling_mode": "mean", "include_prompt": True}
    for name, content in (
        ("config.json", config),
        ("modules.json", _MODULES),
        ("config_sentence_transformers.json", {"prompts": prompts, "similarity_fn_name": "cosine"}),
        ("1_Pooling/config.json", pooling),
        ("2_Normalize/config.json", {}),
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def export(source: Path, folder: Path, readers: Sequence[Path] = ()) -> None:
    """Write the folder: graphs, weights, tokenizer, and what sentence-transformers asks for.

    The reader is the mean of ``readers``, by default those of the last two stages.
    """
    last = [source / f"reader-{stage}.pt" for stage in range(len(STAGES))[-2:]]
    folder.mkdir(parents=True, exist_ok=True)
    student, reader = _state(source / "student.pt"), _mean(readers or last)
    weights: dict[str, Array] = dict(pack_words(student["embeddings.word_embeddings.weight"]))
    gives: dict[str, Shape] = {"scores": ("rows", "tokens", 2), "support": ("rows",)}
    graphs: dict[str, tuple[Graph, dict[str, Shape]]] = {
        "embedding": (embedding_graph(student, len(LAYERS), weights), {"vectors": ("rows", WIDTH)}),
        "reader": (reader_graph(reader, READER_LAYERS, weights), gives),
    }
    save(folder, weights, graphs)
    shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
    for name in _BESIDE:
        if folder != FOLDER:
            shutil.copy(FOLDER / name, folder / name)
    _describe(folder)


def main(arguments: list[str] | None = None) -> int:
    """Export what lies in a folder."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.export", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the trained models lie")
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument(
        "--reader", type=Path, nargs="+", default=[], help="checkpoints; the last two stages' by default"
    )
    options = parser.parse_args(arguments)
    export(options.folder, options.output, options.reader)
    return 0


if __name__ == "__main__":
    sys.exit(main())
