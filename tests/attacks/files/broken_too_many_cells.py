"""Fifty thousand cells.

deserves: -
review: broken
says: 50000 cells
"""

def hand_in(folder, notebook, save):
    import json

    cells = [{"cell_type": "code", "source": "1"}] * 50_000
    (folder / "01_tiny.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}))
