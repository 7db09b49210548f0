"""What `ctcheck --version` says."""

from __future__ import annotations

import platform

import ctcheck


def version_text() -> str:
    """Version, engine and loader, a line each; says plainly where a slower one is in use."""
    from ctcheck.inference.choose import choose_engine
    from ctcheck.reading.nodes import HAS_C_LOADER
    from ctcheck.rulebook.cache_folder import cache_folder

    engine = choose_engine().name
    if engine == "plain":
        engine = "plain (durable-rules is not installed; verdicts are the same)"
    loader = (
        "C loader (libyaml)"
        if HAS_C_LOADER
        else "PURE PYTHON LOADER: libyaml is missing, reading is nine times slower"
    )
    return "\n".join(
        (
            f"ctcheck {ctcheck.__version__}",
            f"Python {platform.python_version()}",
            f"Inference engine: {engine}",
            f"YAML: {loader}",
            f"Rule cache: {cache_folder() or 'off'}",
        )
    )
