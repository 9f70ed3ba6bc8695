"""Is this machine ready for the course? One answer in one line, and what to do where it is not."""

import importlib.metadata
import re
import sys
from pathlib import Path

NEEDED = ("jupyterlab", "numpy", "pandas", "matplotlib", "scikit-learn", "mlflow", "fastapi", "uvicorn", "requests")


def report(folder: Path) -> None:
    """Print that all is well, or each problem and what to do; `folder` holds requirements.txt."""
    found = problems(pins(folder / "requirements.txt"))
    if not found:
        print("All is well: Python and every package that the course needs are here.")
        return
    print(*found, sep="\n")
    print("What to do: quit Jupyter and start it as README.md says (make lab). If this stays, in the course's folder:")
    print(f'"{sys.executable}" -m pip install -r requirements.txt')


def problems(wanted: dict[str, str]) -> list[str]:
    """What stands in the way, a sentence each: an old Python, packages that are missing or of another version."""
    found = [] if sys.version_info >= (3, 11) else ["Python is too old: the course needs 3.11 or newer."]
    for package in NEEDED:
        version = installed(package)
        if version is None:
            found.append(f"{package} is missing.")
        elif version != wanted.get(package, version):
            found.append(f"{package} is {version}; the course was built with {wanted[package]}.")
    return found


def installed(package: str) -> str | None:
    """The version of a package as its own files state it (nothing is imported); None where it is missing."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def pins(requirements: Path) -> dict[str, str]:
    """Versions by package in a requirements.txt; empty without one. Packages pinned twice (for two systems) are out."""
    if not requirements.is_file():
        return {}
    lines = re.findall(r"^([\w.-]+)==([^\s;\\]+)", requirements.read_text(encoding="utf-8"), flags=re.MULTILINE)
    names = [name.lower().replace("_", "-") for name, _ in lines]
    return {name: version for name, (_, version) in zip(names, lines, strict=True) if names.count(name) == 1}
