// The shape of a batch job.
local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';

local scripts = { verify: importstr 'verify.py', transferIn: importstr 'transfer-in.sh' };

clusterWorkflowTemplate.new([batch.new(scripts, [], {})])
