import pytest

from assistant.citations.quotations import pair_up, quotations


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('قال «أ ب» ثم “ج” و"د"', ["أ ب", "ج", "د"]),
        ("«أ «ب» ج» د «ه»", ["أ «ب» ج", "ه"]),
        ('“أ "ب" ج”', ['أ "ب" ج']),
        ("قال «أ ب", ["أ ب"]),
        ("«أ» ب» ج", ["أ» ب"]),
        ("«أ «ب» ج", ["أ «ب"]),
        ("«أ» ب «ج", ["أ", "ج"]),
        ("أ» ب", []),
        ("لا شيء", []),
        ("«»", [""]),
        ('"أ" ب "ج', ["أ", "ج"]),
    ],
)
def test_quotations_are_found_nested_and_unclosed(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == inside


@pytest.mark.parametrize(("text", "pairs"), [("", True), ('«أ» "ب"', True), ("«أ", False), ("أ”", False), ('"', False)])
def test_quotation_marks_pair_up_or_not(text: str, pairs: bool) -> None:
    assert pair_up(text) is pairs
