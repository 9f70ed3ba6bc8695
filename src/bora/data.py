"""The frozen default world in data/bora/ and the checksums of everything in data/: `python -m bora.data`."""

import argparse
import hashlib
from pathlib import Path

import pandas as pd

from bora.world import simulate

CHECKSUMS = "SHA256SUMS"


def write(folder: Path) -> None:
    """Write the default world as CSV to `folder`/bora and the checksums of all files below to `folder`."""
    world = simulate()
    target = folder / "bora"
    target.mkdir(parents=True, exist_ok=True)
    for name in ("applications", "outcomes", "truth"):
        frame: pd.DataFrame = getattr(world, name)
        frame.to_csv(target / f"{name}.csv", index=False, lineterminator="\n")
    (folder / CHECKSUMS).write_text(checksums(folder), encoding="utf-8", newline="\n")


def checksums(folder: Path) -> str:
    """One line a file below `folder` in the form of `sha256sum`, sorted by path, the list itself left out."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )


def main() -> None:
    """The command line: `python -m bora.data [FOLDER]`."""
    parser = argparse.ArgumentParser(prog="python -m bora.data", description="Write Bora's frozen world and checksums.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data"), help="where to (default: data)")
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
