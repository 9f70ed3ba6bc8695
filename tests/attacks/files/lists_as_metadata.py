"""Metadata that are lists, ids that are numbers.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    import json

    raw = json.loads(text(notebook))
    for cell in raw["cells"]:
        cell["metadata"], cell["attachments"], cell["outputs"] = [1, 2], 7, {"a": []}
    (folder / "01_tiny.ipynb").write_text(json.dumps(raw))
