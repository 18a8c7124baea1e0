local appProject = import 'argocd/app_project.libsonnet';

local project = appProject.new('p', 'ns', 'd');

{
  'nothing of the cluster is allowed unless it is said':
    std.assertEqual(project.spec, { description: 'd', clusterResourceWhitelist: [] }),

  'the parts add up':
    std.assertEqual(
      (
        project
        + appProject.withSource('r')
        + appProject.withDestinations('c', ['one', 'two'])
        + appProject.withNamespaceKinds([1])
        + appProject.withClusterKinds([2])
      ).spec,
      {
        description: 'd',
        sourceRepos: ['r'],
        destinations: [{ server: 'c', namespace: 'one' }, { server: 'c', namespace: 'two' }],
        namespaceResourceWhitelist: [1],
        clusterResourceWhitelist: [2],
      }
    ),

  'a project without kinds of a namespace forbids all of them':
    std.assertEqual((project + appProject.withoutNamespaceKinds()).spec.namespaceResourceBlacklist, [{ group: '*', kind: '*' }]),

  'a role may do things in its own project':
    std.assertEqual(
      (project + appProject.withRole('o', 'd', ['g'], ['get', 'sync'])).spec.roles,
      [{
        name: 'o',
        description: 'd',
        groups: ['g'],
        policies: ['p, proj:p:o, applications, get, p/*, allow', 'p, proj:p:o, applications, sync, p/*, allow'],
      }]
    ),

  'a role of nobody has no list of groups':
    std.assertEqual(std.objectHas((project + appProject.withRole('o', 'd', [], [])).spec.roles[0], 'groups'), false),
}
