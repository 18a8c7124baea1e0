// A ClusterWorkflowTemplate, shared by every model. It has no name yet: the name holds the hash of everything else.
{
  new(templates):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ClusterWorkflowTemplate',
    metadata: { labels: { 'modelfleet.io/shared': 'true' } },
    spec: { templates: templates },
  },
}
