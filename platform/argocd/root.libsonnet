// The root: the Application that applies everything of this stage in Argo CD. It and its project are what a person applies
// when a cluster is set up.
local appProject = import 'argocd/app_project.libsonnet';
local application = import 'argocd/application.libsonnet';
local applicationSpec = import 'argocd/application_spec.libsonnet';

// Argo CD's own objects are in its own cluster, wherever the jobs run.
local ownCluster = 'https://kubernetes.default.svc';

function(stage)
  local name = stage.platform + '-root';
  {
    rootProject:
      appProject.new(name, stage.namespace, 'Projects, ApplicationSets and settings of ' + stage.prefix)
      + appProject.withSource(stage.source.repository)
      + appProject.withDestinations(ownCluster, [stage.namespace])
      + appProject.withNamespaceKinds(stage.kinds.root),

    // Nothing is pruned: with an ApplicationSet go all its models, so a person says when one goes.
    rootApplication:
      application.new(
        name,
        stage.namespace,
        applicationSpec.new(name, stage.source, 'argocd/manifests', ownCluster, stage.namespace)
        + applicationSpec.withSync([])
        + applicationSpec.withPeoplesFields([
          { group: 'argoproj.io', kind: 'Application', jsonPointers: ['/spec/syncPolicy/automated/enabled'] },
        ]),
      ),
  }
