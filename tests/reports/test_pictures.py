"""Pictures: safe, well-formed, legible without colour, and each with its twin."""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.assess.assess import assess
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.counts import Counts
from ctcheck.model.papers import (
    Event,
    EvidenceUse,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    Prepared,
    Timeline,
)
from ctcheck.model.place import Place
from ctcheck.model.report import GapReport, ParameterUse, Position
from ctcheck.model.submission import EvidenceItem
from ctcheck.model.values import plain_date
from ctcheck.model.words import Basis, EvidenceState, Level, Verdict
from ctcheck.reading.submission import SubmissionReader
from ctcheck.reports import words_pictures
from ctcheck.reports.pictures import Picture, pictures
from ctcheck.reports.pictures.axis import Axis, shares
from ctcheck.reports.pictures.heat_map import HIGHEST
from ctcheck.reports.pictures.look import LETTERS, NOTHING, VERDICT_LETTERS
from ctcheck.reports.pictures.measure import cut, lines, text_width
from ctcheck.reports.pictures.parts import parts
from ctcheck.reports.pictures.self_judgement import FOUND
from ctcheck.reports.pictures.svg import INK, PAPER, WIDTH, Drawing, number
from ctcheck.reports.safe import ELLIPSIS, safe
from ctcheck.reports.words import VERDICTS, by_verdict
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks
from tests.reports.sample import ATTACKS, attacked, sample
from tests.reports.svg_reader import NAMESPACE, Painted, contrast, crosses, luminance, read

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
LAW = ["2003-02-05", "2008-04-01", "2019-10-01"]
CASES = ["sample", "hostile", *(f"{name} {law}" for name in EXAMPLES for law in LAW)]

ELEMENTS = "svg title desc rect circle line path text"
ATTRIBUTES = """
    role aria-labelledby id width height viewBox font-family direction x y rx cx cy r x1 y1 x2 y2 d
    fill stroke stroke-width stroke-dasharray font-size font-weight text-anchor transform
"""


@pytest.fixture(scope="module")
def reports(
    loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine
) -> Callable[[str], GapReport]:
    @functools.cache
    def report(case: str) -> GapReport:
        if case in ("sample", "hostile"):
            return sample(attacked()) if case == "hostile" else sample()
        name, law = case.split()
        submission = submissions.read(ROOT / "examples" / f"{name}.yaml")
        book = book_on(loaded.packs, dt.date.fromisoformat(law))
        return assess(submission, book, plain, loaded.cannot_show)

    return report


@pytest.fixture(params=CASES)
def report(request: pytest.FixtureRequest, reports: Callable[[str], GapReport]) -> GapReport:
    return reports(request.param)


def of(report: GapReport, name: str) -> list[Picture]:
    """All parts of one picture."""
    return [one for one in pictures(report) if re.fullmatch(rf"{name}(-\d+)?", one.id)]


def with_papers(report: GapReport, **changes: object) -> GapReport:
    made = report.papers._replace(**changes)  # type: ignore[arg-type]
    return report._replace(prepared=Prepared(lambda: made))


def words(picture: Picture) -> list[str]:
    return [shape.words for shape in read(picture.svg)[1] if shape.kind == "text"]


def check(picture: Picture) -> list[Painted]:
    """What holds for every picture, whatever it shows."""
    root, shapes = read(picture.svg)
    assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= set(ELEMENTS.split())
    assert {name for element in root.iter() for name in element.attrib} <= set(ATTRIBUTES.split())
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not re.search(r"url|:|//|[<{;]", value), (name, value)
    assert picture.svg.count("http") == 1 + sum(one.count("http") for one in _texts(root))
    paper = shapes[0]
    assert paper.kind == "rect"
    assert contrast(paper.stroke, PAPER) >= 3
    texts = [shape for shape in shapes if shape.kind == "text"]
    for shape in shapes[1:]:
        assert paper.box.covers(shape.box), shape
    for one, other in combinations(texts, 2):
        assert not one.box.shrunk(0.5).meets(other.box.shrunk(0.5)), (one.words, other.words)
    outlined = [one for one in shapes[1:] if one.kind == "rect" and one.stroke]
    for one, other in combinations(outlined, 2):
        assert not one.box.meets(other.box), (one, other)
    for at, shape in enumerate(shapes):
        if shape.kind == "text":
            legible(shape, shapes[:at])
    assert picture.table.rows
    assert {len(row) for row in picture.table.rows} == {len(picture.table.header)}
    assert all(cell for row in picture.table.rows for cell in row)
    assert picture.table.caption
    return shapes


