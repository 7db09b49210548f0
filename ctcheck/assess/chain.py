"""From verdicts to positions, through limiters, to systemic risks: strata two to four.

Between strata Python counts and orders; what follows from what is inferred by the engine.
Only ids of rules, themes and limiters and small counts cross into it.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ctcheck.errors import EngineError
from ctcheck.inference.interface import Engine, FactValue, Firing, InferenceRule, Pattern, Stratum
from ctcheck.model.counts import Counts
from ctcheck.model.report import Finding, Limit, Position, SystemicRisk
from ctcheck.model.rules import Limiter, RiskRule, RulePacks, Signal
from ctcheck.model.words import LEVEL_RANK, LEVELS, Force, Level, Standing, Verdict

_BEST = len(LEVELS) - 1


class Conclusions(NamedTuple):
    """What follows from the findings together."""

    positions: tuple[Position, ...]
    overall: Position | None
    overall_note: str
    risks: tuple[SystemicRisk, ...]
    limits: tuple[Limit, ...]


_BASE = (
    # (level, what the flags of a theme must be)
    (Level.NOT_SHOWN, (("silent", 1),)),
    (Level.NOT_IN_PLACE, (("silent", 0), ("some", 0))),
    (Level.PARTLY, (("silent", 0), ("some", 1), ("short", 1))),
    (Level.LARGELY, (("silent", 0), ("some", 1), ("short", 0), ("gap", 1))),
    (Level.IN_PLACE, (("silent", 0), ("some", 1), ("short", 0), ("gap", 0))),
)
"""The position of a theme before limiters; the five are exclusive and leave nothing out."""

_BASE_WORDS = {
    Level.NOT_SHOWN: "More than half of what applies has no answer.",
    Level.NOT_IN_PLACE: "Nothing that applies is met, even in part.",
    Level.PARTLY: "Something is in place; but a duty is not met or has no answer, or no more than half is met.",
    Level.LARGELY: "More than half is met and no duty is unmet or unanswered; something still falls short.",
    Level.IN_PLACE: "Everything that applies is met.",
}


def conclude(
    packs: RulePacks, findings: Sequence[Finding], limiters: Sequence[Limiter], engine: Engine
) -> Conclusions:
    """Positions, limits and risks. `limiters` are those in force in the regime at hand."""
    counted = _Counted(findings)
    on_themes = [limiter for limiter in limiters if limiter.about != "overall"]
    on_overall = [limiter for limiter in limiters if limiter.about == "overall"]
    positions, theme_limits = _themes(packs, counted, on_themes, engine)
    overall, note, overall_limits = _overall(positions, theme_limits, counted, on_overall, engine)
    fired = {**theme_limits, **overall_limits}
    at = {position.about: position.indicative for position in positions}
    if overall:
        at["overall"] = overall.indicative
    risks = _risks(packs.risks, counted, fired, at, engine)
    return Conclusions(tuple(positions), overall, note, risks, tuple(fired[key] for key in sorted(fired)))


class _Counted:
    """Counts of findings by the questions that limiters and risks ask."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        self._by_rule: dict[str, list[Finding]] = {}
        self.by_theme: dict[str, list[Finding]] = {}
        for finding in findings:
            self._by_rule.setdefault(finding.rule, []).append(finding)
            self.by_theme.setdefault(finding.theme, []).append(finding)

    def matching(self, signal: Signal) -> list[Finding]:
        """The findings that a signal counts."""
        if signal.rule:
            pool = self._by_rule.get(signal.rule, [])
        else:
            pool = [
                one for one in self.by_theme.get(signal.theme, []) if one.standing is not Standing.RESIDUAL
            ]
        return [
            finding
            for finding in pool
            if finding.verdict in signal.verdicts and (not signal.forces or finding.force in signal.forces)
        ]

    def facts(self, signals: Iterable[Signal]) -> list[dict[str, FactValue]]:
        """One fact for each different question, sorted."""
        asked = {signal.key(): signal for signal in signals if signal.rule or signal.theme}
        return [{"t": "cnt", "k": key, "n": len(self.matching(asked[key]))} for key in sorted(asked)]


def _pattern(signal: Signal) -> Pattern:
    if signal.limiter:
        return Pattern((("t", "lim"), ("l", signal.limiter)))
    if signal.risk:
        return Pattern((("t", "risk"), ("r", signal.risk)))
    if signal.position_of:
        assert signal.at_most_level is not None
        # The engine compares only with `at least`, so a low position is a high shortfall.
        shortfall = _BEST - LEVEL_RANK[signal.at_most_level]
        return Pattern((("t", "pos"), ("a", signal.position_of)), (("short", shortfall),))
    return Pattern((("t", "cnt"), ("k", signal.key())), (("n", signal.at_least),))


