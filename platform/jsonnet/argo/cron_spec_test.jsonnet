local cronSpec = import 'argo/cron_spec.libsonnet';

{
  'the schedule is a list':
    std.assertEqual(
      cronSpec.withSchedule('17 2 * * *', 'Europe/Moscow'),
      { schedules: ['17 2 * * *'], timezone: 'Europe/Moscow' }
    ),

  'a schedule that runs says so':
    std.assertEqual(cronSpec.withSuspend(false), { suspend: false }),

  'the run comes from a template of the same namespace':
    std.assertEqual(
      cronSpec.withWorkflowTemplate('m-j', [1]).workflowSpec,
      { workflowTemplateRef: { name: 'm-j' }, arguments: { parameters: [1] } }
    ),
}
