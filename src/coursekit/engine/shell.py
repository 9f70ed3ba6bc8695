"""An IPython shell without a kernel around it: runs cells one by one and keeps their outputs as a notebook would."""

import io
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from coursekit.engine.results import MAX_OUTPUTS


class Outputs:
    """The outputs of one cell in notebook format, up to `limit` bytes; what is more is dropped and said.

    Their number is limited as well: a page with very many cannot be shown, however short they are.
    """

    def __init__(self, limit: int) -> None:
        self.items: list[dict[str, Any]] = []
        self.dropped = False
        self._room = limit

    def stream(self, name: str, text: str) -> None:
        """Add text to stdout or stderr."""
        text = self._fitting(text)
        last = self.items[-1] if self.items else {}
        if text and last.get("name") == name:
            last["text"].append(text)
        elif text and len(self.items) < MAX_OUTPUTS:
            self.items.append({"output_type": "stream", "name": name, "text": [text]})
        elif text:
            self.dropped = True

    def add(self, output: dict[str, Any]) -> None:
        """Add a display, a result or an error."""
        size = sum(len(str(part)) for part in output.values())
        if size > self._room or len(self.items) >= MAX_OUTPUTS:
            self.dropped = True
            return
        self._room -= size
        self.items.append(output)

    def finished(self) -> list[dict[str, Any]]:
        """The outputs, texts joined."""
        for item in self.items:
            if item["output_type"] == "stream":
                item["text"] = "".join(item["text"])
        return self.items

    def _fitting(self, text: str) -> str:
        kept = text[: max(0, self._room)]
        self.dropped = self.dropped or len(kept) < len(text)
        self._room -= len(kept)
        return kept


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a learner's process."""

    def __init__(self, shell: "Shell", name: str) -> None:
        super().__init__()
        self._shell, self._name = shell, name

    def write(self, text: str) -> int:
        self._shell.outputs.stream(self._name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    shell: Any

    def publish(self, data: dict[str, Any], metadata: Any = None, source: Any = None, **_: Any) -> None:
        output = {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})}
        self.shell.outputs.add(output)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.items.clear()


class _ResultHook(DisplayHook):
    shell: Any

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self.shell.outputs.add(
            {
                "output_type": "execute_result",
                "data": dict(format_dict),
                "metadata": dict(md_dict or {}),
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """Made once, in the zygote; each fork runs a learner's cells in its own copy."""

    displayhook_class = Type(_ResultHook)
    display_pub_class = Type(_Publisher)

    @classmethod
    def make(cls) -> "Shell":
        """The shell, without history file and without the user's own start-up files."""
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        shell: Shell = cls.instance(config=config)
        shell.outputs = Outputs(0)
        return shell

    def init_sys_modules(self) -> None:
        super().init_sys_modules()
        self.user_module.__file__ = None

    def enable_gui(self, gui: Any = None) -> None:
        """Nothing to show windows on."""

    def run(self, code: str, limit: int) -> tuple[list[dict[str, Any]], bool]:
        """Run one cell: its outputs, and whether some were dropped."""
        self.outputs = Outputs(limit)
        outer = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self, "stdout"), Stream(self, "stderr")
        try:
            self.run_cell(code, store_history=True)
        finally:
            sys.stdout, sys.stderr = outer
        return self.outputs.finished(), self.outputs.dropped

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        name = getattr(etype, "__name__", str(etype))
        lines = [str(line) for line in stb]
        self.outputs.add({"output_type": "error", "ename": name, "evalue": str(evalue), "traceback": lines})
