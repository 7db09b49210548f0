"""Calendar files: what icalendar reads back, whatever stands in an entry."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from ctcheck.reports.calendar_file import Entry, calendar_file
from ctcheck.reports.safe import prose

DAY = dt.date(2026, 9, 14)
HOSTILE = "a\\,;b\r\nEND:VEVENT\r\nBEGIN:VALARM\nACTION:AUDIO " + "ü€😀" * 60


def made(*entries: Entry, area: str = "E10000015") -> bytes:
    return calendar_file("Inspection: Ünited", area, dt.date(2026, 6, 1), entries)


def test_every_line_ends_in_crlf_and_has_at_most_75_octets() -> None:
    data = made(Entry("action", "a1", DAY, HOSTILE, HOSTILE))
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no line is cut within a character


@given(st.text(max_size=300), st.text(max_size=300))
def test_icalendar_reads_back_what_was_meant(summary: str, description: str) -> None:
    calendar = Calendar.from_ical(made(Entry("action", "a1", DAY, summary, description)))
    (event,) = calendar.walk("VEVENT")
    assert len(list(calendar.walk())) == 2
    assert str(event["SUMMARY"]).strip() == prose(summary).strip()
    assert str(event.get("DESCRIPTION", "")).strip() == prose(description).strip()
    assert event["DTSTART"].dt == DAY
    assert event["DTEND"].dt == DAY + dt.timedelta(days=1)
    assert event["DTSTAMP"].dt == dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def test_an_entry_keeps_its_uid_when_it_moves_and_has_one_of_its_own() -> None:
    def uids(*entries: Entry, area: str = "E10000015") -> list[str]:
        return [str(event["UID"]) for event in Calendar.from_ical(made(*entries, area=area)).walk("VEVENT")]

    one, other = Entry("action", "a1", DAY, "x", ""), Entry("action", "a2", DAY, "x", "")
    assert len(set(uids(one, other))) == 2
    assert uids(one) == uids(one._replace(day=dt.date(2027, 1, 4), summary="y"))
    assert uids(one) != uids(one, area="E10000016")
    assert made(one, other) == made(one, other)
