"""What a paragraph inherits from its style: numbering, capitals, indent.

Owns `styles.xml`, as far as reading needs it; `docx.py` calls it. Looks are of no interest otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from plans.files.docx_numbering import number, text_indent, value
from plans.files.xml import Element

_MAX_CHAIN = 20
"""Styles that are based on each other in a circle end here."""


@dataclass(frozen=True, slots=True)
class Style:
    """num_id and level of the list it belongs to ("" for none), and how its text looks."""

    num_id: str = ""
    level: int = 0
    capitals: bool = False
    indent: int | None = None


PLAIN = Style()


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        for element in root.findall("style") if root is not None else ():
            key = element.get("styleId", "")
            self._elements[key] = element
            if element.get("type") == "paragraph" and element.get("default") in ("1", "true", "on"):
                self._default = key

    def get(self, key: str) -> Style:
        """The style with all that it inherits; "" is the document's default."""
        key = key or self._default
        if key not in self._known:
            self._known[key] = self._resolve(key)
        return self._known[key]

    def _resolve(self, key: str) -> Style:
        chain: list[Element] = []
        while key in self._elements and len(chain) < _MAX_CHAIN:
            chain.append(self._elements[key])
            key = value(chain[-1], "basedOn")
        style = PLAIN
        for element in reversed(chain):
            style = _refine(style, element)
        return style


def _refine(base: Style, element: Element) -> Style:
    num, caps, indent = element.find("pPr/numPr"), element.find("rPr/caps"), element.find("pPr/ind")
    num_id, level = base.num_id, base.level
    if num is not None:
        num_id = value(num, "numId", num_id)
        level = number(value(num, "ilvl", str(level)))
    return Style(
        num_id=num_id,
        level=level,
        capitals=base.capitals if caps is None else is_on(caps),
        indent=base.indent if indent is None else text_indent(indent),
    )


def is_on(element: Element | None) -> bool:
    """A yes-or-no property: there and not switched off."""
    return element is not None and element.get("val", "1") not in ("0", "false", "off", "none")
