"""Fixed phrases looked up word by word: longest match, whatever dash, `và` or case parts the words.

Used by `names` over the tables of `lexicon`. A comma counts only where the phrase itself has one,
so that `Sở Tài chính, Kế hoạch …` is not taken for one body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.text import fold
from plans.tokens import Token, tokenise

LOOSE = {"-", "–", "—", "&"}
"""Marks that may stand between the parts of a name, or be missing."""


@dataclass(slots=True)
class Node:
    """A step in the tree of phrases; `canonical` is set where a phrase ends."""

    children: dict[str, Node] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)
    """How the word that leads here is written with its marks (`giao`, not `giáo`)."""
    canonical: str | None = None


def tree(phrases: Mapping[str, str] | Iterable[str]) -> Node:
    """The tree of `phrases`: what is written -> the canonical form (itself for a plain list)."""
    pairs = phrases.items() if isinstance(phrases, Mapping) else ((p, p) for p in phrases)
    root = Node()
    for written, canonical in pairs:
        node = root
        for key, form in _keys(written):
            node = node.children.setdefault(key, Node())
            node.forms.add(form)
        node.canonical = node.canonical or canonical
    return root


def _keys(written: str) -> list[tuple[str, str]]:
    keys = []
    for token in tokenise(written):
        if token.text in LOOSE or token.plain == "va":
            continue
        keys.append((",", ",") if token.text in {",", "/"} else (token.plain, token.marked))
    return keys


def longest(root: Node, tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
    """The longest phrase that begins at `tokens[start]`: its canonical form and the index after it.

    Marks count (`giao` is not `giáo`), save that among three words or more one slip of them is
    forgiven; a `guessed` token stands for its letters alone.
    """
    node, at, best = root, start, None
    slips = words = 0
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
        node, at, words = step, at + 1, words + 1
        slips += not (token.guessed or token.marked in step.forms or not token.plain)
        if node.canonical is not None and (slips == 0 or (slips == 1 and words >= 3)):
            best = (node.canonical, at)
    return best


def starts(root: Node, text: str) -> bool:
    """Whether `text` as a whole is one of the phrases."""
    tokens = tokenise(text)
    found = longest(root, tokens, 0)
    return found is not None and found[1] == len(tokens) and bool(fold(text))
