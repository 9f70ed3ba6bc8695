"""Ids of ten megabytes.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    import json

    raw = json.loads(text(notebook))
    raw["cells"].append({"cell_type": "code", "source": "", "id": "x" * 10_000_000, "metadata": {}})
    (folder / "01_tiny.ipynb").write_text(json.dumps(raw))
