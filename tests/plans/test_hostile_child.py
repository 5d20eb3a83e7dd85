"""The child process that reads a file: its limits, its ends, and what it may not do to us.

A stand-in for `plans` plays the child: a package of one `__main__.py`, put before ours on its path.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from plans import limits
from plans.errors import ReadFailedError
from plans.limits import Limits, read_in_child, read_limited

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="memory and CPU limits need Linux")


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stand-in's main file; a test writes into it what the child shall do."""
    package = tmp_path / "plans"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.setattr(limits, "plans", SimpleNamespace(__file__=str(package / "__init__.py")))
    return package / "__main__.py"


async def code_of(child: Path, program: str, bounds: Limits | None = None) -> str:
    child.write_text("import sys, os, time, json\n" + program)
    with pytest.raises(ReadFailedError) as caught:
        await read_in_child(Path("plan.txt"), limits=bounds or Limits())
    return caught.value.code


async def test_the_draft_and_the_progress_come_out_of_the_child(child: Path) -> None:
    child.write_text(
        "import sys, json\n"
        "for page in (1, 2):\n"
        "    print(json.dumps({'progress': [page, 2]}), file=sys.stderr, flush=True)\n"
        "print(json.dumps({'source': sys.argv[-1]}))\n"
    )
    seen: list[tuple[int, int]] = []
    draft = await read_in_child(Path("-h.txt"), on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert Path(draft["source"]).is_absolute()  # a name that looks like an option stays a name


def test_a_script_without_a_loop_reads_too(child: Path) -> None:
    child.write_text("print('{}')")
    assert read_limited(Path("plan.txt")) == {}


async def test_the_reason_that_the_child_gives_is_kept(child: Path) -> None:
    child.write_text(
        "import sys, json\nprint('noise')\n"
        "print(json.dumps({'error': 'ocr_missing', 'detail': 'tesseract-ocr-vie'}), file=sys.stderr)\nsys.exit(2)"
    )
    with pytest.raises(ReadFailedError) as caught:
        await read_in_child(Path("plan.txt"))
    assert (caught.value.code, caught.value.detail) == ("ocr_missing", "tesseract-ocr-vie")


async def test_a_child_that_falls_over_is_our_fault(child: Path) -> None:
    assert await code_of(child, "raise ValueError('x')") == "reader_failed"


@pytest.mark.parametrize("answer", ["[1]", "no json", "", "[" * 100_000])
async def test_an_answer_that_is_no_draft_is_our_fault(child: Path, answer: str) -> None:
    assert await code_of(child, f"print({answer!r})") == "reader_failed"


async def test_a_silent_child_is_killed_with_all_it_started(child: Path, tmp_path: Path) -> None:
    program = (
        "import subprocess\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(other.pid))\n"
        "time.sleep(60)"
    )
    began = time.monotonic()
    assert await code_of(child, program, Limits(idle_seconds=1)) == "took_too_long"
    assert time.monotonic() - began < 10
    await asyncio.sleep(0.1)
    assert not is_running(int((tmp_path / "pid").read_text()))


def is_running(pid: int) -> bool:
    """Whether the process lives; a dead one that nobody has waited for does not."""
    try:
        os.kill(pid, 0)
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


async def test_progress_keeps_a_child_alive_but_not_for_ever(child: Path) -> None:
    program = "while True: print('{\"progress\": [1, 9]}', file=sys.stderr, flush=True); time.sleep(0.05)"
    assert await code_of(child, program, Limits(idle_seconds=30, total_seconds=0.8)) == "took_too_long"


async def test_an_answer_without_end_is_cut(child: Path) -> None:
    program = "while True: print('x' * 100_000)"
    assert await code_of(child, program, Limits(output_bytes=1_000_000)) == "too_large"


async def test_messages_without_end_are_not_kept(child: Path) -> None:
    program = "sys.stderr.write('x' * 3_000_000); sys.exit(1)"
    assert await code_of(child, program) == "reader_failed"


@linux_only
async def test_a_child_that_takes_too_much_memory_fails_alone(child: Path) -> None:
    program = "time.sleep(0.2); big = bytearray(2_000_000_000)"
    assert await code_of(child, program) == "too_much_memory"


@linux_only
async def test_a_child_that_turns_in_circles_is_ended_by_the_system(child: Path) -> None:
    assert await code_of(child, "while True: pass", Limits(cpu_seconds=1)) == "took_too_long"


async def test_the_child_does_not_see_our_secrets(child: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    child.write_text("import os, json; print(json.dumps(dict(os.environ)))")
    assert "BOT_TOKEN" not in await read_in_child(Path("plan.txt"))


async def test_without_limits_of_the_system_the_clock_still_counts(
    child: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert await code_of(child, "time.sleep(60)", Limits(idle_seconds=0.5)) == "took_too_long"


async def test_a_cancelled_reading_leaves_no_child(child: Path, tmp_path: Path) -> None:
    child.write_text(
        f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    )
    reading = asyncio.create_task(read_in_child(Path("plan.txt")))
    for _ in range(100):
        await asyncio.sleep(0.05)
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            break
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not is_running(int((tmp_path / "pid").read_text()))
