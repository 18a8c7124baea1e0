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

  'a priority counts in the queue of the controller and for Kubernetes':
    std.assertEqual(workflowSpec.withPriority(100, 'high'), { priority: 100, podPriorityClassName: 'high' }),

  'locks have the plural form':
    std.assertEqual(
      workflowSpec.withSynchronization('limits', ['a'], ['b']).synchronization,
      { semaphores: [{ configMapKeyRef: { name: 'limits', key: 'a' } }], mutexes: [{ name: 'b' }] }
    ),

  'an exit hook may be a template of the workflow':
    std.assertEqual(
      workflowSpec.withTemplates([1]) + workflowSpec.withOwnExitHook('exit') + workflowSpec.withMoreTemplates([2]),
      { templates: [1, 2], hooks: { exit: { template: 'exit' } } }
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
