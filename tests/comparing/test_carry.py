"""`ctcheck carry`: what is taken over counts as no answer until somebody confirms it, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ctcheck.reading.nodes import parse
from tests.cli.outcome import Ctcheck, Outcome
from tests.comparing.conftest import Write

NEXT = "2008-05-31"
OLD = """# A remark at the top.
ctcheck: 1
title: The first year   # a remark on the title
area: {name: Testshire, type: county, bodies_absent: [probation-board]}
as_at: 2007-05-31  # the day
period: {from: 2006-06-01, to: 2007-05-31}
inspection:
  regime: jar-2005
  fieldwork: 2007-07-01
submitted:
  - {role: director, on: 2007-05-30}
sources:
  - {ref: S1, title: A paper}

# Remarks on partners.
partners:
  - id: north
    name: North
    kind: police-authority
    agreement: {signed: 2006-01-01, status: in-place}

plan:
  published: 2006-03-20  # S1
  # a remark between facts
  summary: |
    A text over
    several lines.
  needs: {made_on: 2007-01-01}

evidence:
  - id: minutes
    title: Minutes
    kind: minutes
    date: 2007-01-15
    supports: [plan]
  - {id: undated, title: Undated, kind: minutes, supports: [plan.summary]}
self_judgements:
  - about: overall
    scale: four-words
    judgement: good
actions:
  # a remark on the first
  - id: done-one
    closes: [plan-published]
    action: Publish the plan
    status: done
  - {id: open-one, closes: [plan-summary], action: Write it, due: 2008-01-01}
not_applicable:
  - {rule: plan-summary, reason: None is wanted, approved_by: cabinet}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "2007.yaml"
    path.write_text(OLD, "utf-8")
    return path


def carry(
    ctcheck: Ctcheck, rules: Path, old: Path, *more: object, to: str = "2008.yaml"
) -> tuple[Path, Outcome]:
    new = old.parent / to
    outcome = ctcheck("carry", old, "--as-at", NEXT, "-o", new, "--rules", rules, *more)
    assert outcome.code == 0, outcome.err
    return new, outcome


def assessed(ctcheck: Ctcheck, rules: Path | None, file: Path, *more: object) -> dict[str, Any]:
    option = ("--rules", rules) if rules else ()
    outcome = ctcheck("assess", file, *option, "--fail-on", "never", "-f", "json", *more)
    assert outcome.code == 0, outcome.err
    made: dict[str, Any] = json.loads(outcome.out)
    return made


FRAME = {"law_date", "as_at", "area.type", "partner.kind"}
"""What a submission is about, and no answer of it."""


