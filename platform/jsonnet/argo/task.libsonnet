// One task of a DAG that calls a shared template.
{
  // `reference` is the name of a ClusterWorkflowTemplate. clusterScope is always written: without it Argo looks for a
  // namespaced template, and its offline linter crashes on a shared template that does so.
  new(name, reference, template):: {
    name: name,
    templateRef: { name: reference, template: template, clusterScope: true },
  },

  withParameters(parameters):: { arguments: { parameters: parameters } },

  withArguments(parameters, artifacts):: { arguments: { parameters: parameters, artifacts: artifacts } },

  withMoreArtifacts(artifacts):: { arguments+: { artifacts+: artifacts } },

  // Tasks that must succeed before this one starts. `depends` would be an expression, and says no more here.
  withDependencies(names):: { dependencies: names },
}
