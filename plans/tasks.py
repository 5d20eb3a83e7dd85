"""What is to be done: the tree of a plan becomes its tasks.

Called by `plans/read.py`. Walks the tree and decides which nodes are tasks, which only introduce others
and which describe the tasks above them (`shapes`); `filling` settles who, with whom and by when.
Doubts carry the index of the task they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from domain.plan import Deadline, Doubt, DraftTask
from plans.agencies import find_partners, read_names
from plans.filling import Calendar, Context, TaskInMaking, fill, finish
from plans.hotlines import is_entry
from plans.keys import Attribute, Key, split_tail
from plans.labels import LabelKind
from plans.outline import Node
from plans.paragraphs import Paragraph
from plans.pieces import pieces
from plans.same_names import with_same_names
from plans.sections import SectionKind, is_closing, is_formality, is_money_clause, kind_of_heading
from plans.shapes import (
    attributes_of,
    has_explicit_duties,
    is_bare_heading,
    is_description,
    is_duty_too,
    is_heading,
    is_lead_in,
    is_numbered,
    is_top,
)
from plans.tables import Row, read_rows
from plans.who import Subject, heading_agencies, subject_of


class TaskList(NamedTuple):
    """The tasks in the document's order and what is doubtful about them."""

    tasks: tuple[DraftTask, ...]
    doubts: tuple[Doubt, ...]


def read_tasks(root: Node, calendar: Calendar) -> TaskList:
    """All tasks under the root."""
    walker = _Walker(calendar)
    walker.below(root, Context())
    tasks = with_same_names([finish(task, calendar) for task in walker.tasks])
    doubts = [
        Doubt(kind, text, task.lines[0], task.page, index, where)
        for index, task in enumerate(walker.tasks)
        for kind, text, where in task.doubts
    ]
    return TaskList(tuple(tasks), (*doubts, *walker.doubts))


_LONGEST_TITLE = 12
"""Words of a duty without anything under it that are looked at: what it reports at its end is no title."""


