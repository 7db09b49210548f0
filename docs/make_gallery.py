"""Makes docs/gallery.md and its pictures from the examples: `make gallery`, or `python docs/make_gallery.py`.

    --page            only the page: its text blocks need no more than ctcheck itself
    --only NAME       only this picture, such as survey-heat-map; the page stays as it is
    --into FOLDER     pictures go there instead of docs/gallery

The pictures need Chromium with playwright, LibreOffice, pdftoppm and pdftotext, and Pillow.
`make gallery` installs them on Debian and Ubuntu, as `make test-all` does.
The same tools and fonts give the same pictures; no picture bears a clock, a user, a machine or a path of it.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gallery_entries import BEGIN, PICTURES, PICTURES_BEGIN, TEXTS, TEXTS_BEGIN, Paper, Part, Picture, Screen

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "gallery.md"
FOLDER = ROOT / "docs" / "gallery"
WIDTH = 1000
"""Of a window, in pixels."""
PAPER_WIDTH = 1300
"""Of a picture of a paper, in pixels."""
COLOURS = 128
GAP = 16
"""Between two pages side by side, in pixels."""
PAPER_DPI = 200
CHROMIUM = os.environ.get("CTCHECK_CHROMIUM") or "chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PROGRAMS = {  # what is called, and the Debian package that brings it
    CHROMIUM: "chromium",
    "soffice": "libreoffice-writer libreoffice-calc",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
}
LIBRARIES = {"playwright": "playwright", "PIL": "pillow"}  # what is imported, and its name for pip


class GalleryError(Exception):
    """Something is missing, or the program no longer prints what the gallery shows."""


# The page.


def page(printed: Callable[[str], str]) -> str:
    """The whole page; `printed` says what a command prints."""
    made = [BEGIN, TEXTS_BEGIN]
    for text in TEXTS:
        shown = shorten(printed(text.command), text.parts)
        made.append(f"### {text.title}\n\n{text.who}\n\n```console\n$ {text.command}\n{shown}```\n")
    made.append(PICTURES_BEGIN)
    for picture in PICTURES:
        command = f"```console\n$ {picture.command}\n```\n"
        image = f"![{picture.alternative}](gallery/{picture.name}.png)\n"
        made.append(f"### {picture.title}\n\n{picture.who}\n\n{command}\n{image}")
    return "\n".join(made)


def shorten(text: str, parts: Iterable[Part]) -> str:
    """The parts of the text, and a line `...` for whatever is left out between and after them."""
    lines = text.splitlines()
    kept: list[str] = []
    at = 0
    for part in parts:
        begin = next((n for n in range(at, len(lines)) if lines[n].startswith(part.begins)), None)
        if begin is None:
            raise GalleryError(f"the program no longer prints a line that begins: {part.begins}")
        if begin > at:
            kept.append("...")
        at = min(begin + part.lines, len(lines))
        kept += lines[begin:at]
    if at < len(lines):
        kept.append("...")
    return "".join(f"{line}\n" for line in kept)


def run_ctcheck(command: str, folder: Path) -> str:
    """What a command of the page prints, run in a folder that holds the examples."""
    program, *arguments = shlex.split(command)
    if program != "ctcheck":
        raise GalleryError(f"no command of ctcheck: {command}")
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "ctcheck", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": search},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode not in (0, 1):  # 1: there are gaps, as there should be
        raise GalleryError(f"{command}\nended with {done.returncode}:\n{done.stderr}")
    return done.stdout


# The pictures.


@dataclass(frozen=True)
class Studio:
    """Where the pictures are made: a folder with the examples and, after the commands, their outputs."""

    folder: Path

    def make(self, picture: Picture) -> Image:
        shown = picture.shown
        return small(self.screen(shown) if isinstance(shown, Screen) else self.pages(shown))

    def screen(self, shown: Screen) -> Image:
        """A part of a page as Chromium shows it."""
        from PIL import Image
        from playwright.sync_api import sync_playwright

        target = self.folder / "screen.png"
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(executable_path=shutil.which(CHROMIUM), args=ARGUMENTS)
            tab = chromium.new_context(
                viewport={"width": WIDTH, "height": 1000},
                color_scheme="dark" if shown.dark else "light",
                offline=True,
                reduced_motion="reduce",
            ).new_page()
            tab.goto((self.folder / shown.file).as_uri())
            top = self.edge(tab, shown.file, shown.begins, "y") - 24 if shown.begins else 0
            bottom = self.edge(tab, shown.file, shown.ends, "bottom") + 12
            clip = {"x": 0, "y": max(0, top), "width": WIDTH, "height": bottom - max(0, top)}
            tab.screenshot(path=target, clip=clip, full_page=True)
            chromium.close()
        return Image.open(target).convert("RGB")

    def edge(self, tab: Page, file: str, element: str, side: str) -> float:
        """How far down the page the first such element begins (`y`) or ends (`bottom`), in pixels."""
        box = tab.locator(element).first.bounding_box() if tab.locator(element).count() else None
        if box is None:
            raise GalleryError(f"{file}: there is no {element}")
        return box["y"] + (box["height"] if side == "bottom" else 0)

    def pages(self, shown: Paper) -> Image:
        """Pages of a paper side by side, each the first that holds the words asked for."""
        from PIL import Image

        paper = self.paper(shown)
        numbers = [self.page_with(paper, words) for words in shown.pages]
        images = []
        for number in numbers:
            target = self.folder / f"page-{number}"
            options = ["-r", str(PAPER_DPI), "-f", str(number), "-l", str(number), "-singlefile", "-png"]
            self.call("pdftoppm", *options, str(paper), str(target))
            image = Image.open(target.with_suffix(".png")).convert("RGB")
            left, top, right, bottom = shown.crop
            wide, high = image.size
            images.append(
                image.crop((int(left * wide), int(top * high), int(right * wide), int(bottom * high)))
            )
        total = sum(image.width for image in images) + GAP * (len(images) + 1)
        sheet = Image.new("RGB", (total, max(image.height for image in images) + 2 * GAP), "#8a8f94")
        at = GAP
        for image in images:
            sheet.paste(image, (at, GAP))
            at += image.width + GAP
        return sheet

    def paper(self, shown: Paper) -> Path:
        """The PDF itself; else what Chromium prints of a page, or LibreOffice of anything else."""
        source = self.folder / shown.file
        if source.suffix == ".pdf":
            return source
        paper = self.folder / f"{source.name}.pdf"
        if paper.exists():
            return paper
        if source.suffix == ".html":
            from playwright.sync_api import sync_playwright

            with sync_playwright() as driver:
                chromium = driver.chromium.launch(executable_path=shutil.which(CHROMIUM), args=ARGUMENTS)
                tab = chromium.new_context(offline=True).new_page()
                tab.goto(source.as_uri())
                tab.pdf(path=paper, format="A4", prefer_css_page_size=True)
                chromium.close()
            return paper
        out, profile = self.folder / "office", (self.folder / "profile").as_uri()
        convert = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out), str(source)]
        self.call("soffice", f"-env:UserInstallation={profile}", *convert)
        made = out / f"{source.stem}.pdf"
        if not made.exists():
            raise GalleryError(f"LibreOffice made nothing of {shown.file}")
        return made.rename(paper)

    def page_with(self, paper: Path, words: str) -> int:
        """The number of the first page that holds the words, whatever blanks part them."""
        text = self.call("pdftotext", str(paper), "-")
        for number, one in enumerate(text.split("\f"), start=1):
            if " ".join(words.split()) in " ".join(one.split()):
                return number
        raise GalleryError(f"{paper.name}: no page holds: {words}")

    def call(self, *command: str) -> str:
        done = subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", timeout=300)
        if done.returncode:
            raise GalleryError(f"{command[0]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


def small(image: Image) -> Image:
    """The picture no wider than it needs to be and with few colours, so that the folder stays small.

    This way of choosing the colours keeps the rare ones: a yellow cell must not turn pink.
    """
    from PIL import Image as Pillow

    if image.width > PAPER_WIDTH:
        high = round(image.height * PAPER_WIDTH / image.width)
        image = image.resize((PAPER_WIDTH, high), Pillow.Resampling.LANCZOS)
    return image.quantize(COLOURS, method=Pillow.Quantize.MAXCOVERAGE, dither=Pillow.Dither.NONE)


def need_tools() -> None:
    """Says all that is missing at once, and how to get it."""
    lacking = {f"{name} (apt: {package})" for name, package in PROGRAMS.items() if not shutil.which(name)}
    lacking |= {
        f"{name} (pip: {package})"
        for name, package in LIBRARIES.items()
        if importlib.util.find_spec(name) is None
    }
    if lacking:
        raise GalleryError(
            f"the pictures need what is not here: {', '.join(sorted(lacking))}.\n"
            "`make gallery` installs it on Debian and Ubuntu; --page makes the page alone and needs none of it."
        )


def make_pictures(wanted: list[Picture], into: Path, folder: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    studio = Studio(folder)
    for command in dict.fromkeys(picture.command for picture in wanted):
        print(f"$ {command}", flush=True)
        run_ctcheck(command, folder)
    for picture in wanted:
        target = into / f"{picture.name}.png"
        studio.make(picture).save(target, optimize=True)
        print(f"{target.name}: {target.stat().st_size // 1024} KB", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make_gallery.py", description="Makes docs/gallery.md.")
    parser.add_argument("--page", action="store_true", help="only the page, without its pictures")
    parser.add_argument("--only", choices=[picture.name for picture in PICTURES], help="only this picture")
    parser.add_argument("--into", type=Path, default=FOLDER, help="where the pictures go")
    asked = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="gallery-") as name:
            folder = Path(name)
            shutil.copytree(ROOT / "examples", folder / "examples")
            if not asked.page:
                need_tools()
                wanted = [picture for picture in PICTURES if asked.only in (None, picture.name)]
                make_pictures(wanted, asked.into.resolve(), folder)
            if not asked.only:
                PAGE.write_text(page(lambda command: run_ctcheck(command, folder)), encoding="utf-8")
                print(f"{PAGE.name}: {PAGE.stat().st_size // 1024} KB")
    except GalleryError as error:
        print(f"make_gallery: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