def _texts(root: object) -> list[str]:
    return [element.text or "" for element in root.iter()]  # type: ignore[attr-defined]


def legible(text: Painted, behind: Sequence[Painted]) -> None:
    """The last area painted under the text is of one colour, and nothing runs through the text after it."""
    # Half of a letter's side bearing: a line may come as near as that.
    box = text.box.shrunk(0.5)
    for shape in reversed(behind):
        inside = (
            shape.box
            if shape.kind == "rect"
            else shape.box.shrunk(0.29 * (shape.box.right - shape.box.left) / 2)
        )
        if shape.fill.startswith("#") and shape.kind in ("rect", "circle") and inside.covers(box):
            assert contrast(text.fill, shape.fill) >= 4.5, (text, shape)
            return
        assert not any(crosses(stretch, box) for stretch in shape.lines), (text, shape)
        if shape.fill.startswith("#") and shape.kind in ("rect", "circle"):
            assert not shape.box.meets(box), (text, shape)
    raise AssertionError(f"nothing is painted behind {text.words}")


def test_every_picture_is_safe_legible_and_inside_its_paper(report: GapReport) -> None:
    made = pictures(report)
    assert made
    for picture in made:
        check(picture)


def test_a_screen_reader_finds_title_and_description(report: GapReport) -> None:
    made = pictures(report)
    ids: list[str] = []
    for picture in made:
        root, _ = read(picture.svg)
        assert picture.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="')
        title, description = root[0], root[1]
        assert (title.tag, description.tag) == (f"{NAMESPACE}title", f"{NAMESPACE}desc")
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert (title.text, description.text) == (picture.title, picture.description)
        assert picture.description.endswith(".")
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        ids += [element.get("id", "") for element in root.iter() if element.get("id")]
        assert re.fullmatch("[a-z]+(-[a-z]+)*(-[0-9]+)?", picture.id)
    assert len(set(ids)) == len(ids) == 2 * len(made)
    assert len({picture.id for picture in made}) == len(made)


def test_the_sample_has_all_five_in_order() -> None:
    names = ["heat-map", "verdict-bars", "timeline", "self-judgement", "evidence-age"]
    assert [picture.id for picture in pictures(sample())] == names


