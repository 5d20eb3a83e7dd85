"""XML without its dangers: no document type, no entities, bounded depth and size.

Owns how XML of office files is parsed; `docx.py` and the modules beside it call it. The parser is Python's own
expat. A document type is refused as soon as it begins, and with it every entity and every outside
reference, so no further library is needed for that.

Elements and attributes lose their namespaces: Word has used three for the same names, and the names
that matter here are the same in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from xml.etree import ElementTree as ET  # `_Target` refuses what is unsafe in it

from plans.errors import FileProblem, FileReadError
from plans.files.bounds import MAX_XML_DEPTH, MAX_XML_ELEMENTS

Element = ET.Element
_PIECE = 256 * 1024


def parse(data: bytes) -> Element:
    """The part's root element. Raises `FileReadError`: broken, unsafe_xml, too_complex."""
    target = _Target()
    _feed(data, target)
    return target.close()


def stream(data: bytes, parent: str, handle: Callable[[Element], None]) -> None:
    """Call `handle` with each child of the element named `parent`, and forget it after that."""
    _feed(data, _Target(parent, handle))


def _feed(data: bytes, target: _Target) -> None:
    parser = ET.XMLParser(target=target)  # noqa: S314 - `_Target` refuses what is unsafe in it
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except (ET.ParseError, LookupError, ValueError) as error:  # LookupError: an unknown encoding
        raise FileReadError(FileProblem.BROKEN, f"XML: {error}") from error


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


class _Target:
    """Builds the tree as expat goes, and stops at what no office program writes."""

    def __init__(self, parent: str = "", handle: Callable[[Element], None] | None = None) -> None:
        self._open: list[Element] = []
        self._root: Element | None = None
        self._text: list[str] = []
        self._after_child = False
        self._count = 0
        self._parent = parent
        self._handle = handle

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise FileReadError(FileProblem.UNSAFE_XML, f"document type {name}")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_XML_ELEMENTS or len(self._open) >= MAX_XML_DEPTH:
            raise FileReadError(FileProblem.TOO_COMPLEX, f"{self._count} elements, {len(self._open)} deep")
        self._keep_text()
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].append(element)
        elif self._root is None:
            self._root = element
        self._open.append(element)
        self._after_child = False

    def data(self, text: str) -> None:
        if not self._after_child:  # text after a child is white space in office files
            self._text.append(text)

    def end(self, _name: str) -> None:
        self._keep_text()
        element = self._open.pop()
        self._after_child = True
        if self._handle and self._open and self._open[-1].tag == self._parent:
            self._handle(element)
            self._open[-1].clear()

    def _keep_text(self) -> None:
        if self._text and self._open:
            self._open[-1].text = "".join(self._text)
        self._text.clear()

    def close(self) -> Element:
        if self._root is None:
            raise FileReadError(FileProblem.BROKEN, "XML without an element")
        return self._root
