// What a run tells Prometheus about itself when it ends, through the controller of Argo Workflows. Few values a label, so
// that a job has a dozen series however often it runs.
local metric = import 'argo/metric.libsonnet';

{
  // The workflow's phase: Succeeded, Failed or Error.
  status:: '{{workflow.status}}',

  // The drift check ends with 3 when it finds drift; `workflow.failures` holds what Argo says of each failed container.
  statusOfDriftCheck:: "{{=workflow.status == 'Failed' && workflow.failures contains 'exit code 3)' ? 'Drifted' : workflow.status}}",

  // `job` and `namespace` are labels that Prometheus itself writes on what it reads.
  ofRun(job, status)::
    local labels = [
      metric.label('model', job.model),
      metric.label('model_job', job.job),
      metric.label('model_namespace', job.namespace),
      metric.label('status', status),
      metric.label('trigger', "{{=workflow.parameters['scheduled-time'] == '' ? 'person' : 'schedule'}}"),
    ];
    // A debug run says nothing about the job.
    local counted = metric.withLabels(labels) + metric.when("'{{workflow.parameters.debug}}' != 'true'");
    [
      metric.counter('modelfleet_runs_total', 'Runs that have ended.', '1') + counted,
      metric.gauge('modelfleet_run_duration_seconds', 'How long the last run took.', '{{workflow.duration}}') + counted,
      metric.gauge('modelfleet_run_created_timestamp_seconds', 'When the last run that has ended was created.', '{{workflow.creationTimestamp.s}}')
      + counted,
    ],
}
