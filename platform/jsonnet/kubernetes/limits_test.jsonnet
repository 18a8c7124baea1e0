local limits = import 'kubernetes/limits.libsonnet';

{
  'a quota is hard':
    std.assertEqual(limits.quota('q', 'n', { 'requests.cpu': '4' }).spec, { hard: { 'requests.cpu': '4' } }),

  'limits of semaphores are the text of a ConfigMap':
    std.assertEqual(limits.configMap('c', 'n', { a: '4' }).data, { a: '4' }),

  'a default request limits nothing':
    std.assertEqual(
      limits.defaultRequests('l', 'n', { cpu: '50m' }).spec,
      { limits: [{ type: 'Container', defaultRequest: { cpu: '50m' } }] }
    ),
}
