local container = import 'kubernetes/container.libsonnet';

{
  'env keeps its order, for a value may refer to those before it':
    std.assertEqual(
      (container.withEnv([container.variable('B', '1')]) + container.withEnv([container.variable('A', '2')])).env,
      [{ name: 'B', value: '1' }, { name: 'A', value: '2' }]
    ),

  'no dependencies, no field':
    std.assertEqual(container.withDependencies([]), {}),

  'a script reaches the container as it was written':
    std.assertEqual(container.script('x="$(ls "$1")" ${y}'), 'x="$$(ls "$1")" ${y}'),

  'a secret is a reference':
    std.assertEqual(
      container.secretVariable('A', 's', 'k'),
      { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }
    ),

  'every capability is dropped':
    std.assertEqual(container.withRestrictions().securityContext.capabilities, { drop: ['ALL'] }),
}
