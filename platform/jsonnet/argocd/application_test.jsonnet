local application = import 'argocd/application.libsonnet';

{
  'a commit beside its directory changes nothing':
    std.assertEqual(application.new('n', 'ns', {}).metadata.annotations, { 'argocd.argoproj.io/manifest-generate-paths': '.' }),

  'labels stand beside the name':
    local metadata = (application.new('n', 'ns', {}) + application.withLabels({ a: 'b' })).metadata;
    std.assertEqual([metadata.name, metadata.namespace, metadata.labels], ['n', 'ns', { a: 'b' }]),
}
