// Makes the job a Spark application: its task hands the application's manifest to the template, and when the run ends without
// success the application is deleted, because nothing else would stop it.
local parameter = import 'argo/parameter.libsonnet';
local step = import 'argo/step.libsonnet';
local task = import 'argo/task.libsonnet';
local template = import 'argo/template.libsonnet';
local workflowSpec = import 'argo/workflow_spec.libsonnet';
local runParameters = import 'modelfleet/run_parameters.libsonnet';
local spark = import 'modelfleet/spark.libsonnet';

local scripts = {
  fetch: importstr 'clusterworkflowtemplates/fetch.sh',
  verify: importstr 'clusterworkflowtemplates/verify.py',
};

function(job) {
  task(one)::
    task.new(one.name, one.template, 'run')
    + task.withParameters(parameter.passedOn(runParameters.names) + [
      parameter.new('created', '{{workflow.creationTimestamp}}'),
      parameter.new('run', '{{workflow.name}}'),
      parameter.new('manifest', std.manifestJsonMinified(spark.application(job, one, scripts))),
      parameter.new('python-image', job.images.python),
      parameter.new('timeout', one.timeout),
    ]),

  // One group after the other.
  exitSteps:: [[
    step.unlessSucceeded('stop') + step.ofShared(job.tasks[0].template, 'stop') + step.withFailuresIgnored(),
  ]],

  spec+::
    workflowSpec.withOwnExitHook('exit')
    + workflowSpec.withMoreTemplates([template.steps('exit', self.exitSteps)]),
}
