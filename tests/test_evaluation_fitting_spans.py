"""Learning where short answers stand, on a question file small enough to be learned in a second."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import fitting_spans
from assistant.evaluation.fitting_spans import agreement, evaluate, fit, lists, main, passages
from vectorstore.questions import analyse
from vectorstore.spanfeatures import candidates

CITIES = ("بغداد", "دمشق", "تونس", "الرباط", "عمان", "القاهرة", "الخرطوم", "صنعاء")


def question_file(tmp_path: Path) -> Path:
    """A SQuAD file that asks of each city when its bridge was opened."""
    data = []
    for number, city in enumerate(CITIES):
        text = f"افتتح رئيس البلدية جسر النهر في مدينة {city} سنة {1950 + number} بعد عمل طويل شارك فيه 300 عامل."
        year = str(1950 + number)
        asked = {"id": f"q{number}", "question": f"متى افتتح جسر النهر في {city}؟"}
        answers = [{"text": year, "answer_start": text.index(year)}]
        data.append({"title": city, "paragraphs": [{"context": text, "qas": [{**asked, "answers": answers}]}]})
    path = tmp_path / "bridges.json"
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path


def test_each_question_comes_with_the_passage_that_holds_its_answer(tmp_path: Path) -> None:
    found = list(passages(question_file(tmp_path)))
    assert len(found) == len(CITIES)
    assert all(question.gold[0] in passage.text for question, passage in found)


def test_spans_agree_with_the_gold_by_the_words_they_share(tmp_path: Path) -> None:
    question, passage = next(passages(question_file(tmp_path)))
    spans = candidates(analyse(question.turns[0]), passage.text)
    values = agreement(spans, passage, question)
    f1 = {(first, last): value for first, last, value in zip(spans.first, spans.last, values, strict=True)}
    year = next(i for i, word in enumerate(spans.words) if word.folded == "1950")
    assert f1[year, year + 1] == 1.0
    assert f1[year - 1, year + 1] == pytest.approx(2 * 1 / (2 + 1))
    assert f1[year + 2, year + 3] == 0.0


def test_some_of_the_questions_keep_their_spans(tmp_path: Path) -> None:
    told = lists([question_file(tmp_path)])
    some = told.of([2, 0])
    ends = [*told.firsts[1:], len(told.f1)]
    assert len(told.firsts) == len(CITIES)
    assert np.array_equal(some.table[: some.firsts[1]], told.table[told.firsts[2] : ends[2]])
    assert np.array_equal(some.f1[some.firsts[1] :], told.f1[: ends[0]])


def test_the_weights_that_are_learned_find_the_answers(tmp_path: Path) -> None:
    path = question_file(tmp_path)
    weights = fit(lists([path]), seeds=1, epochs=40)
    given, exact, f1 = evaluate(path, weights)
    assert given == 1.0
    assert exact >= 0.7
    assert f1 >= exact
    assert evaluate(path, weights, least=1.01) == (0.0, 0.0, 0.0)


def test_the_command_writes_weights_and_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fitting_spans, "_EPOCHS", 2)
    path, written = question_file(tmp_path), tmp_path / "spans.npz"
    assert main([str(path), "--held-out", str(path), "--output", str(written)]) == 0
    assert capsys.readouterr().err.count("bridges.json") == 2
    with np.load(written) as arrays:
        assert set(arrays) == {"mean", "scale", "hidden", "bias", "out", "linear"}
