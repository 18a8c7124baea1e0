local access = import 'kubernetes/access.libsonnet';

{
  'an account mounts no token by itself':
    std.assertEqual(access.serviceAccount('a', 'n').automountServiceAccountToken, false),

  'a token has the name that Argo looks for, and no value':
    local token = access.tokenOf('a', 'n');
    std.assertEqual(
      [token.metadata.name, token.metadata.annotations, std.objectHas(token, 'data'), std.objectHas(token, 'stringData')],
      ['a.service-account-token', { 'kubernetes.io/service-account.name': 'a' }, false, false]
    ),

  'a binding gives the role of its namespace':
    local binding = access.binding('b', 'n', 'r', 'a');
    std.assertEqual([binding.roleRef.kind, binding.roleRef.name, binding.subjects], ['Role', 'r', [{ kind: 'ServiceAccount', name: 'a', namespace: 'n' }]]),
}
