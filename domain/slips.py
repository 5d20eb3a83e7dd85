"""Whether two words are the same up to one slip of the finger. Pure; compares folded words."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=100_000)
def one_slip(typed: str, meant: str) -> bool:
    """A letter more, less or other, or two swapped; words of fewer than three letters have no slips."""
    if typed == meant:
        return True
    if min(len(typed), len(meant)) < 2 or max(len(typed), len(meant)) < 3 or abs(len(typed) - len(meant)) > 1:
        return False
    i = 0
    while i < min(len(typed), len(meant)) and typed[i] == meant[i]:
        i += 1
    rest, other = typed[i:], meant[i:]
    return (
        rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or rest[:2][::-1] + rest[2:] == other
    )


def one_finger(typed: str, meant: str) -> bool:
    """A letter lost, doubled, or two swapped: what fingers do to a word without choosing another letter."""
    if typed == meant or not -2 < len(typed) - len(meant) < 2:
        return False
    i = 0
    while i < min(len(typed), len(meant)) and typed[i] == meant[i]:
        i += 1
    rest, other = typed[i:], meant[i:]
    doubled = rest[1:] == other and i > 0 and rest[:1] == typed[i - 1]
    return doubled or rest == other[1:] or (len(rest) > 1 and rest[:2][::-1] + rest[2:] == other)
