"""Write the trained models as ONNX graphs over one file of weights, which sentence-transformers reads too.

The file is in safetensors' format, and the graphs' initializers point into it (ONNX external data), so nothing is
stored twice. Word vectors keep the four bits of the base; the other matrices have eight. The second matrix of each
feed-forward block takes inputs with outliers, which one scale for a whole batch would drown, so that it is multiplied
in blocks (MatMulNBits); the rest by onnxruntime's dynamic quantization. The encoder, whose vectors must not depend on
what else is in a batch, is multiplied in blocks throughout.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper
from safetensors.numpy import save_file

from assistant.training.base import BLOCK

Array = npt.NDArray[np.generic]
State = Mapping[str, npt.NDArray[np.float32]]

HEADS = 12
FEED_BLOCK = 128  # numbers that share a scale in the second matrix of a feed-forward block
_EPSILON = 1e-12
_OURS = "com.microsoft"  # the domain of onnxruntime's own operators
_TYPES = {
    np.dtype(np.uint8): TensorProto.UINT8,
    np.dtype(np.int8): TensorProto.INT8,
    np.dtype(np.float16): TensorProto.FLOAT16,
    np.dtype(np.float32): TensorProto.FLOAT,
}


def pack_words(words: npt.NDArray[np.float32]) -> dict[str, Array]:
    """Rows of numbers in blocks of four bits: a number is scale * (nibble - 8); exact for what was so before."""
    rows, width = words.shape
    blocks = words.reshape(rows, width // BLOCK, BLOCK)
    farthest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)
    scales = (farthest[..., 0] / -8).astype(np.float16)
    safe = np.where(scales == 0, np.float16(1), scales).astype(np.float32)
    nibbles = np.clip(np.round(blocks / safe[..., None]) + 8, 0, 15).astype(np.uint8)
    packed = nibbles[..., : BLOCK // 2] | nibbles[..., BLOCK // 2 :] << 4
    return {"words.nibbles": packed.reshape(rows, width // 2), "words.scales": scales}


def quantise_columns(matrix: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """A matrix of shape (out, in) as eight bits of shape (in, out) and a scale for each output."""
    scales = np.abs(matrix).max(axis=1) / 127
    steps = np.clip(np.round(matrix / scales[:, None]), -127, 127).astype(np.int8)
    return np.ascontiguousarray(steps.T), scales.astype(np.float32)


def quantise_blocks(matrix: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """A matrix of shape (out, in) as eight bits around 128 of shape (out, blocks, `FEED_BLOCK`), and a scale each."""
    outputs, inputs = matrix.shape
    blocks = matrix.reshape(outputs, inputs // FEED_BLOCK, FEED_BLOCK)
    scales = np.abs(blocks).max(axis=-1) / 127
    steps = np.clip(np.round(blocks / scales[..., None]) + 128, 0, 255).astype(np.uint8)
    return steps, scales.astype(np.float32)


Shape = tuple[str | int, ...]  # of what a graph gives: names stand for what varies
_Linear = Callable[["Graph", str, str, npt.NDArray[np.float32], npt.NDArray[np.float32]], str]


class Graph:
    """Nodes and the weights they use, under names that begin with the model's."""

    def __init__(self, prefix: str, weights: dict[str, Array]) -> None:
        self._prefix, self._weights = prefix, weights
        self.nodes: list[onnx.NodeProto] = []
        self.used: dict[str, Array] = {}
        self.small: list[onnx.TensorProto] = []

    def weight(self, name: str, values: Array | None = None) -> str:
        """A weight of this model, stored under its name; without ``values`` one that both models share."""
        full = name if values is None else f"{self._prefix}.{name}"
        if values is not None:
            self._weights[full] = np.ascontiguousarray(values)
        self.used[full] = self._weights[full]
        return full

    def constant(self, name: str, values: list[int] | int, kind: int = TensorProto.INT64) -> str:
        """A small constant of the graph itself."""
        shape = () if isinstance(values, int) else (len(values),)
        flat = [values] if isinstance(values, int) else values
        self.small.append(helper.make_tensor(name, kind, shape, flat))
        return name

    def node(
        self, operator: str, inputs: list[str], *, outputs: int = 1, own: bool = False, **options: Any
    ) -> list[str]:
        """Add a node; its outputs' names."""
        names = [f"{operator}{len(self.nodes)}.{i}" for i in range(outputs)]
        domain = _OURS if own else ""
        self.nodes.append(helper.make_node(operator, inputs, names, domain=domain, **options))
        return names

    def one(self, operator: str, inputs: list[str], *, own: bool = False, **options: Any) -> str:
        """Add a node with one output; its name."""
        return self.node(operator, inputs, own=own, **options)[0]


