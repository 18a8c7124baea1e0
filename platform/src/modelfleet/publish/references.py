"""Which archives and templates are still referred to: by models now, or by workflows of the last `retention` seconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from modelfleet.publish.fleet import Entry, Fleet

# A digest and its file-index digest take 140 bytes of a ConfigMap, which holds 1 MiB, and 75 more in the fields that a
# server-side apply keeps count of. 1500 of them also fit the 256 KiB of annotations in which a client-side apply keeps its
# copy. A model that changes more often than that loses the oldest.
RETAINED_PER_MODEL = 1500


def move_to(fleet: Fleet, models: Mapping[str, Entry], templates: Iterable[str], now: datetime, retention: int) -> Fleet:
    """The fleet with other models: what they no longer use is ended today, what ended longer ago than `retention` is gone.

    `templates` names those of the package, which count as used. `retention` is in seconds; a day that has begun counts.
    """
    today = now.astimezone(UTC).date()
    used_templates = {*templates, *(name for entry in models.values() for name in entry.templates)}
    ended_templates = {name: fleet.ended_templates.get(name, today.isoformat()) for name in fleet.templates if name not in used_templates}
    kept_templates = {name: day for name, day in ended_templates.items() if _is_retained(day, today, retention)}
    return replace(
        fleet,
        models=dict(sorted(models.items())),
        templates={name: time for name, time in fleet.templates.items() if name in used_templates or name in kept_templates},
        ended_templates=kept_templates,
        ended_archives=_ended_archives(fleet, models, today, retention),
    )


def _ended_archives(fleet: Fleet, models: Mapping[str, Entry], today: date, retention: int) -> dict[str, dict[str, str]]:
    ended = {(digest, model): day for digest, users in fleet.ended_archives.items() for model, day in users.items()}
    for model, entry in fleet.models.items():
        for digest in entry.archives.values():
            ended.setdefault((digest, model), today.isoformat())
    by_model: dict[str, list[tuple[str, str]]] = {}
    for (digest, model), day in ended.items():
        in_use = model in models and digest in models[model].archives.values()
        if not in_use and _is_retained(day, today, retention):
            by_model.setdefault(model, []).append((day, digest))
    kept: dict[str, dict[str, str]] = {}
    for model, days in by_model.items():
        for day, digest in sorted(days, reverse=True)[:RETAINED_PER_MODEL]:
            kept.setdefault(digest, {})[model] = day
    return kept


def _is_retained(day: str, today: date, retention: int) -> bool:
    return today <= date.fromisoformat(day) + timedelta(seconds=retention)


def digests_of(fleet: Fleet, model: str) -> tuple[str, ...]:
    """Every archive that workflows of a published model may ask for: in use, or retained; sorted."""
    retained = (digest for digest, users in fleet.ended_archives.items() if model in users)
    return tuple(sorted({*fleet.models[model].archives.values(), *retained}))


def all_digests(fleet: Fleet) -> tuple[str, ...]:
    """Every archive that is in use or retained for any model, deleted ones too; sorted."""
    return tuple(sorted({*fleet.ended_archives, *(digest for entry in fleet.models.values() for digest in entry.archives.values())}))
