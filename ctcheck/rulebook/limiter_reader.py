"""Reads limiters and systemic risks: rules over findings, in strata.

A limiter on a theme may ask about findings. A limiter on the overall position may also ask
about themes' positions and their limiters. A systemic risk may ask about all of these and
about risks that stand before it. Nothing may ask about what is concluded later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from ctcheck.model.rules import Alternative, InForce, Limiter, RiskRule, Rule, Signal
from ctcheck.model.words import Basis, Force, Level, Strength, Verdict
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node
from ctcheck.reading.suggest import listing, nearest
from ctcheck.rulebook.declarations import ID, _span
from ctcheck.rulebook.forms import Form, RuleFile, known_word
from ctcheck.rulebook.rule_reader import read_sources

MAX_JOINS: Final = 12
"""The engine joins at most 16 patterns; one is kept for the signal to go and some in reserve."""
MAX_ALTERNATIVES: Final = 64

_LIMITER_KEYS: Final = (
    "id",
    "title",
    "kind",
    "about",
    "at_most",
    "strength",
    "basis",
    "regimes",
    "in_force",
    "source",
    "when",
    "because",
)
_SIGNAL_KEYS: Final = (
    "rule",
    "theme",
    "limiter",
    "risk",
    "position_of",
    "verdict",
    "force",
    "at_least",
    "at_most",
)
_GAP: Final = (Verdict.PARTLY_MET, Verdict.NOT_MET, Verdict.NO_ANSWER, Verdict.ERROR)


@dataclass
class Chain:
    """What a limiter or risk may speak of; grows as they are read."""

    rules: Mapping[str, Rule]
    themes: Mapping[str, str]
    regimes: tuple[str, ...]
    limiters: dict[str, Limiter]
    risks: dict[str, RiskRule]


def read_limiters(file: RuleFile, chain: Chain) -> None:
    """One file of limiters and systemic risks; what is good is added to the chain."""
    form = Form(file, file.root, "", ("limiters", "risks"))
    for index, node in enumerate(form.items("limiters")):
        limiter = _limiter(file, node, f"limiters[{index}]", chain)
        if limiter:
            if limiter.id in chain.limiters:
                file.problem(node, f"the id {limiter.id!r} stands twice.", "Give one of them another id.")
            chain.limiters[limiter.id] = limiter
    for index, node in enumerate(form.items("risks")):
        risk = _risk(file, node, f"risks[{index}]", chain)
        if risk:
            if risk.id in chain.risks:
                file.problem(node, f"the id {risk.id!r} stands twice.", "Give one of them another id.")
            chain.risks[risk.id] = risk


def _limiter(file: RuleFile, node: Node, path: str, chain: Chain) -> Limiter | None:
    before = len(file.problems)
    form = Form(file, node, path, _LIMITER_KEYS)
    form.path = _own_id(form) or path
    kind = form.one_of("kind", ("cap", "warn", "no-overall"))
    about = form.one_of("about", (*chain.themes, "overall"))
    at_most = form.word("at_most", Level, Level.NOT_SHOWN) if kind == "cap" else None
    if kind == "no-overall" and about != "overall":
        form.fail("about", "`no-overall` is about overall.")
    basis = form.word("basis", Basis, Basis.HOUSE)
    in_force = InForce(None, None)
    days = form.node_of("in_force", required=True)
    if days is not None:
        in_force = _span(Form(file, days, f"{form.path}.in_force", ("from", "to")))
    regimes = tuple(
        known_word(file, item, chain.regimes, "an inspection regime", form.path)
        for item in form.items("regimes")
    )
    stratum = "overall" if about == "overall" else "theme"
    when = _when(form, chain, stratum, required=kind != "no-overall")
    limiter = Limiter(
        id=form.text("id"),
        title=form.text("title", most=120),
        kind=kind,
        about=about,
        at_most=at_most,
        strength=form.word("strength", Strength, Strength.OBSERVED),
        regimes=regimes,
        in_force=in_force,
        sources=read_sources(form, required=basis is not Basis.HOUSE),
        basis=basis,
        when=when,
        because=form.text("because"),
        place=form.place(),
    )
    return limiter if len(file.problems) == before else None


def _risk(file: RuleFile, node: Node, path: str, chain: Chain) -> RiskRule | None:
    before = len(file.problems)
    form = Form(file, node, path, ("id", "title", "says", "when", "enquiry"))
    form.path = _own_id(form) or path
    when = _when(form, chain, "risk", required=True)
    risk = RiskRule(
        form.text("id"),
        form.text("title", most=120),
        form.text("says"),
        when,
        form.text("enquiry"),
        form.place(),
    )
    return risk if len(file.problems) == before else None


def _own_id(form: Form) -> str:
    text = form.text("id", most=80)
    if text and not ID.match(text):
        form.fail("id", f"{text!r} is no id.", "Ids are lower case letters and digits with hyphens between.")
    return text


def _when(form: Form, chain: Chain, stratum: str, *, required: bool) -> tuple[Alternative, ...]:
    node = form.node_of("when", required=required)
    if node is None:
        return (Alternative(()),) if not required else ()
    sets = _alternatives(form.file, node, f"{form.path}.when", chain, stratum)
    if len(sets) > MAX_ALTERNATIVES:
        form.fail("when", f"this makes {len(sets)} alternatives; at most {MAX_ALTERNATIVES} are allowed.")
        return ()
    if any(len(signals) > MAX_JOINS for signals in sets):
        form.fail(
            "when",
            f"more than {MAX_JOINS} findings are joined.",
            "Count over a theme instead of naming each rule.",
        )
        return ()
    return tuple(Alternative(signals) for signals in sets)


def _alternatives(
    file: RuleFile, node: Node, path: str, chain: Chain, stratum: str
) -> list[tuple[Signal, ...]]:
    """Every way in which the tree of `all` and `any` can hold, as a list of sets of signals."""
    if node.kind != MAP or not node.entries:
        file.problem(node, f"found {node.words()}; expected `all:`, `any:` or a signal.", path=path)
        return []
    first = node.entries[0][0].text
    if len(node.entries) == 1 and first in ("all", "any"):
        below = node.entries[0][1]
        if below.kind != LIST or not below.items:
            file.problem(below, f"found {below.words()}; expected a list.", path=f"{path}.{first}")
            return []
        parts = [
            _alternatives(file, item, f"{path}.{first}[{at}]", chain, stratum)
            for at, item in enumerate(below.items)
        ]
        if first == "any":
            return [signals for part in parts for signals in part]
        if len(parts) > MAX_JOINS or any(len(part) > MAX_ALTERNATIVES for part in parts):
            file.problem(below, "too many parts are joined.", "Count over a theme instead.", path)
            return []
        joined: list[tuple[Signal, ...]] = []
        for combination in product(*parts):
            joined.append(tuple(dict.fromkeys(signal for signals in combination for signal in signals)))
            if len(joined) > MAX_ALTERNATIVES:
                break
        return joined
    signal = _signal(file, node, path, chain, stratum)
    return [(signal,)] if signal else []


def _signal(file: RuleFile, node: Node, path: str, chain: Chain, stratum: str) -> Signal | None:
    form = Form(file, node, path, _SIGNAL_KEYS)
    kinds = [key for key in ("rule", "theme", "limiter", "risk", "position_of") if form.has(key)]
    if len(kinds) != 1:
        file.problem(
            node, "a signal names exactly one of rule, theme, limiter, risk and position_of.", path=path
        )
        return None
    kind = kinds[0]
    later = {
        "limiter": stratum == "theme",
        "position_of": stratum == "theme",
        "risk": stratum != "risk",
    }
    if later.get(kind):
        form.fail(
            kind,
            f"a {kind.removesuffix('_of')} is concluded later than this {'limiter' if stratum != 'risk' else 'risk'}.",
            "A limiter on a theme asks about findings only; move the question to an overall limiter or a risk.",
        )
        return None
    if kind in ("rule", "theme"):
        return _counted(form, kind, chain)
    if kind == "position_of":
        about = form.one_of("position_of", (*chain.themes, "overall"))
        if about == "overall" and stratum != "risk":
            form.fail("position_of", "the overall position is concluded later than this limiter.")
            return None
        return (
            Signal(position_of=about, at_most_level=form.word("at_most", Level, Level.NOT_SHOWN))
            if about
            else None
        )
    known = chain.limiters if kind == "limiter" else chain.risks
    name = form.one_of(kind, tuple(known))
    if not name:
        return None
    if kind == "limiter" and stratum == "overall" and chain.limiters[name].about == "overall":
        form.fail("limiter", f"{name!r} is itself about overall.", "Name a limiter on a theme.")
        return None
    return Signal(limiter=name) if kind == "limiter" else Signal(risk=name)


def _counted(form: Form, kind: str, chain: Chain) -> Signal | None:
    known = tuple(chain.rules) if kind == "rule" else tuple(chain.themes)
    name = form.one_of(kind, known)
    verdicts = _words(form, "verdict", {str(v): v for v in Verdict}, {"gap": _GAP})
    forces = _words(form, "force", {str(f): f for f in Force}, {}) if form.has("force") else ()
    number = form.number("at_least") if form.has("at_least") else 1
    if not isinstance(number, int) or number < 1:
        form.fail("at_least", "expected a whole number of 1 or more.")
        return None
    if not name or not verdicts:
        return None
    found = Signal(
        rule=name if kind == "rule" else "",
        theme=name if kind == "theme" else "",
        verdicts=tuple(sorted(set(verdicts))),
        forces=tuple(sorted(set(forces))),
        at_least=number,
    )
    return found


def _words(
    form: Form, key: str, allowed: Mapping[str, object], groups: Mapping[str, tuple[object, ...]]
) -> tuple:  # type: ignore[type-arg]
    node = form.node_of(key, required=True)
    if node is None:
        return ()
    items = node.items if node.kind == LIST else [node]
    found: list[object] = []
    for item in items:
        if item.kind == SCALAR and item.text in groups:
            found.extend(groups[item.text])
        elif item.kind == SCALAR and item.text in allowed:
            found.append(allowed[item.text])
        else:
            hint = nearest(item.text, [*allowed, *groups])
            form.file.problem(
                item,
                f"found {item.words()}; expected one of {listing([*allowed, *groups])}.",
                hint,
                form.path,
            )
    return tuple(found)
