"""A lesson as slides: one HTML file that needs no network, made from the executed notebook.

    coursekit slides 05        writes dist/slides/05_mlops_lifecycle.html

Every section opens a slide. A slide holds a heading, a question, a figure, a table or a finding, and at most MAX_WORDS
words; what is longer goes to the speaker's notes (key N). Code lies behind what it made: down shows it, right passes it
by. What still does not fit into 1280 x 720 is scaled down by the page itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from coursekit.errors import CourseError
from coursekit.manifest import Course, Lab

MAX_WORDS, MAX_CODE_LINES, MAX_TEXT_LINES = 60, 18, 16

_ASKS = re.compile(r"\*\*(?:Bet|Predict|Try it|Do it)\b")
_DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
_PLACE = re.compile(r"^\[(\w+)\]: (\S+)$", re.MULTILINE)


@dataclass
class Slide:
    """One slide. kind: "title", "section", "question", "shown", "text" or "code"; body: HTML; notes: markdown."""

    kind: str
    body: str
    running: str = ""
    notes: list[str] = field(default_factory=list)


def write(course: Course, lab: Lab) -> Path:
    """Write dist/slides/SLUG.html from the built lesson; returns the path. Raises CourseError where it is not built."""
    built = course.lesson(lab)
    if not built.is_file():
        raise CourseError(f"{built.relative_to(course.root)} is missing: run 'coursekit build {lab.slug}'")
    target = course.root / "dist" / "slides" / f"{lab.slug}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    page = html(f"{lab.number}. {lab.title}", slides(nbformat.read(built, as_version=4)))
    target.write_text(page, encoding="utf-8", newline="\n")
    return target


def slides(notebook: NotebookNode) -> list[Slide]:
    """The slides of a lesson, in its order."""
    found: list[Slide] = []
    running = ""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found += _shown(cell, running)
            continue
        for part in re.split(r"\n+(?=## )", _in_place(_DETAILS.sub("", cell.source)).strip()):
            heading = re.match(r"#{1,2} (.*)", part)
            if heading:
                running = re.sub(r" \([0-9]+ min\)$", "", heading[1])
                part = part[heading.end() :].strip()
                found.append(Slide("section" if found else "title", f"<h1>{escape(running)}</h1>"))
                found[-1].running = running
            _add_text(found, running, part, opens=bool(heading))
    return found


def _in_place(text: str) -> str:
    """A text whose links stand where they are used; a slide shows a piece of it, without what stands below."""
    for name, place in _PLACE.findall(text):
        text = text.replace(f"][{name}]", f"]({place})")
    return _PLACE.sub("", text)


def _add_text(found: list[Slide], running: str, text: str, opens: bool) -> None:
    """Questions, tables and lists of findings get slides; a section's first words stand under its heading; the rest is
    for the speaker."""
    room = MAX_WORDS if opens else 0
    for paragraph in _paragraphs(text):
        words = len(paragraph.split())
        is_list = paragraph.startswith(("|", "- ", "1. ")) or "\n\n- " in paragraph
        asks = _ASKS.search(paragraph) or re.match(r"\*\*[0-9]\.\*\* ", paragraph)
        if words <= room:
            found[-1].body += _markdown(paragraph)
            room -= words
        elif room == MAX_WORDS and not is_list and not asks:
            found[-1].body += _markdown(_cut(paragraph))
            found[-1].notes.append(paragraph)
            room = 0
        elif is_list:
            found += [Slide("text", _markdown(piece), running, [piece]) for piece in _pieces(paragraph)]
            room = 0
        elif asks:
            found.append(Slide("question", _markdown(_cut(paragraph)), running, [paragraph]))
        elif found:
            found[-1].notes.append(paragraph)


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; words that lead to a list ("you will be able to") stay with it."""
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip() and part.strip() != "---"]
    for place in range(len(parts) - 2, -1, -1):
        if parts[place + 1].startswith("- ") and parts[place].rstrip()[-1] not in ".?!)":
            parts[place : place + 2] = [f"{parts[place]}\n\n{parts[place + 1]}"]
    return parts


