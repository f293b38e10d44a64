"""Whether the citations of an answer bear out its statements, as in ALCE.

``cited`` has the citations of each statement of an answer, in any order; one that is given twice counts once. All
figures ask ``supports`` rather than judge themselves; it is never asked about no citations.

Source: Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate Text with Citations" (EMNLP 2023), section 3.
"""

from collections.abc import Callable, Sequence

Supports = Callable[[int, frozenset[int]], bool]
"""Whether these citations together support the statement of this index."""


def citation_recall(cited: Sequence[Sequence[int]], supports: Supports) -> float | None:
    """The share of the statements that cite something and are supported by all they cite; None without statements."""
    if not cited:
        return None
    return sum(_supported(index, frozenset(each), supports) for index, each in enumerate(cited)) / len(cited)


def citation_precision(cited: Sequence[Sequence[int]], supports: Supports) -> float | None:
    """The share of the citations that are right; None if nothing is cited.

    A citation is right if its statement is supported by all it cites together and it is not irrelevant, that is, if it
    supports the statement alone or the others without it do not.
    """
    right = [
        _supported(index, each, supports) and not _irrelevant(index, citation, each, supports)
        for index, each in enumerate(map(frozenset, cited))
        for citation in sorted(each)
    ]
    return sum(right) / len(right) if right else None


def _supported(index: int, citations: frozenset[int], supports: Supports) -> bool:
    return bool(citations) and supports(index, citations)


def _irrelevant(index: int, citation: int, citations: frozenset[int], supports: Supports) -> bool:
    alone = supports(index, frozenset({citation}))
    return not alone and _supported(index, citations - {citation}, supports)
