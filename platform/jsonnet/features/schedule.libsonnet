// Runs the job by the clock.
local cronWorkflow = import 'argo/cron_workflow.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';

local policies = { allow: 'Allow', forbid: 'Forbid', replace: 'Replace' };

function(job) {
  cronWorkflow:
    cronWorkflow.new(job.name, job.namespace)
    + cronWorkflow.withLabels(labels.ofJob(job))
    + cronWorkflow.withSchedule(job.schedule.cron, job.schedule.timezone)
    + cronWorkflow.withSuspend(job.schedule.suspend)
    + cronWorkflow.withConcurrency(policies[job.schedule.concurrency])
    + cronWorkflow.withStartingDeadline(job.schedule.starting_deadline)
    + cronWorkflow.withHistory(job.schedule.history.successful, job.schedule.history.failed)
    // Argo substitutes the time of the schedule into the arguments of the run (substituteGlobalVariables in
    // workflow/controller/operator.go), from an annotation that only runs of a CronWorkflow have.
    + cronWorkflow.withWorkflowTemplate(
      job.name, parameter.fromMap({ 'scheduled-time': '{{workflow.scheduledTime}}' })
    ),
}
