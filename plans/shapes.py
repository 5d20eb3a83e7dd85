"""What a node of the tree is: a heading, a lead-in, a duty, a description of the duty above it.

Called by `plans/tasks.py`. Looks at one node and its children, never at the text of other sections.
"""

from __future__ import annotations

import re

from plans.keys import Attribute, Key, split_attributes
from plans.labels import RANK, LabelKind
from plans.outline import Node
from plans.sections import kind_of_heading
from plans.who import heading_agencies, starts_with_agency

_SECTION_LABELS = frozenset({LabelKind.PART, LabelKind.UPPER, LabelKind.ROMAN})
_MAX_NAME_WORDS = 25
"""A longer line is a sentence, even if it begins with a list of agencies."""


_LONG_VALUE = 30
"""Words; a list of agencies below a key is shorter, a duty is often longer."""


def attributes_of(node: Node) -> list[Attribute]:
    """The attributes that a node's line holds, [] where it is a task or a heading.

    A section (`IV. TỔ CHỨC THỰC HIỆN:`) is never one, nor is a key under which whole duties stand.
    """
    label = node.paragraph.label
    if label is not None and label.kind in _SECTION_LABELS:
        return []
    found = split_attributes(node.text)
    if found and found[-1].key in {Key.WHO, Key.PARTNERS} and not found[-1].value and _holds_duties(node):
        return []
    return found


def _holds_duties(node: Node) -> bool:
    if not node.children or any(split_attributes(child.text) for child in node.children):
        return False
    return any(child.children or child.text.count(" ") >= _LONG_VALUE for child in node.children)


def is_description(node: Node) -> bool:
    """An attribute line (with its values), which is no task and no heading."""
    attributes = attributes_of(node)
    return bool(attributes) and attributes[0].key is not Key.TASK


def has_explicit_duties(node: Node) -> bool:
    """Whether a `Nhiệm vụ:` line stands right under the node."""
    return any(a.key is Key.TASK for child in node.children for a in attributes_of(child)[:1])


def is_top(node: Node) -> bool:
    label = node.paragraph.label
    if label is None:
        return node.is_title
    if label.kind in _SECTION_LABELS:
        return True
    parent_is_root = node.parent is not None and node.parent.parent is None
    return parent_is_root and node.rank <= RANK[LabelKind.NUMBER]


def is_numbered(node: Node) -> bool:
    """Whether the node is a section or a numbered item of it."""
    label = node.paragraph.label
    return label is not None and (
        label.kind in _SECTION_LABELS or label.kind in {LabelKind.NAMED, LabelKind.NUMBER, LabelKind.DOTTED}
    )


def is_heading(node: Node) -> bool:
    return bool(node.children) and not node.is_row


def is_bare_heading(node: Node) -> bool:
    """A heading under which nothing stands: capitals, an agency's name alone, or a colon at the end."""
    text = node.text
    letters = list(filter(str.isalpha, text))
    if not letters or sum(map(str.isupper, letters)) > 0.9 * len(letters):
        return True
    if text.endswith(":") or (is_top(node) and kind_of_heading(text, top=True) and text[-1] not in ".;"):
        return True
    return text[-1] not in ".;" and text.count(" ") < _MAX_NAME_WORDS and heading_agencies(text) is not None


def is_lead_in(node: Node) -> bool:
    """A bullet, a paragraph or an agency's sentence that ends in a colon introduces what follows."""
    if not node.text.endswith(":"):
        return False
    if node.is_bullet or node.paragraph.label is None:
        return True
    if all(child.paragraph.label is None for child in node.children):
        return False  # a theme that happens to end in a colon, with its duty in the paragraph below
    return node.text.count(" ") >= 12 or names_somebody(node)


def names_somebody(node: Node) -> bool:
    return starts_with_agency(node.text) is not None


def is_duty_too(node: Node) -> bool:
    """A whole sentence that is a duty although more stands under it.

    A theme is a phrase: short, or without a full stop; a duty ends in one and is long, or has more
    than one sentence, or goes on in plain paragraphs.
    """
    text = node.text
    if text[-1] not in ".;" or (is_top(node) and node.rank < RANK[LabelKind.NUMBER]):
        return False
    if any(is_heading(child) and heading_agencies(child.text) for child in node.children):
        return False
    plain = all(child.paragraph.label is None for child in node.children)
    return (
        plain or text.count(" ") > 40 or re.search(r"\.\s+[A-ZĐ]", text) is not None or names_somebody(node)
    )
