// What one job is on one stage: { role: object }. Everything comes in `job`, complete; features are mixins for what not
// every job has, functions from a job to what they add.
local artifact = import 'argo/artifact.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local task = import 'argo/task.libsonnet';
local template = import 'argo/template.libsonnet';
local workflowTemplate = import 'argo/workflow_template.libsonnet';
local accounts = import 'modelfleet/accounts.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';
local runParameters = import 'modelfleet/run_parameters.libsonnet';

local day = 24 * 60 * 60;

function(job, features)
  local base = {
    taskParameters:: parameter.passedOn(runParameters.names) {
      model: job.model,
      settings: job.settings,
      'pod-spec-patch': job.pod_patch,
      'python-image': job.images.python,
      'rclone-image': job.images.rclone,
      timeout: job.timeout,
      'retry-limit': job.retries.limit,
      'retry-backoff': job.retries.backoff,
      'code-digest': job.digests.code,
      'environment-digest': job.digests.environment,
      'runtime-digest': job.digests.runtime,
    },

    local run =
      task.new(job.job, job.templates.run, 'run')
      + task.withParameters(parameter.fromMap(self.taskParameters))
      + task.withArtifacts([
        artifact.fromStore(kind, job.archives[kind], job.store)
        for kind in ['code', 'environment', 'runtime']
      ]),

    workflowTemplate:
      workflowTemplate.new(job.name, job.namespace)
      + workflowTemplate.withLabels(labels.ofJob(job))
      + workflowTemplate.withAnnotations(job.annotations)
      + workflowTemplate.withEntrypoint('job')
      + workflowTemplate.withParameters(parameter.fromMap(runParameters.unset))
      + workflowTemplate.withTemplates([
        template.dag('job', [run])
        + template.withInputParameters(parameter.required(runParameters.names)),
      ])
      + workflowTemplate.withRunLabels(labels.ofRun(job))
      + workflowTemplate.withRunLabelFrom(labels.debug, 'workflow.parameters.debug')
      + workflowTemplate.withServiceAccounts(accounts.run, accounts.executor)
      + workflowTemplate.withDeadline(job.deadline)
      // A finished run costs the controller memory; on-call needs a failed one for a week.
      + workflowTemplate.withTtl(1 * day, 7 * day)
      + workflowTemplate.withPodCollection('OnPodCompletion', '10m')
      + workflowTemplate.withArchivedLogs(),
  };
  std.foldl(function(objects, feature) objects + feature(job), features, base)
