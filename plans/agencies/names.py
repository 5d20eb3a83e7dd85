"""One name at one place of a text: the grammar of bodies, fields, classes, roles and places.

`split` reads lists with it. A name is read as far as it surely goes; in a running sentence
(`loose=False`) it ends where a duty begins, in a heading (`loose=True`) the rest of the part is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from plans.agencies import lexicon
from plans.agencies.phrases import LOOSE, Node, longest, tree
from plans.tokens import Token

_SEPARATORS = LOOSE | {","}
_CLASS_STARTS = {"cac", "nhung", "mot so", "toan the"}
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
_NEEDS_LEVEL = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Đảng ủy",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Viện kiểm sát nhân dân",
    "Tòa án nhân dân",
)


_OF_ANOTHER = ("Văn phòng", "Ban Thường vụ", "Ban Chấp hành", "Ban Thường trực", "Thường trực")
"""Bodies that belong to the body named right after them."""


@dataclass(slots=True)
class Name:
    """A name as it was read: `text` is canonical, `place` the level and place at its end."""

    text: str
    place: str = ""
    known: bool = True
    is_class: bool = False

    @property
    def needs_level(self) -> bool:
        return not self.place and (self.text.endswith(_NEEDS_LEVEL) or self.text == "Công an")

    def canonical(self) -> str:
        whole = f"{self.text} {self.place}".strip()
        return whole[:1].upper() + whole[1:]


@lru_cache(maxsize=1)
def _bodies() -> Node:
    fixed: dict[str, str] = {}
    for head in ("Sở", "Phòng", "Bộ", "Ngành", "Ban"):
        for field in lexicon.FIELDS:
            fixed[f"{head} {field}"] = f"{head} {_field(field)}"
    # "Phòng Giáo dục" and "Sở Văn hóa" are short for one body only where the state has just that one.
    fixed |= {"Phòng Giáo dục": "Phòng Giáo dục và Đào tạo", "Sở Giáo dục": "Sở Giáo dục và Đào tạo"}
    return tree({b: b for b in lexicon.BODIES} | fixed | lexicon.SYNONYMS)


def _field(field: str) -> str:
    return {
        "Lao động, Thương binh và Xã hội": "Lao động - Thương binh và Xã hội",
        "Văn hóa, Thể thao, Du lịch": "Văn hóa, Thể thao và Du lịch",
        "Văn hóa - Thể thao và Du lịch": "Văn hóa, Thể thao và Du lịch",
        "Kế hoạch - Tài chính": "Tài chính - Kế hoạch",
    }.get(field, field)


@lru_cache(maxsize=8)
def table(which: str) -> Node:
    """The tree of one table of the lexicon, built when it is first needed."""
    if which == "bodies":
        return _bodies()
    return tree(getattr(lexicon, which))


@lru_cache(maxsize=1)
def first_words() -> frozenset[str]:
    """The folded words with which a name can begin, for callers that ask at many places."""
    tables = (table(t) for t in ("bodies", "ROLES", "CLASS_NOUNS", "HEADS", "POLITE"))
    return frozenset(word for t in tables for word in t.children) | _CLASS_STARTS


def name_at(tokens: Sequence[Token], at: int, *, loose: bool = False) -> tuple[Name, int] | None:
    """The name that begins at `tokens[at]` and the index after it, or None where no name begins."""
    if at >= len(tokens) or not tokens[at].is_word:
        return None
    if longest(table("NOT_HEADS"), tokens, at) and not longest(table("bodies"), tokens, at):
        return _class(tokens, at) if loose else None
    return (
        _body(tokens, at, loose)
        or _role(tokens, at, loose)
        or _class(tokens, at)
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
    if text.startswith(_OF_ANOTHER):
        inner = _body(tokens, after, loose)
        if inner is not None:
            return Name(f"{text} {inner[0].text}", inner[0].place), inner[1]
    place, end = place_at(tokens, after)
    if not loose and not place and (text.lower() in _SINGLE or after - at == 1):
        return None
    if text == "Ủy ban nhân dân" and place and _is_plural(place):
        place = f"các {place}"
    return Name(text, place), end


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
        body = name.text if name.known and not name.is_class else name.text[:1].lower() + name.text[1:]
        if tokens[after].plain not in _CLASS_STARTS:
            body = body.removeprefix("các ")
        return Name(f"{role} {body}", name.place, known=name.known), end
    place, end = place_at(tokens, after)
    if end == after and not loose:
        return None
    return Name(role, place), end


def _class(tokens: Sequence[Token], at: int) -> tuple[Name, int] | None:
    """`các sở, ban, ngành, đoàn thể cấp tỉnh`, `các cơ quan, đơn vị có liên quan`."""
    plural = tokens[at].plain in _CLASS_STARTS
    start = at + 1 if plural else at
    nouns, here = _class_nouns(tokens, start)
    if not nouns or (not plural and not _stands_alone(nouns, tokens, here)):
        return None
    if not plural and nouns[0][1] == "tổ chức" and longest(table("DUTY_WORDS"), tokens, here):
        return None  # "Tổ chức thực hiện"
    if not plural and nouns[0][1].count(" ") >= 2:
        # "cơ sở dịch vụ bảo vệ trẻ em, cơ sở khám bệnh" are two, "sở, ngành liên quan" is one class
        nouns, here = nouns[:1], _end_of_noun(tokens, start)
    qualifier, here = _qualifier(tokens, here)
    place, here = place_at(tokens, here)
    text = nouns[0][1] + "".join(joint + noun for joint, noun in nouns[1:])
    if plural and all(noun in _GOVERNED for _, noun in nouns):
        return Name("Ủy ban nhân dân", f"các {text} {place}".strip(), is_class=True), here
    if plural or (len(nouns) > 1 and nouns[0][1] not in _SINGULAR):
        text = f"Các {text}"
    return Name(f"{text} {qualifier}".strip(), place, is_class=True), here


_SINGULAR = {"cấp ủy", "cấp ủy đảng", "chính quyền", "gia đình", "nhà trường", "chính quyền địa phương"}
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
        nouns.append((_joint(tokens, here, start), found[0]))
        here = found[1]
        ahead = _skip_joint(tokens, here)
        if ahead == here and not _goes_on(tokens, here):
            break
        found = longest(table("CLASS_NOUNS"), tokens, ahead)
        if found is None or _begins_body(tokens, ahead) or _is_verb(tokens, ahead, found):
            break
        here = ahead
    return nouns, here


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


def _end_of_noun(tokens: Sequence[Token], start: int) -> int:
    found = longest(table("CLASS_NOUNS"), tokens, start)
    return found[1] if found is not None else start


def _begins_body(tokens: Sequence[Token], at: int) -> bool:
    """`ban` in `các sở, Ban Dân tộc` begins a body of its own."""
    return longest(table("bodies"), tokens, at) is not None


def _joint(tokens: Sequence[Token], at: int, start: int) -> str:
    if at == start:
        return ""
    before = tokens[at - 1]
    if before.plain == "va":
        return ", và " if at - 2 >= start and tokens[at - 2].text == "," else " và "
    return ", "


def _skip_joint(tokens: Sequence[Token], at: int) -> int:
    """The index after `,`, `và` or `, và`; `at` itself where the next word follows without them."""
    here = at
    if here < len(tokens) and tokens[here].text in {",", "-", "–", "/"}:
        here += 1
    if here < len(tokens) and tokens[here].plain == "va":
        here += 1
    return here


def _stands_alone(nouns: Sequence[tuple[str, str]], tokens: Sequence[Token], after: int) -> bool:
    """Whether class nouns without `các` are a class: several, or one with its qualifier or level."""
    if nouns[0][1] in lexicon.LEVELS:
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


def _headed(tokens: Sequence[Token], at: int, loose: bool) -> tuple[Name, int] | None:
    """A head with a purpose or proper name that no table knows: `Trung tâm Xúc tiến du lịch`."""
    found = longest(table("HEADS"), tokens, at)
    if found is None or not (loose or tokens[at].capital):
        return None
    head, after = found
    here = after
    while here < len(tokens) and _belongs(tokens, here, after, head, loose):
        here += 1
    if here == after and not loose:
        return None
    rest = written(tokens[after:here])
    place, end = place_at(tokens, here)
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


def begins_duty(tokens: Sequence[Token], at: int) -> bool:
    """Whether a duty begins here: `xây dựng`, `tổ chức`, `căn cứ` …"""
    return not tokens[at].capital and longest(table("DUTY_WORDS"), tokens, at) is not None


def place_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The level and place at the end of a name: `huyện Hớn Quản`, `cấp xã`, `các xã, phường`."""
    here = at
    if here >= len(tokens):
        return "", at
    word = tokens[here].plain
    follows = tokens[here + 1].plain if here + 1 < len(tokens) else ""
    if follows in {"uy", "doan", "doi"} and tokens[here].capital:
        return f"{tokens[here].text} {tokens[here + 1].text}", here + 2  # Tỉnh ủy
    if word == "cap" and (
        follows in {"tinh", "huyen", "xa", "co", "trung", "thanh", "uy", "quan", "phuong", "truong"}
    ):
        return _level_of(tokens, here)
    if (word == "cac" or word == "cung") and follows == "cap":
        return written(tokens[here : here + 2]), here + 2
    if word == "tren" and follows == "dia":
        place, end = place_at(tokens, here + 3) if here + 3 <= len(tokens) else ("", here)
        return (f"trên địa bàn {place}", end) if place else ("", at)
    if word in {"khu", "chi"} and follows in {"vuc", "nhanh"}:
        return _branch(tokens, here)
    if word == "cac" and longest(table("LEVELS"), tokens, here + 1):
        levels, end = _levels(tokens, here + 1)
        return f"các {levels}", end
    if longest(table("LEVELS"), tokens, here):
        return _levels(tokens, here)
    end = capitals(tokens, here)
    return (written(tokens[here:end]), end) if end > here else ("", at)