class _Walker:
    """Walks the tree in the document's order.

    `_group` holds the tasks that the next attribute lines belong to; after attributes the next task
    opens a new group.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.tasks: list[TaskInMaking] = []
        self.doubts: list[Doubt] = []
        self._calendar = calendar
        self._group: list[TaskInMaking] = []
        self._described = False

    def below(self, node: Node, context: Context) -> None:
        """Visit the children; rows of one table go together."""
        known = [heading_agencies(child.text) if is_heading(child) else None for child in node.children]
        expected = sum(names is not None for names in known) * 2 > len(node.children)
        rows: list[Node] = []
        for child in node.children:
            if child.is_row:
                rows.append(child)
                continue
            self._rows(rows, context)
            rows = []
            self._visit(child, context, agency_expected=expected)
        self._rows(rows, context)

    def _visit(self, node: Node, context: Context, *, agency_expected: bool) -> None:
        attributes = attributes_of(node)
        if attributes:
            self._attributes(node, attributes, context)
            return
        below = [child for child in node.children if not is_description(child)]
        context = self._kind(node, context, has_children=bool(below))
        if context.kind is SectionKind.NOTHING and not has_explicit_duties(node):
            return
        if context.kind is SectionKind.NOTHING:
            context = replace(context, kind=SectionKind.DUTIES)
        if not below:
            self._leaf(node, context)
            return
        self._group, self._described = [], False
        self.below(node, self._heading(node, context, agency_expected=agency_expected))
        if is_numbered(node):  # the next number's `Thời gian:` is not about the bullets of this one
            self._group, self._described = [], False

    def _kind(self, node: Node, context: Context, *, has_children: bool) -> Context:
        top = is_top(node)
        if not has_children and not top:
            return context
        if has_children and not top and heading_agencies(node.text) is not None:
            return context  # `Yêu cầu các trường học …` is no heading of requirements
        text = node.text if has_children else " ".join(node.text.split()[:_LONGEST_TITLE])
        kind = kind_of_heading(text, top=top)
        if kind is None or (context.kind is SectionKind.NOTHING and kind is not SectionKind.DUTIES):
            return context
        return replace(context, kind=kind)

    def _heading(self, node: Node, context: Context, *, agency_expected: bool) -> Context:
        """What a node with children says about them; emits the node where it is a duty as well."""
        agencies = heading_agencies(node.text)
        if agencies is not None:
            doubts = tuple(agencies.doubts)
            return replace(context, names=agencies.names, doubts=doubts, lead_in=None, partners=(), times=())
        if is_lead_in(node):
            return self._lead_in(node, context)
        if is_duty_too(node):
            self._emit(node.paragraph, node.section, context)
            subject = subject_of(node.text, kind=context.kind, headed=bool(context.names))
            return replace(context, names=subject.names or context.names)
        if agency_expected and kind_of_heading(node.text, top=False) is None:
            names = read_names(node.text)
            found = names.names or (node.text.rstrip(" .:"),)
            return replace(context, names=found, doubts=(node.text,), lead_in=None, partners=(), times=())
        return replace(context, times=self._heading_times(node.text) or context.times)

    def _lead_in(self, node: Node, context: Context) -> Context:
        subject = subject_of(node.text, kind=context.kind, headed=bool(context.names))
        return replace(
            context,
            names=subject.names or context.names,
            doubts=subject.doubts or context.doubts,
            lead_in=node.text,
            partners=find_partners(node.text).names,
            times=self._calendar.read(node.text).deadlines or context.times,
        )

    def _heading_times(self, text: str) -> tuple[Deadline, ...]:
        """The time that a heading consists of (`Tháng 9/2025`, `Quý I`) holds for all under it."""
        if text.count(" ") > 7:
            return ()
        reading = self._calendar.read(text.rstrip(" :."), attribute=True)
        written = sum(len(deadline.as_written) for deadline in reading.deadlines)
        return reading.deadlines if written > 0.6 * len(text) else ()

    def _leaf(self, node: Node, context: Context) -> None:
        described = bool(node.children)
        if described and not node.is_bullet and not self._share_lines(node):
            self._group, self._described = [], False
        prefix, colon, rest = node.text.partition(":")
        if colon and rest and prefix.count(" ") < 10:
            kind = kind_of_heading(prefix, top=False)
            if kind is SectionKind.NOTHING:
                return
            context = replace(context, kind=kind or context.kind)
        if not (is_bare_heading(node) and not described):
            self._emit(node.paragraph, node.section, context)
        elif heading_agencies(node.text) is not None:
            place = node.paragraph
            self.doubts.append(Doubt("structure_unclear", node.text, place.lines[0], place.page))
        for child in node.children:
            self._attributes(child, attributes_of(child), context)

    def _share_lines(self, node: Node) -> bool:
        """Whether the attribute lines under the last of several lettered items hold for those before it too.

        They do where nothing else says who shall do those; else they are not about them.
        """
        label = node.paragraph.label
        siblings = node.parent.children if node.parent is not None else []
        return (
            label is not None
            and label.kind is LabelKind.LETTER
            and siblings[-1] is node
            and not self._described
            and all(not (task.subject.names or task.context.names) for task in self._group)
        )

    def _emit(self, paragraph: Paragraph, section: str, context: Context) -> None:
        text = paragraph.text
        if is_closing(text) or is_money_clause(text) or is_formality(text) or is_entry(text):
            return
        if self._described:
            self._group, self._described = [], False
        shared: Subject | None = None
        for piece in pieces(paragraph, context.kind):
            text, attributes = split_tail(piece.text)
            if not any(letter.isalpha() for letter in text):
                continue
            subject = subject_of(text, kind=context.kind, headed=bool(context.names))
            if shared is not None and not subject.names:
                subject = shared
            shared = subject
            task = TaskInMaking(section, text, piece.lines, piece.page, context, subject)
            self.tasks.append(task)
            self._group.append(task)
            for attribute in attributes:
                self._apply([task], attribute, piece.lines[1])

    def _attributes(self, node: Node, attributes: list[Attribute], context: Context) -> None:
        """Attribute lines fill the open group; `Nhiệm vụ:` holds the task itself."""
        last = node.paragraph.lines[1]
        for attribute in attributes:
            if attribute.key is Key.TASK:
                self._task_value(node, attribute, context)
            else:
                self._apply(self._group, attribute, last)
                self._described = True
        if attributes and attributes[-1].key is not Key.TASK:
            self._values_below(node, attributes[-1], context)

    def _task_value(self, node: Node, attribute: Attribute, context: Context) -> None:
        if self._described:
            self._group, self._described = [], False
        duties = replace(context, kind=SectionKind.DUTIES) if context.kind is SectionKind.NOTHING else context
        if attribute.value:
            offset = len(node.text) - len(attribute.value)
            self._emit(node.paragraph.cut(offset)[1], node.section, duties)
        self.below(node, duties)

    def _values_below(self, node: Node, attribute: Attribute, context: Context) -> None:
        """`Cơ quan thực hiện:` with its values in the lines below it."""
        for child in node.children:
            inner = attributes_of(child)
            if inner:
                self._attributes(child, inner, context)
            else:
                self._apply(self._group, Attribute(attribute.key, child.text), child.paragraph.lines[1])

    def _apply(self, tasks: Iterable[TaskInMaking], attribute: Attribute, line: int) -> None:
        for task in tasks:
            fill(task, attribute, self._calendar)
            task.reach(line)

    def _rows(self, rows: list[Node], context: Context) -> None:
        if not rows:
            return
        table = read_rows([row.paragraph for row in rows])
        self._group, self._described = [], False
        for row in table:
            within = replace(context, times=self._heading_times(row.group) or context.times)
            task = _row_task(row, rows[0], within)
            for attribute in row.attributes:
                fill(task, attribute, self._calendar)
            self.tasks.append(task)


def _row_task(row: Row, first: Node, context: Context) -> TaskInMaking:
    section = ".".join(part for part in (first.parent.section if first.parent else "", row.number) if part)
    names = heading_agencies(row.group) if row.group else None
    if names is not None:
        context = replace(context, names=names.names, doubts=tuple(names.doubts))
    subject = subject_of(row.text, kind=context.kind, headed=True)
    return TaskInMaking(section, row.text, row.lines, row.page, context, subject)
