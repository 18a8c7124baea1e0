// The specification of a workflow, part by part: who it runs as, how long, and what is left of it.
{
  withEntrypoint(name):: { entrypoint: name },

  withMoreTemplates(templates):: { templates+: templates },

  withTemplates(templates):: { templates: templates },

  withParameters(parameters):: { arguments: { parameters: parameters } },

  // Labels of runs and of their pods. They stand in the specification because labels of the object that a run is made
  // from do not reach it. `expressions` are labels that are known only when a run is submitted.
  withRunLabels(labels, expressions):: {
    workflowMetadata+: {
      labels: labels,
      labelsFrom: { [name]: { expression: expressions[name] } for name in std.objectFields(expressions) },
    },
    podMetadata: { labels: labels },
  },

  // They stand here for the same reason, and only on runs: a pod is shown under the name of its run.
  withRunAnnotations(annotations):: { workflowMetadata+: { annotations: annotations } },

  // The account of the containers holds no token; Argo's own containers mount the token of the executor's account
  // (setupServiceAccount in workflow/controller/workflowpod.go refuses the one without the other).
  withServiceAccounts(run, executor):: {
    serviceAccountName: run,
    automountServiceAccountToken: false,
    executor: { serviceAccountName: executor },
  },

  withDeadline(seconds):: { activeDeadlineSeconds: seconds },

  withTtl(success, failure):: { ttlStrategy: { secondsAfterSuccess: success, secondsAfterFailure: failure } },

  withPodCollection(strategy, delay):: { podGC: { strategy: strategy, deleteDelayDuration: delay } },

  withMetrics(metrics):: { metrics: { prometheus: metrics } },

  withArchivedLogs():: { archiveLogs: true },

  // `order` is for the controller's queue, the class is for Kubernetes.
  withPriority(order, class):: { priority: order, podPriorityClassName: class },

  // Locks of the whole run. The plural forms are the only ones that Argo Workflows 3.6, 3.7 and 4 all take; they are
  // acquired all or none (Manager.TryAcquire in workflow/sync). A semaphore's limit is a key of `configMap`.
  withSynchronization(configMap, semaphores, mutexes):: {
    synchronization: {
      semaphores: [{ configMapKeyRef: { name: configMap, key: name } } for name in semaphores],
      mutexes: [{ name: name } for name in mutexes],
    },
  },

  // The same with a template of the workflow itself.
  withOwnExitHook(template):: { hooks: { exit: { template: template } } },

  // Argo evaluates no `expression` of an exit hook of a workflow (operator.go calls the template at once), so when to
  // act is for the template to decide.
  withExitHook(reference, template, parameters):: {
    hooks: {
      exit: {
        templateRef: { name: reference, template: template, clusterScope: true },
        arguments: { parameters: parameters },
      },
    },
  },
}