def _level_of(tokens: Sequence[Token], here: int) -> tuple[str, int]:
    found = longest(table("LEVELS"), tokens, here + 1)
    if found is None:
        if tokens[here + 1].plain in {"co", "trung"} and here + 2 < len(tokens):
            return f"cấp {written(tokens[here + 1 : here + 3])}", here + 3
        return "", here
    levels, end = _levels(tokens, here + 1)
    return f"cấp {levels}", end


def _branch(tokens: Sequence[Token], here: int) -> tuple[str, int]:
    """`chi nhánh khu vực 14`, `khu vực XII`."""
    end = here + 2
    while end < len(tokens) and (tokens[end].plain in {"khu", "vuc", "tinh"} or _is_ordinal(tokens[end])):
        end += 1
    end = capitals(tokens, end)
    return written(tokens[here:end]), end


def _is_ordinal(token: Token) -> bool:
    return token.value is not None or (bool(token.text) and set(token.text) <= set("IVX"))


def _levels(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """`xã`, `xã Tây Cốc`, `huyện, thị xã, thành phố Huế`."""
    text, here = "", at
    while True:
        found = longest(table("LEVELS"), tokens, here)
        if found is None or longest(table("NOT_HEADS"), tokens, here):
            return text, here
        text, here = text + _joint(tokens, here, at) + found[0], found[1]
        end = capitals(tokens, here)
        if end > here:
            return f"{text} {written(tokens[here:end])}", end
        ahead = _skip_joint(tokens, here)
        if ahead == here or longest(table("LEVELS"), tokens, ahead) is None or _begins_body(tokens, ahead):
            return text, here
        here = ahead


def capitals(tokens: Sequence[Token], at: int) -> int:
    """The end of the run of capitalised words that is a place's name, at most five."""
    here = at
    while here < len(tokens) and here - at < 5 and tokens[here].is_word and tokens[here].capital:
        if _begins_body(tokens, here) or longest(table("HEADS"), tokens, here):
            break
        if tokens[here].text.isupper() and len(tokens[here].text) > 1:
            break
        duty = longest(table("DUTY_WORDS"), tokens, here)
        if duty is not None and duty[1] > here + 1:
            break  # a new sentence
        here += 1
    if here == at and at < len(tokens) and tokens[at].value is not None and len(tokens[at].text) <= 2:
        before = tokens[at - 1].plain if at else ""
        return at + 1 if before in {"quan", "phuong", "khu", "to", "thon"} else at
    return here


def written(tokens: Sequence[Token]) -> str:
    """The words as written, parted by one space, with commas and dashes where they belong."""
    text = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        tight = before is not None and before.end == token.start and not (before.is_word and token.is_word)
        if token.text in {"-", "–", "—"}:
            text += " -"
        elif not text or (tight and not text.endswith(" -")) or token.text in {",", ";", ":"}:
            text += token.text
        else:
            text += f" {token.text}"
    return text
