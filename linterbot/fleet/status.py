"""How a fleet is doing, seen from outside: for people, and as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linterbot.ledger import Ledger, fleet_queue, wikis
from linterbot.ledger.fleet_queue import QueueState

_METRICS = {
    "workers": "Workers that are alive.",
    "wikis": "Wikis of the fleet.",
    "wikis_set_aside": "Wikis that are left alone until somebody corrects something.",
    "wikis_paused": "Wikis on which a person has to resume the bot.",
    "wikis_in_trouble": "Wikis on which the last round failed or could not write.",
    "queue_waiting": "Wakings that no worker has taken.",
    "queue_doing": "Rounds under way.",
    "queue_scanning": "Turns at scans that wait for a worker or are under way.",
    "queue_longest_seconds": "How long the oldest round under way has taken.",
    "queue_bytes": "Size of the queue's tables.",
    "overdue_seconds": "How long the wiki has waited that has waited longest.",
    "late_seconds_p50": "By how much the last waking of half of the wikis was late, at most.",
    "late_seconds_p99": "The same of 99 in 100.",
    "wikis_never_read": "Wikis on which no round has succeeded yet.",
    "oldest_round_seconds": "Since when the wiki was not read that was not read for longest.",
}


@dataclass(frozen=True)
class FleetStatus:
    """A fleet at one moment; times are in seconds."""

    queue: QueueState
    wikis: int
    set_aside: dict[str, str]  # why, by wiki
    paused: dict[str, str]  # likewise, those that wait for a person
    in_trouble: dict[str, str]  # likewise, those whose last round failed or could not write
    overdue: float
    late_p50: float
    late_p99: float
    never_read: int  # wikis, those set aside left out
    oldest_round: float  # of the other wikis

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to do something."""
        return bool(self.set_aside or self.paused) or not self.queue.workers


def status(ledger: Ledger) -> FleetStatus:
    """Ask the ledger how the fleet is doing."""
    now, all_of_them = wikis.now(ledger), wikis.states(ledger)
    working = [one for one in all_of_them if not one.trouble]
    names = {one.name for one in all_of_them}
    late = sorted(one.late for one in working if one.finished)
    return FleetStatus(
        queue=fleet_queue.state(ledger),
        wikis=len(all_of_them),
        set_aside={one.name: one.trouble for one in all_of_them if one.trouble},
        paused={name: why for name, why in wikis.paused(ledger).items() if name in names},
        in_trouble={name: why for name, why in wikis.in_trouble(ledger).items() if name in names},
        overdue=max([0.0, *(now - one.due for one in working)]),
        late_p50=_at(late, 0.5),
        late_p99=_at(late, 0.99),
        never_read=sum(not one.finished for one in working),
        oldest_round=max([0.0, *(now - one.finished for one in working if one.finished)]),
    )


def metrics(one: FleetStatus) -> Iterator[str]:
    """Yield the lines of a text in Prometheus's format."""
    values = {
        "workers": one.queue.workers,
        "wikis": one.wikis,
        "wikis_set_aside": len(one.set_aside),
        "wikis_paused": len(one.paused),
        "wikis_in_trouble": len(one.in_trouble),
        "queue_waiting": one.queue.waiting,
        "queue_doing": one.queue.doing,
        "queue_scanning": one.queue.scanning,
        "queue_longest_seconds": one.queue.longest,
        "queue_bytes": one.queue.size,
        "overdue_seconds": one.overdue,
        "late_seconds_p50": one.late_p50,
        "late_seconds_p99": one.late_p99,
        "wikis_never_read": one.never_read,
        "oldest_round_seconds": one.oldest_round,
    }
    for name, value in values.items():
        yield f"# HELP linterbot_fleet_{name} {_METRICS[name]}"
        yield f"# TYPE linterbot_fleet_{name} gauge"
        yield f"linterbot_fleet_{name} {value:.15g}"


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
