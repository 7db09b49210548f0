"""What people write in place of the words that are offered. Each use is told, and none decides between two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

YES: Final = frozenset(
    (
        "y",
        "yes",
        "true",
        "yep",
        "fully met",
        "met",
        "fully",
        "green",
        "g",
        "\N{CHECK MARK}",
        "\N{HEAVY CHECK MARK}",
    )
)
NO: Final = frozenset(("n", "no", "false", "not met", "red", "r", "\N{BALLOT X}", "\N{MULTIPLICATION X}"))
NOTHING: Final = frozenset(("none", "there is none", "there are none", "no such thing"))
"""That there is no such thing."""
NOT_KNOWN: Final = frozenset(
    (
        "?", "??", "-", "\N{EN DASH}", "\N{EM DASH}", "...", "\N{HORIZONTAL ELLIPSIS}", "tbc", "tba", "tbd", "dk",
        "to be confirmed", "to follow", "not known", "unknown", "don't know", "do not know", "not sure", "pending",
        "blank", "no answer", "not answered",
    )
)  # fmt: skip
"""That no answer is given."""
NOT_ASKED: Final = frozenset(("n/a", "na", "n.a", "n.a.", "not applicable", "does not apply"))
NOUGHT: Final = frozenset(("nil", "zero", "nought"))

_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "green": ("g", "fully met", "met", "fully compliant", "full"),
    "amber": ("a", "partly met", "partially met", "partial", "yellow"),
    "red": ("r", "not met", "unmet"),
    "met": ("g", "green", "fully met", "standards met"),
    "approaching": ("a", "amber", "partly met", "partially met"),
    "not-met": ("r", "red", "unmet"),
    "achieved": ("g", "green", "fully met", "met", "fully achieved"),
    "partially-achieved": ("a", "amber", "partly met", "partially met", "partly achieved"),
    "not-achieved": ("r", "red", "not met"),
    "full-compliance": ("g", "green", "fully met", "fully compliant"),
    "partial-compliance": ("a", "amber", "partly met", "partially compliant"),
    "in-place": (
        "established",
        "fully in place",
        "operational",
        "live",
        "fully met",
        "green",
        "g",
        "implemented",
    ),
    "decided": ("agreed", "approved"),
    "proposed": ("planned", "intended"),
    "drafted": ("draft", "in draft", "being drafted", "in development"),
    "not-in-place": ("absent", "not there", "not met", "red", "r", "not started"),
    "published": ("out", "in the public domain"),
    "requires-improvement": ("ri", "requires improvement"),
    "outstanding": ("o",),
    "inadequate": ("i",),
    "not-started": ("not begun", "to start"),
    "on-track": ("in progress", "ongoing", "underway", "under way", "on schedule"),
    "slipping": ("behind", "at risk"),
    "late": ("overdue",),
    "done": ("complete", "completed", "closed", "finished"),
    "in-post": ("appointed", "permanent", "filled"),
    "interim": ("acting", "temporary"),
    "vacant": ("unfilled", "empty"),
    "submitted": ("returned", "replied", "received", "sent"),
    "not-returned": ("no reply", "outstanding return", "not received"),
    "whole-area": ("all of it", "whole county", "whole borough", "county wide", "countywide", "borough wide"),
    "metropolitan-district": ("met", "metropolitan", "metropolitan borough", "metropolitan council"),
    "london-borough": ("london",),
    "county": ("county council",),
    "unitary": ("unitary authority", "unitary council"),
    "restricted": ("official sensitive", "internal"),
    "public": ("open",),
    "minutes": ("minute", "meeting minutes", "notes of meeting"),
    "case-audit": ("audit", "file audit"),
    "training-record": ("training", "training log"),
    "data-return": ("data", "return"),
    "web-page": ("website", "web", "url"),
    "inspection-report": ("inspection",),
    "higher-is-better": ("up", "higher"),
    "lower-is-better": ("down", "lower"),
}
"""By the word of a choice: what says the same. It counts only where the word is offered, and one word only fits."""

_STRAIGHT: Final = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{HYPHEN}": "-",
        "\N{EN DASH}": "-",
        "\N{ZERO WIDTH SPACE}": "",
        "\N{ZERO WIDTH NO-BREAK SPACE}": "",
    }
)


def spoken(text: str) -> str:
    """A text for comparing: one case, straight quotes, single blanks."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


def loose(text: str) -> str:
    """As `spoken`, with hyphens as blanks and without a full stop at the end."""
    return " ".join(re.sub(r"[-_]+", " ", spoken(text)).rstrip(".").split())


def offered_as(text: str, choices: Mapping[str, str]) -> str:
    """The word whose label or self is written; empty where there is none."""
    wanted = loose(text)
    for word, label in choices.items():
        if wanted in (loose(label), loose(word)):
            return word
    return ""


def meant_by(text: str, choices: Mapping[str, str]) -> str:
    """The one word that the text is known to stand for; empty where there is none, or more than one."""
    wanted = loose(text)
    found = {word for word in choices if wanted in _SAME.get(word, ())}
    found.update(_in_label(wanted, choices.items()))
    return found.pop() if len(found) == 1 else ""


def _in_label(wanted: str, choices: Iterable[tuple[str, str]]) -> set[str]:
    """Words whose label says it before or between its brackets: `4 (outstanding)`."""
    found = set()
    for word, label in choices:
        before, bracket, within = label.partition("(")
        if bracket and wanted in (loose(before), loose(within.rstrip(") "))):
            found.add(word)
    return found
