from __future__ import annotations

from modelfleet.cli.left_out import demands_left_out
from modelfleet.spec.job import Job


def test_a_plain_job_demands_nothing_special() -> None:
    assert list(demands_left_out(Job(entry_point="train.py"))) == []


def test_what_only_a_cluster_has_is_named() -> None:
    job = Job.model_validate(
        {
            "entry_point": "train.py",
            "resources": {"gpu": 2},
            "image": "cuda",
            "workspace": {"medium": "memory", "size": "1Gi"},
            "priority": "high",
            "synchronization": {"semaphores": ["warehouse"], "mutexes": ["tables"]},
        }
    )
    assert list(demands_left_out(job)) == [
        "the workspace is on disk here, not in memory",
        "the image cuda is left out here: system libraries are those of this machine",
        "nothing hands out 2 GPUs here; the job sees those of this machine, if it has any",
        "nothing is held while it runs: semaphore warehouse, mutex tables",
        "priority high has no meaning here",
    ]
