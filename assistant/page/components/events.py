"""What the page's components do: each handler turns a view into updates of components."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Final

from assistant.answer import Language
from assistant.page.components.around import shelf_html
from assistant.page.components.layout import FIRST, Parts, label_html, welcome_html
from assistant.page.components.messages import Around, messages
from assistant.page.components.translating import Updates, worded
from assistant.page.limits.queueing import Asker, FairQueue, QueueFull
from assistant.page.limits.stopping import StopSign, until_stopped
from assistant.page.offline import gr
from assistant.page.state.feedback import Feedback
from assistant.page.state.keeping import from_json
from assistant.page.state.session import Session, Sessions
from assistant.page.state.transcript import transcript
from assistant.page.state.views import PendingQuestion, View, alert, fail, respond, stop, wait
from assistant.page.texts import Texts

_TO_TRY: Final = 2  # questions offered to who asked nothing of the article


class Handlers:
    """The page's handlers; what a person said and reads is in that person's session, found by its token."""

    def __init__(
        self,
        parts: Parts,
        sessions: Sessions,
        texts: Mapping[Language, Texts],
        feedback: Feedback | None,
        queue: FairQueue,
    ) -> None:
        self.parts = parts
        self.sessions = sessions
        self.texts = texts
        self.feedback = feedback
        self._queue = queue

    def arrive(self, token: str, language: Language, kept: str, request: gr.Request) -> Updates:
        """Show the session of a browser that has just loaded the page: a reload finds everything as it was.

        A conversation that is not known any more is taken from what the browser ``kept`` of it.
        """
        visit = str(request.session_hash)
        session = self.sessions.arrive(token, visit)
        if not session.turns and not session.asking:
            self._resume(session, kept)
        view = View(session.turns)
        if session.asking and session.asking.visit != visit:  # an answer that the page before was waiting for
            view = stop(session.turns, session.asking, self.texts[language])
            session.interrupt(view.turns)
        shown = self.translate(token, language) if language != FIRST else {}
        if view.question:
            shown[self.parts.question] = gr.update(**shown.get(self.parts.question, {}) | {"value": view.question})
        if language != FIRST:  # else what a quick reader has chosen meanwhile would be undone
            shown[self.parts.language] = gr.update(value=language, label=self.texts[language].language)
        return shown | {
            self.parts.chat: gr.update(**shown.get(self.parts.chat, {}) | {"value": self._messages(session)}),
            **self.article(session, language),
        }

    def resume(self, event: gr.EventData, token: str, language: Language) -> Updates:
        """Take up a conversation that was chosen of those which the browser keeps."""
        session = self.sessions.of(token)
        self._resume(session, str(event.kept))
        return self.show(session, View(session.turns)) | self._buttons(answering=False) | self._keep(session)

    def _resume(self, session: Session, kept: str) -> None:
        found = None if session.reading.own else from_json(kept, session.reading.assistant.article)
        if found:
            session.resume(found)

    def _keep(self, session: Session) -> Updates:
        return {self.parts.kept: session.kept()}

    def offer(self, token: str, language: Language) -> Updates:
        """Offer questions, to begin with or to go on; the first to arrive waits some tenths of a second for them."""
        session = self.sessions.of(token)
        if session.turns:
            chat = gr.skip() if session.asking else self._messages(session, language)
        else:
            chat = gr.update(placeholder=self._welcome(session, language))
        return {self.parts.chat: chat}

    async def ask(
        self, event: gr.EventData, token: str, question: str, language: Language, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Answer what is in the box, or chosen or edited in the conversation, until the stop button is pressed."""
        session, texts = self.sessions.of(token), self.texts[language]
        asking = _asking(event, session, question, visit=str(request.session_hash))
        session.asking, session.sign = asking, (sign := StopSign())
        session.spoken = {place: label for place, label in session.spoken.items() if place < len(asking.after)}
        view = waiting = wait(session.reading.assistant, asking, language)
        views = until_stopped(respond(session.reading.assistant, asking, language, texts), sign)
        yield self.show(session, view) | self._buttons(answering=True)
        try:
            async with aclosing(self._queue.in_turn(Asker.of(request, token), views, waiting)) as in_turn:
                async for view in in_turn:
                    if session.sign is not sign:
                        return
                    yield self.show(session, view) | self._buttons(answering=True)
                    if sign.raised:
                        break
        except QueueFull:
            yield self.show(session, fail(session.turns, asking, texts.crowded))
        if sign.raised and session.sign is sign:
            yield self.show(session, stop(view.turns, asking, texts))

    def rest(self, token: str, language: Language) -> Updates:
        """Offer what may be asked next, and the send button again.

        It comes after the event is over, so that a question sent at once is not lost.
        """
        session = self.sessions.of(token)
        session.asking = None
        shown = {self.parts.chat: self._messages(session, language)}
        return shown | self._buttons(answering=False) | self._keep(session)

    def stop(self, token: str) -> None:
        """Tell `ask` to stop."""
        self.sessions.of(token).sign.stop()

    def fail(self, token: str, language: Language) -> Updates:
        """Show that an error nobody foresaw ended the answer."""
        session = self.sessions.of(token)
        view = fail(session.turns, session.asking, self.texts[language].failed)
        return self.show(session, view) | self._buttons(answering=False)

    def begin(self, token: str, language: Language) -> Updates:
        """Begin a new conversation."""
        session = self.sessions.of(token)
        session.begin()
        return self.show(session, View(())) | self._buttons(answering=False) | self._keep(session)

    async def rate(self, event: gr.EventData, token: str, language: Language) -> Updates:
        """Write down what is thought of an answer."""
        session, place = self.sessions.of(token), int(event.turn)
        if self.feedback is None or session.reading.own or not 0 <= place < len(session.turns):
            return {self.parts.said: ""}
        good, note = bool(event.good), str(event.note or "")
        turns = session.turns[: place + 1]
        try:
            await asyncio.to_thread(self.feedback.rate, turns, session=token, good=good, note=note)
        except OSError as error:
            return {self.parts.said: alert(self.texts[language].actions["unrated"], detail=str(error))}
        session.rated[place] = good
        return {self.parts.said: f'<p role="status">{self.texts[language].actions["thanks"]}</p>'}

    def save(self, token: str, language: Language) -> str:
        """The conversation as Markdown."""
        session = self.sessions.of(token)
        return transcript(session.turns, session.reading.assistant.article, self.texts[language])

    def show(self, session: Session, view: View) -> Updates:
        """The updates that show a view, which is what the session holds from now on."""
        if len(view.turns) < len(session.turns):
            session.rated = {place: good for place, good in session.rated.items() if place < len(view.turns) - 1}
        session.turns = view.turns
        return {
            self.parts.chat: self._messages(session),
            self.parts.problem: view.problem,
            self.parts.said: "",
            self.parts.question: gr.skip() if view.question is None else view.question,
        }

    def reading(self, session: Session, language: Language) -> Updates:
        """The updates that show the article that is read and the conversation about it."""
        return self.show(session, View(session.turns)) | self.article(session, language)

    def article(self, session: Session, language: Language) -> Updates:
        """The updates that show the article that is read."""
        opened, texts = session.reading, self.texts[language]
        return {
            self.parts.label: label_html(texts, opened.assistant.article, own=opened.own),
            self.parts.article: opened.html,
            self.parts.own.shelf: shelf_html(session.open_articles, opened),
        }

    def switch(self, token: str, language: Language) -> Updates:
        """Show the page, and what stands with the turns so far, in the language that was chosen."""
        session = self.sessions.of(token)
        session.spoken = dict.fromkeys(range(len(session.turns)), language)
        shown = self.translate(token, language)
        shown[self.parts.chat] = gr.update(**shown[self.parts.chat] | {"value": self._messages(session)})
        return shown

    def translate(self, token: str, language: Language) -> Updates:
        """The page's own words in another language; what a person typed and was answered stays as it is."""
        return worded(self.parts, self.sessions.of(token).reading, self.texts[language], language)

    def _welcome(self, session: Session, language: Language) -> str:
        texts = self.texts[language]
        return welcome_html(texts, session.reading.next_questions((), language, texts), language)

    def _messages(self, session: Session, language: Language | None = None) -> list[dict[str, str]]:
        """The conversation; with a ``language``, questions that may be asked next stand at its end.

        They are in the language of the last answer.
        """
        turns, opened = session.turns, session.reading
        offered: tuple[str, ...] = ()
        if language and turns:
            spoken = turns[-1].answer.language
            offered = opened.next_questions(turns, spoken, self.texts[spoken])
            offered = offered[:_TO_TRY] if turns[-1].answer.courtesy else offered
        rateable = self.feedback is not None and not opened.own
        return messages(
            turns, opened.assistant.passages, Around(offered, session.rated, rateable=rateable, spoken=session.spoken)
        )

    def _buttons(self, *, answering: bool) -> Updates:
        return {
            self.parts.send: gr.update(visible=not answering),
            self.parts.stop: gr.update(visible=answering),
        }


def _asking(event: gr.EventData, session: Session, box: str, *, visit: str) -> PendingQuestion:
    """What is asked: by the box, by a question that is offered, or by one of the conversation, as it is or edited."""
    data = event._data if isinstance(event._data, dict) else {}
    turns = session.turns
    if "turn" in data:
        place = max(0, min(int(data["turn"]), len(turns) - 1))
        question = str(data.get("question") or turns[place].question)
        return PendingQuestion(question, turns[:place], turns, box, visit)
    return PendingQuestion(str(data.get("question") or box), turns, turns, box, visit)
