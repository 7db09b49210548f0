"""Returns into a submission that was carried over: what came this time is this time's, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from ctcheck.errors import Exit
from ctcheck.reading.submission import SubmissionReader
from tests.cli.outcome import Ctcheck
from tests.returns.test_returns import BASE, RETURN, Desk
from tests.workbook.desk import Opened

DAY = "Carried from"
THEN = dt.date(2006, 5, 31)
LIST = """\
carried:
  # Last time's.
  - from: 2006-05-31
    facts:
      - partner.named
      - partners.police.seat.held  # ask them
      - partners.police.attendance.trust
      - partners.health.agreement.status
      - plan.status
"""
CARRIED = (
    BASE.replace(
        "{id: police, name: Testshire Police, kind: chief-officer-of-police}",
        "{id: police, name: Testshire Police, kind: chief-officer-of-police, seat: {held: no},"
        " attendance: {trust: 1 of 4}}",
    ).replace("actions: []\n", "")
    + LIST
)


@pytest.fixture
def desk(tmp_path: Path, ctcheck: Ctcheck, submissions: SubmissionReader) -> Desk:
    made = Desk(tmp_path, ctcheck, submissions)
    made.write("base.yaml", CARRIED)
    return made


def carried(desk: Desk) -> dict[str, dt.date]:
    return dict(desk.submissions.read(desk.out).carried)


ALL = dict.fromkeys(
    (
        "partner.named",
        "partners.police.seat.held",
        "partners.police.attendance.trust",
        "partners.health.agreement.status",
        "plan.status",
    ),
    THEN,
)


def test_an_answer_of_this_time_takes_the_place_of_the_carried_one(desk: Desk) -> None:
    done = desk.merge(desk.write("police.yaml", RETURN.replace("    attendance: {trust: 3 of 4}\n", "")))
    assert done.code == Exit.OK, done.err
    assert "takes the place of what was carried from 31 May 2006: partners.police.seat.held" in done.err
    assert "1 answers put in, 1 in place of carried ones" in done.err
    assert desk.partners()["police"]["partner.seat.held"] is True
    assert carried(desk) == {path: day for path, day in ALL.items() if path != "partners.police.seat.held"}
    text = desk.out.read_text(encoding="utf-8")
    assert "# Last time's." in text
    assert "# What is planned." in text
    # The others that were carried are still there, as they were.
    assert desk.partners()["health"]["partner.agreement.status"] == "in-place"


def test_the_same_answer_confirms(desk: Desk) -> None:
    done = desk.merge(desk.write("police.yaml", RETURN.replace("held: yes", "held: no")))
    assert "this confirms what was carried from 31 May 2006: partners.police.seat.held" in done.err
    assert set(ALL) - set(carried(desk)) == {"partners.police.seat.held", "partners.police.attendance.trust"}
    # Without a word on who has answered it is an answer as well: nothing of it went out unmarked.
    text = RETURN.replace("held: yes", "held: no").replace(", answered_by: head of protection", "")
    assert "Replied: Testshire Police, 2 answers." in desk.merge(desk.write("police.yaml", text)).err


@pytest.mark.parametrize("form", ["xlsx", "yaml"])
@pytest.mark.parametrize("filled", [("--filled",), ()])
def test_who_does_not_answer_confirms_nothing(form: str, filled: tuple[str, ...], desk: Desk) -> None:
    made = desk.split("--as", form, *filled)
    done = desk.merge(*made.values())
    assert done.code == Exit.OK, done.err
    assert "Replied" not in done.err
    assert carried(desk) == ALL
    assert ("2 answers are still carried for Testshire Police" in done.err) == bool(filled)


def test_a_form_shows_what_is_carried_only_where_it_is_filled(desk: Desk) -> None:
    plain = openpyxl.load_workbook(desk.split()["police"])
    assert DAY not in [cell.value for cell in plain["Partner answers"][3]]
    made = desk.split("--filled")
    opened = Opened(made["police"].read_bytes())
    assert opened.cell("Partner answers", "partner.seat.held", DAY).value == dt.datetime(2006, 5, 31)
    # Who the partners are is no question of a return.
    assert all(
        opened.book["The area"].cell(at, opened.heads("The area")[DAY]).value is None for at in range(4, 30)
    )
    # A partner of whom nothing is carried gets the form as it was.
    assert DAY not in Opened(made["hospital"].read_bytes()).heads("Partner answers")


def test_a_cell_that_a_partner_empties_confirms_that_answer_alone(desk: Desk) -> None:
    made = desk.split("--filled")["police"]
    opened = Opened(made.read_bytes())
    opened.put("Partner answers", "partner.seat.held", None, DAY)
    where = opened.put("Partner answers", "partner.attendance.trust", "4 of 4")
    made.write_bytes(opened.saved())
    done = desk.merge(made)
    assert done.code == Exit.OK, done.err
    assert "Replied: Testshire Police, 1 answers." in done.err
    assert f"{where}: the answer was changed and its mark still stands" in " ".join(done.err.split())
    assert set(ALL) - set(carried(desk)) == {"partners.police.seat.held"}
    assert str(desk.partners()["police"]["partner.attendance.trust"]).startswith("1 of 4")


def test_a_line_that_a_partner_takes_out_confirms_that_answer_alone(desk: Desk) -> None:
    made = desk.split("--filled", "--as", "yaml")["police"]
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace("      - partners.police.seat.held\n", ""), encoding="utf-8")
    assert text != made.read_text(encoding="utf-8")
    assert "Replied: Testshire Police, 1 answers." in desk.merge(made).err
    assert set(ALL) - set(carried(desk)) == {"partners.police.seat.held"}


@pytest.mark.parametrize("wide", ["partner", "partners", "partners.police", "partner.seat"])
def test_a_wide_path_stays_for_all_but_what_came(wide: str, desk: Desk) -> None:
    desk.write("base.yaml", CARRIED.replace(LIST, f"carried: [{{from: 2006-05-31, facts: [{wide}]}}]\n"))
    before = {
        f"{one.id} {path}": fact.carried
        for one in desk.submissions.read(desk.base).partners or ()
        for path, fact in one.facts.items()
    }
    text = RETURN.replace("{held: yes}", "{held: yes, since: 2006-04}").replace(
        "    attendance: {trust: 3 of 4}\n", ""
    )
    done = desk.merge(desk.write("police.yaml", text))
    assert done.code == Exit.OK, done.err
    after = {
        f"{one.id} {path}": fact.carried
        for one in desk.submissions.read(desk.out).partners or ()
        for path, fact in one.facts.items()
    }
    # Also a new answer below a path that is carried is this time's.
    assert after == before | {"police partner.seat.held": None, "police partner.seat.since": None}


def test_last_times_return_confirms_nothing(desk: Desk) -> None:
    old = desk.write("police.yaml", RETURN.replace("as_at: 2007-05-31", "as_at: 2006-05-31"))
    done = desk.merge(old)
    assert (done.code, desk.out.exists()) == (Exit.SUBMISSION, False)
    assert "it is last time's" in done.err
    assert desk.merge(old, "--keep-going").code == Exit.OK
    assert carried(desk) == ALL


def test_returns_that_differ_leave_the_answer_carried(desk: Desk) -> None:
    one = desk.write("one.yaml", RETURN)
    other = desk.write("other.yaml", RETURN.replace("held: yes", "held: no"))
    assert desk.merge(one, other).code == Exit.SUBMISSION
    assert desk.merge(one, other, "--keep-going").code == Exit.OK
    assert set(ALL) - set(carried(desk)) == {"partners.police.attendance.trust"}


def test_answers_of_the_area_are_renewed_too(desk: Desk) -> None:
    done = desk.merge(desk.write("police.yaml", RETURN + "plan: {status: published}\n"))
    assert done.code == Exit.OK, done.err
    assert "this confirms what was carried from 31 May 2006: plan.status" in done.err
    assert "plan.status" not in carried(desk)


def test_the_last_answer_takes_the_list_with_it(desk: Desk) -> None:
    only = "carried:\n  - from: 2006-05-31\n    facts:\n      - partners.police.seat.held\n"
    desk.write("base.yaml", CARRIED.replace(LIST, only))
    assert desk.merge(desk.write("police.yaml", RETURN)).code == Exit.SUBMISSION  # attendance differs
    text = RETURN.replace("    attendance: {trust: 3 of 4}\n", "")
    assert desk.merge(desk.write("police.yaml", text)).code == Exit.OK
    assert "carried" not in desk.out.read_text(encoding="utf-8")
