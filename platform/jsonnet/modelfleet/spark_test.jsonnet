local spark = import 'modelfleet/spark.libsonnet';

local digest = std.repeat('0', 64);

local pod = { cores: 1, cpu: '500m', heap: '1g', overhead: '512m' };

local job = {
  namespace: 'n',
  model: 'm',
  job: 'j',
  owner: 'o',
  channel: 'stable',
  images: { rclone: 'r' },
  digests: { code: digest, environment: digest, runtime: digest },
  archives: { code: 'c.tgz', environment: 'e.tgz', runtime: 't.tgz' },
  store: { bucket: 'b', region: 'r', credentials_secret: 's' },
  spark: {
    version: '3.5.7',
    image: 'i',
    conf: {},
    driver: pod,
    executor: pod { instances: 3 },
    restart: { type: 'Never' },
    workspace: '10Gi',
    secrets: [{ env: 'A', secret: 's', key: 'k' }],
    endpoint: 'https://e',
    priority_class: null,
  },
};

local application = spark.application(job, { settings: '{}' }, { fetch: 'fetch', verify: 'verify' });
local podOf(name) = application.spec[name].template.spec;
local names(list) = [one.name for one in list];

{
  'the driver has a token, executors have none':
    std.assertEqual(
      [podOf(name).automountServiceAccountToken for name in ['driver', 'executor']],
      [true, false]
    ),

  'both kinds of pods fetch and verify before they start':
    std.assertEqual(
      [names(podOf(name).initContainers) for name in ['driver', 'executor']],
      [['fetch', 'verify'], ['fetch', 'verify']]
    ),

  'both get the secrets and the same Python':
    std.assertEqual(
      [names(podOf(name).containers[0].env)[0:2] for name in ['driver', 'executor']],
      [['A', 'PYSPARK_PYTHON'], ['A', 'PYSPARK_PYTHON']]
    ),

  'the archives are fetched in one order':
    std.assertEqual(
      podOf('driver').initContainers[0].args[2:],
      ['store:b/c.tgz', 'store:b/e.tgz', 'store:b/t.tgz']
    ),

  'without a priority there is no class':
    std.assertEqual(
      [
        std.objectHas(podOf('driver'), 'priorityClassName'),
        spark.application(job { spark+: { priority_class: 'high' } }, { settings: '{}' }, { fetch: 'f', verify: 'v' })
        .spec.executor.template.spec.priorityClassName,
      ],
      [false, 'high']
    ),
}
