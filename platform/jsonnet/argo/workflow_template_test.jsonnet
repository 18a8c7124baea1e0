local workflowTemplate = import 'argo/workflow_template.libsonnet';

{
  'labels and annotations stand beside the name':
    std.assertEqual(
      (
        workflowTemplate.new('n', 'ns', {})
        + workflowTemplate.withLabels({ a: 'b' })
        + workflowTemplate.withAnnotations({ c: 'd' })
      ).metadata,
      { name: 'n', namespace: 'ns', labels: { a: 'b' }, annotations: { c: 'd' } }
    ),
}
