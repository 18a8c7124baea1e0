local step = import 'argo/step.libsonnet';

{
  'a step names a template of its own object or a shared one':
    std.assertEqual(
      [step.new('a') + step.ofOwn('t'), step.new('a') + step.ofShared('s-1', 't')],
      [{ name: 'a', template: 't' }, { name: 'a', templateRef: { name: 's-1', template: 't', clusterScope: true } }]
    ),

  'a step for runs that did not succeed':
    std.assertEqual(step.unlessSucceeded('a'), { name: 'a', when: "'{{workflow.status}}' != 'Succeeded'" }),

  'a step that decides nothing':
    std.assertEqual(step.withFailuresIgnored(), { continueOn: { 'error': true, failed: true } }),
}
