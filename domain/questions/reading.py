"""What a typed question asks for: from the text alone, without the plans.

`read_question` is called by the services and by the command line; what the plans say of the subject is found
by `domain/library`. A text that sounds like a child in danger is recognised before anything else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache

from domain.questions.english import in_vietnamese, is_english
from domain.questions.stopwords import ASKING_PHRASES, EMPTY, ENGLISH, ENGLISH_SIGNS, KEPT
from domain.questions.synonyms import GROUPS
from domain.questions.times import Window, find_time
from domain.questions.words import Word, typed_words, word, words_of
from domain.text import fold, nfc
from domain.urgent import sounds_like_a_case


class QuestionKind(StrEnum):
    """What kind of answer is wanted; the words of the command line's JSON."""

    URGENT = "urgent"
    HOTLINE = "hotline"
    TASKS = "tasks"
    DEADLINE = "deadline"
    WHO = "who"
    SMALL_TALK = "smalltalk"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """What somebody has to do with a task, where the question says it."""

    LEADS = "leads"
    HELPS = "helps"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood; `words` are those that are left once everything else is read."""

    kind: QuestionKind
    words: tuple[Word, ...] = ()
    mine: bool = False
    window: Window | None = None
    relation: Relation | None = None
    citations: tuple[str, ...] = ()
    everything: tuple[Word, ...] = field(default=(), repr=False)
    """All its words but those of time, for finding the bodies that it names."""

    @property
    def is_bare(self) -> bool:
        """Whether it names neither a subject nor a time nor a document."""
        return not self.words and self.window is None and not self.citations


_HOTLINE = re.compile(
    r"\b(?:duong day nong|hotline|hot line|so dien thoai|goi (?:so|cho so|den so) (?:nao|may)|so nao de goi|tong dai|so nong|(?:so|may|line)(?: nong)? 111|111 goi"
    r"|sdt|dien thoai (?:nao|so may)|goi dien (?:thoai )?(?:cho |den |toi )?(?:ai|dau|so nao)|goi (?:dau|ai|di dau|cho ai)|so khan cap|so (?:111|113|115)|(?:goi|bam) 111"
    r"|helpline|phone number|(?:what|which) number|number to call|who (?:do i|to|should i|can i) call|line bao ve tre em"
    r"|so lien he|so goi|bao (?:tin|vu viec) (?:cho ai|o dau|den dau|so nao|qua so)|to giac (?:o dau|den dau|so nao))\b"
    r"|^(?:111|113|114|115)$|^(?:so|goi) "
    r"(?:111|cap cuu|cong an|canh sat)$"
)
_ABOUT_A_LINE = re.compile(
    r"\b(?:tuyen truyen|phu trach|chu tri|quang ba|thiet lap|van hanh|duy tri|truc tong dai|niem yet|ke hoach|nhiem vu)\b"
)
"""What plans do about a line; whoever asks for that does not want to call it."""
_TALK = re.compile(
    r"^(?:(?:da|vang|a|u|uh|em|toi|minh|anh|chi|xin|rat|chan thanh|thank|thanks|thank you|cam on|cam on ban|ok|oke|okay"
    r"|okie|hello|hi|hey|xin chao|chao|alo|good morning|good afternoon|good evening|good night|bye|goodbye|tam biet"
    r"|chuc ngay moi vui ve|chuc ngu ngon|hay qua|tuyet voi|tot|tot lam|gioi qua|vui qua|duoc roi|hieu roi|ro roi|biet roi"
    r"|on roi|ban la ai|ban ten gi|em ten gi|bot la ai|ai tao ra ban|who are you|how are you|ban co khoe khong"
    r"|khoe khong|ban oi|bot oi|bot|ban|nhe|nha|a|oi|nhieu|lam|qua|ca nha|moi nguoi|buoi sang|buoi chieu|buoi toi|very much"
    r"|so much|a lot|haha|hihi|hehe|test|thu|dang lam gi day|dang lam gi the|gioi|thong minh|dep trai|xinh|yeu ban"
    r"|chuc mung|nam moi|chuc mung nam moi|chuc suc khoe|an com chua|ban an com chua|tks|thks|ty|tkx|camon|cam on nhieu"
    r"|ngay tot lanh|cuoi tuan vui ve|vui ve|mot ngay tot lanh|chuc|ngay|moi|well done|great|nice|good|good job|perfect"
    r"|see you|the a|the nhe|chao ban|chao em|chao anh|chao chi|chao bot|chao ca nha|cam on em|cam on bot|sang|chieu"
    r"|toi nay|dang yeu|de thuong|hom nay|the nao|ban the nao)(?: |$))+$"
)
_MINE = re.compile(
    r"\b(?:(?:don vi|co quan|phong|ban|truong|xa|phuong|so|tram|hoi|doan|ben|nganh|to|doi|to chuc|nha truong|huyen|tinh"
    r"|thi tran|trung tam|chi cuc|cong an|toa|vien|uy ban|thanh pho)"
    r" (?:cua )?(?:toi|minh|em|chung toi|chung em|chung minh|tui|ta|tao|anh|chi|chung ta)"
    r"|(?:toi|minh|em|chung toi|chung em|tui) (?:phu trach|phai|can|co|duoc giao|chiu|lam|chu tri|co nhung|nop|bao cao|phoi hop)"
    r"|(?:nhiem vu|viec|cong viec|dau viec|han|bao cao|thoi han|lich) (?:cua )?(?:toi|minh|em|chung toi|chung em|tui)"
    r"|my (?:tasks?|unit|duties|duty|deadlines?|office|agency|team|department|responsibilit\w*)|our (?:tasks?|unit|duties"
    r"|office|deadlines?|agency|responsibilit\w*)|(?:do|must|should|have) (?:i|we)|am i|are we|i (?:have|need|must)|we (?:have|need|must))\b"
)
_WHO = re.compile(
    r"\b(?:ai|(?:don vi|co quan|nganh|phong|so|ben|phong ban|to chuc|bo phan|cap|doan the|noi|cho|truong|doi|hoi) nao"
    r"|nhung (?:ai|don vi|co quan) nao|who|whom|which (?:unit|agency|agencies|units|department|office|body|bodies))\b"
)
_WHEN = re.compile(
    r"\b(?:khi nao|bao gio|luc nao|ngay nao|ngay may|thang nao|thang may|hom nao|quy nao|nam nao|may gio|den han|toi han|tre han"
    r"|qua han|thoi han|han chot|han cuoi|han nop|han hoan thanh|han (?:la|den|cua|gi|nao|bao|cho|thuc|xong|may)|gan han"
    r"|sap han|het han|con han|deadlines?|when|due|thoi gian nao|thoi diem nao|con may ngay|con bao lau|bao lau|trong bao lau"
    r"|cham nhat|muon nhat|by what date|how long|overdue|moc thoi gian|ky han|han)\b"
)
_DONE = re.compile(r"\b(?:xong|nop|hoan thanh|ket thuc|bao cao|finish\w*|submit\w*)\b")
_HELPS = re.compile(
    r"\b(?:phoi hop|cung lam|cung thuc hien|ho tro ai|dong hanh|partners?|cooperat\w+|coordinat\w+|supports?|help(?:s|ing)?)\b"
)
_LEADS = re.compile(
    r"\b(?:chu tri|dung dau|leads?|leading|(?:lam|chiu trach nhiem|phu trach|don vi|co quan) chinh)\b"
)
_AI = re.compile(r"\bAI\b")
"""Artificial intelligence, where the rest is not written in capitals, and not `ai`, who."""
_IDENTITY = re.compile(
    r"^(?:ai|who) (?:la|is|was) (?!(?:\w+ )*(?:phu trach|chu tri|chiu|dau moi|nguoi|don vi|co quan|ben|lam|giao|in charge|responsible"
    r"|leading|handling|assigned|supposed)\b)"
)
"""Asks for somebody by an office ("ai là thủ tướng"), not for whom a duty was given to."""
_CITATION = re.compile(
    r"(?<![\d/])(\d{1,4}(?:\s*/\s*(?:19|20)\d\d)?\s*(?:/|-|\s)\s*(?:(?:nq|qd|ct|kh|tt|nd|tb|bc|cv|ttr|hd|ttlt|qh)\d{0,2}"
    r"(?:\s*[-/]\s*[a-z]{2,10}(?:-[a-z]{2,10})?)?))(?![a-z])"
)
_NAMED = re.compile(
    r"\b(?:quyet dinh|nghi quyet|nghi dinh|chi thi|thong tu|ke hoach|luat|cong van|qd|nq|nd|ct|tt|kh)\s+(?:so\s+)?(\d{1,4}(?:\s*/\s*\d{4})?)\b(?!\s*/)"
)


Pairs = Collection[tuple[str, str]]


def read_question(
    text: str, today: date | None = None, years: Sequence[int] = (), pairs: Pairs = frozenset()
) -> Question:
    """Read a question typed with or without marks. Without `today` no time is read.

    `pairs` are words that stand side by side in the plans and are not empty there.
    """
    if sounds_like_a_case(text):
        return Question(QuestionKind.URGENT)
    key = fold(_AI.sub(" ", text) if text != text.upper() else text)
    if not fold(text):
        return Question(QuestionKind.UNKNOWN)
    if _TALK.match(key):
        return Question(QuestionKind.SMALL_TALK)
    if _HOTLINE.search(key) and not _ABOUT_A_LINE.search(key):
        return Question(QuestionKind.HOTLINE)
    if _IDENTITY.match(key):
        return Question(QuestionKind.UNKNOWN)
    citations, rest = _take_citations(text)
    found = find_time(rest, today, years) if today is not None else None
    if found is not None and found.window.year in years and not (_WHEN.search(key) or _DONE.search(key)):
        rest, found = found.rest, None  # the plan's own year, all of it: no span of time
    left = found.rest if found else rest
    everything = typed_words(in_vietnamese(left) if is_english(text) else left)
    return Question(
        kind=_kind(key, timed=found is not None),
        words=subject_of(everything, pairs),
        mine=_MINE.search(key) is not None,
        window=found.window if found else None,
        relation=_relation(key),
        citations=citations,
        everything=everything,
    )


def follow_up(question: Question, before: Question) -> Question:
    """A short question after another keeps what it does not say anew ("còn Sở Y tế?")."""
    return replace(
        question,
        kind=before.kind if question.kind is QuestionKind.TASKS else question.kind,
        window=question.window or before.window,
        relation=question.relation or before.relation,
        citations=question.citations or before.citations,
    )


def _kind(key: str, *, timed: bool) -> QuestionKind:
    """Who, when or what: whichever is asked first; a span of time alone asks what is due in it."""
    who, when = _WHO.search(key), _WHEN.search(key)
    if who and when:
        return QuestionKind.WHO if who.start() < when.start() else QuestionKind.DEADLINE
    if who:
        return QuestionKind.WHO
    return QuestionKind.DEADLINE if when or timed else QuestionKind.TASKS


def _relation(key: str) -> Relation | None:
    if _HELPS.search(key):
        return Relation.HELPS
    return Relation.LEADS if _LEADS.search(key) else None


def _take_citations(text: str) -> tuple[tuple[str, ...], str]:
    """Numbers of documents and the text without them: "1472/QĐ-TTg" and "quyết định 1472" alike."""
    from domain.text import strip_marks

    composed = nfc(text)
    plain = strip_marks(composed).lower()
    found: list[str] = []
    for pattern in (_CITATION, _NAMED):
        match = pattern.search(plain)
        while match is not None and len(plain) == len(composed):
            found.append(re.sub(r"\s+", "", match[1]))
            blank = " " * (match.end() - match.start())
            plain = plain[: match.start()] + blank + plain[match.end() :]
            composed = composed[: match.start()] + blank + composed[match.end() :]
            match = pattern.search(plain)
    return tuple(found), composed


def _phrases() -> dict[str, tuple[tuple[Word, ...], ...]]:
    """The asking phrases by their first plain word, longest first."""
    out: dict[str, list[tuple[Word, ...]]] = {}
    for phrase in ASKING_PHRASES:
        words = tuple(word(part) for part in phrase.split())
        out.setdefault(words[0].plain, []).append(words)
    return {first: tuple(sorted(each, key=len, reverse=True)) for first, each in out.items()}


_ASKING = _phrases()
_ASKING_WORDS = frozenset(one.plain for each in _ASKING.values() for words in each for one in words)
_EMPTY = frozenset(word(each) for each in EMPTY)
_EMPTY_PLAIN = frozenset(each.plain for each in _EMPTY)


def is_asking(one: Word) -> bool:
    """Whether a word belongs to what people ask with."""
    return one.plain in _ASKING_WORDS or one.plain in _EMPTY_PLAIN


def is_empty(one: Word, *, marked: bool, english: bool = False) -> bool:
    """Whether a single word says nothing of a subject. In a text typed with marks they must be the empty word's."""
    if english and one.plain in ENGLISH:
        return True
    return one in _EMPTY if marked or one.has_marks else one.plain in _EMPTY_PLAIN


