import pytest

from vectorstore.organisations import organisations


def found(text: str) -> list[str]:
    return [text[body.start : body.end] for body in organisations(text)]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("أعلنت وزارة النقل العراقية تؤكد", "وزارة النقل العراقية"),
        ("وشاركت شركة الكهرباء في البناء", "شركة الكهرباء"),
        ("قالت وزارة التربية والتعليم إن العام بدأ", "وزارة التربية والتعليم"),
        ("وقع الاتحاد الدولي لكرة القدم اتفاقا", "الاتحاد الدولي لكرة القدم"),
        ("اشترت شركة «نور الضفاف» المصنع", "شركة «نور الضفاف»"),
        ("في جامعة البصرة أمس", "جامعة البصرة"),
        ("دعت الأمم المتحدة إلى الهدوء", "الأمم المتحدة"),
        ("أعلن جهاز مكافحة الحرائق في العاصمة", "جهاز مكافحة الحرائق"),
        ("ووزارة الصحة تراقب", "وزارة الصحة"),
        ("تراجعت أرباح لشركة الكهرباء", "لشركة الكهرباء"),
    ],
)
def test_an_organisation_is_found_to_the_end_of_its_name(text: str, body: str) -> None:
    assert found(text) == [body]


@pytest.mark.parametrize(
    "text", ["قالت الشركة إنها ربحت", "في فريق كبير", "قالت الحكومة «لا نقبل ذلك أبدا»", "احتل المركز الرابع", ""]
)
def test_a_head_alone_names_no_organisation(text: str) -> None:
    assert found(text) == []


def test_organisations_in_a_row_are_told_apart() -> None:
    assert found("شركة الكهرباء وجامعة البصرة وبنك التنمية") == ["شركة الكهرباء", "جامعة البصرة", "بنك التنمية"]
