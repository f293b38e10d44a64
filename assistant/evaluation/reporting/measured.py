"""Figures of a benchmark, each with its aim, as a table or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something measured; ``most`` or ``least`` is its aim, where it has one."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the aim was met; None where there is none."""
        if self.most is None and self.least is None:
            return None
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


def as_json(figures: Sequence[Measurement]) -> str:
    """A JSON list."""
    return json.dumps([asdict(f) | {"met": f.met} for f in figures], ensure_ascii=False, indent=1)


def as_table(figures: Sequence[Measurement]) -> str:
    """Lines of columns."""
    rows = [("figure", "value", "aim", "met", "")]
    for f in figures:
        aim = f"≤ {f.most:g}" if f.most is not None else f"≥ {f.least:g}" if f.least is not None else ""
        met = {True: "yes", False: "NO", None: ""}[f.met]
        rows.append((f.name, f"{f.value:,.2f} {f.unit}".rstrip(), aim, met, f.note))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[4]]).rstrip() for row in rows
    )


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of them do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1]


def peak_mb(process: int | str = "self") -> float:
    """The most memory a process has had, this one or, on Linux, another; there not as ``ru_maxrss``, the parent's."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
