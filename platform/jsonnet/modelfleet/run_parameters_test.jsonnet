local runParameters = import 'modelfleet/run_parameters.libsonnet';

{
  'every parameter has a value when nobody sets one':
    std.assertEqual(std.objectFields(runParameters.unset), std.set(runParameters.names)),
}
