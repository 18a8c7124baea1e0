// Who may do what in a namespace: service accounts, roles, the token of an account.
{
  serviceAccount(name, namespace):: {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: name, namespace: namespace },
    automountServiceAccountToken: false,
  },

  // The name is the one that Argo looks for when the account is an executor's (util/secrets in its source). The value is
  // filled in by Kubernetes.
  tokenOf(account, namespace):: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: account + '.service-account-token',
      namespace: namespace,
      annotations: { 'kubernetes.io/service-account.name': account },
    },
    type: 'kubernetes.io/service-account-token',
  },

  role(name, namespace, rules):: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: name, namespace: namespace },
    rules: rules,
  },

  binding(name, namespace, role, account):: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: name, namespace: namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: namespace }],
  },
}
