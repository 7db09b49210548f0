"""How much the inference costs beside the conditions: 200 rules, judged for one submission.

Ours: every condition decided, the facts asserted, durable-rules run, verdicts read back.
Yardstick: the same conditions as the same compiled closures, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ctcheck.assess.judge import evaluate, judge  # noqa: E402 - the path comes first
from ctcheck.assess.subjects import Subjects  # noqa: E402
from ctcheck.cli.common import packs, reader  # noqa: E402
from ctcheck.inference.durable_engine import DurableEngine  # noqa: E402
from ctcheck.rulebook.book import CompiledRule, book_on  # noqa: E402

RULES = 200
REPEATS = 20
"""Judgements in one measurement; one alone is too short to time."""


def so_many_rules(rules: tuple[CompiledRule, ...], wanted: int) -> list[CompiledRule]:
    """The rules that give one finding each, again and again under new ids until there are so many."""
    single = [compiled for compiled in rules if compiled.rule.for_each is None]
    made = []
    for number, compiled in zip(range(wanted), itertools.cycle(single), strict=False):
        made.append(compiled._replace(rule=compiled.rule._replace(id=f"{compiled.rule.id}-{number}")))
    return made


def measure(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds of ours and of the yardstick, in turn."""
    loaded = packs(())
    submission = reader(loaded).read(ROOT / "examples" / "exemplar-2008.yaml")
    book = book_on(loaded.packs, dt.date(2008, 9, 30))
    rules = so_many_rules(book.rules, RULES)
    subjects = Subjects(book.context, submission.area, submission.partners, submission.partners_place)
    engine = DurableEngine()
    (bound,) = subjects.of(None)
    environment = subjects.environment(submission.facts)
    found = judge(rules, subjects, submission.facts, lambda rule: False, engine)
    assert len(found) == RULES
    for _ in range(rounds):
        begin = time.perf_counter()
        for _ in range(REPEATS):
            judge(rules, subjects, submission.facts, lambda rule: False, engine)
        middle = time.perf_counter()
        for _ in range(REPEATS):
            for compiled in rules:
                evaluate(compiled, bound, environment, False)
        yield middle - begin, time.perf_counter() - middle


def growth(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds to judge 1,000 rules and 200 rules, in turn."""
    loaded = packs(())
    submission = reader(loaded).read(ROOT / "examples" / "exemplar-2008.yaml")
    book = book_on(loaded.packs, dt.date(2008, 9, 30))
    subjects = Subjects(book.context, submission.area, submission.partners, submission.partners_place)
    engine = DurableEngine()
    many, few = so_many_rules(book.rules, 5 * RULES), so_many_rules(book.rules, RULES)
    for rules in (many, few):
        assert len(judge(rules, subjects, submission.facts, lambda rule: False, engine)) == len(rules)
    for _ in range(rounds):
        taken = []
        for rules in (many, few):
            begin = time.perf_counter()
            for _ in range(REPEATS):
                judge(rules, subjects, submission.facts, lambda rule: False, engine)
            taken.append(time.perf_counter() - begin)
        yield taken[0], taken[1]
