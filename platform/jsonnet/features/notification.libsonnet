// Tells people when a run did not succeed.
local parameter = import 'argo/parameter.libsonnet';
local workflowTemplate = import 'argo/workflow_template.libsonnet';

function(job) {
  workflowTemplate+: workflowTemplate.withExitHook(job.templates.notify, 'notify', parameter.fromMap({
    debug: '{{workflow.parameters.debug}}',
    image: job.images.python,
    job: job.job,
    model: job.model,
    routes: job.routes,
  })),
}
