"""`ctcheck explain`, `rules` and `schema`: what rules say, and that what they say can be relied on."""

from __future__ import annotations

import functools
import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from ctcheck.model.rules import RulePacks
from ctcheck.model.words import DUTY_ON, Certainty, Force
from ctcheck.reading.frame import plain
from ctcheck.reading.nodes import parse
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.loader import LoadedPacks
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]
PACK = ROOT / "rules" / "children-act-2004"
SALFORD = ROOT / "examples" / "salford-2003.yaml"
HERTFORDSHIRE = ROOT / "examples" / "hertfordshire-2007.yaml"
LAW = ("--law-at", "2008-04-01")


@pytest.fixture
def pack(loaded: LoadedPacks) -> RulePacks:
    return loaded.packs


@pytest.fixture
def loaded_once(loaded: LoadedPacks, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that call a command for each rule: the shipped pack is not loaded anew for each."""
    for module in ("assess_command", "rules_commands"):
        monkeypatch.setattr(f"ctcheck.cli.{module}.packs", lambda *_, **__: loaded)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped pack, to be changed."""
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


# explain


def test_explain_tells_all_that_a_rule_says(ctcheck: Ctcheck, pack: RulePacks, loaded_once: None) -> None:
    for rule in pack.rules:
        outcome = ctcheck("explain", rule.id)
        assert (outcome.code, outcome.err) == (0, ""), rule.id
        lines = outcome.out.splitlines()
        assert lines[0] == rule.title
        assert set(lines[1]) == {"="}
        told = (rule.expects, rule.why, rule.remedy, rule.enquiry, rule.note, DUTY_ON[rule.duty_on])
        for text in (*told, *(source.provision for source in rule.sources if source.provision != "whole")):
            assert " ".join(text.split()) in outcome.prose, (rule.id, text)
        assert "It is met when" in lines
        assert ("It is partly met when" in lines) == (rule.partly is not None)
        assert ("It applies when" in lines) == (rule.applies is not None)
        assert ("It does not apply when" in lines) == (rule.unless is not None)
        for name in rule.parameters:
            assert f"{name}: {pack.parameters[name].value:g} {pack.parameters[name].unit}" in outcome.prose


def test_explain_says_where_a_source_was_cited_from_memory(ctcheck: Ctcheck) -> None:
    assert "(cited from memory, not read)" in ctcheck("explain", "is-protocol").prose
    assert "from memory" not in ctcheck("explain", "s10-arrangements-current").prose


def test_explain_of_a_file_tells_what_was_found_and_where(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("explain", "s10-arrangements-current", SALFORD, *LAW)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Not met: Co-operation arrangements that are alive\n")
    line = next(
        number
        for number, text in enumerate(SALFORD.read_text("utf-8").splitlines(), 1)
        if text.startswith("    status: proposed")
    )
    assert f"found: proposed (salford-2003.yaml:{line})" in outcome.prose
    assert "[no] all of these hold" in outcome.prose
    assert "[unknown]" in outcome.prose


def test_explain_of_a_file_tells_the_finding_of_every_body(ctcheck: Ctcheck) -> None:
    rule = "s10-partners-cooperate"
    report = json.loads(ctcheck("assess", SALFORD, *LAW, "-f", "json").out)
    expected = [finding["id"] for finding in report["findings"] if finding["rule"] == rule]
    outcome = ctcheck("explain", rule, SALFORD, *LAW)
    assert len(expected) > 5
    # A long id stands on a line of its own, without the blank after the label.
    assert re.findall(rf"Finding:\s+({rule}/[a-z0-9-]+)", outcome.out) == expected


def test_explain_of_one_finding_tells_only_that(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("explain", "s10-partners-cooperate/primary-care-trust", SALFORD, *LAW)
    assert outcome.code == 0
    found = re.findall(r"Finding:\s+(\S+)", outcome.out)
    assert found == ["s10-partners-cooperate/primary-care-trust"]
    assert "salford-2003.yaml:40" in outcome.prose


def test_explain_says_the_same_with_either_engine(ctcheck: Ctcheck) -> None:
    said = {
        ctcheck("explain", "is-protocol", HERTFORDSHIRE, "--engine", one)
        for one in ("plain", "durable-rules")
    }
    assert len(said) == 1
    assert next(iter(said)).code == 0


@pytest.mark.parametrize("command", [["explain"], ["rules", "show"], ["rules", "test", "--rule"]])
def test_an_unknown_rule_is_told_the_nearest(command: list[str], ctcheck: Ctcheck) -> None:
    outcome = ctcheck(*command, "is-protocl")
    assert (outcome.code, outcome.out) == (2, "")
    assert "No rule is called 'is-protocl'. Did you mean 'is-protocol'?" in outcome.err
    assert "`ctcheck rules list` names them all." in ctcheck(*command, "zzzz").err


@pytest.mark.parametrize(
    ("rule", "law", "says"),
    [
        ("is-protocol", "2003-02-05", "It is in force from 1 April 2006 to 25 March 2015."),
        ("is-protocol", "2015-03-26", "It is in force from 1 April 2006 to 25 March 2015."),
        ("s16e-arrangements", "2018-06-28", "It is in force from 29 June 2018."),
    ],
)
def test_a_rule_that_is_not_in_force_on_the_law_date_says_so(
    rule: str, law: str, says: str, ctcheck: Ctcheck
) -> None:
    outcome = ctcheck("explain", rule, SALFORD, "--law-at", law)
    assert (outcome.code, outcome.out) == (2, "")
    said = " ".join(outcome.err.split())
    assert f"{rule} is not in force on" in said
    assert says in said
    assert "--law-at" in said


def test_a_body_that_was_not_judged_is_told_those_that_were(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("explain", "s10-partners-cooperate/primary-care-trusts", SALFORD, *LAW)
    assert (outcome.code, outcome.out) == (2, "")
    assert "Did you mean 's10-partners-cooperate/primary-care-trust'?" in " ".join(outcome.err.split())
    assert "--law-at" not in outcome.err


def test_explain_without_a_file_says_whether_the_rule_is_in_force_on_the_law_date(ctcheck: Ctcheck) -> None:
    assert ctcheck("explain", "is-protocol", "--law-at", "2007-02-30").code == 2
    before = ctcheck("explain", "is-protocol", "--law-at", "2006-03-31")
    assert before.code == 0
    assert "is-protocol is not in force on 31 March 2006" in before.err
    assert ctcheck("explain", "is-protocol", "--law-at", "2006-04-01").err == ""


def test_explain_of_a_file_that_cannot_be_read_lists_its_problems(ctcheck: Ctcheck, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("ctcheck: 1\n")
    outcome = ctcheck("explain", "is-protocol", tmp_path / "bad.yaml")
    assert (outcome.code, outcome.out) == (3, "")
    assert "bad.yaml:1:1:" in outcome.err


# rules list and show


@functools.cache
def rules_in(name: str) -> Any:
    return yaml.safe_load((ROOT / "rules" / name).read_text("utf-8"))["rules"]


@pytest.mark.parametrize("law", [None, "2004-12-31", "2007-05-31", "2019-09-29", "2026-01-01"])
def test_rules_list_lists_the_rules_in_force_on_the_day(
    law: str | None, ctcheck: Ctcheck, pack: RulePacks
) -> None:
    import datetime as dt

    outcome = ctcheck("rules", "list", *(("--law-at", law) if law else ()))
    assert (outcome.code, outcome.err) == (0, "")
    expected = [rule.id for rule in pack.rules if law is None or rule.in_force.on(dt.date.fromisoformat(law))]
    assert sorted(re.findall(r"^  (\S+)$", outcome.out, re.M)) == sorted(expected)
    assert outcome.out.splitlines()[-1].startswith(f"{len(expected)} rules")
    heads = re.findall(r"^\S.* \((\d+)\)$", outcome.out, re.M)
    assert sum(map(int, heads)) == len(expected)


def test_rules_list_of_a_theme_lists_only_that(ctcheck: Ctcheck, pack: RulePacks) -> None:
    for theme, title in pack.themes:
        outcome = ctcheck("rules", "list", "--theme", theme)
        own = [rule.id for rule in pack.rules if rule.theme == theme]
        assert re.findall(r"^  (\S+)$", outcome.out, re.M) == own
        assert outcome.out.startswith(f"{title} ({len(own)})\n")
    wrong = ctcheck("rules", "list", "--theme", "plans")
    assert wrong.code == 2
    assert "Did you mean 'plan'?" in wrong.err


def test_rules_list_as_json_gives_each_rule_with_its_dates_and_sources(
    ctcheck: Ctcheck, pack: RulePacks
) -> None:
    outcome = ctcheck("rules", "list", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    records = {record["id"]: record for record in json.loads(outcome.out)}
    assert list(records) == [rule.id for rule in pack.rules]
    for rule in pack.rules:
        record = records[rule.id]
        assert (record["title"], record["theme"]) == (rule.title, rule.theme)
        assert record["force"] in {str(force) for force in Force}
        assert record["in_force"] == {
            "from": rule.in_force.first and rule.in_force.first.isoformat(),
            "to": rule.in_force.last and rule.in_force.last.isoformat(),
        }
        assert len(record["sources"]) == len(rule.sources) >= 1
        for source in record["sources"]:
            assert source.keys() == {"instrument", "provision", "url", "certainty"}
    both = ctcheck("rules", "list", "--format", "json", "--theme", "plan", "--law-at", "2007-09-30")
    ids = [record["id"] for record in json.loads(both.out)]
    assert "cypp-reg4-2a-vision-original" in ids
    assert {records[name]["theme"] for name in ids} == {"plan"}


def test_rules_show_prints_every_rule_as_it_stands_in_its_file(
    ctcheck: Ctcheck, pack: RulePacks, loaded_once: None
) -> None:
    for rule in pack.rules:
        outcome = ctcheck("rules", "show", rule.id)
        assert (outcome.code, outcome.err) == (0, ""), rule.id
        where = re.match(r"# (\S+), line (\d+)\n", outcome.out)
        assert where
        lines = (ROOT / "rules" / where[1]).read_text("utf-8").splitlines()
        assert f"id: {rule.id}" in lines[int(where[2]) - 1]
        shown = yaml.safe_load(outcome.out)
        assert [one["id"] for one in shown] == [rule.id]
        assert shown[0] == next(one for one in rules_in(where[1]) if one["id"] == rule.id)


def test_rules_show_finds_a_rule_of_a_further_pack(ctcheck: Ctcheck, copied: Path) -> None:
    path = copied / "information-sharing" / "practice.yaml"
    path.write_text(
        path.read_text("utf-8").replace("Partners have signed an", "Partners did sign an"), "utf-8"
    )
    shown = ctcheck("rules", "show", "is-protocol", "--rules", copied)
    assert shown.code == 0
    assert "Partners did sign an" in shown.out
    assert shown.out.startswith(f"# {path}, line")


# rules lint and test


def test_rules_lint_says_of_the_shipped_pack_only_which_sources_nobody_has_read(
    ctcheck: Ctcheck, pack: RulePacks
) -> None:
    recalled = sum(source.certainty is Certainty.RECALLED for rule in pack.rules for source in rule.sources)
    cases = sum(len(rule.cases) for rule in pack.rules)
    outcome = ctcheck("rules", "lint")
    assert (outcome.code, outcome.err) == (0, "")
    *advice, last = outcome.out.splitlines()
    assert last == f"{len(pack.rules)} rules, {cases} cases: {recalled} pieces of advice."
    assert len(advice) == recalled
    assert all("is marked recalled" in line for line in advice)
    found = json.loads(ctcheck("rules", "lint", "--format", "json").out)
    assert found["problems"] == []
    assert {one["kind"] for one in found["advice"]} == {"source"}


def test_rules_lint_gives_advice_with_its_place_and_does_not_fail(ctcheck: Ctcheck, copied: Path) -> None:
    path = copied / "information-sharing" / "practice.yaml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^    evidence: .*\n(      .*\n)*", "", text, count=1, flags=re.M), "utf-8")
    outcome = ctcheck("rules", "lint", copied, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found = json.loads(outcome.out)
    assert found["problems"] == []
    (advice,) = (one for one in found["advice"] if one["kind"] == "evidence")
    assert advice["about"] == "is-protocol"
    assert "no evidence is named" in advice["message"]
    assert advice["file"] == str(path)
    assert "is-protocol" in path.read_text("utf-8").splitlines()[advice["line"] - 1]
    told = ctcheck("rules", "lint", copied)
    assert told.code == 0
    assert f"{path}:{advice['line']}:" in told.out
    assert f" {len(found['advice'])} pieces of advice." in told.out


def test_rules_lint_and_test_of_a_folder_are_about_its_own_rules_only(
    ctcheck: Ctcheck, tmp_path: Path
) -> None:
    said = ("--theme", "safeguarding", "--title", "Minutes", "--expects", "There are minutes.")
    whose = ("--duty-on", "safeguarding-partners", "--force", "good-practice", "--from", "2024-04-01")
    source = ("--instrument", "A protocol", "--certainty", "recalled")
    fact = (
        "--fact",
        "local.minutes",
        "--type",
        "yes-no",
        "--label",
        "whether there are minutes",
        "--ask",
        "Any?",
    )
    for name in ("one", "two"):
        about = (*said, *whose, *source, *(word.replace("local.", f"local_{name}.") for word in fact))
        assert ctcheck("rules", "new", tmp_path / name, "--id", f"rule-{name}", *about).code == 0
    one, two = tmp_path / "one", tmp_path / "two"
    told = ctcheck("rules", "lint", one, "--rules", two)
    assert re.findall(r"^(\S+?):\d+:\d+: (\S+): .* recalled", told.out, re.M) == [
        (f"{one}/safeguarding/rule-one.yaml", "rule-one")
    ]
    assert told.out.endswith("\n1 rule, 3 cases: 1 piece of advice.\n")
    assert ctcheck("rules", "lint", one, two).out.endswith("\n2 rules, 6 cases: 2 pieces of advice.\n")
    assert ctcheck("rules", "test", one, "--rules", two).out == "3 cases passed, 0 failed, of 1 rule.\n"
    assert ctcheck("rules", "test", one, two).out == "6 cases passed, 0 failed, of 2 rules.\n"
    every = ctcheck("rules", "test", "--rules", one, "--rules", two).out
    assert int(every.split()[0].replace(",", "")) > 500


def test_rules_lint_ends_in_4_where_a_rule_cannot_be_used(ctcheck: Ctcheck, copied: Path) -> None:
    path = copied / "information-sharing" / "practice.yaml"
    path.write_text(
        path.read_text("utf-8").replace("force: good-practice", "force: good-practise", 1), "utf-8"
    )
    outcome = ctcheck("rules", "lint", copied, "--format", "json")
    assert outcome.code == 4
    assert json.loads(outcome.out)["problems"][0]["hint"] == "Did you mean 'good-practice'?"
    assert "Did you mean 'good-practice'?" in outcome.err


def test_rules_test_passes_on_the_shipped_pack(ctcheck: Ctcheck, pack: RulePacks) -> None:
    outcome = ctcheck("rules", "test")
    cases = sum(len(rule.cases) for rule in pack.rules)
    assert outcome == (0, f"{cases} cases passed, 0 failed, of {len(pack.rules)} rules.\n", "")


def test_rules_test_ends_in_4_and_names_the_case_that_fails(ctcheck: Ctcheck, copied: Path) -> None:
    path = copied / "information-sharing" / "practice.yaml"
    lines = path.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() == "verdict: met")
    lines[at] = lines[at].replace("met", "not_met")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    outcome = ctcheck("rules", "test", copied)
    assert outcome.code == 4
    assert "1 failed" in outcome.out
    assert "expected not_met, found met" in outcome.err
    place = re.match(rf"{re.escape(str(path))}:(\d+):\d+: is-protocol: “(.*?)”", outcome.err)
    assert place
    assert place[2] in lines[int(place[1]) - 1]
    assert ctcheck("rules", "test", copied, "--rule", "is-protocol").code == 4
    assert ctcheck("rules", "test", copied, "--rule", "is-training").code == 0


def test_rules_test_of_one_rule_runs_only_its_cases(ctcheck: Ctcheck, pack: RulePacks) -> None:
    rule = next(rule for rule in pack.rules if rule.id == "is-protocol")
    outcome = ctcheck("rules", "test", "--rule", rule.id)
    assert outcome == (0, f"{len(rule.cases)} cases passed, 0 failed, of 1 rule.\n", "")


def test_a_folder_that_holds_no_pack_ends_in_4(ctcheck: Ctcheck, tmp_path: Path) -> None:
    for command in (["rules", "test"], ["rules", "lint"], ["rules", "list", "--rules"]):
        outcome = ctcheck(*command, tmp_path)
        assert (outcome.code, outcome.out) == (4, "")
        assert "pack.yaml" in outcome.err


# schema


def all_keys(schema: Any) -> set[str]:
    """Every name of a property in a schema."""
    found: set[str] = set()
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        found |= all_keys(part)
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        found |= schema["properties"].keys()
    return found


@pytest.fixture
def submission_schema(ctcheck: Ctcheck) -> dict[str, Any]:
    outcome = ctcheck("schema", "submission")
    assert (outcome.code, outcome.err) == (0, "")
    schema: dict[str, Any] = json.loads(outcome.out)
    return schema


def test_the_schema_of_a_submission_is_a_schema_with_every_fact(
    submission_schema: dict[str, Any], pack: RulePacks
) -> None:
    jsonschema.Draft202012Validator.check_schema(submission_schema)
    names = {step for path in pack.vocabulary.facts for step in path.split(".")}
    assert names - {"partner"} <= all_keys(submission_schema)


def test_every_example_is_valid_under_the_schema_of_a_submission(
    example: Path, submission_schema: dict[str, Any]
) -> None:
    values = plain(parse(example.read_bytes(), example.name))
    validator = jsonschema.Draft202012Validator(submission_schema)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(values)] == []


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("plan", "status"), "publishd"),
        (("plan", "nosuch"), "x"),
        (("area", "type"), "country"),
        (("nosuch",), {}),
        (("partners", 0, "agreement"), {"status": "in place"}),
    ],
)
def test_the_schema_of_a_submission_refuses_what_ctcheck_refuses(
    steps: tuple[str | int, ...],
    value: Any,
    submission_schema: dict[str, Any],
    submissions: SubmissionReader,
    tmp_path: Path,
) -> None:
    from ctcheck.errors import SubmissionError

    values = plain(parse((ROOT / "examples" / "exemplar-2008.yaml").read_bytes(), "exemplar"))
    inside = values
    for step in steps[:-1]:
        inside = inside[step]
    inside[steps[-1]] = value
    assert not jsonschema.Draft202012Validator(submission_schema).is_valid(values)
    file = tmp_path / "it.yaml"
    file.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(SubmissionError):
        submissions.read(file)


