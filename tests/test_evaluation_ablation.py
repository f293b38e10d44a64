from pathlib import Path

import pytest
from evaluated import row
from test_evaluation_fitting import squad_file

from assistant.evaluation import ablation
from assistant.evaluation.ablation import BY_NAME, PARTS, as_markdown, figures_of
from vectorstore.features import FEATURES


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_is_there_to_be_taken_out(part: ablation.Part) -> None:
    assert part.features or part.replaced
    assert set(part.features) <= set(FEATURES)
    assert all(getattr(owner, attribute) is not replacement for owner, attribute, replacement in part.replaced)


def test_the_command_prints_what_a_part_adds(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    learn, report = squad_file(tmp_path / "learn.json"), squad_file(tmp_path / "report.json")
    arguments = [str(report), "--learn", str(learn), "--part", "short answers", "--jobs", "2"]
    assert ablation.main(arguments) == 0
    header, _, everything, without = capfd.readouterr().out.splitlines()
    assert [cell.strip() for cell in header.strip("|").split("|")][-3:] == [
        "report.json hit@1",
        "report.json F1",
        "its kind",
    ]
    assert everything.startswith("| everything |")
    *_, hit, f1, _ = [cell.strip() for cell in without.strip("|").split("|")]
    assert hit == "+0.0"  # the same passages are found
    assert float(f1) > 0  # but no short answer is given


def test_figures_are_those_of_the_question_files_and_of_each_squad_file() -> None:
    rows = [
        row(1, file="a.questions.jsonl", kind="dialect"),
        row(2, file="a.questions.jsonl", kind="direct"),
        row(1, file="b.json.gz"),
    ]
    found = figures_of(rows, ["dialect", ""])
    assert found["hit@1"] == 0.5
    assert found["dialect"] == 1.0
    assert found["b.json.gz hit@1"] == 1.0


def test_the_table_has_everything_in_per_cent_and_each_part_in_points() -> None:
    whole = {"hit@1": 0.75, "AUROC": None, "dialect": 0.7}
    table = as_markdown(whole, {"dialect lexicon": {"hit@1": 0.7, "AUROC": None, "dialect": 0.5}})
    assert table.splitlines()[2:] == [
        "| everything | 75.0 | - |  |",
        "| dialect lexicon | +5.0 | - | dialect +20.0 |",
    ]
    assert BY_NAME["dialect lexicon"].kind == "dialect"
