"""What is in the queue at the moment, as its tables say; nothing here changes them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from linterbot.ledger import Ledger

STALLED = 30.0  # seconds without a sign of life until a worker counts as dead
_STATE = """
SELECT
    (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :stalled)),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name <> 'scan'),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name <> 'scan'),
    (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'scan'),
    (SELECT coalesce(extract(epoch FROM now() - min(at)), 0) FROM procrastinate_jobs AS job
        JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'started'
        WHERE job.status = 'doing' AND job.task_name <> 'scan'),
    pg_total_relation_size('procrastinate_jobs') + pg_total_relation_size('procrastinate_events')
"""


@dataclass(frozen=True)
class QueueState:
    """The queue at one moment."""

    workers: int  # that are alive
    waiting: int  # wakings that no worker has taken
    doing: int  # rounds and approved writes
    scanning: int  # turns at scans that wait for a worker or are under way
    longest: float  # seconds that the oldest of these has taken
    size: int  # bytes of the queue's tables


def has_tables(ledger: Ledger) -> bool:
    """Whether the queue's tables were made."""
    with ledger.engine.connect() as db:
        return bool(db.execute(text("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")).scalar_one())


def state(ledger: Ledger) -> QueueState:
    """Return how the queue is doing."""
    with ledger.engine.connect() as db:
        workers, waiting, doing, scanning, longest, size = db.execute(text(_STATE), {"stalled": STALLED}).one()
    return QueueState(workers, waiting, doing, scanning, float(longest), size)


def turns(ledger: Ledger) -> set[str]:
    """Return the turns at scans that wait for a worker or are under way."""
    query = "SELECT lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'scan'"
    with ledger.engine.connect() as db:
        return set(db.execute(text(query)).scalars())


def under_way(ledger: Ledger) -> set[str]:
    """Return the wikis that were woken and whose round has not ended."""
    query = "SELECT lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'round'"
    with ledger.engine.connect() as db:
        return set(db.execute(text(query)).scalars())
