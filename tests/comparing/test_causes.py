"""What caused a change: the submission, the rules, the date, or only several together."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.errors import Exit
from ctcheck.inference.plain import PlainEngine
from tests.cli.outcome import Ctcheck
from tests.comparing.conftest import Compared, Write

Compare = Callable[..., Compared]
YEAR, NEXT = "2007-05-31", "2008-05-31"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def other_rules(rules: Path, tmp_path: Path) -> Path:
    """A second version of the small pack, to be changed."""
    return Path(shutil.copytree(rules, tmp_path / "other"))


def test_an_answer_that_changes_a_verdict_is_the_submission(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, "plan: {published: 2006-05-01}\n")
    new = write("new", NEXT, "plan: {published: 2006-03-01}\n")
    found = compare(old, new)
    assert found.told("plan-published") == ("closed", ["submission"])
    assert {"new": ["date"], "verdict": "not_met"} in found.changes["plan-published"]["trials"]


def test_a_new_answer_of_after_the_old_day_is_the_submission_and_not_the_date(
    compare: Compare, write: Write
) -> None:
    # On the old day the new date would lie ahead, and fail for that alone.
    old = write("old", YEAR, "plan: {needs: {made_on: 2005-01-01}}\n")
    new = write("new", NEXT, "plan: {needs: {made_on: 2008-03-01}}\n")
    assert compare(old, new).told("needs-fresh") == ("closed", ["submission"])


def test_an_answer_that_has_only_got_older_is_the_date_by_time(compare: Compare, write: Write) -> None:
    answer = "plan: {needs: {made_on: 2007-01-01}, signed: yes}\n"
    found = compare(write("old", YEAR, answer), write("new", NEXT, answer))
    assert found.told("needs-fresh") == ("opened", ["date"])
    assert found.changes["needs-fresh"]["date_by"] == "time"
    # The new answers bring their own day with them: that they fail too shows nothing.
    assert found.changes["needs-fresh"]["also"] == []


def test_law_that_has_begun_or_ended_is_the_date_by_law(compare: Compare, write: Write) -> None:
    answer = "plan: {signed: yes, pages: 30}\n"
    found = compare(write("old", YEAR, answer), write("new", NEXT, answer))
    assert found.told("later-law") == ("begun", ["date"])
    assert found.changes["later-law"]["date_by"] == "law"
    assert found.told("ended-law") == ("ended", ["date"])
    assert found.changes["ended-law"]["before"] == "not_met"
    assert found.changes["ended-law"]["after"] is None


def test_each_side_can_have_a_law_date_of_its_own(compare: Compare, write: Write) -> None:
    answer = "plan: {signed: no}\n"
    old, new = write("old", YEAR, answer), write("new", NEXT, answer)
    same = compare(old, new, "--law-at-old", "2008-02-01", "--law-at-new", "2008-02-01")
    assert same.told("later-law") == ("unchanged", [])
    assert same.all["old"]["law_date"] == "2008-02-01"
    one_file = compare(old, old, "--law-at-new", "2008-02-01")
    assert one_file.told("later-law") == ("opened", ["date"])
    assert one_file.all["differs"] == ["date"]


def test_a_rule_that_asks_for_more_is_the_rules(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(other_rules / "plan" / "plan.yaml", "on_or_before: 2006-04-01", "on_or_before: 2006-01-01")
    answer = "plan: {published: 2006-03-01}\n"
    old, new = write("old", YEAR, answer), write("new", NEXT, answer)
    outcome = ctcheck("compare", old, new, "--rules-old", rules, "--rules", other_rules, "-f", "json")
    found = Compared(outcome)
    assert found.told("plan-published") == ("opened", ["rules"])
    assert found.all["differs"] == ["date", "rules", "submission"]


def test_a_changed_parameter_is_the_rules_too(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(other_rules / "parameters.yaml", "review_months: {value: 12", "review_months: {value: 3")
    answer = "plan: {needs: {made_on: 2007-01-01}}\n"
    one = write("one", YEAR, answer)
    found = Compared(ctcheck("compare", one, one, "--rules-old", rules, "--rules", other_rules, "-f", "json"))
    assert found.told("needs-fresh") == ("opened", ["rules"])
    assert found.all["differs"] == ["rules"]


def test_rules_and_date_that_only_act_together_are_both_named(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(
        other_rules / "plan" / "more.yaml",
        "in_force: {from: 2008-01-01, to: null}",
        "in_force: {from: 2008-03-01, to: null}",
    )
    change(
        other_rules / "plan" / "more.yaml",
        "met: {plan.signed: {is: 'yes'}}",
        "met: {plan.signed: {is: 'no'}}",
    )
    answer = "plan: {signed: yes}\n"
    old, new = write("old", YEAR, answer), write("new", NEXT, answer)
    found = Compared(ctcheck("compare", old, new, "--rules-old", rules, "--rules", other_rules, "-f", "json"))
    # Old rules on the new day: met. New rules on the old day: not asked. Only both: not met.
    assert found.told("later-law") == ("opened", ["date", "rules"])
    trials = {tuple(one["new"]): one["verdict"] for one in found.changes["later-law"]["trials"]}
    assert trials["date",] == "met"
    assert trials["rules",] is None
    assert trials["submission",] is None
    assert trials["date", "rules"] == "not_met"


def test_submission_and_date_that_only_act_together_are_both_named(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, "plan: {pages: 3}\n")
    new = write("new", NEXT, "plan: {pages: 3, signed: yes}\n")
    found = compare(old, new)
    # The law asks it now; the answer is there now. Old answers on the new day: silence. New under old law: not asked.
    assert found.told("later-law") == ("begun", ["date", "submission"])
    assert found.changes["later-law"]["date_by"] == "law"


def test_submission_and_rules_that_only_act_together_are_both_named(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(other_rules / "plan" / "plan.yaml", "on_or_before: 2006-04-01", "on_or_before: 2006-06-01")
    old = write("old", YEAR, "plan: {published: 2006-07-01}\n")
    new = write("new", YEAR, "plan: {published: 2006-05-01}\n")
    found = Compared(ctcheck("compare", old, new, "--rules-old", rules, "--rules", other_rules, "-f", "json"))
    assert found.told("plan-published") == ("closed", ["rules", "submission"])


def test_what_would_have_done_it_alone_as_well_is_said(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(other_rules / "plan" / "plan.yaml", "on_or_before: 2006-04-01", "on_or_before: 2006-01-01")
    old = write("old", YEAR, "plan: {published: 2006-03-01}\n")
    new = write("new", YEAR, "plan: {published: 2006-05-01}\n")
    found = Compared(ctcheck("compare", old, new, "--rules-old", rules, "--rules", other_rules, "-f", "json"))
    assert found.told("plan-published") == ("opened", ["rules"])
    assert found.changes["plan-published"]["also"] == [["submission"]]


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        ("", "plan: {published: 2006-05-01}\n", "answered"),
        ("plan: {published: 2006-05-01}\n", "", "worse"),
        ("", "plan: {published: 2006-03-01}\n", "closed"),
        ("plan: {published: 2006-03-01}\n", "", "opened"),
        ("", "", "unchanged"),
    ],
)
def test_how_a_finding_moves(compare: Compare, write: Write, before: str, after: str, movement: str) -> None:
    found = compare(write("old", YEAR, before), write("new", NEXT, after))
    assert found.changes["plan-published"]["movement"] == movement


def test_every_finding_of_either_report_is_told_once(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, "partners:\n  - {id: one, name: One, kind: probation-board}\n")
    new = write("new", NEXT, "partners:\n  - {id: two, name: Two, kind: probation-board}\n")
    found = compare(old, new)
    assert len(found.changes) == len(found.all["changes"])
    assert found.told("partner-agreement/one") == ("ended", ["submission"])
    assert found.told("partner-agreement/two")[0] == "opened"
    assert [(one["id"], one["how"]) for one in found.all["partners"]] == [("two", "came"), ("one", "went")]


def test_a_body_that_is_named_now_is_the_same_body(compare: Compare, write: Write) -> None:
    agreement = "agreement: {signed: 2006-01-01}"
    old = write("old", YEAR)
    new = write("new", NEXT, f"partners:\n  - {{id: north, name: N, kind: police-authority, {agreement}}}\n")
    found = compare(old, new)
    one = found.changes["partner-agreement/north"]
    assert (one["movement"], one["before_finding"]) == ("closed", "partner-agreement/police-authority")
    assert one["causes"] == ["submission"]


def test_a_partner_with_another_id_is_the_same_partner(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, "partners:\n  - {id: a, name: North, kind: police-authority}\n")
    new = write("new", NEXT, "partners:\n  - {id: b, name: North, kind: police-authority}\n")
    found = compare(old, new)
    assert found.told("partner-agreement/b") == ("unchanged", [])
    assert [(one["id"], one["how"], one["before"]) for one in found.all["partners"]] == [
        ("b", "renamed", "a")
    ]


def test_both_engines_give_the_same_comparison(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, "plan: {needs: {made_on: 2007-01-01}, published: 2006-05-01}\n")
    new = write("new", NEXT, "plan: {needs: {made_on: 2007-01-01}, published: 2006-03-01, signed: no}\n")
    assert compare(old, new, "--engine", "plain").all == compare(old, new, "--engine", "auto").all
    assert PlainEngine().name == "plain"


def test_a_submission_beside_itself_has_not_changed(ctcheck: Ctcheck, write: Write, rules: Path) -> None:
    one = write("one", YEAR, "plan: {published: 2006-05-01}\n")
    outcome = ctcheck("compare", one, one, "--rules", rules)
    assert outcome.code == Exit.OK
    assert "The two are the same: answers, rules and dates." in outcome.out


def test_an_answer_that_the_old_rules_read_as_another_type_counts_as_none_there(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(other_rules / "vocabulary" / "plan.yaml", "signed: {type: yes-no", "signed: {type: date")
    change(
        other_rules / "plan" / "more.yaml",
        "met: {plan.signed: {is: 'yes'}}",
        "met: {plan.signed: {stated: 'yes'}}",
    )
    old = write("old", NEXT, "plan: {signed: yes}\n")
    new = write("new", NEXT, "plan: {signed: 2008-01-01}\n")
    found = Compared(ctcheck("compare", old, new, "--rules-old", rules, "--rules", other_rules, "-f", "json"))
    assert found.told("later-law") == ("unchanged", [])
    assert "plan.signed" in " ".join(found.all["notes"])


# Renamed rules


def renamed(rules: Path, *lines: str) -> None:
    pack = rules / "pack.yaml"
    pack.write_text(
        pack.read_text("utf-8") + "renamed:\n" + "".join(f"  {line}\n" for line in lines), "utf-8"
    )


def test_a_renamed_rule_is_followed_through_the_packs_own_map(
    ctcheck: Ctcheck, write: Write, rules: Path, other_rules: Path
) -> None:
    change(other_rules / "plan" / "plan.yaml", "- id: plan-published", "- id: plan-made-public")
    change(other_rules / "limiters" / "limiters.yaml", "rule: plan-published", "rule: plan-made-public")
    renamed(other_rules, "plan-published: plan-public", "plan-public: plan-made-public")
    action = "actions:\n  - {id: a, closes: [plan-published], action: Publish the plan}\n"
    old = write("old", YEAR, "plan: {published: 2006-05-01}\n" + action)
    new = write("new", NEXT, "plan: {published: 2006-03-01}\n" + action)
    found = Compared(ctcheck("compare", old, new, "--rules-old", rules, "--rules", other_rules, "-f", "json"))
    assert found.told("plan-made-public") == ("closed", ["submission"])
    assert found.changes["plan-made-public"]["before_finding"] == "plan-published"
    assert "plan-published" not in found.changes
    assert {"before": "plan-published", "now": "plan-made-public"} in found.all["renamed"]
    # The new submission still says the old id, and is told so.
    assert "plan-published is called plan-made-public now" in " ".join(found.all["notes"])
    # The other way round the map is the same.
    back = Compared(ctcheck("compare", new, old, "--rules-old", other_rules, "--rules", rules, "-f", "json"))
    assert back.told("plan-published") == ("opened", ["submission"])
    diff = ctcheck("rules", "diff", rules, other_rules)
    assert "renamed rule plan-made-public: The plan is published" in diff.out
    assert "added rule plan-made-public" not in diff.out
    assert ctcheck("explain", "plan-published", "--rules", other_rules).out.count("The plan is published")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("old-id: no-such-rule",), "no rule is called 'no-such-rule'"),
        (("a: b", "b: a"), "these names lead in a circle: a -> b -> a"),
        (("plan-summary: plan-published",), "'plan-summary' is still the id of a rule"),
        (("Old Id: plan-published",), "'Old Id' is no id"),
        (("old-id: plan-publishd",), "plan-published"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(
    ctcheck: Ctcheck, rules: Path, lines: tuple[str, ...], says: str
) -> None:
    renamed(rules, *lines)
    outcome = ctcheck("rules", "lint", rules)
    assert outcome.code == Exit.RULES
    assert says in outcome.err
    assert "pack.yaml" in outcome.err
