"""Write domain/data/: today's provinces and communes, and what became of those before 1 July 2025.

`python -m scripts.write_places FOLDER`, where FOLDER is the `data` folder of the installed package
vietnamadminunits 1.0.4 (MIT, Copyright 2025 Tran Ngoc Minh Hieu; see docs/directory.md). The package is a
source at development time only: the bot reads the two files written here. They hold facts, sorted, and are
written so that the same source gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "domain/data"
PROVINCES, COMMUNES, FORMER_COMMUNES = 34, 3_321, 10_040
"""What the source must hold; another count means another edition, to be looked at by hand."""

Targets = dict[str, list[str]]
"""The key of a former commune -> the codes of today's, the one with most of it first."""


def main(folder: Path) -> None:
    source = sqlite3.connect(folder / "dataset.db")
    source.row_factory = sqlite3.Row
    today = source.execute("SELECT * FROM admin_units ORDER BY provinceCode, wardCode").fetchall()
    former = source.execute(
        "SELECT * FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
    ).fetchall()
    targets = _targets(json.loads((folder / "converter_2025.json").read_text(encoding="utf-8")), today)
    _check(today, former, targets)
    _write(OUT / "communes.tsv.gz", _today_lines(today, _origins(today, former, targets)))
    _write(OUT / "former.tsv.gz", _former_lines(former, targets))


def _targets(converter: dict[str, Any], today: Iterable[sqlite3.Row]) -> Targets:
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in today}
    out: Targets = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            out |= {old: [codes[province, ward]] for old in olds}
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, pieces in divided.items():
            ranked = sorted(pieces, key=lambda piece: not piece["isDefaultNewWard"])
            out[old] = [codes[province, piece["newWardKey"]] for piece in ranked]
    return out


def _check(today: list[sqlite3.Row], former: list[sqlite3.Row], targets: Targets) -> None:
    """Refuse a source of other counts, or one that leaves a commune without an origin or an end."""
    counts = (len({row["provinceCode"] for row in today}), len(today), len(former))
    if counts != (PROVINCES, COMMUNES, FORMER_COMMUNES):
        sys.exit(f"provinces, communes, former communes: {counts}")
    lost = [_key(row) for row in former if _key(row) not in targets]
    new = {row["wardCode"] for row in today} - {code for codes in targets.values() for code in codes}
    if lost or new:
        sys.exit(f"without an end: {lost}; without an origin: {new}")


def _key(row: sqlite3.Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _lower(name: str) -> str:
    """`Thành phố Huế` -> `thành phố Huế`: the word for the type as it stands inside a sentence."""
    return name[:1].lower() + name[1:]


def _origins(
    today: Iterable[sqlite3.Row], former: Iterable[sqlite3.Row], targets: Targets
) -> dict[str, list[str]]:
    """A province's code -> the former provinces that it was made of."""
    province = {row["wardCode"]: row["provinceCode"] for row in today}
    out: dict[str, dict[str, None]] = {}
    for row in former:
        out.setdefault(province[targets[_key(row)][0]], {})[_lower(row["province"])] = None
    return {code: list(names) for code, names in out.items()}


def _today_lines(rows: Iterable[sqlite3.Row], origins: dict[str, list[str]]) -> Iterator[str]:
    """`=<code> <province> <former provinces>`, then its communes, `<code> <name>`."""
    province = ""
    for row in rows:
        if row["provinceCode"] != province:
            province = row["provinceCode"]
            yield f"={province}\t{_lower(row['province'])}\t{';'.join(origins[province])}"
        yield f"{row['wardCode']}\t{_lower(row['ward'])}"


def _former_lines(rows: Iterable[sqlite3.Row], targets: Targets) -> Iterator[str]:
    """`=<province>`, `/<district>`, then its communes, `<name> <codes of today's>`.

    A district of islands had no communes: it stands as one without a name.
    """
    province = district = ""
    for row in rows:
        if row["province"] != province:
            province, district = row["province"], ""
            yield f"={_lower(province)}"
        if row["district"] != district:
            district = row["district"]
            yield f"/{_lower(district)}"
        yield f"{_lower(row['ward'] or '')}\t{' '.join(targets[_key(row)])}"


def _write(path: Path, lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    print(f"{path.name}: {len(text):,} bytes, {path.stat().st_size:,} packed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
