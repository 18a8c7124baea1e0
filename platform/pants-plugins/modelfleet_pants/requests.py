"""What rules ask of each other, and what they answer: frozen values without a rule in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pants.engine.addresses import Address
from pants.engine.engine_aware import EngineAwareParameter, EngineAwareReturnType
from pants.engine.fs import EMPTY_DIGEST, Digest
from pants.engine.process import ProcessCacheScope
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel


@dataclass(frozen=True)
class VerbSourcesRequest:
    """The Python files that one verb of the command line runs."""

    verb: str


@dataclass(frozen=True)
class VerbSources:
    """Files at their paths in the repository, and the roots that Python imports them from."""

    digest: Digest
    roots: tuple[str, ...]


@dataclass(frozen=True)
class VerbRun(EngineAwareParameter):
    """One run of the command line: `modelfleet <verb> <arguments>` in a sandbox that holds `input_digest`."""

    verb: str
    arguments: tuple[str, ...]
    description: str = field(compare=False)
    input_digest: Digest = EMPTY_DIGEST
    output_files: tuple[str, ...] = ()
    output_directories: tuple[str, ...] = ()
    env: FrozenDict[str, str] = FrozenDict()
    append_only_caches: FrozenDict[str, str] = FrozenDict()
    cache_scope: ProcessCacheScope = ProcessCacheScope.SUCCESSFUL
    timeout_seconds: int | None = None

    def debug_hint(self) -> str:
        return self.description


@dataclass(frozen=True)
class EntriesRequest:
    """Which Jsonnet files the models of these model.yaml files are rendered with."""

    files: tuple[str, ...]


@dataclass(frozen=True)
class Entries:
    of: FrozenDict[str, tuple[str, ...]]


@dataclass(frozen=True)
class RenderRequest(EngineAwareParameter):
    """A batch of models to render in one process."""

    models: tuple[Address, ...]

    def debug_hint(self) -> str:
        return f"{self.models[0].spec} and {len(self.models) - 1} more"


@dataclass(frozen=True)
class RenderedBatch:
    """What a batch was rendered to.

    `digest` holds <stage>/models/<name>/, inventory/<name>.json and schedules/<name>.json; `problems` and `warnings` map a model's name to text;
    `failure` is set when no model could be rendered, because a file that all of them share is wrong.
    """

    digest: Digest
    problems: FrozenDict[str, str]
    warnings: FrozenDict[str, str]
    failure: str | None = None


@dataclass(frozen=True)
class OutcomeRequest(EngineAwareParameter):
    """How the rendering of one model ended."""

    model: Address

    def debug_hint(self) -> str:
        return self.model.spec


@dataclass(frozen=True)
class Outcome(EngineAwareReturnType):
    """One model's part of its batch; the engine prints its problems each time the outcome is asked for."""

    name: str
    digest: Digest
    problems: str | None

    def level(self) -> LogLevel:
        return LogLevel.ERROR if self.problems else LogLevel.DEBUG

    def message(self) -> str | None:
        return f"left out\n{self.problems}" if self.problems else None

    def cacheable(self) -> bool:
        # A value that the engine remembers is not printed again.
        return self.problems is None