@pytest.mark.parametrize(
    "attack", [*ATTACKS, "]]> <!-- &amp; ' \" --> <![CDATA[", "W" * 700, "\u05d0\u4e2d" * 40]
)
def test_words_from_outside_stay_words(attack: str) -> None:
    made = pictures(sample(lambda text: f"{attack} {text}"))
    for picture in made:
        check(picture)
        for text in (picture.title, picture.description, picture.table.caption):
            assert attack not in text
        told = " ".join(cell for row in picture.table.rows for cell in row)
        assert safe(told, limit=None) == told
        assert (safe(attack)[:600].split(ELLIPSIS)[0] in told) == (picture.id != "verdict-bars")
    shown = [one for picture in made for one in words(picture)]
    assert any(one.startswith(safe(attack)[:10]) for one in shown)
    if len(attack) < 30:
        assert any(one.startswith(f"{safe(attack)} ") for one in shown)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pictures(sample()) == pictures(sample())
    code = (
        "import hashlib; from ctcheck.reports.pictures import pictures; from tests.reports.sample import sample;"
        "print(hashlib.sha256(repr(pictures(sample())).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1


# Colours


def test_letters_and_patterns_stand_out_from_their_ground() -> None:
    for letter, look in LETTERS.items():
        assert contrast(look.ink, look.fill) >= 4.5, letter
        if look.pattern:
            assert contrast(look.hatch, look.fill) >= 3, letter
    assert contrast(FOUND.ink, FOUND.fill) >= 4.5


def test_every_area_stands_out_from_what_is_around_it() -> None:
    for letter, look in LETTERS.items():
        # The outline parts what is light, the white gap what is dark.
        assert max(contrast(look.fill, look.outline), contrast(look.fill, PAPER)) >= 3, letter
        assert contrast(look.outline, PAPER) >= 3, letter


def test_verdicts_that_meet_in_a_bar_stand_out_from_each_other() -> None:
    order = [VERDICT_LETTERS[verdict] for verdict in VERDICTS if verdict in VERDICT_LETTERS]
    alike = set()
    for one, other in combinations(order, 2):
        fills = LETTERS[one].fill, LETTERS[other].fill
        if contrast(*fills) < 3:
            alike.add(one + other)
            # Both stand out from the outline or from the gap that parts them.
            assert any(min(contrast(fill, by) for fill in fills) >= 3 for by in (INK, PAPER))
    # White and dark leave room for three steps of 3 to 1, so of five verdicts some are alike:
    # only such as meet where nothing was found between them.
    assert not alike & {one + other for one, other in pairwise(order)}
    assert alike == {"P?", "ME"}


def test_without_colour_every_letter_still_has_a_look_of_its_own() -> None:
    looks = {letter: look for letter, look in LETTERS.items() if look is not NOTHING}
    assert len({look.pattern for look in looks.values()}) == len(looks)
    for one, other in combinations(looks.values(), 2):
        light, dark = sorted((luminance(one.fill) + 0.05, luminance(other.fill) + 0.05), reverse=True)
        assert light / dark >= 1.2
    assert NOTHING.pattern == ""
    assert luminance(NOTHING.fill) / luminance(LETTERS["M"].fill) > 3


# Heat map


def test_every_cell_of_the_map_has_its_letter(report: GapReport) -> None:
    matrix = report.papers.matrix
    made = of(report, "heat-map")
    judged = any(cell.counts.judged for row in matrix.rows for cell in row.cells)
    assert bool(made) == judged
    if not made:
        return
    shown = Counter(one for picture in made for one in words(picture) if one in LETTERS)
    legend = Counter({letter: len(made) for letter in LETTERS})
    assert shown - legend == Counter(cell.letter for row in matrix.rows for cell in row.cells)


def counted(picture: Picture) -> dict[tuple[str, str], tuple[int, ...]]:
    return {(row[0], row[1]): tuple(map(int, row[3:])) for row in picture.table.rows}


def test_the_twin_of_the_map_has_the_counts_of_every_cell_that_applies(report: GapReport) -> None:
    matrix = report.papers.matrix
    told = {key: value for picture in of(report, "heat-map") for key, value in counted(picture).items()}
    expected = {
        (safe(column.label), row.title): tuple(count for _, count in by_verdict(cell.counts))
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if cell.counts.judged
    }
    assert told == expected


def wide_matrix(columns: int, rows: int) -> Matrix:
    cells = [
        MatrixCell("M", Counts(met=2)),
        MatrixCell("N", Counts(met=1, not_met=3)),
        MatrixCell("-", Counts(not_applicable=1)),
        MatrixCell("?", Counts(no_answer=1)),
        MatrixCell("P", Counts(partly_met=1)),
        MatrixCell("E", Counts(error=1)),
    ]
    return Matrix(
        tuple(MatrixColumn(f"b{at}", f"Body {at} with a rather long name of its own, say") for at in range(columns)),
        tuple(
            MatrixRow(f"t{down}", f"Theme {down}", tuple(cells[(at + down) % 6] for at in range(columns)))
            for down in range(rows)
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (20, 9), (21, 9), (45, 9), (130, 9), (30, 41)])
def test_a_map_of_many_bodies_comes_in_parts_that_fit_on_a_page(columns: int, rows: int) -> None:
    matrix = wide_matrix(columns, rows)
    made = of(with_papers(sample(), matrix=matrix), "heat-map")
    told: dict[tuple[str, str], tuple[int, ...]] = {}
    shown: Counter[str] = Counter()
    for picture in made:
        check(picture)
        height = float(read(picture.svg)[0].get("height", ""))
        assert height <= HIGHEST
        told |= counted(picture)
        shown += Counter(one for one in words(picture) if one in LETTERS) - Counter(LETTERS.keys())
        assert (f"of {len(made)}" in picture.title) == (len(made) > 1)
    assert shown == Counter(cell.letter for row in matrix.rows for cell in row.cells)
    assert len(told) == sum(cell.counts.judged > 0 for row in matrix.rows for cell in row.cells)
    # A block never has more than twenty columns beside its themes.
    assert len(made) >= columns * rows / (20 * 20) / 2


# Bars


def test_bars_and_their_twin_have_the_counts_of_the_positions(report: GapReport) -> None:
    made = of(report, "verdict-bars")
    told = [row for picture in made for row in picture.table.rows]
    assert told == [
        (
            position.title,
            *(str(count) for _, count in by_verdict(position.counts)),
            str(position.counts.total),
        )
        for position in report.positions
    ]
    assert [verdict for verdict, _ in by_verdict(Counts())] == list(VERDICTS)
    shown = [labelled(one) for picture in made for one in words(picture)]
    expected = [
        (verdict, count)
        for position in report.positions
        for verdict, count in by_verdict(position.counts)
        if count and verdict is not Verdict.NOT_APPLICABLE
    ]
    assert [one for one in shown if one] == expected


def labelled(text: str) -> tuple[Verdict, int] | None:
    """What the label of a part says: `13 not met` or, in a narrow part, `13 N`."""
    count, _, rest = text.partition(" ")
    names = {VERDICTS[verdict].lower(): verdict for verdict in VERDICTS}
    names |= {letter: verdict for verdict, letter in VERDICT_LETTERS.items()}
    return (names[rest], int(count)) if count.isdigit() and rest in names else None


@pytest.mark.parametrize(
    "counts",
    [
        Counts(),
        Counts(not_applicable=3),
        Counts(met=1, partly_met=1, not_met=1, no_answer=1, error=1),
        Counts(met=9999, partly_met=1, not_met=1, no_answer=1, error=1),
        Counts(met=1234, partly_met=1234, not_met=1234, no_answer=1234, not_applicable=1234, error=1234),
    ],
)
def test_a_bar_fills_its_width_whatever_it_counts(counts: Counts) -> None:
    position = Position("t", "Theme", counts, Level.PARTLY, Level.PARTLY, (), ())
    (picture,) = of(sample()._replace(positions=(position,)), "verdict-bars")
    shapes = check(picture)
    bar = [
        one.box for one in shapes if one.kind == "rect" and one.stroke and one.box.bottom - one.box.top == 26
    ]
    assert len(bar) == max(
        1, sum(count > 0 for verdict, count in by_verdict(counts) if verdict in VERDICT_LETTERS)
    )
    assert bar[-1].right - bar[0].left == pytest.approx(404, abs=0.05)
    for one, other in pairwise(bar):
        assert other.left - one.right == pytest.approx(3, abs=0.05)


# Timeline

START = dt.date(2008, 9, 30)


def event(days: int | None, kind: str, ref: str = "", label: str = "What happens") -> Event:
    return Event(START + dt.timedelta(days=-9000 if days is None else days), kind, ref, label, days)


def line(events: Sequence[Event], working: int | None) -> Timeline:
    found = [*events, event(0, "as-at", label="The day that the submission describes")]
    day = None
    if working is not None:
        found.append(event(working, "fieldwork", label="Fieldwork begins"))
        day = found[-1].day
    found.sort(key=lambda one: one.day)
    return Timeline(START, day, working, "Days are counted so.", tuple(found))


@pytest.mark.parametrize("working", [None, 34, -20, 0, 1, 900])
@pytest.mark.parametrize("spread", [1, 40, 900])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 60, 200])
def test_nothing_on_the_line_overlaps_however_much_there_is(
    count: int, spread: int, working: int | None
) -> None:
    kinds = ("action", "evidence", "review-by")
    events = [
        event(
            at * 7919 % (2 * spread) - spread,
            kinds[at % 3],
            f"e{at}",
            f"Thing {at} with a long enough name " * 3,
        )
        for at in range(count)
    ]
    timeline = line(events, working)
    made = of(with_papers(sample(), timeline=timeline), "timeline")
    if working is None and not count:
        assert made == []
        return
    (picture,) = made
    check(picture)
    height = float(read(picture.svg)[0].get("height", ""))
    assert height <= HIGHEST
    every_date_is_told(picture, timeline)
    everything_is_shown(picture, len(timeline.events))


