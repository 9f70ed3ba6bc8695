"""Sources of odd types in cells nobody needs.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    import json

    raw = json.loads(text(notebook))
    raw["cells"] += [{"cell_type": "code", "source": source} for source in (None, 7, {"a": 1}, [1, None, "x"], True)]
    (folder / "01_tiny.ipynb").write_text(json.dumps(raw))
