// The shape of a step of a batch job: the same pod, which takes artifacts and hands them on.
local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';
local step = import 'modelfleet/step.libsonnet';

local scripts = { verify: importstr 'verify.py', transferIn: importstr 'transfer-in.sh' };

clusterWorkflowTemplate.new([batch.new(scripts, [], {}) + step.handsOn])
