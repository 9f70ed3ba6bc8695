"""A vendor's leaflet (lab 01, invented): what its small print does not allow a headline to say."""

import re
from typing import Any

MAX_WORDS = 25
NEEDED = {
    "Which share?": r"\b(91|195)\b|\b(nine|9) (in|of|out of) (ten|10)\b",
    "Of how many? A share needs its base.": r"\b214\b",
    "Who was counted? Not companies, but the people who filled in the questionnaire.": r"decision[ -]?makers|people|"
    r"visitors|respondents|managers|those who|answers|answered|executives|goers|attendees|participants|persons|"
    r"professionals|exhibitors|questionnaires|forms\b",
    "Among whom? They were all at one place (fair, trade show, event: name it).": r"\b(fair|fair-?goers|fairs|"
    r"(trade|spring)[ -]?shows?|exhibition|expo|event|conference|convention)\b",
    "Nobody looked: they only said so.": r"\b(say|said|claim|report|tell|told|state|according|"
    r"declare|affirm|assert|believ|self-report)",
    "Who uses AI: the people, or the place where they work?": r"compan|firm|employer|organi[sz]ation|business",
    "What do they say is used?": r"\bai\b|artificial intelligence",
}
"""An objection, and the words (a regular expression) of which one answers it."""
_COMPANIES = r"(companies|firms|employers|organi[sz]ations|businesses)"
UNPROVEN = {
    "The small print knows nothing of lenders.": r"\blend|\bbank",
    "It asks whether AI is used, not what for.": r"\bscor",
    "It counts answers, not companies: two may come from one.": rf"(91|195|214|\bten|%|cent|most|all)( of)?( the)? "
    rf"{_COMPANIES}\b",
    "No conclusion follows: say what was counted, and stop.": r"([,;:.]|\band) so\b|"
    r"\b(therefore|thus|hence|proves?|which means|this means)\b",
    "More said yes than were asked.": r"\b214 (of|out of|in) (the )?195\b",
}
"""An objection, and the words that call for it, unless the headline itself says that this is not known."""
DOUBT = r"\bunknown|\bnot known|\bunclear|\bwhether\b|\bnot asked|\bnobody knows"


def objections(sentence: Any) -> list[str]:
    """What a board member would say against a headline; empty where it says what the small print says."""
    if not isinstance(sentence, str):
        return ["A headline is a text, in quotes."]
    text = sentence.lower()
    found = [objection for objection, words in NEEDED.items() if not re.search(words, text)]
    found += [
        objection for objection, words in UNPROVEN.items() if re.search(words, text) and not re.search(DOUBT, text)
    ]
    if len(text.split()) > MAX_WORDS:
        found.append(f"It has {len(text.split())} words; at most {MAX_WORDS} fit.")
    return found
