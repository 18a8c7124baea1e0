// Tells people when a run did not succeed.
local parameter = import 'argo/parameter.libsonnet';
local workflowSpec = import 'argo/workflow_spec.libsonnet';

function(job) {
  spec+:: workflowSpec.withExitHook(job.templates.notify, 'notify', [
    parameter.new('debug', '{{workflow.parameters.debug}}'),
    parameter.new('image', job.images.python),
    parameter.new('model', job.model),
    parameter.new('job', job.job),
    parameter.new('routes', job.routes),
  ]),
}
