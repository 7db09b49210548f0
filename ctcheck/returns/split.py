"""One small form for each partner, with the questions that the law of the day asks of a body of its kind."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ctcheck.model.rules import FactType, RulePacks
from ctcheck.reading.carry_yaml import carried_lines
from ctcheck.reading.plan_yaml import text_scalar
from ctcheck.reading.scalars import describe
from ctcheck.reports import words_returns as words
from ctcheck.reports.safe import safe
from ctcheck.workbook.carried import key_of
from ctcheck.workbook.plan import FilledList, Form, QuestionRow, QuestionSheet, Return, Wanted, plan_form
from ctcheck.workbook.stated import EMPTY, Stated


class Body(NamedTuple):
    """A partner to whom a form is sent."""

    id: str
    name: str
    kind: str


class SplitForm(NamedTuple):
    """One form."""

    body: Body
    form: Form
    answers_for: tuple[str, ...]
    """Ids of the partners that it asks about; more than one where the body answers on behalf of others."""
    questions: int


class Split(NamedTuple):
    """The forms, and who gets none."""

    forms: tuple[SplitForm, ...]
    unasked: tuple[Body, ...]
    """Partners of whom no rule in force asks anything on the day."""


def split(
    packs: RulePacks,
    regimes: Mapping[str, str],
    wanted: Wanted,
    bodies: Sequence[Body],
    said: Stated = EMPTY,
    *,
    also: tuple[str, ...] = (),
    on_behalf: Mapping[str, str] | None = None,
    filled: bool = False,
) -> Split:
    """A form for each body.

    `also` names facts of the area, or what stands above them, that every body is asked as well; what the submission
    says of them is not shown, so that each answers for itself. `on_behalf` gives for a partner the id of the one
    that answers for it. Only with `filled` do the forms hold what the submission says of each body already.
    """
    by_other = dict(on_behalf or {})
    forms: list[SplitForm] = []
    unasked: list[Body] = []
    own = _what_is_shown(said, filled)
    for body in bodies:
        if body.id in by_other:
            continue
        answers_for = (body.id, *(name for name, other in by_other.items() if other == body.id))
        returned = Return(body.id, (wanted.authority,), frozenset(answers_for), also)
        form = plan_form(packs, regimes, wanted, own, returned)
        asked = sum(len(sheet.rows) for sheet in form.sheets[1:] if isinstance(sheet, QuestionSheet))
        if asked:
            forms.append(SplitForm(body, form, answers_for, asked))
        else:
            unasked.append(body)
    return Split(tuple(forms), tuple(unasked))


def _what_is_shown(said: Stated, filled: bool) -> Stated:
    """What a partner may see: the frame, the register, and where it is wanted what is said of it."""
    frame = ("area.", "inspection.", "period.")
    facts = {path: node for path, node in said.facts.items() if path.startswith(frame) or path == "as_at"}
    shown = ("partners", "carried") if filled else ("partners",)
    lists = {path: node for path, node in said.lists.items() if path in shown}
    return Stated(facts, lists, said.partners if filled else tuple({} for _ in said.partners), said.lines)


def return_text(split_form: SplitForm) -> str:
    """The form as YAML: every question a remark, every answer left blank or as it was."""
    form = split_form.form
    lines = [
        f"# {safe(words.YAML_TITLE.format(partner=split_form.body.name or split_form.body.id, area=form.wanted.authority))}",
        *(f"# {line}" for line in words.YAML_GUIDE),
        "ctcheck: 1",
    ]
    frame = next(sheet for sheet in form.sheets if isinstance(sheet, QuestionSheet))
    lines += _tree_lines([(row.ask.path, row) for row in frame.rows if _in_frame(row)], "")
    register = next(
        sheet for sheet in form.sheets if isinstance(sheet, FilledList) and sheet.sheet.path == "partners"
    )
    others = [
        sheet
        for sheet in form.sheets
        if isinstance(sheet, QuestionSheet) and sheet is not frame and not sheet.partners
    ]
    answers = next(sheet for sheet in form.sheets if isinstance(sheet, QuestionSheet) and sheet.partners)
    lines += ["", "partners:"]
    for row in register.rows:
        keys = {field.key: value for field, value in zip(register.sheet.fields, row, strict=True)}
        kinds = {label: word for word, label in register.types[2].choices.items()}
        kind = kinds.get(str(keys["kind"]), str(keys["kind"]))
        name = str(keys["name"] or keys["kind"])
        lines += [f"  - id: {keys['id']}", f"    name: {text_scalar(name)}", f"    kind: {kind}"]
        mine = [one for one in answers.rows if one.partner == keys["id"]]
        lines += _tree_lines([(one.ask.path.removeprefix("partner."), one) for one in mine], "    ")
    for sheet in others:
        lines += ["", *_tree_lines([(row.ask.path, row) for row in sheet.rows], "")]
    lines += ["", *(f"# {line}" for line in words.YAML_EVIDENCE)]
    by_day: dict[dt.date, list[str]] = {}
    for one in answers.rows:
        if one.carried is not None:
            by_day.setdefault(one.carried, []).append(key_of(one.ask.path, one.partner))
    if by_day:
        lines += [
            "",
            *(f"# {line}" for line in words.YAML_CARRIED),
            *carried_lines(sorted(by_day.items()), remarks=False),
        ]
    return "\n".join(lines) + "\n"


def _in_frame(row: QuestionRow) -> bool:
    return row.answer is not None or row.ask.path.startswith("return.")


def _tree_lines(rows: Sequence[tuple[str, QuestionRow]], indent: str) -> list[str]:
    tree: dict[str, Any] = {}
    for path, row in rows:
        below = tree
        parts = path.split(".")
        for part in parts[:-1]:
            below = below.setdefault(part, {})
        below[parts[-1]] = row
    return list(_lines(tree, indent))


def _lines(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, QuestionRow):
            yield f"{indent}# {safe(value.ask.ask)} ({safe(_how(value.ask.type))})"
            yield f"{indent}{key}:{_answer(value)}"
        else:
            yield f"{indent}{key}:"
            yield from _lines(value, f"{indent}  ")


def _how(wanted: FactType) -> str:
    """What may stand behind a key, in the words of the file."""
    if wanted.kind == "id":
        return words.YAML_ID
    return describe(wanted) if wanted.kind != "texts" else words.YAML_TEXTS


def _answer(row: QuestionRow) -> str:
    """What is already said, as YAML; a blank value is not stated."""
    value, wanted = row.answer, row.ask.type
    if value is None:
        return ""
    words_of = {label: word for word, label in wanted.choices.items()}
    if wanted.kind == "choices" and value != "none":
        return f" [{', '.join(words_of.get(one, one) for one in str(value).split('; '))}]"
    if wanted.kind == "texts" and value != "none":
        return f" [{', '.join(_quoted(one) for one in str(value).split(chr(10)))}]"
    if wanted.kind in ("text", "id") and value != "none":
        return f" {text_scalar(str(value))}"
    if wanted.kind == "date" and isinstance(value, str) and value != "none":
        month, _, year = value.partition(" ")
        return f" {year}-{words.MONTHS.index(month) + 1:02}"
    return f" {words_of.get(str(value), str(value))}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
