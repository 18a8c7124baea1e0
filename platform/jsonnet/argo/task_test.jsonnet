local task = import 'argo/task.libsonnet';

{
  'a task calls a shared template':
    std.assertEqual(
      task.new('inference', 'batch-1', 'run'),
      { name: 'inference', templateRef: { name: 'batch-1', template: 'run', clusterScope: true } }
    ),

  'a task may have parameters alone':
    std.assertEqual((task.new('t', 'r', 'run') + task.withParameters([1])).arguments, { parameters: [1] }),

  'parameters and artifacts stand side by side':
    std.assertEqual(
      (task.new('t', 'r', 'run') + task.withArguments([1], [2])).arguments,
      { parameters: [1], artifacts: [2] }
    ),
}
