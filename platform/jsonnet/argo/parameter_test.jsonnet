local parameter = import 'argo/parameter.libsonnet';

{
  'required parameters have no value':
    std.assertEqual(parameter.required(['b', 'a']), [{ name: 'b' }, { name: 'a' }]),

  'inputs are passed on as tags':
    std.assertEqual(parameter.passedOn(['debug']), [{ name: 'debug', value: '{{inputs.parameters.debug}}' }]),
}
