local rule = import 'prometheus/rule.libsonnet';

{
  'the parts of an alert add up':
    std.assertEqual(
      rule.alert('A', 'x > 0', '5m') + rule.withLabels({ severity: 'page' }) + rule.withAnnotations({ summary: 's' }),
      { alert: 'A', expr: 'x > 0', 'for': '5m', labels: { severity: 'page' }, annotations: { summary: 's' } }
    ),

  'a group holds its rules in their order':
    std.assertEqual(
      rule.object('n', 'ns', { a: 'b' }, [rule.group('g', '1m', [rule.recording('r', 'x'), rule.recording('s', 'r')])]).spec.groups[0].rules,
      [{ record: 'r', expr: 'x' }, { record: 's', expr: 'r' }]
    ),
}
