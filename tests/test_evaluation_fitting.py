import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import fitting
from assistant.evaluation.examples import Example, examples, false_premise, read
from assistant.evaluation.fitting import area_under_curve, calibration_error, fit_confidence, fit_ranking, hit_at
from assistant.evaluation.questions import split_half
from vectorstore.features import CONFIDENCE_FEATURES, FEATURES
from vectorstore.questions import analyse

ASKED = analyse("متى افتتح الجسر؟")
CONTEXTS = (
    "افتتحت بلدية المدينة جسر النهر الجديد الذي يربط بين ضفتي المدينة القديمة بعد سنوات من العمل في البناء.",
    "وقال المهندس سامي حداد إن المشروع سيخفف الازدحام عن وسط المدينة ويختصر الطريق على السكان كل صباح.",
    "وبلغت كلفة البناء أربعين مليون دينار دفعت نصفها شركة الكهرباء وتكفلت بالباقي وزارة النقل والمصرف الوطني.",
    "وتأخر التسليم بسبب فيضان غمر الموقع في الشتاء وأتلف المعدات وأوقف العمال عن الحفر أسابيع طويلة.",
    "ويزور السياح متحف الصيادين القريب لمشاهدة القوارب الخشبية والشباك القديمة التي تركها الأجداد قبل قرن.",
    "وتبيع النساء في السوق المجاور الخبز والعسل والزيتون وأنواعا من الجبن تصنعها القرى في الجبال البعيدة.",
)
QUESTIONS = (
    ("كم بلغت كلفة البناء؟", 2, "أربعين مليون دينار"),
    ("لماذا تأخر التسليم؟", 3, "فيضان"),
    ("ماذا يزور السياح؟", 4, "متحف الصيادين"),
    ("ماذا تبيع النساء في السوق؟", 5, "الخبز والعسل"),
)


def example(right: int, *, answerable: bool, seed: int) -> Example:
    """Three candidates of noise, of which the right one says the terms, if any does."""
    noise = np.random.default_rng(seed)
    table = 0.1 * noise.random((3, len(FEATURES)))
    if answerable:
        for name in ("soft", "soft_local"):
            table[right, FEATURES.index(name)] += 0.8
    return Example(ASKED, table, np.arange(3) == right if answerable else np.zeros(3, dtype=bool), answerable)


def told(confidences: list[tuple[float, bool]]) -> list[Example]:
    """Examples of one candidate whose confidence is what it says."""
    soft = FEATURES.index("soft")
    made = []
    for value, answerable in confidences:
        table = np.zeros((1, len(FEATURES)))
        table[0, soft] = value
        made.append(Example(ASKED, table, np.array([answerable]), answerable))
    return made


BY_SOFT = np.array([float(name == "soft") for name in CONFIDENCE_FEATURES])
ALIKE = np.zeros(len(FEATURES))
ANSWERED = [example(seed % 3, answerable=True, seed=seed) for seed in range(12)]
ABSENT = [example(0, answerable=False, seed=seed) for seed in range(100, 112)]
UNSEEN = [example(seed % 3, answerable=True, seed=seed) for seed in range(200, 206)]


def test_the_weights_that_are_learned_put_the_right_passage_first() -> None:
    ranked = fit_ranking([ANSWERED])
    assert hit_at(UNSEEN, ranked, 1) == 1.0


def test_no_weight_is_negative_and_what_ranking_may_not_use_has_none() -> None:
    ranked = fit_ranking([ANSWERED])
    assert (ranked >= 0).all()
    assert [name for name, weight in zip(FEATURES, ranked, strict=True) if weight] != []
    assert all(
        not weight for name, weight in zip(FEATURES, ranked, strict=True) if name not in fitting.RANKING_FEATURES
    )


def test_a_feature_that_misleads_gets_no_weight() -> None:
    sign = FEATURES.index("sign")
    for one in (misled := [example(seed % 3, answerable=True, seed=seed) for seed in range(12)]):
        one.table[:, sign] = ~one.right
    assert fit_ranking([misled])[sign] == 0.0


