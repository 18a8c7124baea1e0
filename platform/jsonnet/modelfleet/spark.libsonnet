// A Spark application of the operator (sparkoperator.k8s.io/v1beta2). Pods are described as templates of pods, which Spark
// reads itself, so that no webhook of the operator has to change them.
local container = import 'kubernetes/container.libsonnet';
local podSecurity = import 'kubernetes/pod_security.libsonnet';
local volume = import 'kubernetes/volume.libsonnet';
local accounts = import 'modelfleet/accounts.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';
local sparkAccounts = import 'modelfleet/spark_accounts.libsonnet';
local workspace = import 'modelfleet/workspace.libsonnet';

local day = 24 * 60 * 60;
local user = 65532;

// Stands for what is known when a run starts; the template `spark` replaces it, quotes and all, by a JSON text.
local placeholder(name) = '@' + name + '@';

local python = [
  container.variable('PYTHONDONTWRITEBYTECODE', '1'),
  container.variable('HOME', workspace.work),
];

local store(job) = [
  container.variable('RCLONE_CONFIG_STORE_TYPE', 's3'),
  container.variable('RCLONE_CONFIG_STORE_PROVIDER', 'Other'),
  container.variable('RCLONE_CONFIG_STORE_ENDPOINT', job.spark.endpoint),
  container.variable('RCLONE_CONFIG_STORE_REGION', job.store.region),
  container.secretVariable('RCLONE_CONFIG_STORE_ACCESS_KEY_ID', job.store.credentials_secret, 'access-key'),
  container.secretVariable('RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY', job.store.credentials_secret, 'secret-key'),
];

// Copies the archives and unpacks them; Argo, which does it elsewhere, knows nothing of these pods.
local fetch(job, text) =
  container.new('fetch', job.images.rclone, ['sh', '-c'], [container.script(text), 'fetch'] + [
    'store:' + job.store.bucket + '/' + job.archives[kind]
    for kind in ['code', 'environment', 'runtime']
  ])
  + container.withEnv(store(job))
  + container.withMounts([volume.mount('workspace', workspace.root)])
  + container.withResources({ cpu: '100m', memory: '128Mi' }, { memory: '512Mi' })
  + container.withRestrictions();

// Checks them, and then runs one module of the runtime, in the image that the application runs in.
local verify(job, text, module, env) =
  container.new('verify', job.spark.image, ['python3'], [
    '-I',
    '-c',
    container.script(text),
    '--index-digests',
    workspace.indexDigests,
    '--archive',
    job.digests.runtime + '=' + workspace.runtime,
    '--archive',
    job.digests.code + '=' + workspace.code,
    '--archive',
    job.digests.environment + '=' + workspace.environment,
    '--',
    'python3',
    '-m',
    module,
  ])
  + container.withEnv(env + [container.variable('PYTHONPATH', workspace.runtime)] + python)
  + container.withMounts([
    volume.mount('workspace', workspace.root),
    volume.readOnlyMount('archives', workspace.indexDigests),
  ])
  + container.withResources({ cpu: '100m', memory: '128Mi' }, { memory: '512Mi' })
  + container.withRestrictions();

// `name` is the one that Spark's own container has in such a pod.
local pod(job, name, init, env, token) = {
  metadata: { labels: labels.ofRun(job) },
  spec: {
    automountServiceAccountToken: token,
    securityContext: podSecurity.restricted(user),
    initContainers: init,
    containers: [
      { name: name }
      + container.withEnv(
        [container.secretVariable(one.env, one.secret, one.key) for one in job.spark.secrets]
        + [container.variable('PYSPARK_PYTHON', workspace.interpreter)]
        + env
        + python
      )
      + container.withMounts([volume.mount('workspace', workspace.root)])
      + container.withRestrictions(),
    ],
    volumes: [
      volume.sizedEmptyDir('workspace', job.spark.workspace),
      volume.configMap('archives', job.model + '-archives'),
    ],
  } + (if job.spark.priority_class == null then {} else { priorityClassName: job.spark.priority_class }),
};

local amounts(pod) = {
  cores: pod.cores,
  coreRequest: pod.cpu,
  coreLimit: pod.cpu,
  memory: pod.heap,
  memoryOverhead: pod.overhead,
};

{
  // `task` is the only one of the job. `scripts` are program texts: fetch (POSIX sh) and verify (Python).
  application(job, task, scripts):: {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name: placeholder('run'), namespace: job.namespace, labels: labels.ofRun(job) },
    spec: {
      type: 'Python',
      mode: 'cluster',
      pythonVersion: '3',
      sparkVersion: job.spark.version,
      image: job.spark.image,
      mainApplicationFile: 'local://' + workspace.runtime + '/modelfleet_runtime/launcher.py',
      sparkConf: job.spark.conf,
      restartPolicy: job.spark.restart,
      // As long as a run that succeeded is kept; one that did not is deleted when the run ends.
      timeToLiveSeconds: 1 * day,
      driver: amounts(job.spark.driver) {
        serviceAccount: sparkAccounts.driver,
        template: pod(job, 'spark-kubernetes-driver', [
          fetch(job, scripts.fetch),
          verify(job, scripts.verify, 'modelfleet_runtime.extra_params', [
            // First, because a value may refer to the variables before it, and this one is the submitter's.
            container.variable('MODELFLEET_PARAMETERS', placeholder('parameters')),
            container.variable('MODELFLEET_LOGICAL_DATE', placeholder('logical-date')),
            container.variable('MODELFLEET_SCHEDULED_TIME', placeholder('scheduled-time')),
            container.variable('MODELFLEET_DEBUG', placeholder('debug')),
            container.variable('MODELFLEET_CREATED', placeholder('created')),
            container.variable('MODELFLEET_RUN', placeholder('run')),
            container.variable('MODELFLEET_SETTINGS', task.settings),
          ]),
        ], [
          // The launcher is run by the image's own Python, and makes the model's.
          container.variable('PYSPARK_DRIVER_PYTHON', 'python3'),
          container.variable('PYTHONPATH', workspace.runtime),
        ], true),
      },
      executor: amounts(job.spark.executor) {
        instances: job.spark.executor.instances,
        serviceAccount: accounts.run,
        template: pod(job, 'spark-kubernetes-executor', [
          fetch(job, scripts.fetch),
          verify(job, scripts.verify, 'modelfleet_runtime.executor', []),
        ], [
          // Functions that the driver sends are looked up in the model's modules.
          container.variable('PYTHONPATH', workspace.code),
        ], false),
      },
    },
  },

  placeholder:: placeholder,
}
