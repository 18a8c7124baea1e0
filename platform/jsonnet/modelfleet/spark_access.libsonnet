// What Spark needs in an owner's namespace: two accounts, each with what it does and no more.
local access = import 'kubernetes/access.libsonnet';
local policy = import 'kubernetes/network_policy.libsonnet';
local accounts = import 'modelfleet/spark_accounts.libsonnet';

local everything = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

{
  // Spark labels its pods so, and lets them talk on ports that it chooses.
  network(namespace):: {
    sparkNetwork: policy.allowAmong('modelfleet-spark', namespace, policy.having('spark-role')),
  },

  inNamespace(namespace):: {
    sparkDriverAccount: access.serviceAccount(accounts.driver, namespace),

    // As Spark's driver wants it (docs/running-on-kubernetes.md of Spark, RBAC): it makes executors with their service and
    // configuration, and clears up after them.
    sparkDriverRole: access.role(accounts.driver, namespace, [
      { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims'], verbs: everything },
    ]),
    sparkDriverBinding: access.binding(accounts.driver, namespace, accounts.driver, accounts.driver),

    sparkSubmitterAccount: access.serviceAccount(accounts.submitter, namespace),
    sparkSubmitterToken: access.tokenOf(accounts.submitter, namespace),
    sparkSubmitterRole: access.role(accounts.submitter, namespace, [
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
      {
        apiGroups: ['sparkoperator.k8s.io'],
        resources: ['sparkapplications'],
        verbs: ['create', 'get', 'list', 'watch', 'delete'],
      },
      { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get'] },
    ]),
    sparkSubmitterBinding:
      access.binding(accounts.submitter, namespace, accounts.submitter, accounts.submitter),
  },
}
