"""The audit finds every way in which an answer could reach learners: each leak channel is opened here on purpose."""

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import sqlite3
import struct
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursekit import release
from coursekit.manifest import Course
from coursekit.proofs import audit
from coursekit.proofs.search import found_in
from coursekit.texts import build, notebooks, source

Package = dict[str, bytes]
RELEASE, LESSON = "assignments/01_tiny/01_tiny.ipynb", "notebooks/01_tiny.ipynb"
BELONGS = "does not belong into the package"
STUB, HIDDEN = "an answer was not replaced by its stub", "a hidden check was not removed"
OUTPUTS, LINE = "holds outputs or an execution count", "holds a line of an answer or hidden check"
WORD = b"canary0123456789abcdef"


def leaks(course: Course, sabotage: Callable[[Package], Package]) -> str:
    """What the audit says of the real package after `sabotage`."""
    package = sabotage(release.files(course))
    return "\n".join(
        [*audit.inspect(package), *(f"{name}: {why}" for name, why in audit.search_lines(course, package))]
    )


def in_notebook(name: str, change: Callable[[dict[str, Any]], None]) -> Callable[[Package], Package]:
    def sabotage(package: Package) -> Package:
        notebook = json.loads(package[name])
        change(notebook)
        return {**package, name: json.dumps(notebook).encode()}

    return sabotage


def cell(notebook: dict[str, Any], identity: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell["id"] == identity)


def with_file(name: str, content: bytes = b"x") -> Callable[[Package], Package]:
    return lambda package: {**package, name: content}


def png_with(text: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(text)) + chunk(b"IEND", b"")


def database_with(text: bytes, tmp_path: Path) -> bytes:
    path = tmp_path / "database"
    with sqlite3.connect(path) as database:
        database.execute("create table notes (text)")
        # long enough to be split over several pages
        database.execute("insert into notes values (?)", ("x" * 8_150 + text.decode() + "x" * 20_000,))
    database.close()
    return path.read_bytes()


