"""Reading a file in a child process that cannot harm the one that asked.

Owns the limits (time, memory, size of the answer) and the protocol with `python -m plans FILE`.
`services/` calls `read_in_child`; scripts without an event loop call `read_limited`.

The protocol: the draft comes on standard output as one JSON object. On standard error the child
writes JSON objects, one a line: `{"progress": [done, total]}` while it reads, and
`{"error": CODE, "detail": …}` where it gives up, with exit status 2 (not readable) or 3 (no plan). The
detail is for logs, but for `ocr_missing`, where it names the package to install. Any other end is told from how
the process died. Nothing that the child writes is shown or logged as it is.

The limits are put on the running child by `prlimit`, so that no code of ours runs between fork and
exec, which is not safe in a process with threads. Where the system has no `prlimit` (it is Linux'
own) only the time by the clock is watched.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plans
from plans.errors import FileProblem, ReadFailedError

_MB = 1024 * 1024
_STDERR_TAIL = 4000
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "SYSTEMROOT")
"""All that the child gets of the environment: the bot's token and passwords stay out of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost.

    cpu_seconds    of each process: the reader's own and Tesseract's for each page
    memory_bytes   of address space, of each process
    idle_seconds   by the clock without a progress report (a text has none, a scan one each page)
    total_seconds  by the clock in all
    output_bytes   of the draft as JSON
    """

    cpu_seconds: int = 50
    memory_bytes: int = 1024 * _MB
    idle_seconds: float = 55
    total_seconds: float = 900
    output_bytes: int = 32 * _MB


DEFAULT_LIMITS = Limits()

OnProgress = Callable[[int, int], None]


def read_limited(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """`read_in_child` for a program without an event loop."""
    return asyncio.run(read_in_child(path, limits=limits))


async def read_in_child(
    path: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: OnProgress | None = None,
    arguments: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Read the plan at `path` in a child process: the draft in the form of `domain.plan`'s JSON.

    Raises `ReadFailedError`, whose `code` says why: a `FileProblem`, `empty`, `not_a_plan` …
    The child and all it started are gone when this returns, also when it is cancelled.
    `on_progress(done, total)` is called with pages.
    """
    process = await asyncio.create_subprocess_exec(
        *_command(path, arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
        cwd=Path(plans.__file__).parent.parent,  # where `-m plans` finds this package and no other
        start_new_session=True,  # so that Tesseract dies with its parent
    )
    _limit(process.pid, limits)
    child = _Child(process, limits, on_progress)
    try:
        async with asyncio.timeout(limits.total_seconds):
            return await child.result()
    except TimeoutError:
        raise ReadFailedError(FileProblem.TOOK_TOO_LONG, "by the clock") from None
    finally:
        await _end(process)


def _command(path: Path, arguments: tuple[str, ...]) -> list[str]:
    """The child's command line; an absolute path can never be taken for an option."""
    return [sys.executable, "-m", "plans", *arguments, str(path.absolute())]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"PYTHONIOENCODING": "utf-8", "OMP_THREAD_LIMIT": "1"}


def _limit(pid: int, limits: Limits) -> None:
    """Put the limits on a process that has just started."""
    try:
        import resource
    except ImportError:
        return
    if not hasattr(resource, "prlimit"):
        return
    bounds = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 256 * _MB,
    }
    with contextlib.suppress(ProcessLookupError):  # it has ended already; its answer tells how
        for kind, bound in bounds.items():
            resource.prlimit(pid, kind, (bound, bound))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill what is left of the child and of all it started, unless it ended by itself."""
    if process.returncode is None or process.returncode < 0:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    for pipe in (process.stdout, process.stderr):
        while pipe is not None and await pipe.read(_MB):
            continue  # what stands in the pipe is read, or the event loop would keep it open
    await process.wait()


class _Child:
    """One running child: collects its answer, hears its progress, judges how it ended."""

    def __init__(
        self, process: asyncio.subprocess.Process, limits: Limits, on_progress: OnProgress | None
    ) -> None:
        self._process = process
        self._limits = limits
        self._on_progress = on_progress
        self._error: ReadFailedError | None = None
        self._tail = b""

    async def result(self) -> dict[str, Any]:
        try:
            async with asyncio.TaskGroup() as group:
                answer = group.create_task(self._read_answer())
                group.create_task(self._read_messages())
        except ExceptionGroup as errors:  # the first to fail has ended the other
            raise errors.exceptions[0] from None
        return self._judge(await self._process.wait(), answer.result())

    async def _read_answer(self) -> bytes:
        assert self._process.stdout is not None
        answer = bytearray()
        while chunk := await self._process.stdout.read(_MB):
            answer += chunk
            if len(answer) > self._limits.output_bytes:
                raise ReadFailedError(FileProblem.TOO_LARGE, "the draft")
        return bytes(answer)

    async def _read_messages(self) -> None:
        rest = b""
        while chunk := await self._next_words():
            *lines, rest = (rest + chunk).split(b"\n")
            rest = rest[-_STDERR_TAIL:]
            for line in lines:
                self._message(line)
        self._message(rest)

    async def _next_words(self) -> bytes:
        """What the child writes next to standard error, b"" at its end."""
        assert self._process.stderr is not None
        try:
            return await asyncio.wait_for(self._process.stderr.read(65536), self._limits.idle_seconds)
        except TimeoutError:
            raise ReadFailedError(FileProblem.TOOK_TOO_LONG, "no progress") from None

    def _message(self, line: bytes) -> None:
        self._tail = (self._tail + line[-_STDERR_TAIL:] + b"\n")[-_STDERR_TAIL:]
        match _json_object(line):
            case {"progress": [int(done), int(total)]}:
                if self._on_progress:
                    self._on_progress(done, total)
            case {"error": str(code), **more}:
                self._error = ReadFailedError(code, str(more.get("detail", "")))

    def _judge(self, status: int, answer: bytes) -> dict[str, Any]:
        if status == 0:
            draft = _json_object(answer)
            if draft is None:
                raise ReadFailedError(FileProblem.READER_FAILED, "no JSON")
            return draft
        if self._error is not None:
            raise self._error
        raise ReadFailedError(_cause_of_death(status, self._tail), f"exit status {status}")


def _cause_of_death(status: int, tail: bytes) -> FileProblem:
    """What a child died of that gave no reason of its own."""
    if b"MemoryError" in tail or b"bad_alloc" in tail or status == -signal.SIGABRT:
        return FileProblem.TOO_MUCH_MEMORY
    if status in (-signal.SIGKILL, -getattr(signal, "SIGXCPU", 0)):
        return FileProblem.TOOK_TOO_LONG
    return FileProblem.READER_FAILED


def _json_object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
