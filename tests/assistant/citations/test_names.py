"""Names of English statements and their counterparts in Arabic."""

import pytest

from assistant.citations.names import names, stand_in

PASSAGE = (
    "أشار المتحدث باسم البنتاجون شون بارنيل إلى مقتل عمر عبد القادر بسام في حلب، وقال الشاذلي وجورج الشابي والمغربي "
    "سعيد الغزواني ورئيس جيبوتي وشيخ ندياي من القاهرة إن شركة Halden تعمل في كازاخستان."
)


@pytest.mark.parametrize(
    "text",
    [
        "said Shawn Parnell, the Pentagon spokesman",
        "it was Omar Abdul Qader Bassam who died in Aleppo",
        "by Al-Shazly and al-Shadhili, George Chebbi and the Moroccan Said El Ghazouani",
        "the president of Djibouti and Cheikh Ndiaye of Cairo",
        "the Halden company works in Kazakhstan",
        "on Monday the Ministry of Health and the UN said in September",
        "Hospitals were full. Production is up. She has left.",
    ],
)
def test_a_name_is_found_by_its_consonants_or_as_arabic_calls_it(text: str) -> None:
    assert stand_in(text, [PASSAGE])


@pytest.mark.parametrize(
    "text",
    ["by Peter Parnell", "a town in Latakia", "a Tunisian officer", "Paris is large", "Moscow's army", "in Kuwait"],
)
def test_a_name_that_no_passage_has_is_missed(text: str) -> None:
    assert not stand_in(text, [PASSAGE, ""])


def test_names_are_what_is_written_as_such() -> None:
    text = "Doctor Karim al-Borai said on Friday that Beirut's EU office is closed. Hama was quiet."
    assert list(names(text)) == ["Karim", "Borai", "Beirut", "Hama"]