def zip_with(text: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", text)
    return stream.getvalue()


def tar_with(text: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo("notes.txt")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    return stream.getvalue()


def test_nothing_leaks_from_a_package_as_built(tiny: Course) -> None:
    assert audit.audit(tiny) == []


@pytest.mark.parametrize(
    ("channel", "sabotage", "says"),
    [
        ("solution left in", in_notebook(RELEASE, lambda n: cell(n, "answer-1-1").update(
            source="def double(number):\n    return 2 * number")), STUB),
        ("marker misspelt", in_notebook(RELEASE, lambda n: cell(n, "answer-1-1").update(
            source="def double(n):\n    ## BEGIN SOLUTON\n    raise NotImplementedError()")), "a marker was left over"),
        ("hidden check left in", in_notebook(RELEASE, lambda n: cell(n, "hidden-1-1").update(
            source=notebooks.HIDDEN_NOTE + "\nchecks.close(double(0.25), 0.5, '', '')")), HIDDEN),
        ("written answer left in", in_notebook(RELEASE, lambda n: cell(n, "written-1-2").update(
            source="Because two is the smallest even prime.")), "a written answer was not removed"),
        ("outputs", in_notebook(RELEASE, lambda n: cell(n, "check-1-1").update(
            outputs=[{"output_type": "stream", "name": "stdout", "text": "8"}])), OUTPUTS),
        ("execution count", in_notebook(RELEASE, lambda n: cell(n, "check-1-1").update(
            execution_count=3)), OUTPUTS),
        ("attachment", in_notebook(RELEASE, lambda n: cell(n, "written-1-2").update(
            attachments={"a.png": {"image/png": "eA=="}})), "part 'attachments' is not on the allow-list"),
        ("cell metadata", in_notebook(RELEASE, lambda n: cell(n, "check-1-1")["metadata"].update(
            answer="8")), "metadata 'answer' is not on the allow-list"),
        ("nbgrader metadata", in_notebook(RELEASE, lambda n: cell(n, "check-1-1")["metadata"]["nbgrader"].update(
            expected=8)), "nbgrader metadata 'expected' is not"),
        ("notebook metadata", in_notebook(RELEASE, lambda n: n["metadata"].update(
            jupytext={"formats": "ipynb,py"})), "notebook metadata 'jupytext' is not"),
        ("widget state", in_notebook(LESSON, lambda n: n["metadata"].update(
            widgets={"state": {}})), "notebook metadata 'widgets' is not"),
        ("answer shown in a lesson", in_notebook(LESSON, lambda n: n["cells"][-1].update(
            source='if number <  0: raise ValueError("negative")')), None),
        ("hidden check in a lesson", in_notebook(LESSON, lambda n: n["cells"][-1].update(
            source='checks.close(double(0), 0, "double(0)", "Zero has a double.")')), LINE),
        ("helper module with the reference", with_file(
            "src/bora/reference.py", b'checks.close(double(0.25), 0.5, "double(0.25)", '
            b'"Twice the number is asked for, for fractions too.")'), "src/bora/reference.py: holds a line"),
        ("solutions folder", with_file("solutions/01_tiny/01_tiny.ipynb", b"{}"), BELONGS),
        ("course text", with_file("course/assignments/01_tiny.py"), BELONGS),
        ("answers for the judge", with_file("tests/answers/01_tiny/1.1/right_sum.py"), BELONGS),
        ("checkpoint", with_file("assignments/01_tiny/.ipynb_checkpoints/01_tiny.ipynb"), BELONGS),
        ("log", with_file(".nbgrader.log"), BELONGS),
        ("gradebook", with_file("gradebook.db"), BELONGS),
        ("exported grades", with_file("grades.csv"), BELONGS),
        ("feedback page", with_file("feedback/perfect/01_tiny/01_tiny.html"), BELONGS),
        ("fitted model", with_file("assignments/01_tiny/data/model.pkl"), BELONGS),
        ("tracking database", with_file("assignments/01_tiny/mlflow.db"), BELONGS),
        ("tracking folder", with_file("mlruns/0/meta.yaml"), BELONGS),
        ("teacher's guide", with_file("docs/teach.md"), BELONGS),
        ("version history", with_file(".git/packed-refs"), BELONGS),
        ("broken notebook", with_file(LESSON, b"{"), "is not valid JSON"),
    ],
)  # fmt: skip
def test_a_leak_through_this_channel_is_found(
    tiny: Course, channel: str, sabotage: Callable[[Package], Package], says: str | None
) -> None:
    if says is None:
        # a short line is no evidence: the canaries, not this net, are there for it
        assert leaks(tiny, sabotage) == ""
    else:
        assert says in leaks(tiny, sabotage), channel


@pytest.mark.parametrize("place", ["answer:1.1", "hidden:1.1", "written:1.2"])
def test_a_canary_of_each_kind_that_gets_through_is_found(tiny: Course, place: str) -> None:
    word = audit.canary_for(f"assignments/01_tiny.py {place}").encode()
    found = dict(audit.search_canaries(tiny, lambda package: {**package, "data/notes.txt": b"see " + word}))
    assert found == {"data/notes.txt": f"assignments/01_tiny.py {place}"}


def test_a_stripper_that_forgets_a_region_is_found(tiny: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "release_version", lambda lab, notebook: notebook)
    found = {place for _, place in audit.search_canaries(tiny)}
    assert found == {f"assignments/01_tiny.py {kind}" for kind in ("answer:1.1", "hidden:1.1", "written:1.2")}


def test_a_builder_that_ships_teachers_notes_is_found(tiny: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    make = notebooks.lesson

    def careless(course: Course, lab: Any, text: source.Source) -> Any:
        made = make(course, lab, text)
        made.cells[0].source += "\n".join(note.source for note in text.tagged("teacher"))
        return made

    monkeypatch.setattr(notebooks, "lesson", careless)
    assert [place for _, place in audit.search_canaries(tiny)] == ["lessons/01_tiny.py teacher:33"]


def test_a_canary_in_the_real_package_survives_every_wrapping(tmp_path: Path) -> None:
    text = b"the answer: " + WORD + b" and so on"
    wrapped = {
        "plain": text,
        "upper case": text.upper(),
        "reversed": text[::-1],
        "utf-16": text.decode().encode("utf-16"),
        "utf-32": text.decode().encode("utf-32-be"),
        "json": json.dumps({"a": [text.decode()]}).encode(),
        "json escapes": json.dumps({"a": WORD.decode()}).replace("c", "\\u0063").encode(),
        "lines of a cell": json.dumps({"source": [WORD[:9].decode(), WORD[9:].decode()]}).encode(),
        "base64": base64.b64encode(text),
        "base64, shifted": b"prefix:" + base64.b64encode(b"x" + text) + b"!",
        "base64 in lines": base64.encodebytes(text * 9),
        "base64, url-safe": base64.urlsafe_b64encode(b"\xff\xfe" * 3 + text),
        "base64 twice": base64.b64encode(base64.b64encode(text)),
        "base64 in json": json.dumps({"image/png": base64.encodebytes(png_with(text)).decode()}).encode(),
        "hex": text.hex().encode(),
        "percent": urllib.parse.quote_from_bytes(bytes(text), safe="").replace("c", "%63").encode(),
        "entities": "".join(f"&#{byte};" for byte in text).encode(),
        "gzip": gzip.compress(text),
        "bz2": bz2.compress(text),
        "xz": lzma.compress(text),
        "zlib": zlib.compress(text),
        "zip": zip_with(text),
        "zip in zip": zip_with(zip_with(text)),
        "file name in zip": zip_with(b"").replace(b"notes.txt", WORD[:9]) + WORD,
        "tar.gz": tar_with(text),
        "png text": png_with(text),
        "png, after its end": png_with(b"x") + text,
        "sqlite": database_with(WORD, tmp_path),
    }
    missed = [name for name, content in wrapped.items() if not found_in(content, {WORD})]
    assert missed == []


def test_other_words_are_not_found() -> None:
    assert found_in(b"nothing to see" * 1000, {WORD}) == set()
    assert found_in(zip_with(b"canary0123456789abcdee"), {WORD}) == set()


def test_the_package_has_the_same_bytes_every_time(tiny: Course, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        release.write(tiny, tmp_path / name)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.zip", "two.zip"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest()
    names = zipfile.ZipFile(io.BytesIO(one)).namelist()
    assert "mlops-labs/assignments/01_tiny/01_tiny.ipynb" in names
    assert not [name for name in names if "solutions" in name or "teach" in name or name.endswith(".db")]
