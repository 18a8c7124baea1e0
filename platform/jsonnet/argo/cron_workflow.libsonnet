// A CronWorkflow: when a WorkflowTemplate runs, and nothing else.
{
  new(name, namespace, spec):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: name, namespace: namespace },
    spec: spec,
  },

  withLabels(labels):: { metadata+: { labels: labels } },

  // What the list of CronWorkflows in Argo's user interface says below the name.
  withDescription(text):: { metadata+: { annotations+: { 'workflows.argoproj.io/description': text } } },
}
