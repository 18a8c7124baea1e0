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

  'what a run makes it owns':
    std.assertEqual(
      template.create('c', '{}', 'a == 1', 'a == 2').resource,
      { action: 'create', manifest: '{}', setOwnerReference: true, successCondition: 'a == 1', failureCondition: 'a == 2' }
    ),

  'an object is deleted by the words of kubectl':
    std.assertEqual(template.delete('d', ['kind', 'name']).resource, { action: 'delete', flags: ['kind', 'name'] }),

  'a template may have an executor of its own':
    std.assertEqual(template.withExecutor('a'), { executor: { serviceAccountName: 'a' } }),

  'steps are groups':
    std.assertEqual(template.steps('notify', [['a']]), { name: 'notify', steps: [['a']] }),
}
