// What a pod needs to act as a Kerberos principal: a container that gets a ticket, a sidecar that renews it, and the
// cache that the others read. The keytab is mounted in those two alone.
local container = import 'kubernetes/container.libsonnet';
local volume = import 'kubernetes/volume.libsonnet';
local workspace = import 'modelfleet/workspace.libsonnet';

local tag(name) = '{{inputs.parameters.' + name + '}}';

local configuration = volume.readOnlyMount('kerberos', workspace.kerberos);

local environment = [
  container.variable('KRB5CCNAME', 'FILE:' + workspace.ticketCache),
  container.variable('KRB5_CONFIG', workspace.kerberos + '/krb5.conf'),
];

// The program reads its principal as an argument, never as a part of its text.
local ticketContainer(name, text) =
  container.new(name, tag('kerberos-image'), ['sh', '-c'], [
    container.script(text),
    name,
    workspace.keytab + '/keytab',
    tag('principal'),
  ])
  + container.withEnv(environment)
  + container.withMounts([configuration, volume.readOnlyMount('keytab', workspace.keytab)])
  + container.withResources({ cpu: '10m', memory: '32Mi' }, { memory: '128Mi' })
  + container.withRestrictions();

{
  kinit(text):: ticketContainer('kinit', text),

  // A sidecar, because a container of the set that never ends would keep the pod for ever: Argo stops sidecars when
  // every member of the set has ended.
  renewal(text):: ticketContainer('renew-ticket', text) + container.withMounts([volume.mount('workspace', workspace.root)]),

  // What a container needs to use the ticket.
  credentials:: container.withEnv(environment) + container.withMounts([configuration]),

  inputs:: ['principal', 'keytab-secret', 'kerberos-image'],

  // krb5.conf is a fact of the site: a ConfigMap of this name is expected in every namespace that has such jobs.
  volumes:: [
    volume.secret('keytab', tag('keytab-secret')),
    volume.configMap('kerberos', 'modelfleet-krb5'),
  ],
}
