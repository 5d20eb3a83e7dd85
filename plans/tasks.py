"""What is to be done: the tree of a plan becomes its tasks.

Called by `plans/read.py`. Decides which nodes are tasks, which only introduce others, which are
attributes of the tasks above them; asks `plans/who.py` who is charged, `plans/deadlines` by when and
`plans/tables.py` for rows. Doubts carry the index of the task they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from domain.plan import Deadline, Doubt, DraftTask
from plans.agencies import find_partners, find_recipients, read_names, starts_with_agency
from plans.deadlines import Reading, read_deadlines
from plans.keys import Attribute, Key, read_attribute, split_attributes, split_tail
from plans.labels import RANK, LabelKind
from plans.outline import Node
from plans.paragraphs import Paragraph
from plans.sections import SectionKind, is_appeal, is_closing, is_formality, is_money_clause, kind_of_heading
from plans.tables import Row, read_rows
from plans.who import Subject, bracketed_leader, heading_agencies, later_subjects, subject_of

_MAX_NAME_WORDS = 25
"""A longer line is a sentence, even if it begins with a list of agencies."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates without a year are read against."""

    year: int | None = None
    issued_on: date | None = None

    def read(self, text: str, *, context: str = "", attribute: bool = False) -> Reading:
        return read_deadlines(
            text, context=context, year=self.year, attribute=attribute, issued_on=self.issued_on
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings above say about a node."""

    kind: SectionKind = SectionKind.DUTIES
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    lead_in: str | None = None
    partners: tuple[str, ...] = ()
    times: tuple[Deadline, ...] = ()


@dataclass(slots=True)
class _Task:
    """A task in the making; attribute lines below it still fill it."""

    section: str
    text: str
    lines: tuple[int, int]
    page: int | None
    context: Context
    subject: Subject = field(default_factory=Subject)
    who: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    times: list[Deadline] = field(default_factory=list)
    doubts: list[tuple[str, str, str]] = field(default_factory=list)
    """(kind, text, field)"""

    def reach(self, line: int) -> None:
        self.lines = (self.lines[0], max(self.lines[1], line))


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks in the document's order and what is doubtful about them."""

    tasks: tuple[DraftTask, ...]
    doubts: tuple[Doubt, ...]


def read_tasks(root: Node, calendar: Calendar) -> TaskList:
    """All tasks under the root."""
    walker = _Walker(calendar)
    walker.below(root, Context())
    tasks = [_finish(task, calendar) for task in walker.tasks]
    doubts = [
        Doubt(kind, text, task.lines[0], task.page, index, where)
        for index, task in enumerate(walker.tasks)
        for kind, text, where in task.doubts
    ]
    return TaskList(tuple(tasks), (*doubts, *walker.doubts))


class _Walker:
    """Walks the tree in the document's order.

    `_group` holds the tasks that the next attribute lines belong to; after attributes the next task
    opens a new group.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.tasks: list[_Task] = []
        self.doubts: list[Doubt] = []
        self._calendar = calendar
        self._group: list[_Task] = []
        self._described = False

    def below(self, node: Node, context: Context) -> None:
        """Visit the children; rows of one table go together."""
        known = [heading_agencies(child.text) if _is_heading(child) else None for child in node.children]
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
        attributes = split_attributes(node.text)
        if attributes:
            self._attributes(node, attributes, context)
            return
        below = [child for child in node.children if not _is_description(child)]
        context = self._kind(node, context, has_children=bool(below))
        if context.kind is SectionKind.NOTHING and not _has_explicit_duties(node):
            return
        if context.kind is SectionKind.NOTHING:
            context = replace(context, kind=SectionKind.DUTIES)
        if not below:
            self._leaf(node, context)
            return
        self._group, self._described = [], False
        self.below(node, self._heading(node, context, agency_expected=agency_expected))

    def _kind(self, node: Node, context: Context, *, has_children: bool) -> Context:
        top = _is_top(node)
        if not has_children and not top:
            return context
        kind = kind_of_heading(node.text, top=top)
        if kind is None or (context.kind is SectionKind.NOTHING and kind is not SectionKind.DUTIES):
            return context
        return replace(context, kind=kind)

    def _heading(self, node: Node, context: Context, *, agency_expected: bool) -> Context:
        """What a node with children says about them; emits the node where it is a duty as well."""
        agencies = heading_agencies(node.text)
        if agencies is not None:
            doubts = tuple(agencies.doubts)
            return replace(context, names=agencies.names, doubts=doubts, lead_in=None, partners=(), times=())
        if _is_lead_in(node):
            return self._lead_in(node, context)
        if _is_duty_too(node):
            self._emit(node.paragraph, node.section, context)
            subject = subject_of(node.text, kind=context.kind, headed=bool(context.names))
            return replace(context, names=subject.names or context.names)
        if agency_expected and kind_of_heading(node.text, top=False) is None:
            names = read_names(node.text)
            found = names.names or (node.text.rstrip(" .:"),)
            return replace(
                context, names=found, doubts=("agency_ambiguous",), lead_in=None, partners=(), times=()
            )
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
        prefix, colon, rest = node.text.partition(":")
        if colon and rest and prefix.count(" ") < 10:
            kind = kind_of_heading(prefix, top=False)
            if kind is SectionKind.NOTHING:
                return
            context = replace(context, kind=kind or context.kind)
        if not (_is_bare_heading(node) and not described):
            self._emit(node.paragraph, node.section, context)
        elif heading_agencies(node.text) is not None:
            place = node.paragraph
            self.doubts.append(Doubt("structure_unclear", node.text, place.lines[0], place.page))
        for child in node.children:
            self._attributes(child, split_attributes(child.text), context)

    def _emit(self, paragraph: Paragraph, section: str, context: Context) -> None:
        if is_closing(paragraph.text) or is_money_clause(paragraph.text) or is_formality(paragraph.text):
            return
        if self._described:
            self._group, self._described = [], False
        shared: Subject | None = None
        for piece in _pieces(paragraph, context.kind):
            text, attributes = split_tail(piece.text)
            subject = subject_of(text, kind=context.kind, headed=bool(context.names))
            if shared is not None and not subject.names:
                subject = shared
            shared = subject
            task = _Task(section, text, piece.lines, piece.page, context, subject)
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
            inner = split_attributes(child.text)
            if inner:
                self._attributes(child, inner, context)
            else:
                self._apply(self._group, Attribute(attribute.key, child.text), child.paragraph.lines[1])

    def _apply(self, tasks: Iterable[_Task], attribute: Attribute, line: int) -> None:
        for task in tasks:
            _fill(task, attribute, self._calendar)
            task.reach(line)

    def _rows(self, rows: list[Node], context: Context) -> None:
        if not rows:
            return
        table = read_rows([row.paragraph for row in rows])
        self._group, self._described = [], False
        for row in table:
            task = _row_task(row, rows[0], context)
            for attribute in row.attributes:
                _fill(task, attribute, self._calendar)
            self.tasks.append(task)


def _row_task(row: Row, first: Node, context: Context) -> _Task:
    section = ".".join(part for part in (first.parent.section if first.parent else "", row.number) if part)
    names = heading_agencies(row.group) if row.group else None
    if names is not None:
        context = replace(context, names=names.names, doubts=tuple(names.doubts))
    subject = subject_of(row.text, kind=context.kind, headed=True)
    return _Task(section, row.text, row.lines, row.page, context, subject)


def _fill(task: _Task, attribute: Attribute, calendar: Calendar) -> None:
    """Put an attribute's value into the task's field."""
    if not attribute.value:
        return
    if attribute.key is Key.WHEN:
        reading = calendar.read(attribute.value.rstrip(" ."), attribute=True)
        task.times += reading.deadlines
        task.doubts += [(doubt.kind, doubt.text, "deadlines") for doubt in reading.doubts]
    elif attribute.key in {Key.WHO, Key.PARTNERS}:
        names = read_names(attribute.value.rstrip(" ."))
        where = "assignees" if attribute.key is Key.WHO else "partners"
        (task.who if attribute.key is Key.WHO else task.partners).extend(names.names)
        task.doubts += [(kind, attribute.value, where) for kind in names.doubts]


def _finish(task: _Task, calendar: Calendar) -> DraftTask:
    """Settle who, with whom, to whom and by when; adds the doubts of doing so to the task."""
    context = task.context
    reading = calendar.read(task.text, context=context.lead_in or "")
    task.doubts += [(doubt.kind, doubt.text, "deadlines") for doubt in reading.doubts]
    partners = find_partners(task.text)
    recipients = find_recipients(task.text)
    assignees = _assignees(task)
    if not assignees and context.kind in {SectionKind.ORGANISATION, SectionKind.REPORTING}:
        task.doubts.append(("assignee_missing", task.text[:120], "assignees"))
    return DraftTask(
        section=task.section,
        text=task.text,
        lines=task.lines,
        page=task.page,
        lead_in=context.lead_in,
        assignees=assignees,
        partners=tuple(dict.fromkeys([*context.partners, *partners.names, *task.partners])),
        report_to=recipients.names,
        deadlines=_unique([*context.times, *reading.deadlines, *task.times]),
    )


def _assignees(task: _Task) -> tuple[str, ...]:
    """Attribute lines first, then the sentence's own subject, then the heading."""
    if task.who:
        return tuple(dict.fromkeys(task.who))
    doubts = task.subject.doubts if task.subject.names else task.context.doubts
    task.doubts += [(kind, task.text[:120], "assignees") for kind in doubts]
    names = task.subject.names or bracketed_leader(task.text).names or task.context.names
    if names:
        names = (*names, *later_subjects(task.text).names)
    return tuple(dict.fromkeys(names))


def _unique(deadlines: list[Deadline]) -> tuple[Deadline, ...]:
    """Deadlines without those that say the same days again."""
    seen: dict[tuple[object, ...], Deadline] = {}
    for d in deadlines:
        seen.setdefault((d.kind, d.due, d.start, d.rrule, d.within, d.working), d)
    return tuple(seen.values())


def _is_description(node: Node) -> bool:
    """An attribute line (with its values), which is no task and no heading."""
    attribute = read_attribute(node.text)
    return attribute is not None and attribute.key is not Key.TASK


def _has_explicit_duties(node: Node) -> bool:
    """Whether a `Nhiệm vụ:` line stands right under the node."""
    attributes = [read_attribute(child.text) for child in node.children]
    return any(a is not None and a.key is Key.TASK for a in attributes)


def _is_top(node: Node) -> bool:
    label = node.paragraph.label
    if label is None:
        return False
    if label.kind in {LabelKind.PART, LabelKind.UPPER, LabelKind.ROMAN}:
        return True
    parent_is_root = node.parent is not None and node.parent.parent is None
    return parent_is_root and node.rank <= RANK[LabelKind.NUMBER]


def _is_heading(node: Node) -> bool:
    return bool(node.children) and not node.is_row


def _is_bare_heading(node: Node) -> bool:
    """A heading under which nothing stands: capitals, an agency's name alone, or a colon at the end."""
    text = node.text
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) > 0.9 * len(letters):
        return True
    if text.endswith(":") or (_is_top(node) and kind_of_heading(text, top=True) and text[-1] not in ".;"):
        return True
    return text[-1] not in ".;" and text.count(" ") < _MAX_NAME_WORDS and heading_agencies(text) is not None


