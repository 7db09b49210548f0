"""Turns the SVG of a picture into a PNG, for programs that show no SVG."""

from __future__ import annotations

import functools
from typing import Any, Final

ZOOM: Final = 2.5
"""At the width of a page that is some 250 dots an inch."""

_PROBE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<text y="18" font-size="18" font-family="Arial, sans-serif">{}</text></svg>'
)


def png(svg: str) -> bytes:
    """The picture; nothing where the renderer is not installed, or where it finds no font to write with.

    The renderer takes fonts from the machine, so the bytes are the same wherever the fonts are.
    """
    render = _renderer()
    if render is None:
        return b""
    # It opens no file and no address: the markup holds none, and it is told of no folder.
    return bytes(render(svg_string=svg, zoom=ZOOM))


def writes_words() -> bool:
    """Whether pictures can be made here, with the words in them."""
    return _renderer() is not None


@functools.cache
def _renderer() -> Any:
    """The function that renders; None where text would come out blank, and a picture without words misleads."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        return None
    written, blank = (svg_to_bytes(svg_string=_PROBE.format(text)) for text in ("A", ""))
    return None if written == blank else svg_to_bytes
