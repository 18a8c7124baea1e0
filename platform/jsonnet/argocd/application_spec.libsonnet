// The specification of an Application, part by part: what is applied where, and how.
{
  // A directory of plain manifests.
  new(project, source, path, cluster, namespace):: {
    project: project,
    source: {
      repoURL: source.repository,
      targetRevision: source.revision,
      path: path,
      directory: { include: '*.yaml' },
    },
    destination: { server: cluster, namespace: namespace },
    // Each entry repeats the whole specification, and history is in Git.
    revisionHistoryLimit: 3,
  },

  // The branch is what counts: a change in the cluster is undone. Options that nothing here should go without: a large
  // template does not fit into the annotation that a client-side apply leaves; one object in two Applications would be
  // fought over.
  withSync(options):: {
    syncPolicy: {
      automated: { selfHeal: true },
      // An attempt takes the newest commit, which may be the one that mends what failed.
      retry: { limit: 5, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      syncOptions: ['ApplyOutOfSyncOnly=true', 'FailOnSharedResource=true', 'ServerSideApply=true'] + options,
    },
  },

  // What is gone from the branch goes from the cluster, after everything else was applied.
  withPruning():: {
    syncPolicy+: { automated+: { prune: true }, syncOptions+: ['PruneLast=true'] },
  },

  // The namespace is made when it is not there. It is not Argo CD's: nothing that is done here deletes it.
  withNamespace(labels):: {
    syncPolicy+: { managedNamespaceMetadata: { labels: labels }, syncOptions+: ['CreateNamespace=true'] },
  },

  // Fields that people may change in the cluster. { group, kind, jsonPointers } each.
  withPeoplesFields(differences):: {
    ignoreDifferences: differences,
    syncPolicy+: { syncOptions+: ['RespectIgnoreDifferences=true'] },
  },
}
