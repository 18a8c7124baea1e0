local template = import 'argo/template.libsonnet';

{
  'volumes accumulate':
    std.assertEqual(
      (template.dag('t', []) + template.withVolumes([1]) + template.withVolumes([2])).volumes, [1, 2]
    ),

  'inputs of both kinds stand side by side':
    std.assertEqual(
      (template.withInputParameters([1]) + template.withInputArtifacts([2])).inputs,
      { parameters: [1], artifacts: [2] }
    ),

  'outputs of both kinds stand side by side':
    std.assertEqual(
      (template.withOutputParameters([1]) + template.withOutputArtifacts([2])).outputs,
      { parameters: [1], artifacts: [2] }
    ),

  'shared mounts belong to the set':
    std.assertEqual(
      (template.containerSet('run', ['c']) + template.withSharedMounts(['m'])).containerSet,
      { containers: ['c'], volumeMounts: ['m'] }
    ),

  'steps are groups':
    std.assertEqual(template.steps('notify', [['a']]), { name: 'notify', steps: [['a']] }),
}
