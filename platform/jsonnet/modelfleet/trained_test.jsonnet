local batch = import 'modelfleet/batch.libsonnet';
local trained = import 'modelfleet/trained.libsonnet';

{
  'every pod has both, in files that need not be there':
    std.assertEqual(
      batch.new({ verify: 'verify', transferIn: 'transfer' }, [], {}).outputs.parameters,
      [
        { name: 'uses', valueFrom: { path: '/workspace/run/uses', default: '' } },
        { name: 'trained', valueFrom: { path: '/workspace/run/trained', default: '' } },
      ]
    ),

  'a graph takes them from a task':
    std.assertEqual(
      trained.ofTask('trained', 'fit-north'),
      { name: 'trained', valueFrom: { parameter: '{{tasks.fit-north.outputs.parameters.trained}}' } }
    ),
}
