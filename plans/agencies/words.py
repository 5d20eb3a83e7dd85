"""Makes a text ready for reading names: numbering and polite words off, abbreviations opened.

Opened words keep the place of the abbreviation they came from, so offsets into the text stay true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from plans.agencies.lexicon import ABBREVIATIONS, FIELD_ABBREVIATIONS
from plans.tokens import Script, Token, tokenise

_GLUE = {"-", "–", "&", ".", ",", "/"}
_FIELD_HEADS = {"so", "phong", "bo"}
_LEADING = re.compile(
    r"""^[\s#*_>|•·●▪◦○+\-–—]*          # bullets and Markdown
        (?:(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđA-HĐ])(?:\s?[.)\]]\s*|/\s+)|\(\d{1,2}\)\s*|(?:[12]?\d|30)(?:\.\d)?\s+(?=\D))?
        [\s*_\-–•+]*""",
    re.VERBOSE,
)


_CAPITAL = "A-ZĐÂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴĂ"
_PERSON = re.compile(
    rf"(?:(?:Các )?[Đđ]ồng chí|Đ/c|Ông|Bà|Thầy|Cô)(?: giáo)?:?(?:\s+[{_CAPITAL}][^\W\d_]*){{2,5}}\s*[-–,]\s*(?=[{_CAPITAL}])"
)
"""`Bà Nguyễn Thị Chi - Phó Chủ tịch …`: the office is charged; the person's name is nobody's business here."""


def body_start(text: str) -> int:
    """The offset after bullets, Markdown and a printed number such as `2.9.`, `a)`, `IV.`."""
    found = _LEADING.match(text)
    start = found.end() if found else 0
    person = _PERSON.match(text, start)
    return person.end() if person else start


def words_of(text: str, script: Script = Script.CLEAN) -> list[Token]:
    """The tokens of `text` (in composed form) with abbreviations opened."""
    return list(_words(text, script))


@lru_cache(maxsize=32)
def _words(text: str, script: Script) -> tuple[Token, ...]:
    """A task's text is asked for its partners and whom it reports to, one after the other."""
    tokens = tokenise(text, script)
    if script is not Script.CLEAN:
        tokens = [replace(token, guessed=True) for token in tokens]  # their marks say nothing
    return tuple(open_abbreviations(tokens))


def open_abbreviations(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with `UBND`, `LĐ-TB&XH`, `GD và ĐT` replaced by the words they stand for."""
    out: list[Token] = []
    done = 0
    for at in [at for at, token in enumerate(tokens) if token.text.isupper()]:
        if at < done:
            continue  # a part of what was opened
        out += tokens[done:at]
        done = at
        opened = _open(tokens, at, out[-1].plain if out else "")
        if opened is None:
            continue
        words, done = opened
        first, last = tokens[at], tokens[done - 1]
        out += [replace(w, start=first.start, end=last.end) for w in _tokens(words)]
    out += tokens[done:]
    return out


def _open(tokens: Sequence[Token], at: int, before: str) -> tuple[str, int] | None:
    if not _shouted(tokens[at]):
        return None
    group = _group(tokens, at)
    for after in reversed(group):
        key = "".join(_letters(t) for t in tokens[at:after] if t.plain != "va")
        meaning = _special(key, tokens, after, before)
        if meaning is None and before in _FIELD_HEADS:
            meaning = FIELD_ABBREVIATIONS.get(key)
        if meaning is None:
            meaning = ABBREVIATIONS.get(key)
        if meaning:
            return meaning, after
    return None


def _group(tokens: Sequence[Token], at: int) -> list[int]:
    """The ends of the runs of abbreviated parts that begin at `at`: `LĐ`, `LĐ-TB`, `LĐ-TB&XH`."""
    ends = [at + 1]
    here = at + 1
    while here + 1 < len(tokens) and len(ends) < 7:
        if _shouted(tokens[here]) and tokens[here].start == tokens[here - 1].end:
            here += 1
        elif (tokens[here].text in _GLUE or tokens[here].plain == "va") and _shouted(tokens[here + 1]):
            here += 2
        else:
            break
        ends.append(here)
    return ends


def _special(key: str, tokens: Sequence[Token], after: int, before: str) -> str | None:
    """Abbreviations that mean what the words around make of them; "" where they are none."""
    follows = tokens[after].plain if after < len(tokens) else ""
    if key == "DU" and tokens[after - 1].text == "DU":
        return ""  # "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"; the party's committee is written ĐU
    if key == "UB":
        return "Ủy ban"
    if key == "BCH":
        return _command(tokens, after) if follows in {"quan", "bo", "phong"} else "Ban Chấp hành"
    if key == "CTXH" and before == "chuc":
        return "chính trị - xã hội"  # "các tổ chức CT-XH"; elsewhere social work is meant
    if key == "CH" and before in {"bo", "ban"}:
        return "Chỉ huy"
    if key == "BCHQS":
        return f"{_command(tokens, after)} Quân sự"
    if key == "TN" and before in {"doan", "lien"}:
        return "Thanh niên"
    if key == "ND" and before in {"an", "dong", "ban", "sat"}:
        return "nhân dân"  # "Tòa án ND"; elsewhere farmers are meant
    if key == "VHTT" and before == "so":
        return "Văn hóa và Thể thao"
    if key == "TT":
        if follows in {"hdnd", "ubnd", "hoi", "uy", "dang", "tinh", "huyen", "hu", "du", "tu", "mttq"}:
            return "Thường trực"
        if follows in {
            "y",
            "van",
            "phuc",
            "giao",
            "kiem",
            "bao",
            "cung",
            "cong",
            "dich",
            "vh",
            "gdtx",
            "gdnn",
            "ctxh",
            "dvvl",
            "truyen",
        }:
            return "Trung tâm"
        return "thị trấn" if follows[:1] else None
    if key in {"TH", "MN", "ND", "TU", "HU", "CT", "GD", "CA"} and _all_shouted(tokens):
        return ""
    return None


def _command(tokens: Sequence[Token], after: int) -> str:
    """A province's command is a `Bộ Chỉ huy`, a lower one a `Ban Chỉ huy`; border guards have a province's."""
    words = [token.plain for token in tokens[after : after + 5]]
    provincial = "tinh" in words or words[:2] == ["bo", "doi"] or ("thanh" in words and "pho" in words)
    return "Bộ Chỉ huy" if provincial else "Ban Chỉ huy"


def _all_shouted(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.is_word]
    return len(words) > 2 and sum(t.text.isupper() for t in words) > 0.8 * len(words)


def _shouted(token: Token) -> bool:
    return token.is_word and token.text.isupper() and bool(_letters(token))


def _letters(token: Token) -> str:
    letters = token.text.replace("Đ", "D")
    return letters if letters.isascii() and letters.isalpha() else ""


@lru_cache(maxsize=256)
def _cached(words: str) -> tuple[Token, ...]:
    return tuple(tokenise(words))


def _tokens(words: str) -> tuple[Token, ...]:
    return _cached(words)
