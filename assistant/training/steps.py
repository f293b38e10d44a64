"""What both trainings share: batches of like length, the learning rate's course, a log."""

import random
from collections.abc import Callable, Sequence
from typing import TextIO

import torch

_PAD = 1
_WIDTHS = 16  # lengths are padded to multiples of this: oneDNN keeps a kernel for every shape it has seen
_WARMING = 60  # steps in which the rate rises
_SMOOTHING = 0.98


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens and mask of rows, shape (rows, longest row up to a multiple of `_WIDTHS`)."""
    width = -(-max(map(len, rows)) // _WIDTHS) * _WIDTHS
    ids = torch.full((len(rows), width), _PAD)
    for row, tokens in zip(ids, rows, strict=True):
        row[: len(tokens)] = torch.tensor(tokens)
    return ids, (ids != _PAD).long()


def batches_by_length(rows: Sequence[Sequence[int]], tokens: int, draw: random.Random) -> list[list[int]]:
    """Numbers of rows, each once, in batches of about so many tokens whose rows are about as long, in random order."""
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i]), draw.random()))
    batches: list[list[int]] = []
    while order:
        width = -(-len(rows[order[-1]]) // _WIDTHS) * _WIDTHS
        size = max(1, tokens // width)
        batches.append(order[-size:])
        del order[-size:]
    draw.shuffle(batches)
    return batches


def learning_rate(highest: float, step: int, steps: int) -> float:
    """Linear: up over the first steps, then down to nearly nothing."""
    return highest * min(1.0, (step + 1) / _WARMING) * max(0.02, 1 - step / steps)


class Log:
    """Lines with the seconds since the start, and the loss as a moving average."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock, self._start = stream, clock, clock()
        self._calls, self._mean = 0, float("nan")

    def line(self, text: str) -> None:
        """Write a line now."""
        self._stream.write(f"{self._clock() - self._start:7.0f} s  {text}\n")
        self._stream.flush()

    def every(self, calls: int, text: str) -> None:
        """Write a line at every so manieth call."""
        self._calls += 1
        if self._calls % calls == 0:
            self.line(text)

    def loss(self, calls: int, step: int, steps: int, loss: float) -> None:
        """Take in a loss, and write the average at every so manieth call."""
        self._mean = loss if self._mean != self._mean else _SMOOTHING * self._mean + (1 - _SMOOTHING) * loss
        self.every(calls, f"step {step + 1} of {steps}: loss {self._mean:.4f}")


class Half:
    """Trains a model whose weights have sixteen bits, keeping thirty-two of each: twice as fast, and small steps count.

    After Micikevicius et al., "Mixed Precision Training" (2018); bfloat16 needs no scaling of the loss.
    """

    def __init__(self, model: torch.nn.Module, highest_rate: float) -> None:
        self._weights = [p for p in model.parameters() if p.requires_grad]
        self._whole = [p.detach().float().clone() for p in self._weights]
        self._optimizer = torch.optim.AdamW(self._whole, lr=highest_rate, weight_decay=0.01)
        self._highest = highest_rate

    def step(self, loss: torch.Tensor, step: int, steps: int) -> None:
        """Learn from a loss, at the rate of this step."""
        loss.backward()
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(self._highest, step, steps)
        for whole, weight in zip(self._whole, self._weights, strict=True):
            whole.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_(self._whole, 1.0)
        self._optimizer.step()
        with torch.no_grad():
            for whole, weight in zip(self._whole, self._weights, strict=True):
                weight.copy_(whole)
