"""No report of personal data but by leave, which every format then records."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from ctcheck.reports import FORMATS
from tests.cli.outcome import Ctcheck

NHS = "999 012 3454"
HEAD = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2008-05-31\n"
PERSONAL = (
    HEAD
    + f"plan:\n  status: published\nevidence:\n  - id: a\n    title: Case of {NHS}\n    kind: plan\n    supports: [plan]\n"
)
MILD = PERSONAL.replace(NHS, "12 High Street, Hertford SG13 8XX, 01632 960123, jo.bloggs@example.org")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "it.yaml"
    path.write_text(PERSONAL)
    return path


def test_the_number_of_this_test_is_one() -> None:
    from ctcheck.reading.personal import is_nhs_number

    assert is_nhs_number(NHS.replace(" ", ""))


def test_nothing_is_written_and_every_place_is_named(ctcheck: Ctcheck, file: Path) -> None:
    outcome = ctcheck("assess", "it.yaml", "-f", "json", "-f", "html=page.html")
    assert (outcome.code, outcome.out) == (3, "")
    assert [path.name for path in file.parent.iterdir()] == ["it.yaml"]
    assert "it.yaml:8:12: evidence[0].title: This looks like an NHS number." in outcome.err
    assert "--allow-personal-data" in outcome.err
    assert NHS not in outcome.err


def test_a_finding_of_it_is_not_explained_either(ctcheck: Ctcheck, file: Path) -> None:
    outcome = ctcheck("explain", "cypp-reg3-plan-exists", "it.yaml")
    assert (outcome.code, outcome.out) == (3, "")
    assert "evidence[0].title" in outcome.err
    assert ctcheck("explain", "cypp-reg3-plan-exists", "it.yaml", "--allow-personal-data").code == 0
    assert NHS not in outcome.err


def test_what_offices_have_too_keeps_no_report_from_being_written(ctcheck: Ctcheck, file: Path) -> None:
    file.write_text(MILD)
    outcome = ctcheck("assess", "it.yaml", "-f", "json", "--fail-on", "never")
    assert outcome.code == 0
    report = json.loads(outcome.out)
    assert report["personal_data_allowed"] == 0
    for what in ("an e-mail address", "a postcode", "a telephone number"):
        assert any(what in note["message"] for note in report["notes"])


def test_the_other_submissions_of_a_run_are_reported(ctcheck: Ctcheck, file: Path) -> None:
    (file.parent / "good.yaml").write_text(MILD)
    outcome = ctcheck("assess", "it.yaml", "good.yaml", "-f", "json={stem}.json", "--fail-on", "never")
    assert outcome.code == 3
    assert sorted(path.name for path in file.parent.iterdir()) == ["good.json", "good.yaml", "it.yaml"]


@pytest.mark.parametrize("reader", ["team", "inspector", "cabinet"])
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_leave_is_recorded_in_every_format(name: str, reader: str, ctcheck: Ctcheck, file: Path) -> None:
    if reader != "team" and not FORMATS[name].for_readers:
        pytest.skip("has no layout for a reader")
    made = ctcheck(
        "assess", file, "--allow-personal-data", "-f", f"{name}=out", "--for", reader, "--fail-on", "never"
    )
    assert made.code == 0, made.err
    data = Path("out").read_bytes()
    said = " ".join(_text(name, data).split())
    if name == "json":
        assert json.loads(data)["personal_data_allowed"] == 1
    elif name in ("csv", "actions"):
        rows = list(csv.DictReader(io.StringIO(said and data.decode("utf-8-sig"))))
        assert rows
        assert {row["Personal data"] for row in rows} == {"left in by leave"}
    else:
        assert "1 place of the submission looks as if it told of one person" in said
        assert "--allow-personal-data" in said or "allow-personal-data" in said


def _text(name: str, data: bytes) -> str:
    if name not in ("docx", "xlsx"):
        return data.decode("utf-8-sig").replace("\\", "")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(archive.read(part).decode(errors="replace") for part in archive.namelist())


def test_a_report_that_needs_no_leave_says_nothing_of_it(ctcheck: Ctcheck, file: Path) -> None:
    file.write_text(MILD)
    plain = ctcheck("assess", file, "-f", "csv", "--fail-on", "never").out
    assert ctcheck("assess", file, "-f", "csv", "--fail-on", "never", "--allow-personal-data").out == plain
    assert "left in by leave" not in plain


def test_nothing_is_compared_but_by_leave_which_is_recorded(ctcheck: Ctcheck, file: Path) -> None:
    Path("new.yaml").write_text(MILD.replace("2008-05-31", "2009-05-31"))
    for words in (
        ("compare", "it.yaml", "new.yaml"),
        ("assess", "new.yaml", "--since", "it.yaml", "--fail-on", "never"),
    ):
        refused = ctcheck(*words)
        assert (refused.code, refused.out) == (3, "")
        assert "evidence[0].title" in refused.err
        assert NHS not in refused.err
        assert "1 place of it.yaml looks as if" in ctcheck(*words, "--allow-personal-data").prose
    sides = json.loads(ctcheck("compare", "it.yaml", "new.yaml", "--allow-personal-data", "-f", "json").out)[
        "comparison"
    ]
    assert [sides[side]["personal_data_allowed"] for side in ("old", "new")] == [1, 0]


def test_nothing_is_sealed_but_by_leave_which_the_manifest_records(ctcheck: Ctcheck, file: Path) -> None:
    refused = ctcheck("seal", "it.yaml", "-o", "it.zip")
    assert refused.code == 3
    assert not Path("it.zip").exists()
    assert NHS not in refused.err
    sealed = ctcheck("seal", "it.yaml", "-o", "it.zip", "--allow-personal-data")
    assert sealed.code == 0
    assert "1 place of the submission looks as if it told of one person" in sealed.err
    with zipfile.ZipFile("it.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["personal_data_allowed"] == 1
    assert ctcheck("verify", "it.zip").code == 0


def test_a_survey_counts_it_and_repeats_none(ctcheck: Ctcheck, file: Path) -> None:
    (file.parent / "given").mkdir()
    Path("given/it.yaml").write_text(PERSONAL)
    Path("given/named.yaml").write_text(HEAD.replace("Testshire", f"'Case {NHS}'"))
    Path("given/mild.yaml").write_text(MILD)
    names = ("text", "json", "jsonl", "csv", "html")
    outputs = [word for name in names for word in ("-f", f"{name}=out.{name}")]
    made = ctcheck("survey", "given", "--workers", "0", *outputs)
    assert made.code == 0, made.err
    written = {path.suffix: path.read_text("utf-8") for path in file.parent.glob("out.*")}
    assert len(written) == len(names)
    assert not any(NHS in text for text in (*written.values(), made.err))
    assert json.loads(written[".json"])["counts"]["personal_data"] == 2
    assert "As good as certain to hold personal data: 2 submissions." in " ".join(written[".text"].split())
    lines = [json.loads(line) for line in written[".jsonl"].splitlines()]
    assert [one["personal_data"] for one in lines] == [1, 0, 1]
    assert lines[2]["area"]["name"] == "(a name that looks like personal data)"


def test_a_version_for_the_public_withholds_it_and_needs_no_leave(ctcheck: Ctcheck, file: Path) -> None:
    outcome = ctcheck("assess", file, "--public", "--fail-on", "never")
    assert outcome.code == 0, outcome.err
    assert NHS not in outcome.out
    # What a public version does not withhold needs leave there as well.
    file.write_text(HEAD.replace("Testshire", f"'Case {NHS}'"))
    refused = ctcheck("assess", file, "--public")
    assert (refused.code, refused.out) == (3, "")
    assert NHS not in refused.err


def test_a_public_submission_says_how_many_small_counts_its_report_shows(
    ctcheck: Ctcheck, file: Path
) -> None:
    file.write_text(
        HEAD + "marking: public\nsafeguarding: {unallocated_cases: 3, allegations_over_time: 40}\n"
    )
    said = ctcheck("assess", file, "--fail-on", "never").prose
    assert "1 number below 5 is shown as stated" in said
    assert "below 5" not in ctcheck("assess", file, "--fail-on", "never", "--public").prose.split("Notes")[-1]
