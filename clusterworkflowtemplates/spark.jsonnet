// The shape of a job that is a Spark application: Argo makes it, waits for its end, and keeps the log of its driver.
local clusterWorkflowTemplate = import 'argo/cluster_workflow_template.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local step = import 'argo/step.libsonnet';
local template = import 'argo/template.libsonnet';
local container = import 'kubernetes/container.libsonnet';
local volume = import 'kubernetes/volume.libsonnet';
local batch = import 'modelfleet/batch.libsonnet';
local runParameters = import 'modelfleet/run_parameters.libsonnet';
local spark = import 'modelfleet/spark.libsonnet';
local accounts = import 'modelfleet/spark_accounts.libsonnet';

local tag = batch.tag;
local input(name) = "inputs.parameters['" + name + "']";

// Each placeholder of the manifest with its quotes becomes the JSON text of a value. An expression, because plain
// substitution would put a submitter's text into the manifest as it is, and with a quote in it the text would become a part
// of the manifest. A value cannot hold a placeholder: its quotes are escaped by then.
local values = runParameters.names + ['created', 'run'];
local filled = std.foldl(
  function(text, name) "sprig.replace('\"" + spark.placeholder(name) + "\"', toJson(" + input(name) + '), ' + text + ')',
  values,
  input('manifest'),
);

local kind = 'sparkapplications.sparkoperator.k8s.io';

local run =
  template.steps('run', [[
    step.new('application')
    + step.ofOwn('create')
    + step.withParameters([parameter.new('manifest', '{{=' + filled + '}}')] + parameter.passedOn(['debug', 'timeout'])),
    step.new('driver-log')
    + step.ofOwn('log')
    + step.withParameters(parameter.passedOn(['debug', 'python-image', 'timeout']))
    + step.withFailuresIgnored(),
  ]])
  + template.withInputParameters(parameter.required(values + ['manifest', 'python-image', 'timeout']));

// FAILED is the end: SUBMISSION_FAILED and FAILING come before another attempt as well.
local create =
  template.create(
    'create',
    tag('manifest'),
    'status.applicationState.state == COMPLETED',
    'status.applicationState.state == FAILED',
  )
  + template.withInputParameters(parameter.required(['debug', 'manifest', 'timeout']))
  + template.withPodSecurity(batch.restrictedPod)
  + template.withExecutor(accounts.submitter)
  + template.withDeadline(batch.unlessDebug('timeout', '28800'));

// Follows the log while the driver runs, so that it is kept like that of any other pod, whatever becomes of the driver.
local log =
  template.container(
    'log',
    container.new('main', tag('python-image'), ['python3'], ['-I', '-c', container.script(importstr 'driver_log.py')])
    + container.withEnv([
      container.variable('MODELFLEET_RUN', '{{workflow.name}}'),
      container.variable('MODELFLEET_NAMESPACE', '{{workflow.namespace}}'),
    ])
    // The only container of ours with a token, and nothing of a model is in it.
    + container.withMounts([volume.readOnlyMount('token', '/var/run/secrets/modelfleet')])
    + container.withResources({ cpu: '10m', memory: '32Mi' }, { memory: '128Mi' })
    + container.withRestrictions(),
  )
  + template.withVolumes([volume.secret('token', accounts.submitter + '.service-account-token')])
  + template.withInputParameters(parameter.required(['debug', 'python-image', 'timeout']))
  + template.withPodSecurity(batch.restrictedPod)
  + template.withDeadline(batch.unlessDebug('timeout', '28800'));

local stop =
  template.delete('stop', [kind, '{{workflow.name}}', '--namespace={{workflow.namespace}}'])
  + template.withPodSecurity(batch.restrictedPod)
  + template.withExecutor(accounts.submitter)
  // The deadline of a run does not hold for its exit: a pod that never starts would keep the run, and the notification, for ever.
  + template.withTimeout('5m');

clusterWorkflowTemplate.new([run, create, log, stop])
