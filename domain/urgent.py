"""Does a message sound like a child in danger? Then it gets the 111 card and nothing else.

Such a message is never stored, logged or passed on. Missing one does harm, a needless card does little, so
that in doubt the card wins; only questions about procedures, plans and figures are let through.

Lists of deeds are never complete, therefore it is asked the other way round: officers who ask for their work
use the vocabulary of offices and speak of children at large. Whoever speaks of a certain child, or of what
somebody near does to him, and uses none of that vocabulary, is in need until the contrary is known.
"""

from __future__ import annotations

import re

from domain import urgent_words as lists
from domain.text import fold, nfc, strip_marks

_TOKEN = re.compile(r"[^\W_]+")
_MEANT = {plain: frozenset(forms.split()) for plain, forms in lists.MEANT.items()}
_NOTHING = "x"
"""Stands where a word with marks is not the one that is meant, and where a harmless phrase was."""
_SHORTEST = 3
"""Words; "em bị" alone tells nothing."""


def _any(words: str, end: str = r"\b") -> re.Pattern[str]:
    return re.compile(rf"\b{words}{end}")


_HARMLESS = _any(lists.HARMLESS, "")
_CHILD = _any(lists.CHILD)
_SOMEBODY = _any(lists.SOMEBODY)
_CHILDREN = _any(lists.CHILDREN)
_KIN = _any(lists.KIN)
_DEED = _any(lists.DEED)
_TOPIC = _any(rf"(?:{lists.TOPIC}|{lists.CONDITION})")
_SELF = _any(lists.SELF)
_STORY = _any(lists.STORY, "")
_OFFICE = _any(lists.OFFICE)
_TROUBLE = _any(lists.TROUBLE)
_ENGLISH = re.compile(lists.ENGLISH)
_ENGLISH_STORY = re.compile(lists.ENGLISH_STORY)
_ENGLISH_OFFICE = re.compile(lists.ENGLISH_OFFICE)
_AT_LARGE = re.compile(
    rf"\b(?:tre em|{lists.CHILDREN})\b(?! (?:con|so sinh|moi sinh|moi de|vua sinh|vua de)\b)"
)
_MOMENT = re.compile(r"\b(?:bi|dang|vua|khan cap|gap|sos)\b")
_NOW = re.compile(r"\b(?:dang|vua) (?:co|xay ra|bi)\b")
_OFFICE_NAME = re.compile(r"\b\w{1,5}(?:\s?&\s?\w{1,5})+\b|\b[A-ZĐ]{2,}(?:-[A-ZĐ]{2,})+\b")
"""`KH&CN`, `LĐ-TB`: letters of an office, no chat spellings."""
_FIGURE = re.compile(r"\bcon số\b")
_SUFFERS = re.compile(r"\bbi (\w+(?: \w+)*)")


def sounds_like_a_case(text: str) -> bool:
    """Whether a text tells of a child who may be in danger (marks may be missing)."""
    key = _key(text)
    apart = _AT_LARGE.sub(_NOTHING, key)
    office = _OFFICE.search(fold(text)) is not None
    story = _STORY.search(apart) is not None
    if _ENGLISH.search(key) or _ENGLISH_STORY.search(key):
        return _ENGLISH_OFFICE.search(key) is None
    if _SELF.search(key):
        return not office or story
    somebody = _CHILD.search(apart) is not None
    deed = _DEED.search(key) is not None
    told = _DEED.search(_TOPIC.sub(" ", key)) is not None
    if office:
        return deed and somebody and (story or (told and _SOMEBODY.search(apart) is not None))
    if told and _MOMENT.search(apart):
        return True
    if _SOMEBODY.search(apart):
        return len(key.split()) >= _SHORTEST and (deed or story or not _TROUBLE.search(key))
    if _KIN.search(_TOPIC.sub(" ", apart)) and (somebody or deed or _CHILDREN.search(key)):
        return deed or not _TROUBLE.search(key)
    if deed and _NOW.search(key):
        return True
    if somebody:
        return deed or (_SUFFERS.search(apart) is not None and not _TROUBLE.search(key))
    return _of_children(key, apart)


def _of_children(key: str, apart: str) -> bool:
    """Children at large: a subject of plans, unless something more is told of them."""
    if not _CHILDREN.search(key):
        return False
    rest = _TOPIC.sub(" ", key)
    if _DEED.search(rest) or _SUFFERS.search(rest):
        return True
    return _DEED.search(key) is not None and _STORY.search(_TOPIC.sub(" ", apart)) is not None


def _key(text: str) -> str:
    """Words without marks, chat spellings opened, harmless phrases and twins of harmful words taken out."""
    words: list[str] = []
    for token in _TOKEN.findall(_FIGURE.sub(" ", _OFFICE_NAME.sub(_NOTHING, nfc(text)).lower())):
        plain = strip_marks(token)
        forms = _MEANT.get(plain)
        if token in lists.CHAT:
            words.append(lists.CHAT[token])
        elif forms is not None and plain != token and token not in forms:
            words.append(_NOTHING)
        else:
            words.append(plain)
    return _HARMLESS.sub(_NOTHING, " ".join(words))
