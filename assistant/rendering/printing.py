"""Text that neither drives a terminal nor reorders what stands around it."""

from typing import Final

# Control characters (an escape sequence could drive a terminal), the marks that reorder the text around them, and
# characters that no text may have.
_CONTROL: Final = *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)
_UNPRINTABLE: Final = dict.fromkeys((*_CONTROL, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFDD0, 0xFDF0)))


def printable(text: str) -> str:
    r"""The text without control characters (but ``\n`` and ``\t``) and without marks that reorder what is around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNPRINTABLE)
