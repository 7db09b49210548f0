"""`ctcheck survey` as a shell runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ctcheck.survey import pools
from ctcheck.survey.run import Pool
from tests.cli.outcome import Ctcheck
from tests.survey.make_survey_2004 import AREAS, FOLDER, files

ROOT = Path(__file__).parents[2]
HERE = ("--workers", "0")
TABLE = (
    "tabulation: own\ntitle: Our own\nsource: Ourselves\n"
    "indicators:\n  - {id: out, label: Plan is out, condition: {plan.status: {is: published}}}\n"
)
PUBLISHED = (
    "ctcheck: 1\narea: {name: Somewhere, type: county}\nas_at: 2008-05-31\nplan: {status: published}\n"
)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder of five submissions and one that is broken."""
    folder = tmp_path / "given"
    folder.mkdir()
    for name, text in list(files().items())[:5]:
        (folder / name).write_text(text)
    (folder / "broken.yaml").write_text("ctcheck: 1\narea: {name: Nowhere}\n")
    return folder


def valid(found: Any) -> Any:
    schema = json.loads((ROOT / "schemas" / "survey.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(found)
    return found


def test_what_cannot_be_read_is_listed_and_stops_nothing(ctcheck: Ctcheck, few: Path) -> None:
    outcome = ctcheck("survey", few, *HERE)
    assert outcome.code == 0
    assert "6 submissions received: 5 read, 1 unreadable, 0 given up." in outcome.prose
    assert "- broken.yaml: 2 problems" in outcome.out
    assert outcome.err == ""


def test_the_return_of_a_body_is_no_area(ctcheck: Ctcheck, few: Path) -> None:
    text = next(few.glob("*.yaml")).read_text()
    (few / "return.yaml").write_text(f"{text}return: {{partner: police, areas: [Nowhere]}}\n")
    outcome = ctcheck("survey", few, *HERE)
    assert "7 submissions received: 5 read, 1 unreadable, 1 given up." in outcome.prose
    assert "It is the return of one body" in outcome.prose


def test_what_is_carried_is_counted_as_silence(ctcheck: Ctcheck, few: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.yaml"
    table.write_text(TABLE)
    (few / "broken.yaml").unlink()
    for one in list(few.glob("*.yaml"))[1:]:
        one.unlink()
    (one,) = few.glob("*.yaml")
    one.write_text(PUBLISHED)
    count = ("survey", few, *HERE, "--tabulate", table, "-f", "json")
    assert json.loads(ctcheck(*count).out)["tabulation"]["indicators"][0]["yes"] == 1
    one.write_text(f"{PUBLISHED}carried: [{{from: 2007-05-31, facts: [plan.status]}}]\n")
    assert json.loads(ctcheck(*count).out)["tabulation"]["indicators"][0]["unknown"] == 1


def test_nothing_that_can_be_read_is_no_success(ctcheck: Ctcheck, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert ctcheck("survey", tmp_path / "empty", *HERE).code == 3
    (tmp_path / "empty" / "bad.yaml").write_text("[")
    assert ctcheck("survey", tmp_path / "empty", *HERE).code == 3


def test_counts_add_up_and_silence_is_never_met(ctcheck: Ctcheck) -> None:
    found = valid(json.loads(ctcheck("survey", ROOT / "examples", *HERE, "-f", "json").out))
    reports = [one for one in found["submissions"] if one["status"] == "read"]
    assert found["counts"]["read"] == len(reports) >= AREAS
    for row in found["rules"]:
        verdicts = ("met", "partly_met", "not_met", "no_answer", "not_applicable", "error")
        assert row["total"] == sum(row[verdict] for verdict in verdicts)
        assert row["judged"] == row["total"] - row["not_applicable"]
        held = [one["rules"][row["rule"]] for one in reports if row["rule"] in one["rules"]]
        assert len(held) == row["total"]
        met = [
            one
            for one in held
            if one == "met" or (isinstance(one, dict) and set(one) <= {"met", "not_applicable"})
        ]
        assert row["met"] <= len(met)
    for table in found["positions"]:
        assert table["all"]["total"] == len(reports) == sum(row["total"] for row in table["by_type"])


def test_it_says_what_assess_says(ctcheck: Ctcheck) -> None:
    """The verdicts and positions of a survey are those of the reports."""
    example = ROOT / "examples" / "hertfordshire-2007.yaml"
    report = json.loads(ctcheck("assess", example, "--fail-on", "never", "-f", "json").out)
    for engine in ("plain", "durable-rules"):
        (one,) = json.loads(ctcheck("survey", example, *HERE, "--engine", engine, "-f", "json").out)[
            "submissions"
        ]
        said: dict[str, Any] = {}
        for finding in report["findings"]:
            if finding["subject"]["kind"] == "area":
                said[finding["rule"]] = finding["verdict"]
            else:
                counts = said.setdefault(finding["rule"], {})
                counts[finding["verdict"]] = counts.get(finding["verdict"], 0) + 1
        assert one["rules"] == said
        assert {name: held["level"] for name, held in one["themes"].items()} == {
            position["about"]: position["indicative"] for position in report["positions"]
        }


def test_who_did_not_send_one(ctcheck: Ctcheck, tmp_path: Path) -> None:
    arguments = ("--expect", "childrens-trust-pathfinders", *HERE)
    returns = json.loads(ctcheck("survey", ROOT / "examples", *arguments, "-f", "json").out)["returns"]
    assert (returns["expected"], returns["returned"]) == (35, 2)
    assert "Barnsley" in returns["missing"]
    assert not {"Hertfordshire", "Solihull"} & set(returns["missing"])
    own = tmp_path / "list.yaml"
    own.write_text(
        "table: mine\ntitle: Mine\nrows:\n  - {id: salford, label: Salford City Council}\n  - {id: x, label: Nowhere}\n"
    )
    returns = json.loads(ctcheck("survey", ROOT / "examples", "--expect", own, *HERE, "-f", "json").out)[
        "returns"
    ]
    assert returns["missing"] == ["Nowhere"]
    wrong = ctcheck("survey", ROOT / "examples", "--expect", "childrens-trust-pathfinder", *HERE)
    assert wrong.code == 2
    assert "childrens-trust-pathfinders" in wrong.err


def test_a_public_version_names_nobody_and_shows_no_small_count(ctcheck: Ctcheck) -> None:
    arguments = (
        "survey",
        FOLDER,
        *HERE,
        "--public",
        "--tabulate",
        "nect-baseline",
        "--expect",
        "childrens-trust-pathfinders",
    )
    for name in ("text", "html", "json", "counts", "table"):
        out = ctcheck(*arguments, "-f", name).out
        assert not re.search(r"Fictional Area|area-\d\d|Barnsley", out)
    found = valid(json.loads(ctcheck(*arguments, "-f", "json").out))
    assert found["submissions"] == []
    row = next(one for one in found["tabulation"]["indicators"] if one["id"] == "joint-recording-protocol")
    assert (row["yes"], row["no"], row["of"]) == (None, None, AREAS)
    for one in found["rules"]:
        assert not any(
            isinstance(one[name], int) and 0 < one[name] < 5 for name in ("met", "not_met", "no_answer")
        )
    for name in ("csv", "jsonl"):
        assert ctcheck(*arguments, "-f", name).code == 2
    assert ctcheck("survey", FOLDER, "--small-number", "4").code == 2


def test_small_types_of_area_are_put_together(ctcheck: Ctcheck) -> None:
    found = json.loads(ctcheck("survey", FOLDER, *HERE, "--public", "--small-number", "8", "-f", "json").out)
    assert found["area_types"] == [
        {"type": "metropolitan-district", "submissions": 10},
        {"type": "unitary", "submissions": 10},
        {"type": "other", "submissions": 15},
    ]


def test_what_other_rules_would_change(ctcheck: Ctcheck) -> None:
    local = ROOT / "examples" / "local-pack"
    arguments = (
        "survey",
        ROOT / "examples" / "hertfordshire-2007.yaml",
        "--also-rules",
        local / "rules",
        *HERE,
    )
    found = valid(json.loads(ctcheck(*arguments, "-f", "json").out))
    changes = {(one["rule"], one["before"], one["after"]) for one in found["also"]["changes"]}
    (one,) = found["submissions"]
    assert changes == {(rule, *both) for rule, both in one["also"]["changed"].items()}
    for name in ("text", "html"):
        out = ctcheck(*arguments, "-f", name).out
        assert all(rule in out for rule, _, _ in changes)
    assert ctcheck(*arguments, "--public").code == 2


def test_hostile_words_stay_words(ctcheck: Ctcheck, tmp_path: Path) -> None:
    text = files()["area-01.yaml"].replace(
        "name: Fictional Area 01,", 'name: "=cmd|<script>alert(1)</script>",'
    )
    (tmp_path / "<b>x.yaml").write_text(text)
    page = ctcheck("survey", tmp_path, *HERE, "-f", "html").out
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert page.count("<script>") == 1
    assert "default-src 'none'" in page
    assert "=cmd|<script>" in ctcheck("survey", tmp_path, *HERE).out
    assert "\"'=cmd" in ctcheck("survey", tmp_path, *HERE, "-f", "csv").out


def test_the_policy_of_the_page_allows_what_stands_in_it(ctcheck: Ctcheck, few: Path) -> None:
    import base64
    import hashlib

    page = ctcheck("survey", few, *HERE, "-f", "html").out
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    for kind in ("style", "script"):
        for held in re.findall(f"<{kind}>(.*?)</{kind}>", page, re.S):
            digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy[1].replace("&#39;", "'")


def test_stopped_and_gone_on(
    ctcheck: Ctcheck, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ctcheck("survey", few, *HERE, "-f", "json").out
    target, work = tmp_path / "out.json", tmp_path / "work"
    sent = []
    limit = 3

    def stopping(settings: Any) -> Pool:
        pool = pools_here(settings)
        send = pool._send

        def counted(executor: Any, item: Any) -> Any:
            if len(sent) == limit:
                raise KeyboardInterrupt
            sent.append(item.name)
            return send(executor, item)

        pool._send = counted
        return pool

    pools_here = pools.here
    monkeypatch.setattr(pools, "here", stopping)
    arguments = ("survey", few, *HERE, "--work", work, "-f", f"json={target}")
    stopped = ctcheck(*arguments)
    assert stopped.code == 130
    assert "--resume" in stopped.err
    partial = valid(json.loads(target.read_text()))
    assert partial["partial"] is True
    assert (partial["counts"]["received"], partial["counts"]["found"]) == (3, 6)
    limit = 1_000
    assert ctcheck(*arguments, "--resume").code == 0
    assert target.read_text() == whole
    assert len(sent) == len(set(sent)) == 6


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        ("{few}", "-f", "jsn"),
        ("{few}", "-f", "json="),
        ("{few}", "-f", "text", "-f", "json"),
        ("{few}", "-f", "table"),
        ("{few}", "--tabulate", "nect"),
        ("{few}", "--resume"),
        ("{few}", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"),
        ("{few}", "-f", "json={few}/area-01.yaml"),
    ],
)
def test_wrong_usage(ctcheck: Ctcheck, few: Path, arguments: tuple[str, ...]) -> None:
    outcome = ctcheck("survey", *(one.replace("{few}", str(few)) for one in arguments))
    assert outcome.code == 2
    assert "Traceback" not in outcome.err


def test_a_table_with_mistakes_is_refused_with_their_places(
    ctcheck: Ctcheck, few: Path, tmp_path: Path
) -> None:
    own = tmp_path / "table.yaml"
    own.write_text(
        "tabulation: mine\ntitle: Mine\nindicators:\n"
        "  - {id: a, label: A, condition: {trust.manager.pst: {is: in-post}}}\n"
        "  - {id: a, label: B, condition: {trust.manager.post: {is: in-pst}}}\n"
    )
    outcome = ctcheck("survey", few, *HERE, "--tabulate", own)
    assert outcome.code == 4
    assert "table.yaml:4:" in outcome.err
    assert "table.yaml:5:" in outcome.err
    assert "trust.manager.post" in outcome.err
