"""What one person asked and reads, kept in memory under a token that only that person's browser tab has.

A tab keeps its token while it is open, through a reload too. When its last connection has been gone for a while the
session ends, and with it the conversation and an article of the person's own. A session that no open connection speaks
for, as a program can make by the thousand, ends as soon, and sooner where others need its place.
"""

import threading
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final

from assistant.answer import Language
from assistant.page.limits.stopping import StopSign
from assistant.page.state.keeping import Kept, to_json
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.views import PendingQuestion, Turns
from vectorstore.remembering import forget

GRACE_S: Final = 300.0  # a reload takes seconds, a laptop that sleeps or a train in a tunnel some minutes
_MOST: Final = 2_000  # sessions


@dataclass(frozen=True, slots=True)
class Shelved:
    """An open article with the conversation about its article and what `Session` says of that."""

    reading: OpenArticle
    turns: Turns = ()
    rated: dict[int, bool] = field(default_factory=dict)
    spoken: dict[int, Language] = field(default_factory=dict)
    name: str = ""


@dataclass(eq=False, slots=True)
class Session:
    """One person's conversation about the article that is read, and the others about articles that are at hand."""

    reading: OpenArticle
    turns: Turns = ()
    asking: PendingQuestion | None = None
    sign: StopSign = field(default_factory=StopSign)
    rated: dict[int, bool] = field(default_factory=dict)  # the place of a turn -> whether it was found good
    spoken: dict[int, Language] = field(default_factory=dict)  # the place of a turn -> what its labels are in
    visits: set[str] = field(default_factory=set)  # the connections that speak for it, of tabs that share its token
    name: str = ""  # that its browser keeps the conversation under
    shelf: dict[str, Shelved] = field(default_factory=dict)  # by key; the one that is read as it was taken up
    ended: bool = False
    used: float = field(default_factory=time.monotonic)  # when it was last asked for, or its connection went

    @property
    def open_articles(self) -> tuple[OpenArticle, ...]:
        """All that are at hand, in the order in which they were opened."""
        return tuple(kept.reading for kept in list(self.shelf.values())) or (self.reading,)

    def take_up(self, opened: OpenArticle) -> bool:
        """Take up an article with the conversation about it, the one before aside; False has it ended."""
        if self.ended and opened.own:
            return False
        self.shelf[self.reading.key] = Shelved(self.reading, self.turns, self.rated, self.spoken, self.name)
        self.interrupt(())
        kept = self.shelf.setdefault(opened.key, Shelved(opened))
        self.reading, self.turns = kept.reading, kept.turns
        self.rated, self.spoken, self.name = kept.rated, kept.spoken, kept.name
        return True

    def close(self, key: str) -> None:
        """Clear an own article away, and the conversation about it; where it is read, the served one is next."""
        kept = self.shelf.get(key)
        if kept is None or not kept.reading.own:
            return
        if kept.reading is self.reading:
            self.take_up(self.open_articles[0])
        self.shelf.pop(key, None)  # it may have ended meanwhile
        kept.reading.clear()
        forget()

    def end(self) -> None:
        """Forget everything."""
        self.ended = True
        self.begin()
        open_articles = self.open_articles
        self.shelf.clear()
        for opened in open_articles:
            opened.clear()
        forget()

    def begin(self) -> None:
        """Begin a new conversation; an answer that is on its way ends."""
        self.interrupt(())
        self.rated = {}
        self.spoken = {}
        self.name = ""

    def resume(self, kept: Kept) -> None:
        """Take up a conversation that was kept."""
        self.begin()
        self.turns, self.name = kept.turns, kept.name

    def kept(self) -> str:
        """The conversation for its browser to keep; empty where it is about an article of one's own."""
        if self.reading.own:
            return ""
        self.name = self.name or token_hex(8)
        return to_json(Kept(self.name, self.turns), self.reading.assistant.article)

    def interrupt(self, turns: Turns) -> None:
        """End the answer that is on its way, if any; these are the turns from now on."""
        self.sign.stop()
        self.sign = StopSign()  # so that what was stopped knows that it has no say any more
        self.turns, self.asking = turns, None


