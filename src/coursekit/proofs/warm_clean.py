"""Clean processes that start at once: the judge runs many, and each would import MLflow again.

One process, in the same sandbox as those of `bora.clean`, imports MLflow and then forks for each piece of code, which
is put into a folder of its own: it knows no more of the answer that packed it than a new process would.
"""

import contextlib
import functools
import io
import json
import os
import socket
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

_SOCKET = "socket"
_READY = b"ready\n"


@contextlib.contextmanager
def warm_clean_processes() -> Iterator[None]:
    """Let `bora.clean.run_clean` fork from a warm process while the block runs."""
    from bora import clean

    with tempfile.TemporaryDirectory(prefix="clean-") as folder:
        place = Path(folder).resolve()
        # in there only installed packages can be seen: this file goes in as a text
        code = f"{Path(__file__).read_text(encoding='utf-8')}\nserve({str(place)!r})"
        command = [*clean.walls(place), sys.executable, "-I", "-c", code]
        with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            try:
                assert server.stdout
                if server.stdout.readline() == _READY:
                    clean.run_instead = functools.partial(_run, place)
                yield
            finally:
                clean.run_instead = None
                server.kill()


def _run(place: Path, code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    from bora import clean

    packed = clean.packed(folder)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(place / _SOCKET))
        line.sendall(json.dumps({"code": code, "bytes": len(packed)}).encode() + b"\n" + packed)
        with line.makefile("rb") as reader:
            return subprocess.CompletedProcess([], **json.load(reader))


def serve(place: str) -> None:
    """In the sandbox: fork for each request; who goes away before the answer has its process killed."""
    import mlflow.pyfunc
    import mlflow.sklearn  # noqa: F401

    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(Path(place, _SOCKET)))
        door.listen()
        os.write(1, _READY)
        while True:
            line, _ = door.accept()
            with line, line.makefile("rb") as reader, tempfile.TemporaryDirectory(dir=place) as folder:
                request = json.loads(reader.readline())
                with tarfile.open(fileobj=io.BytesIO(reader.read(request["bytes"]))) as archive:
                    archive.extractall(folder, filter="data")
                with contextlib.suppress(BrokenPipeError):
                    line.sendall(json.dumps(_forked(request["code"], Path(folder))).encode())


def _forked(code: str, folder: Path) -> dict[str, int | str]:
    """Run code in a fork with `folder` as its working directory, as `python -c` would."""
    streams = {"stdout": folder.with_suffix(".out"), "stderr": folder.with_suffix(".err")}
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        for number, path in enumerate(streams.values(), start=1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        sys.argv = ["-c"]
        status = 1
        try:
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    texts = {name: path.read_text(errors="replace") for name, path in streams.items()}
    for path in streams.values():
        path.unlink()
    return {"returncode": status, **texts}
