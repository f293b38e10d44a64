from vectorstore.works import works


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in works(text)]


def test_a_title_stands_in_quotation_marks_after_what_it_is_the_title_of() -> None:
    assert found("فاز فيلم «بيت الملح» بالجائزة") == ["بيت الملح"]
    assert found('في روايته الأولى "ظل النخلة"') == ["ظل النخلة"]


def test_titles_in_a_row_share_what_they_are() -> None:
    assert found("أفلام «بيت الملح» و«المعبر»، و«ظل النخلة» وقال «لا أعرف»") == ["بيت الملح", "المعبر", "ظل النخلة"]


def test_what_someone_said_is_no_title() -> None:
    assert found("قال المخرج: «صنعنا هذا بثلاث كاميرات»") == []
    assert found("وصف الكتاب بأنه «عمل طويل جدا لا يكاد ينتهي عند أحد»") == []
