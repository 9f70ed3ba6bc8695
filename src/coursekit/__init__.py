"""The kit around the course: build it, check it, judge its graders, audit what learners get, show a class."""

import sys

# jsonschema, which nbformat imports, would build the grammar of IRIs from this at every start, which takes more than a
# second; it does without where there is none, and no notebook's schema asks for an IRI
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