def _is_lead_in(node: Node) -> bool:
    """A bullet, a paragraph or an agency's sentence that ends in a colon introduces what follows."""
    if not node.text.endswith(":"):
        return False
    return (
        node.is_bullet or node.paragraph.label is None or node.text.count(" ") >= 12 or _names_somebody(node)
    )


def _names_somebody(node: Node) -> bool:
    return starts_with_agency(node.text) is not None


def _is_duty_too(node: Node) -> bool:
    """A whole sentence that is a duty although more stands under it.

    A theme is a phrase: short, or without a full stop; a duty ends in one and is long, or has more
    than one sentence, or goes on in plain paragraphs.
    """
    text = node.text
    if text[-1] not in ".;" or (_is_top(node) and node.rank < RANK[LabelKind.NUMBER]):
        return False
    if any(_is_heading(child) and heading_agencies(child.text) for child in node.children):
        return False
    plain = all(child.paragraph.label is None for child in node.children)
    return (
        plain or text.count(" ") > 40 or re.search(r"\.\s+[A-ZĐ]", text) is not None or _names_somebody(node)
    )


def _pieces(paragraph: Paragraph, kind: SectionKind) -> list[Paragraph]:
    """The duties of one paragraph: nearly always one.

    A reporting sentence whose duties are parted by ";" is several; a plain paragraph in which a printed
    line begins with another agency's sentence was two; a closing formula at the end is cut off.
    """
    whole, paragraph = paragraph, _without_closing(paragraph)
    if paragraph is not whole and paragraph.label is None and is_appeal(paragraph.text):
        return []
    if kind is SectionKind.REPORTING:
        return _cut_all(paragraph, _semicolons(paragraph.text))
    if paragraph.label is None:
        return _cut_all(paragraph, _agency_lines(paragraph))
    return [paragraph]


def _cut_all(paragraph: Paragraph, offsets: list[int]) -> list[Paragraph]:
    out: list[Paragraph] = []
    for offset in reversed(offsets):
        paragraph, tail = paragraph.cut(offset)
        out.insert(0, tail)
    return [paragraph, *out]


def _semicolons(text: str) -> list[int]:
    """Offsets after the semicolons outside parentheses that part two duties."""
    found = []
    depth = 0
    for offset, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if (
            sign == ";"
            and depth <= 0
            and text[offset + 1 :].count(" ") >= 4
            and text[:offset].count(" ") >= 4
        ):
            found.append(offset + 1)
    return found


def _agency_lines(paragraph: Paragraph) -> list[int]:
    text = paragraph.text
    return [
        offset
        for offset, _line in paragraph.starts
        if offset and text[:offset].rstrip().endswith(".") and starts_with_agency(text[offset:])
    ]


def _without_closing(paragraph: Paragraph) -> Paragraph:
    for found in re.finditer(r"[.;]\s+(?=[A-ZĐ])", paragraph.text):
        if is_closing(paragraph.text[found.end() :]):
            return paragraph.cut(found.end())[0]
    return paragraph
