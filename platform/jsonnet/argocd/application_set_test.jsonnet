local application = import 'argocd/application.libsonnet';
local applicationSet = import 'argocd/application_set.libsonnet';

local set = applicationSet.new('s', 'ns', application.new('n', 'ns', { project: 'p' }));

{
  'its template is an Application without a place':
    std.assertEqual(
      set.spec.template,
      {
        metadata: { name: 'n', annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' } },
        spec: { project: 'p' },
      }
    ),

  'a file with a hole stops the set':
    std.assertEqual([set.spec.goTemplate, set.spec.goTemplateOptions], [true, ['missingkey=error']]),

  'it takes the files that hold its values':
    std.assertEqual(
      (set + applicationSet.withFiles({ repository: 'r', revision: 'refs/heads/b' }, 'models/*/app.json', { owner: 'o' }, 180)).spec.generators,
      [{
        git: { repoURL: 'r', revision: 'refs/heads/b', requeueAfterSeconds: 180, files: [{ path: 'models/*/app.json' }] },
        selector: { matchLabels: { owner: 'o' } },
      }]
    ),
}
