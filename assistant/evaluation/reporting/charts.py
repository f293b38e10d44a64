"""The charts of a report, as SVG to stand in a page: its colours are the page's, and it loads nothing."""

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from assistant.evaluation import metrics
from assistant.evaluation.metrics import Estimate
from assistant.evaluation.reporting.figures import Summary, first_is_right
from assistant.evaluation.reporting.report import Run

# What stands in for a colour while it is drawn, and the colour of the page that takes its place.
_INK, _FAINT, _RULE, _GOOD, _OTHER = "#010101", "#010102", "#010103", "#010104", "#010105"
_COLOURS = {_INK: "currentColor", _FAINT: "var(--faint)", _RULE: "var(--rule)"}
_COLOURS |= {_GOOD: "var(--good)", _OTHER: "var(--other)"}
_WIDTH = 360  # points, which are pixels where it is shown at its own size: that of a phone
_LETTER = 5.6  # points that a letter takes at most, on average
_LONGEST = 24  # letters of a name; the table below the charts has it whole
_STEPS = 28  # of the histogram of times


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, how to read it, and the SVG, which says in words what it shows."""

    title: str
    note: str
    svg: str
    wide: bool = False  # it may take half of a wide page rather than a third


@dataclass
class _Canvas:
    """Draws in points from the upper left; ``x`` and ``y`` give where shares of the plot's width and height are."""

    height: float
    left: float
    right: float
    top: float
    bottom: float
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        from matplotlib.figure import Figure

        self._figure = Figure(figsize=(_WIDTH / 72, self.height / 72), facecolor="none")
        self._axes = self._figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(self.height, 0))
        self._axes.set_axis_off()

    def x(self, share: float) -> float:
        return self.left + share * (self.right - self.left)

    def y(self, share: float) -> float:
        return self.bottom - share * (self.bottom - self.top)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 1, dash: str = "-") -> None:
        self._axes.plot(xs, ys, dash, color=colour, lw=width, solid_capstyle="round", clip_on=False)

    def dot(self, x: float, y: float, colour: str, size: float = 6.5) -> None:
        self._axes.plot([x], [y], "o", color=colour, ms=size, mew=0, clip_on=False)

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._axes.fill([x, x + width, x + width, x], [y, y, y - height, y - height], color=colour, lw=0, clip_on=False)

    def text(self, x: float, y: float, text: str, colour: str = _INK, align: str = "left", weight: int = 400) -> None:
        # Matplotlib sees no text, in which it may find signs to set, but only its number.
        self._axes.text(x, y, f"@{len(self.texts)}@", color=colour, ha=align, fontsize=10.5, weight=weight)
        self.texts.append(text)

    def svg(self, slug: str, said: str) -> str:
        """The drawing; all its ids begin with the slug, which no other chart of the page has."""
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        written = io.StringIO()
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": slug, "path.simplify": False}):
            FigureCanvasSVG(self._figure).print_svg(written)  # type: ignore[no-untyped-call]
        body = re.sub(r"@(\d+)@", lambda match: escape(self.texts[int(match[1])]), _inlined(written.getvalue(), slug))
        return f'<svg viewBox="0 0 {_WIDTH} {self.height:g}" role="img" aria-label="{escape(said)}">{body}'


def charts(run: Run) -> tuple[Chart, ...]:
    """The charts of a run, without those that have nothing to show."""
    if not run.rows:
        return ()
    dots = (_dots(run.by_kind, "kind"), _dots(run.by_file, "file"))
    return tuple(filter(None, (*dots, _risk_coverage(run), _calibration(run), _latency(run))))


def _inlined(svg: str, slug: str) -> str:
    """What matplotlib drew, in the page's colours and font and with ids of its own.

    What it wrote before the first group is left out: when it was drawn, and a style that would be that of the page.
    """
    body = re.sub(r"<!--.*?-->", "", svg[svg.index("<g ") :].strip(), flags=re.DOTALL)
    body = re.sub(r"font-family: [^;\"]+; | transform=\"rotate\(-0 [^\"]*\"", "", body)
    body = re.sub(r'<g id="[^"]*"', "<g", body).replace("xlink:href", "href")
    body = re.sub(r'( id="|href="#)', rf"\1{slug}-", body)
    return re.sub(r"#0101\d\d", lambda match: _COLOURS[match[0]], body)


