"""The site: every lesson a page, every link leads somewhere, no assignment and no answer on it."""

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from coursekit import site
from coursekit.manifest import Course

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this course, built elsewhere and without its print version, which takes a minute."""
    folder = tmp_path_factory.mktemp("site")
    root = Path(__file__).parents[1]
    for name in ("course", "notebooks", "docs", "data"):
        (folder / name).symlink_to(root / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site.shutil, "which", lambda name: None)
        from coursekit import manifest

        return site.build(manifest.load(folder)).parent


def test_each_lesson_is_a_page_with_its_figures(built: Path, course: Course) -> None:
    for lab in course.labs:
        page = (built / "notebooks" / f"{lab.slug}.html").read_text(encoding="utf-8")
        cells = nbformat.read(course.lesson(lab), as_version=4).cells
        shown = [kind for cell in cells for output in cell.get("outputs", []) for kind in output.get("data", {})]
        figures = sum(kind.startswith("image/") for kind in shown)
        assert figures >= 2, lab.slug
        assert page.count("<img") + page.count("<svg") >= figures, lab.slug
        assert "<details" in page


def test_each_figure_is_described_in_words_for_who_cannot_see_it(built: Path, course: Course) -> None:
    for lab in course.labs:
        page = (built / "notebooks" / f"{lab.slug}.html").read_text(encoding="utf-8")
        figures = re.findall(r"<img[^>]*_images/[^>]*>", page)
        assert figures, lab.slug
        for figure in figures:
            described = re.search(r'alt="([^"]*)"', figure)
            assert described, figure
            assert len(described[1].split()) >= 5, f"{lab.slug}: {figure}"


def test_each_link_on_it_leads_somewhere(built: Path) -> None:
    pages = [page for page in sorted(built.rglob("*.html")) if "_static" not in page.parts]
    dead = [(page.name, link) for page in pages for link in _links(page) if not _leads(page, link)]
    assert not dead


def test_nothing_of_an_assignment_is_on_it(built: Path) -> None:
    pages = " ".join(page.read_text(encoding="utf-8") for page in built.rglob("*.html"))
    assert "raise NotImplementedError" not in pages
    assert ".ipynb" not in " ".join(re.findall(r'href="([^"]*)"', pages))
    assert not list(built.rglob("*.ipynb"))


def _links(page: Path) -> set[str]:
    found = re.findall(r'(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8"))
    return {link for link in found if not link.startswith(("http:", "https:", "mailto:", "data:"))}


def _leads(page: Path, link: str) -> bool:
    path, _, place = unquote(link).partition("#")
    target = page.parent / path.partition("?")[0] if path else page
    if not target.is_file():
        return False
    return not place or target.suffix != ".html" or f'id="{place}"' in target.read_text(encoding="utf-8")
