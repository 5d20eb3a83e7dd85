"""What stands beside ours: APScheduler with its SQLAlchemy job store on the same SQLite disk, one job a reminder."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from domain.clock import SystemClock

_lock = Lock()
_all_fired = Event()
_left = 0


def fire(_reminder: int) -> None:
    """What a job does: count down, so that both sides send nothing."""
    global _left
    with _lock:
        _left -= 1
        if _left <= 0:
            _all_fired.set()


def scheduler(path: Path) -> BackgroundScheduler:
    """Paused, with its store on that file; late jobs are still wanted."""
    made = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{path}")},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    made.start(paused=True)
    return made


def add(made: BackgroundScheduler, jobs: int, at: datetime) -> float:
    """Add that many jobs, each due at that moment; seconds."""
    started = time.perf_counter()
    for number in range(jobs):
        made.add_job(fire, "date", run_date=at, args=[number])
    return time.perf_counter() - started


def added_a_second(path: Path, jobs: int) -> float:
    """Jobs that its store takes a second."""
    made = scheduler(path)
    seconds = add(made, jobs, SystemClock().now() + timedelta(days=30))
    made.shutdown(wait=False)
    return jobs / seconds


def fired_a_second(path: Path, jobs: int) -> float:
    """Due jobs that it reads from its store, runs and removes a second."""
    global _left
    made = scheduler(path)
    add(made, jobs, SystemClock().now() - timedelta(minutes=1))
    _left = jobs
    _all_fired.clear()
    started = time.perf_counter()
    made.resume()
    _all_fired.wait()
    while made._lookup_jobstore("default").get_next_run_time() is not None:
        time.sleep(0.005)
    seconds = time.perf_counter() - started
    made.shutdown(wait=True)
    return jobs / seconds