def every_date_is_told(picture: Picture, timeline: Timeline) -> None:
    assert [(row[0], row[1], row[2], row[4]) for row in picture.table.rows] == [
        (
            str(at),
            plain_date(one.day),
            "not counted"
            if one.working_days is None
            else str(one.working_days).replace("-", "\N{MINUS SIGN}"),
            safe(one.label),
        )
        for at, one in enumerate(timeline.events, start=1)
    ]


def everything_is_shown(picture: Picture, count: int) -> None:
    """Each thing has a mark with its number, or is one of those that a mark such as +5 counts."""
    root, shapes = read(picture.svg)
    bold = [
        element.text or ""
        for element in root
        if element.get("font-weight") == "bold" and element.get("font-size") == "11"
    ]
    rest = sum(int(one[1:]) for one in bold if one.startswith("+"))
    # Marks stand upon a plate of their own; the numbers of the axis do not.
    marks = [
        two.words
        for one, two in pairwise(shapes)
        if two.kind == "text" and one.kind == "rect" and two.words.isdigit() and two.words in bold
    ]
    assert len(marks) == len(set(marks))
    assert {int(one) for one in marks} <= set(range(1, count + 1))
    assert len(marks) + rest == count
    assert any("+5" in one for one in words(picture)) == (rest > 0) or "+5" in bold


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-6000, 6000)),
            st.sampled_from(["action", "evidence", "review-by", "notified"]),
        ),
        max_size=60,
    ),
    st.one_of(st.none(), st.integers(-300, 300)),
)
def test_any_dates_make_a_legible_line(days: list[tuple[int | None, str]], working: int | None) -> None:
    timeline = line([event(day, kind) for day, kind in days], working)
    for picture in of(with_papers(sample(), timeline=timeline), "timeline"):
        check(picture)
        every_date_is_told(picture, timeline)


