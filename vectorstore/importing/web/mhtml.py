"""A web page that a browser saved as one file (.mhtml), or a mail that holds one."""

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

_STARTS = re.compile(rb"(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){1,40}?(?:MIME-Version|Content-Type):", re.I)
_START_BYTES = 8_000


def is_mhtml(raw: bytes) -> bool:
    """Whether bytes start with the headers of such a file."""
    start = raw[:_START_BYTES]
    return b"multipart/related" in start.lower() and _STARTS.match(start) is not None


def page_of(raw: bytes) -> bytes | None:
    """The bytes of its first page, which says itself what encoding it is in; None where there is none."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        return None if page is None else _payload(page)
    except (MessageError, ValueError, LookupError):
        return None


def _payload(page: Message) -> bytes | None:
    payload = page.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    charset = str(page.get_content_charset() or "")
    # What the part says of its encoding is kept as the page's own word; where it has none it follows its headers.
    declared = re.search(rb"charset\s*=", payload[:2_000], re.I)
    return payload if declared or not charset else f'<meta charset="{charset}">'.encode("ascii", "ignore") + payload
