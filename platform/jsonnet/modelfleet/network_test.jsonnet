local network = import 'modelfleet/network.libsonnet';

local purpose = {
  purpose: 'store',
  addresses: [{ cidr: '10.0.0.0/24', ports: [1] }],
  pods: [{ namespace: 's', labels: { a: 'b' }, ports: [2] }],
};
local policies = network.policies('n', [purpose]);

{
  'a policy a purpose, and one that refuses the rest':
    std.assertEqual([policies[role].metadata.name for role in std.objectFields(policies)], ['modelfleet-deny', 'modelfleet-store']),

  'networks and pods of a purpose are rules of their own, with their own ports':
    std.assertEqual([one.ports for one in policies.network_store.spec.egress], [[1], [2]]),

  'without a purpose everything is refused':
    std.assertEqual(std.objectFields(network.policies('n', [])), ['networkDenied']),
}
