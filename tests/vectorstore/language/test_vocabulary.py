from vectorstore.language.vocabulary import folded_words, stems


def test_texts_are_remembered_as_folded_words_and_stems() -> None:
    assert folded_words("المدرسةُ، كبيرة!") == ("المدرسه", "كبيره")
    assert stems("المدرسةُ، كبيرة!") == ("مدرس", "كبير")
    assert folded_words("المدرسة") is folded_words("المدرسة")
    assert stems("المدرسة") is stems("المدرسة")


def test_a_text_without_words_has_neither() -> None:
    assert folded_words("؟!…") == stems("؟!…") == ()