def _chain_rules(
    items: Iterable[Limiter | RiskRule], facts: Iterable[Mapping[str, FactValue]]
) -> tuple[InferenceRule, ...]:
    """The alternatives as inference rules, without those of which a part is asked of nothing.

    A count of nought, a limit or a risk that does not stand: such an alternative can never hold,
    and compiling it would cost as much as the whole of the judging.
    """
    stands = {fact["k"] for fact in facts if fact["t"] == "cnt" and fact["n"]}
    stands |= {f"limiter:{fact['l']}" for fact in facts if fact["t"] == "lim"}
    stands |= {f"risk:{fact['r']}" for fact in facts if fact["t"] == "risk"}
    return tuple(
        InferenceRule(f"{item.id}#{number}", tuple(_pattern(signal) for signal in alternative.signals))
        for item in items
        for number, alternative in enumerate(item.when)
        if alternative.signals
        and all(signal.position_of or signal.key() in stands for signal in alternative.signals)
    )


def _signals(items: Iterable[Limiter | RiskRule]) -> list[Signal]:
    return [signal for item in items for alternative in item.when for signal in alternative.signals]


_BASE_MARK = "base:"
"""Begins the names of our own rules in a stratum; no id of a limiter has a colon."""


def _run(
    engine: Engine,
    name: str,
    own: Sequence[InferenceRule],
    items: Sequence[Limiter | RiskRule],
    facts: list[dict[str, FactValue]],
) -> tuple[list[Firing], dict[str, list[int]]]:
    """The firings of our own rules; and, for each limiter or risk that fired, by which alternatives."""
    base: list[Firing] = []
    found: dict[str, list[int]] = {}
    for firing in engine.run(Stratum(name, (*own, *_chain_rules(items, facts))), facts):
        if firing.rule.startswith(_BASE_MARK):
            base.append(firing)
            continue
        item, number = firing.rule.rsplit("#", 1)
        alternatives = found.setdefault(item, [])
        if int(number) not in alternatives:
            alternatives.append(int(number))
    for one in items:
        if any(not alternative.signals for alternative in one.when):
            found.setdefault(one.id, [0])
    return base, found


def counts_of(findings: Iterable[Finding]) -> Counts:
    """How many findings have each verdict."""
    number = dict.fromkeys(Verdict, 0)
    for finding in findings:
        number[finding.verdict] += 1
    return Counts(**{str(verdict): count for verdict, count in number.items()})


def _themes(
    packs: RulePacks, counted: _Counted, limiters: Sequence[Limiter], engine: Engine
) -> tuple[list[Position], dict[str, Limit]]:
    titles = dict(packs.themes)
    judged: list[tuple[str, Counts]] = []
    facts: list[dict[str, FactValue]] = []
    for theme in titles:
        found = [finding for finding in counted.by_theme.get(theme, []) if finding.weighs]
        counts = counts_of(found)
        if counts.judged:
            facts.append(_flags(len(judged), counts, found))
            judged.append((theme, counts))
    base: dict[int, Level] = {}
    own = [
        InferenceRule(f"{_BASE_MARK}{level}", (Pattern((("t", "thm"), *flags)),)) for level, flags in _BASE
    ]
    facts += counted.facts(_signals(limiters))
    firings, fired = _run(engine, "themes", own, limiters, facts)
    for firing in firings:
        if firing.facts[0] in base:
            raise EngineError("a theme was given two positions.")
        base[firing.facts[0]] = Level(firing.rule.removeprefix(_BASE_MARK))
    if len(base) != len(judged):
        raise EngineError("a theme was given no position.")
    levels = {theme: base[index] for index, (theme, _) in enumerate(judged)}
    limits = {
        limiter.id: _limit(limiter, fired[limiter.id], counted, levels.get(limiter.about), {})
        for limiter in limiters
        if limiter.id in fired
    }
    positions = [
        _position(theme, titles[theme], counts, levels[theme], [_BASE_WORDS[levels[theme]]], limits.values())
        for theme, counts in judged
    ]
    return positions, limits


def _flags(index: int, counts: Counts, findings: Iterable[Finding]) -> dict[str, FactValue]:
    unanswered = counts.no_answer + counts.error
    answered = counts.met + counts.partly_met + counts.not_met
    open_verdicts = (Verdict.NOT_MET, Verdict.NO_ANSWER, Verdict.ERROR)
    duty_gap = any(f.force is Force.DUTY and f.verdict in open_verdicts for f in findings)
    return {
        "t": "thm",
        "x": index,
        "silent": int(unanswered > answered),
        "some": int(counts.met + counts.partly_met > 0),
        "short": int(duty_gap or counts.met * 2 <= counts.judged),
        "gap": int(counts.judged > counts.met),
    }


def _limit(
    limiter: Limiter,
    alternatives: list[int],
    counted: _Counted,
    base: Level | None,
    limits: Mapping[str, Limit],
) -> Limit:
    findings: dict[str, None] = {}
    for number in alternatives:
        for signal in limiter.when[number].signals:
            if signal.limiter:
                findings.update(dict.fromkeys(limits[signal.limiter].findings))
            elif not signal.position_of:
                findings.update(dict.fromkeys(finding.id for finding in counted.matching(signal)))
    caps = limiter.kind == "cap" and limiter.at_most is not None and base is not None
    bites = caps and LEVEL_RANK[limiter.at_most] < LEVEL_RANK[base]  # type: ignore[index]
    return Limit(
        limiter.id,
        limiter.title,
        limiter.about,
        limiter.kind,
        limiter.at_most,
        limiter.strength,
        limiter.basis,
        limiter.because,
        limiter.sources,
        tuple(findings),
        bites,
    )


