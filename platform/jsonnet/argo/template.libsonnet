// Templates of a workflow: what runs (a set of containers, one container), or what calls others (a DAG, steps).
{
  dag(name, tasks):: { name: name, dag: { tasks: tasks } },

  steps(name, groups):: { name: name, steps: groups },

  containerSet(name, containers):: { name: name, containerSet: { containers: containers } },

  container(name, container):: { name: name, container: container },

  // What Argo's own container makes, and how it knows that it has ended: `success` and `failure` are conditions on its fields.
  // The run owns it, so it never outlives the run.
  create(name, manifest, success, failure):: {
    name: name,
    resource: {
      action: 'create',
      manifest: manifest,
      setOwnerReference: true,
      successCondition: success,
      failureCondition: failure,
    },
  },

  // `flags` are words of `kubectl delete`; what is not there is no error.
  delete(name, flags):: { name: name, resource: { action: 'delete', flags: flags } },

  // Argo's own containers in the pods of this template hold the token of this account.
  withExecutor(account):: { executor: { serviceAccountName: account } },

  withInputParameters(parameters):: { inputs+: { parameters: parameters } },

  withInputArtifacts(artifacts):: { inputs+: { artifacts: artifacts } },

  withOutputParameters(parameters):: { outputs+: { parameters: parameters } },

  withOutputArtifacts(artifacts):: { outputs+: { artifacts: artifacts } },

  withLabels(labels):: { metadata+: { labels+: labels } },

  // Volumes of a template, not of a workflow: a templateRef brings nothing but the template itself.
  withVolumes(volumes):: { volumes+: volumes },

  // Mounted in every container of the set, and in Argo's init container, which unpacks artifacts through it.
  withSharedMounts(mounts):: { containerSet+: { volumeMounts+: mounts } },

  withSidecars(sidecars):: { sidecars+: sidecars },

  withPodSecurity(context):: { securityContext: context },

  // The patch is applied before Argo wraps the commands (createWorkflowPod in workflow/controller/workflowpod.go), by
  // strategic merge: containers, volumes and env are matched by name.
  withPodPatch(patch):: { podSpecPatch: patch },

  // Seconds, as a number or as text with a tag: the field is an int or a string, and substitution gives a string.
  withDeadline(seconds):: { activeDeadlineSeconds: seconds },

  // How long a pod may be pending, which a deadline does not count.
  withTimeout(duration):: { timeout: duration },

  withRetries(strategy):: { retryStrategy: strategy },
}
