// Which trained artifacts a run took and left, as output parameters: the launcher writes one file for each.
local parameter = import 'argo/parameter.libsonnet';
local workspace = import 'modelfleet/workspace.libsonnet';

{
  names:: ['uses', 'trained'],

  // Of a pod. A run that takes or leaves nothing writes no file, and the value is empty.
  ofPod:: [parameter.fromFile(name, workspace.run + '/' + name, '') for name in self.names],

  // Of a graph, from the task that has it.
  ofTask(name, task):: parameter.fromTask(name, task, name),
}
