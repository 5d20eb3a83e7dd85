"""A document becomes a draft: the one function that everybody outside `plans/` calls.

The rooms stand in the order of the work: `paragraphs` → `outline` → `metadata` → `tasks` (who, with whom,
by when) → `citations`, `hotlines` → doubts. Nothing here reads a file, a clock or a database.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from domain.plan import ALL, DeadlineKind, Doubt, Draft, DraftTask, PlanInfo
from domain.text import strip_marks
from plans.citations import read_citations
from plans.errors import EmptyFileError, NotAPlanError
from plans.filling import Calendar
from plans.head import Head, read_head
from plans.hotlines import read_hotlines
from plans.metadata import calendar_year, read_info, years_of
from plans.outline import Outline, build_outline
from plans.paragraphs import Paragraph, read_paragraphs
from plans.repair.notice import is_damaged
from plans.replacing import read_relations
from plans.same_names import with_district_names
from plans.sections import kind_of_heading
from plans.source import Source
from plans.tasks import TaskList, read_tasks

TEXT_DAMAGED = "text_damaged"
_SCHOOL_YEAR = 2
"""A plan of more calendar years than a school year has holds for several years."""
_DAMAGED_SHARE = 0.08
"""Of a clean document's words hardly one in a hundred is no Vietnamese syllable."""


def read(source: Source) -> Draft:
    """Read a plan.

    Raises EmptyFileError for a source without text and NotAPlanError where nothing in it assigns work.
    A damaged text is repaired first; its tasks keep their raw text and name their uncertain words.
    """
    damaged = is_damaged(source)
    if not damaged and not source.scanned:
        return _read(source)
    from plans.repair.result import beside, repair  # only damaged text pays for it
    from plans.repair.slips import mended

    repaired = repair(source) if damaged else mended(source)
    draft = _read(repaired.source)
    tasks, doubts = beside(repaired, draft.tasks)
    strange = _strange_years(draft) if source.scanned else ()
    return replace(draft, tasks=tasks, doubts=tuple(dict.fromkeys((*draft.doubts, *doubts, *strange))))


def _strange_years(draft: Draft) -> Iterable[Doubt]:
    """Deadlines of a scanned plan in a year that it is not for: a figure is misread without a trace (`2028`)."""
    years = draft.plan.years
    for index, task in enumerate(draft.tasks):
        for deadline in task.deadlines:
            if years and deadline.due is not None and not years[0] <= deadline.due.year <= years[-1]:
                yield Doubt("date_misread", deadline.as_written, task.lines[0], task.page, index, "deadlines")


def _read(source: Source) -> Draft:
    """Read a plan whose text is as it should be."""
    paragraphs = read_paragraphs(source)
    if not paragraphs:
        raise EmptyFileError(source.name)
    outline = build_outline(paragraphs)
    head = read_head(outline.front)
    headings = " ".join(node.text for node in outline.root.below() if node.text.count(" ") < 12)
    info = read_info(head, outline.back, headings)
    years = len(info.years)
    found = read_tasks(
        outline.root,
        Calendar(calendar_year(info), info.issued_on, years > _SCHOOL_YEAR, years == _SCHOOL_YEAR),
    )
    if info.level == "district":
        found = found._replace(tasks=with_district_names(found.tasks))
    if not found.tasks or not (_looks_like_plan(head, info, outline) or _assigns(found.tasks)):
        raise NotAPlanError(source.name)
    if not info.years:
        info = replace(info, years=years_of(d for task in found.tasks for d in task.deadlines))
    supersedes, amends = read_relations((p.text for p in paragraphs), info.number)
    return Draft(
        source=source.name,
        plan=info,
        agencies=_agencies(found.tasks),
        tasks=found.tasks,
        hotlines=read_hotlines((p.lines[0], p.text) for p in paragraphs),
        citations=read_citations((p.text for p in paragraphs), info.number),
        doubts=tuple(_doubts(source, paragraphs, info, found)),
        supersedes=supersedes,
        amends=amends,
    )


def _looks_like_plan(head: Head, info: PlanInfo, outline: Outline) -> bool:
    """A plan calls itself one, carries a number, or has sections that assign work."""
    if head.kind or info.number:
        return True
    return any(kind_of_heading(node.text, top=True) for node in outline.root.below() if node.paragraph.label)


_ENOUGH = 3


def _assigns(tasks: tuple[DraftTask, ...]) -> bool:
    """Whether several tasks say who and by when, such as the rows of a table that came without its plan."""
    return sum(bool(task.assignees and task.deadlines) for task in tasks) >= _ENOUGH


def _agencies(tasks: Iterable[DraftTask]) -> tuple[str, ...]:
    """The assignees in the order of their first task."""
    names = [name for task in tasks for name in task.assignees if name != ALL]
    return tuple(dict.fromkeys(names))


def _doubts(source: Source, paragraphs: list[Paragraph], info: PlanInfo, found: TaskList) -> Iterable[Doubt]:
    """What a person has to look at, the document's own doubts first."""
    notes = list(source.notes)
    if TEXT_DAMAGED not in notes and damaged_share(p.text for p in paragraphs) > _DAMAGED_SHARE:
        notes.append(TEXT_DAMAGED)
    for note in dict.fromkeys(notes):
        yield Doubt(note, source.name)
    yield from found.doubts
    yield from _impossible_dates(info, found.tasks)


def _impossible_dates(info: PlanInfo, tasks: tuple[DraftTask, ...]) -> Iterable[Doubt]:
    """Deadlines that had passed when the plan was issued cannot be meant."""
    first_year = min(info.years, default=None)
    for index, task in enumerate(tasks):
        for deadline in task.deadlines:
            if deadline.kind not in {DeadlineKind.DATE, DeadlineKind.PERIOD} or deadline.due is None:
                continue
            early = deadline.due < info.issued_on if info.issued_on else False
            if early or (first_year is not None and deadline.due.year < first_year - 1):
                yield Doubt(
                    "date_impossible", deadline.as_written, task.lines[0], task.page, index, "deadlines"
                )


_WORD = re.compile(r"[^\W\d_]{2,}")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:[aeiouy]{1,3})"
    r"(?:ng|nh|ch|[cmnpt])?"
)


def damaged_share(texts: Iterable[str]) -> float:
    """The share of words in small letters that no Vietnamese syllable is spelt like."""
    words = [w for text in texts for w in _WORD.findall(strip_marks(text)) if w.islower()]
    if len(words) < 50:
        return 0.0
    counts = Counter(words)
    return sum(count for word, count in counts.items() if _SYLLABLE.fullmatch(word) is None) / len(words)
