local parameter = import 'argo/parameter.libsonnet';

{
  'required parameters have no value':
    std.assertEqual(parameter.required(['b', 'a']), [{ name: 'b' }, { name: 'a' }]),

  'an output stands in a file, and has a value without it':
    std.assertEqual(parameter.fromFile('o', '/f', ''), { name: 'o', valueFrom: { path: '/f', default: '' } }),

  'an output of a task is referred to by a tag':
    std.assertEqual(parameter.fromTask('o', 't', 'p'), { name: 'o', valueFrom: { parameter: '{{tasks.t.outputs.parameters.p}}' } }),

  'inputs are passed on as tags':
    std.assertEqual(parameter.passedOn(['debug']), [{ name: 'debug', value: '{{inputs.parameters.debug}}' }]),
}