def test_absent_questions_teach_nothing_about_ranking() -> None:
    assert fit_ranking([[*ANSWERED, *ABSENT]]) == pytest.approx(fit_ranking([ANSWERED]))


def test_confidence_tells_answered_questions_from_absent_ones() -> None:
    ranked = fit_ranking([ANSWERED])
    confident = fit_confidence([[*ANSWERED, *ABSENT]], ranked)
    unseen = [*UNSEEN, *(example(0, answerable=False, seed=seed) for seed in range(300, 306))]
    assert area_under_curve(unseen, ranked, confident) == 1.0


@pytest.mark.parametrize(
    ("confidences", "area"),
    [
        ([(0.9, True), (0.8, True), (0.2, False)], 2 / 2),
        ([(0.9, True), (0.1, True), (0.5, False)], 1 / 2),
        ([(0.9, True), (0.6, True), (0.7, False), (0.1, False)], 3 / 4),
        ([(0.1, True), (0.9, False)], 0 / 1),
        ([(0.9, True)], 0.5),
        ([(0.9, False)], 0.5),
        ([], 0.5),
    ],
)
def test_the_area_is_the_share_of_pairs_in_the_right_order(confidences: list[tuple[float, bool]], area: float) -> None:
    assert area_under_curve(told(confidences), ALIKE, BY_SOFT) == pytest.approx(area)


def test_hits_are_counted_among_the_first_k_of_answerable_examples() -> None:
    by_soft = np.array([float(name == "soft") for name in FEATURES])
    table = np.zeros((3, len(FEATURES)))
    table[:, FEATURES.index("soft")] = [0.3, 0.2, 0.1]
    second = Example(ASKED, table, np.array([False, True, False]), True)
    assert [hit_at([second, *ABSENT], by_soft, k) for k in (1, 2, 3)] == [0.0, 1.0, 1.0]
    assert hit_at(ABSENT, by_soft, 1) == 0.0


def question_file(tmp_path: Path) -> Path:
    """A question file of twenty questions, with the article beside it."""
    (tmp_path / "bridge.txt").write_text("\n\n".join(CONTEXTS), encoding="utf-8")
    lines = [
        {"id": f"q{n}", "kind": "fact", "turns": ["لماذا تأخر التسليم؟"], "answerable": True, "gold": ["فيضان"]}
        for n in range(20)
    ]
    path = tmp_path / "bridge.questions.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_of_a_file_to_develop_on_only_the_dev_half_is_read(tmp_path: Path) -> None:
    path = question_file(tmp_path)
    (whole,) = read(path, dev_only=False)
    (half,) = read(path, dev_only=True)
    assert len(whole.questions) == 20
    assert half.questions == tuple(q for q in whole.questions if split_half(q.id) == "dev")
    assert 0 < len(half.questions) < 20


def test_questions_without_an_article_beside_them_are_refused(tmp_path: Path) -> None:
    path = question_file(tmp_path)
    alone = path.rename(tmp_path / "other.questions.jsonl")
    (tmp_path / "bridge.txt").unlink()
    with pytest.raises(SystemExit, match="no article file beside it"):
        read(alone, dev_only=False)


