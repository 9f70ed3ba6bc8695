"""Tables that a learner's code printed, as tables that cannot hold a script.

A DataFrame shows itself as HTML, and so could anything else. Of such HTML nothing is kept but the words of its rows,
which are written down anew. nbconvert's `clean_html` then takes the heads of tables for harm, and shows them as text;
nbgrader_config.py puts the one of this module in its place.
"""

import html
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import bleach

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 200, 60, 200
"""What a page shows of a table."""


class _Reader(HTMLParser):
    """Collects the rows of the first table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, str]]] = []
        self._cell: tuple[str, list[str]] | None = None
        self._ended = self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self._inside = True
        elif tag == "tr" and self._inside and not self._ended:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows and not self._ended:
            self._cell = (tag, [])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell:
            kind, words = self._cell
            self.rows[-1].append((kind, "".join(words).strip()[:MAX_CELL]))
            self._cell = None
        elif tag == "table":
            self._ended = True

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._cell[1].append(data)


def safe(text: str) -> str:
    """The table in a piece of HTML in plain tags; "" where there is none."""
    reader = _Reader()
    reader.feed(text)
    rows = [row[:MAX_COLUMNS] for row in reader.rows if row]
    if not rows:
        return ""
    more = f"<div>... and {len(rows) - MAX_ROWS} rows more</div>" if len(rows) > MAX_ROWS else ""
    return f'<table class="dataframe">{"".join(map(_row, rows[:MAX_ROWS]))}</table>{more}'


def only_tables(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a cell shows, by MIME type: of its HTML the table, and no HTML at all where there is none."""
    table = safe(str(data.get("text/html", "")))
    rest = {kind: shown for kind, shown in data.items() if kind != "text/html"}
    return {**rest, "text/html": table} if table else rest


def _row(row: list[tuple[str, str]]) -> str:
    return f"<tr>{''.join(f'<{kind}>{html.escape(words)}</{kind}>' for kind, words in row)}</tr>"


def clean_html(element: object) -> str:
    """HTML with the tags and attributes that nbconvert's filter of this name allows, and whole tables."""
    text = element.decode() if isinstance(element, bytes) else str(element)
    tags = {*bleach.ALLOWED_TAGS, "div", "pre", "code", "span", "table", "thead", "tbody", "tr", "th", "td"}
    return bleach.clean(text, tags=tags, attributes={**bleach.ALLOWED_ATTRIBUTES, "*": ["class", "id"]})
