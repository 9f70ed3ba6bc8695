"""Half characters and zero bytes in a source.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    notebook.cells[3]["source"] += "\n# \ud800"
    import json

    (folder / "01_tiny.ipynb").write_text(json.dumps(notebook))
