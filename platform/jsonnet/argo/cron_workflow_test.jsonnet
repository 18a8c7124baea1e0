local cronWorkflow = import 'argo/cron_workflow.libsonnet';

{
  'labels stand beside the name':
    std.assertEqual(
      (cronWorkflow.new('n', 'ns', {}) + cronWorkflow.withLabels({ a: 'b' })).metadata,
      { name: 'n', namespace: 'ns', labels: { a: 'b' } }
    ),

  'a wave is a text, as every annotation':
    std.assertEqual(
      (cronWorkflow.new('n', 'ns', {}) + cronWorkflow.withSyncWave(1)).metadata.annotations,
      { 'argocd.argoproj.io/sync-wave': '1' }
    ),

  'a description is an annotation of Argo':
    std.assertEqual(
      (cronWorkflow.new('n', 'ns', {}) + cronWorkflow.withDescription('text')).metadata.annotations,
      { 'workflows.argoproj.io/description': 'text' }
    ),

  'annotations stand beside the name':
    std.assertEqual(
      (cronWorkflow.new('n', 'ns', {}) + cronWorkflow.withAnnotations({ a: 'b' })).metadata,
      { name: 'n', namespace: 'ns', annotations: { a: 'b' } }
    ),
}
