local batch = import 'modelfleet/batch.libsonnet';
local step = import 'modelfleet/step.libsonnet';
local workspace = import 'modelfleet/workspace.libsonnet';

local plain = batch.new({ verify: 'verify', transferIn: 'transfer' }, [], {});
local template = plain + step.handsOn;
local optional = [one for one in template.inputs.artifacts if std.objectHas(one, 'optional')];

{
  'what a batch job takes, a step takes too':
    std.assertEqual(
      [std.setDiff(std.set([one.name for one in plain.inputs[kind]]), std.set([one.name for one in template.inputs[kind]])) for kind in ['artifacts', 'parameters']],
      [[], []]
    ),

  'slots are optional, numbered in two digits and below one directory':
    std.assertEqual(
      [optional[0], optional[std.length(optional) - 1], std.length(optional)],
      [
        { name: 'in-00', path: workspace.artifacts + '/in-00', optional: true },
        { name: 'in-31', path: workspace.artifacts + '/in-31', optional: true },
        32,
      ]
    ),

  'what is handed on need not be there':
    std.assertEqual([[one.name, one.optional] for one in template.outputs.artifacts], [['out', true]]),

  'the labels of a batch job stay':
    std.assertEqual(std.setDiff(std.objectFields(plain.metadata.labels), std.objectFields(template.metadata.labels)), []),
}
