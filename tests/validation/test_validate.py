"""`ctcheck validate`: complete, consistent, evidence files, personal data, claims; text and JSON."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ctcheck.cli.main import run
from ctcheck.model.rules import RulePacks
from ctcheck.reports import words_validate
from ctcheck.reports.words_papers import ENQUIRIES
from ctcheck.resources import resource_dir
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.validation.completeness import SIGNATURES
from ctcheck.validation.orders import DAYS, PARTS
from ctcheck.validation.result import CLAIMS
from tests.cli.outcome import Ctcheck, Outcome
from tests.reports.sample import ATTACKS

ROOT = Path(__file__).parents[2]
EXEMPLAR = ROOT / "examples" / "exemplar-2008.yaml"
HEAD = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2008-05-31\n"

Validate = Callable[..., dict[str, Any]]


@pytest.fixture
def ctcheck(capsysbinary: pytest.CaptureFixture[bytes]) -> Ctcheck:
    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Outcome(int(code), out.decode(), err.decode())

    return call


@pytest.fixture
def validate(ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Validate:
    """Validates a text and gives what JSON says of it."""
    monkeypatch.chdir(tmp_path)

    def call(text: str, *more: object) -> dict[str, Any]:
        Path("it.yaml").write_text(text, encoding="utf-8")
        outcome = ctcheck("validate", "it.yaml", "-f", "json", *more)
        (found,) = json.loads(outcome.out)["submissions"]
        made: dict[str, Any] = found
        return made

    return call


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (resource_dir("schemas") / "validation.schema.json").read_text("utf-8")
    )
    return loaded


def remarks(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["code"], one["path"]) for one in found["consistent"]["remarks"]]


# Complete


def test_a_theme_without_any_answer_is_silent_and_one_with_an_answer_is_not(validate: Validate) -> None:
    found = validate(HEAD + "plan: {published: 2007-04-01}\n")
    themes = {one["id"]: one for one in found["complete"]["themes"]}
    assert themes["plan"]["answered"] == 1
    assert themes["plan"]["asked"] > 10
    assert themes["accountability"]["answered"] == 0
    assert found["complete"]["holds"] is False


def test_answers_of_partners_answer_questions_too(validate: Validate) -> None:
    partner = "partners: [{id: a, name: A, kind: chief-officer-of-police, seat: {held: yes}}]\n"
    themes = {one["id"]: one["answered"] for one in validate(HEAD + partner)["complete"]["themes"]}
    assert themes["duty-to-cooperate"] > 0


def test_only_rules_in_force_on_the_law_date_ask(validate: Validate) -> None:
    on_day = validate(HEAD)["complete"]["themes"]
    later = validate(HEAD, "--law-at", "2026-11-01")["complete"]["themes"]
    assert {one["id"]: one["asked"] for one in on_day} != {one["id"]: one["asked"] for one in later}


def test_partners_expected_on_the_law_date_and_not_named_are_listed(validate: Validate) -> None:
    partner = "partners: [{id: a, name: A, kind: police-authority}]\n"

    def missing(text: str, *more: str) -> set[str]:
        return {one["kind"] for one in validate(text, *more)["complete"]["partners_missing"]}

    county = missing(HEAD + partner)
    assert {"chief-officer-of-police", "primary-care-trust", "district-council-in-two-tier-area"} <= county
    assert "police-authority" not in county
    # Not the authority itself, nor what not every area has.
    assert not {"childrens-services-authority", "local-authority", "local-probation-board"} & county
    # Only counties have districts, and what the area does not have is not expected.
    borough = missing(HEAD.replace("county", "london-borough") + partner)
    assert "district-council-in-two-tier-area" not in borough
    absent = HEAD.replace("type: county", "type: county, bodies_absent: [district-council-in-two-tier-area]")
    assert "district-council-in-two-tier-area" not in missing(absent + partner)
    # Another day, other partners.
    today = missing(HEAD + partner, "--law-at", "2026-11-01")
    assert "integrated-care-board" in today
    assert "primary-care-trust" not in today


def test_no_list_of_partners_is_one_thing_missing(validate: Validate) -> None:
    complete = validate(HEAD)["complete"]
    assert (complete["partners_listed"], complete["partners_missing"]) == (False, [])


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("Chief Executive", "chief-officer"),
        ("director of children's services", "chief-officer"),
        ("Corporate Director for Children and Young People", "chief-officer"),
        ("Director of Education and Children's Services", "chief-officer"),
        ("Director", "chief-officer"),
        ("DCS", "chief-officer"),
        ("Lead Member for children's services", "lead-member"),
        ("cabinet member for children", "lead-member"),
        ("Portfolio Holder, children", "lead-member"),
        ("assistant director of children's services", ""),
        ("deputy chief executive", ""),
        ("director of finance", ""),
        ("borough commander", ""),
        ("chief executive of the primary care trust", ""),
        ("director of children's commissioning, integrated care board", ""),
        ("Chief Executive of the Council", "chief-officer"),
        ("Interim Director of Children's Services", "chief-officer"),
    ],
)
def test_signatures_are_known_by_the_role(role: str, who: str, validate: Validate) -> None:
    complete = validate(HEAD + f"submitted: [{{role: {json.dumps(role)}, on: 2008-05-30}}]\n")["complete"]
    assert complete["signatures_missing"] == [name for name in SIGNATURES if name != who]


def test_a_signature_without_a_day_is_named(validate: Validate) -> None:
    complete = validate(HEAD + "submitted: [{role: DCS}]\n")["complete"]
    assert complete["signatures_undated"] == ["DCS"]
    assert complete["signatures_missing"] == ["lead-member"]


def test_partners_whose_return_has_not_come_are_named(validate: Validate) -> None:
    partners = "".join(
        f"  - {{id: {name}, name: Body {name}, kind: police-authority{status}}}\n"
        for name, status in (
            ("a", ", return_status: not-returned"),
            ("b", ", return_status: started"),
            ("c", ", return_status: submitted"),
            ("d", ", return_status: exempt"),
            ("e", ""),
        )
    )
    complete = validate(f"{HEAD}partners:\n{partners}")["complete"]
    assert [(one["id"], one["status"]) for one in complete["returns_missing"]] == [
        ("a", "not-returned"),
        ("b", "started"),
    ]
    assert complete["returns_missing"][0]["place"]["line"] == 5
    assert complete["returns_unknown"] == 1


# Consistent


CONSISTENT = HEAD + (
    "period: {from: 2007-06-01, to: 2008-05-31}\n"
    "inspection: {status: notified, notified: 2008-05-01, fieldwork: 2008-07-01}\n"
    "submitted: [{role: DCS, on: 2008-05-30}]\n"
    "plan:\n  published: 2008-03-01\n  first_published: 2006-04-01\n  period: {ends: 2011-03-31}\n"
    "safeguarding: {serious_cases: {qualifying: 4, not_reviewed: 1}}\n"
    "evidence:\n"
    "  - {id: a, title: The plan, kind: plan, date: 2008-03-01, review_by: 2009-03-01, supports: [plan]}\n"
    "  - {id: b, title: Minutes, kind: minutes, date: 2008-06-20, supports: [plan]}\n"
    "partners:\n"
    "  - {id: one, name: One, kind: chief-officer-of-police, conferences: {asked: 20, attended: 18 of 20}}\n"
    "indicators:\n"
    "  - {id: i, name: Average days, numerator: 30, denominator: 10, period_ends: 2008-03-31}\n"
    "  - {id: j, name: Share in time, numerator: 3, denominator: 10, comparator_percent: 71.5}\n"
)


def test_what_fits_together_is_consistent(validate: Validate) -> None:
    assert remarks(validate(CONSISTENT)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code", "path"),
    [
        ("from: 2007-06-01", "from: 2008-06-30", "period-order", "period"),
        ("to: 2008-05-31", "to: 2008-06-30", "period-after-facts", "period.to"),
        ("notified: 2008-05-01", "notified: 2008-07-02", "inspection-order", "inspection.notified"),
        ("status: notified", "status: none", "inspection-status", "inspection.status"),
        ("status: notified", "status: on-site", "inspection-status", "inspection.status"),
        ("DCS, on: 2008-05-30", "DCS, on: 2007-05-30", "signed-before-period", "submitted[0].on"),
        ("review_by: 2009-03-01", "review_by: 2008-02-01", "evidence-review-order", "evidence[0].review_by"),
        ("date: 2008-06-20", "date: 2008-07-02", "evidence-from-the-future", "evidence[1].date"),
        ("kind: minutes,", "kind: minutes, file: it.yaml,", "evidence-of-itself", "evidence[1].file"),
        ("first_published: 2006-04-01", "first_published: 2008-04-02", "days-out-of-order", "plan.published"),
        ("  published: 2008-03-01", "  published: 2008-06-30", "not-yet-happened", "plan.published"),
        ("ends: 2011-03-31", "ends: 2008-02-01", "days-out-of-order", "plan.period.ends"),
        ("not_reviewed: 1", "not_reviewed: 5", "part-above-whole", "safeguarding.serious_cases.not_reviewed"),
        ("18 of 20", "18 of 21", "part-above-whole", "partners[0].conferences.attended"),
        ("numerator: 3,", "numerator: 30,", "indicator-above-whole", "indicators[1].numerator"),
        ("denominator: 10, p", "denominator: 0, p", "indicator-of-nobody", "indicators[0].denominator"),
        ("ends: 2008-03-31", "ends: 2008-09-30", "indicator-from-the-future", "indicators[0].period_ends"),
        (
            "title: Minutes, kind: minutes, date: 2008-06-20",
            "title: 'the  PLAN', kind: plan, date: 2008-03-01",
            "same-evidence",
            "evidence[1]",
        ),
        (
            "partners:\n",
            "partners:\n  - {id: two, name: ONE, kind: chief-officer-of-police}\n",
            "same-partner",
            "partners[1]",
        ),
        ("on: 2008-05-30}", "on: 2008-05-30}, {role: dcs, on: 2008-05-30}", "same-signature", "submitted[1]"),
    ],
    ids=lambda value: value if "-" in value and " " not in value and ":" not in value else "",
)
def test_what_does_not_fit_is_named_with_its_place(
    right: str, wrong: str, code: str, path: str, validate: Validate
) -> None:
    assert right in CONSISTENT
    found = validate(CONSISTENT.replace(right, wrong))
    assert (code, path) in remarks(found)
    assert found["consistent"]["holds"] is False
    (place,) = {
        one["place"]["line"] for one in found["consistent"]["remarks"] if (one["code"], one["path"]) == (code, path)
    }  # fmt: skip
    assert place > 3


def test_a_month_without_a_day_is_out_of_order_only_for_certain(validate: Validate) -> None:
    for first, wrong in (("2008-03", False), ("2008-04", True)):
        text = f"{HEAD}threshold_document: {{published: {first}, reviewed_on: 2008-03}}\n"
        assert remarks(validate(text)) == (
            [("days-out-of-order", "threshold_document.reviewed_on")] if wrong else []
        )


def test_records_and_pairs_of_names_are_held_to_their_order(validate: Validate) -> None:
    text = (
        HEAD
        + "plan:\n  reviews:\n    - {on: 2008-03-01, published_on: 2008-01-01}\n"
        + "threshold_document: {published: 2008-03-01, reviewed_on: 2007-12-01}\n"
    )
    assert remarks(validate(text)) == [
        ("days-out-of-order", "plan.reviews[0].published_on"),
        ("days-out-of-order", "threshold_document.reviewed_on"),
    ]


def test_an_action_must_name_a_gap(validate: Validate, loaded: LoadedPacks) -> None:
    day = dt.date(2008, 5, 31)
    later = next(one.id for one in loaded.packs.rules if one.in_force.first and one.in_force.first > day)
    gap, by_body = "cypp-reg3-plan-exists", "ca2004-s10-4b-police"
    closed = {
        "later": later,
        "gap": gap,
        "by-body": by_body,
        "nobody": f"{by_body}/nobody",
        "done": later + ", status: done",
    }
    actions = "".join(
        f"  - {{id: {name}, closes: [{rule.partition(',')[0]}], action: Do {name}{''.join(rule.partition(',')[1:])}}}\n"
        for name, rule in closed.items()
    )
    police = "partners: [{id: police, name: P, kind: chief-officer-of-police}]\n"
    found = dict(map(reversed, remarks(validate(f"{HEAD}{police}actions:\n{actions}"))))  # type: ignore[arg-type]
    assert found == {
        "actions[0].closes[0]": "action-not-judged",
        "actions[3].closes[0]": "action-no-body",
    }


def test_an_action_for_what_is_met_names_no_gap_unless_it_is_done(ctcheck: Ctcheck, tmp_path: Path) -> None:
    text = EXEMPLAR.read_text("utf-8")
    assert "status: done" in text
    file = tmp_path / "it.yaml"
    for status, codes in (("done", []), ("on-track", ["action-no-gap"])):
        file.write_text(text.replace("status: done", f"status: {status}"), encoding="utf-8")
        found = json.loads(ctcheck("validate", file, "-f", "json").out)["submissions"][0]
        assert [one["code"] for one in found["consistent"]["remarks"]] == codes


def test_evidence_for_what_was_not_judged_backs_nothing(validate: Validate) -> None:
    text = HEAD + "evidence: [{id: a, title: A, kind: plan, supports: [front_door]}]\n"
    assert remarks(validate(text)) == [("evidence-backs-nothing", "evidence[0].supports")]


def test_a_kind_that_is_named_in_a_fact_must_be_among_the_partners(validate: Validate) -> None:
    text = (
        HEAD.replace("2008-05-31", "2024-05-31")
        + "partners: [{id: a, name: A, kind: integrated-care-board}]\n"
        + "safeguarding_partnership: {agreed_by: [integrated-care-board, chief-officer-of-police]}\n"
    )
    assert ("no-such-partner", "safeguarding_partnership.agreed_by") in remarks(validate(text))
    named = text.replace("care-board}]", "care-board}, {id: b, name: B, kind: chief-officer-of-police}]")
    assert "no-such-partner" not in {code for code, _ in remarks(validate(named))}


def test_the_paths_that_are_compared_are_those_of_the_shipped_pack(loaded: LoadedPacks) -> None:
    packs: RulePacks = loaded.packs
    kinds = {path: fact.type.kind for path, fact in packs.vocabulary.facts.items()}
    assert {kinds.get(path) for pair in DAYS for path in pair} == {"date"}
    assert {kinds.get(part) for part, _ in PARTS} <= {"integer", "share"}
    assert {kinds.get(whole) for _, whole in PARTS} == {"integer"}


# Evidence files


def test_evidence_files_are_looked_for_beside_the_submission(ctcheck: Ctcheck, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plan.pdf").write_bytes(b"plan")
    (tmp_path / "in" / "way").symlink_to("/etc")
    digest = hashlib.sha256(b"plan").hexdigest()
    item = "  - {{id: {0}, title: {0}, kind: plan, supports: [plan]{1}}}\n"
    text = HEAD + "evidence:\n" + "".join(
        item.format(name, more)
        for name, more in (
            ("a", f", file: plan.pdf, sha256: {digest}"),
            ("b", f", file: plan.pdf, sha256: {'0' * 64}"),
            ("c", ", file: none.pdf"),
            ("d", ", file: way/passwd"),
            ("e", f", sha256: {digest}"),
        )
    )  # fmt: skip
    file = tmp_path / "in" / "it.yaml"
    file.write_text(text)
    outcome = ctcheck("validate", file)
    assert outcome.code == 0
    prose = outcome.prose
    assert (
        "Evidence files: no: 1 as declared, 1 changed, 1 missing and 1 not read; 1 digest is given" in prose
    )
    assert "it.yaml:6:5: plan.pdf: changed: the digest is another than the submission gives." in prose
    assert "none.pdf: missing: there is no such file in the folder of the submission." in prose
    assert "way/passwd: not read: a folder on the way is a link, and links are not followed." in prose
    found = json.loads(ctcheck("validate", file, "-f", "json").out)["submissions"][0]
    assert [one["state"] for one in found["evidence_files"]["files"]] == [
        "matches",
        "changed",
        "missing",
        "refused",
    ]


# Output


def test_the_verdict_fits_one_screen(ctcheck: Ctcheck, example: Path) -> None:
    lines = ctcheck("validate", example).out.splitlines()
    verdict = lines[: next(at for at, line in enumerate(lines) if line.startswith("---"))]
    assert len(verdict) <= 24
    assert all(len(line) <= 80 for line in lines[1:])
    assert verdict[0].startswith(f"{example}: valid; ")
    for label in ("Readable", "Complete", "Consistent", "Evidence files", "Personal data", "Claims"):
        assert sum(line.startswith(f"{label}:") for line in verdict) == 1


def test_the_example_with_everything_in_place_is_complete(ctcheck: Ctcheck) -> None:
    found = json.loads(ctcheck("validate", EXEMPLAR, "-f", "json").out)["submissions"][0]
    assert found["complete"]["holds"] is True
    assert {one["code"] for one in found["consistent"]["remarks"]} <= {"action-no-gap"}


def test_every_problem_stands_in_the_text(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = CONSISTENT.replace("from: 2007-06-01", "from: 2008-06-30").replace("18 of 20", "18 of 21")
    Path("it.yaml").write_text(wrong)
    found = json.loads(ctcheck("validate", "it.yaml", "-f", "json").out)["submissions"][0]
    text = " ".join(ctcheck("validate", "it.yaml").prose.split())
    for one in found["consistent"]["remarks"]:
        assert (
            f"it.yaml:{one['place']['line']}:{one['place']['column']}: {one['path']}: {one['message']}"
            in text
        )
    for one in found["complete"]["themes"]:
        assert (f"{one['title']}: none of its" in text) == (not one["answered"])
    for one in found["complete"]["partners_missing"]:
        assert f"No {one['label']} is among the partners" in text
    for one in found["claims"]["enquiries"]:
        assert one["question"] in text


def samples() -> Iterator[str]:
    yield HEAD
    yield CONSISTENT
    yield CONSISTENT.replace("from: 2007-06-01", "from: 2008-06-30")
    yield HEAD.replace("county", "country")
    yield HEAD + "title: Case of 999 012 3454\nmarking: public\nsafeguarding: {unallocated_cases: 3}\n"
    yield "- no mapping\n"
    yield ""


@pytest.mark.parametrize("text", list(samples()))
def test_the_json_is_what_its_schema_promises(
    text: str, validate: Validate, schema: dict[str, Any], ctcheck: Ctcheck
) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    validate(text)
    made = json.loads(ctcheck("validate", "it.yaml", "-f", "json").out)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(made)] == []


def test_the_json_of_every_example_is_what_its_schema_promises(
    example: Path, schema: dict[str, Any], ctcheck: Ctcheck
) -> None:
    made = json.loads(ctcheck("validate", example, "-f", "json").out)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(made)] == []


def test_the_same_file_gives_the_same_bytes(ctcheck: Ctcheck) -> None:
    assert ctcheck("validate", EXEMPLAR, "-f", "json").out == ctcheck("validate", EXEMPLAR, "-f", "json").out


def test_several_files_go_into_one_json_and_a_bad_one_stops_no_other(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text(HEAD.replace("county", "country"))
    Path("good.yaml").write_text(HEAD)
    outcome = ctcheck("validate", "bad.yaml", "good.yaml", "none.yaml", "-f", "json=all.json", "-f", "text")
    assert outcome.code == 3
    made = json.loads(Path("all.json").read_text("utf-8"))["submissions"]
    assert [(one["file"], one["readable"]) for one in made] == [
        ("bad.yaml", False),
        ("good.yaml", True),
        ("none.yaml", False),
    ]
    assert made[0]["problems"][0]["place"]["line"] == 2
    assert outcome.out.count("valid;") == 1
    assert "bad.yaml:2:" in outcome.err


def test_strict_asks_for_a_complete_and_consistent_submission(ctcheck: Ctcheck, tmp_path: Path) -> None:
    whole = EXEMPLAR.read_text("utf-8")
    whole = whole[: whole.index("\nactions:")] + whole[whole.index("\nevidence:") :]
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(whole, encoding="utf-8")
    assert ctcheck("validate", good, "--strict").code == 0
    for before, after in (
        (
            "\nevidence:\n",
            "\nevidence:\n  - {id: new, title: New, kind: plan, supports: [plan], file: none.pdf}\n",
        ),
        ("\nevidence:\n", "\nevidence:\n  - {id: new, title: New, kind: plan, supports: [front_door]}\n"),
        ("director of children's services, on", "head of policy, on"),
        ("\nsubmitted:", "\ntitle: NHS number 9990123454\nsubmitted:"),
    ):
        assert before in whole
        broken = whole.replace(before, after, 1)
        if "title: NHS" in after:
            broken = broken.replace('title: "Fictional', 'x: "Fictional', 1)
            broken = "\n".join(line for line in broken.split("\n") if not line.startswith("x: "))
        bad.write_text(broken, encoding="utf-8")
        assert ctcheck("validate", bad).code == 0, after
        assert ctcheck("validate", bad, "--strict").code == 1, after
    assert ctcheck("validate", tmp_path / "none.yaml", "--strict").code == 3


def test_personal_data_and_small_counts_are_told_by_place_and_never_by_value(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("it.yaml").write_text(
        HEAD
        + "title: Case of 999 012 3454\n"
        + "safeguarding: {unallocated_cases: 3, allegations_over_time: 40}\n"
        + "partners:\n  - {id: a, name: Body, kind: police-authority, attendance: {trust: 3 of 30}}\n"
        + "plan: {reviews: [{on: 2007-03-01, consulted: Somebody}]}\n"
    )
    for form in ("text", "json"):
        outcome = ctcheck("validate", "it.yaml", "-f", form)
        assert outcome.code == 0
        assert "999" not in outcome.out + outcome.err
        assert "it.yaml:4:8: title: This looks like an NHS number." in outcome.err
    found = json.loads(outcome.out)["submissions"][0]["personal_data"]
    assert [(one["kind"], one["certain"], one["path"]) for one in found["places"]] == [
        ("nhs-number", True, "title")
    ]
    assert [one["path"] for one in found["small_counts"]["places"]] == [
        "safeguarding.unallocated_cases",
        "partners[0].attendance.trust",
    ]
    assert ctcheck("validate", "it.yaml", "--strict").code == 1


def test_no_output_repeats_what_looks_like_personal_data(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secrets = (
        "jo.bloggs@example.org",
        "01632 960123",
        "999 012 3454",
        "SG13 8XX",
        "Jane Smith, born 12/03/2001",
    )
    for number, secret in enumerate(secrets):
        text = (
            HEAD.replace("Testshire", f"'T {secret}'")
            + f"title: 'T {secret}'\n"
            + f"submitted: [{{role: 'T {secret}'}}]\n"
            + f"partners: [{{id: a, name: 'T {secret}', kind: police-authority, return_status: started}}]\n"
            + "evidence:\n"
            + f"  - {{id: a, title: 'T {secret}', kind: plan, supports: [plan], kept: 'T {secret}'}}\n"
            + f"  - {{id: b, title: 'T {secret}', kind: plan, supports: [plan], file: '{secret}.pdf'}}\n"
            + f"plan: {{reviews: [{{on: 2007-03-01, consulted: 'T {secret}'}}]}}\n"
            + f"actions: [{{id: a, closes: [cypp-reg3-plan-exists], action: 'T {secret}'}}]\n"
        )
        if "/" in secret:
            text = text.replace(f"file: '{secret}.pdf'", "file: a.pdf")
        name = f"it-{number}.yaml"
        Path(name).write_text(text)
        outcome = ctcheck("validate", name, "-f", "text", "-f", "json=out.json")
        assert outcome.code == 0, outcome.err
        said = " ".join((outcome.out + outcome.err + Path("out.json").read_text("utf-8")).split())
        assert secret not in said
        assert secret.split(",")[0] not in said
        assert "the evidence a, whose title is not repeated" in said


def test_a_law_date_before_any_rule_still_gives_a_verdict(ctcheck: Ctcheck, tmp_path: Path) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(HEAD)
    outcome = ctcheck("validate", file, "--law-at", "1066-10-14")
    assert outcome.code == 0
    assert "not held against findings" in outcome.prose


def test_hostile_words_of_a_submission_stay_words(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    allowed = [one for one in ATTACKS if one.isprintable()] + ["two\nlines"]
    for number, attack in enumerate(allowed):
        word = json.dumps(attack)
        name = Path(f"it-{number}.yaml")
        name.write_text(
            HEAD
            + f"submitted: [{{role: {word}}}]\n"
            + f"partners: [{{id: a, name: {word}, kind: police-authority, return_status: started}}]\n"
            + f"evidence: [{{id: a, title: {word}, kind: plan, supports: [plan], kept: {word}}}]\n"
        )
        outcome = ctcheck("validate", name)
        assert outcome.code in (0, 3)
        for text in (outcome.out, outcome.err):
            assert not any(ord(char) < 32 and char != "\n" for char in text)
            assert "\u202e" not in text


@pytest.mark.parametrize(
    "wrong",
    [["-f", "xml"], ["-f", "json="], ["-f", "json", "-f", "text"], ["-f", "json", "-f", "json=a"],
     ["-f", "json=it.yaml"], ["-f", "json=a", "-f", "text=./a"], ["--law-at", "yesterday"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_refused_before_anything_is_read(
    wrong: list[str], ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("it.yaml").write_text(HEAD)
    outcome = ctcheck("validate", "it.yaml", *wrong)
    assert (outcome.code, outcome.out) == (2, "")
    assert os.listdir() == ["it.yaml"]
    assert Path("it.yaml").read_text() == HEAD


def test_an_output_that_cannot_be_written_ends_in_5(ctcheck: Ctcheck, tmp_path: Path) -> None:
    outcome = ctcheck("validate", EXEMPLAR, "-f", f"json={tmp_path / 'no' / 'a.json'}")
    assert outcome.code == 5


def test_every_kind_of_claim_has_its_words() -> None:
    assert set(CLAIMS) <= set(ENQUIRIES)
    assert set(words_validate.CLAIM_COUNTS) == set(CLAIMS)
    assert set(words_validate.SIGNATURES) == set(SIGNATURES)
