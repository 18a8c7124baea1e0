local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';

{
  'it has no name, because the name holds its hash':
    std.assertEqual(std.objectFields(clusterWorkflowTemplate.new([]).metadata), ['labels']),
}
