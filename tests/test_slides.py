"""A lesson as slides: every section opens one, none overflows, and nothing comes from the network."""

import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from coursekit.manifest import find_root, load
from coursekit.texts import slides

pytestmark = pytest.mark.slow

COURSE = load(find_root())
LESSONS = [pytest.param(lab, id=lab.slug) for lab in COURSE.labs]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def _deck(lab) -> list[slides.Slide]:
    return slides.slides(nbformat.read(COURSE.lesson(lab), as_version=4))


@pytest.mark.parametrize("lab", LESSONS)
def test_every_section_opens_a_slide(lab) -> None:
    text = "\n".join(cell.source for cell in nbformat.read(COURSE.lesson(lab), as_version=4).cells)
    sections = [re.sub(r" \([0-9]+ min\)$", "", title) for title in re.findall(r"^## (.*)$", text, re.MULTILINE)]
    assert [slide.running for slide in _deck(lab) if slide.kind == "section"] == sections


@pytest.mark.parametrize("lab", LESSONS)
def test_a_slide_of_prose_has_few_words_and_the_rest_is_for_the_speaker(lab) -> None:
    for slide in _deck(lab):
        if slide.kind in ("title", "section", "question", "text") and "<table" not in slide.body:
            words = re.sub(r"<[^>]*>", " ", slide.body).split()
            assert len(words) <= 85, slide.body  # a heading, and a single sentence that is longer, come on top
    assert any(slide.notes for slide in _deck(lab))


@pytest.mark.parametrize("lab", LESSONS)
def test_the_slides_ask_nothing_of_the_network(lab) -> None:
    page = slides.html(lab.title, _deck(lab))
    assert re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=\"(?!data:)[^\"]*\"", page) == []
    assert "@import" not in page


@pytest.mark.skipif(not CHROMIUM, reason="looking at slides needs chromium, which nothing else here does")
@pytest.mark.parametrize("lab", LESSONS)
def test_no_slide_overflows_1280_by_720(lab, tmp_path: Path) -> None:
    page = tmp_path / "slides.html"
    page.write_text(slides.html(lab.title, _deck(lab)), encoding="utf-8")
    command = [str(CHROMIUM), *QUIET.split(), "--window-size=1280,720", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--virtual-time-budget=5000", "--dump-dom", page.as_uri()]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    scales = [float(scale) for scale in re.findall(r'<section [^>]*data-scale="([0-9.]+)"', seen)]
    assert len(scales) == len(_deck(lab))
    assert min(scales) > 0.6, "a slide had to be made so small that nobody can read it"


def test_of_a_cell_that_writes_a_file_the_file_is_shown() -> None:
    told = nbformat.v4.new_output("stream", text="Writing limit.py\n")
    cell = nbformat.v4.new_code_cell("%%writefile limit.py\nLIMIT = 3", outputs=[told])
    deck = slides.slides(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A lesson"), cell]))
    assert [slide.kind for slide in deck] == ["title", "shown"]
    assert "LIMIT" in deck[1].body
    assert "Writing" not in deck[1].body


def test_code_lies_behind_what_it_made_and_answers_are_not_shown() -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# A lesson"),
        nbformat.v4.new_markdown_cell("## 1. Why? (5 min)\n\nBecause.\n\n<details><summary>Hint</summary>42</details>"),
        nbformat.v4.new_code_cell("a = 1\nprint(a)", outputs=[nbformat.v4.new_output("stream", text="1\n")]),
        nbformat.v4.new_markdown_cell("**Bet:** how many?\n\nA long story."),
    ]
    deck = slides.slides(nbformat.v4.new_notebook(cells=cells))
    assert [slide.kind for slide in deck] == ["title", "section", "shown", "code", "question"]
    assert deck[-1].notes[-1] == "A long story."
    assert "42" not in slides.html("A lesson", deck)


def test_a_list_that_needs_two_slides_is_on_both_in_about_equal_parts() -> None:
    items = "\n".join(f"- {word} " + " ".join(["more"] * 12) for word in ("one", "two", "three", "four", "five", "six"))
    deck = slides.slides(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# A lesson\n\n{items}")]))
    assert [slide.body.count("<li>") for slide in deck if slide.kind == "text"] == [3, 3]


def test_a_link_whose_place_stands_below_is_one_on_its_slide() -> None:
    text = "# A lesson\n\n- [a guide][guide]\n\n[guide]: https://example.org/guide"
    slide = slides.slides(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]))[-1]
    assert '<a href="https://example.org/guide">a guide</a>' in slide.body
    assert "[guide]" not in slide.body
