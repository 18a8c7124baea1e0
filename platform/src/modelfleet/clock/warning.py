"""What is said about crowds: how many jobs, which ones, and how to spread them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from modelfleet.clock.crowd import Crowd, crowds
from modelfleet.clock.scheduled import ScheduledJob, by_stage
from modelfleet.errors import Problem

_NAMED_JOBS = 3
_NAMED_CLOCKS = 3
_NAMED_CROWDS = 5


def crowd_warnings(jobs: Iterable[ScheduledJob]) -> tuple[Problem, ...]:
    """A warning for each crowd of any stage, the largest first; stages with the same crowd share one."""
    found: dict[tuple[str, str], list[str]] = {}
    sizes: Counter[tuple[str, str]] = Counter()
    for stage, of_stage in by_stage(jobs).items():
        for crowd in crowds(of_stage):
            said = _what(crowd), _hint(crowd)
            found.setdefault(said, []).append(stage)
            sizes[said] = max(sizes[said], len(crowd.jobs))
    ordered = sorted(found, key=lambda said: (-sizes[said], said))
    shown = [Problem("models", None, "", f"{what} (on {', '.join(found[what, hint])})", hint) for what, hint in ordered[:_NAMED_CROWDS]]
    if (more := len(ordered) - len(shown)) > 0:
        shown.append(Problem("models", None, "", f"{more} more minutes are as crowded", "spread the ones above first"))
    return tuple(shown)


def _what(crowd: Crowd) -> str:
    clocks = Counter((job.cron, job.timezone) for job in crowd.jobs)
    ordered = sorted(clocks.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{count:,} with `{cron}` in {timezone}" for (cron, timezone), count in ordered[:_NAMED_CLOCKS]]
    if (more := len(ordered) - len(parts)) > 0:
        parts.append(f"the rest with {more} other schedule{'' if more == 1 else 's'}")
    percent = 100 * len(crowd.jobs) / crowd.of
    return f"{len(crowd.jobs):,} of {crowd.of:,} scheduled jobs ({percent:.0f} %) start in the same minute: {'; '.join(parts)}"


def _hint(crowd: Crowd) -> str:
    (clock, _), *_ = Counter((job.cron, job.timezone) for job in crowd.jobs).most_common(1)
    named = [job.title for job in crowd.jobs if (job.cron, job.timezone) == clock][:_NAMED_JOBS]
    more = f" and {len(crowd.jobs) - len(named):,} more" if len(crowd.jobs) > len(named) else ""
    return f"as the minute, `H` spreads jobs over the hour: `H {clock[0].partition(' ')[2]}` in {', '.join(named)}{more}"
