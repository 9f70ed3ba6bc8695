"""Lists nested a hundred thousand deep.

deserves: -
review: broken
says: not valid JSON
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text('{"nbformat": 4, "cells": ' + "[" * 100_000 + "]" * 100_000 + "}")
