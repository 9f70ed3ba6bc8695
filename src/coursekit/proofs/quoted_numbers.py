"""Numbers in prose are true: what a lesson quotes must stand in a compared output, in code or in a table above."""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from coursekit.texts.source import Cell

# a number that claims to be measured: with a decimal point, a thousands separator, a per cent sign or euros
_CLAIM = re.compile(
    r"(?<![\w./-])(?:EUR |€ ?)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?= ?(?:%|per cent|EUR|euros?\b|€)))"
)
_ANY = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|<[^>]*>", re.DOTALL)
_EXEMPT = re.compile(r"\((?:source:|given)", re.IGNORECASE)


def unfounded(cells: list[tuple[Cell, NotebookNode]]) -> Iterator[tuple[Cell, str]]:
    """The numbers of a lesson's prose that nothing above them supports, each with its cell.

    `cells` pairs every cell of the text with the executed cell built from it. A paragraph with "(source: ...)" or
    "(given)" speaks for itself, and what it says may be quoted further down.
    """
    known: set[str] = set()
    for cell, built in cells:
        if cell.cell_type == "code":
            known |= _numbers(cell.source)
            if cell.tag == "compare":
                known |= _numbers(_text_outputs(built))
            continue
        for paragraph in re.split(r"\n\s*\n", cell.source):
            prose = _NOT_PROSE.sub(" ", paragraph)
            exempt = _EXEMPT.search(paragraph) or paragraph.lstrip().startswith(("|", "#"))
            for match in () if exempt else _CLAIM.finditer(prose):
                if _plain(match[1]) not in known:
                    yield cell, match[1]
            known |= _numbers(prose)


def _text_outputs(built: NotebookNode) -> str:
    parts = []
    for output in built.get("outputs", []):
        parts.append(output.get("text", ""))
        parts.append(output.get("data", {}).get("text/plain", ""))
    return "\n".join(parts)


def _numbers(text: str) -> set[str]:
    return {_plain(number) for number in _ANY.findall(text.replace("_", ""))}


def _plain(number: str) -> str:
    return number.replace(",", "")
