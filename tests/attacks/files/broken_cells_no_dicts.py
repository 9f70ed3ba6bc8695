"""Cells that are not cells.

deserves: -
review: broken
says: cannot be a student|not a notebook that can be read
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text('{"nbformat": 4, "metadata": {}, "cells": [1, "a", null, []]}')
