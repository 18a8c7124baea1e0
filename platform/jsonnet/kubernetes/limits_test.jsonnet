local limits = import 'kubernetes/limits.libsonnet';

{
  'a quota is hard':
    std.assertEqual(limits.quota('q', 'n', { 'requests.cpu': '4' }).spec, { hard: { 'requests.cpu': '4' } }),

  'a default request limits nothing':
    std.assertEqual(
      limits.defaultRequests('l', 'n', { cpu: '50m' }).spec,
      { limits: [{ type: 'Container', defaultRequest: { cpu: '50m' } }] }
    ),
}
