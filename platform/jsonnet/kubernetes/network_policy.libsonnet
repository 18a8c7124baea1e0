// A NetworkPolicy: what a namespace's pods may reach. Policies add up, and what none of them allows is refused.
{
  // Without rules, and with both directions: nothing comes in, nothing goes out.
  denyAll(name, namespace):: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: name, namespace: namespace },
    spec: { podSelector: {}, policyTypes: ['Egress', 'Ingress'] },
  },

  allowEgress(name, namespace, podSelector, rules):: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: name, namespace: namespace },
    spec: { podSelector: podSelector, policyTypes: ['Egress'], egress: rules },
  },

  // Between pods that one selector names, in both directions and on every port.
  allowAmong(name, namespace, podSelector):: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: name, namespace: namespace },
    spec: {
      podSelector: podSelector,
      policyTypes: ['Egress', 'Ingress'],
      egress: [{ to: [{ podSelector: podSelector }] }],
      ingress: [{ from: [{ podSelector: podSelector }] }],
    },
  },

  toNetwork(cidr, ports):: { to: [{ ipBlock: { cidr: cidr } }], ports: ports },

  // Both selectors stand in one peer: pods with the labels, in that namespace. The label is Kubernetes' own on each namespace.
  toPods(namespace, labels, ports):: {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        podSelector: { matchLabels: labels },
      },
    ],
    ports: ports,
  },

  having(label):: { matchExpressions: [{ key: label, operator: 'Exists' }] },
}
