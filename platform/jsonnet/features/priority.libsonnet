// Lets runs of the job go before, or after, those of others.
local workflowSpec = import 'argo/workflow_spec.libsonnet';

function(job) {
  spec+:: workflowSpec.withPriority(job.priority.order, job.priority.pod_class),
}
