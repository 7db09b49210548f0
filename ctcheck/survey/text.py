"""A survey as plain text for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ctcheck.model.values import plain_date
from ctcheck.reports import words, words_survey
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.sheet import Sheet
from ctcheck.survey import record
from ctcheck.survey.record import Json
from ctcheck.survey.suppress import Shown
from ctcheck.survey.totals import LEVEL_CELLS
from ctcheck.survey.view import OTHER, RuleView, View

COMMONEST = 15
PROBLEMS_SHOWN = 3


def text_parts(view: View, width: int = 80, colour: bool = False) -> Iterator[bytes]:
    """The survey, piece by piece, so that it never stands in memory as a whole."""
    for part in (
        _front,
        _returns,
        _matrix,
        _gaps,
        _table,
        _levels,
        _rules,
        _also,
        _unreadable,
    ):
        sheet = Sheet(width, colour)
        yield from part(view, sheet)
        text = sheet.text()
        if text.strip("\n"):
            yield (text if part is _front else f"\n{text}").encode()


Part = Callable[[View, Sheet], Iterator[bytes]]


def _front(view: View, sheet: Sheet) -> Iterator[bytes]:
    sheet.heading(words_survey.TITLE, "=")
    frame = view.frame
    if view.partial:
        sheet.paragraph(words_survey.PARTIAL.format(done=f"{view.received:,}", total=f"{frame.found:,}"))
    if view.fictional:
        sheet.paragraph(words_survey.FICTIONAL.format(f"{view.fictional:,}"))
    if frame.below is not None:
        sheet.paragraph(words_survey.PUBLIC.format(last=frame.below - 1, mark=words_survey.WITHHELD))
        if any(name == OTHER for name, _ in view.types):
            sheet.paragraph(words_survey.POOLED.format(frame.below, words_survey.OTHER_TYPES))
    sheet.blank()
    law = f"of {plain_date(frame.law_at)}" if frame.law_at else "of the day that each submission describes"
    sheet.paragraph(f"Law: {law}.")
    packs = ", ".join(f"{prose(pack.id)} {prose(pack.version)}" for pack in frame.packs.packs)
    sheet.paragraph(
        f"Rules: {packs}; digest {frame.packs.digest[:12]}. ctcheck {view.version}, engine {frame.engine}."
    )
    sheet.heading(words_survey.SECTIONS["received"])
    sheet.paragraph(received(view))
    if view.not_judged:
        sheet.paragraph(words_survey.NOT_JUDGED.format(f"{view.not_judged:,}"))
    if view.personal_data and not view.public:
        sheet.paragraph(words_survey.PERSONAL.format(words.number(view.personal_data, "submission")))
    kinds = ", ".join(f"{type_words(name)} {number:,}" for name, number in view.types)
    if kinds:
        sheet.paragraph(f"By type of area: {kinds}.")
    sheet.paragraph(f"{words_survey.INDICATIVE} {words_survey.SILENCE} {words_survey.STRUCTURE}")
    yield from ()


def received(view: View) -> str:
    """How many came and what became of them."""
    return (
        f"{words.number(view.received, 'submission')} received: {view.read:,} read, {view.unreadable:,} unreadable,"
        f" {view.skipped:,} given up."
    )


def type_words(name: str) -> str:
    """A type of area in words."""
    return words_survey.OTHER_TYPES if name == OTHER else words.AREA_TYPES.get(name, name)


def _returns(view: View, sheet: Sheet) -> Iterator[bytes]:
    returns = view.returns
    if returns is None:
        return
    sheet.heading(words_survey.SECTIONS["returns"])
    sheet.paragraph(
        f"{prose(returns.title)}: {returns.returned:,} of {returns.expected:,} sent one that could be read."
    )
    if view.public:
        return
    if not returns.missing:
        sheet.paragraph(words_survey.ALL_CAME)
    else:
        sheet.paragraph("No return that could be read:")
        sheet.bullets(safe(area.name) for area in returns.missing)
    for name, number in returns.twice:
        sheet.paragraph(f"{safe(name)} sent {number:,}.")
    if returns.unlisted:
        more = returns.unlisted - len(returns.unlisted_names)
        names = ", ".join(safe(name) for name in returns.unlisted_names) + (
            f" and {more:,} more" if more else ""
        )
        sheet.paragraph(words_survey.NOT_LISTED.format(names))
    yield from ()


NAME_COLUMN = 24


def _matrix(view: View, sheet: Sheet) -> Iterator[bytes]:
    """A line for each area: the name, the whole, then each theme under its letter."""
    if view.public or not view.themes:
        return
    sheet.heading(words_survey.SECTIONS["matrix"])
    letters = [chr(ord("A") + number) for number in range(len(view.themes))]
    for letter, (_, title) in zip(letters, view.themes, strict=True):
        sheet.paragraph(f"{letter} {prose(title)}")
    sheet.paragraph(words_survey.LEGEND)
    sheet.blank()
    wide = 8
    name_column = max(12, min(NAME_COLUMN, sheet.width - wide))
    each = max(1, (sheet.width - name_column) // wide)
    heads = [words_survey.OVERALL, *letters]
    first = True
    for start in range(0, len(heads), each):
        some = heads[start : start + each]
        head = "Area".ljust(name_column) + "".join(one.ljust(wide) for one in some)
        text = sheet.text() if first else ""
        yield (
            f"\n{text}" if first else "\n"
        ).encode() + f"{head.rstrip()}\n{'-' * len(head.rstrip())}\n".encode()
        first = False
        for found in view.records():
            if found["status"] != record.READ:
                continue
            name = safe(found["area"]["name"], limit=name_column - 1)
            cells = [
                _level(
                    found["overall"]
                    if column == words_survey.OVERALL
                    else _theme(found, view, letters.index(column))
                )
                for column in some
            ]
            yield (
                name.ljust(name_column) + "".join(cell.ljust(wide) for cell in cells)
            ).rstrip().encode() + b"\n"
    sheet.forget()


def _theme(found: Json, view: View, number: int) -> str | None:
    held = found["themes"].get(view.themes[number][0])
    return str(held["level"]) if held else None


def _level(level: str | None) -> str:
    return words_survey.SHORT_LEVELS[level or "none"]


def _gaps(view: View, sheet: Sheet) -> Iterator[bytes]:
    sheet.heading(words_survey.SECTIONS["gaps"])
    if not view.rules:
        sheet.paragraph(words_survey.NOTHING_JUDGED)
        return
    sheet.paragraph(words_survey.GAPS)
    if not view.gaps:
        sheet.paragraph(words_survey.NO_GAPS)
    for number, row in enumerate(view.gaps[:COMMONEST], 1):
        sheet.numbered(number, f"{prose(row.title)} ({prose(row.rule)})")
        sheet.paragraph(f"{gap_words(row)}.", 5)
    left = len(view.gaps) - COMMONEST
    if left > 0:
        sheet.paragraph(f"And {left:,} more; “{words_survey.SECTIONS['rules']}” has every rule.")
    yield from ()


def gap_words(row: RuleView) -> str:
    """How often a rule falls short, and in what."""
    parts = ", ".join(
        f"{words_survey.VERDICTS[index]} {number(row.cells[index])}"
        for index in (1, 2, 3, 5)
        if row.cells[index] != 0
    )
    return f"{number(row.open)} of {number(row.judged)} judged: {parts}"


def number(count: Shown) -> str:
    """A count, or the mark of one that is withheld."""
    return words_survey.WITHHELD if count is None else f"{count:,}"


def _table(view: View, sheet: Sheet) -> Iterator[bytes]:
    table = view.frame.tabulation
    if table is None:
        return
    sheet.heading(f"{words_survey.SECTIONS['table']}: {prose(table.title)}")
    if table.source:
        sheet.paragraph(f"Asked by: {prose(table.source)}.")
    sheet.paragraph(words_survey.TABLE)
    sheet.blank()
    for one in view.answers:
        silent = "" if one.unknown == 0 else f"; {number(one.unknown)} do not say"
        _beside(sheet, one.label, f"{number(one.yes)} of {number(one.of)}{silent}")
    for mean in view.means:
        said = words_survey.WITHHELD if mean.mean is None else f"mean {mean.mean:g}"
        _beside(sheet, mean.label, f"{said}; {number(mean.stated)} of {number(mean.of)} state it")
    notes = [(one.label, one.note) for one in view.answers if one.note]
    notes += [(mean.label, mean.note) for mean in view.means if mean.note]
    if notes:
        sheet.blank()
        sheet.paragraph("Notes:")
        sheet.bullets(f"{prose(label)}: {prose(note)}" for label, note in notes)
    yield from ()


def _beside(sheet: Sheet, label: str, said: str) -> None:
    """A label with dots up to what is said of it; on the next line where there is no room."""
    room = sheet.width - len(said) - 2
    label = prose(label)
    if len(label) > room:
        sheet.paragraph(label)
        sheet.paragraph(said, 4)
    else:
        sheet.paragraph(f"{label} {'.' * (room - len(label))} {said}")


def _levels(view: View, sheet: Sheet) -> Iterator[bytes]:
    if not view.types or not view.rules:
        return
    sheet.heading(words_survey.SECTIONS["levels"])
    for table in view.levels:
        sheet.blank()
        sheet.paragraph(f"{prose(table.title)}:")
        for name, row in (*table.rows, (words_survey.ALL, table.totals)):
            parts = [
                f"{words_survey.LEVELS[level]} {number(count)}"
                for level, count in zip(LEVEL_CELLS, row.cells, strict=True)
                if count != 0
            ]
            sheet.bullets([f"{type_words(name)} ({number(row.total)}): {', '.join(parts)}"])
    yield from ()


def _rules(view: View, sheet: Sheet) -> Iterator[bytes]:
    if not view.rules:
        return
    sheet.heading(words_survey.SECTIONS["rules"])
    sheet.paragraph(words_survey.RULES)
    titles = dict(view.frame.packs.themes)
    theme = ""
    for row in view.rules:
        if row.theme != theme:
            theme = row.theme
            sheet.blank()
            sheet.paragraph(f"{prose(titles.get(theme, theme))}:")
        _beside(sheet, f"  {row.rule}", rule_words(row))
    yield from ()


def rule_words(row: RuleView) -> str:
    """`n of N judged met; k no answer`."""
    met, silent = row.cells[0], row.cells[3]
    return f"{number(met)} of {number(row.judged)} judged met; {number(silent)} no answer"


def _also(view: View, sheet: Sheet) -> Iterator[bytes]:
    also = view.also
    if also is None:
        return
    sheet.heading(words_survey.SECTIONS["also"])
    packs = ", ".join(f"{prose(pack.id)} {prose(pack.version)}" for pack in also.packs)
    sheet.paragraph(f"Other rules: {packs}; digest {also.digest[:12]}.")
    sheet.paragraph(words_survey.ALSO)
    sheet.paragraph(f"{words.number(also.submissions, 'submission')} of {view.read:,} would change.")
    if also.unreadable:
        sheet.paragraph(
            f"{words.number(also.unreadable, 'submission')} cannot be read under the other rules."
        )
    if not also.changes:
        sheet.paragraph(words_survey.NO_ALSO)
        return
    sheet.blank()
    for rule, title, before, after, count in also.changes:
        sheet.bullets(
            [f"{prose(title)} ({prose(rule)}): {change(before, after)}: {words.number(count, 'submission')}"]
        )
    sheet.blank()
    yield f"\n{sheet.text()}\n".encode()
    for found in view.records():
        changed = (found.get("also") or {}).get("changed")
        if changed:
            own = Sheet(sheet.width, False)
            own.paragraph(f"{safe(found['area']['name'])}:")
            own.bullets(f"{prose(rule)}: {change(*both)}" for rule, both in changed.items())
            yield own.text().encode()
    sheet.forget()


def change(before: str | None, after: str | None) -> str:
    """From which verdict to which."""
    return f"{verdict(before)} -> {verdict(after)}"


def verdict(name: str | None) -> str:
    """A verdict in small words."""
    return name.replace("_", " ") if name else words_survey.NO_VERDICT


def _unreadable(view: View, sheet: Sheet) -> Iterator[bytes]:
    if view.public or not view.unreadable + view.skipped:
        return
    sheet.heading(words_survey.SECTIONS["unreadable"])
    sheet.paragraph(words_survey.UNREADABLE)
    yield f"\n{sheet.text()}".encode()
    for found in view.records():
        if found["status"] == record.READ:
            continue
        own = Sheet(sheet.width, False)
        own.bullets([f"{safe(found['name'])}: {problems_total(found)}"])
        own.bullets(problem_lines(found, PROBLEMS_SHOWN), 4)
        yield own.text().encode()
    sheet.forget()


def problems_total(found: Json) -> str:
    """Why a submission was not counted, in a few words."""
    if found["status"] == record.SKIPPED:
        return str(found["reason"])
    return words.number(found["problems_total"], "problem")


def problem_lines(found: Json, most: int) -> Sequence[str]:
    """The first problems of an unreadable submission, a line each."""
    problems = found.get("problems", ())
    lines = [
        f"line {one['line']}, column {one['column']}: {one['path']}{': ' if one['path'] else ''}{one['message']}"
        if one["line"]
        else str(one["message"])
        for one in problems[:most]
    ]
    left = found.get("problems_total", 0) - len(lines)
    if left > 0:
        lines.append(f"and {left:,} more; `ctcheck validate` lists them")
    return lines
