"""A county's own pack: it adds, changes and withdraws, and the report of its submission shows all three."""

from __future__ import annotations

import functools
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ctcheck.cli.main import run

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "local-pack"
RULES = FOLDER / "rules"
SUBMISSION = FOLDER / "submission.yaml"
RULE_COUNT = 7
VERDICTS = {
    "local-escalations-settled": "partly_met",
    "local-escalation-contact/local-authority": "no_answer",
    "local-escalation-contact/integrated-care-board": "no_answer",
    "local-escalation-contact/chief-officer-of-police": "no_answer",
    "local-multi-agency-audits": "met",
    "local-shared-supervision": "not_met",
    "local-step-down-meetings": "met",
    "local-return-interviews": "partly_met",
    "local-school-contacts": "met",
}


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def prose(self) -> str:
        """What was printed, without its line ends."""
        return " ".join(self.out.split())


Ctcheck = Callable[..., Outcome]


@pytest.fixture
def ctcheck(capsysbinary: pytest.CaptureFixture[bytes]) -> Ctcheck:
    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Outcome(int(code), out.decode(), err.decode())

    return call


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The local pack, to be changed."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


@pytest.fixture
def report(ctcheck: Ctcheck) -> Callable[..., dict[str, Any]]:
    @functools.cache
    def report(*packs: Path) -> dict[str, Any]:
        options = [word for pack in packs for word in ("--rules", pack)]
        outcome = ctcheck("assess", SUBMISSION, *options, "--fail-on", "never", "-f", "json")
        assert outcome.code == 0, outcome.err
        found: dict[str, Any] = json.loads(outcome.out)
        return found

    return report


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), "utf-8")


def test_the_files_say_that_they_are_made_up() -> None:
    for file in (RULES / "pack.yaml", SUBMISSION):
        assert "NOTHING HERE IS REAL" in file.read_text("utf-8"), file
    assert "fictional: yes" in SUBMISSION.read_text("utf-8")


