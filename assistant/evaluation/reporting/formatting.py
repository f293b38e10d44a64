"""How figures are written for people, on a terminal and in a page. Pure."""

from assistant.evaluation.reporting.figures import Unit

FACTORS: dict[Unit, float] = {"share": 100, "words": 1, "seconds": 1000, "number": 100}  # to per cent, to milliseconds


def digits(unit: Unit) -> int:
    """How many digits after the point a figure is given with."""
    return 0 if unit in ("words", "seconds") else 1


def p_value(value: float) -> str:
    """A p-value; a very small one only by its bound."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
