"""The files of a new self-assessment, put together: the head of the file, the kept parts, the page beside it.

Only what this needs is imported, since `ctcheck init` should answer at once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ctcheck.model.values import plain_date
from ctcheck.start import words

if TYPE_CHECKING:
    import datetime as dt

    from ctcheck.start.kept import Parts

README_FILE: Final = "README.md"
SCHEMA_FILE: Final = "submission.schema.json"
_RULE: Final = "# " + "-" * 78


def files_of(
    area: str, kind: str, day: dt.date, regime: str, inspection: dt.date | None, file: str, parts: Parts
) -> dict[str, bytes]:
    """Every file by name. `area` is one line of printable text; `ValueError` for any other."""
    if not area.isprintable():
        raise ValueError("the name of an area is one line of printable text")
    page = words.README.format(
        area=_plain(area),
        kind=words.KINDS_OF_AREA[kind],
        day=plain_date(day),
        date=day.isoformat(),
        file=file,
        schema=SCHEMA_FILE,
        questions=parts.questions,
        partner_questions=parts.partner_questions,
    )
    return {
        file: (_head(area, kind, day, regime, inspection, file, parts) + parts.body).encode(),
        SCHEMA_FILE: parts.schema.encode(),
        README_FILE: page.encode(),
    }


def _head(
    area: str, kind: str, day: dt.date, regime: str, inspection: dt.date | None, file: str, parts: Parts
) -> str:
    """What is known of the authority and its inspection."""
    said = [line.format(area=area, day=plain_date(day), file=file) for line in words.HEAD]
    begins = inspection.isoformat() if inspection else ""
    lines = [
        f"# yaml-language-server: $schema={SCHEMA_FILE}",
        "#",
        *(f"# {one}".rstrip() for one in said),
        "",
        "ctcheck: 1",
        f"# {words.TITLE_HELP}",
        "title:",
        "",
        _RULE,
        f"# {words.ABOUT_AREA}",
        _RULE,
        "area:",
        f"  name: {json.dumps(area, ensure_ascii=False)}",
        f"  # {words.CODE_HELP}",
        "  code:",
        f"  type: {kind}",
        *([parts.absent] if parts.absent else ()),
        f"# {words.AS_AT}",
        f"as_at: {day.isoformat()}",
        "",
        f"# {words.INSPECTION}",
        *([parts.regimes] if parts.regimes else ()),
        "inspection:",
        f"  regime: {regime}".rstrip(),
        # Above the line, not behind it: a remark behind an answer is the officer's own, and a workbook keeps it.
        f"  # {words.INSPECTION_STATUS}",
        "  status:",
        f"  # {words.INSPECTION_NOTIFIED}",
        "  notified:",
        f"  # {words.INSPECTION_FIELDWORK}",
        f"  fieldwork: {begins}".rstrip(),
        f"# {words.SIGNED[0]}",
        "submitted:",
        f"# - {{role: director of children's services, on: {day.isoformat()}}}",
    ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing else."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>|#&!" else letter for letter in text)
