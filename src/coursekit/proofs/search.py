"""Search bytes for words however they are wrapped: text encodings, JSON, base64, hex, archives, PNG, SQLite."""

import base64
import binascii
import bz2
import contextlib
import functools
import gzip
import html
import io
import json
import lzma
import os
import re
import sqlite3
import struct
import tarfile
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MAX_DEPTH = 6
MAX_BYTES = 200_000_000

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/_-]|\\n|\s){24,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}")
_ESCAPES = re.compile(rb'"(?:[^"\\]|\\.)*\\(?:[^"\\]|\\.)*"')


def found_in(content: bytes, words: set[bytes], depth: int = 0) -> set[bytes]:
    """Those of `words` (ASCII) that occur in `content`, in whatever wrapping, up to MAX_DEPTH wrappings deep."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"{len(content)} bytes are more than can be searched ({MAX_BYTES})")
    if not words or len(content) < min(map(len, words)):
        # most texts of a notebook: no need to look at each in all ways
        return set()
    lower = content.lower()
    # where the beginning that all share is not, none of them is
    shared = os.path.commonprefix([*words]) or b""  # noqa: RUF071  (letters are meant, not folders)
    found = {word for word in words if _holds(content, lower, word)} if _holds(content, lower, shared) else set()
    if depth < MAX_DEPTH:
        for inner in _unwrapped(content):
            found |= found_in(inner, words - found, depth + 1) if inner != content else set()
    return found


def _holds(content: bytes, lower: bytes, word: bytes) -> bool:
    plain, wide = _forms(word)
    return any(form in lower for form in plain) or any(form in content for form in wide)


@functools.cache
def _forms(word: bytes) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """A word as it stands in lower-case bytes, forwards and backwards; and in encodings of several bytes a letter."""
    wide = (word.decode().encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
    return (word.lower(), word[::-1].lower()), tuple(wide)


def _unwrapped(content: bytes) -> Iterator[bytes]:
    """What may be wrapped in `content`; anything that cannot be unwrapped is left out silently, as noise."""
    for unwrap in (_json, _base64, _hex, _entities, _compressed, _zip, _tar, _png, _sqlite):
        with contextlib.suppress(
            ValueError,
            OSError,
            EOFError,
            binascii.Error,
            zlib.error,
            lzma.LZMAError,
            zipfile.BadZipFile,
            RuntimeError,
            tarfile.TarError,
            sqlite3.Error,
            struct.error,
            NotImplementedError,
        ):
            yield from unwrap(content)


def _json(content: bytes) -> Iterator[bytes]:
    """JSON: every string unescaped, lines of notebook cells joined; elsewhere, quoted strings with escapes."""
    try:
        data = json.loads(content)
    except ValueError:
        for match in _ESCAPES.finditer(content):
            with contextlib.suppress(ValueError):
                yield json.loads(match[0]).encode()
        return
    pending = [data]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item.encode("utf-8", "surrogatepass")
        elif isinstance(item, list):
            if item and all(isinstance(part, str) for part in item):
                yield "".join(item).encode("utf-8", "surrogatepass")
            pending.extend(item)
        elif isinstance(item, dict):
            pending.extend((*item.keys(), *item.values()))


def _base64(content: bytes) -> Iterator[bytes]:
    for match in _BASE64.finditer(content):
        text = re.sub(rb"\\n|\s", b"", match[0]).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        # where the run starts inside other text is unknown: all four phases are tried
        for phase in range(4):
            part = text[phase : len(text) - (len(text) - phase) % 4]
            decoded = base64.b64decode(part)
            # shorter than a canary, or plain text read as base64, which is noise
            if len(decoded) >= 16:
                yield decoded


def _hex(content: bytes) -> Iterator[bytes]:
    for match in _HEX.finditer(content):
        yield binascii.unhexlify(match[0])


def _entities(content: bytes) -> Iterator[bytes]:
    if b"&#" in content or b"%" in content:
        text = content.decode("utf-8", "ignore")
        yield html.unescape(text).encode("utf-8", "ignore")
        yield urllib.parse.unquote_to_bytes(text)


def _compressed(content: bytes) -> Iterator[bytes]:
    if content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    elif content[:3] == b"BZh":
        yield bz2.decompress(content)
    elif content[:6] == b"\xfd7zXZ\x00":
        yield lzma.decompress(content)
    elif content[:1] == b"\x78":
        yield zlib.decompress(content)


def _zip(content: bytes) -> Iterator[bytes]:
    if b"PK\x03\x04" in content:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename.encode() + b"\n" + member.comment
                yield archive.read(member)


def _tar(content: bytes) -> Iterator[bytes]:
    if content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive.getmembers():
                stream = archive.extractfile(member)
                yield member.name.encode() + b"\n" + (stream.read() if stream else b"")


def _png(content: bytes) -> Iterator[bytes]:
    """The text chunks of a PNG: tEXt as it is, zTXt and iTXt unpacked, and what follows the image's end."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        return
    place = 8
    while place + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + length]
        if kind in (b"zTXt", b"iTXt"):
            start = body.find(b"\x78")
            while start >= 0:
                with contextlib.suppress(zlib.error):
                    yield zlib.decompress(body[start:])
                start = body.find(b"\x78", start + 1)
        place += 12 + length


def _sqlite(content: bytes) -> Iterator[bytes]:
    """Every value of every table: long ones are split over pages, so that a search of the raw bytes would miss them."""
    if content[:16] != b"SQLite format 3\x00":
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "database")
        path.write_bytes(content)
        with contextlib.closing(sqlite3.connect(path)) as database:
            tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
            for table in tables:
                quoted = table.replace('"', '""')
                for row in database.execute(f'select * from "{quoted}"'):
                    for value in row:
                        yield value if isinstance(value, bytes) else str(value).encode("utf-8", "ignore")
