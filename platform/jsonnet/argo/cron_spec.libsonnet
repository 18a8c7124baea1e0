// The specification of a CronWorkflow, part by part: when it runs, and what.
{
  // The plural is the only form that Argo Workflows 3.6, 3.7 and 4 all take.
  withSchedule(cron, timezone):: { schedules: [cron], timezone: timezone },

  // suspend is written even when it is false, or Argo CD would not see that a person has set it.
  withSuspend(suspend):: { suspend: suspend },

  withConcurrency(policy):: { concurrencyPolicy: policy },

  withStartingDeadline(seconds):: { startingDeadlineSeconds: seconds },

  withHistory(successful, failed):: { successfulJobsHistoryLimit: successful, failedJobsHistoryLimit: failed },

  withWorkflowTemplate(name, parameters):: {
    workflowSpec: {
      workflowTemplateRef: { name: name },
      arguments: { parameters: parameters },
    },
  },
}