def empty_forms() -> frozenset[str]:
    """The empty words as they are written."""
    return frozenset(one.typed for one in _EMPTY)


def empty_plain() -> frozenset[str]:
    """The empty words without marks."""
    return _EMPTY_PLAIN


def subject_of(words: Sequence[Word], pairs: Pairs = frozenset()) -> tuple[Word, ...]:
    """The words that carry the subject: asking phrases and empty words gone."""
    out: list[Word] = []
    marked = any(one.has_marks for one in words)
    english = not marked and any(one.plain in ENGLISH_SIGNS for one in words)
    i = 0
    while i < len(words):
        size = compound_at(words, i)
        if size:
            out += words[i : i + size]
            i += size
            continue
        size = _asking_at(words, i)
        if size and not (size == 1 and not marked and _paired(words[i : i + 2], 0, pairs)):
            i += size
            continue
        empty = is_empty(words[i], marked=marked, english=english)
        if (not empty or (not marked and _paired(words, i, pairs))) and not _is_above(words, i):
            out.append(words[i])
        i += 1
    return tuple(out)


def _is_above(words: Sequence[Word], i: int) -> bool:
    """Whether a word means the level above, to which something is sent: "báo cáo về sở", "gửi lên huyện"."""
    if words[i].plain not in ("so", "huyen", "tinh", "xa", "phong", "tren"):
        return False
    sent = i > 0 and words[i - 1].plain in ("ve", "len", "cho", "gui", "nop", "toi", "den", "ra")
    return sent and (i + 1 == len(words) or is_asking(words[i + 1]))


