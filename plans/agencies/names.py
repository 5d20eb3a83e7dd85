"""One name at one place of a text: the grammar of bodies, fields, classes, roles and places.

`split` reads lists with it. A name is read as far as it surely goes; in a running sentence
(`loose=False`) it ends where a duty begins, in a heading (`loose=True`) the rest of the part is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.text import strip_marks
from plans.agencies.classes import class_at
from plans.agencies.name import Name
from plans.agencies.phrases import LOOSE, longest
from plans.agencies.places import begins_duty, place_at, written
from plans.agencies.tables import CLASS_STARTS, table
from plans.tokens import Token

_SEPARATORS = LOOSE | {","}
_SINGLE = {
    "thanh tra",
    "thong ke",
    "thue",
    "hai quan",
    "vien thong",
    "dien luc",
    "kiem tra",
    "lien doi",
}
_OF_ANOTHER = ("Văn phòng", "Ban Thường vụ", "Ban Chấp hành", "Ban Thường trực", "Thường trực")
"""Bodies that belong to the body named right after them."""


def name_at(tokens: Sequence[Token], at: int, *, loose: bool = False) -> tuple[Name, int] | None:
    """The name that begins at `tokens[at]` and the index after it, or None where no name begins."""
    if at >= len(tokens) or not tokens[at].is_word:
        return None
    if longest(table("NOT_HEADS"), tokens, at) and not longest(table("bodies"), tokens, at):
        return class_at(tokens, at) if loose else None
    return (
        _body(tokens, at, loose)
        or _role(tokens, at, loose)
        or class_at(tokens, at)
        or _headed(tokens, at, loose)
    )


def _body(tokens: Sequence[Token], at: int, loose: bool) -> tuple[Name, int] | None:
    found = longest(table("bodies"), tokens, at)
    if found is None:
        return None
    text, after = found
    if not (loose or tokens[at].capital or after - at >= 3 or text == "Nhà trường"):
        return None
    if [t.plain for t in tokens[after : after + 2]] == ["viet", "nam"]:
        text, after = (text if text.endswith("Việt Nam") else f"{text} Việt Nam"), after + 2
    if text.startswith(_OF_ANOTHER) or (text == "Đảng ủy" and _is_committee(tokens, after)):
        inner = _body(tokens, after, loose)
        if inner is not None:
            return Name(f"{text} {inner[0].text}", inner[0].place), inner[1]
    place, end = place_at(tokens, after)
    if not loose and not place and (strip_marks(text).lower() in _SINGLE or after - at == 1):
        return None
    if text == "Ủy ban nhân dân" and place and _is_plural(place):
        place = f"các {place}"
    return Name(text, place), end


def _is_committee(tokens: Sequence[Token], at: int) -> bool:
    """`Đảng ủy Ủy ban nhân dân tỉnh` is one body, `Đảng ủy – Ủy ban nhân dân` are two."""
    return [t.plain for t in tokens[at : at + 4]] == ["uy", "ban", "nhan", "dan"]


def _is_plural(place: str) -> bool:
    """Whether `xã, thị trấn` names a class of places and not one of them."""
    return ("," in place or " và " in place) and not place.startswith(("các ", "cấp "))


def _role(tokens: Sequence[Token], at: int, loose: bool) -> tuple[Name, int] | None:
    found = longest(table("ROLES"), tokens, at)
    if found is None or not (loose or tokens[at].capital):
        return None
    role, after = found
    inner = name_at(tokens, after, loose=loose)
    if inner is not None:
        name, end = inner
        kept = tokens[after].capital if not name.known else True
        body = name.text if kept and not name.is_class else name.text[:1].lower() + name.text[1:]
        if tokens[after].plain not in CLASS_STARTS:
            body = body.removeprefix("các ")
        return Name(f"{role} {body}", name.place, known=name.known), end
    place, end = place_at(tokens, after)
    if end == after and not loose:
        return None
    return Name(role, place), end


def _headed(tokens: Sequence[Token], at: int, loose: bool) -> tuple[Name, int] | None:
    """A head with a purpose or proper name that no table knows: `Trung tâm Xúc tiến du lịch`."""
    found = longest(table("HEADS"), tokens, at)
    if found is None or not (loose or tokens[at].capital):
        return None
    head, after = found
    here = after
    while here < len(tokens) and _belongs(tokens, here, after, head, loose):
        here += 1
    place, end = place_at(tokens, here)
    if here == after and not loose and not place.startswith(("tỉnh", "thành phố", "huyện")):
        return None  # "Bảo tàng tỉnh" is a body, "Đoàn" and "Khu" alone are none
    rest = written(tokens[after:here])
    return Name(f"{head} {rest}".strip(), place, known=False), end


def _belongs(tokens: Sequence[Token], here: int, after: int, head: str, loose: bool) -> bool:
    token = tokens[here]
    if place_at(tokens, here)[1] > here and not token.capital:
        return False
    if token.text in _SEPARATORS or token.plain == "va":
        ahead = here + 1
        return (
            ahead < len(tokens) and tokens[ahead].capital and name_at(tokens, ahead) is None and here > after
        )
    if not (token.is_word or token.value is not None):
        return False
    if here == after:
        # "Ban Chỉ đạo công tác trẻ em": a head of two words names its purpose in small letters
        return (
            loose
            or token.capital
            or token.value is not None
            or (" " in head and not begins_duty(tokens, here))
        )
    return not begins_duty(tokens, here)
