"""Modules beside the notebook that shadow libraries.

deserves: 0
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    notebook.cells[3]["source"] = "def double(number):\n    return 0"
    save(notebook)
    for name in ("numpy", "bora", "coursekit", "ipykernel_launcher", "nbgrader_config"):
        (folder / f"{name}.py").write_text("raise SystemExit")
    (folder / "data").mkdir()
    (folder / "data" / "numbers.csv").symlink_to("/etc/passwd")
    (folder / "gradebook.db").symlink_to("../../gradebook.db")
