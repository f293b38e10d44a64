"""Questions about the whole article and about parts of it; none is about an article that ships."""

import pytest

from vectorstore.analysis.question import analyse
from vectorstore.analysis.wants import WHOLE_ARTICLE, Want

ASKED: dict[Want, tuple[str, ...]] = {
    Want.SUMMARY: (
        "أوجز لي المقال",
        "هات الزبدة",
        "ما أبرز ما جاء في الخبر؟",
        "ما أهم الأحداث بالترتيب؟",
        "لخصي المقاله لو سمحتي",
        "بغيت ملخص ديال المقال",
        "شو أهم شي بالخبر؟",
        "ايه اهم حاجة في الخبر",
        "أعطني خلاصة الخبر الرياضي",
        "ماذا جرى في المباراة باختصار؟",
        "ما أهم ما خرج به المؤتمر؟",
        "ما النبأ الرئيسي الذي يحمله هذا الخبر؟",
        "what are the main points?",
        "give me the key takeaways",
        "can you sum up the story?",
    ),
    Want.TOPIC: (
        "شو موضوع هالخبر؟",
        "الخبر عن ايش؟",
        "عن شنو يتكلم هالخبر",
        "بم يتعلق هذا الخبر؟",
        "ما القضية التي يناقشها المقال؟",
        "ما الحدث الذي يغطيه التقرير؟",
        "عن أي حريق يتحدث التقرير؟",
        "لخص المقال في جملة واحدة",
        "لخص الاكتشاف في سطرين",
        "شو خلاصة المؤتمر بجملة؟",
        "بم يخبرنا التقرير بشكل عام؟",
        "what's this about?",
        "what does this report cover?",
        "summarise the article in one sentence",
        "من الشخصية الرئيسية في الخبر؟",
        "من بطل القصة؟",
        "عمن يتحدث المقال؟",
        "من الذي يتحدث عنه المقال؟",
        "who is this article about?",
    ),
    Want.TITLE: (
        "اقترح عنوانا للخبر",
        "هات عنوان مناسب",
        "أي عنوان تختار لهذا الخبر؟",
        "suggest a headline for this piece",
    ),
    Want.LIST: (
        "اذكر أسماء الشخصيات الواردة في النص",
        "من ورد ذكره في المقال؟",
        "مين مذكور بالمقال؟",
        "من هم المتحدثون في الخبر؟",
        "عدد الشخصيات الواردة في النص",
        "عدّد أسماء الخبراء المذكورين في التقرير",
        "من هم الأشخاص الذين وردت أسماؤهم في الخبر؟",
        "who is quoted in the story?",
        "ما التواريخ المذكورة؟",
        "ايش التواريخ اللي بالمقال؟",
        "ما السنوات التي ورد ذكرها؟",
        "list all dates mentioned",
        "ما الدول المذكورة في النص؟",
        "ما المدن التي ورد ذكرها؟",
        "which cities are named in the article?",
        "ما الجهات الرسمية التي يذكرها المقال؟",
        "ما الأندية التي مر ذكرها؟",
        "which companies are mentioned?",
        "ما أبرز الأرقام في التقرير؟",
        "what numbers are mentioned in the article?",
        "ما أسماء الأفلام التي ذكرت في التقرير؟",
        "اذكر كتبه التي وردت في النص",
    ),
}
ABOUT_A_PART = (
    "متى وقعت الأحداث؟",
    "امتى حصلت الاحداث؟",
    "when did the events take place?",
    "أين تدور الأحداث؟",
    "وين صارت الأحداث؟",
    "where does the story take place?",
    "ما أهم أسباب الأزمة؟",
    "ما أهم بنود الاتفاق؟",
    "لخص أسباب الخلاف",
    "ما أبرز تصريحات الوزير؟",
    "ما أهم ما قاله الوزير؟",
    "ما أهم ما طالب به المضربون؟",
    "ما الدول التي زارها الوزير؟",
    "ما الشركات التي اشترتها المجموعة؟",
    "ما الجهات التي مولت المشروع؟",
    "ماذا يقول المقال عن الأسعار؟",
    "ما عنوان الشركة؟",
    "ما عنوان الكتاب الجديد؟",
    "ما قصة الطفل المفقود؟",
    "ما محتوى الاتفاق؟",
    "ما فكرة المشروع؟",
    "ما موضوع الدراسة التي نشرتها الباحثة؟",
    "عم تحدث الوزير؟",
    "من بطل الدوري؟",
    "من كتب المقال؟",
    "متى وقع الحادث؟",
    "أين وقع الحادث؟",
    "ما هي مهمته؟",
    "ومع من كتبتها؟",
    "وعلى أي أساس؟",
    "ماذا حدث بعد ذلك؟",
    "كم عدد القتلى في الخبر؟",
    "what does the article say about prices?",
    "what companies did the group buy?",
    "what is the book about?",
    "what is his story?",
    "who are the suspects?",
)


@pytest.mark.parametrize(("want", "text"), [(want, text) for want, texts in ASKED.items() for text in texts])
def test_a_question_about_the_whole_article_is_told(want: Want, text: str) -> None:
    assert analyse(text).want is want


@pytest.mark.parametrize("text", ABOUT_A_PART)
def test_a_question_about_a_part_is_not(text: str) -> None:
    assert analyse(text).want not in WHOLE_ARTICLE


def test_every_want_of_the_whole_article_can_be_asked_for() -> None:
    assert ASKED.keys() == WHOLE_ARTICLE
