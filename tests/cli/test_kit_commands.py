"""`rules docs`, `coverage`, `diff`, `test --coverage` and `list --unverified`."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ctcheck.model.rules import RulePacks
from ctcheck.rulebook.loader import LoadedPacks
from tests.cli.outcome import Ctcheck

BASE = Path(__file__).parents[1] / "corpus" / "rules" / "base"
DOCS = Path(__file__).parents[2] / "docs" / "rules"
FRAME = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2007-05-31\n"


@pytest.fixture
def pack(loaded: LoadedPacks) -> RulePacks:
    return loaded.packs


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The small pack of the corpus, to be changed; it takes the shipped pack's place."""
    return Path(shutil.copytree(BASE, tmp_path / "base"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")


# docs


def test_the_catalogue_in_docs_is_that_of_the_rules(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("rules", "docs", "-o", DOCS, "--check")
    assert outcome == (0, "", ""), "run `ctcheck rules docs -o docs/rules`"


def test_the_catalogue_names_every_rule_once_in_its_theme(
    ctcheck: Ctcheck, tmp_path: Path, pack: RulePacks
) -> None:
    outcome = ctcheck("rules", "docs", "-o", tmp_path / "out")
    assert outcome.code == 0
    for theme, _ in pack.themes:
        text = (tmp_path / "out" / f"{theme}.md").read_text("utf-8")
        for rule in pack.rules:
            assert text.count(f'<a id="{rule.id}"></a>') == (rule.theme == theme), rule.id
    page = (tmp_path / "out" / "rules.html").read_text("utf-8")
    assert [rule.id for rule in pack.rules if page.count(f'<h3 id="{rule.id}">') != 1] == []
    assert "<script" not in page


class Links(HTMLParser):
    """Every id of a page, every fragment that is linked to, and what the page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and str(found.get("href", "")).startswith("#"):
            self.wanted.add(str(found["href"])[1:])
        if tag in ("img", "link", "script", "iframe") or "src" in found:
            self.loaded.append(tag)


def test_the_page_of_the_catalogue_loads_nothing_and_every_link_within_it_leads_somewhere(
    ctcheck: Ctcheck, tmp_path: Path
) -> None:
    assert ctcheck("rules", "docs", "-o", tmp_path).code == 0
    page = Links()
    page.feed((tmp_path / "rules.html").read_text("utf-8"))
    assert page.loaded == []
    assert len(page.ids) == len(set(page.ids))
    assert page.wanted - set(page.ids) == set()
    assert len(page.wanted) > 20


def test_a_catalogue_that_is_not_up_to_date_is_named(ctcheck: Ctcheck, tmp_path: Path) -> None:
    assert ctcheck("rules", "docs", "-o", tmp_path).code == 0
    (tmp_path / "plan.md").write_text("old", "utf-8")
    (tmp_path / "gone.md").write_text("of a theme that is no more", "utf-8")
    outcome = ctcheck("rules", "docs", "-o", tmp_path, "--check")
    assert outcome.code == 1
    assert "plan.md is not up to date" in outcome.err
    assert "gone.md is no part of the catalogue" in outcome.err
    assert (tmp_path / "plan.md").read_text("utf-8") == "old"
    assert ctcheck("rules", "docs", "--check").code == 2


def test_what_a_pack_says_is_no_markup_in_the_catalogue(ctcheck: Ctcheck, base: Path, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) | `code`"
    change(base / "plan" / "plan.yaml", "title: ", f"title: {json.dumps(hostile)} #")
    outcome = ctcheck("rules", "docs", "--rules", base, "-o", tmp_path / "out")
    assert outcome.code == 0, outcome.err
    text = (tmp_path / "out" / "plan.md").read_text("utf-8")
    assert "<script" not in text
    assert "[x](javascript" not in text.replace("\\]", "")
    assert "<script" not in (tmp_path / "out" / "rules.html").read_text("utf-8")


# coverage of provisions


def test_each_provision_is_listed_with_the_rules_that_cite_it(ctcheck: Ctcheck, pack: RulePacks) -> None:
    records = json.loads(ctcheck("rules", "coverage", "--format", "json").out)
    assert len(records) > 100
    by_name = {(one["instrument"], one["provision"]): one["rules"] for one in records}
    assert "ca2004-s18-1-dcs-appointed" in by_name["Children Act 2004", "s.18(1)"]
    assert "ca2004-s19-1-lead-member" in by_name["Children Act 2004", "s.19(1)"]
    known = {rule.id for rule in pack.rules}
    assert {name for one in records for name in one["rules"]} <= known
    text = ctcheck("rules", "coverage")
    held = sum(bool(one["rules"]) for one in records)
    assert text.out.rstrip().endswith(f"{held} of {len(records)} provisions are held by a rule.")


def test_the_provisions_without_a_rule_can_be_listed_alone(ctcheck: Ctcheck) -> None:
    records = json.loads(ctcheck("rules", "coverage", "--none", "--format", "json").out)
    assert records
    assert all(one["rules"] == [] for one in records)
    text = ctcheck("rules", "coverage", "--none").prose
    assert records[0]["label"] in text


# diff


def test_nothing_differs_between_a_pack_and_itself(ctcheck: Ctcheck, base: Path) -> None:
    outcome = ctcheck("rules", "diff", base, base)
    assert outcome == (0, "0 added, 0 removed, 0 changed.\n", "")


def test_a_changed_pack_is_told_in_words_with_the_verdicts_that_change(
    ctcheck: Ctcheck, base: Path, tmp_path: Path
) -> None:
    new = Path(shutil.copytree(base, tmp_path / "new"))
    file = new / "plan" / "plan.yaml"
    change(file, "on_or_before: 2006-04-01", "on_or_before: 2005-12-31")
    change(file, "why: ", "why: Since last year, ")
    change(file, "id: plan-summary", "id: plan-in-short")
    submission = tmp_path / "it.yaml"
    submission.write_text(FRAME + "plan: {published: 2006-03-20}\n", "utf-8")
    outcome = ctcheck("rules", "diff", base, new, submission)
    assert (outcome.code, outcome.err) == (0, "")
    assert "added rule plan-in-short" in outcome.prose
    assert "removed rule plan-summary" in outcome.prose
    assert "changed rule plan-published" in outcome.prose
    assert "why it matters: " in outcome.prose
    assert "+ the date the plan was published is on or before 31 December 2005" in outcome.prose
    assert "- the date the plan was published is on or before 1 April 2006" in outcome.prose
    assert "plan-published: met before, not met now" in outcome.prose
    record = json.loads(ctcheck("rules", "diff", base, new, submission, "--format", "json").out)
    assert {(one["id"], one["how"]) for one in record["changes"]} >= {
        ("plan-in-short", "added"),
        ("plan-summary", "removed"),
        ("plan-published", "changed"),
    }
    assert {one["finding"]: (one["before"], one["after"]) for one in record["verdicts"]}[
        "plan-published"
    ] == ("met", "not_met")


def test_a_submission_that_cannot_be_read_ends_a_diff_in_3(
    ctcheck: Ctcheck, base: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text("ctcheck: 1\n", "utf-8")
    outcome = ctcheck("rules", "diff", base, base, tmp_path / "bad.yaml")
    assert (outcome.code, outcome.out) == (3, "")
    assert "bad.yaml:1:1:" in outcome.err


def test_a_folder_that_is_no_pack_ends_a_diff_in_4(ctcheck: Ctcheck, base: Path, tmp_path: Path) -> None:
    assert ctcheck("rules", "diff", base, tmp_path / "nowhere").code == 4


# test --coverage


def test_what_no_case_reaches_is_named_with_its_line(ctcheck: Ctcheck, base: Path) -> None:
    whole = ctcheck("rules", "test", base, "--rule", "plan-published", "--coverage")
    assert whole.code == 0
    file = base / "plan" / "plan.yaml"
    lines = file.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if "plan.published:" in line)
    cases = [number for number, line in enumerate(lines) if "verdict: not_met" in line]
    change(file, lines[cases[0]].strip(), lines[cases[0]].strip().replace("not_met", "met"))
    outcome = ctcheck("rules", "test", base, "--rule", "plan-published", "--coverage")
    # The case now contradicts its rule: that is said with its place, and the run fails.
    assert outcome.code == 4
    assert "expected met, found not_met" in outcome.err
    assert "no case ends in not_met" in outcome.prose
    assert f"line {at}" in whole.out or "branches are reached" in whole.out


def test_every_verdict_of_every_shipped_rule_has_a_case(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("rules", "test", "--coverage")
    assert outcome.code == 0
    assert "no verdicts are without a case" in outcome.out
    assert "no case ends in" not in outcome.out


# list --unverified


def test_unverified_rules_are_listed_with_the_source_that_nobody_read(
    ctcheck: Ctcheck, pack: RulePacks
) -> None:
    wanted = [
        rule.id for rule in pack.rules if any(source.certainty == "recalled" for source in rule.sources)
    ]
    outcome = ctcheck("rules", "list", "--unverified")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.rstrip().endswith(f"{len(wanted)} rules with an unverified source.")
    assert outcome.out.count("    * cited from memory: ") >= len(wanted)
    records = json.loads(ctcheck("rules", "list", "--unverified", "--format", "json").out)
    assert [one["id"] for one in records] == wanted
