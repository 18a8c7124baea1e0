// A WorkflowTemplate: the one object that scheduled, manual and debug runs are made from.
{
  new(name, namespace, spec):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: name, namespace: namespace },
    spec: spec,
  },

  withLabels(labels):: { metadata+: { labels: labels } },

  withAnnotations(annotations):: { metadata+: { annotations: annotations } },
}
