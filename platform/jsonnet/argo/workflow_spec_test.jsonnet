local workflowSpec = import 'argo/workflow_spec.libsonnet';

{
  'labels of runs reach the pods too':
    std.assertEqual(
      workflowSpec.withRunLabels({ a: 'b' }, { c: 'e' }),
      {
        workflowMetadata: { labels: { a: 'b' }, labelsFrom: { c: { expression: 'e' } } },
        podMetadata: { labels: { a: 'b' } },
      }
    ),

  'annotations stand beside the labels of runs':
    std.assertEqual(
      (workflowSpec.withRunLabels({ a: 'b' }, {}) + workflowSpec.withRunAnnotations({ c: 'd' })).workflowMetadata,
      { labels: { a: 'b' }, labelsFrom: {}, annotations: { c: 'd' } }
    ),

  'no token without the account of the executor':
    std.assertEqual(
      workflowSpec.withServiceAccounts('run', 'executor'),
      { serviceAccountName: 'run', automountServiceAccountToken: false, executor: { serviceAccountName: 'executor' } }
    ),

  'the exit hook has no expression, which Argo would ignore':
    std.assertEqual(
      workflowSpec.withExitHook('notify-1', 'notify', [1]).hooks,
      {
        exit: {
          templateRef: { name: 'notify-1', template: 'notify', clusterScope: true },
          arguments: { parameters: [1] },
        },
      }
    ),
}