def _dots(summaries: Sequence[Summary], what: str) -> Chart | None:
    """A dot and its interval for each kind or file, of hit@1 and below that of declining; None if there is but one."""
    titled = (("Answered, right passage first", _GOOD, "hit_1"), ("Declined, where it should", _OTHER, "declined"))
    of = {figure: [(s.name, s[figure]) for s in summaries if s[figure].value is not None] for _, _, figure in titled}
    groups = [(title, colour, of[figure]) for title, colour, figure in titled if of[figure]]
    if len(summaries) < 2 or not groups:
        return None
    names = [_short(name) for _, _, members in groups for name, _ in members]
    label, height = max(map(len, names)) * _LETTER, 17 * len(names) + 31 * len(groups) + 10
    canvas = _Canvas(height, left=label + 32, right=_WIDTH - 36, top=0, bottom=height)
    top = 0.0
    for group in groups:
        _dot_group(canvas, top, group)
        top += 31 + 17 * len(group[2])
    for share in (0, 0.5, 1):
        canvas.text(canvas.x(share), height - 1, _percent(share), _FAINT, "center")
    said = "; ".join(f"{title}: {', '.join(map(_said, members))}" for title, _, members in groups)
    note = "In per cent, with 95 % intervals; the small number is how many were asked."
    return Chart(f"Quality by {what}", note, canvas.svg(f"by-{what}", said), wide=True)


def _dot_group(canvas: _Canvas, top: float, group: tuple[str, str, Sequence[tuple[str, Estimate]]]) -> None:
    title, colour, members = group
    canvas.text(0, top + 13, title, colour, weight=700)
    for share in (0, 0.25, 0.5, 0.75, 1):
        canvas.line([canvas.x(share)] * 2, [top + 20, top + 22 + 17 * len(members)], _RULE, 0.7)
    for place, (name, estimate) in enumerate(members):
        y = top + 32 + 17 * place
        canvas.text(0, y, _short(name))
        canvas.text(canvas.left - 9, y, str(estimate.n), _FAINT, "right")
        value = estimate.value or 0.0
        ends = (canvas.x(value if end is None else end) for end in (estimate.low, estimate.high))
        canvas.line(list(ends), [y - 3.5] * 2, colour, 1.6)
        canvas.dot(canvas.x(value), y - 3.5, colour)
        canvas.text(_WIDTH - 1, y, f"{value * 100:.0f}", _INK, "right", 700)


def _risk_coverage(run: Run) -> Chart | None:
    points = metrics.risk_coverage([row.confidence for row in run.rows], [first_is_right(row) for row in run.rows])
    if len(points) < 2:
        return None
    canvas = _Canvas(226, left=40, right=_WIDTH - 12, top=22, bottom=186)
    most = max(0.1, math.ceil(max(point.risk for point in points) * 10) / 10)
    _grid(canvas, up=most, x_label="answered, of all questions", y_label="wrong, of what is answered")
    overall = points[-1].risk / most
    canvas.line([canvas.x(0), canvas.x(1)], [canvas.y(overall)] * 2, _FAINT, 1, "--")
    canvas.text(canvas.x(0.5), canvas.y(overall) - 5, "in random order", _FAINT, "center")
    canvas.line([canvas.x(p.coverage) for p in points], [canvas.y(p.risk / most) for p in points], _GOOD, 2)
    half = min(points, key=lambda point: abs(point.coverage - 0.5))
    said = f"All answered, {_percent(points[-1].risk)} are wrong; of the surest half, {_percent(half.risk)}."
    threshold = run.settings.get("threshold") if not all(row.answered for row in run.rows) else None  # not in use
    if kept := [point for point in points if isinstance(threshold, int | float) and point.threshold >= threshold]:
        at = kept[-1]
        words = f"{_percent(at.coverage)} answered, {_percent(at.risk)} of it wrong"
        # The curve ends at the overall risk: to the right there is room below it if that is high, else above.
        lower = canvas.y(0) - 8 if overall > 0.35 else canvas.y(overall) - 22
        canvas.dot(canvas.x(at.coverage), canvas.y(at.risk / most), _OTHER, 8)
        canvas.text(canvas.x(0.99), lower - 13, f"at the threshold of {threshold:g}:", _OTHER, "right", 700)
        canvas.text(canvas.x(0.99), lower, words, _OTHER, "right")
        said += f" At the threshold of {threshold:g}: {words}."
    note = "The surest questions first: how much goes wrong as more is answered. Low and to the right is good."
    return Chart("Risk and coverage", note, canvas.svg("risk", said))


