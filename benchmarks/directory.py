"""Searching and matching over the units of the whole country, beside a plain SQL LIKE in the same run.

Every commune with the eight bodies that deal with children, every province with its own. CPU time, not seconds of
the clock: what else the machine does must not count. `python -m benchmarks.directory`
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import Row, run
from domain import places, templates
from domain.areas import read_area
from domain.matching import match_agency
from domain.succession import deciding, seeds
from domain.text import fold
from domain.unit_index import UnitIndex
from domain.units import UnitKind, UnitRef

BODIES = frozenset(
    {
        UnitKind.COMMUNE_COMMITTEE,
        UnitKind.CULTURE_SOCIAL,
        UnitKind.COMMUNE_POLICE,
        UnitKind.HEALTH_STATION,
        UnitKind.FATHERLAND_FRONT,
        UnitKind.YOUTH_UNION,
        UnitKind.WOMENS_UNION,
    }
)
TYPED = ("tyt tan khai", "phòng vhxh xã nậm tăm", "tram y te xa tan khia", "ubnd p. rach gia", "hpn tien hai")
WORDS = ("%tram y te%tan khai%", "%phong van hoa xa hoi%nam tam%", "%tram y te%tan%", "%uy ban%rach gia%",
         "%phu nu%tien hai%")  # fmt: skip
AGENCIES = ("Sở Y tế", "Công an tỉnh", "Ủy ban nhân dân các xã, phường", "Trạm Y tế xã Tân Khai",
            "Sở Lao động - Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội huyện Hớn Quản")  # fmt: skip
BEFORE = datetime(2021, 6, 1, tzinfo=UTC).date()


def country() -> list[UnitRef]:
    """Eight units a commune (one school of each) and the province's own."""
    units: list[UnitRef] = []
    for province in places.provinces():
        of_communes = [
            one
            for one in templates.of_communes(places.communes_of(province.code))
            if one.kind in BODIES or one.name.startswith("Trường Tiểu học")
        ]
        for one in (*templates.of_province(province), *of_communes):
            units.append(
                UnitRef(
                    len(units) + 1, one.name, one.kind, province.name, one.commune, one.aliases, one.place
                )
            )
    return units


async def measure(full: bool) -> list[Row]:
    units = country()
    started = time.process_time()
    index = _built(units)
    building = time.process_time() - started
    tracemalloc.start()
    traced = _built(units)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del traced
    rounds = 40 if full else 10
    searching = _each(lambda: [index.search.find(typed) for typed in TYPED], rounds) / len(TYPED)
    liking = _liking(units, rounds)
    area = read_area("province", "Bình Phước", "Ủy ban nhân dân tỉnh Bình Phước", "", BEFORE)
    match_agency(AGENCIES[0], area, index)
    matching = _each(lambda: [match_agency(name, area, index) for name in AGENCIES], rounds) / len(AGENCIES)
    return [
        (f"{len(units):,} units: one search, ranked, slips understood", f"{searching * 1e3:.2f} ms CPU", ""),
        ("  a plain SQL LIKE over the same units, unranked", f"{liking * 1e3:.2f} ms CPU", ""),
        ("  a search beside it", f"{searching / liking:.2f}", ""),
        ("  an agency of an old plan to its units", f"{matching * 1e3:.2f} ms CPU", ""),
        ("  building the index, once until the directory changes", f"{building:.2f} s CPU", ""),
        ("  memory of the index beside the units", f"{memory:.1f} MB", ""),
    ]


def _built(units: list[UnitRef]) -> UnitIndex:
    """The index with all that is made when first asked for."""
    index = UnitIndex(units, deciding(seeds()))
    index.search.find("tyt")
    match_agency("Sở Y tế", read_area("province", "Đồng Nai", None, "", None), index)
    index.called("", read_area("province", "Đồng Nai", None, "", None))
    return index


def _each(work: Callable[[], object], rounds: int) -> float:
    """CPU seconds of one round."""
    work()
    started = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - started) / rounds


def _liking(units: list[UnitRef], rounds: int) -> float:
    """CPU seconds of one LIKE on a SQLite file with the folded names."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "units.db")
        database.execute("CREATE TABLE unit (id INTEGER PRIMARY KEY, key TEXT)")
        database.executemany("INSERT INTO unit VALUES (?, ?)", [(unit.id, fold(unit.name)) for unit in units])
        database.commit()
        ask = "SELECT id FROM unit WHERE key LIKE ? LIMIT 8"
        seconds = _each(lambda: [database.execute(ask, (word,)).fetchall() for word in WORDS], rounds)
        database.close()
    return seconds / len(WORDS)


if __name__ == "__main__":
    run(measure, __doc__ or "")
