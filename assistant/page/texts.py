"""The page's own words, in Arabic and in English. What stands inside an answer is in `assistant.render`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assistant.answer import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """The words of the page in one language; ``examples`` are questions any article can take."""

    title: str
    intro: str
    quoting: str  # what answers, where that is the extractive reader
    writing: str  # what answers otherwise; {reader} is its name
    language: str
    conversation: str
    question: str
    placeholder: str
    send: str
    stop: str
    fresh: str
    article: str
    back: str
    examples: tuple[str, ...]
    stopped: str
    failed: str
    trouble: str
    lost: str

    def about(self, reader_name: str) -> str:
        """Who answers, in a sentence."""
        return self.quoting if reader_name == "extractive" else self.writing.format(reader=reader_name)


LANGUAGES: Final[Mapping[str, Language]] = {"العربية": "ar", "English": "en"}

TEXTS: Final[Mapping[Language, Texts]] = {
    "ar": Texts(
        title="مساعد المقال",
        intro="اسأل عن المقال. كل رقم في الإجابة يريك موضعه في النص.",
        quoting="الإجابات كلمات المقال نفسها، بلا نموذج لغوي.",
        writing="يكتب الإجابات النموذج {reader}، وتُراجَع اقتباساته على المقال.",
        language="لغة الصفحة",
        conversation="المحادثة",
        question="سؤالك",
        placeholder="اكتب سؤالك عن المقال",
        send="إرسال",
        stop="إيقاف",
        fresh="محادثة جديدة",
        article="المقال",
        back="العودة إلى الإجابة",
        examples=("ما موضوع المقال؟", "لخّص المقال", "من ذُكر في المقال؟"),
        stopped="أوقفتَ هذه الإجابة قبل أن تكتمل.",
        failed="تعذّرت الإجابة، وسؤالك باقٍ في مكانه. أعد إرساله، فإن تكرر الخطأ فأعد تشغيل المساعد.",
        trouble="انقطع الاتصال",
        lost="لا يصل المتصفح إلى المساعد. تأكد أنه يعمل، ثم أعد إرسال سؤالك أو تحميل الصفحة.",
    ),
    "en": Texts(
        title="Article assistant",
        intro="Ask about the article. Each number in an answer shows its place in the text.",
        quoting="Answers are the article's own words; no language model is used.",
        writing="Answers are written by {reader}; its citations are checked against the article.",
        language="Page language",
        conversation="Conversation",
        question="Your question",
        placeholder="Ask about the article",
        send="Send",
        stop="Stop",
        fresh="New chat",
        article="Article",
        back="Back to the answer",
        examples=("What is the article about?", "Summarize the article", "Who is mentioned in the article?"),
        stopped="You stopped this answer before it was complete.",
        failed="The answer failed; your question is still here. Send it again; if that fails, restart the assistant.",
        trouble="Connection lost",
        lost="The browser cannot reach the assistant. Check that it runs, then send again or reload the page.",
    ),
}