def test_the_timeline_of_an_example_tells_every_date(report: GapReport) -> None:
    made = of(report, "timeline")
    assert made
    every_date_is_told(made[0], report.papers.timeline)
    everything_is_shown(made[0], len(report.papers.timeline.events))


def test_days_that_are_not_counted_stand_at_the_edge_on_their_side() -> None:
    early, late = event(None, "evidence"), event(None, "action")._replace(day=dt.date(2099, 1, 1))
    timeline = line([early, late, event(5, "evidence")], 34)
    (picture,) = of(with_papers(sample(), timeline=timeline), "timeline")
    shapes = check(picture)
    middles = {
        two.words: (two.box.left + two.box.right) / 2
        for one, two in pairwise(shapes)
        if two.kind == "text" and (one.kind == "rect" or two.words in ("earlier", "later"))
    }
    first, last = (str(timeline.events.index(one) + 1) for one in (early, late))
    assert middles["earlier"] < 150
    assert middles[first] == pytest.approx(middles["earlier"], abs=0.1)
    assert middles["later"] > 600
    assert middles[last] == pytest.approx(middles["later"], abs=0.1)


def test_days_stand_in_the_order_of_the_calendar() -> None:
    axis = Axis([-202, 0, 34, 188], [0.2, 0.4, 0.2], 100, 500)
    places = [axis.at(day) for day in range(-202, 189)]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert (places[0], places[-1]) == (100, pytest.approx(600))
    assert axis.at(34) - axis.at(0) == pytest.approx(200)
    assert not axis.even
    ticks = axis.ticks(40)
    assert {-202, 0, 34, 188} <= set(ticks)
    assert all(axis.at(other) - axis.at(one) >= 40 for one, other in pairwise(ticks))


# Self-judgements


def test_self_judgements_and_positions_are_told_once_each(report: GapReport) -> None:
    made = of(report, "self-judgement")
    assert bool(made) == bool(report.self_views)
    if not made:
        return
    told = [row for picture in made for row in picture.table.rows]
    about = {view.judgement.about for view in report.self_views}
    positions = [one.about for one in (*report.positions, report.overall) if one and one.about not in about]
    assert len(told) == len(report.self_views) + len(positions)
    comparisons = Counter(row[4] for row in told if row[1] != words_pictures.SELF_NONE)
    named = {
        "over-claim": "Claims more than the findings show",
        "under-claim": "Claims less than the findings show",
    }
    named |= {"agrees": "Agrees with the findings", "not-compared": "Not compared"}
    assert comparisons == Counter(named[view.comparison] for view in report.self_views)
    drawn = " ".join(one for picture in made for one in words(picture))
    for kind, text in words_pictures.SELF_SHORT.items():
        assert drawn.count(f" {text}") == sum(view.comparison == kind for view in report.self_views)
    shown = Counter(one for picture in made for one in words(picture) if one in ("S", "F"))
    found = sum(view.indicative is not None for view in report.self_views) + len(positions)
    assert shown == Counter(S=len(report.self_views) + len(made), F=found + len(made))


def test_many_self_judgements_come_in_parts() -> None:
    report = sample()
    one = report.self_views[0]
    views = tuple(
        one._replace(judgement=one.judgement._replace(about=f"rule-{at}"), indicative=level)
        for at, level in enumerate([*Level, None] * 10)
    )
    made = of(report._replace(self_views=views), "self-judgement")
    assert len(made) == 4
    for picture in made:
        check(picture)
    assert sum(len(picture.table.rows) for picture in made) == 60 + len(report.positions)


