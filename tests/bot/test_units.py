"""`python -m bot units …`: a province in one go, units found, merged and refused, from the terminal."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest

from bot.__main__ import main


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copyfile(sqlite_template, tmp_path / "units.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'units.db'}")


def say(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["units", *words])
    seen = capsys.readouterr()
    return status, seen.out, seen.err


@pytest.mark.usefixtures("store")
def test_a_province_is_created_found_and_changed_from_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "tỉnh Lai Châu: " in say(capsys, "create", "lai chau")[1]
    assert "12  Lai Châu: " in say(capsys, "list")[1]
    found = say(capsys, "find", "tyt nậm tăm")[1]
    assert "Trạm Y tế xã Nậm Tăm" in found
    number = found.split()[0]
    assert "Trạm Y tế Nậm Tăm" in say(capsys, "rename", number, "Trạm Y tế Nậm Tăm")[1]
    status, _, error = say(capsys, "merge", number, number)
    assert (status, "chính nó" in error) == (1, True)
    assert say(capsys, "remove", number)[1].startswith("Removed: ")


@pytest.mark.usefixtures("store")
def test_the_table_of_successors_is_shown_and_changed_from_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    put = say(capsys, "successor", "province", "Sở A", "Sở Y tế", "Quyết định 1", "--unsure")[1]
    row = put.split()[0]
    assert (
        f"{row}  province/all  Sở A -> Sở Y tế  (2025-07-01, Quyết định 1)  unsure\n"
        in say(capsys, "successors")[1]
    )
    say(capsys, "successor-keep", row)
    assert "Quyết định 1)\n" in say(capsys, "successors")[1]
    say(capsys, "successor-drop", row)
    assert "Quyết định 1)  unsure  out\n" in say(capsys, "successors")[1]


@pytest.mark.usefixtures("store")
def test_a_province_that_does_not_exist_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = say(capsys, "create", "Lam Khê")
    assert (status, "Không có tỉnh" in error) == (1, True)
