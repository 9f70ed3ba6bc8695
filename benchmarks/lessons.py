"""Functions of a lesson, taken from its text, for those who try them in many worlds."""

import ast
from pathlib import Path
from typing import Any

from coursekit.texts import source


def lesson_functions(lesson: Path) -> dict[str, Any]:
    """The functions of a lesson, the imports of its setup, and its constants in capitals.

    The rest of it does not run, nor what it writes to a file.
    """
    namespace: dict[str, Any] = {}
    for cell in source.read(lesson, "lesson").cells:
        if cell.cell_type != "code" or cell.source.startswith("%%"):
            continue
        for node in ast.parse(cell.source).body:
            constant = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper()
            imports = cell.tag == "setup" and isinstance(node, ast.Import | ast.ImportFrom)
            if constant or imports or isinstance(node, ast.FunctionDef):
                exec(compile(ast.Module([node], []), str(lesson), "exec"), namespace)
    return namespace
