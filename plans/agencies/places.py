"""What stands at the end of a name: its level and place; and where a name must end.

`names`, `classes` and `split` call this.
"""

from __future__ import annotations

from collections.abc import Sequence

from plans.agencies.phrases import longest
from plans.agencies.tables import table
from plans.tokens import Token


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
        text, here = text + joint(tokens, here, at) + found[0], found[1]
        end = capitals(tokens, here)
        if end > here:
            return f"{text} {written(tokens[here:end])}", end
        ahead = skip_joint(tokens, here)
        if ahead == here or longest(table("LEVELS"), tokens, ahead) is None or begins_body(tokens, ahead):
            return text, here
        here = ahead


def capitals(tokens: Sequence[Token], at: int) -> int:
    """The end of the run of capitalised words that is a place's name, at most five."""
    here = at
    while here < len(tokens) and here - at < 5 and tokens[here].is_word and tokens[here].capital:
        if begins_body(tokens, here) or longest(table("HEADS"), tokens, here):
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


def begins_body(tokens: Sequence[Token], at: int) -> bool:
    """`ban` in `các sở, Ban Dân tộc` begins a body of its own."""
    return longest(table("bodies"), tokens, at) is not None


def joint(tokens: Sequence[Token], at: int, start: int) -> str:
    if at == start:
        return ""
    before = tokens[at - 1]
    if before.plain == "va":
        return ", và " if at - 2 >= start and tokens[at - 2].text == "," else " và "
    return ", "


def skip_joint(tokens: Sequence[Token], at: int) -> int:
    """The index after `,`, `và` or `, và`; `at` itself where the next word follows without them."""
    here = at
    if here < len(tokens) and tokens[here].text in {",", "-", "–", "/"}:
        here += 1
    if here < len(tokens) and tokens[here].plain == "va":
        here += 1
    return here
