local drift = import 'features/drift.libsonnet';
local git = import 'features/git.libsonnet';
local kerberos = import 'features/kerberos.libsonnet';
local notification = import 'features/notification.libsonnet';
local priority = import 'features/priority.libsonnet';
local schedule = import 'features/schedule.libsonnet';
local spark = import 'features/spark.libsonnet';
local sparkNotification = import 'features/spark_notification.libsonnet';
local steps = import 'features/steps.libsonnet';
local synchronization = import 'features/synchronization.libsonnet';
local trained = import 'features/trained.libsonnet';
local main = import 'main.jsonnet';

local digest = std.repeat('0', 64);

local task = {
  name: 'j',
  template: 'batch-1',
  settings: '{}',
  pod_patch: '{}',
  image: 'i',
  timeout: '60',
  retries: { limit: '0', backoff: '1s' },
  kerberos: { principal: 'svc', keytab_secret: 'keytab' },
  dependencies: [],
  receipts: [],
};

local job = {
  name: 'm-j',
  namespace: 'n',
  model: 'm',
  job: 'j',
  owner: 'o',
  channel: 'stable',
  shown: { title: 'm j', 'workflows.argoproj.io/description': 'd' },
  annotations: { tags: 't' },
  templates: { notify: 'notify-1' },
  tasks: [task],
  trained: [],
  images: { python: 'p', rclone: 'r', kerberos: 'k' },
  deadline: 120,
  digests: { code: digest, environment: digest, runtime: digest },
  archives: { code: 'c', environment: 'e', runtime: 'r' },
  git: { repo: 'https://g/x.git', commit: 'c', branch: 'b', fetch: [], secrets: {} },
  store: { endpoint: 'e', bucket: 'b', region: 'r', insecure: false, credentials_secret: 's' },
  schedule: {
    cron: '17 2 * * *',
    timezone: 'Etc/UTC',
    concurrency: 'replace',
    starting_deadline: 600,
    suspend: false,
    history: { successful: 1, failed: 2 },
  },
  routes: '[]',
  expectation: { 'modelfleet.io/expect-start-within': '1' },
  priority: { order: 100, pod_class: 'high' },
  synchronization: { semaphores: ['s'], mutexes: ['m.t'] },
  spark: {
    version: '3.5.7',
    image: 'i',
    conf: {},
    driver: { cores: 1, cpu: '1', heap: '1g', overhead: '1g' },
    executor: { cores: 1, cpu: '1', heap: '1g', overhead: '1g', instances: 2 },
    restart: { type: 'Never' },
    workspace: '1Gi',
    secrets: [],
    endpoint: 'https://e',
    priority_class: null,
  },
};

local parameters(objects) = {
  [one.name]: one.value
  for one in objects.workflowTemplate.spec.templates[0].dag.tasks[0].arguments.parameters
};

