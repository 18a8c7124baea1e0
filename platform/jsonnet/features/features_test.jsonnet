local git = import 'features/git.libsonnet';
local kerberos = import 'features/kerberos.libsonnet';
local notification = import 'features/notification.libsonnet';
local schedule = import 'features/schedule.libsonnet';
local main = import 'main.jsonnet';

local digest = std.repeat('0', 64);

local job = {
  name: 'm-j',
  namespace: 'n',
  model: 'm',
  job: 'j',
  owner: 'o',
  annotations: {},
  templates: { run: 'batch-1', notify: 'notify-1' },
  images: { python: 'p', rclone: 'r', kerberos: 'k' },
  settings: '{}',
  pod_patch: '{}',
  timeout: '60',
  deadline: 120,
  retries: { limit: '0', backoff: '1s' },
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
  kerberos: { principal: 'svc', keytab_secret: 'keytab' },
  routes: '[]',
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

  'kerberos adds arguments to the task':
    std.assertEqual(
      std.setDiff(std.objectFields(parameters(main(job, [kerberos]))), std.objectFields(parameters(main(job, [])))),
      ['kerberos-image', 'keytab-secret', 'principal']
    ),

  'code of another repository takes the place of an archive':
    local artifacts = main(job { archives: { environment: 'e', runtime: 'r' } }, [git]).workflowTemplate.spec.templates[0].dag.tasks[0].arguments.artifacts;
    std.assertEqual([[one.name, std.objectHas(one, 'git')] for one in artifacts], [['environment', false], ['runtime', false], ['code', true]]),

  'a notification is an exit hook':
    std.assertEqual(std.objectFields(main(job, [notification]).workflowTemplate.spec.hooks), ['exit']),

  'without a notification there is no hook':
    std.assertEqual(std.objectHas(main(job, []).workflowTemplate.spec, 'hooks'), false),

  'the order of features does not matter':
    std.assertEqual(main(job, [schedule, kerberos, notification]), main(job, [notification, schedule, kerberos])),

  'the patch of the pod is a literal':
    std.assertEqual(parameters(main(job, []))['pod-spec-patch'], '{}'),
}
