// An AppProject of Argo CD: what its Applications may read, where they may write, and which kinds.
{
  new(name, namespace, description):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: name,
      namespace: namespace,
      // A project that is deleted waits for its Applications, which could not be deleted without it.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      // Before the Applications that name it.
      annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
    },
    spec: {
      description: description,
      // Nothing of the cluster, unless a part below says so.
      clusterResourceWhitelist: [],
    },
  },

  withLabels(labels):: { metadata+: { labels: labels } },

  withSource(repository):: { spec+: { sourceRepos: [repository] } },

  withDestinations(cluster, namespaces):: { spec+: { destinations: [{ server: cluster, namespace: namespace } for namespace in namespaces] } },

  // Kinds of a namespace, each { group, kind }.
  withNamespaceKinds(kinds):: { spec+: { namespaceResourceWhitelist: kinds } },

  // An empty list of allowed kinds would allow all of them as soon as somebody saves the object without empty fields
  // (IsGroupKindNamePermitted in app_project_types.go of Argo CD), so they are forbidden instead.
  withoutNamespaceKinds():: { spec+: { namespaceResourceBlacklist: [{ group: '*', kind: '*' }] } },

  // Kinds of the cluster, each { group, kind, name }; the name is a pattern.
  withClusterKinds(kinds):: { spec+: { clusterResourceWhitelist: kinds } },

  // A role that groups of single sign-on get. `actions` are what it may do with Applications of the project.
  withRole(name, description, groups, actions):: {
    local project = self.metadata.name,
    spec+: {
      roles: [{
        name: name,
        description: description,
        // Go leaves out what is empty, and what is left out in the cluster would look like a difference.
        [if std.length(groups) > 0 then 'groups']: groups,
        policies: [
          'p, proj:%s:%s, applications, %s, %s/*, allow' % [project, name, action, project]
          for action in actions
        ],
      }],
    },
  },
}
