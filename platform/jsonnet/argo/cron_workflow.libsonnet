// A CronWorkflow: when a WorkflowTemplate runs, and nothing else.
{
  new(name, namespace, spec):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: name, namespace: namespace },
    spec: spec,
  },

  withLabels(labels):: { metadata+: { labels: labels } },
}
