"""The lexicon's tables as trees, each built when it is first needed."""

from __future__ import annotations

from functools import cache, lru_cache

from plans.agencies import lexicon
from plans.agencies.phrases import Node, tree

CLASS_STARTS = {"cac", "nhung", "mot so", "toan the"}


@lru_cache(maxsize=1)
def _bodies() -> Node:
    fixed: dict[str, str] = {}
    for head in ("Sở", "Phòng", "Bộ", "Ngành", "Ban"):
        for field in lexicon.FIELDS:
            fixed[f"{head} {field}"] = f"{head} {_field(field)}"
    # "Phòng Giáo dục" and "Sở Văn hóa" are short for one body only where the state has just that one.
    fixed |= {"Phòng Giáo dục": "Phòng Giáo dục và Đào tạo", "Sở Giáo dục": "Sở Giáo dục và Đào tạo"}
    return tree({b: b for b in lexicon.BODIES} | fixed | lexicon.SYNONYMS)


def _field(field: str) -> str:
    return {
        "Lao động, Thương binh và Xã hội": "Lao động - Thương binh và Xã hội",
        "Văn hóa, Thể thao, Du lịch": "Văn hóa, Thể thao và Du lịch",
        "Văn hóa - Thể thao và Du lịch": "Văn hóa, Thể thao và Du lịch",
    }.get(field, field)


@cache
def table(which: str) -> Node:
    """The tree of one table of the lexicon, built when it is first needed."""
    if which == "bodies":
        return _bodies()
    return tree(getattr(lexicon, which))


@lru_cache(maxsize=1)
def first_words() -> frozenset[str]:
    """The folded words with which a name can begin, for callers that ask at many places."""
    tables = (table(t) for t in ("bodies", "ROLES", "CLASS_NOUNS", "HEADS", "POLITE"))
    return frozenset(word for t in tables for word in t.children) | CLASS_STARTS
