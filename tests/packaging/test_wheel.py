"""What is published works without a checkout: sdist and wheel are built, installed elsewhere and run."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import ctcheck

ROOT = Path(__file__).resolve().parents[2]
DATA_FOLDERS = ("rules", "schemas", "examples", "templates")
EXAMPLE = "examples/hertfordshire-2007.yaml"


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output of a command that must succeed, run with nothing that leads to the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["CTCHECK_CACHE"] = "off"
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build_wheel(source: Path, into: Path) -> Path:
    """A wheel of the source tree, made with the libraries at hand and without the network."""
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", into, source),
        cwd=into.parent,
    )
    (wheel,) = into.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Built:
    """The two published files, and the wheel that somebody else would build from the sdist."""

    sdist: Path
    wheel: Path
    wheel_of_sdist: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    return Built(
        sdist,
        wheel=build_wheel(ROOT, folder / "of-checkout"),
        wheel_of_sdist=build_wheel(sdist, folder / "of-sdist"),
    )


@dataclass(frozen=True)
class Installed:
    """A virtual environment that has the wheel and the libraries, and nothing of the checkout."""

    bin: Path
    package: Path
    elsewhere: Path
    """An empty folder to run in."""


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    environment, elsewhere = folder / "environment", folder / "elsewhere"
    elsewhere.mkdir()
    venv.create(environment, symlinks=True, with_pip=False)
    python = environment / "bin" / "python"
    run(
        *(
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ),
        *("--no-deps", "--no-index", built.wheel),
        cwd=elsewhere,
    )
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=elsewhere).strip()
    )
    # The libraries come from the environment of the tests, so that nothing is fetched or compiled.
    # The .pth file of an editable install in there is not read: Python reads those in site folders only.
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return Installed(environment / "bin", site / "ctcheck", elsewhere)


def files_below(folder: Path) -> set[str]:
    """The files of the checkout below a folder that are not left over from running it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_the_wheel_holds_every_file_of_a_data_folder(built: Built, folder: str) -> None:
    expected = {f"ctcheck/_data/{name}" for name in files_below(ROOT / folder)}
    assert expected
    assert {name for name in names_in(built.wheel) if name.startswith(f"ctcheck/_data/{folder}/")} == expected


def test_the_wheel_holds_the_program_its_data_and_nothing_else(built: Built) -> None:
    metadata = f"ctcheck-{ctcheck.__version__}.dist-info/"
    outside = {name for name in names_in(built.wheel) if not name.startswith(("ctcheck/", metadata))}
    assert outside == set()
    program = {name for name in names_in(built.wheel) if name.startswith("ctcheck/")}
    assert {name for name in program if not name.startswith("ctcheck/_data/")} == files_below(
        ROOT / "ctcheck"
    )


def test_the_wheel_of_the_sdist_is_the_wheel_of_the_checkout(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as ours, zipfile.ZipFile(built.wheel_of_sdist) as theirs:
        assert sorted(ours.namelist()) == sorted(theirs.namelist())
        assert [name for name in ours.namelist() if ours.read(name) != theirs.read(name)] == []


def test_the_sdist_brings_its_own_tests_and_the_way_to_run_them(built: Built) -> None:
    top = f"ctcheck-{ctcheck.__version__}"
    with tarfile.open(built.sdist) as archive:
        names = set(archive.getnames())
    wanted = ("Makefile", ".ci/setup", "README.md", "LICENSE", "tests/packaging/test_wheel.py", EXAMPLE)
    assert [name for name in wanted if f"{top}/{name}" not in names] == []


def test_data_folders_hold_no_python() -> None:
    assert [str(path) for folder in DATA_FOLDERS for path in (ROOT / folder).rglob("*.py")] == []


def test_an_installed_ctcheck_is_not_the_checkout(installed: Installed) -> None:
    program = "import sys, ctcheck; print(ctcheck.__file__, *sys.path, sep='\\n')"
    found, *path = run(installed.bin / "python", "-I", "-c", program, cwd=installed.elsewhere).splitlines()
    assert Path(found) == installed.package / "__init__.py"
    assert str(ROOT) not in path


def test_an_installed_ctcheck_says_its_version(installed: Installed) -> None:
    assert ctcheck.__version__ in run(installed.bin / "ctcheck", "--version", cwd=installed.elsewhere)


def test_an_installed_ctcheck_assesses_its_own_example(installed: Installed) -> None:
    example = installed.package / "_data" / EXAMPLE
    text = run(
        *(
            installed.bin / "ctcheck",
            "assess",
            example,
            "--fail-on",
            "never",
            "-f",
            "text",
            "-f",
            "html=report.html",
        ),
        cwd=installed.elsewhere,
    )
    assert "Hertfordshire" in text
    assert "Hertfordshire" in (installed.elsewhere / "report.html").read_text(encoding="utf-8")


def test_an_installed_ctcheck_makes_a_pdf(installed: Installed) -> None:
    example = (
        installed.package / "_data" / "examples" / "salford-2003.yaml"
    )  # the one with the shortest report
    run(
        installed.bin / "ctcheck",
        "assess",
        example,
        "--fail-on",
        "never",
        "-f",
        "pdf=report.pdf",
        cwd=installed.elsewhere,
    )
    assert (installed.elsewhere / "report.pdf").read_bytes().startswith(b"%PDF-")
