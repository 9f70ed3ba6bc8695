"""A throw-away git repository for a lesson: real git, no settings of yours read or changed, gone with the notebook.

    repository = Repository()
    (repository.folder / "ratios.py").write_text(...)
    repository.git("add", ".")
    repository.git("commit", "-m", "A first version")

Author, dates and branch names are fixed, so the same commits have the same hashes on every machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path
from types import ModuleType

FIRST_COMMIT = 1_704_700_800
"""2024-01-08, 08:00 UTC, in seconds; each commit and merge is a minute later than the one before."""

_SETTINGS = ("init.defaultBranch=main", "advice.detachedHead=false", "core.autocrlf=false", "commit.gpgSign=false")
_OPTIONS = ("-q", "--tb=line", "--color=no", "-rA", "-p", "no:cacheprovider")


class GitError(RuntimeError):
    """Git is not there, or refused; shown in a notebook as one sentence."""

    def _render_traceback_(self) -> list[str]:  # what IPython prints
        return [str(self)]


class Repository:
    """An empty git repository in `folder`, removed by `close` and at the end of the process."""

    def __init__(self) -> None:
        """Raises GitError where git is not installed."""
        program = shutil.which("git")
        if program is None:
            raise GitError(
                "This section needs git, which is not installed here: get it from https://git-scm.com/downloads, "
                "start Jupyter again, and run from the top. (Sections 1 to 3 and 8 work without.)"
            )
        self._program = program
        self._home = Path(tempfile.mkdtemp(prefix="bora-git-")).resolve()
        self._finalizer = weakref.finalize(self, shutil.rmtree, self._home, ignore_errors=True)
        self.folder = self._home / "repository"
        self.folder.mkdir()
        self._seconds = FIRST_COMMIT
        self.git("init", "--quiet")

    def git(self, *words: str) -> str:
        """Run `git words` in the repository; what it prints. Raises GitError with git's own last line if it refuses."""
        self._seconds += 60 * (words[0] in ("commit", "merge"))
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        done = subprocess.run(
            [self._program, *settings, *words],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
            raise GitError(f"git {' '.join(words)}: {said}")
        return done.stdout.strip()

    def commit(self, revision: str = "HEAD") -> str:
        """The short hash of a branch or other revision."""
        return self.git("rev-parse", "--short=8", revision)

    def checkout(self, revision: str) -> Path:
        """A folder of its own with the files of a revision, renewed at each call; the repository stays where it is."""
        folder = self._home / "checkouts" / revision.replace("/", "-")
        if folder.exists():
            self.git("worktree", "remove", "--force", str(folder))
        self.git("worktree", "add", "--quiet", "--detach", str(folder), revision)
        return folder

    def module(self, revision: str, name: str) -> ModuleType:
        """The file `name`.py of a revision as a module, which Python's own table of modules does not get to know."""
        module = ModuleType(name)
        exec(compile(self.git("show", f"{revision}:{name}.py"), f"{revision}:{name}.py", "exec"), module.__dict__)
        return module

    def close(self) -> None:
        """Remove everything. Closing twice does no harm."""
        self._finalizer()

    def _environment(self) -> dict[str, str]:
        who = {"NAME": "Bora", "EMAIL": "team@bora.invalid", "DATE": f"{self._seconds} +0000"}
        named = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in who.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
        return kept | named | quiet | {"HOME": str(self._home), "LC_ALL": "C"}


def run_pytest(folder: Path, *files: str) -> "subprocess.CompletedProcess[str]":
    """Run pytest as a program in `folder`, on all tests or some files: `.stdout` to read, `.returncode` 0 if green."""
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *_OPTIONS, *files],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
