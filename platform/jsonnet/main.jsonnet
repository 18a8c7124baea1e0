// What one job is on one stage: { role: object }. Everything comes in `job`, complete; features are mixins for what not
// every job has, functions from a job to what they add.
local artifact = import 'argo/artifact.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local task = import 'argo/task.libsonnet';
local template = import 'argo/template.libsonnet';
local workflowSpec = import 'argo/workflow_spec.libsonnet';
local workflowTemplate = import 'argo/workflow_template.libsonnet';
local accounts = import 'modelfleet/accounts.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';
local metrics = import 'modelfleet/metrics.libsonnet';
local runParameters = import 'modelfleet/run_parameters.libsonnet';

local day = 24 * 60 * 60;

// The same for every job, so evaluated once for all jobs of an evaluation.
local takesRunParameters = template.withInputParameters(parameter.required(runParameters.names));
local passesRunParameters = parameter.passedOn(runParameters.names);
local sameForAll =
  workflowSpec.withEntrypoint('job')
  + workflowSpec.withParameters([
    parameter.new(name, runParameters.unset[name])
    for name in runParameters.names
  ])
  + workflowSpec.withServiceAccounts(accounts.run, accounts.executor)
  // A finished run costs the controller memory; on-call needs a failed one for a week.
  + workflowSpec.withTtl(1 * day, 7 * day)
  + workflowSpec.withPodCollection('OnPodCompletion', '10m')
  + workflowSpec.withArchivedLogs();

function(job, features)
  local base = {
    // What the metrics of a run say of how it ended.
    status:: metrics.status,

    // One task is one pod. Features add to what it is given, and to what it is.
    taskParameters(one):: passesRunParameters + [
      parameter.new('model', job.model),
      parameter.new('settings', one.settings),
      parameter.new('pod-spec-patch', one.pod_patch),
      parameter.new('python-image', one.image),
      parameter.new('rclone-image', job.images.rclone),
      parameter.new('timeout', one.timeout),
      parameter.new('retry-limit', one.retries.limit),
      parameter.new('retry-backoff', one.retries.backoff),
      parameter.new('code-digest', job.digests.code),
      parameter.new('environment-digest', job.digests.environment),
      parameter.new('runtime-digest', job.digests.runtime),
    ],

    taskArtifacts:: artifact.fromStore(job.archives, job.store),

    task(one)::
      task.new(one.name, one.template, 'run')
      + task.withArguments(self.taskParameters(one), self.taskArtifacts),

    dag:: template.dag('job', std.map(self.task, job.tasks)),

    spec::
      sameForAll
      + workflowSpec.withTemplates([self.dag + takesRunParameters])
      + workflowSpec.withRunLabels(labels.ofRun(job), { [labels.debug]: 'workflow.parameters.debug' })
      + workflowSpec.withRunAnnotations(job.shown)
      + workflowSpec.withMetrics(metrics.ofRun(job, self.status))
      + workflowSpec.withDeadline(job.deadline),

    workflowTemplate:
      workflowTemplate.new(job.name, job.namespace, self.spec)
      + workflowTemplate.withLabels(labels.ofJob(job))
      + workflowTemplate.withAnnotations(job.shown + job.annotations),
  };
  std.foldl(function(objects, feature) objects + feature(job), features, base)
