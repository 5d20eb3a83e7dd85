"""Where a Word document keeps what: the names of its parts, from its relations.

Owns the reading of `_rels`. Called by `docx.py`. Most documents use Word's usual names; some
programs do not, and then only the relations tell.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from plans.files.package import Package
from plans.files.xml import parse


@dataclass(frozen=True, slots=True)
class Parts:
    """The names of the parts that are read, "" where there is none."""

    document: str
    styles: str
    numbering: str
    footnotes: str
    endnotes: str


def find_parts(package: Package) -> Parts:
    """The document's parts. A document without relations is looked for under its usual name."""
    document = _relations(package, "").get("officeDocument", "word/document.xml")
    related = _relations(package, document)
    return Parts(
        document=document,
        styles=related.get("styles", ""),
        numbering=related.get("numbering", ""),
        footnotes=related.get("footnotes", ""),
        endnotes=related.get("endnotes", ""),
    )


def _relations(package: Package, part: str) -> dict[str, str]:
    """The targets of a part's relations by the last word of their type; outside targets are left out."""
    folder, name = posixpath.split(part)
    data = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    if not data:
        return {}
    found: dict[str, str] = {}
    for relation in parse(data):
        if relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            found.setdefault(kind, target.lstrip("/"))
    return found
