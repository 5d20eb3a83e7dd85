"""Lists of names: how far a list goes, and what belongs to which name.

`match` calls this for headings, attribute values and sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.agencies.lexicon import LEVELS
from plans.agencies.name import Name
from plans.agencies.names import name_at
from plans.agencies.phrases import longest
from plans.agencies.places import begins_duty, capitals, written
from plans.agencies.tables import table
from plans.tokens import Token, tokenise

_JOINTS = {",", ";", "-", "–", "—", "/", "+"}
DASHES = {"-", "–", "—"}
_WITH = {"cung", "voi"}
_JOINT_WORDS = re.compile(
    r",| và (?=(?:Sở|Phòng|Bộ|Công an|Ủy ban|Hội|Đoàn|Ban|Tòa|Viện|Trung tâm|Trường|Chi cục|Trạm|Văn phòng|Đài)\b)"
)
"""What may part two names: a comma, or `và` before what begins a body."""
_STOPS = (
    "chu tri",
    "phoi hop",
    "co trach nhiem",
    "chiu trach nhiem",
    "can cu",
    "theo quy dinh",
    "theo chuc nang",
)


@dataclass(slots=True)
class Listed:
    """The names of a list, the index after it, and the parts that no table knows."""

    names: list[Name] = field(default_factory=list)
    end: int = 0
    unknown: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    """Names that hold a comma which no table explains: `Nhân viên văn thư, bảo vệ` may be two."""
    loose: bool = False
    """Some name is not in the tables or has words after it that no grammar explains."""


def running_list(tokens: Sequence[Token], at: int) -> Listed:
    """The names that begin at `tokens[at]` in a sentence, up to where something else begins."""
    found = Listed(end=at)
    here = at
    while True:
        shared = _shared_head(tokens, here)
        if shared is not None:
            names, found.end = shared
            found.names += names
            here = skip_joints(tokens, found.end)
            if here == found.end:
                break
            continue
        one = name_at(tokens, here)
        if one is None:
            break
        names, here = _each_place(tokens, *one)
        found.names += names
        found.loose |= not one[0].known
        found.end = here = _after_brackets(tokens, here)
        ahead = skip_joints(tokens, here)
        if ahead == here and not (here < len(tokens) and tokens[here].plain == "cac"):
            break
        here = ahead
    share_places(found.names)
    return found


def whole_list(tokens: Sequence[Token]) -> Listed:
    """The names of a text that is a list of names and nothing else, such as a heading."""
    found = Listed()
    here = skip_polite(tokens, 0)
    while here < len(tokens) and not _stops(tokens, here):
        shared = _shared_head(tokens, here)
        if shared is not None:
            found.names += shared[0]
            here = skip_polite(tokens, skip_joints(tokens, shared[1]))
            continue
        one = name_at(tokens, here, loose=True)
        if one is None:
            name, here = _unknown(tokens, here)
            if name.text:
                found.names.append(name)
                found.unknown.append(name.text)
                found.loose = True
        else:
            names, here = _each_place(tokens, *one)
            if len(names) == 1:
                names[0], here = _with_rest(tokens, *one)
                found.loose |= not one[0].known or len(names[0].text) > len(one[0].text)
                lists_fields = "phụ trách" in names[0].text  # what somebody is in charge of may be a list
                joints = len(_JOINT_WORDS.findall(names[0].text))
                if not lists_fields and joints > len(_JOINT_WORDS.findall(one[0].canonical())):
                    found.merged.append(names[0].canonical())
                here = _after_post(tokens, names[0], here)
            found.names += names
        here = skip_polite(tokens, skip_joints(tokens, _after_brackets(tokens, here)))
    found.end = here
    share_places(found.names)
    return found


def _each_place(tokens: Sequence[Token], name: Name, at: int) -> tuple[list[Name], int]:
    """`UBND các xã: Tân Khai, Thanh Bình` names two committees; any other name stays as it is."""
    words = name.place.split()
    level = next((lv for lv in LEVELS if words[1 : 1 + lv.count(" ") + 1] == lv.split()), None)
    if len(words) < 2 or words[0] != "các" or level is None or "," in name.place:
        return [name], at
    places = [" ".join(words[1 + level.count(" ") + 1 :])]
    here = (
        at + 1 if not places[0] and at < len(tokens) and tokens[at].text == ":" else skip_joints(tokens, at)
    )
    while here > at or not places[0]:
        end = capitals(tokens, here)
        if end == here:
            break
        places.append(written(tokens[here:end]))
        at, here = end, skip_joints(tokens, end)
        if here == at:
            break
    named = [p for p in places if p]
    if len(named) < 2:
        return [name], at
    return [Name(name.text, f"{level} {p}", known=name.known) for p in named], at


def _shared_head(tokens: Sequence[Token], at: int) -> tuple[list[Name], int] | None:
    """`các Sở: Tài chính, Y tế, Giáo dục và Đào tạo` names three bodies with one head."""
    if at + 2 >= len(tokens) or tokens[at].plain != "cac" or tokens[at + 1].plain not in _SHARED:
        return None
    head, here = _SHARED[tokens[at + 1].plain], at + 2
    here += tokens[here].text == ":"
    names: list[Name] = []
    end = here
    while True:
        found = longest(table("FIELDS"), tokens, here)
        if found is None or not tokens[here].capital:
            break
        names.append(Name(f"{head} {found[0]}"))
        end = found[1]
        here = skip_joints(tokens, end)
        if here == end:
            break
    return (names, end) if names else None


_SHARED = {"so": "Sở", "phong": "Phòng", "bo": "Bộ"}


def skip_joints(tokens: Sequence[Token], at: int) -> int:
    """The index after what parts two names: `,` `;` `và` `cùng với` or a dash."""
    here = at
    while here < len(tokens) and (tokens[here].text in _JOINTS or tokens[here].plain in {"va"} | _WITH):
        here += 1
    return here


def skip_polite(tokens: Sequence[Token], at: int) -> int:
    """The index after `Đề nghị`, `Đối với`, `Giao` …"""
    here = at
    while here < len(tokens):
        found = longest(table("POLITE"), tokens, here)
        role = longest(table("ROLES"), tokens, here)
        if found is not None and (role is None or role[1] <= found[1]):
            here = found[1]
        elif tokens[here].text == "100%":
            here += 1
        elif tokens[here].value == 100 and here + 1 < len(tokens) and tokens[here + 1].text == "%":
            here += 2
        else:
            return here
    return here


def share_places(names: Sequence[Name]) -> None:
    """Gives a council, committee or court that names no level the level of the next name that has one.

    `các cấp` holds for the youth union too, which has all levels: `Đoàn Thanh niên và ngành Y tế các cấp`.
    """
    place = ""
    for name in reversed(names):
        if name.place:
            place = name.place
        elif place and (name.needs_level or (place == "các cấp" and name.text.startswith("Đoàn "))):
            name.place = place
    _share_last(names)


_MASS = ("Hội ", "Đoàn ", "Liên đoàn ", "Liên minh ", "Ủy ban Mặt trận", "Công đoàn")


def _share_last(names: Sequence[Name]) -> None:
    """`Hội Nông dân, Hội Cựu chiến binh, Đoàn Thanh niên xã`: unions listed so are of one level."""
    if len(names) < 2 or not names[-1].place.startswith(LEVELS) or any(n.place for n in names[:-1]):
        return
    if all(n.text.startswith(_MASS) for n in names):
        for name in names[:-1]:
            if not name.text.endswith(LEVELS):  # `Tỉnh đoàn` has its level in it
                name.place = names[-1].place


def _after_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text == "(":
        for here in range(at, len(tokens)):
            if tokens[here].text == ")":
                return here + 1
        return len(tokens)
    return at


def _stops(tokens: Sequence[Token], at: int) -> bool:
    pair = " ".join(t.plain for t in tokens[at : at + 3])
    return pair.startswith(_STOPS) or tokens[at].text in {":", "."}


def _with_rest(tokens: Sequence[Token], name: Name, here: int) -> tuple[Name, int]:
    """The name with the words that follow it up to the next name of the list."""
    start = here
    while here < len(tokens) and not _stops(tokens, here) and tokens[here].text not in {";", "("}:
        ahead = skip_joints(tokens, here)
        if ahead > here and (ahead >= len(tokens) or _begins_next(tokens, ahead, name, start)):
            break
        if tokens[here].text in DASHES and _after_post(tokens, name, here) > here:
            break
        here = max(ahead, here + 1) if ahead > here else here + 1
    rest = written(tokens[start:here])
    if rest:
        name = Name(
            f"{name.text} {name.place}".strip() + ("" if rest[0] == "," else " ") + rest.strip(),
            "",
            known=name.known,
        )
    return name, here


def _begins_next(tokens: Sequence[Token], at: int, name: Name, start: int) -> bool:
    """Whether the next name of a list begins here. What somebody is in charge of may be a list of its own."""
    in_charge = any(
        t.plain == "phu" and u.plain == "trach"
        for t, u in zip(tokens[start:at], tokens[start + 1 : at], strict=False)
    )
    if in_charge:
        return (
            longest(table("bodies"), tokens, at) is not None
            or longest(table("ROLES"), tokens, at) is not None
        )
    same_head = not tokens[at].capital and _tokens(name.text)[0].plain == tokens[at].plain
    return name_at(tokens, at, loose=same_head or _names_person(name) or _is_person(tokens, at)) is not None


_PERSONS = {
    "nhan vien",
    "giao vien",
    "hieu truong",
    "truong thon",
    "to truong",
    "tong phu",
    "nguoi co",
    "gia lang",
    "bi thu",
}


def _is_person(tokens: Sequence[Token], at: int) -> bool:
    """`…, nhân viên bảo vệ` in small letters goes on with the list of who is charged."""
    return " ".join(t.plain for t in tokens[at : at + 2]) in _PERSONS


def _after_post(tokens: Sequence[Token], name: Name, here: int) -> int:
    """The index after a person's post on a committee: `Giám đốc Trung tâm … - Phó Trưởng tiểu ban`."""
    if here >= len(tokens) or tokens[here].text not in DASHES or not _names_person(name):
        return here
    role = longest(table("ROLES"), tokens, here + 1)
    if (
        (role is None or role[0] == "Kế toán")  # "Công chức Tài chính - Kế toán" is one office
        and longest(table("POSTS"), tokens, here + 1) is None
    ):
        return here
    while here < len(tokens) and tokens[here].text not in {",", ";", "."}:
        here += 1
    return here


def _names_person(name: Name) -> bool:
    return longest(table("ROLES"), _tokens(name.text), 0) is not None


def _tokens(text: str) -> list[Token]:
    return tokenise(text)


def _unknown(tokens: Sequence[Token], at: int) -> tuple[Name, int]:
    here = at
    while here < len(tokens) and tokens[here].text not in {";", ",", "("} and not _stops(tokens, here):
        if here > at and begins_duty(tokens, here):
            break
        here += 1
    here = max(here, at + 1)
    words = [t for t in tokens[at:here] if t.is_word or t.value is not None or t.text in {"-", "–"}]
    return Name(written(words), known=False), here
