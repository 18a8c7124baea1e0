local workflowTemplate = import 'argo/workflow_template.libsonnet';

{
  'labels of runs reach the pods too':
    std.assertEqual(
      (workflowTemplate.new('n', 'ns') + workflowTemplate.withRunLabels({ a: 'b' })).spec,
      { workflowMetadata: { labels: { a: 'b' } }, podMetadata: { labels: { a: 'b' } } }
    ),

  'a label from an expression does not replace the others':
    std.assertEqual(
      (workflowTemplate.withRunLabels({ a: 'b' }) + workflowTemplate.withRunLabelFrom('c', 'e')).spec.workflowMetadata,
      { labels: { a: 'b' }, labelsFrom: { c: { expression: 'e' } } }
    ),

  'no token without the account of the executor':
    std.assertEqual(
      workflowTemplate.withServiceAccounts('run', 'executor').spec,
      { serviceAccountName: 'run', automountServiceAccountToken: false, executor: { serviceAccountName: 'executor' } }
    ),

  'the exit hook has no expression, which Argo would ignore':
    std.assertEqual(
      workflowTemplate.withExitHook('notify-1', 'notify', [1]).spec.hooks,
      {
        exit: {
          templateRef: { name: 'notify-1', template: 'notify', clusterScope: true },
          arguments: { parameters: [1] },
        },
      }
    ),
}
