// Shows at the root of a run which trained artifacts it took and which it left.
local template = import 'argo/template.libsonnet';
local trained = import 'modelfleet/trained.libsonnet';

function(job) {
  dag+:: template.withOutputParameters([trained.ofTask(one.name, one.task) for one in job.trained]),
}
