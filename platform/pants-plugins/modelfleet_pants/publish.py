"""`publish`: one process that takes the whole fleet to one stage. Nothing else is publishable."""

from __future__ import annotations

from dataclasses import dataclass

from pants.base.build_root import BuildRoot
from pants.core.goals.publish import PublishFieldSet, PublishPackages, PublishProcesses, PublishRequest
from pants.engine.process import InteractiveProcess
from pants.engine.rules import collect_rules, rule
from pants.util.frozendict import FrozenDict

from modelfleet_pants import engine
from modelfleet_pants.package import NotPackaged
from modelfleet_pants.program import search_path
from modelfleet_pants.render import inputs_of
from modelfleet_pants.requests import VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import FleetDependenciesField

PACKAGE = "package"


class FleetPublishRequest(PublishRequest):
    pass


@dataclass(frozen=True)
class FleetPublishFieldSet(PublishFieldSet):
    publish_request_type = FleetPublishRequest
    required_fields = (FleetDependenciesField,)

    dependencies: FleetDependenciesField


@rule(desc="Publish the fleet")
async def publish_fleet(request: FleetPublishRequest, modelfleet: Modelfleet, build_root: BuildRoot) -> PublishProcesses:
    if not request.packages:
        raise NotPackaged("nothing was packaged, so nothing is published")
    package = await engine.add_prefix(await engine.merge(built.digest for built in request.packages), PACKAGE)
    sources = await inputs_of(await engine.closure((request.field_set.address,)))
    variables = await engine.environment(("PATH", *modelfleet.index_variables, *modelfleet.publish_variables))
    process = await engine.verb_process(
        VerbRun(
            verb="publish",
            arguments=(
                *("--package", PACKAGE, "--stage", modelfleet.stage, "--workspace", build_root.path),
                *(("--allow-deletions",) if modelfleet.allow_deletions else ()),
            ),
            description=f"Publish to {modelfleet.stage}",
            input_digest=await engine.merge((package, sources)),
            env=FrozenDict({**variables, "PATH": search_path(modelfleet, variables)}),
        )
    )
    return PublishProcesses([PublishPackages(names=("the fleet",), process=InteractiveProcess.from_process(process), description=f"stage {modelfleet.stage}")])


def rules():
    return (*collect_rules(), *FleetPublishFieldSet.rules())
