// Tells people when a run of a Spark application did not succeed: after it has been stopped.
local parameter = import 'argo/parameter.libsonnet';
local step = import 'argo/step.libsonnet';

function(job) {
  exitSteps+:: [[
    step.new('notify')
    + step.ofShared(job.templates.notify, 'notify')
    + step.withParameters([
      parameter.new('debug', '{{workflow.parameters.debug}}'),
      parameter.new('image', job.images.python),
      parameter.new('model', job.model),
      parameter.new('job', job.job),
      parameter.new('routes', job.routes),
    ])
    + step.withFailuresIgnored(),
  ]],
}
