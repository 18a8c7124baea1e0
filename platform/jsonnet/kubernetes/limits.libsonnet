// How much a namespace may ask for.
{
  quota(name, namespace, hard):: {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: name, namespace: namespace },
    spec: { hard: hard },
  },

  // Numbers by name, as text.
  configMap(name, namespace, data):: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: name, namespace: namespace },
    data: data,
  },

  // A quota on requests refuses every container without a request; this gives one to those that name none.
  defaultRequests(name, namespace, requests):: {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: name, namespace: namespace },
    spec: { limits: [{ type: 'Container', defaultRequest: requests }] },
  },
}
