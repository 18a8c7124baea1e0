// A WorkflowTemplate: the one object that scheduled, manual and debug runs are made from.
{
  new(name, namespace):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: name, namespace: namespace },
  },

  withLabels(labels):: { metadata+: { labels+: labels } },

  withAnnotations(annotations):: { metadata+: { annotations+: annotations } },

  withEntrypoint(name):: { spec+: { entrypoint: name } },

  withTemplates(templates):: { spec+: { templates+: templates } },

  withParameters(parameters):: { spec+: { arguments+: { parameters: parameters } } },

  // Labels of runs and of their pods. They stand in the spec because labels of the object itself do not reach a run.
  withRunLabels(labels):: {
    spec+: {
      workflowMetadata+: { labels+: labels },
      podMetadata+: { labels+: labels },
    },
  },

  // A label of the run that is known only when it is submitted.
  withRunLabelFrom(label, expression):: {
    spec+: { workflowMetadata+: { labelsFrom+: { [label]: { expression: expression } } } },
  },

  // The account of the containers holds no token; Argo's own containers mount the token of the executor's account
  // (setupServiceAccount in workflow/controller/workflowpod.go refuses the one without the other).
  withServiceAccounts(run, executor):: {
    spec+: {
      serviceAccountName: run,
      automountServiceAccountToken: false,
      executor: { serviceAccountName: executor },
    },
  },

  withDeadline(seconds):: { spec+: { activeDeadlineSeconds: seconds } },

  withTtl(success, failure):: {
    spec+: { ttlStrategy: { secondsAfterSuccess: success, secondsAfterFailure: failure } },
  },

  withPodCollection(strategy, delay):: {
    spec+: { podGC: { strategy: strategy, deleteDelayDuration: delay } },
  },

  withArchivedLogs():: { spec+: { archiveLogs: true } },

  // Argo evaluates no `expression` of an exit hook of a workflow (operator.go calls the template at once), so when to
  // act is for the template to decide.
  withExitHook(reference, template, parameters):: {
    spec+: {
      hooks+: {
        exit: {
          templateRef: { name: reference, template: template, clusterScope: true },
          arguments: { parameters: parameters },
        },
      },
    },
  },
}
