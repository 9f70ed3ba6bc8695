"""The course as a site: every lesson a page, with its figures and folded hints, and all of it as one PDF."""

import functools
import itertools
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from coursekit.errors import CourseError
from coursekit.manifest import Course
from coursekit.texts import docs

FOLDER, PDF = "dist/site", "mlops-labs.pdf"
_PRINT_SECONDS = 300
_MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\(([\w./-]+\.md)\)")
_PAGES = {
    "docs/learn.md": "For learners",
    "docs/slides.md": "Where each slide is served",
    "docs/take_it_with_you.md": "Take it with you",
    "docs/assistants.md": "Assistants",
    "data/README.md": "The data",
}
_INDEX = """\
# {title}

Hands-on labs around one invented lender, Bora, with real tools, on your own laptop, offline once installed. These pages
are the lessons to read; to work through them, get the course's folder from your teacher and start it there:

    make lab

{pdf}
{labs}

```{{toctree}}
:hidden:
:caption: Labs

{lessons}
```

```{{toctree}}
:hidden:
:caption: About

{pages}
```
"""


def build(course: Course) -> Path:
    """Build the site to dist/site/ and return its first page; with chromium on the path also a PDF of all of it.

    Raises CourseError where Sphinx is missing or finds fault; the site that was there is then left as it is.
    """
    target = course.root / FOLDER
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        pages, built = Path(folder, "pages"), Path(folder, "site")
        _lay_out(course, pages, with_pdf=bool(chromium))
        _sphinx("html", pages, built)
        if chromium:
            _sphinx("singlehtml", pages, Path(folder, "whole"))
            _print(chromium, Path(folder, "whole", "index.html"), built / PDF)
        target.parent.mkdir(exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(built, target, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))
    return target / "index.html"


def _sphinx(builder: str, pages: Path, built: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", builder, str(pages), str(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CourseError(f"the site was not built:\n{done.stderr.replace(str(pages), '').strip()}")


def _print(chromium: str, page: Path, target: Path) -> None:
    """What chromium prints of a page."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--virtual-time-budget=30000"]
    command = [chromium, *options, f"--print-to-pdf={target}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PRINT_SECONDS)
    if done.returncode or not target.is_file():
        raise CourseError(f"{chromium} did not print the site: {done.stderr.strip()[-300:]}")


def _lay_out(course: Course, pages: Path, with_pdf: bool) -> None:
    """The pages as Sphinx reads them: in folders as in the course, so that links between them hold."""
    shutil.copytree(course.root / "course" / "site", pages, ignore=shutil.ignore_patterns("__pycache__"))
    (pages / "notebooks").mkdir()
    for lab in course.labs:
        (pages / "notebooks" / f"{lab.slug}.ipynb").write_text(_page(course.lesson(lab)), encoding="utf-8")
    about = list(_about(course))
    for name, _ in about:
        target = pages / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (course.root / name).read_text(encoding="utf-8")
        target.write_text(_MARKDOWN_LINK.sub(functools.partial(_kept, course.root, name), text), encoding="utf-8")
    text = _INDEX.format(
        title=course.title,
        labs=docs.lab_table(course, site=True),
        pdf=f"All lessons to print: [{PDF}]({PDF}).\n" if with_pdf else "",
        lessons="\n".join(f"notebooks/{lab.slug}" for lab in course.labs),
        pages="\n".join(f"{title} <{name.removesuffix('.md')}>" for name, title in about),
    )
    (pages / "index.md").write_text(text, encoding="utf-8")


def _page(lesson: Path) -> str:
    """A lesson to be read: imports are folded, figures described, and what is opened in JupyterLab only is no link."""
    notebook = nbformat.read(lesson, as_version=4)
    for cell, below in itertools.pairwise([*notebook.cells, nbformat.v4.new_markdown_cell()]):
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if kinds & {"image/png", "image/svg+xml"}:
            cell.metadata["mystnb"] = {"image": {"alt": _description(below)}}
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\[([^\]]+)\]\(\.\./assignments/[^)]*\)", r"\1", cell.source)
        elif cell.source.startswith(("import ", "from ")):
            cell.metadata.setdefault("tags", []).append("hide-input")
    return str(nbformat.writes(notebook))


def _description(below: nbformat.NotebookNode) -> str:
    """What the text below a figure says of it, for who cannot see it; each figure has such a sentence."""
    paragraphs = [] if below.cell_type != "markdown" else below.source.split("\n\n")
    told = next((text for text in paragraphs if re.search(r"\b([Ff]igure|[Pp]icture|screenshot)\b", text)), "a figure")
    return " ".join(re.sub(r"[*`\[\]$|]", "", told).split())


def _about(course: Course) -> Iterator[tuple[str, str]]:
    yield from ((name, title) for name, title in _PAGES.items() if (course.root / name).is_file())
    for path in sorted((course.root / "data").glob("*/README.md")):
        yield path.relative_to(course.root).as_posix(), f"Data: {path.parent.name}"


def _kept(root: Path, page: str, link: re.Match[str]) -> str:
    """A link of a page to another one; its words alone where that one is for teachers, and not on the site."""
    target = (root / page).parent.joinpath(link[2]).resolve()
    on_site = target in {root / name for name in _PAGES} or target.name == "README.md"
    return link[0] if on_site else link[1]
