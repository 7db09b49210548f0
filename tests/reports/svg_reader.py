"""Reads a picture back as boxes in the order in which they are painted."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

from ctcheck.reports.pictures.measure import text_width

NAMESPACE = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def shrunk(self, by: float) -> Box:
        return Box(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def covers(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Painted(NamedTuple):
    """One shape: its kind, where it is, and what it is painted with."""

    kind: str
    box: Box
    fill: str
    stroke: str
    words: str = ""
    lines: tuple[tuple[float, float, float, float], ...] = ()
    """Of a path or line: the stretches it is made of."""


def read(svg: str) -> tuple[ElementTree.Element, list[Painted]]:
    """The root, and every shape from back to front."""
    root = ElementTree.fromstring(svg)
    shapes = [shape for element in root for shape in _painted(element)]
    return root, shapes


def _painted(element: ElementTree.Element) -> list[Painted]:
    kind = element.tag.removeprefix(NAMESPACE)
    get = element.get
    fill, stroke = get("fill", ""), get("stroke", "")

    def number(name: str) -> float:
        return float(get(name, "0"))

    if kind == "rect":
        x, y = number("x"), number("y")
        return [Painted(kind, Box(x, y, x + number("width"), y + number("height")), fill, stroke)]
    if kind == "circle":
        x, y, r = number("cx"), number("cy"), number("r")
        return [Painted(kind, Box(x - r, y - r, x + r, y + r), fill, stroke)]
    if kind == "line":
        stretch = (number("x1"), number("y1"), number("x2"), number("y2"))
        return [Painted(kind, _around([stretch]), "none", stroke, lines=(stretch,))]
    if kind == "path":
        stretches = _stretches(get("d", ""))
        return [Painted(kind, _around(stretches), "none", stroke, lines=tuple(stretches))]
    if kind == "text":
        return [Painted(kind, _text_box(element), fill, stroke, element.text or "")]
    assert kind in ("title", "desc")
    return []


def _stretches(course: str) -> list[tuple[float, float, float, float]]:
    found = []
    for x, y, how, rest in re.findall(r"M(\S+) (\S+?)([hL])([^M]+)", course):
        end = [float(one) for one in rest.split()]
        last = (float(x) + end[0], float(y)) if how == "h" else (end[0], end[1])
        found.append((float(x), float(y), *last))
    assert len(found) == course.count("M") > 0
    return found


def _around(stretches: list[tuple[float, float, float, float]]) -> Box:
    xs = [x for x1, _, x2, _ in stretches for x in (x1, x2)]
    ys = [y for _, y1, _, y2 in stretches for y in (y1, y2)]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _text_box(element: ElementTree.Element) -> Box:
    """From the capitals to the descenders, as wide as the widest font makes it."""
    size = float(element.get("font-size", "0"))
    wide = text_width(element.text or "", size, bold=element.get("font-weight") == "bold")
    start = {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
    x, y = float(element.get("x", "")), float(element.get("y", ""))
    turned = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\(-90\)", element.get("transform", ""))
    if not element.get("transform"):
        return Box(x - start, y - size * 0.73, x - start + wide, y + size * 0.21)
    assert turned
    assert (x, y, start) == (0, 0, 0)
    x, y = float(turned[1]), float(turned[2])
    return Box(x - size * 0.73, y - wide, x + size * 0.21, y)


def crosses(stretch: tuple[float, float, float, float], box: Box) -> bool:
    """Whether a straight line goes through the inside of a box (Liang and Barsky)."""
    x1, y1, x2, y2 = stretch
    enter, leave = 0.0, 1.0
    for step, low, high in (
        (x2 - x1, box.left - x1, box.right - x1),
        (y2 - y1, box.top - y1, box.bottom - y1),
    ):
        if step == 0:
            if low >= 0 or high <= 0:
                return False
            continue
        first, last = sorted((low / step, high / step))
        enter, leave = max(enter, first), min(leave, last)
    return enter < leave


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
