// Where the pods of an owner's namespace may go: a policy that refuses everything, and one for each purpose, named by it.
local policy = import 'kubernetes/network_policy.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';

// Pods of runs, notifications included; another pod in the namespace reaches nothing.
local runs = policy.having(labels.model);

local rulesOf(purpose) =
  [policy.toNetwork(one.cidr, one.ports) for one in purpose.addresses]
  + [policy.toPods(one.namespace, one.labels, one.ports) for one in purpose.pods];

{
  policies(namespace, purposes):: {
    networkDenied: policy.denyAll('modelfleet-deny', namespace),
  } + {
    ['network_' + one.purpose]: policy.allowEgress('modelfleet-' + one.purpose, namespace, runs, rulesOf(one))
    for one in purposes
  },
}
