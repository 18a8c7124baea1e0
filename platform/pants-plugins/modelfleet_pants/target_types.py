"""The targets of the repository and their fields."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.core.target_types import FileSourceField
from pants.engine.target import COMMON_TARGET_FIELDS, Dependencies, MultipleSourcesField, StringField, Target, TargetFilesGenerator

TEST_FILES = ("**/tests/**", "**/test_*.py", "**/*_test.py", "**/conftest.py")


class JsonnetSourceField(FileSourceField):
    """A kind of file, so that tests get it into their sandbox by depending on it."""


class JsonnetDependenciesField(Dependencies):
    pass


class JsonnetSourceTarget(Target):
    alias = "jsonnet_source"
    core_fields = (*COMMON_TARGET_FIELDS, JsonnetSourceField, JsonnetDependenciesField)
    help = "A Jsonnet file, or a file that Jsonnet imports as text. What it imports is inferred."


class JsonnetSourcesField(MultipleSourcesField):
    default = ("*.jsonnet", "*.libsonnet")
    uses_source_roots = False


class JsonnetSourcesTarget(TargetFilesGenerator):
    alias = "jsonnet_sources"
    generated_target_cls = JsonnetSourceTarget
    core_fields = (*COMMON_TARGET_FIELDS, JsonnetSourcesField)
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (JsonnetDependenciesField,)
    help = "A `jsonnet_source` for each Jsonnet file of a directory."


class TemplateSourceField(JsonnetSourceField):
    pass


class WorkflowTemplateTarget(Target):
    alias = "workflow_template"
    core_fields = (*COMMON_TARGET_FIELDS, TemplateSourceField, JsonnetDependenciesField)
    help = "The source of one ClusterWorkflowTemplate, or a part of it."


class WorkflowTemplatesTarget(TargetFilesGenerator):
    alias = "workflow_templates"
    generated_target_cls = WorkflowTemplateTarget
    core_fields = (*COMMON_TARGET_FIELDS, JsonnetSourcesField)
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (JsonnetDependenciesField,)
    help = "The ClusterWorkflowTemplates that all models share."


class ModelSourcesField(MultipleSourcesField):
    default = ("**/*", "!BUILD", *(f"!{glob}" for glob in TEST_FILES))
    uses_source_roots = False


class ModelDependenciesField(Dependencies):
    pass


class ModelTarget(Target):
    alias = "model"
    core_fields = (*COMMON_TARGET_FIELDS, ModelSourcesField, ModelDependenciesField)
    help = "A model: its model.yaml and its code. `package` renders its manifests for every stage."


class EnvironmentSourcesField(MultipleSourcesField):
    default = ("model.yaml", "source.yaml", "source.lock", "requirements.txt", "requirements.lock")
    uses_source_roots = False


class EnvironmentTarget(Target):
    alias = "environment"
    core_fields = (*COMMON_TARGET_FIELDS, EnvironmentSourcesField, Dependencies, OutputPathField)
    help = "The environment archive of a model. `package` builds it for a person who wants to look into it; `publish` does not need it."


class ModelTestsSourcesField(MultipleSourcesField):
    default = TEST_FILES
    uses_source_roots = False


class ModelTestsDependenciesField(Dependencies):
    pass


class ModelTestsTarget(Target):
    alias = "model_tests"
    core_fields = (*COMMON_TARGET_FIELDS, ModelTestsSourcesField, ModelTestsDependenciesField)
    help = "The tests of a model, run in the environment of the model's own lock."


class JobField(StringField):
    alias = "job"
    required = True
    help = "The name of the job in model.yaml."


class JobTarget(Target):
    alias = "job"
    core_fields = (*COMMON_TARGET_FIELDS, JobField)
    help = "A job of a model, made from the keys under `jobs:` of its model.yaml: `run` runs it on this machine."


class VerbField(StringField):
    alias = "verb"
    required = True
    help = "The first word of the program's arguments."


class VerbTarget(Target):
    alias = "verb"
    core_fields = (*COMMON_TARGET_FIELDS, VerbField)
    help = "A verb of the command line that `run` runs in the work tree. It exists for the short forms in [cli.alias], which may not contain their own name."


class FleetDependenciesField(Dependencies):
    pass


class FleetTarget(Target):
    alias = "fleet"
    core_fields = (*COMMON_TARGET_FIELDS, FleetDependenciesField)
    help = "All models and what they share: the one thing that is published."
