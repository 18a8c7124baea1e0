"""What Pants loads: the targets and the rules, and nothing else."""

from __future__ import annotations

from modelfleet_pants import check, jsonnet, lint, models, package, program, publish, render, run, tailor, test, tree
from modelfleet_pants.target_types import (
    EnvironmentTarget,
    FleetTarget,
    JobTarget,
    JsonnetSourcesTarget,
    JsonnetSourceTarget,
    ModelTarget,
    ModelTestsTarget,
    VerbTarget,
    WorkflowTemplatesTarget,
    WorkflowTemplateTarget,
)


def target_types():
    return (
        EnvironmentTarget,
        FleetTarget,
        JobTarget,
        JsonnetSourceTarget,
        JsonnetSourcesTarget,
        ModelTarget,
        ModelTestsTarget,
        VerbTarget,
        WorkflowTemplateTarget,
        WorkflowTemplatesTarget,
    )


def rules():
    return tuple(found for module in (check, jsonnet, lint, models, package, program, publish, render, run, tailor, test, tree) for found in module.rules())