def _position(
    about: str, title: str, counts: Counts, base: Level, reasons: list[str], limits: Iterable[Limit]
) -> Position:
    own = tuple(limit for limit in limits if limit.about == about)
    level = base
    for limit in own:
        if limit.kind == "cap" and limit.at_most is not None:
            level = min(level, limit.at_most, key=LEVEL_RANK.__getitem__)
            reasons.append(limit.because)
        elif limit.kind == "warn":
            reasons.append(limit.because)
    return Position(about, title, counts, base, level, own, tuple(reasons))


def _overall(
    positions: Sequence[Position],
    theme_limits: Mapping[str, Limit],
    counted: _Counted,
    limiters: Sequence[Limiter],
    engine: Engine,
) -> tuple[Position | None, str, dict[str, Limit]]:
    facts = _position_facts({position.about: position.indicative for position in positions})
    facts += _limit_facts(theme_limits)
    facts += counted.facts(_signals(limiters))
    if not positions:
        return None, "Nothing that applies was judged, so there is no overall position.", {}
    # A trust is no stronger than its weakest theme: each theme caps the whole, none lifts it.
    # Only themes that carry a duty or statutory guidance count, where there are any: good practice
    # that a local pack adds cannot pull down the whole.
    binding = {f.theme for f in counted.findings if f.force in (Force.DUTY, Force.STATUTORY_GUIDANCE)}
    counting = [position for position in positions if position.about in binding] or list(positions)
    names = {position.about for position in counting}
    for fact in facts:
        if fact["t"] == "pos":
            fact["counts"] = int(fact["a"] in names)
    own = [
        InferenceRule(
            f"{_BASE_MARK}{level}", (Pattern((("t", "pos"), ("level", str(level)), ("counts", 1))),)
        )
        for level in LEVELS
    ]
    firings, fired = _run(engine, "overall", own, limiters, facts)
    found = {Level(firing.rule.removeprefix(_BASE_MARK)) for firing in firings}
    base = min(found, key=LEVEL_RANK.__getitem__)
    weakest = [position.title for position in counting if position.indicative is base]
    limits = {
        limiter.id: _limit(limiter, fired[limiter.id], counted, base, theme_limits)
        for limiter in limiters
        if limiter.id in fired
    }
    for limiter in limiters:
        if limiter.kind == "no-overall" and limiter.id in fired:
            return None, limiter.because, limits
    total = counts_of(finding for finding in counted.findings if finding.weighs)
    reasons = [f"A trust is no stronger than its weakest theme: {', '.join(weakest)}."]
    if len(weakest) == len(counting):
        reasons = ["All themes that carry a duty or statutory guidance stand alike."]
    return _position("overall", "Overall", total, base, reasons, limits.values()), "", limits


def _position_facts(levels: Mapping[str, Level]) -> list[dict[str, FactValue]]:
    return [
        {"t": "pos", "a": about, "level": str(levels[about]), "short": _BEST - LEVEL_RANK[levels[about]]}
        for about in sorted(levels)
    ]


def _limit_facts(limits: Mapping[str, Limit]) -> list[dict[str, FactValue]]:
    return [{"t": "lim", "l": name} for name in sorted(limits)]


def _risks(
    rules: Sequence[RiskRule],
    counted: _Counted,
    limits: Mapping[str, Limit],
    levels: Mapping[str, Level],
    engine: Engine,
) -> tuple[SystemicRisk, ...]:
    """Risks may build on risks: the stratum is run again until nothing new follows."""
    facts = _position_facts(levels) + _limit_facts(limits) + counted.facts(_signals(rules))
    concluded: dict[str, list[int]] = {}
    asked = {signal.risk for signal in _signals(rules) if signal.risk}
    while True:
        known: list[dict[str, FactValue]] = [{"t": "risk", "r": name} for name in sorted(concluded)]
        _, fired = _run(engine, "risks", (), rules, facts + known)
        new = fired.keys() - concluded.keys()
        concluded = fired
        if not new & asked:
            break
    risks: dict[str, SystemicRisk] = {}
    for rule in rules:
        if rule.id not in concluded:
            continue
        findings: dict[str, None] = {}
        used: dict[str, None] = {}
        for number in concluded[rule.id]:
            for signal in rule.when[number].signals:
                if signal.limiter:
                    used[signal.limiter] = None
                elif signal.risk:
                    # A risk may only name risks read before it, so it stands here already.
                    findings.update(dict.fromkeys(risks[signal.risk].findings))
                elif not signal.position_of:
                    findings.update(dict.fromkeys(finding.id for finding in counted.matching(signal)))
        risks[rule.id] = SystemicRisk(
            rule.id, rule.title, rule.says, rule.enquiry, tuple(findings), tuple(used)
        )
    return tuple(risks.values())
