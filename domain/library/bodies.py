"""Bodies by their names: whether a duty of "Các sở, ban, ngành" is one of "Sở Y tế", and which bodies a question names.

A name is read into its stem ("so y te"), the level it stands on and the place it is of. Two names are the
same body where stems are equal and levels and places do not contradict. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.questions.reading import is_asking
from domain.questions.words import Word, words_of
from domain.slips import one_slip
from domain.text import fold

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"
_LEVELS = {
    "tinh": {PROVINCE},
    "thanh pho": {PROVINCE, DISTRICT},
    "huyen": {DISTRICT},
    "quan": {DISTRICT},
    "thi xa": {DISTRICT},
    "xa": {COMMUNE},
    "phuong": {COMMUNE},
    "thi tran": {COMMUNE},
    "dac khu": {COMMUNE},
}
_LEVEL = r"(?:thanh pho|thi xa|thi tran|dac khu|tinh|huyen|(?<!co )(?<!lien )(?<!sat )quan|(?<!lam )xa(?! hoi)|(?<!dia )phuong)"
_AT_LEVEL = re.compile(
    rf"\s(?P<class>(?:cac|cap)\s)?(?P<levels>{_LEVEL}(?:\s(?:va\s)?{_LEVEL})*)(?:\s(?P<place>.+))?$"
)
_NOISE = re.compile(r"\b(?:viet nam|ho chi minh|cong san|lien quan|co lien quan|va|de nghi|tinh uy)\b")
_SYNONYMS = (
    (re.compile(r"^tinh doan"), "doan thanh nien tinh"),
    (re.compile(r"^huyen doan"), "doan thanh nien huyen"),
    (re.compile(r"^thanh doan"), "doan thanh nien thanh pho"),
    (re.compile(r"^doan (?=xa\b|phuong\b|tinh\b|huyen\b)"), "doan thanh nien "),
    (re.compile(r"^doan tn\b"), "doan thanh nien"),
    (re.compile(r"^hoi phu nu"), "hoi lien hiep phu nu"),
    (re.compile(r"^(?:uy ban )?mat tran(?: to quoc)?"), "uy ban mat tran to quoc"),
    (re.compile(r"^chu tich uy ban nhan dan"), "uy ban nhan dan"),
    (re.compile(r"^uy ban (?=xa\b|phuong\b|thi tran\b|huyen\b|tinh\b)"), "uy ban nhan dan "),
)

_EVERYBODY = re.compile(
    r"^cac (?:co quan|don vi|dia phuong)(?: (?:co quan|don vi|dia phuong|to chuc|ban nganh|doan the))*$"
)
_MASS = re.compile(
    r"^(?:cac )?(?:doan the|to chuc (?:chinh tri xa hoi|thanh vien|doan the)|to chuc chinh tri)"
)
_DEPARTMENTS = re.compile(r"^(?:thu truong )?(?:cac )?so(?: (?:ban|nganh|co quan|don vi|doan the))*$")
_OFFICES = re.compile(r"^(?:cac )?phong(?: (?:ban|nganh|co quan|don vi|doan the))+$|^(?:cac )?ban nganh")
_SCHOOLS = re.compile(r"^(?:cac (?:truong|nha truong|co so giao duc|don vi truong hoc)|nha truong)")
_IS_MASS = re.compile(r"^(?:hoi |doan thanh nien|lien doan|cong doan|doan truong)")
_IS_DEPARTMENT = re.compile(r"^(?:so |ban dan toc|ban quan ly|thanh tra|van phong|bao va|bao |dai )")


@dataclass(frozen=True, slots=True)
class Body:
    """A name taken apart. `everybody`: it means all who are concerned."""

    stem: str
    levels: frozenset[str] = frozenset()
    place: str = ""
    is_class: bool = False
    everybody: bool = False


@lru_cache(maxsize=20_000)
def body(name: str) -> Body:
    """A name as plans or people write it."""
    key = fold(" ".join(one.plain for one in words_of(name)))
    key = re.sub(r"^(?:de nghi|giao|yeu cau) ", "", key)
    for pattern, full in _SYNONYMS:
        key = pattern.sub(full, key)
    at = _AT_LEVEL.search(key)
    stem = key[: at.start()] if at else key
    stem = " ".join(_NOISE.sub(" ", stem).split())
    levels: set[str] = set()
    place = ""
    if at:
        named = re.findall(_LEVEL, at["levels"])
        for level in named:
            levels |= _LEVELS[level]
        if len(named) > 1 and DISTRICT in levels and "tinh" not in named:
            levels -= {PROVINCE}
        if at["class"] and at["class"].strip() == "cap":
            levels = {PROVINCE} if "tinh" in named else levels
        place = " ".join(_NOISE.sub(" ", at["place"] or "").split())
    is_class = bool(at and (at["class"] or len(re.findall(_LEVEL, at["levels"])) > 1)) or stem.startswith(
        "cac "
    )
    everybody = not at and _EVERYBODY.match(stem) is not None
    return Body(stem, frozenset(levels), place, is_class, everybody)


@lru_cache(maxsize=200_000)
def binds(agency: str, asked: str, province: str = "", commune: str = "", *, surely: bool = False) -> bool:
    """Whether what a plan gives to `agency` is given to the body that is called `asked`.

    `province` and `commune` (folded, without their type) are the plan's own: "Công an tỉnh" in its plan is
    the police of that province. `surely`: classes of many bodies ("các sở, ngành liên quan") do not count.
    """
    there, here = body(agency), body(asked)
    if there.everybody:
        return agency == asked
    if there.stem == here.stem or there.stem.removeprefix("cac ") == here.stem.removeprefix("cac "):
        return _levels_fit(there, here) and _place_fits(there, here, province, commune)
    if here.is_class or surely:
        return False
    if _DEPARTMENTS.match(there.stem):
        police = here.stem == "cong an" and PROVINCE in here.levels
        return (police or _IS_DEPARTMENT.match(here.stem) is not None) and COMMUNE not in here.levels
    if _MASS.match(there.stem):
        return _IS_MASS.match(here.stem) is not None and _levels_fit(there, here)
    if _OFFICES.match(there.stem):
        return here.stem.startswith("phong ") and _levels_fit(there, here)
    if _SCHOOLS.match(there.stem):
        return here.stem.startswith("truong ")
    return False


def _levels_fit(there: Body, here: Body) -> bool:
    return not there.levels or not here.levels or bool(there.levels & here.levels)


def _place_fits(there: Body, here: Body, province: str, commune: str) -> bool:
    """Places that contradict; a name without a place is of the plan's own."""
    if there.is_class or not here.place:
        return True
    if there.place:
        return _inside(here.place, there.place)
    if here.levels and PROVINCE in here.levels and province:
        return _inside(here.place, province)
    if here.levels == {COMMUNE} and commune:
        return _inside(here.place, commune)
    return True


