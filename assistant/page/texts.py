"""The page's own words, in Arabic and in English. What stands inside an answer is in `assistant.rendering.html`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assistant.answer import Language
from assistant.rendering.doubts import doubt
from vectorstore.article import WARNINGS


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """The words of the page in one language; ``examples`` are questions any article takes, ``lists`` what most can."""

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
    save: str
    article: str
    to_article: str
    back: str
    examples: tuple[str, ...]
    lists: tuple[str, ...]
    stopped: str
    failed: str
    crowded: str
    trouble: str
    lost: str
    settings: Mapping[str, str]  # what the reader, the model and the embeddings are called
    actions: Mapping[str, str]  # what stands on the buttons of questions and answers
    history: Mapping[str, str]  # about the conversations that the browser keeps
    own: Mapping[str, str]  # about an article of the reader's own
    doubts: Mapping[str, str]  # what a code of `Article.warnings` says

    def about(self, reader_name: str) -> str:
        """Who answers, in a sentence."""
        return self.quoting if reader_name == "extractive" else self.writing.format(reader=reader_name)


LANGUAGES: Final[Mapping[str, Language]] = {"العربية": "ar", "English": "en"}

_ARABIC: Final = Texts(
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
    save="تنزيل المحادثة",
    article="المقال",
    to_article="المقال",
    back="العودة إلى المحادثة",
    examples=("ما موضوع المقال؟", "لخّص المقال", "من ذُكر في المقال؟"),
    lists=(
        "ما الأماكن المذكورة في المقال؟",
        "ما الجهات المذكورة في المقال؟",
        "ما التواريخ المذكورة في المقال؟",
        "ما الأرقام الواردة في المقال؟",
        "ما عنوان المقال؟",
    ),
    stopped="أوقفتَ هذه الإجابة قبل أن تكتمل.",
    failed="تعذّرت الإجابة، وسؤالك باقٍ في مكانه. أعد إرساله، فإن تكرر الخطأ فأعد تشغيل المساعد.",
    crowded="تنتظر أسئلة كثيرة من عنوانك، وسؤالك باقٍ في مكانه. أعد إرساله بعد قليل.",
    trouble="انقطع الاتصال",
    lost="لا يصل المتصفح إلى المساعد. تأكد أنه يعمل، ثم أعد إرسال سؤالك أو تحميل الصفحة.",
    settings={
        "reader": "القارئ",
        "extractive": "يقتبس من المقال",
        "generative": "نموذج لغوي، وتُراجَع اقتباساته",
        "model": "النموذج اللغوي",
        "none": "لا يوجد",
        "embedding": "البحث",
        "builtin": "بالكلمات العربية (مدمج)",
        "and": "، و",
    },
    actions={
        "copy": "نسخ",
        "copied": "نُسخت",
        "retry": "أعد الإجابة",
        "edit": "تعديل",
        "good": "مفيدة",
        "bad": "غير مفيدة",
        "note": "ملاحظة (اختيارية)",
        "add": "إضافة",
        "thanks": "شكرًا، سُجّل رأيك على هذا الحاسوب.",
        "unrated": "لم يُسجَّل رأيك؛ تأكد من أن مجلد البيانات قابل للكتابة.",
        "resend": "إرسال",
        "loses": "إرسال التعديل يحذف ما بعد هذا السؤال من المحادثة.",
        "instead_of": "احذف ما بعده وأرسل",
        "cancel": "إلغاء",
        "next": "اسأل أيضًا:",
        "instead": "أسئلة يجيب عنها المقال:",
        "first": "جرّب أن تسأل:",
    },
    history={
        "title": "محادثات سابقة",
        "where": "محفوظة في هذا المتصفح وحده، لا على الخادم. من يستعمل هذا الحاسوب بعدك يراها، فامسحها إن شئت.",
        "none": "لا محادثات محفوظة.",
        "delete": "حذف",
        "clear": "امسحها كلها",
        "sure": "متأكد؟ لا رجعة بعد المسح",
        "close": "إغلاق",
    },
    own={
        "title": "مقالك أنت",
        "intro": "الصق نصًا أو اختر ملفًا (txt أو md أو html أو pdf أو docx)، أو أفلته في أي موضع من الصفحة. "
        "لا يراه غيرك، ولا يُحفظ على القرص، ويزول بانتهاء جلستك.",
        "text": "نص المقال",
        "paste": "الصق نص المقال هنا",
        "open": "افتح هذا النص",
        "file": "اختر ملفًا",
        "reading": "يُقرأ المقال…",
        "indexing": "يُفهرس المقال: {done} من {total}",
        "opened": "هذا مقالك أنت؛ اسأل عنه.",
        "empty": "لا نص في هذا المقال يمكن الاقتباس منه. الصق نصه بدلا من الملف.",
        "large": "المقال أكبر من الحد، وهو {limit} ميغابايت. اختصره أو قسّمه.",
        "format": "لا يُقرأ هذا الملف. احفظه بصيغة txt أو md أو html أو pdf أو docx، أو الصق نصه.",
        "slow": "تستغرق قراءة هذا الملف وقتا أو ذاكرة فوق الحد. الصق نص المقال وحده.",
        "many": "بلغت المقالات المفتوحة الآن حدها. أعد المحاولة بعد دقائق.",
        "crowded": "تُفتح مقالات كثيرة من عنوانك الآن. أعد المحاولة بعد قليل.",
        "other": "تعذّر فتح المقال. الصق نصه، أو أعد المحاولة.",
    },
    doubts={code: doubt(code, "ar") for code in WARNINGS},
)

_ENGLISH: Final = Texts(
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
    save="Download chat",
    article="Article",
    to_article="Article",
    back="Back to the chat",
    examples=("What is the article about?", "Summarize the article", "Who is mentioned in the article?"),
    lists=(
        "Which places are mentioned in the article?",
        "Which organizations are mentioned in the article?",
        "Which dates are mentioned in the article?",
        "Which figures are mentioned in the article?",
        "What is the title of the article?",
    ),
    stopped="You stopped this answer before it was complete.",
    failed="The answer failed; your question is still here. Send it again; if that fails, restart the assistant.",
    crowded="Many questions from your address are waiting; yours is still here. Send it again in a moment.",
    trouble="Connection lost",
    lost="The browser cannot reach the assistant. Check that it runs, then send again or reload the page.",
    settings={
        "reader": "Reader",
        "extractive": "quotes the article",
        "generative": "a language model; its citations are checked",
        "model": "Language model",
        "none": "none",
        "embedding": "Search",
        "builtin": "by Arabic words (built in)",
        "and": " and ",
    },
    actions={
        "copy": "Copy",
        "copied": "Copied",
        "retry": "Answer again",
        "edit": "Edit",
        "good": "Helpful",
        "bad": "Not helpful",
        "note": "Note (optional)",
        "add": "Add",
        "thanks": "Thank you; kept on this computer.",
        "unrated": "Your opinion was not kept; check that the data folder can be written.",
        "resend": "Send",
        "loses": "Sending the edit removes what follows this question in the conversation.",
        "instead_of": "Remove it and send",
        "cancel": "Cancel",
        "next": "Ask also:",
        "instead": "Questions the article answers:",
        "first": "Try to ask:",
    },
    history={
        "title": "Earlier chats",
        "where": "Kept in this browser alone, not on the server. Whoever uses this computer after you can see them; "
        "clear them if you wish.",
        "none": "No chats are kept.",
        "delete": "Delete",
        "clear": "Clear all",
        "sure": "Sure? This cannot be undone",
        "close": "Close",
    },
    own={
        "title": "Your own article",
        "intro": "Paste text or choose a file (txt, md, html, pdf or docx), or drop it anywhere on the page. "
        "Nobody else sees it, it is not written to disk, and it is gone when your session ends.",
        "text": "The article's text",
        "paste": "Paste the article's text here",
        "open": "Open this text",
        "file": "Choose a file",
        "reading": "Reading the article…",
        "indexing": "Indexing the article: {done} of {total}",
        "opened": "This is your own article; ask about it.",
        "empty": "There is no text in this article that could be quoted. Paste its text instead of the file.",
        "large": "The article is larger than the limit of {limit} MB. Shorten or divide it.",
        "format": "This file cannot be read. Save it as txt, md, html, pdf or docx, or paste its text.",
        "slow": "This file takes more time or memory to read than allowed. Paste the article's text alone.",
        "many": "Too many articles are open at the moment. Try again in a few minutes.",
        "crowded": "Many articles are being opened from your address. Try again in a moment.",
        "other": "The article could not be opened. Paste its text, or try again.",
    },
    doubts={code: doubt(code, "en") for code in WARNINGS},
)

TEXTS: Final[Mapping[Language, Texts]] = {"ar": _ARABIC, "en": _ENGLISH}
