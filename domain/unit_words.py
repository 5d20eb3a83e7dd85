"""The words of units' names as officers type them: abbreviations opened, words that say little left out.

Called by searching and by whoever compares two names of units. Folded words only; marks are looked at elsewhere.
"""

from __future__ import annotations

import re

from domain.text import fold

_WORD = re.compile(r"\w+")

_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "ub": "uy ban",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "mttqvn": "mat tran to quoc viet nam",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "ubmt": "uy ban mat tran",
    "vhxh": "van hoa xa hoi",
    "pvhxh": "phong van hoa xa hoi",
    "vh": "van hoa",
    "xh": "xa hoi",
    "tyt": "tram y te",
    "yt": "y te",
    "ttyt": "trung tam y te",
    "ca": "cong an",
    "cax": "cong an xa",
    "cap": "cong an phuong",
    "mn": "mam non",
    "mg": "mau giao",
    "th": "tieu hoc",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "ptdtbt": "pho thong dan toc ban tru",
    "lhpn": "lien hiep phu nu",
    "hpn": "hoi lien hiep phu nu",
    "hlhpn": "hoi lien hiep phu nu",
    "pn": "phu nu",
    "dtn": "doan thanh nien",
    "tn": "thanh nien",
    "tncs": "thanh nien cong san",
    "tncshcm": "thanh nien cong san ho chi minh",
    "gd": "giao duc",
    "dt": "dao tao",
    "gddt": "giao duc dao tao",
    "sgddt": "so giao duc dao tao",
    "syt": "so y te",
    "snv": "so noi vu",
    "stp": "so tu phap",
    "stc": "so tai chinh",
    "khcn": "khoa hoc cong nghe",
    "kh": "khoa hoc",
    "cn": "cong nghe",
    "vhttdl": "van hoa the thao du lich",
    "vhttvdl": "van hoa the thao du lich",
    "nnmt": "nong nghiep moi truong",
    "nnvmt": "nong nghiep moi truong",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "ccb": "cuu chien binh",
    "nd": "nong dan",
    "chqs": "chi huy quan su",
    "vp": "van phong",
    "tp": "thanh pho",
    "tx": "thi xa",
    "dk": "dac khu",
    "x": "xa",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "vksnd": "vien kiem sat nhan dan",
    "tand": "toa an nhan dan",
}
SAYS_LITTLE = frozenset({"va"})
LEVELS = frozenset({"xa", "phuong", "thi", "tran", "dac", "khu", "tinh", "thanh", "pho", "phong"})
"""Words for a type: they help to choose, and nobody is refused for leaving them out or taking another."""


def open_abbreviations(key: str) -> str:
    """Folded words with the abbreviations that officers type opened: "tyt" -> "tram y te"."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in key.split())


_ALSO_WORDS = frozenset({"ca", "cap"})
"""Short for công an, and syllables of places ("Cà Mau", "Pu Sam Cáp"): opened only where a body is named."""


def opened(text: str) -> list[str]:
    """The folded words of a name, opened. A lone "p" is a phòng before a body's words, else a phường."""
    words = fold(text).split()
    plain = {word.lower() for word in _WORD.findall(text) if word.isascii()}
    out: list[str] = []
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else ""
        if word == "p":
            out.append("phong" if i == 0 and after in ("vhxh", "vh", "van", "kinh", "kt") else "phuong")
        elif word in _ALSO_WORDS and not (word in plain and (i == 0 or after in ("x", "xa", "p", "phuong"))):
            out.append(word)
        else:
            out += _ABBREVIATIONS.get(word, word).split()
    return out
