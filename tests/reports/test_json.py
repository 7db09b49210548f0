"""The JSON report: what the schema promises, all of it and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from ctcheck.model.public import PublicVersion, Withheld
from ctcheck.model.report import CarriedAnswers
from ctcheck.model.words import Basis
from ctcheck.reports import make_reporter
from ctcheck.resources import resource_dir
from tests.reports.golden_file import matches_golden
from tests.reports.sample import ATTACKS, attacked, plain, sample, three_views
from tests.reports.sample_comparison import sample_comparison


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (resource_dir("schemas") / "gap-report.schema.json").read_text("utf-8")
    )
    return loaded


PUBLIC = PublicVersion("restricted", (Withheld("fact", "exempt", 2),), 5, Basis.HOUSE, False, 3)


def report(*, hostile: bool = False, public: PublicVersion | None = None) -> dict[str, Any]:
    word = attacked() if hostile else plain
    carried = (CarriedAnswers(dt.date(2002, 2, 5), 3),)
    one = sample(word)
    one = one._replace(assurance=one.assurance._replace(carried=carried), since=sample_comparison(word))
    # A public version never has it; here it stands beside, so that every key is there.
    views = three_views(attacked()) if public else None
    made: dict[str, Any] = json.loads(
        make_reporter("json").render(one._replace(public=public, inspector=views))
    )
    return made


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary inside."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def test_the_report_is_the_golden_file() -> None:
    matches_golden("sample.json", make_reporter("json").render(sample(attacked())))


@pytest.mark.parametrize("hostile", [False, True])
@pytest.mark.parametrize("public", [None, PUBLIC], ids=["full", "public"])
def test_the_report_validates(schema: dict[str, Any], hostile: bool, public: PublicVersion | None) -> None:
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    made = report(hostile=hostile, public=public)
    assert [error.message for error in validator.iter_errors(made)] == []


def test_the_schema_is_valid_and_closed(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in walk(schema):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert sorted(part["required"]) == sorted(part["properties"])


def test_every_property_is_described(schema: dict[str, Any]) -> None:
    for part in walk(schema):
        for name, property_ in part.get("properties", {}).items() if part.get("type") == "object" else ():
            named = schema["$defs"].get(property_.get("$ref", "").removeprefix("#/$defs/"), {})
            assert "description" in property_ or "description" in named, name


def test_every_key_of_the_schema_is_there(schema: dict[str, Any]) -> None:
    promised = {
        key for part in walk(schema) if part.get("type") == "object" for key in part.get("properties", {})
    }
    # A version for the public says something of itself, and has no next steps.
    found = {key for made in (report(public=PUBLIC), report()) for part in walk(made) for key in part}
    assert found == promised


def test_gaps_risks_and_limits_point_at_findings() -> None:
    made = report()
    ids = [finding["id"] for finding in made["findings"]]
    assert len(set(ids)) == len(ids) == made["assurance"]["counts"]["total"]
    pointed = [gap["finding"] for gap in made["gaps"]]
    pointed += [one for risk in made["risks"] for one in risk["findings"]]
    pointed += [one for where in made["positions"] for limit in where["limits"] for one in limit["findings"]]
    papers = made["papers"]
    pointed += [
        one
        for part in ("evidence", "plan", "enquiries")
        for entry in papers[part]
        for one in entry["findings"]
    ]
    assert set(pointed) <= set(ids)


def test_papers_hold_every_action_event_and_body_of_the_report() -> None:
    papers, report_ = report()["papers"], sample()
    assert [action["id"] for action in papers["plan"]] == [action.id for action in report_.papers.plan]
    assert [action["drafted"] for action in papers["plan"]] == [False, True, False]
    assert papers["timeline"]["working_days"] == 61
    assert [event["working_days"] for event in papers["timeline"]["events"]] == [-18, 0, 18, 39, 61, None]
    matrix = papers["matrix"]
    assert [row["theme"] for row in matrix["rows"]] == [theme for theme, _ in report_.themes]
    assert {len(row["cells"]) for row in matrix["rows"]} == {len(matrix["columns"])}
    # Each finding stands in one cell, but for powers, which nobody has to use.
    counted = sum(cell["counts"]["total"] for row in matrix["rows"] for cell in row["cells"])
    assert counted == sum(finding.weighs for finding in report_.findings)


def test_gaps_keep_the_order_of_the_report() -> None:
    made = report()
    assert [gap["number"] for gap in made["gaps"]] == list(range(1, len(sample().gaps) + 1))
    assert [gap["finding"] for gap in made["gaps"]] == [gap.finding.id for gap in sample().gaps]


def test_reasons_carry_values_and_lines() -> None:
    finding = next(one for one in report()["findings"] if one["rule"] == "plan-published")
    fact = finding["reasons"]["met"]["parts"][0]["parts"][0]
    assert fact == {
        "clause": "fact",
        "result": "false",
        "text": "is yes",
        "path": "plan.published",
        "label": "whether the plan is published",
        "found": "no",
        "place": {"file": "northshire.yaml", "line": 41, "column": 5},
        "parts": [],
    }
    assert finding["explanation"].startswith("plan-published: whether the plan is published is no")


@pytest.mark.parametrize("attack", ATTACKS)
def test_harmful_characters_are_out_and_line_breaks_stay(attack: str) -> None:
    rendered = make_reporter("json").render(sample(lambda word: word + attack)).decode("utf-8")
    title = json.loads(rendered)["submission"]["title"]
    assert not set("\x00\x07\x1b\x9b\u202e\u2066") & set(rendered + title)
    if "lines" in attack:
        assert title.endswith("two\nlines\nand\nmore")


def test_it_ends_in_one_newline_and_is_indented_by_two() -> None:
    rendered = make_reporter("json").render(sample()).decode()
    assert rendered.startswith('{\n  "format": 1,\n  "ctcheck": {\n    "version"')
    assert rendered.endswith('"since": null\n}\n')
