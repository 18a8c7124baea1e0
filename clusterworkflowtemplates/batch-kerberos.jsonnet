// The shape of a batch job that acts as a Kerberos principal. A shape of its own, because a set of containers has no `when`.
local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local template = import 'argo/template.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';
local kerberos = import 'modelfleet/kerberos.libsonnet';

local scripts = { verify: importstr 'verify.py', transferIn: importstr 'transfer-in.sh' };

clusterWorkflowTemplate.new([
  batch.new(scripts, [kerberos.kinit(importstr 'kinit.sh')], kerberos.credentials)
  + template.withSidecars([kerberos.renewal(importstr 'renew-ticket.sh')])
  + template.withVolumes(kerberos.volumes)
  + { inputs+: { parameters+: parameter.required(kerberos.inputs) } },
])
