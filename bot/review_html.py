"""The review page as HTML: the document on one side, what was read on the other, doubts first.

Everything that comes out of a document is escaped by markupsafe; sentences come from the catalogs. The page holds no
script of its own (the policy forbids it): bot/review_files/review-page.js reads the data attributes.
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from domain.plan import Deadline
from handlers.views.base import Words
from handlers.views.dates import day
from handlers.views.doubts import deadline_text
from services.corrections import AGENCIES, DATES
from services.intake import DoubtLine, Preview
from services.review import Line, Read, ReadTask

EMPTY = Markup("")


def page(words: Words, found: Preview, read: Read, *, mark: str, files: str) -> Markup:
    """The whole page. `mark` goes with every change, `files` is where style and script lie."""
    return Markup(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<title>{title}</title><link rel="stylesheet" href="{files}/review-page.css">'
        '<script src="{files}/review-page.js" defer></script></head>'
        '<body data-revision="{revision}" data-mark="{mark}" data-failed="{failed}" data-pane="read">'
        "<header><h1>{title}</h1><p>{counts}</p>"
        '<nav><button type="button" data-show="read">{read_label}</button>'
        '<button type="button" data-show="document">{document_label}</button></nav></header>'
        '<p id="message" role="status" hidden></p><main>{read}{document}</main></body></html>'
    ).format(
        lang=words.language,
        title=words.plain("review.title", plan=found.name),
        files=files,
        revision=found.revision,
        mark=mark,
        failed=words.plain("review.failed"),
        counts=words.plain("review.counts", tasks=found.tasks, doubts=len(found.open_doubts)),
        read_label=words.plain("review.read"),
        document_label=words.plain("review.document"),
        read=_read(words, found, read),
        document=_document(words, read),
    )


def _read(words: Words, found: Preview, read: Read) -> Markup:
    draft = found.state.value == "draft"
    parts = [Markup('<h2 class="doubtful">{}</h2>').format(_title(words, found))]
    parts += [_doubt(words, one, read, draft=draft) for one in found.open_doubts]
    if found.decided:
        parts.append(Markup("<h2>{}</h2>").format(words.plain("review.decided", n=len(found.decided))))
        parts += [_decided(words, one, draft=draft) for one in found.decided]
    parts.append(Markup("<h2>{}</h2>").format(words.plain("review.tasks", n=len(read.tasks))))
    parts += [_task(words, task) for task in read.tasks]
    label = words.plain("review.read")
    return Markup('<section id="read" aria-label="{}">{}</section>').format(label, EMPTY.join(parts))


def _title(words: Words, found: Preview) -> str:
    n = len(found.open_doubts)
    return words.plain("review.doubts", n=n) if n else words.plain("review.no_doubts")


def _doubt(words: Words, one: DoubtLine, read: Read, *, draft: bool) -> Markup:
    """A doubtful point with its sentence and what can be done about it."""
    return Markup(
        '<article class="doubt" data-doubt="{id}" data-lines="{lines}">{head}{task}{acts}</article>'
    ).format(
        id=one.id,
        lines=_lines_of(one, read),
        head=_head(words, one),
        task=Markup("<p>{}</p>").format(one.task) if one.task else EMPTY,
        acts=_acts(words, one, read) if draft else EMPTY,
    )


def _head(words: Words, one: DoubtLine) -> Markup:
    key = f"doubt.kind.{one.kind}"
    kind = words.plain(key if key in words.catalogs.keys("vi") else "doubt.kind.other")
    return Markup("<h3>{}: <q>{}</q></h3>").format(kind, one.text)


def _lines_of(one: DoubtLine, read: Read) -> str:
    task = next((task for task in read.tasks if task.id == one.task_id), None)
    if task is not None:
        return f"{task.lines[0]}-{task.lines[1]}"
    return f"{one.line}-{one.line}" if one.line is not None else ""


def _acts(words: Words, one: DoubtLine, read: Read) -> Markup:
    acts = [_button(words, "review.accept", "accept"), _button(words, "review.drop", "drop")]
    if one.task_id is not None and one.field == DATES:
        acts.append(_typed(words, "review.date", "review.set_date", "date", "", 40))
    if one.task_id is not None and one.field in AGENCIES:
        names = read.candidates.get(one.id, ())
        acts += [
            Markup("<datalist id='names-{}'>{}</datalist>").format(
                one.id, EMPTY.join(Markup("<option value='{}'></option>").format(name) for name in names)
            ),
            _typed(words, "review.agency", "review.set_agency", "agency", f"names-{one.id}", 200),
        ]
    return Markup('<div class="acts">{}</div>').format(EMPTY.join(acts))


def _button(words: Words, key: str, act: str) -> Markup:
    return Markup('<button type="button" data-act="{}">{}</button>').format(act, words.plain(key))


def _typed(words: Words, label: str, button: str, act: str, names: str, most: int) -> Markup:
    return Markup(
        '<label>{label} <input type="text" maxlength="{most}" autocomplete="off" list="{names}"></label>{button}'
    ).format(label=words.plain(label), most=most, names=names, button=_button(words, button, act))


def _decided(words: Words, one: DoubtLine, *, draft: bool) -> Markup:
    values = {}
    if one.set_deadline is not None:
        values = {"what": deadline_text(words, one.set_deadline)}
    elif one.set_agency:
        values = {"what": one.set_agency}
    said = words.plain(f"doubt.decision.{one.decision.value if one.decision else ''}", **values)
    back = _button(words, "review.take_back", "takeback") if draft else EMPTY
    return Markup(
        '<article class="settled" data-doubt="{}">{}<p>→ {}</p><div class="acts">{}</div></article>'
    ).format(one.id, _head(words, one), said, back)


def _task(words: Words, task: ReadTask) -> Markup:
    who = "; ".join(task.leads) or words.plain("card.everyone_short")
    dates = [_deadline(words, deadline, held=held) for deadline, held in task.deadlines]
    return Markup(
        '<article class="task" tabindex="0" data-lines="{first}-{last}"><p>{text}</p>'
        '<p class="who">{section} · {who}</p>{dates}</article>'
    ).format(
        first=task.lines[0],
        last=task.lines[1],
        text=task.text,
        section=task.section or "–",
        who=who,
        dates=EMPTY.join(dates),
    )


def _deadline(words: Words, deadline: Deadline, *, held: bool) -> Markup:
    on: date | None = deadline.due
    text = f"{day(on)} · {deadline.as_written}" if on is not None else deadline.as_written
    mark = words.plain("review.held") if held else ""
    return Markup('<p class="due{}">⏰ {} {}</p>').format(" held" if held else "", text, mark)


def _document(words: Words, read: Read) -> Markup:
    lines = EMPTY.join(_line(line) for line in read.lines)
    label = words.plain("review.document")
    return Markup('<section id="document" aria-label="{}"><ol>{}</ol></section>').format(label, lines)


def _line(line: Line) -> Markup:
    return Markup('<li id="line-{n}" data-line="{n}" value="{n}">{text}</li>').format(
        n=line.number, text=line.text
    )


def closed(words: Words) -> Markup:
    """Instead of the page: the link is too old, or the person is no admin any more."""
    return Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>{}</title></head><body><p>{}</p></body></html>'
    ).format(words.language, words.plain("review.closed_title"), words.plain("review.closed"))
