local policy = import 'kubernetes/network_policy.libsonnet';

{
  'pods of one selector reach each other':
    std.assertEqual(
      policy.allowAmong('p', 'n', { matchLabels: { a: 'b' } }).spec,
      {
        podSelector: { matchLabels: { a: 'b' } },
        policyTypes: ['Egress', 'Ingress'],
        egress: [{ to: [{ podSelector: { matchLabels: { a: 'b' } } }] }],
        ingress: [{ from: [{ podSelector: { matchLabels: { a: 'b' } } }] }],
      }
    ),

  'everything is denied in both directions':
    std.assertEqual(policy.denyAll('d', 'n').spec, { podSelector: {}, policyTypes: ['Egress', 'Ingress'] }),

  'pods of a namespace are one peer':
    std.assertEqual(std.length(policy.toPods('n', { a: 'b' }, []).to), 1),

  'what goes out says nothing of what comes in':
    std.assertEqual(policy.allowEgress('a', 'n', policy.having('l'), []).spec.policyTypes, ['Egress']),
}
