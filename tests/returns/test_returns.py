"""Partners' returns: each gets its own questions, and what comes back is put in, compared and counted."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from ctcheck.errors import Exit
from ctcheck.reading.submission import SubmissionReader
from tests.cli.outcome import Ctcheck, Outcome
from tests.workbook.desk import Opened

BASE = """\
# A remark at the top.
ctcheck: 1
area: {name: Testshire, type: county, code: E10000099}
as_at: 2007-05-31
partners:
  # Five of them.
  - {id: police, name: Testshire Police, kind: chief-officer-of-police}
  - id: health
    name: Testshire PCT   # since 2006
    kind: primary-care-trust
    agreement:
      status: in-place  # minute 4
  - {id: hospital, name: Testshire Hospital, kind: nhs-trust}
  - {id: connexions, name: Connexions, kind: connexions-provider-2000-act}
  - {id: parents, name: Parents together, kind: parents-and-carers}

# What is planned.
plan:
  status: published  # online
actions: []
"""
RETURN = """\
ctcheck: 1
area: {name: Testshire, type: county}
as_at: 2007-05-31
return: {partner: police, areas: [Testshire, Otherland], answered_by: head of protection}
partners:
  - id: police
    name: Testshire Police
    kind: chief-officer-of-police
    seat: {held: yes}
    attendance: {trust: 3 of 4}
