local access = import 'modelfleet/spark_access.libsonnet';

local objects = access.inNamespace('n');
local resources(role) = std.set([resource for rule in role.rules for resource in rule.resources]);

{
  'pods of Spark talk to each other and to nobody else':
    local spec = access.network('n').sparkNetwork.spec;
    std.assertEqual([spec.egress[0].to[0].podSelector, spec.ingress[0].from[0].podSelector], [spec.podSelector, spec.podSelector]),

  'a driver makes pods and no applications':
    std.assertEqual(
      resources(objects.sparkDriverRole),
      ['configmaps', 'persistentvolumeclaims', 'pods', 'services']
    ),

  'what makes applications makes no pods':
    std.assertEqual(
      [rule.verbs for rule in objects.sparkSubmitterRole.rules if std.member(rule.resources, 'pods')],
      [['get']]
    ),

  'no account hands its token to every pod':
    std.assertEqual(
      [objects.sparkDriverAccount.automountServiceAccountToken, objects.sparkSubmitterAccount.automountServiceAccountToken],
      [false, false]
    ),
}
