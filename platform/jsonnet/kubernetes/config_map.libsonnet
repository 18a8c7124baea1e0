// A ConfigMap, which holds texts only.
{
  new(name, namespace, data):: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: name, namespace: namespace },
    data: data,
  },

  withLabels(labels):: { metadata+: { labels: labels } },
}
