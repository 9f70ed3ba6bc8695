"""A learner's own web service for lab 08: the file `desk.py` of a folder, served by uvicorn in a process of its own.

    desk = Desk(folder)                                  # folder/desk.py defines `app`, a FastAPI application
    requests.post(f"{desk.url}/score", json=...)
    desk.restart()                                       # after the file was changed; the port stays

It ends with `stop`, with the object, and with this process, however that ends (`bora.lifeline`).
"""

import importlib
import os
import socket
import subprocess
import sys
import weakref
from pathlib import Path

from bora.lifeline import exit_with_parent
from bora.services import ServiceError, bypass_proxies


class Desk:
    """A running service; `url` is its address. Raises ServiceError, with the last line of its log, if none starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bypass_proxies()
        self._port = 0
        self._start()

    def restart(self) -> None:
        """Stop the service and start it again from the file as it is now, at the same address."""
        self.stop()
        self._start()

    def stop(self) -> None:
        """Stop the service. Stopping twice does no harm."""
        self._stopper()

    def _start(self) -> None:
        log = self.folder / "desk.log"
        with log.open("wb") as errors:
            child = subprocess.Popen(
                [sys.executable, "-m", "bora.desk", str(self._port)],
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},  # a file changed within a second is read anew
            )
        self._stopper = weakref.finalize(self, _stop, child)
        assert child.stdout is not None
        said = child.stdout.readline()
        if not said:
            lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
            last = [line for line in lines if line.strip()] or ["nothing"]
            raise ServiceError(f"desk.py did not start; its log ends: {last[-1]}")
        self._port = int(said)
        self.url = f"http://127.0.0.1:{self._port}"


def _stop(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def main() -> None:
    """The child: bind a port (0: any free one), tell it, serve `app` of desk.py in the current folder."""
    exit_with_parent()
    import uvicorn

    sys.path.insert(0, "")
    app = importlib.import_module("desk").app
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", int(sys.argv[1])))
    bound.listen()
    print(bound.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[bound])


if __name__ == "__main__":
    main()
