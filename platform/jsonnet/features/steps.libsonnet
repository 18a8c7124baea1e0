// Makes the tasks of a job a graph: each says what it waits for, and whose artifacts it receives.
local artifact = import 'argo/artifact.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local task = import 'argo/task.libsonnet';

function(job) {
  taskParameters(one):: super.taskParameters(one) + [parameter.new('step', one.name)],

  task(one)::
    super.task(one)
    + (if one.dependencies == [] then {} else task.withDependencies(one.dependencies))
    + task.withMoreArtifacts([artifact.fromTask(receipt.slot, receipt.task, 'out') for receipt in one.receipts]),
}
