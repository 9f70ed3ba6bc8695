"""Writing a file whole or not at all, whatever happens on the way: a full disk leaves the old one as it was."""

import contextlib
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place when the block ends well and is removed when not.

    Its name begins with a dot: nbgrader, which copies what lies beside a notebook, leaves it alone.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8, its line ends as they are, whole or not at all."""
    with whole(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
