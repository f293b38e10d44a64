"""The article, a scripted assistant and a browser for the tests of the page."""

import os
import shutil
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, sync_playwright

from assistant.answer import Answer, Citation
from assistant.page import Askable, Options, running
from assistant.readers.base import Turn
from assistant.settings import SHIPPED_ARTICLE
from vectorstore.article import Article, Heading, Paragraph
from vectorstore.importing.loading import read_article
from vectorstore.passages import Passage, split

# Playwright's own list, which a list of ours replaces, and the pages behind the address bar: Chromium loads them for
# each of its windows, which costs as much as the page itself.
_NOT_NEEDED = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AimEnabled"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
)
CHROMIUM_FLAGS = (
    f"--disable-features={','.join(_NOT_NEEDED)}",
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Script = Callable[[str, Sequence[Turn]], Iterator[Answer]]


def article_of(title: str, *paragraphs: str) -> Article:
    """An article whose lines are its title and its paragraphs; nothing reads it, so hostile lines stay whole."""
    starts = [sum(len(line) + 1 for line in (title, *paragraphs)[:count]) for count in range(1, len(paragraphs) + 1)]
    spans = tuple(Paragraph(start, start + len(line), title) for start, line in zip(starts, paragraphs, strict=True))
    return Article("\n".join((title, *paragraphs)), title, (Heading(0, len(title), 1),), spans)


def shipped_article() -> Article:
    """The article that ships."""
    return read_article(SHIPPED_ARTICLE, max_bytes=1 << 20)


@dataclass
class FakeAssistant:
    """Streams what its script says and remembers what it was asked."""

    article: Article
    script: Script
    reader_name: str = "extractive"
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    embedding_name: str = "builtin"
    closed: bool = False

    @property
    def passages(self) -> tuple[Passage, ...]:
        return split(self.article)

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Nothing is known: no questions are offered but the general ones."""
        return Answer(question, False, "", "ar", "extractive")

    def reading(self, article: Article, progress: Callable[[int, int], None] | None = None) -> "FakeAssistant":
        """The same script about another article."""
        return FakeAssistant(article, self.script, self.reader_name)

    def close(self) -> None:
        self.closed = True

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        self.asked.append((question, tuple(history)))
        yield from self.script(question, history)


def growing(question: str, text: str, cited: Sequence[Passage] = (), **more: object) -> Iterator[Answer]:
    """Answers whose text grows word by word to ``text``; ``[n]`` in it cites the n-th of ``cited``."""
    citations = tuple(Citation.of(number, passage) for number, passage in enumerate(cited, 1))
    values = {"answered": True, "language": "ar", "reader": "extractive", "confidence": 0.9} | more
    words = text.split(" ")
    for count in range(1, len(words)):
        yield Answer(question, text=" ".join(words[:count]), citations=citations, complete=False, **values)  # type: ignore[arg-type]
    yield Answer(question, text=text, citations=citations, **values)  # type: ignore[arg-type]


class Held:
    """A script that gives one word and then waits to be released."""

    def __init__(self, inner: Script) -> None:
        self.inner = inner
        self.release = threading.Event()

    def __call__(self, question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        for count, answer in enumerate(self.inner(question, history)):
            yield answer
            if count == 0:
                assert self.release.wait(timeout=30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless; skips where there is none, unless REQUIRE_BROWSER=1 makes that a failure."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no chromium on the PATH")
        pytest.skip("there is no chromium on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A page in a session of its own, and what its browser asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str) -> Locator:
        """Type a question, send it and wait until its answer is complete: the answer."""
        answer = self.page.locator("#chat .answer").nth(self.page.locator("#chat .answer").count())
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        answer.and_(self.page.locator(".complete")).wait_for()
        self.page.locator("#send").wait_for()
        return answer

    def refuse(self, dialog: Dialog) -> None:
        """Note a dialog and close it."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def speak(self, language: str) -> None:
        """Switch the page to "العربية" or "English"."""
        self.page.locator("#language label", has_text=language).click()
        self.page.locator("#send", has_text={"English": "Send", "العربية": "إرسال"}[language]).wait_for()


def context_of(browser: Browser, *, width: int = 1280, height: int = 800, **context: Any) -> BrowserContext:
    """A window for pages; each page in it is a session of its own."""
    context = {"locale": "ar-EG"} | context
    return browser.new_context(viewport={"width": width, "height": height}, **context)


def visit(context: BrowserContext, address: str) -> Visit:
    """The chat page, ready to be asked."""
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda line: seen.complaints.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", seen.refuse)
    page.goto(address)
    page.wait_for_selector("#question textarea")
    return seen


class Stage:
    """An assistant whose part is played by one after another, so that one server serves the scripts of many tests."""

    def __init__(self, playing: FakeAssistant) -> None:
        self.playing = playing

    def __getattr__(self, name: str) -> Any:
        return getattr(self.playing, name)


class Pages:
    """Opens pages in windows and from servers that last as long as it does."""

    def __init__(self, browser: Browser, lasting: ExitStack) -> None:
        self.browser = browser
        self._lasting = lasting
        self._stages: dict[Hashable, tuple[Stage, str]] = {}
        self._addresses: dict[int, str] = {}
        self._contexts: dict[str, BrowserContext] = {}

    def address(self, asked: Askable) -> str:
        """Where an assistant is served; scripts that look alike on an empty page take turns on one server."""
        if not isinstance(asked, FakeAssistant):
            if id(asked) not in self._addresses:
                self._addresses[id(asked)] = self._serve(asked)
            return self._addresses[id(asked)]
        look = (id(asked.article), asked.reader_name, asked.embedding_name)
        if look not in self._stages:
            self._stages[look] = (stage := Stage(asked), self._serve(stage))  # type: ignore[arg-type]
        stage, address = self._stages[look]
        stage.playing = asked
        return address

    def _serve(self, asked: Askable) -> str:
        return self._lasting.enter_context(running(asked, host="127.0.0.1", port=0))

    def open(self, address: str, **context: Any) -> Visit:
        """A page in the window that has these properties."""
        key = repr(sorted(context.items()))
        if key not in self._contexts:
            self._contexts[key] = context_of(self.browser, **context)
            self._lasting.callback(self._contexts[key].close)
        return visit(self._contexts[key], address)

    def close_all(self) -> None:
        """Close every page; the windows stay."""
        for context in self._contexts.values():
            for page in context.pages:
                page.close()


def check(opened: Visit, address: str) -> None:
    """The page has not left this machine and has not complained."""
    hosts = {urlsplit(url).netloc for url in opened.requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(address).netloc}
    assert opened.complaints == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:  # a session's would leave a running event loop to the tests of other modules
        yield started


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Pages]:
    """The windows and servers that the tests of a module share."""
    with ExitStack() as lasting:
        yield Pages(browser, lasting)


@pytest.fixture
def open_page(pages: Pages) -> Iterator[Callable[..., Visit]]:
    """Opens the page of an assistant, with ``options`` from a server of its own; at the end every page is checked."""
    visits: list[tuple[Visit, str]] = []
    own: dict[int, str] = {}
    with ExitStack() as stack:

        def start(asked: Askable, options: Options | None = None, **context: Any) -> Visit:
            if options:
                own[id(asked)] = stack.enter_context(running(asked, host="127.0.0.1", port=0, options=options))
            address = own.get(id(asked)) or pages.address(asked)
            visits.append((pages.open(address, **context), address))
            return visits[-1][0]

        yield start
        pages.close_all()
    for opened, address in visits:
        check(opened, address)