"""


class Desk:
    """A folder with a submission and returns."""

    def __init__(self, folder: Path, ctcheck: Ctcheck, submissions: SubmissionReader) -> None:
        self.folder = folder
        self.run = ctcheck
        self.submissions = submissions
        self.base = self.write("base.yaml", BASE)
        self.out = folder / "out.yaml"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def split(self, *options: object) -> dict[str, Path]:
        folder = self.folder / "returns"
        done = self.run("returns", "split", self.base, "-o", folder, *options)
        assert done.code == Exit.OK, done.err
        return {path.stem.removeprefix("return-"): path for path in sorted(folder.iterdir())}

    def merge(self, *returns: object) -> Outcome:
        done = self.run("returns", "merge", self.base, *returns, "-o", self.out)
        return done

    def partners(self) -> dict[str, dict[str, object]]:
        read = self.submissions.read(self.out)
        return {
            one.id: {"status": one.return_status, "by": one.answered_by}
            | {path: fact.value for path, fact in one.facts.items()}
            for one in read.partners or ()
        }


@pytest.fixture
def desk(tmp_path: Path, ctcheck: Ctcheck, submissions: SubmissionReader) -> Desk:
    return Desk(tmp_path, ctcheck, submissions)


def test_each_partner_gets_its_own_questions_and_no_others(desk: Desk) -> None:
    made = desk.split()
    # Nothing in force asks parents anything.
    assert list(made) == ["connexions", "health", "hospital", "police"]
    asked = {}
    for name, path in made.items():
        sheet = openpyxl.load_workbook(path)["Partner answers"]
        heads = [cell.value for cell in sheet[3]]
        rows = [dict(zip(heads, row, strict=False)) for row in sheet.iter_rows(min_row=4, values_only=True)]
        assert {row["Partner"] for row in rows} == {name}
        assert not any(row["Answer"] for row in rows)
        asked[name] = {row["Fact"] for row in rows}
    # A hospital is a section 11 body, and no relevant partner under section 10.
    assert "partner.section_11.senior_lead" in asked["hospital"] & asked["police"]
    assert "partner.agreement.status" in asked["police"] - asked["hospital"]


@pytest.mark.parametrize("form", ["xlsx", "yaml"])
def test_an_untouched_form_is_silence(form: str, desk: Desk) -> None:
    made = desk.split("--as", form)
    done = desk.merge(*made.values())
    assert done.code == Exit.OK, done.err
    assert "Replied" not in done.err
    partners = desk.partners()
    assert {name: one["status"] for name, one in partners.items()} == {
        **dict.fromkeys(("police", "health", "hospital", "connexions"), "not-returned"),
        "parents": "",
    }
    assert set(partners["police"]) == {"status", "by"}


def test_a_form_filled_in_beforehand_that_comes_back_untouched_is_silence(desk: Desk) -> None:
    made = desk.split("--filled")
    done = desk.merge(made["health"])
    assert "what the submission said before" in done.err
    assert desk.partners()["health"]["status"] == "not-returned"
    opened = Opened(made["health"].read_bytes())
    opened.put("The area", "return.answered_by", "chief nurse")
    made["health"].write_bytes(opened.saved())
    assert "Replied: Testshire PCT, 1 answers." in desk.merge(made["health"]).err


def test_answers_come_back_and_remarks_stay(desk: Desk) -> None:
    made = desk.split()
    opened = Opened(made["police"].read_bytes())
    opened.put("Partner answers", "partner.seat.held", "Y")
    opened.add("Evidence", Id="policy", Title="The policy", Kind="policy", Also_supports="partners.police")
    made["police"].write_bytes(opened.saved())
    done = desk.merge(*made.values())
    assert done.code == Exit.OK, done.err
    assert "'Y' was read as yes" in done.err
    assert re.search(r"Not returned: Testshire PCT \(health\)", done.err)
    assert "3 of 5 partners not returned" in done.err
    assert desk.partners()["police"] == {"status": "submitted", "by": "", "partner.seat.held": True}
    text = desk.out.read_text(encoding="utf-8")
    for kept in ("# A remark at the top.", "# Five of them.", "  # since 2006", "  # minute 4", "  # online"):
        assert kept in text
    assert text.partition("# What is planned.")[2].startswith(
        BASE.partition("# What is planned.")[2].rstrip("\n")
    )
    assert [one.id for one in desk.submissions.read(desk.out).evidence] == ["policy"]
    # The same again changes nothing.
    desk.base = desk.write("again.yaml", text)
    assert desk.merge(made["police"]).code == Exit.OK
    assert desk.out.read_text(encoding="utf-8") == text


def test_one_body_answers_on_behalf_of_another(desk: Desk) -> None:
    made = desk.split("--on-behalf", "hospital=health")
    assert "hospital" not in made
    opened = Opened(made["health"].read_bytes())
    opened.put("Partner answers", "partner.section_11.senior_lead", "matron", partner="hospital")
    made["health"].write_bytes(opened.saved())
    done = desk.merge(made["health"])
    assert "Replied: Testshire Hospital, 1 answers, answered on its behalf by Testshire PCT." in done.err
    partners = desk.partners()
    assert (partners["hospital"]["status"], partners["hospital"]["by"]) == ("submitted", "Testshire PCT")
    assert partners["health"]["status"] == "not-returned"


def test_answers_that_differ_are_refused_and_listed(desk: Desk) -> None:
    one = desk.write("one.yaml", RETURN)
    other = desk.write("other.yaml", RETURN.replace("held: yes", "held: no"))
    done = desk.merge(one, other)
    assert (done.code, desk.out.exists()) == (Exit.SUBMISSION, False)
    assert "partners.police.seat.held: the answers differ: police says yes" in done.err
    assert f"{one}:9:18" in done.err
    going = desk.merge(one, other, "--keep-going")
    assert going.code == Exit.OK
    assert "LEFT OUT partners.police.seat.held" in going.err
    assert "partner.seat.held" not in desk.partners()["police"]
    assert "partner.attendance.trust" in desk.partners()["police"]


def test_what_the_submission_says_is_not_overwritten(desk: Desk) -> None:
    text = RETURN.replace("police", "health").replace("Testshire Police", "Testshire PCT")
    text = text.replace("chief-officer-of-health", "primary-care-trust").replace(
        "Testshire Police", "Testshire PCT"
    )
    sent = desk.write("health.yaml", text + "    agreement: {status: proposed}\n")
    done = desk.merge(sent)
    assert done.code == Exit.SUBMISSION
    assert "the submission says in-place" in done.err
    assert "health says proposed" in done.err
    assert desk.merge(sent, "--keep-going").code == Exit.OK
    assert desk.partners()["health"]["partner.agreement.status"] == "in-place"


def test_facts_of_the_area_are_compared_between_partners(desk: Desk) -> None:
    police = desk.write("police.yaml", RETURN + "trust: {manager: {post: vacant}}\n")
    hospital = RETURN.replace("police", "hospital").replace("Testshire Police", "Testshire Hospital")
    hospital = hospital.replace("chief-officer-of-hospital", "nhs-trust")
    same = desk.write("hospital.yaml", hospital + "trust: {manager: {post: vacant}}\n")
    assert desk.merge(police, same).code == Exit.OK
    assert desk.submissions.read(desk.out).facts["trust.manager.post"].value == "vacant"
    desk.out.unlink()
    differs = desk.write("hospital.yaml", hospital + "trust: {manager: {post: in-post}}\n")
    done = desk.merge(police, differs)
    assert done.code == Exit.SUBMISSION
    assert "trust.manager.post: the answers differ: police says vacant" in done.err
    assert "hospital says in-post" in done.err
    assert not desk.out.exists()


def test_one_return_serves_several_areas(desk: Desk) -> None:
    sent = desk.write("police.yaml", RETURN)
    assert desk.merge(sent).code == Exit.OK
    other = BASE.replace("name: Testshire,", "name: Otherland,").replace("{id: police,", "{id: force,")
    desk.base = desk.write("otherland.yaml", other)
    assert desk.merge(sent).code == Exit.OK
    assert desk.partners()["force"]["partner.seat.held"] is True
    desk.base = desk.write("third.yaml", BASE.replace("name: Testshire,", "name: Thirdshire,"))
    done = desk.merge(sent)
    assert done.code == Exit.SUBMISSION
    assert "is for Testshire, Otherland, and not for Thirdshire" in done.err


def test_a_body_that_is_no_partner_is_refused(desk: Desk) -> None:
    text = RETURN.replace("id: police", "id: army").replace("Testshire Police", "The army")
    done = desk.merge(desk.write("army.yaml", text))
    assert done.code == Exit.SUBMISSION
    assert "The army (army, chief-officer-of-police) is no partner of Testshire" in done.err


def test_evidence_with_the_same_id_gets_another(desk: Desk) -> None:
    evidence = "evidence:\n  - {id: policy, title: Ours, kind: policy, supports: [partners.police]}\n"
    desk.base.write_text(BASE + evidence.replace("Ours", "Another"), encoding="utf-8")
    done = desk.merge(desk.write("police.yaml", RETURN + evidence))
    assert done.code == Exit.OK, done.err
    assert "other evidence has the id policy; this was given the id police-policy" in done.err
    found = desk.submissions.read(desk.out).evidence
    assert [(one.id, one.title) for one in found] == [("policy", "Another"), ("police-policy", "Ours")]


def test_a_return_is_no_self_assessment(desk: Desk) -> None:
    sent = desk.write("police.yaml", RETURN)
    done = desk.run("validate", sent)
    assert "the return of one body" in done.err + done.out
    assert desk.merge(desk.base).code == Exit.SUBMISSION
    assert desk.run("returns", "merge", sent, desk.base).code == Exit.USAGE


def test_forms_for_every_kind_of_body_without_a_submission(desk: Desk, tmp_path: Path) -> None:
    options = ["--authority", "Testshire", "--type", "county", "--law-at", "2026-05-01", "--as", "yaml"]
    done = desk.run("returns", "split", "-o", tmp_path / "all", *options)
    assert done.code == Exit.OK, done.err
    names = {path.stem for path in (tmp_path / "all").iterdir()}
    assert {"return-integrated-care-board", "return-chief-officer-of-police"} <= names
    assert "return-primary-care-trust" not in names
    for path in (tmp_path / "all").iterdir():
        assert desk.submissions.read(path).returned is not None


def test_a_file_in_one_pair_of_braces_is_refused(desk: Desk) -> None:
    desk.base.write_text(
        "{ctcheck: 1, area: {name: Testshire, type: county}, as_at: 2007-05-31,"
        " partners: [{id: police, name: Testshire Police, kind: chief-officer-of-police}]}\n",
        encoding="utf-8",
    )
    done = desk.merge(desk.write("police.yaml", RETURN))
    assert done.code == Exit.SUBMISSION
    assert "one pair of braces" in done.err
