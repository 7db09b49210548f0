"""Whole days as a calendar file (RFC 5545).

icalendar, the library of this trade, reads and writes all of the standard, time zones included, and is
9 MB with what it brings along; five properties of events without times need none of that. It reads our
files back in tests.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ctcheck.reports.safe import prose

_OCTETS: Final = 75
"""Of a line, its break not counted (section 3.1)."""
_ESCAPED: Final = re.compile(r"[\\;,]")


class Entry(NamedTuple):
    """One whole day in a calendar."""

    kind: str
    ref: str
    """With the kind and the area it says which entry it is, so that a calendar moves it and adds no second."""
    day: dt.date
    summary: str
    description: str


def calendar_file(name: str, area: str, stamp: dt.date, entries: Iterable[Entry]) -> bytes:
    """The file, with CRLF and no line above 75 octets; the same for the same entries.

    `stamp` stands as the moment of writing, so that no clock is read. Any text may stand in an entry.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ctcheck//inspection clock//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for entry in entries:
        lines += _event(entry, area, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _event(entry: Entry, area: str, stamp: dt.date) -> list[str]:
    ends = dt.date.fromordinal(min(entry.day.toordinal() + 1, dt.date.max.toordinal()))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_uid(area, entry)}",
        f"DTSTAMP:{_basic(stamp)}T000000Z",
        f"DTSTART;VALUE=DATE:{_basic(entry.day)}",
        f"DTEND;VALUE=DATE:{_basic(ends)}",
        f"SUMMARY:{_text(entry.summary)}",
    ]
    if entry.description:
        lines.append(f"DESCRIPTION:{_text(entry.description)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _basic(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _uid(area: str, entry: Entry) -> str:
    from hashlib import sha256

    said = "\0".join((area, entry.kind, entry.ref)).encode("utf-8", "replace")
    return f"{sha256(said).hexdigest()[:32]}@ctcheck.invalid"


def _text(text: str) -> str:
    """A value of type TEXT: harmless, on one line, with what has a meaning escaped."""
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", prose(text))


def _folded(line: str) -> Iterator[bytes]:
    """The line in parts of at most 75 octets, never cut within a character."""
    data = line.encode()
    first = True
    while data:
        room = _OCTETS if first else _OCTETS - 1
        cut = min(room, len(data))
        while cut < len(data) and data[cut] & 0xC0 == 0x80:
            cut -= 1
        yield (b"" if first else b" ") + data[:cut] + b"\r\n"
        data, first = data[cut:], False
