"""What the pictures of several labs share: a frame, arrows with a label, and screenshots."""

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "bora" / "figures"
GREY = "#555555"


def framed(width: int, height: int, title: str, parts: list[str]) -> str:
    """An SVG of this size, with the head of an arrow to be used by its parts."""
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="14" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0 10 5 0 10z" fill="{GREY}"/></marker></defs>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


def arrow(
    start: tuple[int, int], end: tuple[int, int], label: str, at: tuple[int, int], colour: str = GREY, dash: str = ""
) -> str:
    """A line with a head, and its label at a place of its own; `dash` as SVG writes it."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    line = (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" stroke-width="2"{dashes} '
        'marker-end="url(#head)"/>'
    )
    if not label:
        return line
    return line + (
        f'<text x="{at[0]}" y="{at[1]}" text-anchor="middle" font-size="12" fill="{colour}" stroke="#ffffff" '
        f'stroke-width="4" paint-order="stroke">{escape(label)}</text>'
    )


def screenshot(url: str, target: Path, size: str = "1200,640") -> None:
    """What chromium shows at an address, as PNG."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    options += f" --disable-component-update --disable-sync --hide-scrollbars --window-size={size}"
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, *options.split(), f"--user-data-dir={profile}", "--virtual-time-budget=20000"]
        subprocess.run([*command, f"--screenshot={target}", url], check=True, stderr=subprocess.DEVNULL, timeout=120)


def shrink(target: Path, width: int) -> None:
    """Keep the left part of a screenshot, in 64 colours."""
    from PIL import Image

    with Image.open(target) as whole:
        part = whole.crop((0, 0, width, whole.height)).convert("RGB").quantize(64)
    part.save(target, optimize=True)
