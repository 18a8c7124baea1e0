local configMap = import 'kubernetes/config_map.libsonnet';

{
  'labels stand beside the name':
    std.assertEqual(
      configMap.new('n', 'ns', { a: 'b' }) + configMap.withLabels({ l: 'm' }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'n', namespace: 'ns', labels: { l: 'm' } }, data: { a: 'b' } }
    ),
}
