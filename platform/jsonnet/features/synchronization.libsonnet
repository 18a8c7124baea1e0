// Keeps runs apart: a run waits until it has every lock, and holds them until it ends.
local workflowSpec = import 'argo/workflow_spec.libsonnet';
local semaphores = import 'modelfleet/semaphores.libsonnet';

function(job) {
  spec+:: workflowSpec.withSynchronization(semaphores.name, job.synchronization.semaphores, job.synchronization.mutexes),
}
