"""Generated rule books and submissions: a small vocabulary, any conditions over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st

from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    CountOf,
    FactRef,
    Join,
    Leaf,
    Not,
    Quantifier,
    Span,
    TableRef,
)
from ctcheck.model.place import Place
from ctcheck.model.rules import (
    Alternative,
    FactDeclaration,
    FactType,
    ForEach,
    InForce,
    Limiter,
    Pack,
    RiskRule,
    Row,
    Rule,
    RulePacks,
    Section,
    Signal,
    Source,
    Table,
    Vocabulary,
)
from ctcheck.model.submission import Area, Inspection, Partner, Submission
from ctcheck.model.values import NONE, DateValue, Fact, Record, Share
from ctcheck.model.words import Basis, Certainty, Force, Level, Strength, Verdict

PLACE = Place("generated.yaml", 1, 1)
DAY = dt.date(2008, 4, 1)
THEMES = (("one", "First"), ("two", "Second"))
WORDS = {"a": "the a", "b": "the b", "c": "the c"}
KINDS = ("police", "health", "schools")

TYPES = {
    "f.yes": FactType("yes-no"),
    "f.word": FactType("choice", WORDS),
    "f.words": FactType("choices", WORDS),
    "f.day": FactType("date", month_precision=True),
    "f.other_day": FactType("date"),
    "f.number": FactType("integer"),
    "f.share": FactType("share"),
    "f.text": FactType("text"),
    "partner.yes": FactType("yes-no"),
    "partner.day": FactType("date"),
}
FIELDS = {"yes": FactType("yes-no"), "day": FactType("date"), "word": FactType("choice", WORDS)}


def _declared(path: str, wanted: FactType) -> FactDeclaration:
    return FactDeclaration(path, wanted, f"the {path}", f"What is {path}?", "", "an officer", PLACE)


def vocabulary() -> Vocabulary:
    """The declared facts."""
    records = FactType("records", fields={name: _declared(name, wanted) for name, wanted in FIELDS.items()})
    facts = {path: _declared(path, wanted) for path, wanted in {**TYPES, "f.list": records}.items()}
    sections = {
        name: Section(
            name, name, {p.split(".", 1)[1]: d for p, d in facts.items() if p.startswith(f"{name}.")}
        )
        for name in ("f", "partner")
    }
    return Vocabulary(sections, facts)


days = st.dates(dt.date(2005, 1, 1), dt.date(2010, 12, 31))
words = st.sampled_from(sorted(WORDS))


@cache
def values(kind: str) -> st.SearchStrategy[object]:
    """A stated value of the type, `none` included."""
    month = days.map(lambda day: DateValue(day.replace(day=1), day.replace(day=28)))
    made: dict[str, st.SearchStrategy[object]] = {
        "yes-no": st.booleans(),
        "choice": words,
        "choices": st.lists(words, min_size=1, unique=True).map(tuple),
        "date": days.map(lambda day: DateValue(day, day)) | month,
        "integer": st.integers(-3, 9),
        "share": st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda two: Share(min(two), max(two))),
        "text": st.text(max_size=30),
    }
    return made[kind] | st.just(NONE)


def _leaf(path: str, scope: str, wanted: FactType) -> st.SearchStrategy[Condition]:
    operands: dict[str, list[tuple[str, st.SearchStrategy[object]]]] = {
        "yes-no": [("is", st.booleans()), ("is_not", st.booleans())],
        "choice": [
            ("is", words),
            ("is_not", words),
            ("one_of", st.lists(words, min_size=1).map(tuple)),
            ("none_of", st.lists(words, min_size=1).map(tuple)),
        ],
        "choices": [
            ("includes", words),
            ("covers", st.lists(words, min_size=1).map(tuple)),
            ("covers_at_least", st.integers(1, 3).map(lambda n: CountOf(n, ("a", "b", "c")))),
            ("has_at_least", st.integers(1, 3)),
        ],
        "date": [
            ("before", days),
            ("on_or_after", st.sampled_from(("f.day", "f.other_day", "as_at")).map(FactRef)),
            (
                "no_older_than",
                st.builds(Span, st.integers(0, 24), st.just("months"), st.just(FactRef("as_at"))),
            ),
            (
                "no_later_than",
                st.builds(Span, st.integers(0, 90), st.just("days"), st.just(FactRef("f.day"))),
            ),
        ],
        "integer": [("at_least", st.integers(-3, 9)), ("less_than", st.integers(-3, 9))],
        "share": [("at_least", st.integers(0, 100)), ("more_than", st.integers(0, 100))],
        "text": [],
    }
    choices = [*operands[wanted.kind], ("stated", st.just(True))]
    return st.one_of(
        *(
            st.builds(Leaf, st.just(path), st.just(scope), st.just(op), made, st.just(PLACE))
            for op, made in choices
        )
    )


@cache
def conditions(*, partner: bool = False) -> st.SearchStrategy[Condition]:
    """Any condition over the vocabulary."""
    paths = {p: t for p, t in TYPES.items() if partner or not p.startswith("partner.")}
    leaves = st.one_of(
        *(_leaf(p, "partner" if p.startswith("partner.") else "fact", wanted) for p, wanted in paths.items())
    )
    fields = st.one_of(*(_leaf(name, "field", wanted) for name, wanted in FIELDS.items()))
    kinds = st.builds(
        Leaf,
        st.just("partner.kind"),
        st.just("partner"),
        st.just("one_of"),
        st.just(TableRef("bodies")),
        st.just(PLACE),
    )
    per_partner = _leaf("partner.yes", "partner", TYPES["partner.yes"]) | kinds
    quantified = st.one_of(
        *(
            st.builds(
                Quantifier,
                st.sampled_from(("each", "some", "at_least")),
                st.just(over),
                st.none() | inner,
                inner,
                st.sampled_from("TFU"),
                st.integers(1, 3),
                st.none(),
                st.just(PLACE),
            )
            for over, inner in (("f.list", fields), ("partners", per_partner))
        )
    )

    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Join, st.sampled_from(("all", "any")), parts, st.just(PLACE)),
            st.builds(Not, inner, st.just(PLACE)),
            parts.flatmap(lambda p: st.builds(AtLeastOf, st.integers(1, len(p)), st.just(p), st.just(PLACE))),
        )

    return st.recursive(leaves | quantified, joined, max_leaves=6)


def _table() -> Table:
    rows = tuple(
        Row(
            kind,
            kind,
            InForce(dt.date(2005, 4, 1), last),
            kind != "schools",
            False,
            (),
            {"id": kind, "label": kind},
            PLACE,
        )
        for kind, last in (("police", None), ("health", dt.date(2013, 3, 31)), ("schools", None))
    )
    return Table("bodies", "Bodies", "s.1", True, True, rows, PLACE)


@st.composite
def rules(draw: st.DrawFn, number: int) -> Rule:
    """One rule with any conditions."""
    partner = draw(st.booleans())
    inner = conditions(partner=partner)
    return Rule(
        f"rule-{number}",
        draw(st.sampled_from([name for name, _ in THEMES])),
        f"Rule {number}",
        "Something.",
        "local-authority",
        draw(st.sampled_from(list(Force))),
        (Source("An Act", f"s.{number}", "", Certainty.READ),),
        InForce(dt.date(2005, 4, 1), draw(st.none() | st.just(dt.date(2012, 1, 1)))),
        ForEach("bodies", True, (), False) if partner else None,
        draw(st.none() | inner),
        draw(st.none() | inner),
        draw(inner),
        draw(st.none() | inner),
        (),
        "Why.",
        "Remedy.",
        "Ask.",
        "",
        (),
        "generated",
        (),
        (),
        PLACE,
    )


@st.composite
def packs(draw: st.DrawFn) -> RulePacks:
    """A generated rule book with limiters and risks over its rules."""
    made = tuple(draw(rules(number)) for number in range(draw(st.integers(1, 6))))
    verdicts = st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=3, unique=True).map(
        lambda found: tuple(sorted(found))
    )
    on_rule = st.builds(
        lambda rule, seen, least: Signal(rule=rule.id, verdicts=seen, at_least=least),
        st.sampled_from(made),
        verdicts,
        st.integers(1, 2),
    )
    on_theme = st.builds(
        lambda theme, seen, least: Signal(theme=theme[0], verdicts=seen, at_least=least),
        st.sampled_from(THEMES),
        verdicts,
        st.integers(1, 3),
    )

    def when(*extra: st.SearchStrategy[Signal]) -> tuple[Alternative, ...]:
        signals = st.lists(st.one_of(on_rule, on_theme, *extra), min_size=1, max_size=3, unique=True).map(
            tuple
        )
        return tuple(draw(st.lists(signals.map(Alternative), min_size=1, max_size=3)))

    levels = st.sampled_from(list(Level))
    position = st.builds(
        lambda theme, level: Signal(position_of=theme[0], at_most_level=level),
        st.sampled_from(THEMES),
        levels,
    )

    def limiter(name: str, about: str, *extra: st.SearchStrategy[Signal]) -> Limiter:
        return Limiter(
            name, name, "cap", about, draw(levels), Strength.NORMALLY, (), InForce(dt.date(2005, 1, 1), None), (),
            Basis.HOUSE, when(*extra), f"Because of {name}.", PLACE,
        )  # fmt: skip

    theme_limit = limiter("limit-theme", draw(st.sampled_from(THEMES))[0])
    overall_limit = limiter("limit-overall", "overall", position, st.just(Signal(limiter="limit-theme")))
    first = RiskRule(
        "risk-1", "One", "Says.", when(position, st.just(Signal(limiter="limit-theme"))), "Ask.", PLACE
    )
    second = RiskRule("risk-2", "Two", "Says.", when(st.just(Signal(risk="risk-1"))), "Ask.", PLACE)
    return RulePacks(
        (Pack("generated", "1", "Generated", "", "0" * 64),),
        vocabulary(),
        {"bodies": _table()},
        {},
        {},
        made,
        (overall_limit, theme_limit),
        (first, second),
        THEMES,
        "0" * 64,
    )


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    """A submission that states any part of the vocabulary."""

    def facts(paths: Mapping[str, FactType]) -> dict[str, Fact]:
        chosen = draw(st.lists(st.sampled_from(sorted(paths)), unique=True))
        return {path: Fact(draw(values(paths[path].kind)), PLACE) for path in chosen}  # type: ignore[arg-type]

    stated = facts({p: t for p, t in TYPES.items() if not p.startswith("partner.")})
    if draw(st.booleans()):
        records = tuple(Record(facts(FIELDS), PLACE) for _ in range(draw(st.integers(0, 3))))
        stated["f.list"] = Fact(records or NONE, PLACE)
    stated["as_at"] = Fact(DateValue(DAY, DAY), PLACE)
    stated["area.type"] = Fact("county", PLACE)
    partners = None
    if draw(st.booleans()):
        about_partners = {p: t for p, t in TYPES.items() if p.startswith("partner.")}
        partners = tuple(
            Partner(
                f"p{number}", f"Partner {number}", draw(st.sampled_from(KINDS)), facts(about_partners), PLACE
            )
            for number in range(draw(st.integers(0, 3)))
        )
    absent = draw(st.sampled_from(((), ("schools",))))
    return Submission(
        "generated.yaml", "0" * 64, True, "", Area("Somewhere", "", "county", absent), DAY, "", Inspection(), (), (),
        stated, partners, PLACE, (), (), (), (), (),
    )  # fmt: skip
