"""What one person asked and reads, kept in memory under a token that only that person's browser tab has.

A tab keeps its token while it is open, through a reload too. When its last connection has been gone for a while the
session ends, and with it the conversation and an article of the person's own.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from assistant.page.desk import Desk
from assistant.page.stopping import StopSign
from assistant.page.views import Asking, Turns

GRACE_S: Final = 300.0  # a reload takes seconds, a laptop that sleeps or a train in a tunnel some minutes
_MOST: Final = 2_000  # sessions; of more, as a program could make them, those asked least recently end


@dataclass(frozen=True, slots=True)
class Kept:
    """A desk with the conversation about its article, and how answers were rated."""

    desk: Desk
    turns: Turns = ()
    rated: dict[int, bool] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Session:
    """One person's conversation about what lies on the desk, and the others about articles that are at hand."""

    desk: Desk
    turns: Turns = ()
    asking: Asking | None = None
    sign: StopSign = field(default_factory=StopSign)
    rated: dict[int, bool] = field(default_factory=dict)  # the place of a turn -> whether it was found good
    visits: set[str] = field(default_factory=set)  # the connections that are open
    shelf: dict[str, Kept] = field(default_factory=dict)  # by key; the one on the desk as it was when it was taken up
    ended: bool = False
    ending: threading.Timer | None = None

    @property
    def desks(self) -> tuple[Desk, ...]:
        """All that are at hand, in the order in which they were opened."""
        return tuple(kept.desk for kept in self.shelf.values()) or (self.desk,)

    def take_up(self, desk: Desk) -> bool:
        """Put an article on the desk with the conversation about it, the one before aside; False has it ended."""
        if self.ended and desk.own:
            return False
        self.shelf[self.desk.key] = Kept(self.desk, self.turns, self.rated)
        self.interrupt(())
        kept = self.shelf.setdefault(desk.key, Kept(desk))
        self.desk, self.turns, self.rated = kept.desk, kept.turns, kept.rated
        return True

    def close(self, key: str) -> None:
        """Clear an own article away, and the conversation about it; where it is on the desk, the served one is next."""
        kept = self.shelf.get(key)
        if kept is None or not kept.desk.own:
            return
        if kept.desk is self.desk:
            self.take_up(self.desks[0])
        del self.shelf[key]
        kept.desk.clear()

    def end(self) -> None:
        """Forget everything."""
        self.ended = True
        self.begin()
        desks = self.desks
        self.shelf.clear()
        for desk in desks:
            desk.clear()

    def begin(self) -> None:
        """Begin a new conversation; an answer that is on its way ends."""
        self.interrupt(())
        self.rated = {}

    def interrupt(self, turns: Turns) -> None:
        """End the answer that is on its way, if any; these are the turns from now on."""
        self.sign.stop()
        self.sign = StopSign()  # so that what was stopped knows that it has no say any more
        self.turns, self.asking = turns, None


class Sessions:
    """The sessions of all who have the page open; safe to use from several threads."""

    def __init__(self, shipped: Desk, *, grace_s: float = GRACE_S) -> None:
        """Each begins with the ``shipped`` desk and ends ``grace_s`` seconds after its last connection."""
        self.shipped = shipped
        self._grace_s = grace_s
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, token: str) -> Session:
        """The session of a token, a new one where it is not known or has ended."""
        with self._lock:
            session = self._sessions.setdefault(token, Session(self.shipped))
            self._sessions.move_to_end(token)
            ended = [self._sessions.popitem(last=False)[1]] if len(self._sessions) > _MOST else []
        for other in ended:
            other.end()
        return session

    def arrive(self, token: str, visit: str) -> Session:
        """The session of a token that a browser has just connected with."""
        session = self.of(token)
        with self._lock:
            session.visits.add(visit)
            if session.ending:
                session.ending.cancel()
        return session

    def leave(self, visit: str) -> None:
        """A browser has gone: unless it comes back, its session ends."""
        with self._lock:
            for token, session in self._sessions.items():
                if visit in session.visits:
                    session.visits.discard(visit)
                    session.ending = threading.Timer(self._grace_s, self._end, [token])
                    session.ending.daemon = True
                    session.ending.start()

    def close(self) -> None:
        """End all sessions."""
        with self._lock:
            sessions = list(self._sessions.values())
            self._sessions.clear()
        for session in sessions:
            session.end()
            if session.ending:
                session.ending.cancel()

    def _end(self, token: str) -> None:
        with self._lock:
            session = self._sessions.get(token)
            if session is None or session.visits:
                return
            del self._sessions[token]
        session.end()