def _calibration(run: Run) -> Chart:
    bins = metrics.calibration([row.confidence for row in run.rows], [first_is_right(row) for row in run.rows])
    canvas = _Canvas(262, left=40, right=_WIDTH - 12, top=22, bottom=186)
    _grid(canvas, up=1, x_label="", y_label="first passage is right")
    canvas.line([canvas.x(0), canvas.x(1)], [canvas.y(0), canvas.y(1)], _FAINT, 1, "--")
    canvas.text(canvas.x(0.02), canvas.y(0.9), "more often right than sure", _FAINT)
    canvas.text(canvas.x(0.99), canvas.y(0.05), "less often right than sure", _FAINT, "right")
    most = max(each.n for each in bins)
    for each in bins:
        interval, x = metrics.wilson_interval(round(each.accuracy * each.n), each.n), canvas.x(each.confidence)
        canvas.line([x, x], [canvas.y(interval.low or 0.0), canvas.y(interval.high or 0.0)], _GOOD, 1.6)
        canvas.dot(x, canvas.y(each.accuracy), _GOOD)
        canvas.bar(canvas.x(each.low) + 2, 244, canvas.x(each.high) - canvas.x(each.low) - 4, 20 * each.n / most, _RULE)
        canvas.text(canvas.x((each.low + each.high) / 2), 240 - 20 * each.n / most, str(each.n), _FAINT, "center")
    canvas.text(canvas.x(0.5), 259, "confidence, and how many questions had it", _FAINT, "center")
    said = " ".join(f"Confidence {_percent(b.confidence)}: {_percent(b.accuracy)} right of {b.n}." for b in bins)
    note = "Is a confidence of 70 % right in 70 of 100 cases? On the dashed line it is."
    return Chart("Calibration", note, canvas.svg("calibration", said))


def _latency(run: Run) -> Chart:
    import numpy as np

    times = [max(row.seconds, 1e-5) for row in run.rows]
    counts, edges = np.histogram(np.log10(times), bins=_STEPS)
    canvas = _Canvas(188, left=16, right=_WIDTH - 16, top=46, bottom=156)

    def x(seconds: float) -> float:
        return canvas.x((math.log10(seconds) - edges[0]) / (edges[-1] - edges[0]))

    for place, count in enumerate(counts):
        width, height = canvas.x(1 / _STEPS) - canvas.x(0), canvas.y(0) - canvas.y(count / max(counts))
        canvas.bar(canvas.x(place / _STEPS) + 0.6, canvas.y(0), width - 1.2, height, _GOOD)
    canvas.line([canvas.x(0), canvas.x(1)], [canvas.y(0)] * 2, _FAINT, 0.7)
    for tick in _ticks(edges[0], edges[-1]):
        canvas.text(x(tick), canvas.y(0) + 14, _time(tick), _FAINT, "center")
    canvas.text(canvas.x(0.5), 186, "time to answer, logarithmic", _FAINT, "center")
    said = []
    for figure, words, top in (("seconds_p50", "half within", 14), ("seconds_p95", "95 % within", 30)):
        value = max(run.overall[figure].value or 0.0, 1e-5)
        said.append(f"{words} {_time(value)}")
        side, align = (4, "left") if x(value) < _WIDTH / 2 else (-4, "right")
        canvas.line([x(value)] * 2, [top + 5, canvas.y(0)], _OTHER, 1.2)
        canvas.text(x(value) + side, top, said[-1], _OTHER, align, 700)
    note = f"Wall clock of a question. The slowest took {_time(max(times))}."
    return Chart("Time to answer", note, canvas.svg("latency", f"{', '.join(said)}. {note}"))


def _grid(canvas: _Canvas, *, up: float, x_label: str, y_label: str) -> None:
    """Lines across at four shares of ``up`` and at 0, and shares of 1 below."""
    for share in (0, 0.25, 0.5, 0.75, 1):
        canvas.line([canvas.x(0), canvas.x(1)], [canvas.y(share)] * 2, _RULE, 0.7)
        canvas.text(canvas.left - 6, canvas.y(share) + 3.5, _percent(share * up), _FAINT, "right")
        canvas.text(canvas.x(share), canvas.y(0) + 15, _percent(share), _FAINT, "right" if share == 1 else "center")
    canvas.text(0, 10, y_label, _FAINT)
    canvas.text(canvas.x(0.5), canvas.y(0) + 33, x_label, _FAINT, "center")


def _ticks(first: float, last: float) -> Iterator[float]:
    """Round times between two logarithms: powers of ten, with 2 and 5 between them where these are few."""
    between = (1,) if last - first > 2.5 else (1, 2, 5)
    for power in range(math.floor(first), math.ceil(last)):
        yield from (each * 10.0**power for each in between if first <= math.log10(each * 10.0**power) <= last)


def _short(name: str) -> str:
    """A name that fits, without its middle: a file's beginning and end tell it from others."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2 - 2]}…{name[-_LONGEST // 2 :]}"


def _said(member: tuple[str, Estimate]) -> str:
    return f"{member[0]} {_percent(member[1].value or 0.0)} of {member[1].n}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _time(seconds: float) -> str:
    value, unit = (seconds, "s") if seconds >= 1 else (seconds * 1000, "ms")
    return f"{value:.0f} {unit}" if value >= 10 else f"{value:.2g} {unit}"
