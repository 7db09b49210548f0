"""The house of docs/architecture.md: who imports whom, read from the import statements."""

from __future__ import annotations

import ast
import functools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ctcheck"
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in FILES]

FLOOR_1 = {"model", "errors"}
HIGH = FLOOR_1 | {
    "output",
    "resources",
    "reading",
    "conditions",
    "inference",
    "reports",
    "rulebook",
    "assess",
}
BELOW = {
    "model": set(),
    "errors": {"model"},
    "output": FLOOR_1,
    "resources": FLOOR_1,
    "reading": FLOOR_1,
    "conditions": FLOOR_1,
    "inference": FLOOR_1,
    # Pages are made from templates and schemas.
    "reports": FLOOR_1 | {"resources"},
    "rulebook": FLOOR_1 | {"output", "resources", "reading", "conditions", "inference", "reports"},
    "assess": HIGH - {"assess"},
    "questions": FLOOR_1 | {"conditions", "rulebook"},
    "start": FLOOR_1 | {"resources", "reading", "reports", "rulebook", "questions"},
    # A workbook is a report that comes back: it is written and read.
    "workbook": FLOOR_1 | {"reading", "reports", "rulebook", "questions"},
    "returns": FLOOR_1 | {"reading", "reports", "rulebook", "questions", "workbook"},
    # Neighbours, of which only sealing knows another.
    "comparing": HIGH,
    "kit": HIGH,
    "survey": HIGH,
    "validation": HIGH,
    "sealing": HIGH | {"validation"},
    "cli": HIGH
    | {"comparing", "kit", "questions", "returns", "sealing", "start", "survey", "validation", "workbook"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""For each part of the house the parts below it; each knows itself, and the package for its version."""

LIBRARIES = {
    "yaml": {"reading/nodes.py"},
    "jsonschema": {"reading/frame.py"},
    "jsonschema_rs": {"reading/frame.py"},
    "durable": {"inference/durable_engine.py"},
    "jinja2": {"reports/html.py"},
    "docx": {"reports/word_file.py"},
    "resvg_py": {"reports/raster.py"},
    # What starts the child only names its module.
    "weasyprint": {"reports/pdf_child.py"},
    "xlsxwriter": {"reports/xlsx_book.py"},
    "openpyxl": {"reading/workbook.py"},
    "cryptography": {"sealing/signing.py"},
    "distributed": {"survey/cluster.py"},
    "click": {f"cli/{path.name}" for path in (PACKAGE / "cli").glob("*.py")},
}
"""Each third-party library and where it may be imported; the engine's name is durable-rules, its module durable."""


def part_of(name: str) -> str:
    """The folder of a file, or the file's own name where it stands at the top."""
    return name.split("/")[0].removesuffix(".py")


@functools.cache
def imported(name: str) -> tuple[tuple[str, int], ...]:
    """Every module that a file imports anywhere in it, also where only types are checked, with its line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: an import that is relative"
            module = node.module or ""
            # `from ctcheck import errors` imports a part; `from ctcheck.errors import Exit` a name of one.
            found += [
                (f"{module}.{alias.name}" if module == "ctcheck" else module, node.lineno)
                for alias in node.names
            ]
    return tuple(dict.fromkeys(found))


def own(name: str) -> Iterator[tuple[str, int]]:
    """The parts of ctcheck that a file imports."""
    for module, line in imported(name):
        top, _, rest = module.partition(".")
        if top == "ctcheck" and rest and rest != "__version__":
            yield rest.split(".")[0], line


def foreign(name: str) -> Iterator[tuple[str, int]]:
    """The libraries that a file imports and that do not come with Python."""
    for module, line in imported(name):
        top = module.split(".")[0]
        if top != "ctcheck" and top not in sys.stdlib_module_names:
            yield top, line


def child(code: str, *, cwd: Path) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_imports_are_read() -> None:
    assert len(FILES) > 50
    assert {part for part, _ in own("cli/assess_command.py")} >= {"assess", "errors", "reports", "rulebook"}
    assert "yaml" in {library for library, _ in foreign("reading/nodes.py")}


def test_every_file_belongs_to_a_part_of_the_house() -> None:
    assert {part_of(name) for name in NAMES} == set(BELOW)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_only_from_its_own_part_and_those_below(name: str) -> None:
    part = part_of(name)
    wrong = [f"{name}:{line}: {other}" for other, line in own(name) if other not in BELOW[part] | {part}]
    assert wrong == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_where_the_architecture_says_and_nowhere_else(library: str) -> None:
    found = {name for name in NAMES if library in {one for one, _ in foreign(name)}}
    assert found <= LIBRARIES[library]
    assert found


def test_no_other_library_is_imported() -> None:
    others = [
        f"{name}:{line}: {library}"
        for name in NAMES
        for library, line in foreign(name)
        if library not in LIBRARIES
    ]
    assert others == []


def test_no_library_is_imported_by_its_name_in_a_text() -> None:
    """`import_module("yaml")` would pass the tests above."""
    hidden = []
    for name in NAMES:
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                top = str(node.args[0].value).split(".")[0]
                if called in ("import_module", "__import__") and name not in LIBRARIES.get(top, {name}):
                    hidden.append(f"{name}:{node.lineno}: {top}")
    assert hidden == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_architecture_page_says_where_a_library_is_imported(library: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    line = next(one for one in page.splitlines() if one.startswith("Each third-party library"))
    if library == "click":
        assert "click in `cli/`" in line
    else:
        for name in LIBRARIES[library]:
            assert f"`{name}`" in line


def test_only_the_declared_libraries_are_imported() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("dependencies = [")[2]
    declared = declared.partition("\n]")[0]
    # What only a few need is an extra.
    declared += (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("\nsign = [")[2].partition("\n]")[0]
    )
    packages = {
        "yaml": "pyyaml",
        "jsonschema_rs": "jsonschema-rs",
        "durable": "durable-rules",
        "docx": "python-docx",
        "resvg_py": "resvg-py",
    }
    extra = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("cluster = [")[2].partition("\n]")[0]
    )
    for library in LIBRARIES:
        where = extra if library == "distributed" else declared
        assert f"{packages.get(library, library)}" in where


def test_the_command_line_starts_without_any_library_but_click(tmp_path: Path) -> None:
    heavy = sorted(set(LIBRARIES) - {"click"})
    code = f"import sys, ctcheck.cli.main; print(*[name for name in {heavy} if name in sys.modules])"
    assert child(code, cwd=tmp_path).split() == []


@pytest.mark.parametrize("cache", ["off", "on"])
def test_a_good_file_is_assessed_to_text_without_the_slow_libraries(cache: str, tmp_path: Path) -> None:
    slow = ["jsonschema", "jinja2", "weasyprint", "docx", "resvg_py", "xlsxwriter", "openpyxl"]
    code = (
        "import os, sys\n"
        f"os.environ['CTCHECK_CACHE'] = 'off' if {cache == 'off'} else {str(tmp_path)!r}\n"
        "from ctcheck.cli.main import run\n"
        f"for _ in range(2): code = run(['assess', {str(ROOT / 'examples' / 'exemplar-2008.yaml')!r}])\n"
        f"print('LOADED', code, *[name for name in {slow} if name in sys.modules])\n"
        "print('FAST', 'jsonschema_rs' in sys.modules)\n"
    )
    *report, loaded, fast = child(code, cwd=tmp_path).splitlines()
    assert len(report) > 50
    assert loaded == "LOADED 0"
    # So that the test would see a library under its own name.
    assert fast == "FAST True"


def test_the_model_and_the_errors_use_only_the_standard_library() -> None:
    names = [name for name in NAMES if part_of(name) in FLOOR_1]
    assert len(names) > 7
    assert [(name, library) for name in names for library, _ in foreign(name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_module_is_longer_than_420_lines(name: str) -> None:
    assert len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) <= 420
