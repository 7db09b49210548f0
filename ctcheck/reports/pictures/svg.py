"""Writes SVG: seven elements, and no way to put in any other.

Words from outside arrive only as text, made safe and escaped here, so that no picture can forget it.
Numbers are rounded to hundredths, so that the same picture has the same bytes on every machine.
"""

from __future__ import annotations

from html import escape
from typing import Final, Literal

from ctcheck.reports.pictures.measure import text_width
from ctcheck.reports.safe import safe

FONTS: Final = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""The families of templates/report.css."""

INK: Final = "#0b0c0c"
PAPER: Final = "#ffffff"
"""A picture brings its own paper, so that its contrasts hold on a dark page as well."""

WIDTH: Final = 680
"""Of every picture. On a portrait A4 page text of 13 units is then set in about 9 points."""

MARGIN: Final = 12

Anchor = Literal["start", "middle", "end"]


def number(value: float) -> str:
    """At most two decimals and nothing that says nothing: `12`, `0.5`, `-3.25`."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Layer:
    """Collects shapes from back to front."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def put(self, other: Layer) -> None:
        """Lays the other's shapes in front of those that stand here."""
        self._parts += other._parts

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "",
        thick: float = 1,
        round_by: float = 0,
    ) -> None:
        """A rectangle; filled, outlined or both."""
        corner = f' rx="{number(round_by)}"' if round_by else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
            f'{corner} fill="{fill}"{_stroke(stroke, thick)}/>'
        )

    def circle(self, x: float, y: float, radius: float, *, fill: str, stroke: str, thick: float = 1) -> None:
        """A circle."""
        self._parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{_stroke(stroke, thick)}/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, thick: float = 1
    ) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"{_stroke(stroke, thick)}/>'
        )

    def path(self, course: str, *, stroke: str, thick: float, dashes: str = "") -> None:
        """Lines along a course that our own code made."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(f'<path d="{course}" fill="none"{_stroke(stroke, thick)}{dashed}/>')

    def text(
        self,
        x: float,
        middle: float,
        words: str,
        *,
        size: float = 13,
        fill: str = INK,
        anchor: Anchor = "start",
        bold: bool = False,
        upright: bool = True,
        plate: str = "",
    ) -> None:
        """One line of text, its height around `middle`; not `upright`: read from below, `middle` its right edge.

        `plate`: the colour of an area drawn behind it first, where a pattern or a line would run through it.
        """
        words = safe(words, limit=None)
        if plate:
            wide = text_width(words, size, bold=bold) + 4
            before = {"start": 2.0, "middle": wide / 2, "end": wide - 2}[anchor]
            self.rect(x - before, middle - size * 0.65, wide, size * 1.3, fill=plate)
        # The base line is worked out: `dominant-baseline` is not known to every program that draws SVG.
        base = size * 0.36
        place = f'x="{number(x)}" y="{number(middle + base)}"'
        if not upright:
            place = f'x="0" y="0" transform="translate({number(x + base)} {number(middle)}) rotate(-90)"'
        self._parts.append(
            f'<text {place} font-size="{number(size)}" fill="{fill}"'
            + (f' text-anchor="{anchor}"' if anchor != "start" else "")
            + (' font-weight="bold"' if bold else "")
            + f">{escape(words)}</text>"
        )


class Drawing(Layer):
    """A whole picture. Its height is known when the last shape stands."""

    def __init__(self, name: str, title: str, description: str) -> None:
        super().__init__()
        self._name = name
        self._title = title
        self._description = description

    def finish(self, height: float) -> str:
        """The whole `svg` element, on its own paper within a border."""
        name, high = self._name, number(height)
        title, described = f"picture-{name}-title", f"picture-{name}-description"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{title} {described}"'
            f' width="{WIDTH}" height="{high}" viewBox="0 0 {WIDTH} {high}"'
            f' font-family="{escape(FONTS)}" direction="ltr">'
            f'<title id="{title}">{escape(safe(self._title, limit=None))}</title>'
            f'<desc id="{described}">{escape(safe(self._description, limit=None))}</desc>'
            f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{number(height - 1)}"'
            f' fill="{PAPER}" stroke="#767b7e"/>' + "".join(self._parts) + "</svg>"
        )


def _stroke(colour: str, thick: float) -> str:
    return f' stroke="{colour}" stroke-width="{number(thick)}"' if colour else ""
