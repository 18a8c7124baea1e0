// What makes the pod of a batch job that of a step: it takes what earlier steps hand on, and hands on what it made.
// A template knows no step, so all have one interface: slots for artifacts, of which a task fills as many as it needs, and
// one artifact `out`, a directory with everything that the step hands on. The launcher knows what is meant by each.
local artifact = import 'argo/artifact.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local template = import 'argo/template.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';
local workspace = import 'modelfleet/workspace.libsonnet';

// As many as the rules for `steps` allow (MAXIMUM_SOURCES in spec/graph.py).
local slots = [std.format('in-%02d', number) for number in std.range(0, 31)];

// The fastest level that compresses: a table gets nearly as small as with the default, in a quarter of the time.
local compressionLevel = 1;

{
  handsOn::
    {
      inputs+: {
        parameters+: parameter.required(['step']),
        artifacts+: [artifact.optionalInput(slot, workspace.artifacts + '/' + slot) for slot in slots],
      },
    }
    + template.withOutputArtifacts([artifact.optionalOutput('out', workspace.artifacts + '/out', compressionLevel)])
    + template.withLabels({ [labels.step]: '{{inputs.parameters.step}}' }),
}
