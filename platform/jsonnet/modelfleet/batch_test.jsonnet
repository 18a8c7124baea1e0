local parameter = import 'argo/parameter.libsonnet';
local container = import 'kubernetes/container.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';
local runParameters = import 'modelfleet/run_parameters.libsonnet';

local scripts = { verify: 'verify', transferIn: 'transfer' };
local plain = batch.new(scripts, [], {});
local withFirst = batch.new(scripts, [container.new('first', 'i', ['c'], [])], container.withEnv(['credential']));
local containers(template) = { [one.name]: one for one in template.containerSet.containers };

{
  'containers run one after the other':
    std.assertEqual(
      [[one.name, std.get(one, 'dependencies', [])] for one in plain.containerSet.containers],
      [['extra-params', []], ['rclone', ['extra-params']], ['main', ['rclone']]]
    ),

  'what comes first is waited for':
    std.assertEqual(containers(withFirst)['extra-params'].dependencies, ['first']),

  'credentials reach rclone and main alone':
    std.assertEqual(
      [one.name for one in withFirst.containerSet.containers if std.member(std.get(one, 'env', []), 'credential')],
      ['rclone', 'main']
    ),

  'artifacts unpack into the volume that all containers share':
    std.assertEqual(
      [std.startsWith(one.path, plain.containerSet.volumeMounts[0].mountPath + '/') for one in plain.inputs.artifacts],
      [true, true, true]
    ),

  'what a submitter sets is taken as input':
    std.assertEqual(
      std.setDiff(std.set(runParameters.names), std.set([one.name for one in plain.inputs.parameters])), []
    ),

  'the variable that a submitter sets refers to no other':
    std.assertEqual(containers(plain)['extra-params'].env[0].name, 'MODELFLEET_PARAMETERS'),

  'a debug run has no second attempt':
    std.assertEqual(
      plain.retryStrategy.limit, "{{=inputs.parameters.debug == 'true' ? '0' : inputs.parameters['retry-limit']}}"
    ),
}