def test_the_pack_has_nothing_to_mend(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("rules", "lint", RULES)
    assert outcome.code == 0, outcome.err
    assert re.fullmatch(rf"{RULE_COUNT} rules, \d+ cases: nothing to mend\.\n", outcome.out)


def test_its_cases_pass_and_reach_every_verdict_and_every_branch(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("rules", "test", RULES, "--coverage")
    assert outcome.code == 0, outcome.err
    reached, passed = outcome.out.splitlines()
    found = re.fullmatch(r"(\d+) of (\d+) branches are reached; no verdicts are without a case\.", reached)
    assert found
    assert found[1] == found[2]
    assert re.fullmatch(rf"\d+ cases passed, 0 failed, of {RULE_COUNT} rules\.", passed)


def test_its_rules_are_good_practice_with_thresholds_of_its_own(ctcheck: Ctcheck) -> None:
    rules = json.loads(ctcheck("rules", "list", "--rules", RULES, "--format", "json").out)
    own = [rule for rule in rules if rule["pack"] == "exemplar-county-standards"]
    assert {rule["id"] for rule in own} == {name.split("/")[0] for name in VERDICTS}
    assert {rule["force"] for rule in own} == {"good-practice"}


def test_the_findings_of_its_rules_are_in_the_report(report: Callable[..., dict[str, Any]]) -> None:
    findings = {one["id"]: one["verdict"] for one in report(RULES)["findings"]}
    assert {name: verdict for name, verdict in findings.items() if name.startswith("local-")} == VERDICTS


def test_the_report_names_both_packs_with_their_digests(
    ctcheck: Ctcheck, report: Callable[..., dict[str, Any]]
) -> None:
    found = report(RULES)
    shipped, own = found["packs"]
    assert (shipped["id"], own["id"]) == ("children-act-2004", "exemplar-county-standards")
    assert own["extends"] == f"children-act-2004 {shipped['version']}"
    digests = (shipped["digest"], own["digest"], found["rules_digest"])
    assert len(set(digests)) == 3
    text = ctcheck("assess", SUBMISSION, "--rules", RULES, "--fail-on", "never").prose
    for digest in digests:
        assert re.fullmatch(r"[0-9a-f]{64}", digest)
        assert f"sha256 {digest[:12]}" in text


def test_a_changed_parameter_is_reported_with_the_value_of_this_county(
    ctcheck: Ctcheck, report: Callable[..., dict[str, Any]]
) -> None:
    name = "designated_officer_report_months"
    (used,) = (one for one in report(RULES)["parameters"] if one["name"] == name)
    assert (used["value"], used["basis"], used["changed_by"], used["before"]) == (
        6,
        "house",
        "exemplar-county-standards",
        12,
    )
    text = ctcheck("assess", SUBMISSION, "--rules", RULES, "--fail-on", "never").prose
    assert f"House rule: {name} = 6 months. Changed from 12 by the pack exemplar-county-standards." in text


def test_a_withdrawn_rule_is_reported_with_the_reason_and_has_no_finding(
    ctcheck: Ctcheck, report: Callable[..., dict[str, Any]]
) -> None:
    found = report(RULES)
    (withdrawn,) = found["assurance"]["withdrawn"]
    assert withdrawn["rule"] == "iw-co-located-services"
    assert withdrawn["pack"] == "exemplar-county-standards"
    assert "decided on 14 March 2024" in withdrawn["reason"]
    assert "iw-co-located-services" not in {one["rule"] for one in found["findings"]}
    text = ctcheck("assess", SUBMISSION, "--rules", RULES, "--fail-on", "never").prose
    assert (
        "Withdrawn by the pack exemplar-county-standards: Services under one roof (iw-co-located-services). "
        f"Reason: {withdrawn['reason']}"
    ) in text


def test_diff_says_what_the_pack_does_to_the_submission(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("rules", "diff", "shipped", RULES, SUBMISSION, "--format", "json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    changed = {one["finding"]: (one["before"], one["after"]) for one in found["verdicts"]}
    assert changed == {
        **{name: ("no finding", verdict) for name, verdict in VERDICTS.items()},
        "la-designated-officer": ("met", "partly_met"),
        "iw-co-located-services": ("no_answer", "no finding"),
    }
    hows = {(one["what"], one["id"]): one["how"] for one in found["changes"]}
    assert hows["rule", "iw-co-located-services"] == "removed"
    assert hows["withdrawal of", "iw-co-located-services"] == "added"
    assert hows["parameter", "designated_officer_report_months"] == "changed"
    back = json.loads(ctcheck("rules", "diff", RULES, "shipped", SUBMISSION, "--format", "json").out)
    assert {one["finding"]: (one["after"], one["before"]) for one in back["verdicts"]} == changed


@pytest.mark.parametrize("name", sorted(file.relative_to(RULES).as_posix() for file in RULES.rglob("*.yaml")))
def test_the_digest_of_the_rule_book_follows_every_file(
    name: str, copied: Path, report: Callable[..., dict[str, Any]]
) -> None:
    before = report(RULES)
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("# One more line.\n")
    after = report(copied)
    assert after["rules_digest"] != before["rules_digest"]
    digests = [[pack["digest"] for pack in one["packs"]] for one in (before, after)]
    assert digests[0][0] == digests[1][0]
    assert digests[0][1] != digests[1][1]


REFUSED = {
    "the id of a shipped rule": (
        (
            "local-standards/between-agencies.yaml",
            "id: local-multi-agency-audits",
            "id: la-designated-officer",
        ),
        "the rule 'la-designated-officer' stands twice",
    ),
    "another version of the shipped pack": (
        ("pack.yaml", "extends: children-act-2004 ", "extends: children-act-2004 9."),
        "of children-act-2004 is wanted",
    ),
    "a duty withdrawn": (
        ("pack.yaml", "rule: iw-co-located-services", "rule: s10-arrangements-current"),
        "is a duty, and a duty cannot be withdrawn",
    ),
    "a withdrawal without a reason": (
        ("pack.yaml", "    reason: Exemplar", "    note: Exemplar"),
        "reason",
    ),
    "a parameter of the same name that is not said to change it": (
        ("parameters/changed.yaml", "    changes: yes\n", ""),
        "the parameter 'designated_officer_report_months' stands in another pack too",
    ),
    "a parameter to change that is not there": (
        ("parameters/changed.yaml", "designated_officer_report_months", "designated_officer_report_month"),
        "Did you mean 'designated_officer_report_months'?",
    ),
    "a parameter that guidance sets": (
        ("parameters/changed.yaml", "designated_officer_report_months", "rapid_review_working_days"),
        "is set by guidance and cannot be changed by another pack",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_conflict_is_refused(why: str, copied: Path, ctcheck: Ctcheck) -> None:
    (name, old, new), says = REFUSED[why]
    edit(copied / name, old, new)
    for command in (("rules", "lint", copied), ("assess", SUBMISSION, "--rules", copied)):
        outcome = ctcheck(*command)
        assert (outcome.code, outcome.out) == (4, "")
        assert says in " ".join(outcome.err.split())
        assert f"{copied / name}:" in outcome.err


def test_a_second_pack_with_the_same_fact_is_refused(copied: Path, ctcheck: Ctcheck) -> None:
    edit(copied / "pack.yaml", "pack: exemplar-county-standards", "pack: another-county")
    outcome = ctcheck("assess", SUBMISSION, "--rules", RULES, "--rules", copied)
    assert (outcome.code, outcome.out) == (4, "")
    assert "the fact 'local.audits.last' stands twice" in " ".join(outcome.err.split())
