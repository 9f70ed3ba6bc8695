"""HTML, script, SVG and a forged image in outputs and in exception messages.

deserves: 0
review: no
"""

from IPython.display import HTML, SVG, Javascript, Markdown, display

BAD = "<script>alert('CANARY-SCRIPT')</script><img src=x onerror=alert(1)>"
display(HTML(BAD), Javascript("alert('CANARY-JS')"), Markdown(BAD))
display({"image/png": '"/><script>alert(1)</script>', "text/plain": BAD}, raw=True)
display({"image/svg+xml": f"<svg onload=alert(1)>{BAD}</svg>"}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"x": BAD}, "text/latex": BAD}, raw=True)
print(BAD)


def double(number):
    raise ValueError(BAD)


double(1)
