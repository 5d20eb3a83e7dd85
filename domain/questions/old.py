"""What a typed question asks for: pure, from the text alone.

The kinds are few on purpose; what is not understood is said to be so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.text import fold
from domain.urgent import sounds_like_a_case


class QuestionKind(StrEnum):
    URGENT = "urgent"
    HOTLINE = "hotline"
    MY_TASKS = "my_tasks"
    DEADLINES = "deadlines"
    TOPIC = "topic"
    SMALL_TALK = "small_talk"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its kind and the folded words that carry its subject."""

    kind: QuestionKind
    words: tuple[str, ...] = ()


_HOTLINE = re.compile(
    r"\b(?:duong day nong|hotline|so dien thoai|goi so nao|so nao de goi|tong dai|sdt|111)\b"
)
_MINE = re.compile(
    r"\b(?:don vi (?:toi|minh|em|chung toi|cua toi)|toi phu trach|nhiem vu cua toi|viec cua toi|my (?:tasks|unit))\b"
)
_DUE = re.compile(
    r"\b(?:han|thoi han|khi nao|bao gio|den han|tre han|qua han|deadlines?|when|nop ngay nao)\b"
)
_TALK = re.compile(
    r"^(?:xin )?(?:chao|cam on|cam on ban|hello|hi|thanks?|thank you|ok|oke|vang|da|tot|alo)(?: .{0,20})?$"
)

_ASKING = re.compile(
    r"\b(?:chu tri|phu trach|phoi hop|chiu trach nhiem|trach nhiem|giao cho|co viec gi|viec gi|nhung gi|the nao|ra sao"
    r"|bao gio|khi nao|luc nao|den han|thoi han|han chot|han nop)\b"
)
"""What is asked about a subject, not the subject itself."""

_EMPTY_WORDS = frozenset(
    [
        "a",
        "ai",
        "anh",
        "ban",
        "bao",
        "bi",
        "bo",
        "cac",
        "cai",
        "can",
        "cap",
        "chi",
        "cho",
        "chu",
        "chung",
        "co",
        "con",
        "cua",
        "cung",
        "da",
        "dang",
        "de",
        "den",
        "di",
        "do",
        "don",
        "duoc",
        "gi",
        "gio",
        "han",
        "hay",
        "hoi",
        "hoac",
        "khi",
        "khong",
        "la",
        "lam",
        "len",
        "luc",
        "ma",
        "may",
        "minh",
        "moi",
        "muon",
        "nao",
        "nay",
        "neu",
        "ngay",
        "nhiem",
        "nhung",
        "nhu",
        "o",
        "oi",
        "phai",
        "phu",
        "qua",
        "ra",
        "rang",
        "roi",
        "sao",
        "se",
        "tai",
        "the",
        "thi",
        "thoi",
        "thuc",
        "tiep",
        "toi",
        "trach",
        "trach",
        "tren",
        "trong",
        "tu",
        "va",
        "vao",
        "ve",
        "vi",
        "viec",
        "voi",
        "vu",
        "xin",
        "y",
        "nhe",
        "a",
        "the",
        "what",
        "is",
        "are",
        "of",
        "for",
        "who",
        "when",
        "do",
        "does",
        "my",
        "to",
        "in",
        "on",
        "by",
        "our",
    ]
)


def read_question(text: str) -> Question:
    """Read a question typed with or without marks."""
    if sounds_like_a_case(text):
        return Question(QuestionKind.URGENT)
    key = fold(text)
    subject = _ASKING.sub(" ", key)
    words = tuple(word for word in subject.split() if word not in _EMPTY_WORDS and len(word) > 1)
    if not key:
        return Question(QuestionKind.UNKNOWN)
    if _HOTLINE.search(key):
        return Question(QuestionKind.HOTLINE)
    if _TALK.match(key):
        return Question(QuestionKind.SMALL_TALK)
    if _MINE.search(key):
        return Question(QuestionKind.DEADLINES if _DUE.search(key) else QuestionKind.MY_TASKS)
    if words:
        return Question(QuestionKind.TOPIC, words)
    return Question(QuestionKind.DEADLINES if _DUE.search(key) else QuestionKind.UNKNOWN)
