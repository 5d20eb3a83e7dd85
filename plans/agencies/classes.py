"""Classes of bodies: `các sở, ban, ngành, đoàn thể cấp tỉnh`, `các cơ quan, đơn vị liên quan`."""

from __future__ import annotations

from collections.abc import Sequence

from plans.agencies import lexicon
from plans.agencies.name import Name
from plans.agencies.phrases import longest
from plans.agencies.places import joint, place_at, skip_joint
from plans.agencies.tables import CLASS_STARTS, table
from plans.tokens import Token


def class_at(tokens: Sequence[Token], at: int) -> tuple[Name, int] | None:
    """`các sở, ban, ngành, đoàn thể cấp tỉnh`, `các cơ quan, đơn vị có liên quan`."""
    plural = tokens[at].plain in CLASS_STARTS
    start = at + 1 if plural else at
    nouns, here = _class_nouns(tokens, start)
    if not nouns or (not plural and not _stands_alone(nouns, tokens, here)):
        return None
    if not plural and nouns[0][1] == "tổ chức" and longest(table("DUTY_WORDS"), tokens, here):
        return None  # "Tổ chức thực hiện"
    if not plural and nouns[0][1].startswith("tổ chức") and _is_event(tokens, here):
        return None  # "Tổ chức hội thi", "Tổ chức hội nghị"
    if not plural and nouns[0][1].count(" ") >= 2:
        # "cơ sở dịch vụ bảo vệ trẻ em, cơ sở khám bệnh" are two, "sở, ngành liên quan" is one class
        nouns, here = nouns[:1], _end_of_noun(tokens, start)
    qualifier, here = _qualifier(tokens, here)
    place, here = place_at(tokens, here)
    if not place and [t.plain for t in tokens[here : here + 3]] == ["tren", "dia", "ban"]:
        place, here = "trên địa bàn", here + 3  # of the plan's own area, which need not be named
    text = nouns[0][1] + "".join(joint + noun for joint, noun in nouns[1:])
    if plural and all(noun in _GOVERNED for _, noun in nouns):
        return Name("Ủy ban nhân dân", f"các {text} {place}".strip(), is_class=True), here
    if plural or (len(nouns) > 1 and nouns[0][1] not in _SINGULAR):
        text = f"Các {text}"
    return Name(f"{text} {qualifier}".strip(), place, is_class=True), here


_SINGULAR = {"cấp ủy", "cấp ủy đảng", "chính quyền", "gia đình", "nhà trường", "chính quyền địa phương"}
_KINDS_OF_SCHOOL = {"mầm non", "mẫu giáo", "tiểu học", "trung học cơ sở", "trung học phổ thông"}
"""They go on with `các trường …`, and begin no class of their own."""
_GOVERNED = lexicon.LEVELS[:9]
"""The levels that have a people's committee: from the province to the commune, not the hamlet."""
_ADJACENT = {"ban", "nganh", "doan", "don", "phong", "co"}
"""Class nouns that may follow another without a comma: `các cơ quan, ban ngành`."""


def _class_nouns(tokens: Sequence[Token], start: int) -> tuple[list[tuple[str, str]], int]:
    """The members of a class, each with what joins it to the one before, and the index after them."""
    nouns: list[tuple[str, str]] = []
    here = start
    found = longest(table("CLASS_NOUNS"), tokens, here)
    while found is not None:
        nouns.append((joint(tokens, here, start), found[0]))
        here = found[1]
        ahead = skip_joint(tokens, here)
        if ahead == here and not _goes_on(tokens, here):
            break
        found = longest(table("CLASS_NOUNS"), tokens, ahead)
        if found is None or _is_verb(tokens, ahead, found):
            break
        body = longest(table("bodies"), tokens, ahead)
        if body is not None and (
            tokens[ahead].capital or found[1] < body[1] or not _is_plural(tokens, start)
        ):
            break
        here = ahead
    return nouns, here


def _is_plural(tokens: Sequence[Token], start: int) -> bool:
    """Whether `các` stands before the class: `các bệnh viện, trung tâm y tế` is one, in small letters."""
    return start > 0 and tokens[start - 1].plain in CLASS_STARTS


def _goes_on(tokens: Sequence[Token], here: int) -> bool:
    """Whether a class goes on without a comma: `các cơ quan, ban ngành`, `cơ quan tổ chức, đơn vị`."""
    if here >= len(tokens):
        return False
    listed = here + 2 < len(tokens) and tokens[here + 2].text == ","
    return tokens[here].plain in _ADJACENT or (tokens[here].plain == "to" and listed)


def _is_verb(tokens: Sequence[Token], at: int, found: tuple[str, int]) -> bool:
    """`ban` of `ban hành`, and `tổ chức` before what is organised: `tổ chức triển khai`."""
    if longest(table("NOT_HEADS"), tokens, at) and found[0] != "tổ chức" and found[1] == at + 1:
        return True
    follows = tokens[found[1]].plain if found[1] < len(tokens) else ""
    return found[0] == "tổ chức" and follows in {
        "trien",
        "thuc",
        "thanh",
        "cac",
        "hoi",
        "tap",
        "tuyen",
        "thi",
        "ra",
        "le",
    }


_EVENTS = {"thi", "nghi", "thao", "hop", "cho", "trai", "dien", "dam", "giang", "hoc"}


def _is_event(tokens: Sequence[Token], here: int) -> bool:
    return here < len(tokens) and tokens[here].plain in _EVENTS


def _end_of_noun(tokens: Sequence[Token], start: int) -> int:
    found = longest(table("CLASS_NOUNS"), tokens, start)
    return found[1] if found is not None else start


def _stands_alone(nouns: Sequence[tuple[str, str]], tokens: Sequence[Token], after: int) -> bool:
    """Whether class nouns without `các` are a class: several, or one with its qualifier or level."""
    if nouns[0][1] in lexicon.LEVELS or nouns[0][1] in _KINDS_OF_SCHOOL:
        return False
    if len(nouns) > 1 or nouns[0][1].count(" ") >= 2:
        return True
    if longest(table("QUALIFIERS"), tokens, after) is not None:
        return True
    return nouns[0][1].count(" ") >= 1 and place_at(tokens, after)[1] > after


def _qualifier(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    words, here = [], at
    while True:
        found = longest(table("QUALIFIERS"), tokens, here)
        if found is None:
            break
        words.append(found[0])
        here = found[1]
    text = " ".join(words).replace("có liên quan", "liên quan")
    return text.replace("liên quan liên quan", "liên quan"), here
