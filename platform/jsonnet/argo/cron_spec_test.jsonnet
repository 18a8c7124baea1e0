local cronSpec = import 'argo/cron_spec.libsonnet';

{
  'the schedule is a list':
    std.assertEqual(
      cronSpec.withSchedule('17 2 * * *', 'Europe/Moscow'),
      { schedules: ['17 2 * * *'], timezone: 'Europe/Moscow' }
    ),

  'a schedule that runs leaves it to who is on call':
    std.assertEqual(cronSpec.withRuns(true), { suspend: false }),

  'a schedule that does not run leaves the switch of who is on call alone':
    std.assertEqual(cronSpec.withRuns(false), { suspend: false, when: 'false' }),

  'the run comes from a template of the same namespace':
    std.assertEqual(
      cronSpec.withWorkflowTemplate('m-j', [1]).workflowSpec,
      { workflowTemplateRef: { name: 'm-j' }, arguments: { parameters: [1] } }
    ),
}
