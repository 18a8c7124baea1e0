// A CronWorkflow: when a WorkflowTemplate runs, and nothing else.
{
  new(name, namespace, spec):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: name, namespace: namespace },
    spec: spec,
  },

  withLabels(labels):: { metadata+: { labels: labels } },

  // Argo CD applies it after the WorkflowTemplate of the same change: kinds that Argo CD does not know come in no order, and
  // a CronWorkflow whose template is not there yet is not looked at again for 20 minutes (cron/controller.go of Argo).
  withSyncWave(wave):: { metadata+: { annotations+: { 'argocd.argoproj.io/sync-wave': std.toString(wave) } } },

  withAnnotations(annotations):: { metadata+: { annotations+: annotations } },

  // What the list of CronWorkflows in Argo's user interface says below the name.
  withDescription(text):: { metadata+: { annotations+: { 'workflows.argoproj.io/description': text } } },
}
