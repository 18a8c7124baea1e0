local podSecurity = import 'kubernetes/pod_security.libsonnet';

{
  'files of volumes belong to the user that runs':
    local context = podSecurity.restricted(1000);
    std.assertEqual([context.runAsUser, context.runAsGroup, context.fsGroup, context.runAsNonRoot], [1000, 1000, 1000, true]),
}
