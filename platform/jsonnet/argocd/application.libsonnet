// An Application of Argo CD: one directory of the deploy branch in the cluster.

// The directory holds all that its manifests are made of: a commit beside it changes nothing (high_availability.md in the
// documentation of Argo CD). Without it every commit would render every Application anew.
local ownDirectory = { 'argocd.argoproj.io/manifest-generate-paths': '.' };

{
  new(name, namespace, spec):: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: name, namespace: namespace, annotations: ownDirectory },
    spec: spec,
  },

  withLabels(labels):: { metadata+: { labels: labels } },
}
