// A CronWorkflow: when a WorkflowTemplate runs, and nothing else.
{
  new(name, namespace):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: name, namespace: namespace },
  },

  withLabels(labels):: { metadata+: { labels+: labels } },

  // The plural is the only form that Argo Workflows 3.6, 3.7 and 4 all take.
  withSchedule(cron, timezone):: { spec+: { schedules: [cron], timezone: timezone } },

  // suspend is written even when it is false, or Argo CD would not see that a person has set it.
  withSuspend(suspend):: { spec+: { suspend: suspend } },

  withConcurrency(policy):: { spec+: { concurrencyPolicy: policy } },

  withStartingDeadline(seconds):: { spec+: { startingDeadlineSeconds: seconds } },

  withHistory(successful, failed):: {
    spec+: { successfulJobsHistoryLimit: successful, failedJobsHistoryLimit: failed },
  },

  withWorkflowTemplate(name, parameters):: {
    spec+: {
      workflowSpec: {
        workflowTemplateRef: { name: name },
        arguments: { parameters: parameters },
      },
    },
  },
}