def _inside(one: str, other: str) -> bool:
    return f" {other} " in f" {one} " or f" {one} " in f" {other} "


@dataclass(frozen=True, slots=True)
class Mention:
    """A body that a question names: which of the known names it may mean, and the words that name it."""

    first: int
    last: int
    names: tuple[str, ...]


_HEADS = frozenset(
    [
        "so",
        "phong",
        "cong",
        "uy",
        "hoi",
        "doan",
        "ban",
        "toa",
        "vien",
        "truong",
        "tram",
        "trung",
        "mat",
        "dai",
        "to",
        "doi",
        "bo",
        "nha",
        "bao",
        "giao",
        "lien",
        "van",
        "cap",
        "xa",
        "tinh",
        "huyen",
        "cac",
        "cham",
    ]
)
_SHORT = {"cong an": 2, "mat tran": 2, "toa an": 2, "vien kiem sat": 3, "doan thanh nien": 3, "nha truong": 2}
_LEVEL_WORDS = ("thanh pho", "thi xa", "thi tran", "dac khu", "tinh", "huyen", "quan", "xa", "phuong")


class Names:
    """The names of bodies that plans and the directory know, found again in typed questions."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._forms: dict[str, dict[tuple[str, ...], set[str]]] = {}
        self._marks: dict[str, set[str]] = {}
        for name in self.names:
            for form in _forms(body(name)):
                self._forms.setdefault(form[0], {}).setdefault(form, set()).add(name)
            for one in words_of(name):
                self._marks.setdefault(one.plain, set()).add(one.typed)
        self.words = frozenset(self._marks)
        self.typed = frozenset().union(*self._marks.values())
        self.pairs = frozenset(
            pair for forms in self._forms.values() for form in forms for pair in pairwise(form)
        )
        self._by_size = {first: sorted(forms, key=len, reverse=True) for first, forms in self._forms.items()}

    def find(self, words: Sequence[Word]) -> Mention | None:
        """The first body that is named, by the longest form; one slip is forgiven where nothing fits exactly."""
        for slips in (0, 1):
            for i in range(len(words)):
                size, names = self._at(words, i, slips)
                if size:
                    return self._with_level(words, i, size, names)
        return None

    def _at(self, words: Sequence[Word], i: int, slips: int) -> tuple[int, set[str]]:
        firsts = [words[i].plain] if not slips else [f for f in self._by_size if one_slip(words[i].plain, f)]
        best: tuple[int, set[str]] = (0, set())
        for first in firsts:
            for form in self._by_size.get(first, ()):
                if len(form) <= best[0]:
                    break
                size = self._fits(words, i, form, slips)
                if size:
                    best = (size, self._forms[first][form])
        return best

    def _fits(self, words: Sequence[Word], i: int, form: tuple[str, ...], slips: int) -> int:
        """How many words from the i-th on are the form ("va" may stand between), or 0."""
        at, left = i, slips
        if form == ("xa",) and not self._alone(words, i):
            return 0
        for part in form:
            while at < len(words) and words[at].plain == "va" and at > i:
                at += 1
            if at >= len(words):
                return 0
            if words[at].plain != part or self._other_marks(words[at]):
                if left and len(form) > 1 and not is_asking(words[at]) and one_slip(words[at].plain, part):
                    left -= 1
                else:
                    return 0
            at += 1
        return at - i

    def _alone(self, words: Sequence[Word], i: int) -> bool:
        """Whether `xã` means the commune itself: not `xã hội`, `thị xã`, `công an xã`."""
        after = words[i + 1].plain if i + 1 < len(words) else ""
        before = words[i - 1].plain if i else ""
        at_start = not before or before in ("cho", "cac", "cap", "cua", "thi", "va", "ma")
        return (
            after != "hoi" and before != "thi" and (at_start or after in ("lam", "phai", "can", "duoc", "co"))
        )

    def _other_marks(self, one: Word) -> bool:
        """Whether a word was typed with marks that no name has."""
        return one.has_marks and one.typed not in self._marks.get(one.plain, {one.typed})

    def _with_level(self, words: Sequence[Word], i: int, size: int, names: set[str]) -> Mention:
        """The mention with the level and the place behind it, and the names that fit both."""
        end = i + size
        rest = " ".join(one.plain for one in words[end : end + 6])
        found = re.match(rf"(?:(?:cac|cap) )?(?:{_LEVEL})(?: (?:va )?{_LEVEL})*", rest)
        typed = " ".join(one.typed for one in words[i:end])
        if found:
            level_words = found[0].split()
            end += len(level_words)
            wanted = body(f"{' '.join(one.plain for one in words[i : i + size])} {found[0]}").levels
            fit = {name for name in names if not body(name).levels or body(name).levels & wanted}
            place = self._place(words, end, fit or names)
            if place:
                fit = {n for n in fit if not body(n).place or body(n).place == place} or fit
                end += len(place.split())
            names = fit
        del typed
        return Mention(i, end, tuple(name for name in self.names if name in names))

    def _place(self, words: Sequence[Word], end: int, names: set[str]) -> str:
        for size in (4, 3, 2, 1):
            key = " ".join(one.plain for one in words[end : end + size])
            if len(words) >= end + size and any(body(name).place == key for name in names):
                return key
        return ""


def _forms(known: Body) -> set[tuple[str, ...]]:
    """The ways in which a body may be called: whole, by its first words, by what is said for short."""
    words = tuple(known.stem.split())
    if known.everybody or not words:
        return set()
    out = {words}
    if words[0] == "cac":
        words = words[1:]
        if len(words) > 1:
            out.add(words)
    text = " ".join(words)
    for short, size in _SHORT.items():
        if text.startswith(short):
            out.add(words[:size])
    if words[0] in ("so", "phong", "ban") and len(words) > 1:
        out |= {words[:n] for n in range(3, len(words)) if words[1] not in ("nganh", "ban")}
        if len(words) > 4:
            out.add(words[:1] + words[3:])
    if words[0] in ("dai", "trung", "bao") and len(words) > 3:
        out.add(words[:3])
        out.add(words[:4])
    if text.startswith("uy ban mat tran"):
        out |= {("mat", "tran"), ("mat", "tran", "to", "quoc")}
    if text.startswith("doan thanh nien"):
        out |= {
            (level, "doan")
            for level in ("tinh", "huyen")
            if not known.levels or _LEVELS[level] & known.levels
        }
    if len(words) > 3 and words[0] not in ("uy", "so", "phong", "hoi", "cac"):
        out |= {words[:n] for n in range(3, len(words))}
    if text.startswith("hoi lien hiep phu nu"):
        out |= {("hoi", "phu", "nu"), ("hoi", "lien", "hiep", "phu", "nu"), ("phu", "nu")}
    if text.startswith("uy ban nhan dan") and COMMUNE in known.levels:
        out |= {
            ("xa",),
            ("cap", "xa"),
            ("cac", "xa"),
            ("uy", "ban", "xa"),
            ("chinh", "quyen", "xa"),
            ("chu", "tich", "xa"),
        }
    if text.startswith("uy ban nhan dan") and DISTRICT in known.levels:
        out |= {("cap", "huyen"), ("cac", "huyen"), ("uy", "ban", "huyen")}
    return {form for form in out if form}