class Sessions:
    """The sessions of all who have the page open; safe to use from several threads."""

    def __init__(self, shipped: OpenArticle, *, grace_s: float = GRACE_S, most: int | None = None) -> None:
        """Each begins with the ``shipped`` article and ends ``grace_s`` seconds after its last connection.

        Of more than ``most``, those end first that no connection speaks for, then those of the address that has most.
        """
        self.shipped = shipped
        self._grace_s = grace_s
        self._most = _MOST if most is None else most
        self._sessions: OrderedDict[str, Session] = OrderedDict()  # the least recently used first
        self._open: dict[str, list[str]] = {}  # visit -> the addresses of its connections, two while it comes back
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def of(self, token: str) -> Session:
        """The session of a token, a new one where it is not known or has ended."""
        with self._lock:
            session = self._sessions.get(token)
            if session is None:
                session = self._sessions[token] = Session(self.shipped)
            session.used = time.monotonic()
            self._sessions.move_to_end(token)
            ended = [self._sessions.pop(self._first_to_end(token))] if len(self._sessions) > self._most else []
            self._look_later()
        for other in ended:
            other.end()
        return session

    def connect(self, visit: str, client: str) -> None:
        """A browser at an address has opened a connection."""
        with self._lock:
            self._open.setdefault(visit, []).append(client)

    def arrive(self, token: str, visit: str) -> Session:
        """The session of a token that a browser comes with, by a connection that speaks for no other."""
        session = self.of(token)
        with self._lock:
            for other in self._sessions.values():
                other.visits.discard(visit)
            session.visits = {one for one in session.visits if one in self._open} | {visit}
        return session

    def leave(self, visit: str, client: str) -> None:
        """A connection has gone: unless its browser comes back, its session ends."""
        with self._lock:
            self._open[visit].remove(client)
            if not self._open[visit]:
                del self._open[visit]
            for session in self._sessions.values():
                if visit in session.visits:
                    session.used = time.monotonic()
            self._look_later()

    def is_open(self, visit: str) -> bool:
        """Whether a browser holds this connection."""
        return visit in self._open

    def make_room(self, asking: Session, client: str) -> bool:
        """Close the own article that was used least recently of those that no connection speaks for.

        It is one that came from the ``client``, or, where that is empty, from anyone. False: there is none, or no
        connection speaks for who is ``asking``.
        """
        with self._lock:
            if not self._here(asking):
                return False
            absent = [session for session in self._sessions.values() if not self._here(session)]
            own = [(session, opened) for session in absent for opened in session.open_articles if opened.own]
            wanted = [(session, opened) for session, opened in own if client in ("", opened.client)]
        if not wanted:
            return False
        session, opened = min(wanted, key=lambda one: one[0].used)
        session.close(opened.key)
        return True

    def close(self) -> None:
        """End all sessions."""
        with self._lock:
            sessions = list(self._sessions.values())
            self._sessions.clear()
            if self._timer:
                self._timer.cancel()
        for session in sessions:
            session.end()

    def _here(self, session: Session) -> bool:
        return not session.visits.isdisjoint(self._open)

    def _first_to_end(self, newest: str) -> str:
        others = {token: self._address(session) for token, session in self._sessions.items() if token != newest}
        absent = next((token for token, address in others.items() if not address), None)
        if absent is not None:
            return absent
        (most, _), *_ = Counter(others.values()).most_common(1)
        return next(token for token, address in others.items() if address == most)

    def _address(self, session: Session) -> str:
        """Where the connection that speaks for a session comes from; empty without one."""
        return next((self._open[visit][0] for visit in session.visits if visit in self._open), "")

    def _look_later(self) -> None:
        """See to it that what no connection speaks for ends in time."""
        if self._timer and self._timer.is_alive():
            return
        absent = [session.used for session in self._sessions.values() if not self._here(session)]
        if absent:
            self._timer = threading.Timer(max(min(absent) + self._grace_s - time.monotonic(), 0.0), self._end_absent)
            self._timer.daemon = True
            self._timer.start()

    def _end_absent(self) -> None:
        with self._lock:
            before = time.monotonic() - self._grace_s
            over = [token for token, one in self._sessions.items() if one.used <= before and not self._here(one)]
            ended = [self._sessions.pop(token) for token in over]
            self._timer = None
            self._look_later()
        for session in ended:
            session.end()
