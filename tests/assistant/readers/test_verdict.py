"""When a passage affirms a question beyond doubt, and above all when it does not."""

import pytest
from hits import hits_of

from assistant.readers.verdict import affirms

LEFT = "انسحبت القوات الأمريكية من العراق يوم الأحد، بعد عشر سنوات من القتال."


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("هل انسحبت القوات الأمريكية من العراق؟", LEFT),
        ("وهل انسحبت القوات الامريكيه من العراق ؟", LEFT),
        ("هل ارتفعت أسعار النفط؟", "ارتفعت أسعار النفط بنسبة 3 في المئة."),
        ("هل افتتح الوزير الجسر الجديد؟", "وافتتح الوزير الجسر الجديد صباح الاثنين."),
    ],
)
def test_yes_where_one_clause_says_the_words_of_the_question(question: str, passage: str) -> None:
    assert affirms(question, hits_of(passage)[0].passage)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("هل انسحبت القوات الأمريكية من العراق؟", "لم تنسحب القوات الأمريكية من العراق."),
        ("هل انسحبت القوات الأمريكية من العراق؟", "نفى المتحدث أن تكون قد انسحبت القوات الأمريكية من العراق."),
        ("هل تنسحب القوات الأمريكية من العراق؟", "قد تنسحب القوات الأمريكية من العراق."),
        ("هل انسحبت القوات الأمريكية من سوريا؟", LEFT),
        ("هل انسحبت القوات الأمريكية؟ ومتى؟", LEFT),
        ("هل قتل الجيش المسلحين في المدينة؟", "قتل المسلحون الجيش في المدينة."),
        ("هل قتل الجيش 5 مسلحين؟", "قتل الجيش 15 مسلحين."),
        ("هل زار الوزير القاهرة؟", "زار نائب الوزير القاهرة."),
        ("هل فاز المنتخب المغربي؟", "فاز مدرب المنتخب المغربي بالجائزة."),
        ("هل زار الوزير القاهرة؟", "ألغى الوزير زيارته، وزار القاهرة الرئيس."),
        ("هل ينجح العلاج مع الأطفال؟", "قال الطبيب إن التجربة ستبين هل ينجح العلاج مع الأطفال."),
        ("هل هو؟", LEFT),
        ("من انسحبت القوات الأمريكية من العراق؟", LEFT),
        ("Did US forces leave Iraq?", LEFT),
    ],
)
def test_no_word_where_there_is_any_doubt(question: str, passage: str) -> None:
    assert not affirms(question, hits_of(passage)[0].passage)