def _embedded(graph: Graph, state: State) -> str:
    """The normalised sum of word and place vectors, shape (rows, tokens, width)."""
    words = graph.one("Gather", [graph.weight("words.nibbles"), "ids"])
    blocked = graph.one("Reshape", [words, graph.constant("blocks", [0, 0, -1, BLOCK // 2])])
    low = graph.one("BitwiseAnd", [blocked, graph.constant("fifteen", 15, TensorProto.UINT8)])
    high = graph.one("BitShift", [blocked, graph.constant("four", 4, TensorProto.UINT8)], direction="RIGHT")
    nibbles = graph.one("Cast", [graph.one("Concat", [low, high], axis=-1)], to=TensorProto.FLOAT)
    eight = graph.one("Cast", [graph.constant("eight", 8)], to=TensorProto.FLOAT)
    scales = graph.one("Cast", [graph.one("Gather", [graph.weight("words.scales"), "ids"])], to=TensorProto.FLOAT)
    each = graph.one("Unsqueeze", [scales, graph.constant("last", [-1])])
    vectors = graph.one("Mul", [graph.one("Sub", [nibbles, eight]), each])
    flat = graph.one("Reshape", [vectors, graph.constant("flat", [0, 0, -1])])
    places = state["embeddings.position_embeddings.weight"] + state["embeddings.token_type_embeddings.weight"][0]
    table = graph.weight("places", places.astype(np.float16))
    length = graph.one("Shape", ["ids"], start=1, end=2)
    here = graph.one("Slice", [table, graph.constant("from", [0]), length, graph.constant("first", [0])])
    summed = graph.one("Add", [flat, graph.one("Cast", [here], to=TensorProto.FLOAT)])
    return graph.one("LayerNormalization", [summed, *_norm(graph, state, "embeddings.LayerNorm", "")], epsilon=_EPSILON)


def _norm(graph: Graph, state: State, name: str, layer: str) -> list[str]:
    short = {"embeddings.LayerNorm": "norm", "attention.output.LayerNorm": "attended", "output.LayerNorm": "fed"}[name]
    return [
        graph.weight(f"{layer}{short}.{part}", state[f"{_long(layer)}{name}.{part}"]) for part in ("weight", "bias")
    ]


def _long(layer: str) -> str:
    return f"encoder.layer.{layer.removesuffix('.')}." if layer else ""


def _linear(graph: Graph, given: str, name: str, matrix: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> str:
    steps, scales = quantise_columns(matrix)
    weights = [graph.weight(f"{name}.steps", steps), graph.weight(f"{name}.scales", scales)]
    zeros = graph.weight(f"{name}.zeros", np.zeros(len(scales), np.int8))
    return graph.one("DynamicQuantizeMatMul", [given, *weights, zeros, graph.weight(f"{name}.bias", bias)], own=True)


def _blocked_linear(
    graph: Graph, given: str, name: str, matrix: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]
) -> str:
    steps, scales = quantise_blocks(matrix)
    weights = [graph.weight(f"{name}.steps", steps), graph.weight(f"{name}.scales", scales)]
    shape = {"N": matrix.shape[0], "K": matrix.shape[1], "bits": 8, "block_size": FEED_BLOCK, "accuracy_level": 4}
    return graph.one("MatMulNBits", [given, *weights, "", "", graph.weight(f"{name}.bias", bias)], own=True, **shape)


def _layer(graph: Graph, given: str, state: State, number: int, linear: "_Linear") -> str:
    """A layer; ``linear`` multiplies in it, but where inputs have outliers."""
    layer = f"{number}."

    def part(name: str) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        return state[f"{_long(layer)}{name}.weight"], state[f"{_long(layer)}{name}.bias"]

    three = [part(f"attention.self.{name}") for name in ("query", "key", "value")]
    joined = linear(graph, given, f"{layer}attend", *(np.concatenate(each) for each in zip(*three, strict=True)))
    split = graph.node("Split", [joined], outputs=3, axis=2, num_outputs=3)
    attended = graph.one("MultiHeadAttention", [*split, "", "mask"], own=True, num_heads=HEADS)
    mixed = linear(graph, attended, f"{layer}mix", *part("attention.output.dense"))
    norms = _norm(graph, state, "attention.output.LayerNorm", layer)
    known = graph.one("SkipLayerNormalization", [mixed, given, *norms], own=True, epsilon=_EPSILON)
    wide = graph.one("Gelu", [linear(graph, known, f"{layer}widen", *part("intermediate.dense"))], own=True)
    narrow = _blocked_linear(graph, wide, f"{layer}narrow", *part("output.dense"))
    norms = _norm(graph, state, "output.LayerNorm", layer)
    return graph.one("SkipLayerNormalization", [narrow, known, *norms], own=True, epsilon=_EPSILON)


def embedding_graph(state: State, layers: int, weights: dict[str, Array]) -> Graph:
    """Tokens to a unit vector: the mean of the last states."""
    graph = Graph("embedding", weights)
    states = _embedded(graph, state)
    for number in range(layers):
        states = _layer(graph, states, state, number, _blocked_linear)
    mask = graph.one("Cast", ["mask"], to=TensorProto.FLOAT)
    counted = graph.one("Mul", [states, graph.one("Unsqueeze", [mask, graph.constant("inner", [-1])])])
    total = graph.one("ReduceSum", [counted, graph.constant("tokens", [1])], keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [total], ["vectors"], axis=-1, p=2))
    return graph


def reader_graph(state: State, layers: int, weights: dict[str, Array]) -> Graph:
    """Tokens to a start and an end score each, and to the log odds that the text says what stands before it."""
    graph = Graph("reader", weights)
    encoder = {name.removeprefix("encoder."): values for name, values in state.items()}
    states = _embedded(graph, encoder)
    for number in range(layers):
        states = _layer(graph, states, encoder, number, _linear)
    spread = graph.one("MatMul", [states, graph.weight("span", state["span.weight"].T)])
    graph.nodes.append(helper.make_node("Add", [spread, graph.weight("span.bias", state["span.bias"])], ["scores"]))
    first = graph.one("Gather", [states, graph.constant("beginning", 0)], axis=1)
    odds = graph.one("MatMul", [first, graph.weight("support", state["support.weight"].T)])
    added = graph.one("Add", [odds, graph.weight("support.bias", state["support.bias"])])
    graph.nodes.append(helper.make_node("Squeeze", [added, graph.constant("second", [1])], ["support"]))
    return graph


def save(folder: Path, weights: dict[str, Array], graphs: Mapping[str, tuple[Graph, Mapping[str, Shape]]]) -> None:
    """Write the weights, and each graph by its name with what it gives, by name and shape."""
    path = folder / "weights.safetensors"
    save_file(weights, path)
    path.chmod(0o644)  # it is made for its owner alone
    places = _offsets(path)
    for name, (graph, outputs) in graphs.items():
        stored = [_external(key, values, path.name, *places[key]) for key, values in graph.used.items()]
        given = [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["rows", "tokens"]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["rows", "tokens"]),
        ]
        gives = [helper.make_tensor_value_info(each, TensorProto.FLOAT, shape) for each, shape in outputs.items()]
        made = helper.make_graph(graph.nodes, name, given, gives, [*graph.small, *stored])
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_OURS, 1)]
        (folder / f"{name}.onnx").write_bytes(
            helper.make_model(made, opset_imports=opsets, ir_version=10).SerializeToString()
        )


def _offsets(path: Path) -> dict[str, tuple[int, int]]:
    """Where each tensor stands in a file of safetensors, and how many bytes it has."""
    content = path.read_bytes()
    header = int.from_bytes(content[:8], "little")
    entries = json.loads(content[8 : 8 + header])
    return {
        name: (8 + header + entry["data_offsets"][0], entry["data_offsets"][1] - entry["data_offsets"][0])
        for name, entry in entries.items()
        if name != "__metadata__"
    }


def _external(name: str, values: Array, file: str, offset: int, length: int) -> onnx.TensorProto:
    tensor = onnx.TensorProto(name=name, data_type=_TYPES[values.dtype], dims=values.shape)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", str(offset)), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    return tensor
