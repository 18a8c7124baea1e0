local applicationSpec = import 'argocd/application_spec.libsonnet';

local spec =
  applicationSpec.new('p', { repository: 'r', revision: 'refs/heads/b' }, 'models/m/manifests', 'c', 'ns')
  + applicationSpec.withSync(['A=b']);

{
  'it applies plain manifests only':
    std.assertEqual(
      spec.source,
      { repoURL: 'r', targetRevision: 'refs/heads/b', path: 'models/m/manifests', directory: { include: '*.yaml' } }
    ),

  'nothing is pruned unless it is said':
    std.assertEqual(
      [spec.syncPolicy.automated, (spec + applicationSpec.withPruning()).syncPolicy.automated],
      [{ selfHeal: true }, { selfHeal: true, prune: true }]
    ),

  'options add up in any order':
    local one = spec + applicationSpec.withPruning() + applicationSpec.withNamespace({}) + applicationSpec.withPeoplesFields([1]);
    local other = spec + applicationSpec.withPeoplesFields([1]) + applicationSpec.withNamespace({}) + applicationSpec.withPruning();
    std.assertEqual(
      [std.set(one.syncPolicy.syncOptions), one.ignoreDifferences],
      [std.set(other.syncPolicy.syncOptions), [1]]
    )
    && std.assertEqual(
      std.set(one.syncPolicy.syncOptions),
      std.set([
        'A=b',
        'ApplyOutOfSyncOnly=true',
        'CreateNamespace=true',
        'FailOnSharedResource=true',
        'PruneLast=true',
        'RespectIgnoreDifferences=true',
        'ServerSideApply=true',
      ])
    ),
}