def squad_file(path: Path) -> Path:
    """The made-up article as a SQuAD file."""
    paragraphs = []
    for place, context in enumerate(CONTEXTS):
        qas = [
            {"id": f"{path.stem}{n}", "question": text, "answers": [{"text": gold, "answer_start": context.find(gold)}]}
            for n, (text, at, gold) in enumerate(QUESTIONS)
            if at == place
        ]
        paragraphs.append({"context": context, "qas": qas})
    path.write_text(json.dumps({"data": [{"title": "جسر", "paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_every_squad_question_is_also_asked_without_the_passages_that_answer(tmp_path: Path) -> None:
    made = list(examples([read(squad_file(tmp_path / "a.json"), dev_only=False)]))
    answerable = [one for one in made if one.answerable]
    without = [one for one in made if len(one.right) < len(CONTEXTS)]
    assert len(answerable) == len(without) == len(QUESTIONS)
    assert sorted(one.question.text for one in without) == sorted(text for text, _, _ in QUESTIONS)
    for one in made:
        assert one.right.any() == one.answerable
        assert one.table.shape == (len(one.right), len(FEATURES))


def test_english_questions_of_question_files_are_also_asked_where_nothing_answers(tmp_path: Path) -> None:
    line = {"id": "q", "kind": "english", "turns": ["Why was the bridge late?"], "answerable": True, "gold": ["فيضان"]}
    sets = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        path = question_file(folder)
        path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
        sets.append(read(path, dev_only=False))
    made = list(examples(sets))
    assert sum(one.answerable for one in made) == 2
    absent = [one for one in made if not one.answerable]
    assert absent
    assert not any(one.right.any() for one in absent)


def test_a_language_weighs_as_many_of_its_questions_are_answerable() -> None:
    arabic, english = told([(1.0, True), (1.0, True), (1.0, False)]), told([(1.0, True), *[(1.0, False)] * 9])
    in_english = [replace(e, question=replace(e.question, arabic=False)) for e in english]
    shares = fitting._shares([*arabic, *in_english])
    assert sum(shares) == pytest.approx(1.0)
    assert sum(shares[:3]) == pytest.approx(2 / 3)
    assert sum(shares[:2]) == pytest.approx(2 / 3 * 2 / 3)


def test_questions_are_asked_of_what_nobody_said_too(tmp_path: Path) -> None:
    made = list(examples([read(squad_file(tmp_path / "a.json"), dev_only=False)]))
    changed = [one for one in made if one.question.text not in {text for text, _, _ in QUESTIONS}]
    assert changed
    for one in changed:
        assert not one.answerable
        assert len(one.right) == len(CONTEXTS)


def test_a_false_premise_has_another_word_for_the_rarest() -> None:
    assert false_premise("متى وصل برهوم إلى البلدة؟", ["زعتور"], random.Random(0)) == "متى وصل زعتور إلى البلدة؟"


@pytest.mark.parametrize(
    ("question", "replacements"),
    [
        ("متى وصل برهوم؟", []),  # nothing to put in its place
        ("متى وصل برهوم؟", ["برهوم"]),  # the same word
        ("وصل برهوم؟", ["زعتور"]),  # too short
        ("متى قال في العام؟", ["زعتور"]),  # no word that tells
        ("when did Barhum arrive?", ["زعتور"]),
    ],
)
def test_a_question_may_have_no_false_premise(question: str, replacements: list[str]) -> None:
    assert false_premise(question, replacements, random.Random(0)) is None


def test_confidence_is_calibrated_where_it_is_the_share_that_is_right() -> None:
    sure, never = told([(0.0, True), (0.0, False)])
    certain = np.array([30.0 * (name == "constant") for name in CONFIDENCE_FEATURES])
    assert calibration_error([sure], ALIKE, certain) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error([never], ALIKE, certain) == pytest.approx(1.0)
    assert calibration_error([sure, never], ALIKE, certain) == pytest.approx(1 / 3)  # as many as are absent
    assert calibration_error([sure, never], ALIKE, 0 * certain) == pytest.approx(2 / 3 - 1 / 2)
    assert calibration_error([], ALIKE, certain) == 0.0


def test_the_command_writes_weights_by_the_names_of_the_features(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(squad_file(tmp_path / name)) for name in ("a.json", "b.json")]
    output = tmp_path / "weights.json"
    assert fitting.main(["--whole", files[0], "--whole", files[1], "--output", str(output)]) == 0
    learned = json.loads(output.read_text(encoding="utf-8"))
    assert learned.keys() == {"ranking", "confidence"}
    assert learned["ranking"].keys() <= set(FEATURES)
    assert learned["confidence"].keys() <= set(CONFIDENCE_FEATURES)
    ranked = np.array([learned["ranking"].get(name, 0.0) for name in FEATURES])
    made = list(examples([read(tmp_path / "a.json", dev_only=False)]))
    assert hit_at(made, ranked, 1) == 1.0
    told_of = capsys.readouterr().err
    assert "a.json (1)" in told_of
    assert "AUROC" in told_of
