// The shared templates. Which of them are still needed is known to the publisher alone: one that leaves the branch has had
// no user for the stage's retention, and is pruned.
local appProject = import 'argocd/app_project.libsonnet';
local application = import 'argocd/application.libsonnet';
local applicationSpec = import 'argocd/application_spec.libsonnet';

// A destination has a namespace even where everything is of the cluster.
local namespace = 'default';

function(stage)
  local name = stage.platform + '-templates';
  {
    templatesProject:
      appProject.new(name, stage.namespace, 'Shared templates of ' + stage.prefix)
      + appProject.withSource(stage.source.repository)
      + appProject.withDestinations(stage.cluster, [namespace])
      + appProject.withoutNamespaceKinds()
      + appProject.withClusterKinds([
        { group: 'argoproj.io', kind: 'ClusterWorkflowTemplate', name: shape + '-*' }
        for shape in stage.shapes
      ]),

    templatesApplication: application.new(
      name,
      stage.namespace,
      applicationSpec.new(name, stage.source, 'clusterworkflowtemplates/manifests', stage.cluster, namespace)
      + applicationSpec.withSync([])
      + applicationSpec.withPruning(),
    ),
  }
