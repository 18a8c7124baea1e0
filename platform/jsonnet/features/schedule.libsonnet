// Runs the job by the clock.
local cronSpec = import 'argo/cron_spec.libsonnet';
local cronWorkflow = import 'argo/cron_workflow.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';

local policies = { allow: 'Allow', forbid: 'Forbid', replace: 'Replace' };

// Argo substitutes the time of the schedule into the arguments of the run (substituteGlobalVariables in
// workflow/controller/operator.go), from an annotation that only runs of a CronWorkflow have.
local arguments = [parameter.new('scheduled-time', '{{workflow.scheduledTime}}')];

function(job) {
  cronWorkflow:
    cronWorkflow.new(
      job.name,
      job.namespace,
      cronSpec.withSchedule(job.schedule.cron, job.schedule.timezone)
      + cronSpec.withRuns(!job.schedule.suspend)
      + cronSpec.withConcurrency(policies[job.schedule.concurrency])
      + cronSpec.withStartingDeadline(job.schedule.starting_deadline)
      + cronSpec.withHistory(job.schedule.history.successful, job.schedule.history.failed)
      + cronSpec.withWorkflowTemplate(job.name, arguments),
    )
    + cronWorkflow.withLabels(labels.ofJob(job))
    + cronWorkflow.withSyncWave(1)
    // kube-state-metrics reads annotations of an object, and nothing else that is free of Argo's meaning: what alerts expect.
    + cronWorkflow.withAnnotations(job.shown + job.expectation)
    + if job.schedule.suspend then cronWorkflow.withDescription('Suspended by model.yaml') else {},
}
