"""The text of one Word paragraph: its runs, breaks, symbols, and what hangs on it.

Owns what counts as visible text within a paragraph. Called by `docx.py`.
"""

from __future__ import annotations

from plans.files.docx_styles import is_on
from plans.files.xml import Element

_SKIPPED = frozenset(
    {
        "del",  # tracked changes: deleted, moved away
        "moveFrom",
        "delText",
        "instrText",  # a field's instruction; its result stands in runs of its own
        "delInstrText",
        "Fallback",  # the older form of the text box beside it
        "rPr",
        "pPr",
        "sdtPr",
        "rt",  # reading aids over a word
        "docPr",
        "posOffset",  # numbers of a drawing's place
        "pctWidth",
        "pctHeight",
        "align",
    }
)
_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class Runs:
    """What a paragraph holds.

    text       with "\\n" at the breaks that the writer set within the paragraph
    page       where its first letter stands, last_page where it ends (None: pages are not known)
    boxes      the contents of text boxes anchored in it
    note_ids   (footnote or endnote, id) for each reference
    """

    def __init__(self, paragraph: Element, page: int | None, capitals: bool) -> None:
        self.boxes: list[Element] = []
        self.note_ids: list[tuple[str, str]] = []
        self.last_page = page
        self._first_page: int | None = None
        self._capitals = capitals
        self._texts: list[str] = []
        self._walk(paragraph, capitals)
        self.text = "".join(self._texts).strip("\n")
        self.page = self.last_page if self._first_page is None else self._first_page

    def _walk(self, element: Element, capitals: bool) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == "r":
                self._run(child)
            elif tag == "t":
                self._add(child.text or "", capitals)
            elif tag == "txbxContent":
                self.boxes.append(child)
            elif tag == "lastRenderedPageBreak":
                self.last_page = None if self.last_page is None else self.last_page + 1
            elif tag == "br":
                self._texts.append("\n")
            elif tag == "sym":
                self._add(_symbol(child.get("char", "")), False)
            elif tag in _NOTES:
                self.note_ids.append((_NOTES[tag], child.get("id", "")))
            elif tag in _SIGNS:
                self._texts.append(_SIGNS[tag])
            else:
                self._walk(child, capitals)

    def _run(self, run: Element) -> None:
        looks = run.find("rPr")
        if looks is None:
            self._walk(run, self._capitals)
            return
        if is_on(looks.find("vanish")):
            return
        caps = looks.find("caps")
        self._walk(run, self._capitals if caps is None else is_on(caps))

    def _add(self, text: str, capitals: bool) -> None:
        if self._first_page is None and text.strip():
            self._first_page = self.last_page
        self._texts.append(text.upper() if capitals else text)


def _symbol(code: str) -> str:
    """A letter of a symbol font, given by its number in hexadecimal digits."""
    try:
        return chr(int(code[:5], 16))
    except (ValueError, OverflowError):
        return ""
