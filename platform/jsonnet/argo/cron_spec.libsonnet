// The specification of a CronWorkflow, part by part: when it runs, and what.
{
  // The plural is the only form that Argo Workflows 3.6, 3.7 and 4 all take.
  withSchedule(cron, timezone):: { schedules: [cron], timezone: timezone },

  // Whether runs start is asked twice. `suspend` is for who is on call: always false here, and what a person makes of it in
  // the cluster is left alone (platform/argocd/models.libsonnet). What the specification says is `when`, which Argo CD
  // applies like any other field.
  withRuns(wanted):: { suspend: false, [if !wanted then 'when']: 'false' },

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