def leaves(reason: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Every fact in a tree of reasons, with what it comes to."""
    if reason is None:
        return []
    own = [(reason["path"], reason["result"])] if reason["clause"] == "fact" else []
    return own + [leaf for part in reason["parts"] for leaf in leaves(part)]


def verdicts(report: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["verdict"] for one in report["findings"]}


def test_what_is_carried_is_no_answer_whatever_it_says(ctcheck: Ctcheck, rules: Path, old: Path) -> None:
    assert "met" in verdicts(assessed(ctcheck, rules, old)).values()
    new, _ = carry(ctcheck, rules, old)
    report = assessed(ctcheck, rules, new)
    assert set(verdicts(report).values()) == {"no_answer"}
    assert report["assurance"]["carried"] == [{"from": "2007-05-31", "answers": 8}]
    published = next(one for one in report["findings"] if one["id"] == "plan-published")
    assert "carried from 31 May 2007 and not confirmed: 20 March 2006, line" in published["explanation"]
    assert published["carried"] == ["plan.published"]
    assert published["evidence"]["state"] == "undated"


def test_no_carried_answer_of_an_example_counts(ctcheck: Ctcheck, tmp_path: Path, example: Path) -> None:
    new = tmp_path / "new.yaml"
    outcome = ctcheck("carry", example, "--as-at", "2027-01-31", "-o", new)
    assert outcome.code == 0, outcome.err
    assert "written anew" not in outcome.err
    first = new.read_bytes()
    for law in ("2008-09-30", "2026-06-01"):
        report = assessed(ctcheck, None, new, "--law-at", law)
        passed = [one for one in report["findings"] if one["verdict"] not in ("no_answer", "not_applicable")]
        assert passed == []
        for one in report["findings"]:
            # What does not apply does not by the law, the type of the authority or the kind of body.
            assert {
                path for path, result in leaves(one["reasons"]["applies"]) if result != "unknown"
            } <= FRAME
    assert ctcheck("carry", example, "--as-at", "2027-01-31", "-o", new).code == 0
    assert new.read_bytes() == first


@pytest.mark.parametrize(
    "partner",
    [
        "  - id: north\n    name: North\n    kind: police-authority\n    return_status: submitted  # in May\n"
        "    answered_by: The council\n    agreement: {status: in-place}\n",
        "  - {id: north, name: North, return_status: submitted, answered_by: 'Us', kind: police-authority}\n",
        "  - return_status: submitted\n    id: north\n    name: North\n    kind: police-authority\n",
    ],
    ids=["lines", "braces", "first"],
)
def test_who_replied_last_time_is_not_said_of_this_time(
    ctcheck: Ctcheck, rules: Path, tmp_path: Path, partner: str
) -> None:
    old = tmp_path / "2007.yaml"
    head = "# Ours.\nctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2007-05-31\npartners:\n"
    old.write_text(f"{head}{partner}plan: {{published: 2006-03-20}}\n")
    new, _ = carry(ctcheck, rules, old)
    text = new.read_text()
    assert "return_status" not in text
    assert "answered_by" not in text
    assert "name: North" in text


def test_all_confirmed_it_is_judged_as_the_old_answers_on_the_new_day(
    ctcheck: Ctcheck, tmp_path: Path
) -> None:
    example = Path(__file__).parents[2] / "examples" / "exemplar-2008.yaml"
    new, moved = tmp_path / "new.yaml", tmp_path / "moved.yaml"
    assert ctcheck("carry", example, "--as-at", "2009-09-30", "-o", new).code == 0
    carried = parse(new.read_bytes(), "new").get("carried")
    assert carried is not None
    facts = carried.items[0].get("facts")
    assert facts is not None
    heads = sorted({one.text.split(".")[0] for one in facts.items} - {"partner", "area"})
    options = [
        part for head in (*heads, "partner.named", "area.bodies_absent") for part in ("--confirm", head)
    ]
    outcome = ctcheck("carry", new, *options, "-o", new)
    assert "no answers still carried" in outcome.err
    assert b"carried:" not in new.read_bytes()
    text = example.read_text("utf-8").replace("as_at: 2008-09-30", "as_at: 2009-09-30")
    start, end = text.index("\ninspection:\n"), text.index("\nsubmitted:\n")
    moved.write_text(text[:start] + text[end:], "utf-8")
    assert verdicts(assessed(ctcheck, None, new)) == verdicts(assessed(ctcheck, None, moved))


def test_the_text_is_edited_and_its_remarks_stay(ctcheck: Ctcheck, rules: Path, old: Path) -> None:
    new, outcome = carry(ctcheck, rules, old, "--inspection", "2008-07-01")
    text = new.read_text("utf-8")
    assert text.startswith("# Begun by `ctcheck carry` from 2007.yaml, which describes 31 May 2007.\n")
    for kept in (
        "# A remark at the top.",
        "# Remarks on partners.",
        "  published: 2006-03-20  # S1\n  # a remark between facts\n  summary: |\n    A text over\n",
        "  # a remark on the first\n",
        "sources:\n  - {ref: S1, title: A paper}\n",
        "# title: The first year   # a remark on the title\n",
        "# self_judgements:\n#   - about: overall\n#     scale: four-words\n#     judgement: good\n",
        "as_at: 2008-05-31\ninspection:\n  fieldwork: 2008-07-01\n# period: ",
        "#   regime: jar-2005\n",
        "    # Age: 17 months on 1 July 2008.\n    date: 2007-01-15\n",
        "  # Age: not known on 1 July 2008, because it has no date.\n  - {id: undated,",
        "history:\n  - id: done-one\n    closes: [plan-published]\n",
        "  - {id: open-one,",
    ):
        assert kept in text, kept
    assert "written anew" not in outcome.err
    assert "8 answers carried from 31 May 2007" in outcome.err
    assert "1 finished action moved into the history, 1 action still open" in outcome.err
    assert old.read_text("utf-8") == OLD


def test_validate_counts_what_is_carried(ctcheck: Ctcheck, rules: Path, old: Path) -> None:
    new, _ = carry(ctcheck, rules, old)
    outcome = ctcheck("validate", new, "--rules", rules)
    assert "8 answers are carried from 31 May 2007 and not confirmed" in outcome.out


@pytest.mark.parametrize("reader", ["team", "inspector", "cabinet", "partner:north"])
@pytest.mark.parametrize("name", ["text", "html", "md"])
def test_every_report_says_so(
    ctcheck: Ctcheck, rules: Path, old: Path, tmp_path: Path, reader: str, name: str
) -> None:
    new, _ = carry(ctcheck, rules, old)
    page = tmp_path / "page"
    ctcheck("assess", new, "--rules", rules, "--for", reader, "-f", f"{name}={page}", "--fail-on", "never")
    text = " ".join(page.read_text("utf-8").split())
    assert "8 answers are carried from 31 May 2007 and not confirmed; each counts as no answer." in text


def test_a_path_is_confirmed_by_taking_it_out_and_only_then_counts(
    ctcheck: Ctcheck, rules: Path, old: Path
) -> None:
    new, _ = carry(ctcheck, rules, old)
    before = new.read_text("utf-8")
    outcome = ctcheck("carry", new, "--confirm", "plan.published", "--rules", rules)
    assert outcome.code == 0, outcome.err
    # Nothing is written but where `-o` says so.
    assert new.read_text("utf-8") == before
    assert outcome.out == before.replace("      - plan.published\n", "")
    assert "1 answer confirmed; 7 answers still carried." in outcome.err
    assert ctcheck("carry", new, "--confirm", "plan.published", "-o", new, "--rules", rules).code == 0
    report = assessed(ctcheck, rules, new)
    assert verdicts(report)["plan-published"] == "met"
    assert verdicts(report)["plan-summary"] == "no_answer"
    assert (
        next(one for one in report["findings"] if one["id"] == "plan-published")["evidence"]["state"]
        == "evidenced"
    )


def test_a_part_of_what_is_carried_as_a_whole_can_be_confirmed(
    ctcheck: Ctcheck, rules: Path, write: Write
) -> None:
    carried = "carried: [{from: 2006-05-31, facts: [plan, partners.north]}]\n"
    rest = "plan: {published: 2006-03-20, pages: 3}\n" + carried
    people = "partners: [{id: north, name: N, kind: police-authority, agreement: {signed: 2006-01-01}}]\n"
    one = write("one", NEXT, people + rest)
    outcome = ctcheck("carry", one, "--confirm", "plan.pages", "--rules", rules)
    assert outcome.code == 0, outcome.err
    assert "- plan.published\n" in outcome.out
    assert "- partners.north\n" in outcome.out
    assert "- plan\n" not in outcome.out
    every = ctcheck("carry", one, "--confirm", "partner.agreement", "--rules", rules)
    assert "plan" in every.out.split("carried:")[1]
    assert "partners.north" not in every.out.split("carried:")[1]


def test_one_answer_of_a_partner_is_confirmed_where_all_of_partners_are_carried(
    ctcheck: Ctcheck, rules: Path, write: Write
) -> None:
    rest = "partners: [{id: north, name: N, kind: police-authority, agreement: {status: in-place, signed: 2006-01-01}}]\n"
    one = write("one", NEXT, rest + "carried: [{from: 2007-05-31, facts: [partner]}]\n")
    outcome = ctcheck("carry", one, "--confirm", "partners.north.agreement.signed", "--rules", rules)
    assert outcome.code == 0, outcome.err
    left = outcome.out.partition("carried:")[2]
    assert "partners.north.agreement.status" in left
    assert "partner.named" in left
    assert "signed" not in left


def test_what_is_not_carried_cannot_be_confirmed(ctcheck: Ctcheck, rules: Path, old: Path) -> None:
    new, _ = carry(ctcheck, rules, old)
    outcome = ctcheck("carry", new, "--confirm", "plan.publishd", "--rules", rules)
    assert (outcome.code, outcome.out) == (2, "")
    assert "plan.publishd is not carried" in outcome.err
    assert "plan.published" in outcome.err
    assert ctcheck("carry", old, "--confirm", "plan", "--rules", rules).code == 2


def test_who_the_partners_are_is_an_answer_too(ctcheck: Ctcheck, rules: Path, write: Write) -> None:
    rest = "partners: [{id: north, name: N, kind: probation-board}]\n"
    # Everywhere there is a police authority, and this list does not name it.
    stated = assessed(ctcheck, rules, write("stated", NEXT, rest))
    assert verdicts(stated)["partner-agreement/police-authority"] == "not_met"
    one = write("one", NEXT, rest + "carried: [{from: 2007-05-31, facts: [partner.named]}]\n")
    report = assessed(ctcheck, rules, one)
    assert verdicts(report)["partner-agreement/police-authority"] == "no_answer"
    assert any(
        "Who the partners are is carried from 31 May 2007" in note["message"] for note in report["notes"]
    )


def test_absent_bodies_and_waivers_are_answers_too(ctcheck: Ctcheck, rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    frame = "ctcheck: 1\narea: {name: T, type: county, bodies_absent: [probation-board]}\nas_at: 2008-05-31\n"
    waiver = "not_applicable: [{rule: plan-summary, reason: R, approved_by: cabinet}]\n"
    path.write_text(frame + waiver, "utf-8")
    stated = verdicts(assessed(ctcheck, rules, path))
    assert stated["plan-summary"] == stated["partner-agreement/probation-board"] == "not_applicable"
    carried = "carried: [{from: 2007-05-31, facts: [area.bodies_absent, not_applicable]}]\n"
    path.write_text(frame + waiver + carried, "utf-8")
    now = verdicts(assessed(ctcheck, rules, path))
    assert now["plan-summary"] == now["partner-agreement/probation-board"] == "no_answer"


def test_carried_again_an_answer_keeps_the_day_it_was_stated_for(
    ctcheck: Ctcheck, rules: Path, old: Path
) -> None:
    new, _ = carry(ctcheck, rules, old)
    assert ctcheck("carry", new, "--confirm", "plan.published", "-o", new, "--rules", rules).code == 0
    again = old.parent / "2009.yaml"
    outcome = ctcheck("carry", new, "--as-at", "2009-05-31", "-o", again, "--rules", rules)
    assert outcome.code == 0, outcome.err
    report = assessed(ctcheck, rules, again)
    assert report["assurance"]["carried"] == [
        {"from": "2007-05-31", "answers": 7},
        {"from": "2008-05-31", "answers": 1},
    ]
    text = again.read_text("utf-8")
    assert text.count("# Begun by") == 1
    assert text.count("# Age: 28 months on 31 May 2009.") == 1
    assert "Age: 16 months" not in text
    assert text.count("carried:") == 1
    assert text.count("history:") == 1


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(
    ctcheck: Ctcheck, rules: Path, old: Path, newline: str, mark: bytes
) -> None:
    old.write_bytes(mark + OLD.replace("\n", newline).encode())
    new, outcome = carry(ctcheck, rules, old)
    data = new.read_bytes()
    assert data.startswith(mark + b"# Begun")
    assert data.count(b"\n") == data.count(newline.encode())
    assert "written anew" not in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        "{ctcheck: 1, area: {name: T, type: county}, as_at: 2007-05-31, plan: {published: 2006-03-20}}",
        "ctcheck: 1\narea: {name: T, type: county}\nas_at: 2007-05-31\ntitle: &t A title that is used\n"
        "plan: {published: 2006-03-20, summary: *t}\n",
        "ctcheck: 1\narea: {name: T, type: county}\nas_at: 2007-05-31\nplan: {published: 2006-03-20}\n"
        "actions: [{id: a, closes: [plan-published], action: 'It''s: done', status: done},"
        " {id: b, closes: [plan-published], action: 'no'}]\n",
        "ctcheck: 1\narea: {name: T, type: county}\nas_at: 2007-05-31\nplan: {published: 2006-03-20}\n"
        "history:\n    - {id: z, closes: [gone-rule], action: Old, status: done}\n"
        "actions:\n  - {id: a, closes: [plan-published], action: A, status: done}\n",
        "? ctcheck\n: 1\narea: {name: T, type: county}\nas_at: 2007-05-31\nplan: {published: 2006-03-20}\n",
    ],
    ids=["braces", "anchor", "flow-actions", "two-indents", "long-keys"],
)
def test_what_cannot_be_edited_line_by_line_is_written_anew_and_said(
    ctcheck: Ctcheck, rules: Path, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, "utf-8")
    new, outcome = carry(ctcheck, rules, path)
    assert "was written anew in a plain layout: its remarks are not in the result" in outcome.err
    report = assessed(ctcheck, rules, new)
    assert verdicts(report)["plan-published"] == "no_answer"
    done = ctcheck("carry", new, "--confirm", "plan", "-o", new, "--rules", rules)
    assert done.code == 0, done.err
    assert verdicts(assessed(ctcheck, rules, new))["plan-published"] == "met"
    if "history" in text or "status: done" in text:
        node = parse(new.read_bytes(), "new").get("history")
        assert node is not None
        assert "a" in [one.text for item in node.items for key, one in item.entries if key.text == "id"]


def test_words_that_look_like_markup_of_yaml_stay_what_they_are(
    ctcheck: Ctcheck, rules: Path, tmp_path: Path
) -> None:
    said = "- no: [it] {is} # not\n  carried:\n&x *y ! % @ `z` 'q' \"r\" yes 2006-01-01"
    text = f"{{ctcheck: 1, area: {{name: T, type: county}}, as_at: 2007-05-31, plan: {{summary: {json.dumps(said)}}}}}"
    path = tmp_path / "odd.yaml"
    path.write_text(text, "utf-8")
    new, _ = carry(ctcheck, rules, path)
    plan = parse(new.read_bytes(), "new").get("plan")
    assert plan is not None
    summary = plan.get("summary")
    assert summary is not None
    assert summary.text == said


def test_a_name_of_a_file_cannot_add_lines(ctcheck: Ctcheck, rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "a\nplan: {published: 2006-03-20}\n#.yaml"
    path.write_text("ctcheck: 1\narea: {name: T, type: county}\nas_at: 2007-05-31\n", "utf-8")
    new, _ = carry(ctcheck, rules, path)
    assert parse(new.read_bytes(), "new").get("plan") is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--as-at is missing"),
        (("--as-at", "2007-05-31"), "must describe a later day"),
        (("--as-at", "2008-02-30"), "--as-at"),
        (("--as-at", NEXT, "--confirm", "plan"), "--confirm goes with neither"),
        (("--as-at", NEXT, "-o", "{old}"), "would be overwritten"),
    ],
)
def test_a_mistake_writes_nothing(
    ctcheck: Ctcheck, rules: Path, old: Path, arguments: tuple[str, ...], says: str
) -> None:
    outcome = ctcheck("carry", old, "--rules", rules, *(one.format(old=old) for one in arguments))
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err
    assert old.read_text("utf-8") == OLD
    assert [path.name for path in old.parent.iterdir() if path.is_file()] == ["2007.yaml"]


@pytest.mark.parametrize(
    ("carried", "says"),
    [
        ("[{from: 2007-05-31, facts: [plan.publishd]}]", "plan.published"),
        ("[{from: 2007-05-31, facts: [partners.nobody]}]", "expected the path of a fact"),
        ("[{from: 2007-02-30, facts: [plan]}]", "not a day"),
        ("[{from: 2007-05-31, facts: [plan, plan]}]", "carried twice"),
        ("[{facts: [plan]}]", "from"),
        ("[{from: 2007-05-31, facts: []}]", "empty"),
        ("yes", "carried"),
    ],
)
def test_a_list_of_carried_answers_that_is_wrong_is_refused_by_its_line(
    ctcheck: Ctcheck, rules: Path, write: Write, carried: str, says: str
) -> None:
    outcome = ctcheck("validate", write("one", NEXT, f"carried: {carried}\n"), "--rules", rules)
    assert outcome.code == 3
    assert says in outcome.err
    assert ":4:" in outcome.err


def test_finished_actions_are_kept_and_not_judged(ctcheck: Ctcheck, rules: Path, write: Write) -> None:
    history = "history:\n  - {id: a, closes: [a-rule-long-gone], action: A, owner_role: O, due: 2007-01-01}\n"
    report = assessed(ctcheck, rules, write("one", NEXT, history))
    assert report["actions"] == []
    assert all(not gap["actions"] for gap in report["gaps"])


def test_a_public_version_tells_no_more_of_what_is_carried(
    ctcheck: Ctcheck, rules: Path, write: Write
) -> None:
    rest = (
        "plan: {published: 2006-03-19}\nrestricted: [plan.published]\n"
        "carried: [{from: 2007-05-31, facts: [plan.published]}]\n"
    )
    outcome = ctcheck(
        "assess", write("one", NEXT, rest), "--public", "--rules", rules, "--fail-on", "never", "-f", "json"
    )
    assert outcome.code == 0, outcome.err
    assert "19 March 2006" not in outcome.out
    assert "withheld (restricted)" in outcome.out
