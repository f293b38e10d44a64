"""Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), with its usual decay rates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_MEAN, _SQUARE, _TINY = 0.9, 0.999, 1e-8

Floats = npt.NDArray[np.floating[Any]]


class Adam:
    """Steps down a slope over some arrays, which are changed in place.

    ``decay`` is that of AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).
    """

    def __init__(self, learned: Sequence[Floats], *, decay: float = 0.0) -> None:
        self._learned = learned
        self._decay = decay
        self._means = [np.zeros_like(part) for part in learned]
        self._squares = [np.zeros_like(part) for part in learned]
        self._done = 0

    def step(self, slopes: Sequence[Floats], rate: float) -> None:
        """One step at this rate, by the slope of the loss for each array."""
        self._done += 1
        unbiased = 1 - _MEAN**self._done, 1 - _SQUARE**self._done
        for part, slope, mean, square in zip(self._learned, slopes, self._means, self._squares, strict=True):
            mean += (1 - _MEAN) * (slope - mean)
            square += (1 - _SQUARE) * (slope**2 - square)
            part -= rate * (mean / unbiased[0] / (np.sqrt(square / unbiased[1]) + _TINY) + self._decay * part)
