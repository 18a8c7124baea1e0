local cronWorkflow = import 'argo/cron_workflow.libsonnet';

{
  'the schedule is a list':
    std.assertEqual(
      cronWorkflow.withSchedule('17 2 * * *', 'Europe/Moscow').spec,
      { schedules: ['17 2 * * *'], timezone: 'Europe/Moscow' }
    ),

  'a schedule that runs says so':
    std.assertEqual(cronWorkflow.withSuspend(false).spec, { suspend: false }),

  'the run comes from a template of the same namespace':
    std.assertEqual(
      cronWorkflow.withWorkflowTemplate('m-j', [1]).spec.workflowSpec,
      { workflowTemplateRef: { name: 'm-j' }, arguments: { parameters: [1] } }
    ),
}
