"""Fixed phrases looked up word by word: longest match, whatever dash, `và` or case parts the words.

Used by `names` over the tables of `lexicon`. A comma counts only where the phrase itself has one,
so that `Sở Tài chính, Kế hoạch …` is not taken for one body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.text import strip_marks
from plans.tokens import Token, forms_in

LOOSE = {"-", "–", "—", "&"}
"""Marks that may stand between the parts of a name, or be missing."""


@dataclass(slots=True)
class Node:
    """A step in the tree of phrases. `ends` holds the phrases that end here: words with marks, canonical form.

    `waiting` holds those that begin with this first word and are laid out when somebody comes by: a plan names few bodies.
    """

    children: dict[str, Node] = field(default_factory=dict)
    ends: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)


def tree(phrases: Mapping[str, str] | Iterable[str]) -> Node:
    """The tree of `phrases`: what is written -> the canonical form (itself for a plain list)."""
    pairs = phrases.items() if isinstance(phrases, Mapping) else ((p, p) for p in phrases)
    root = Node()
    for written, canonical in pairs:
        _step(root, _first_key(written)).waiting.append((written, canonical))
    return root


def _first_key(written: str) -> str:
    first = written.partition(" ")[0]
    key = strip_marks(first).lower() if first.isalpha() else ""
    return key if key not in {"", "va"} else _keys(written)[0][0]


def _step(node: Node, key: str) -> Node:
    child = node.children.get(key)
    if child is None:
        child = node.children[key] = Node()
    return child


def _lay_out(first: Node) -> None:
    """Make the branches of the phrases that begin with a first word."""
    waiting, first.waiting = first.waiting, []
    for written, canonical in waiting:
        node, keys = first, _keys(written)
        for key, _ in keys[1:]:
            node = _step(node, key)
        node.ends.append((tuple(form for _, form in keys), canonical))


def _keys(written: str) -> list[tuple[str, str]]:
    keys = []
    for text, plain, marked in forms_in(written):
        if text in LOOSE or plain == "va":
            continue
        keys.append((",", ",") if text in {",", "/"} else (plain, marked))
    return keys


def longest(root: Node, tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
    """The longest phrase that begins at `tokens[start]`: its canonical form and the index after it.

    Marks count (`giao` is not `giáo`), save that among three words or more one slip of them is
    forgiven; a `guessed` token stands for its letters alone.
    """
    node, at, best = root, start, None
    path: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        if token.text in LOOSE or token.plain == "va":
            if at == start:
                return None
            at += 1
            continue
        step = node.children.get("," if token.text in {",", "/"} else token.plain)
        if step is None:
            break
        path.append("" if token.guessed else "," if not token.plain else token.marked)
        node, at = step, at + 1
        if node.waiting:
            _lay_out(node)
        canonical = _ending(node, path) if node.ends else None
        if canonical is not None:
            best = (canonical, at)
    return best


def _ending(node: Node, path: Sequence[str]) -> str | None:
    """The phrase that ends at `node` and agrees with the marks of the words on the way."""
    slips = [
        sum(bool(word) and word != form for word, form in zip(path, forms, strict=True))
        for forms, _ in node.ends
    ]
    least = min(slips)
    if least == 0 or (least == 1 and len(path) >= 3):
        return node.ends[slips.index(least)][1]
    return None
