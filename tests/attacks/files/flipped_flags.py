"""Flags were flipped: checks as answers, answers as checks.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    for cell in notebook.cells:
        graded = cell["metadata"]["nbgrader"]
        graded["grade"], graded["solution"], graded["locked"] = not graded["grade"], not graded["solution"], False
        graded["points"] = 1000
    save(notebook)