def _pieces(block: str) -> Iterator[str]:
    """A list in as few pieces of at most MAX_WORDS words as there can be, of about one length; items that are longer
    are cut after their first sentence. A table stays whole."""
    if block.startswith("|"):
        yield block
        return
    lead, _, items = block.rpartition("\n\n")
    lines = [_cut(" ".join(item.split())) for item in re.split(r"\n(?=(?:- |[0-9]+\. ))", items)]
    lines[:0] = [f"{lead}\n\n"] if lead else []
    fewest = len(_filled(lines, MAX_WORDS))
    even = next(words for words in range(1, MAX_WORDS + 1) if len(_filled(lines, words)) == fewest)
    yield from ("\n".join(piece) for piece in _filled(lines, even))


def _filled(lines: list[str], words: int) -> list[list[str]]:
    """Lines in pieces, each filled up to so many words; to MAX_WORDS where what leads to a list would be alone."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        piece = pieces[-1]
        most = MAX_WORDS if len(piece) == 1 and piece[0].endswith("\n") else words
        if piece and len(" ".join([*piece, line]).split()) > most:
            pieces.append(piece := [])
        piece.append(line)
    return pieces


def _cut(text: str, words: int = MAX_WORDS) -> str:
    """The first sentences of a text, as many as fit into `words`; a single sentence that is longer stays whole."""
    sentences = re.split(r"(?<=[.?!:])\s+(?=[A-Z*`(])", " ".join(text.split()))
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(f"{kept} {sentence}".split()) > words:
            break
        kept = f"{kept} {sentence}"
    return kept


def _shown(cell: NotebookNode, running: str) -> Iterator[Slide]:
    """What a cell made, then its code behind it; a setup, and a try-it that waits for its learner, show nothing.

    What a cell that writes a file made is the file.
    """
    if "checks.try_it(" in cell.source or cell.source.startswith("import "):
        return
    if cell.source.startswith("%%writefile"):
        yield Slide("shown", _code(cell.source), running)
        return
    bodies = [body for output in cell.get("outputs", []) if (body := _output(output))]
    if bodies:
        yield Slide("shown", "".join(bodies), running)
    lines = cell.source.splitlines()
    if 1 < len(lines) <= MAX_CODE_LINES and "..." not in lines[0]:
        yield Slide("code", _code(cell.source), running)


def _output(output: NotebookNode) -> str:
    data = output.get("data", {})
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            return f'<img alt="figure" src="data:{kind};base64,{"".join(data[kind].split())}">'
    if "image/svg+xml" in data:
        return f'<div class="drawn">{data["image/svg+xml"]}</div>'
    if "<table" in data.get("text/html", ""):
        return re.sub(r"<style.*?</style>", "", data["text/html"], flags=re.DOTALL)
    text = output.get("text", "") or data.get("text/plain", "")
    lines = [line for line in text.splitlines() if not line.startswith(("Not started yet", "No bet was placed", "<"))]
    if not lines or "text/html" in data:
        return ""
    return f"<pre>{escape(chr(10).join(lines[:MAX_TEXT_LINES]))}</pre>"


def _markdown(text: str) -> str:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    return str(markdown2html_mistune(text))


def _code(source: str) -> str:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return str(highlight(source, PythonLexer(), HtmlFormatter(noclasses=True, nobackground=True)))


def html(title: str, pages: list[Slide]) -> str:
    """One page with everything in it: the slides, their look and the keys."""
    share = files("coursekit") / "share" / "slides"
    style, script = ((share / name).read_text(encoding="utf-8") for name in ("slides.css", "slides.js"))
    parts = [_section(slide) for slide in pages]
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style></head>',
            f'<body><main>{"".join(parts)}</main><footer id="place"></footer><script>{script}</script></body></html>',
            "",
        )
    )


def _section(slide: Slide) -> str:
    notes = "".join(_markdown(note) for note in slide.notes)
    running = f"<header>{escape(slide.running)}</header>" if slide.kind not in ("title", "section") else ""
    return (
        f'<section class="{slide.kind}">{running}<div class="fit">{slide.body}</div>'
        f'<aside class="notes">{notes}</aside></section>\n'
    )
