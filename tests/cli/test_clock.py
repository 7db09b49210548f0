"""`ctcheck clock`: working days, deadlines with their law, what is stale and late on the day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck

HEAD = "ctcheck: 1\narea: {name: Anywhere, type: county, code: E10000015}\nas_at: %s\n"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def make(as_at: str, rest: str = "") -> Path:
        path = tmp_path / "a.yaml"
        path.write_text(HEAD % as_at + rest, encoding="utf-8")
        return path

    return make


def clock(ctcheck: Ctcheck, *arguments: object) -> Any:
    done = ctcheck("clock", *arguments, "--json")
    assert done.code == Exit.OK, done.err
    return json.loads(done.out)


def test_working_days_are_counted_and_the_rule_is_printed(ctcheck: Ctcheck, write: Any) -> None:
    # Christmas 2026: the 25th, and the 28th in place of the 26th.
    file = write("2026-12-24", "inspection: {fieldwork: 2026-12-30}\n")
    assert clock(ctcheck, file)["working_days"] == 2
    text = ctcheck("clock", file).prose
    assert "2 working days left (6 calendar days)" in text
    assert "the day counted from is day 0, and the last day counts" in text
    assert clock(ctcheck, file, "--today", "2026-12-31")["working_days"] == -1
    assert "Fieldwork began 1 working day ago" in ctcheck("clock", file, "--today", "2026-12-31").prose


def test_the_clock_of_the_machine_is_only_read_when_asked_for(
    ctcheck: Ctcheck, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write("2026-12-01", "inspection: {fieldwork: 2026-12-30}\n")
    assert clock(ctcheck, file) == clock(ctcheck, file)
    assert clock(ctcheck, file)["start"] == "2026-12-01"
    import datetime as dt

    assert clock(ctcheck, file, "--today", "now")["start"] >= dt.date(2025, 1, 1).isoformat()


@pytest.mark.parametrize(
    ("regime", "received", "due", "provision"),
    [
        # The Isle of Wight's statement came on the 69th working day, 20 November 2006; Haringey's on the 70th.
        ("jar-2005", "2006-08-14", "2006-11-21", "S.I. 2005/1973 reg.4(1)"),
        ("jtai", "2018-01-30", "2018-05-11", "S.I. 2015/1792 reg.4(2)"),
        ("ilacs-2026", "2026-08-03", "2026-11-10", "Education and Inspections Act 2006 s.137(3)-(4)"),
        ("apa", "2008-02-01", None, ""),
        ("jar-2007", "2016-01-04", None, ""),
    ],
)
def test_the_deadline_after_a_report_is_that_of_its_law(
    regime: str, received: str, due: str | None, provision: str, ctcheck: Ctcheck, write: Any
) -> None:
    file = write("2006-06-01", f"inspection: {{regime: {regime}}}\n")
    shown = clock(ctcheck, file, "--report-received", received)
    if due is None:
        assert shown["deadlines"] == []
        assert shown["no_deadline_known"]
        assert "No law is known" in ctcheck("clock", file, "--report-received", received).prose
    else:
        (deadline,) = shown["deadlines"]
        assert (deadline["due"], deadline["working_days"]) == (due, 70)
        assert deadline["provision"].startswith(provision)


def test_a_day_of_publication_is_said_to_be_no_day_of_receipt(ctcheck: Ctcheck, write: Any) -> None:
    file = write("2026-06-01", "inspection: {regime: ilacs-2026}\n")
    said = ctcheck("clock", file, "--report-published", "2026-08-03").prose
    assert "The law counts from the day on which the report is received" in said
    assert "was not read in full" in said
    done = ctcheck("clock", file, "--report-published", "2026-08-03", "--report-received", "2026-08-03")
    assert done.code == Exit.USAGE


def test_a_report_that_the_submission_states_needs_no_option(ctcheck: Ctcheck, write: Any) -> None:
    stated = "joint_inspection: {report_received: 2026-03-02, statement_needed: yes}\n"
    (deadline,) = clock(ctcheck, write("2026-06-01", stated))["deadlines"]
    assert deadline["received"] == "2026-03-02"
    file = write("2026-06-01", stated)
    report = json.loads(ctcheck("assess", file, "-f", "json").out)
    assert deadline["due"] in [
        event["day"] for event in report["papers"]["timeline"]["events"] if event["kind"] == "deadline"
    ]
    assert clock(ctcheck, write("2026-06-01", stated.replace("yes", "no")))["deadlines"] == []


def test_evidence_that_will_be_stale_and_actions_that_land_late_are_named(
    ctcheck: Ctcheck, write: Any
) -> None:
    file = write(
        "2026-06-01",
        """\
