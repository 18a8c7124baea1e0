local metric = import 'argo/metric.libsonnet';

{
  'a gauge is computed once, when the workflow has ended':
    std.assertEqual(
      metric.gauge('n', 'h', '1') + metric.withLabels([metric.label('k', 'v')]) + metric.when('c'),
      { name: 'n', help: 'h', gauge: { realtime: false, value: '1' }, labels: [{ key: 'k', value: 'v' }], when: 'c' }
    ),

  'a counter grows by its value':
    std.assertEqual(metric.counter('n', 'h', '1').counter, { value: '1' }),
}
