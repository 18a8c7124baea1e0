// The pod of a batch job: a set of containers that share one workspace and run one after the other.
// extra-params (verifies the archives, merges the parameters) -> rclone (copies the inputs) -> main (the launcher).
local artifact = import 'argo/artifact.libsonnet';
local parameter = import 'argo/parameter.libsonnet';
local template = import 'argo/template.libsonnet';
local container = import 'kubernetes/container.libsonnet';
local podSecurity = import 'kubernetes/pod_security.libsonnet';
local volume = import 'kubernetes/volume.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';
local runParameters = import 'modelfleet/run_parameters.libsonnet';
local trained = import 'modelfleet/trained.libsonnet';
local workspace = import 'modelfleet/workspace.libsonnet';

local tag(name) = '{{inputs.parameters.' + name + '}}';

// A debug run waits for a person: eight hours, and no second attempt.
// An expression, because the fields are numbers: Argo substitutes text into them and reads it as a number.
local unlessDebug(name, debug) = "{{=inputs.parameters.debug == 'true' ? '" + debug + "' : inputs.parameters['" + name + "']}}";

// Worth another attempt: the pod was lost (Error), the job said "try again" (75, EX_TEMPFAIL), or it was killed (137 and
// 143) by something else than its own deadline. A job that fails for a reason of its own would only fail again.
local worthAnotherAttempt =
  "lastRetry.status == 'Error' || " +
  "(asInt(lastRetry.exitCode) in [75, 137, 143] && !(lastRetry.message contains 'deadline'))";

local user = 65532;

local python = {
  path: container.variable('PYTHONPATH', workspace.runtime),
  // The archives hold compiled files for these paths, and the verifier has counted what is there.
  noBytecode: container.variable('PYTHONDONTWRITEBYTECODE', '1'),
  // The user has no entry in the image's /etc/passwd, so without this its home would be `/`.
  home: container.variable('HOME', workspace.work),
};

local verifiedArchives(digests) = std.flattenArrays([
  ['--archive', tag(one.parameter) + '=' + one.path]
  for one in digests
]);

local extraParams(verify) =
  container.new('extra-params', tag('python-image'), ['python3'], [
    '-I',
    '-c',
    container.script(verify),
    '--index-digests',
    workspace.indexDigests,
  ] + verifiedArchives([
    { parameter: 'runtime-digest', path: workspace.runtime },
    { parameter: 'code-digest', path: workspace.code },
    { parameter: 'environment-digest', path: workspace.environment },
  ]) + ['--', 'python3', '-m', 'modelfleet_runtime.extra_params'])
  + container.withEnv([
    // First, because a value may refer to the variables before it, and this one is the submitter's.
    container.variable('MODELFLEET_PARAMETERS', tag('parameters')),
    container.variable('MODELFLEET_LOGICAL_DATE', tag('logical-date')),
    container.variable('MODELFLEET_SCHEDULED_TIME', tag('scheduled-time')),
    container.variable('MODELFLEET_DEBUG', tag('debug')),
    // What "now" is to a run without a scheduled time: the same for each of its attempts.
    container.variable('MODELFLEET_CREATED', '{{workflow.creationTimestamp}}'),
    container.variable('MODELFLEET_RUN', '{{workflow.name}}'),
    container.variable('MODELFLEET_SETTINGS', tag('settings')),
    python.path,
    python.noBytecode,
  ])
  + container.withMounts([volume.readOnlyMount('archives', workspace.indexDigests)])
  + container.withResources({ cpu: '100m', memory: '128Mi' }, { memory: '512Mi' })
  + container.withRestrictions();

local rclone(transferIn) =
  container.new('rclone', tag('rclone-image'), ['sh', '-c'], [container.script(transferIn)])
  + container.withResources({ cpu: '100m', memory: '128Mi' }, { memory: '1Gi' })
  + container.withRestrictions()
  + container.withDependencies(['extra-params']);

// Its resources, its secrets and the credentials of rclone arrive by the pod patch, because Argo cannot template them.
local main =
  container.new('main', tag('python-image'), ['python3', '-m', 'modelfleet_runtime.launcher'], [])
  + container.withEnv([python.path, python.noBytecode, python.home])
  + container.withRestrictions()
  + container.withDependencies(['rclone']);

{
  tag:: tag,

  unlessDebug:: unlessDebug,

  restrictedPod:: podSecurity.restricted(user),

  // `scripts` are program texts: verify (Python) and transferIn (POSIX sh). `first` are containers that run before
  // extra-params, `credentials` is what rclone and main get for reading data as somebody.
  new(scripts, first, credentials)::
    template.containerSet(
      'run',
      first
      + [
        extraParams(scripts.verify) + container.withDependencies([one.name for one in first]),
        rclone(scripts.transferIn) + credentials,
        main + credentials,
      ],
    )
    + template.withSharedMounts([volume.mount('workspace', workspace.root)])
    + template.withVolumes([
      volume.emptyDir('workspace'),
      volume.configMap('archives', tag('model') + '-archives'),
    ])
    + template.withInputParameters(parameter.required(runParameters.names + [
      'model',
      'settings',
      'pod-spec-patch',
      'python-image',
      'rclone-image',
      'timeout',
      'retry-limit',
      'retry-backoff',
      'code-digest',
      'environment-digest',
      'runtime-digest',
    ]))
    // The paths are inside the volume that all containers share: Argo mounts artifacts elsewhere in `main` alone.
    + template.withInputArtifacts([
      artifact.input('code', workspace.code),
      artifact.input('environment', workspace.environment),
      artifact.input('runtime', workspace.runtime),
    ])
    + template.withOutputParameters(trained.ofPod)
    + template.withLabels({ [labels.debug]: tag('debug') })
    + template.withPodSecurity(podSecurity.restricted(user))
    + template.withPodPatch(tag('pod-spec-patch'))
    + template.withDeadline(unlessDebug('timeout', '28800'))
    + template.withRetries({
      limit: unlessDebug('retry-limit', '0'),
      expression: worthAnotherAttempt,
      backoff: { duration: tag('retry-backoff'), factor: 2 },
      affinity: { nodeAntiAffinity: {} },
    }),
}
