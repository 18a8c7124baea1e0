// The exit notification: one POST a route when a run did not succeed. It decides by itself whether there is anything to
// say, because Argo calls the exit hook of a workflow in any case; and it never changes how the run ended.
local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local template = import 'argo/template.libsonnet';
local container = import 'kubernetes/container.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';

local tag = batch.tag;

local shared = ['image', 'job', 'model'];

local post =
  template.container(
    'post',
    container.new('main', tag('image'), ['python3'], ['-I', '-c', container.script(importstr 'post.py')])
    + container.withEnv([
      container.variable('MODELFLEET_MODEL', tag('model')),
      container.variable('MODELFLEET_JOB', tag('job')),
      container.variable('MODELFLEET_RUN', '{{workflow.name}}'),
      container.variable('MODELFLEET_NAMESPACE', '{{workflow.namespace}}'),
      container.variable('MODELFLEET_STATUS', '{{workflow.status}}'),
      container.secretVariable('MODELFLEET_WEBHOOK', tag('secret'), tag('key')),
    ])
    + container.withResources({ cpu: '10m', memory: '32Mi' }, { memory: '128Mi' })
    + container.withRestrictions(),
  )
  + template.withInputParameters(parameter.required(shared + ['secret', 'key']))
  + template.withPodSecurity(batch.restrictedPod)
  // Counts from the first try to make the pod, so it also ends one that never starts. A retry strategy would put it out
  // of force: Argo compares it with the node of the retries, which is never pending (executeTemplate in operator.go).
  // activeDeadlineSeconds would be overwritten by it (createWorkflowPod in workflowpod.go).
  + template.withTimeout('5m');

local notify =
  template.steps('notify', [[{
    name: 'post',
    template: 'post',
    when: "'{{workflow.status}}' != 'Succeeded' && '" + tag('debug') + "' != 'true'",
    withParam: tag('routes'),
    continueOn: { failed: true, 'error': true },
    arguments: {
      parameters: parameter.passedOn(shared) + [
        parameter.new('secret', '{{item.secret}}'),
        parameter.new('key', '{{item.key}}'),
      ],
    },
  }]])
  + template.withInputParameters(parameter.required(shared + ['debug', 'routes']));

clusterWorkflowTemplate.new([notify, post])
