local metrics = import 'modelfleet/metrics.libsonnet';

local job = { model: 'm', job: 'j', namespace: 'n' };
local found = metrics.ofRun(job, metrics.status);

{
  'every metric has the same labels, none of which Prometheus writes itself':
    std.assertEqual(
      std.set([std.toString([one.labels, one.when]) for one in found]) == [std.toString([found[0].labels, found[0].when])]
      && std.setInter(['instance', 'job', 'namespace', 'pod'], std.set([label.key for label in found[0].labels])) == [],
      true
    ),

  'a finding of the drift check is a status of its own':
    std.assertEqual(
      [std.length(std.findSubstr('Drifted', label.value)) for label in metrics.ofRun(job, metrics.statusOfDriftCheck)[0].labels if label.key == 'status'],
      [1]
    ),
}
