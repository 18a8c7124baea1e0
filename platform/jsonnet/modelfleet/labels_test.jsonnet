local labels = import 'modelfleet/labels.libsonnet';

local digest(letter) = std.repeat(letter, 64);

local job = {
  model: 'm',
  job: 'j',
  owner: 'o',
  channel: 'stable',
  digests: { code: digest('a'), environment: digest('b'), runtime: digest('c') },
};

{
  'an object leads to its model':
    std.assertEqual(labels.ofJob(job), { 'modelfleet.io/model': 'm', 'modelfleet.io/job': 'j', 'modelfleet.io/owner': 'o' }),

  'who tries changes of the platform is seen':
    std.assertEqual(labels.ofJob(job { channel: 'canary' }), labels.ofJob(job) { 'modelfleet.io/channel': 'canary' }),

  'a run leads to its content, in values that a label can hold':
    std.assertEqual(
      labels.ofRun(job),
      labels.ofJob(job) {
        'modelfleet.io/code': std.repeat('a', 16),
        'modelfleet.io/environment': std.repeat('b', 16),
        'modelfleet.io/runtime': std.repeat('c', 16),
      }
    ),
}
