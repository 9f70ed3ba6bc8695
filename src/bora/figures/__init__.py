"""The figures of the lessons, one module a lab: code that draws is not the lesson."""

import importlib.resources

from IPython.display import SVG, Image


def picture(lab: str, name: str) -> SVG | Image:
    """A picture of a lab ("04") that is a file of this folder: drawn (SVG) or a screenshot (PNG).

    Raises FileNotFoundError where there is none of this name.
    """
    folder = importlib.resources.files("bora") / "figures"
    drawn, taken = (folder / f"lab{lab}_{name}.{kind}" for kind in ("svg", "png"))
    if drawn.is_file():
        return SVG(data=drawn.read_text(encoding="utf-8"))
    if taken.is_file():
        return Image(data=taken.read_bytes())
    raise FileNotFoundError(f"lab {lab} has no picture {name!r}")
