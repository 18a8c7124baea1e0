// One owner's models: one Application each, in a project that lets them be nothing but jobs in the owner's namespace.
local appProject = import 'argocd/app_project.libsonnet';
local application = import 'argocd/application.libsonnet';
local applicationSet = import 'argocd/application_set.libsonnet';
local applicationSpec = import 'argocd/application_spec.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';

function(stage, owner)
  local name = '%s-%s' % [stage.prefix, owner.name];
  local labelled = { metadata+: { labels: labels.ofOwner(owner.name) } };
  // What `{{ }}` names stands in app.json of a model; `path` is where that file is.
  local model =
    application.new(
      stage.prefix + '-{{ .model }}',
      stage.namespace,
      applicationSpec.new(name, stage.source, '{{ .path.path }}/manifests', stage.cluster, '{{ .namespace }}')
      + applicationSpec.withSync([])
      + applicationSpec.withPruning()
      // Who is on call suspends a job in the cluster. What model.yaml says about it is another field (features/schedule).
      + applicationSpec.withPeoplesFields([{ group: 'argoproj.io', kind: 'CronWorkflow', jsonPointers: ['/spec/suspend'] }]),
    )
    + application.withLabels(labels.ofOwner(owner.name) + { 'modelfleet.io/model': '{{ .model }}' });
  {
    ['project ' + owner.name]:
      appProject.new(name, stage.namespace, 'Models of %s on %s' % [owner.name, stage.prefix])
      + appProject.withSource(stage.source.repository)
      + appProject.withDestinations(stage.cluster, [owner.namespace])
      + appProject.withNamespaceKinds(stage.kinds.model)
      + appProject.withRole('owner', 'Looks at the models, and syncs them anew', owner.groups, ['get', 'sync'])
      + labelled,

    // A set for each owner: the project can be fixed, and no file of the branch chooses it.
    ['models ' + owner.name]:
      applicationSet.new(name, stage.namespace, model)
      + applicationSet.withFiles(stage.source, 'models/*/app.json', { owner: owner.name }, stage.polling)
      + applicationSet.withPeoplesFields(['/spec/syncPolicy/automated/enabled'])
      + labelled,
  }