{
  'without a schedule there is one object':
    std.assertEqual(std.objectFields(main(job, [])), ['workflowTemplate']),

  'a schedule adds an object and changes none':
    local objects = main(job, [schedule]);
    std.assertEqual(
      [std.objectFields(objects), objects.workflowTemplate, objects.cronWorkflow.spec.concurrencyPolicy],
      [['cronWorkflow', 'workflowTemplate'], main(job, []).workflowTemplate, 'Replace']
    ),

  'people see the same title on everything, and alerts what they expect of a schedule':
    local objects = main(job, [schedule]);
    std.assertEqual(
      [
        objects.workflowTemplate.metadata.annotations,
        objects.workflowTemplate.spec.workflowMetadata.annotations,
        objects.cronWorkflow.metadata.annotations,
      ],
      [job.shown { tags: 't' }, job.shown, job.shown + job.expectation { 'argocd.argoproj.io/sync-wave': '1' }]
    ),

  'kerberos adds arguments to the task':
    std.assertEqual(
      std.setDiff(std.objectFields(parameters(main(job, [kerberos]))), std.objectFields(parameters(main(job, [])))),
      ['kerberos-image', 'keytab-secret', 'principal']
    ),

  'drift is a status of its own in every metric':
    local statuses(objects) = [
      label.value
      for one in objects.workflowTemplate.spec.metrics.prometheus
      for label in one.labels
      if label.key == 'status'
    ];
    std.assertEqual(std.length(std.setInter(std.set(statuses(main(job, []))), std.set(statuses(main(job, [drift]))))), 0),
  'code of another repository takes the place of an archive':
    local artifacts = main(job { archives: { environment: 'e', runtime: 'r' } }, [git]).workflowTemplate.spec.templates[0].dag.tasks[0].arguments.artifacts;
    std.assertEqual([[one.name, std.objectHas(one, 'git')] for one in artifacts], [['environment', false], ['runtime', false], ['code', true]]),

  'a notification is an exit hook':
    std.assertEqual(std.objectFields(main(job, [notification]).workflowTemplate.spec.hooks), ['exit']),

  'without a notification there is no hook':
    std.assertEqual(std.objectHas(main(job, []).workflowTemplate.spec, 'hooks'), false),

  'a task has its own image, and a notification the plain one':
    local objects = main(job { tasks: [task, task { name: 'k', image: 'l' }] }, [notification]);
    local named(parameters, name) = [one.value for one in parameters if one.name == name];
    std.assertEqual(
      [
        std.flattenArrays([
          named(each.arguments.parameters, 'python-image')
          for each in objects.workflowTemplate.spec.templates[0].dag.tasks
        ]),
        named(objects.workflowTemplate.spec.hooks.exit.arguments.parameters, 'image'),
      ],
      [['i', 'l'], ['p']]
    ),

  'of two tasks only the one with a principal gets its arguments':
    local tasks = main(job { tasks: [task, task { name: 'k', kerberos: null }] }, [kerberos]).workflowTemplate.spec.templates[0].dag.tasks;
    std.assertEqual(
      [std.length([one for one in each.arguments.parameters if one.name == 'principal']) for each in tasks],
      [1, 0]
    ),

  'a step waits for its dependencies and receives their artifacts':
    local second = task { name: 'k', dependencies: ['j'], receipts: [{ slot: 'in-00', task: 'j' }] };
    local rendered = main(job { tasks: [task, second] }, [steps]).workflowTemplate.spec.templates[0].dag.tasks[1];
    std.assertEqual(
      [rendered.dependencies, [one for one in rendered.arguments.artifacts if std.objectHas(one, 'from')]],
      [['j'], [{ name: 'in-00', from: '{{tasks.j.outputs.artifacts.out}}' }]]
    ),

  'a graph shows what a task took and left':
    local rendered = main(job { trained: [{ name: 'trained', task: 'j' }] }, [trained]).workflowTemplate.spec.templates[0];
    std.assertEqual(
      [rendered.outputs, std.length(rendered.dag.tasks)],
      [{ parameters: [{ name: 'trained', valueFrom: { parameter: '{{tasks.j.outputs.parameters.trained}}' } }] }, 1]
    ),

  'without trained artifacts a graph has no outputs':
    std.assertEqual(std.objectHas(main(job, []).workflowTemplate.spec.templates[0], 'outputs'), false),

  'a priority is one of the queue and of the pods':
    local spec = main(job, [priority]).workflowTemplate.spec;
    std.assertEqual([spec.priority, spec.podPriorityClassName], [100, 'high']),

  'locks have the plural form':
    std.assertEqual(
      main(job, [synchronization]).workflowTemplate.spec.synchronization,
      {
        semaphores: [{ configMapKeyRef: { name: 'modelfleet-semaphores', key: 's' } }],
        mutexes: [{ name: 'm.t' }],
      }
    ),

  'an application is stopped when the run ends, and then people are told':
    local templates(features) = { [one.name]: one for one in main(job, features).workflowTemplate.spec.templates };
    std.assertEqual(
      [
        [[one.name for one in group] for group in templates(features).exit.steps]
        for features in [[spark], [spark, sparkNotification]]
      ],
      [[['stop']], [['stop'], ['notify']]]
    ),

  'an application is one argument':
    std.assertEqual(
      std.objectFields(std.parseJson(parameters(main(job, [spark])).manifest)),
      ['apiVersion', 'kind', 'metadata', 'spec']
    ),

  'the order of features does not matter':
    std.assertEqual(main(job, [drift, schedule, kerberos, notification]), main(job, [notification, schedule, kerberos, drift])),

  'the patch of the pod is a literal':
    std.assertEqual(parameters(main(job, []))['pod-spec-patch'], '{}'),
}
