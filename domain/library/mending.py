"""Slips of the finger in a typed question, mended before it is read.

A word is mended only where it stands beside nothing that it is known to stand beside, and a word one slip
away does. What is known: the plans' own pairs of words, the synonyms, and how people ask. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from domain.library.index import Library
from domain.questions.reading import empty_forms, is_asking
from domain.questions.spellings import OFFICIAL
from domain.questions.stopwords import ASKING_PHRASES, ASKING_SENTENCES, EMPTY
from domain.questions.synonyms import GROUPS
from domain.questions.words import typed_words, word, words_of
from domain.slips import one_finger, one_slip
from domain.text import nfc, strip_marks

_TOKEN = re.compile(r"[^\W_]+")
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|nh|ng|ngh|p|ph|qu|q|r|s|t|th|tr|v|x)?"
    r"(?:uye|uya|uyu|uay|uoi|uou|ieu|yeu|oai|oay|oao|oeo|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye"
    r"|[aeiouy])(?:c|ch|m|n|ng|nh|p|t)?"
)
"""What a syllable of Vietnamese looks like without marks; anything else is a slip or another language."""
_ENGLISH = re.compile(
    r"[a-z]*(?:[fjwz]|ee|oo|ll|ss|st|sh|er|ed|ing|ion|le|re|ve|se|ck|nd|rt|ld|rk|al|is)[a-z]*"
)
_SURE = 2
"""How much better a mended word must fit than the one that was typed."""
_ABBREVIATION = 3
FIGURE = "0"
"""Any number: months and quarters stand beside one."""
_BEFORE_FIGURES = (
    "thang",
    "quy",
    "ngay",
    "nam",
    "quarter",
    "month",
    "truoc",
    "so",
    "in",
    "quyet",
    "dinh",
    "thi",
)


@cache
def asking_pairs() -> frozenset[tuple[str, str]]:
    """Words that stand side by side in questions and in synonyms."""
    known: Iterable[str] = (*ASKING_PHRASES, *ASKING_SENTENCES, *(each for group in GROUPS for each in group))
    pairs = {pair for each in known for pair in pairwise(one.plain for one in words_of(each))}
    return frozenset(
        pairs | {(each, FIGURE) for each in _BEFORE_FIGURES} | {(FIGURE, "thang"), (FIGURE, "nam")}
    )


@cache
def asking_words() -> frozenset[str]:
    """Every word of those pairs."""
    return frozenset(one for pair in asking_pairs() for one in pair)


def is_syllable(plain: str) -> bool:
    """Whether letters without marks could be a syllable of Vietnamese."""
    return _SYLLABLE.fullmatch(plain) is not None


def mend(text: str, library: Library) -> str:
    """The question with its slips mended; everything else as it was typed."""
    composed = nfc(text)
    found = [(m, _plain(m[0])) for m in _TOKEN.finditer(composed)]
    marked = 3 * sum(not m[0].isascii() for m, _ in found) >= len(found)
    out, last = [], 0
    for i, (match, plain) in enumerate(found):
        if " " in plain and plain != _opened(match[0]):  # an abbreviation with a slip
            out += [composed[last : match.start()], plain]
            last = match.end()
        if plain.isdigit() or " " in plain:
            continue
        before = found[i - 1][1].split()[-1] if i else ""
        after = found[i + 1][1].split()[0] if i + 1 < len(found) else ""
        meant = _meant(match[0], _figure(before), _figure(after), library, marked=marked)
        if meant:
            out += [composed[last : match.start()], meant if composed.isascii() else _written(meant, library)]
            last = match.end()
    return "".join((*out, composed[last:]))


def _opened(token: str) -> str:
    return " ".join(one.plain for one in typed_words(token))


@cache
def _asking_forms() -> frozenset[str]:
    """The words of asking as they are written."""
    phrases = (*ASKING_PHRASES, *ASKING_SENTENCES)
    return frozenset(one.typed for each in phrases for one in words_of(each)) | empty_forms()


def _written(plain: str, library: Library) -> str:
    """A word of asking with its marks, where it has no other meaning; another as it is."""
    asking = _asking_forms_of().get(plain, {})
    if len(asking) == 1 and library.forms_of(plain) <= set(asking):
        return next(iter(asking.values()))
    return plain


@cache
def _asking_forms_of() -> dict[str, dict[str, str]]:
    """The words of asking: without marks, as compared with marks, and as they are written."""
    out: dict[str, dict[str, str]] = {}
    for each in (*ASKING_PHRASES, *ASKING_SENTENCES):
        for one in each.split():
            out.setdefault(word(one).plain, {})[word(one).typed] = one
    return out


def _plain(token: str) -> str:
    """The words behind a token, abbreviations opened, those with a slip among them."""
    key = strip_marks(token).lower()
    if len(key) >= _ABBREVIATION and not key.isdigit() and key not in asking_words():
        known = [(short, each) for short, each in OFFICIAL.items() if len(short) > 3 and short.isascii()]
        near = [each for short, each in known if one_finger(key, short)]
        near = near or [each for short, each in known if one_slip(key, short)]
        if len(set(near)) == 1 and not re.search("[aeiouy]", key[1:]):
            return " ".join(one.plain for one in words_of(near[0]))
    return _opened(token) or key


def _figure(plain: str) -> str:
    return FIGURE if plain.isdigit() else plain


def _meant(token: str, before: str, after: str, library: Library, *, marked: bool) -> str:
    """What was meant instead of a word that fits nowhere here, or nothing."""
    one = word(token)
    plain = one.plain
    if len(plain) < _ABBREVIATION:  # two letters are a word of their own: `lũ` is not `lực`
        return ""
    own = _beside(before, plain, after, library)
    if one.has_marks or (marked and not own):
        known = one.typed in library.forms or one.typed in _asking_forms()
        asking = one.typed in _asking_forms()
    else:
        asking = plain in asking_words() or (not marked and is_asking(one))
        known = asking or plain in library.vocabulary
    if asking or (known and own and (one.has_marks or not marked or one.typed in library.forms)):
        return ""
    surely = _surely(token, before, after, library, marked=marked)
    if surely and (not own or _beside(before, word(surely).plain, after, library) > own):
        return surely
    best, most = "", 0
    for each in library.nearby(plain, asking_words()):
        if each != plain:
            weight = _beside(before, each, after, library)
            if weight > most or (weight == most > 0 and _counts(each, library) > _counts(best, library)):
                best, most = each, weight
    if most <= own:
        return ""
    if known:
        return best if most >= own + _SURE else ""
    if not _SYLLABLE.fullmatch(plain) and not _ENGLISH.fullmatch(plain):
        return best
    return best if most >= _SURE or (most and not (before and after)) else ""


def _surely(token: str, before: str, after: str, library: Library, *, marked: bool) -> str:
    """What a word must mean that nobody writes, with no neighbour to tell: a letter lost, doubled or two swapped.

    A letter that is another (`vàng`, `vâng`) may be another word, of which the plans say nothing.
    """
    key = token.lower()
    plain = strip_marks(key)
    if len(key) < _ABBREVIATION or key in library.written or key in _asking_written():
        return ""
    if not marked and (is_syllable(plain) or plain in asking_words() or _ENGLISH.fullmatch(plain)):
        return ""
    known = library.fingers(key, _asking_written(), marked=marked)

    def sure(each: str) -> tuple[int, bool, int]:
        plain = word(each).plain
        return _beside(before, plain, after, library), each in _asking_written(), _counts(plain, library)

    best = max(known, key=sure, default="")
    twins = [each for each in known if best and word(each).plain == word(best).plain]
    return best if len(twins) < 2 else word(best).plain  # which marks were meant nobody can tell


@cache
def _asking_written() -> dict[str, str]:
    """The words that people ask with as they are written, and without marks."""
    known = (*ASKING_PHRASES, *ASKING_SENTENCES, *EMPTY)
    return {one: word(one).plain for each in known for one in each.lower().split()}


def _counts(plain: str, library: Library) -> int:
    return library.vocabulary.get(plain, 0) + 1000 * (plain in asking_words())


def _beside(before: str, plain: str, after: str, library: Library) -> int:
    """How surely the word stands beside its neighbours: a pair of questions counts twice a pair of the plans."""
    sides = [pair for pair in ((before, plain), (plain, after)) if all(pair)]
    return sum(2 if pair in asking_pairs() else pair in library.pairs for pair in sides)