inspection: {fieldwork: 2026-09-14}
evidence:
  - {id: old, title: Old, kind: minutes, date: 2025-09-01, supports: [plan]}
  - {id: review, title: Review, kind: minutes, date: 2026-05-01, review_by: 2026-09-11, supports: [plan]}
  - {id: fresh, title: Fresh, kind: minutes, date: 2026-05-01, supports: [plan]}
  - {id: bare, title: Bare, kind: minutes, supports: [plan]}
actions:
  - {id: late, closes: [s10-arrangements-current], action: Late, due: 2026-09-15}
  - {id: done, closes: [s10-arrangements-current], action: Done, due: 2026-10-15, status: done}
  - {id: over, closes: [s10-arrangements-current], action: Over, due: 2026-05-15}
  - {id: never, closes: [s10-arrangements-current], action: Never, due: ongoing}
""",
    )
    shown = clock(ctcheck, file)
    assert [(one["id"], one["from"]) for one in shown["stale_evidence"]] == [
        ("old", "2026-09-02"),
        ("review", "2026-09-12"),
    ]
    assert [one["id"] for one in shown["undated_evidence"]] == ["bare"]
    assert [one["id"] for one in shown["late_actions"]] == ["late"]
    assert [one["id"] for one in shown["overdue_actions"]] == ["over"]
    assert [one["id"] for one in shown["open_ended_actions"]] == ["never"]


def test_where_the_table_of_bank_holidays_ends_nothing_is_guessed(ctcheck: Ctcheck, write: Any) -> None:
    file = write("2031-11-03", "inspection: {fieldwork: 2032-02-02, regime: ilacs-2026}\n")
    done = ctcheck("clock", file, "--report-received", "2031-11-03")
    assert "Not counted: the table of bank holidays covers 2003 to 2031" in done.prose
    assert "Warning: the table of bank holidays ends on 31 December 2031" in done.prose
    assert "beyond the table of bank holidays" in done.prose
    near = ctcheck("clock", write("2031-02-03", "inspection: {fieldwork: 2031-03-03}\n")).prose
    assert "Warning" in near
    assert (
        "Warning" not in ctcheck("clock", write("2026-02-03", "inspection: {fieldwork: 2026-03-03}\n")).prose
    )


def test_a_submission_without_a_day_says_what_to_write(ctcheck: Ctcheck, write: Any) -> None:
    assert "Write it as `fieldwork` under `inspection`" in ctcheck("clock", write("2026-06-01")).prose


def test_the_calendar_file_has_every_day_and_spares_the_submission(
    ctcheck: Ctcheck, write: Any, tmp_path: Path
) -> None:
    rest = (
        "inspection: {fieldwork: 2026-09-14, regime: ilacs-2026}\n"
        'actions:\n  - {id: a, closes: [s10-arrangements-current], action: "x\\r\\nEND:VCALENDAR", due: 2026-08-03}\n'
    )
    file, ics = write("2026-06-01", rest), tmp_path / "days.ics"
    assert ctcheck("clock", file, "--ics", ics, "--report-received", "2026-08-03").code == Exit.OK
    events = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert [str(event["DTSTART"].dt) for event in events] == ["2026-08-03", "2026-09-14", "2026-11-10"]
    before = ics.read_bytes()
    ctcheck("clock", file, "--ics", ics, "--report-received", "2026-08-03")
    assert ics.read_bytes() == before
    assert ctcheck("clock", file, "--ics", file).code == Exit.USAGE
    assert ctcheck("clock", file, "--ics", tmp_path / "no" / "x.ics").code == Exit.OUTPUT


def test_a_day_that_is_none_is_refused(ctcheck: Ctcheck, write: Any) -> None:
    done = ctcheck("clock", write("2026-06-01"), "--today", "tomorrow")
    assert done.code == Exit.USAGE
    assert "--today" in done.err
