local cronWorkflow = import 'argo/cron_workflow.libsonnet';

{
  'labels stand beside the name':
    std.assertEqual(
      (cronWorkflow.new('n', 'ns', {}) + cronWorkflow.withLabels({ a: 'b' })).metadata,
      { name: 'n', namespace: 'ns', labels: { a: 'b' } }
    ),
}
