"""Parse code, from any thread.

CPython 3.11 counts the depth of the tree that it builds once for the whole process. Two threads that parse at the
same time then get `SystemError: AST constructor recursion depth mismatch`, once in many thousand calls
(python/cpython#106905). Submissions are graded side by side, so everything here parses under one lock.
"""

import ast
import threading

_one_at_a_time = threading.Lock()


def parse(code: str) -> ast.Module:
    """The tree of `code`; raises `SyntaxError` or `ValueError` as `ast.parse` does."""
    with _one_at_a_time:
        return ast.parse(code)
