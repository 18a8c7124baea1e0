local parameter = import 'argo/parameter.libsonnet';

{
  'required parameters have no value':
    std.assertEqual(parameter.required(['b', 'a']), [{ name: 'b' }, { name: 'a' }]),

  'arguments are sorted by name':
    std.assertEqual(parameter.fromMap({ b: '2', a: '1' }), [{ name: 'a', value: '1' }, { name: 'b', value: '2' }]),

  'inputs are passed on as tags':
    std.assertEqual(parameter.passedOn(['debug']), { debug: '{{inputs.parameters.debug}}' }),
}
