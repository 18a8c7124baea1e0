// An ApplicationSet of Argo CD: one Application for each file of the deploy branch that fits.
{
  new(name, namespace, application):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: name, namespace: namespace },
    spec: {
      goTemplate: true,
      // A file that lacks a value stops the whole set; without this it would make an Application with a hole.
      goTemplateOptions: ['missingkey=error'],
      // What the files no longer name is deleted, with what it has in the cluster.
      syncPolicy: { applicationsSync: 'sync' },
      template: {
        metadata: {
          [field]: application.metadata[field]
          for field in std.objectFields(application.metadata)
          if field != 'namespace'  // Applications are where their set is.
        },
        spec: application.spec,
      },
    },
  },

  withLabels(labels):: { metadata+: { labels: labels } },

  // `values` are what a file must hold to be this set's; `polling` is in seconds.
  withFiles(source, path, values, polling):: {
    spec+: {
      generators: [{
        git: {
          repoURL: source.repository,
          revision: source.revision,
          requeueAfterSeconds: polling,
          files: [{ path: path }],
        },
        selector: { matchLabels: values },
      }],
    },
  },

  // Fields of the Applications that people may change.
  withPeoplesFields(pointers):: { spec+: { ignoreApplicationDifferences: [{ jsonPointers: pointers }] } },
}
