"""Reads rule files: rules with their conditions, sources, dates and cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ctcheck.model.condition import Condition, Named, facts_of, parameters_of
from ctcheck.model.rules import Case, ForEach, InForce, Rule, Source
from ctcheck.model.words import DUTY_ON, Certainty, Force, Verdict
from ctcheck.reading.nodes import MAP, Node
from ctcheck.rulebook.condition_reader import ConditionReader
from ctcheck.rulebook.declarations import ID, _span
from ctcheck.rulebook.forms import Form, RuleFile, known_word
from ctcheck.rulebook.names import Known, Scoped

RULE_KEYS: Final = (
    "id",
    "title",
    "expects",
    "duty_on",
    "force",
    "source",
    "in_force",
    "for_each",
    "unless",
    "applies",
    "met",
    "partly",
    "evidence",
    "why",
    "remedy",
    "enquiry",
    "note",
    "cases",
)
CASE_KEYS: Final = ("name", "as_at", "law_at", "given", "subject", "verdict")


def read_rules(file: RuleFile, known: Known, themes: Mapping[str, str], pack: str) -> list[Rule]:
    """One rule file."""
    form = Form(file, file.root, "", ("theme", "rules"))
    theme = form.one_of("theme", themes)
    items = form.items("rules", required=True)
    rules = [_rule(file, node, f"rules[{index}]", known, theme, pack) for index, node in enumerate(items)]
    return [rule for rule in rules if rule] if theme else []


def read_conditions(file: RuleFile, known: Known) -> None:
    """One file of named conditions; what is good is added to what is known."""
    form = Form(file, file.root, "", ("conditions",))
    reader = ConditionReader(file, known)
    for key, value in form.entries("conditions"):
        one = Form(file, value, key.text, ("says", "when"))
        if not ID.match(key.text):
            file.problem(key, f"{key.text!r} is no name.", "Use lower case words with hyphens.")
        if key.text in known.conditions:
            file.problem(key, f"the condition {key.text!r} stands twice.", "Give one of them another name.")
        says = one.text("says", most=200)
        when = _condition(one, "when", reader, Scoped(), required=True)
        if when is not None:
            known.conditions[key.text] = Named(key.text, says, when, key.place(file.name))


def _rule(file: RuleFile, node: Node, path: str, known: Known, theme: str, pack: str) -> Rule | None:
    before = len(file.problems)
    form = Form(file, node, path, RULE_KEYS)
    rule_id = form.text("id", most=80)
    if rule_id and not ID.match(rule_id):
        form.fail(
            "id", f"{rule_id!r} is no id.", "Ids are lower case letters and digits with hyphens between."
        )
    form.path = path = rule_id or path
    for_each, scoped = _for_each(form, known)
    reader = ConditionReader(file, known)
    conditions = {
        key: _condition(form, key, reader, scoped, required=key == "met")
        for key in ("unless", "applies", "met", "partly")
    }
    used = [one for one in conditions.values() if one is not None]
    rule = Rule(
        id=rule_id,
        theme=theme,
        title=form.text("title", most=70),
        expects=form.text("expects"),
        duty_on=form.one_of("duty_on", DUTY_ON),
        force=form.word("force", Force, Force.GOOD_PRACTICE),
        sources=read_sources(form),
        in_force=_in_force(form),
        for_each=for_each,
        unless=conditions["unless"],
        applies=conditions["applies"],
        met=conditions["met"],  # type: ignore[arg-type]
        partly=conditions["partly"],
        evidence=form.texts("evidence"),
        why=form.text("why"),
        remedy=form.text("remedy"),
        enquiry=form.text("enquiry"),
        note=form.text("note", required=False, most=900),
        cases=_cases(form, file),
        pack=pack,
        reads=tuple(sorted(set().union(*map(facts_of, used)))),
        parameters=tuple(sorted(set().union(*map(parameters_of, used)))),
        place=form.place(),
    )
    return rule if len(file.problems) == before else None


def _condition(
    form: Form, key: str, reader: ConditionReader, scoped: Scoped, *, required: bool = False
) -> Condition | None:
    node = form.node_of(key, required=required)
    return reader.read(node, f"{form.path}.{key}", scoped) if node is not None else None


def _for_each(form: Form, known: Known) -> tuple[ForEach | None, Scoped]:
    node = form.node_of("for_each")
    if node is None:
        return None, Scoped()
    one = Form(form.file, node, f"{form.path}.for_each", ("partner_in", "kinds", "row_of", "if_not_named"))
    partners = one.has("partner_in")
    if partners == one.has("row_of"):
        one.file.problem(node, "expected either `partner_in` or `row_of`.", path=one.path)
        return None, Scoped()
    key = "partner_in" if partners else "row_of"
    allowed = {name: table for name, table in known.tables.items() if table.partner_kinds or not partners}
    name_node = one.node_of(key)
    what = "a table of kinds of partner" if partners else "a table of the pack"
    name = known_word(one.file, name_node, allowed, what, one.path) if name_node else ""
    if not name:
        return None, Scoped()
    table = known.tables[name]
    ids = [row.id for row in table.rows]
    kinds = tuple(
        known_word(one.file, item, ids, f"a row of the table {name}", one.path) for item in one.items("kinds")
    )
    rows = [row for row in table.rows if not kinds or row.id in kinds]
    names = sorted({column for row in rows for column in row.columns})
    columns = {
        column: frozenset(row.columns[column] for row in rows if column in row.columns) for column in names
    }
    unknown = one.one_of("if_not_named", ("unknown",), required=False) == "unknown"
    return ForEach(name, partners, kinds, unknown), Scoped(partner=partners, row_columns=columns)


def _in_force(form: Form) -> InForce:
    node = form.node_of("in_force", required=True)
    if node is None:
        return InForce(None, None)
    one = Form(form.file, node, f"{form.path}.in_force", ("from", "to", "enacted", "residual_from"))
    for key in ("from", "to"):
        if node.kind == MAP and node.get(key) is None:
            form.file.problem(
                node,
                f"the key {key!r} is missing.",
                "Write `from: null` or `to: null` where there is no day.",
                one.path,
            )
    span = _span(one)
    enacted = one.day("enacted")
    if enacted and span.first:
        one.fail("enacted", "only a rule without a first day says when it was enacted.", "Take it out.")
    residual = one.day("residual_from")
    if residual and not span.on(residual):
        one.fail(
            "residual_from", "on this day the rule is not in force.", "Give a day between `from` and `to`."
        )
    return span._replace(enacted=enacted, residual_from=residual)


def read_sources(form: Form, *, required: bool = True) -> tuple[Source, ...]:
    """The sources of a rule or limiter."""
    sources = []
    for index, node in enumerate(form.items("source", required=required)):
        one = Form(
            form.file,
            node,
            f"{form.path}.source[{index}]",
            ("instrument", "provision", "url", "certainty", "note"),
        )
        url = one.text("url", required=False)
        if url and not url.startswith(("https://", "http://")):
            one.fail("url", "a source's address begins with https://.")
        sources.append(
            Source(
                one.text("instrument"),
                one.text("provision"),
                url,
                one.word("certainty", Certainty, Certainty.RECALLED),
                one.text("note", required=False),
            )
        )
    return tuple(sources)


def _cases(form: Form, file: RuleFile) -> tuple[Case, ...]:
    cases = []
    for index, node in enumerate(form.items("cases")):
        one = Form(file, node, f"{form.path}.cases[{index}]", CASE_KEYS)
        given = one.node_of("given")
        if given is not None and given.kind != MAP:
            one.fail("given", f"found {given.words()}; expected facts by path.")
        cases.append(
            Case(
                one.text("name", most=160),
                one.day("as_at"),
                one.day("law_at"),
                given,
                one.text("subject", required=False),
                one.word("verdict", Verdict, Verdict.ERROR),
                one.place(),
            )
        )
    return tuple(cases)