# Evidence


def test_every_piece_of_evidence_is_told_and_shown(report: GapReport) -> None:
    uses = report.papers.evidence
    (picture,) = of(report, "evidence-age")
    assert Counter((row[1], row[3]) for row in picture.table.rows) == Counter(
        (safe(use.item.title), "none" if use.age_months is None else str(use.age_months)) for use in uses
    )
    everything_is_shown(picture, len(uses))
    limit = any(one.name == "evidence_age_months" for one in report.parameters)
    assert limit == any("months: out of date" in one for one in words(picture))


@pytest.mark.parametrize("limit", [None, 0, 12, 120])
@pytest.mark.parametrize("oldest", [None, 0, 5, 12, 13, 400])
@pytest.mark.parametrize("count", [1, 8, 9, 150])
def test_any_ages_make_a_legible_strip(count: int, oldest: int | None, limit: int | None) -> None:
    uses = []
    for at in range(count):
        age = None if oldest is None or at % 4 == 3 else at * 31 % (oldest + 1)
        day = None if age is None else START - dt.timedelta(days=30 * age)
        state = (
            EvidenceState.UNDATED if age is None else (EvidenceState.EVIDENCED, EvidenceState.STALE)[at % 2]
        )
        item = EvidenceItem(f"e{at}", f"Item {at}", "plan", day, None, "", "", "", (), Place("f", 1, 1))
        uses.append(EvidenceUse(item, state, age, ()))
    used = (
        (ParameterUse("evidence_age_months", limit, "months", Basis.HOUSE, "", ""),)
        if limit is not None
        else ()
    )
    report = with_papers(sample()._replace(parameters=used), evidence=tuple(uses))
    (picture,) = of(report, "evidence-age")
    check(picture)
    everything_is_shown(picture, count)
    assert float(read(picture.svg)[0].get("height", "")) <= HIGHEST
    ages = [row[3] for row in picture.table.rows]
    assert ages == sorted(ages, key=lambda age: float("inf") if age == "none" else int(age))


# Nothing to show, and the small parts


def test_what_has_nothing_to_show_is_left_out() -> None:
    bare = with_papers(
        sample()._replace(positions=(), self_views=()),
        matrix=Matrix((), ()),
        timeline=line([], None),
        evidence=(),
    )
    assert pictures(bare) == ()


def test_the_drawing_itself_makes_words_safe() -> None:
    drawing = Drawing("name", "A\x1b <title>", 'B\u202e "quoted"')
    drawing.text(20, 20, "C\x00 </text>&")
    root, shapes = read(drawing.finish(50))
    assert (root[0].text, root[1].text, shapes[-1].words) == (
        "A\ufffd <title>",
        'B\ufffd "quoted"',
        "C\ufffd </text>&",
    )


def test_numbers_have_the_same_digits_everywhere() -> None:
    assert [number(one) for one in (12.0, 0.5, 1 / 3, -0.001, 1e6, -3.25, 100)] == [
        "12", "0.5", "0.33", "0", "1000000", "-3.25", "100",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(1, 40)), min_size=1, max_size=5))
def test_shares_add_up_and_nobody_has_too_little(wanted: list[tuple[int, float]]) -> None:
    made = shares([weight for weight, _ in wanted], [least for _, least in wanted], 400)
    assert sum(made) == pytest.approx(400)
    for (_, least), share in zip(wanted, made, strict=True):
        assert share >= least - 1e-9


def test_texts_are_cut_to_the_room_there_is() -> None:
    text = "governor or director of a prison holding children"
    assert cut(text, 500, 12) == text
    short = cut(text, 100, 12)
    assert short.endswith("…")
    assert text_width(short, 12) <= 100
    assert lines(text, 190, 11, 2) == ["governor or director of a prison", "holding children"]
    assert [text_width(one, 11) <= 60 for one in lines("x" * 200 + " y", 60, 11, 2)] == [True, True]
    assert lines("", 60, 11, 2) == []


def test_parts_are_equally_long() -> None:
    assert [list(one) for one in parts(range(5), 2)] == [[0], [1, 2], [3, 4]]
    assert parts((), 2) == []


def test_the_width_of_a_picture_is_that_of_its_paper() -> None:
    for picture in pictures(sample()):
        assert read(picture.svg)[0].get("width") == str(WIDTH)
