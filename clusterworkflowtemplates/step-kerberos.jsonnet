// The shape of a step that acts as a Kerberos principal.
local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local template = import 'argo/template.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';
local kerberos = import 'modelfleet/kerberos.libsonnet';
local step = import 'modelfleet/step.libsonnet';

local scripts = { verify: importstr 'verify.py', transferIn: importstr 'transfer-in.sh' };

clusterWorkflowTemplate.new([
  batch.new(scripts, [kerberos.kinit(importstr 'kinit.sh')], kerberos.credentials)
  + template.withSidecars([kerberos.renewal(importstr 'renew-ticket.sh')])
  + template.withVolumes(kerberos.volumes)
  + { inputs+: { parameters+: parameter.required(kerberos.inputs) } }
  + step.handsOn,
])
