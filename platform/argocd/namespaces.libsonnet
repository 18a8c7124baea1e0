// Namespaces: those of the owners with their accounts and limits, and what the controller of Argo Workflows is set to.
local appProject = import 'argocd/app_project.libsonnet';
local application = import 'argocd/application.libsonnet';
local applicationSpec = import 'argocd/application_spec.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';

// Pods of models run as nobody in particular and with no rights; the API server then refuses any other. Argo's own
// containers in them do so only when its controller is set to it, which is known where its settings are ours.
local security(stage) = { 'pod-security.kubernetes.io/enforce': if stage.controllers == null then 'baseline' else 'restricted' };

function(stage)
  local project = stage.platform + '-namespaces';
  local controllers = if stage.controllers == null then [] else [stage.controllers.workflows_namespace];
  local namespaceApplication(namespace, more) =
    application.new(
      '%s-namespace-%s' % [stage.platform, namespace],
      stage.namespace,
      applicationSpec.new(project, stage.source, 'platform/%s/manifests' % namespace, stage.cluster, namespace)
      + applicationSpec.withSync([])
      + more,
    );
  {
    namespacesProject:
      appProject.new(project, stage.namespace, 'Namespaces of ' + stage.prefix)
      + appProject.withSource(stage.source.repository)
      + appProject.withDestinations(stage.cluster, [owner.namespace for owner in stage.owners] + controllers)
      + appProject.withNamespaceKinds(stage.kinds.namespace)
      + appProject.withClusterKinds([{ group: '', kind: 'Namespace', name: owner.namespace } for owner in stage.owners]),
  }
  + {
    ['namespace ' + owner.namespace]:
      namespaceApplication(
        owner.namespace,
        applicationSpec.withPruning() + applicationSpec.withNamespace(labels.ofOwner(owner.name) + security(stage)),
      )
      + application.withLabels(labels.ofOwner(owner.name))
    for owner in stage.owners
  }
  + { ['namespace ' + namespace]: namespaceApplication(namespace, {}) for namespace in controllers }
