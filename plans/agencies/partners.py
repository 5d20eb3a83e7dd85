"""Whom a sentence works with and whom it reports to: the names after the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from plans.agencies.name import Name
from plans.agencies.split import running_list
from plans.tokens import Token

# "công tác phối hợp", "Quy chế phối hợp" are things, not a duty to work with somebody.
_NOUNS_BEFORE = {"tac", "che", "hoach", "su", "trinh", "trach nhiem"}
_HOW = (
    ("chat", "che"), ("chat",), ("tot",), ("cung", "voi"), ("cung",), ("voi",), ("co", "hieu", "qua"), ("hieu", "qua"),
    ("thuong", "xuyen"), ("dong", "bo"), ("kip", "thoi"), ("nhip", "nhang"), ("thuc", "hien", "voi"), ("trien", "khai", "voi"), ("voi", "su", "tham", "gia", "cua"),
)  # fmt: skip
"""What may stand between `phối hợp` and the first name."""
_GAP = 9
"""How far `với` may be when something else is said first: `phối hợp chặt chẽ, làm đầu mối kết nối với …`."""


def partner_names(tokens: Sequence[Token]) -> list[Name]:
    """The names after "phối hợp (chặt chẽ) với"."""
    out: list[Name] = []
    for at in range(len(tokens) - 2):
        if not (tokens[at].plain == "phoi" and tokens[at + 1].plain == "hop"):
            continue
        if at and tokens[at - 1].plain in _NOUNS_BEFORE:
            out += _helpers_of(tokens, at)
            continue
        if out and _ordered(tokens, at):
            continue
        before = _before(tokens, at)
        out += [n for n in before if n.canonical() not in {o.canonical() for o in out}]
        if before:
            continue
        here = _after_how(tokens, at + 2)
        names = running_list(tokens, here).names or _after_gap(tokens, here)
        out += [n for n in names if n.canonical() not in {o.canonical() for o in out}]
    return out


_LONGEST_LIST = 40


def _before(tokens: Sequence[Token], at: int) -> list[Name]:
    """The names of `Phòng A chủ trì, Phòng B và Công an xã phối hợp (thực hiện)`."""
    after = at + 2
    ends = after >= len(tokens) or tokens[after].text in {".", ";", ")", ","}
    if not ends and [t.plain for t in tokens[after : after + 2]] != ["thuc", "hien"]:
        return []
    for here in range(at - 1, max(0, at - _LONGEST_LIST), -1):
        if tokens[here - 1].plain == "chu" and tokens[here].plain == "tri":
            start = here + 1
            while start < at and (
                tokens[start].text in {",", ";"} or tokens[start].plain in {"va", "thuc", "hien"}
            ):
                start += 1
            listed = running_list(tokens, start)
            return listed.names if listed.end == at else []
    return []


def _helpers_of(tokens: Sequence[Token], at: int) -> list[Name]:
    """The names after "với sự phối hợp của"."""
    if tokens[at - 1].plain == "su" and at + 2 < len(tokens) and tokens[at + 2].plain == "cua":
        return running_list(tokens, at + 3).names
    return []


def _after_how(tokens: Sequence[Token], at: int) -> int:
    here = at
    while True:
        words = tuple(t.plain for t in tokens[here : here + 5])
        step = next((len(how) for how in _HOW if words[: len(how)] == how), 0)
        if not step:
            return here
        here += step


def _after_gap(tokens: Sequence[Token], at: int) -> list[Name]:
    if not (at < len(tokens) and tokens[at].text == ","):
        return []
    if [t.plain for t in tokens[at + 1 : at + 3]] == ["ho", "tro"]:
        return running_list(tokens, at + 3).names
    for here in range(at, min(len(tokens), at + _GAP)):
        if tokens[here].text in {";", "."}:
            return []
        if tokens[here].plain == "voi":
            return running_list(tokens, here + 1).names
    return []


def _ordered(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is somebody else who is told to coordinate: "chỉ đạo Phòng … phối hợp với …"."""
    before = [t.plain for t in tokens[max(0, at - 14) : at]]
    return "chi dao" in " ".join(before)


def recipient_names(tokens: Sequence[Token]) -> list[Name]:
    """The names after "gửi về", "báo cáo", "trình", "qua"."""
    out: list[Name] = []
    reports = False
    for at, token in enumerate(tokens):
        word = token.plain
        if word in {"gui", "trinh"}:
            reports, here = True, at + 1
        elif word == "bao" and at + 1 < len(tokens) and tokens[at + 1].plain == "cao":
            reports, here = True, at + 2
        elif reports and word in {"ve", "qua", "cho", "den"}:
            here = at + 1
        else:
            continue
        while here < len(tokens) and tokens[here].plain in {"ve", "cho", "den", "qua", "bao", "cao"}:
            here += 1
        out += [n for n in running_list(tokens, here).names if n.text not in {o.text for o in out}]
    return out