def test_the_schema_of_a_submission_grows_with_a_further_pack(ctcheck: Ctcheck, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        "pack: local\nversion: 0.1.0\ntitle: Local\nextends: children-act-2004 0.1.0\n"
    )
    (tmp_path / "vocabulary.yaml").write_text(
        "section: local\ntitle: Local facts\nfacts:\n"
        "  youth_council: {type: yes-no, label: whether there is a youth council, ask: Is there a youth council?}\n"
    )
    outcome = ctcheck("schema", "submission", "--rules", tmp_path)
    assert outcome.code == 0, outcome.err
    assert "youth_council" in json.loads(outcome.out)["properties"]["local"]["properties"]
    assert "local" not in json.loads(ctcheck("schema", "submission").out)["properties"]


def test_every_shipped_rule_file_is_valid_under_the_schema_of_rules(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("schema", "rules")
    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    checked = 0
    for path in sorted(PACK.rglob("*.yaml")):
        values = plain(parse(path.read_bytes(), path.name))
        if "rules" in values:
            checked += 1
            problems = [
                f"{path.name}: {error.json_path}: {error.message}" for error in validator.iter_errors(values)
            ]
            assert problems == []
            values["rules"][0]["forse"] = "duty"
            assert not validator.is_valid(values)
    assert checked >= 30


def test_the_schema_to_print_has_to_be_named(ctcheck: Ctcheck) -> None:
    assert ctcheck("schema").code == 2
    assert "submission" in ctcheck("schema", "submision").err