def _paired(words: Sequence[Word], i: int, pairs: Pairs) -> bool:
    """Whether a word typed without marks stands beside one with which it is a word of the plans."""
    left = i > 0 and (words[i - 1].plain, words[i].plain) in pairs
    return left or (i + 1 < len(words) and (words[i].plain, words[i + 1].plain) in pairs)


def compound_at(words: Sequence[Word], i: int) -> int:
    """How many words from the i-th on make a known phrase of the field, whatever its syllables mean elsewhere."""
    for phrase in _compounds().get(words[i].plain, ()):
        if len(phrase) <= len(words) - i and all(same(words[i + n], part) for n, part in enumerate(phrase)):
            return len(phrase)
    return 0


@cache
def _compounds() -> dict[str, tuple[tuple[Word, ...], ...]]:
    out: dict[str, list[tuple[Word, ...]]] = {}
    for group in (*GROUPS, KEPT):
        for each in group:
            words = words_of(each)
            if len(words) > 1:
                out.setdefault(words[0].plain, []).append(words)
    return {first: tuple(sorted(each, key=len, reverse=True)) for first, each in out.items()}


def _asking_at(words: Sequence[Word], i: int) -> int:
    """How many words from the i-th on make an asking phrase."""
    for phrase in _ASKING.get(words[i].plain, ()):
        if len(phrase) <= len(words) - i and all(same(words[i + n], part) for n, part in enumerate(phrase)):
            return len(phrase)
    return 0


def same(typed: Word, meant: Word) -> bool:
    """Whether a typed word is the one that is meant: marks left out are forgiven, marks typed count."""
    return typed.plain == meant.plain and (not typed.has_marks or typed.typed == meant.typed)
