"""The encodings before Unicode: TCVN3 (.VnTime), VNI, VISCII, and Windows' code page 1258.

The font encodings are told apart and converted by viparse (MIT, standard library only), because
its tables were checked against real documents of the years before 2010 and ours would not be. It
is pinned, imported only when a text needs it, and only its functions `detect_text_encoding` and
`fix` are used. Code page 1258 is Python's own codec.
"""

from __future__ import annotations

import re

_SAMPLE = 20_000
_HIGH = re.compile("[\u0080-\uffff]")
_LETTERS_1258 = re.compile(
    "[\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9ăâđêôơưĂÂĐÊÔƠƯàáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ“”‘’–—…•\u00a0₫]"
)
_MIN_SHARE_1258 = 0.97
_WINDOWS_SIGNS = {
    byte: bytes([byte]).decode("cp1252", errors="ignore") for byte in range(0x80, 0xA0) if byte != 0x85
}
_LINE = re.compile("([ \t]*)([^\r\n\f]+)")  # the indent is set aside, since viparse would drop it
_WORD = re.compile(r"[^\W\d_]+")


def decode_legacy(data: bytes) -> str | None:
    """Text out of bytes that are no Unicode, or None if no Vietnamese encoding fits."""
    text = _decode_1258(data)
    if text is not None:
        return text
    return convert(data.decode("latin-1"))


def _decode_1258(data: bytes) -> str | None:
    """Code page 1258 writes tones as combining marks; nearly all its high letters must be ours."""
    text = data.decode("cp1258", errors="replace")
    high = _HIGH.findall(text)
    fitting = sum(map(bool, map(_LETTERS_1258.match, high)))
    has_tones = any("\u0300" <= letter <= "\u0323" for letter in high)
    return text if has_tones and fitting >= _MIN_SHARE_1258 * len(high) else None


def convert(text: str) -> str | None:
    """Font-encoded text as Unicode, line by line; None if it is in no such encoding.

    `text` holds each byte as the letter of Latin-1 with that number.
    """
    import viparse  # type: ignore[import-untyped]  # it ships no types

    encoding = viparse.detect_text_encoding(text[:_SAMPLE])
    if encoding is None:
        return None
    if encoding != "viscii":  # VISCII has letters where Windows has its dashes and quotes
        text = text.translate(_WINDOWS_SIGNS)

    def convert_line(match: re.Match[str]) -> str:
        indent, body = match.groups()
        line: str = viparse.fix(body, encoding=encoding)
        return indent + (_restore_capitals(line) if encoding == "tcvn3" else line)

    return _LINE.sub(convert_line, text)


def _restore_capitals(line: str) -> str:
    """TCVN3 has no capital letters with tones: a capital font drew them. Raise them again.

    Where all ASCII letters of a line are capitals the line is, else a word that has two of them.
    """
    plain = [letter for letter in line if letter.isascii() and letter.isalpha()]
    if len(plain) >= 3 and all(letter.isupper() for letter in plain):
        return line.upper()
    return _WORD.sub(lambda match: _restore_word(match.group()), line)


def _restore_word(word: str) -> str:
    plain = [letter for letter in word if letter.isascii()]
    return word.upper() if len(plain) >= 2 and all(letter.isupper() for letter in plain) else word
