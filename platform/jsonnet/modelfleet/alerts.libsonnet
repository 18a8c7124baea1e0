// Alerts on the jobs of one owner's namespace. They name no job: what there is to watch, Prometheus reads from the cluster
// (platform/monitoring/kube-state-metrics.yaml) and from the runs themselves (metrics.libsonnet).
local rule = import 'prometheus/rule.libsonnet';

// One job. Everything else on a series says where Prometheus has read it from.
local job = 'model_namespace, model, model_job';

// The rules of one namespace. Every selector is closed over it, because a Prometheus may see several.
local rulesOf(owner, namespace, runbooks) =
  local own(metric, matchers='') = "%s{model_namespace='%s'%s}" % [metric, namespace, matchers];
  local schedule(metric) = 'max by (%s, schedule, timezone) (%s)' % [job, own('modelfleet_schedule_' + metric)];
  local fact(metric) = 'max by (%s) (%s)' % [job, own('modelfleet_schedule_' + metric)];
  // What the controller says of the last run is gone when it restarts, so Prometheus goes on from what it had recorded. A job
  // that nobody has run for so long is not worth a series.
  local lastRun(record, matchers) = rule.recording(
    record,
    'max by (%s) (%s) or last_over_time(%s[6h]) > time() - %d' % [
      job,
      own('argo_workflows_modelfleet_run_created_timestamp_seconds', matchers),
      own(record),
      40 * 24 * 60 * 60,
    ]
  );

  local startWithin = 'modelfleet:schedule_start_within:seconds';
  local expectedSince = 'modelfleet:schedule_expected_since:timestamp_seconds';
  local started = 'modelfleet:schedule_started:timestamp_seconds';
  local succeeded = 'modelfleet:run_succeeded:timestamp_seconds';
  local failed = 'modelfleet:run_failed:timestamp_seconds';
  local drifted = 'modelfleet:run_drifted:timestamp_seconds';
  local isScheduled = 'and on (%s) %s' % [job, own(startWithin)];
  // The newest run with one outcome has no newer one that succeeded.
  local unmended(record) = '(%s > %s or %s unless %s) %s' % [own(record), own(succeeded), own(record), own(succeeded), isScheduled];

  local recordings = [
    rule.recording(startWithin, schedule('start_within_seconds')),
    // Nothing is expected of the time before a schedule was seen, nor of the time in which somebody had suspended it.
    rule.recording(
      expectedSince,
      '(last_over_time(%s[1d]) unless %s == 1) and %s or 0 * %s + time()' % [
        own(expectedSince),
        schedule('suspended'),
        own(startWithin),
        own(startWithin),
      ]
    ),
    rule.recording(started, '%s > max by (%s) (%s)' % [fact('last_start_timestamp_seconds'), job, own(expectedSince)]),
    lastRun(succeeded, ", status='Succeeded'"),
    lastRun(failed, ", status=~'Failed|Error', trigger='schedule'"),
    lastRun(drifted, ", status='Drifted', trigger='schedule'"),
  ];

  local alert(name, page, severity, expression, wait, summary, description) =
    rule.alert(name, expression, wait)
    + rule.withLabels({ owner: owner, severity: severity })
    + rule.withAnnotations({ summary: '{{ $labels.model }}: ' + summary, description: description, runbook_url: runbooks + page });

  local alerts = [
    alert(
      'ModelfleetJobFailed',
      'failed.md',
      'warning',
      unmended(failed),
      '0s',
      '{{ $labels.model_job }} has failed',
      'The run of {{ $value | humanizeTimestamp }} failed after its last retry, and none has succeeded since.'
    ),
    alert(
      'ModelfleetJobMissed',
      'missed.md',
      'critical',
      'time() - max by (%s) (%s or %s) > max by (%s) (%s)' % [job, own(started), own(expectedSince), job, own(startWithin)],
      '5m',
      '{{ $labels.model_job }} has not started',
      'Its schedule has started nothing for {{ $value | humanizeDuration }}, longer than its longest pause.'
    ),
    alert(
      'ModelfleetJobLate',
      'late.md',
      'critical',
      'time() - %s > %s unless %s >= %s' % [own(started), fact('success_within_seconds'), own(succeeded), own(started)],
      '0s',
      '{{ $labels.model_job }} is not done in time',
      'It started by the clock {{ $value | humanizeDuration }} ago and has not succeeded by its `sla.finish_by`.'
    ) + rule.withLabels({ owner: owner, severity: 'critical', reason: 'finish_by' }),
    alert(
      'ModelfleetJobLate',
      'late.md',
      'warning',
      'time() - %s > %s unless %s >= %s unless %s >= %s unless %s >= %s' % [
        own(started),
        fact('end_within_seconds'),
        own(succeeded),
        own(started),
        own(failed),
        own(started),
        own(drifted),
        own(started),
      ],
      '0s',
      '{{ $labels.model_job }} takes much longer than usual',
      'It started by the clock {{ $value | humanizeDuration }} ago and has not ended.'
    ) + rule.withLabels({ owner: owner, severity: 'warning', reason: 'duration' }),
    alert(
      'ModelfleetJobDrifting',
      'drifting.md',
      'warning',
      unmended(drifted),
      '0s',
      '{{ $labels.model_job }} has found drift',
      'The check of {{ $value | humanizeTimestamp }} found drift, and none has passed since.'
    ),
  ];
  recordings + alerts;

{
  rules(owner, namespace, runbooks):: [rule.group('modelfleet-' + namespace, '1m', rulesOf(owner, namespace, runbooks))],
}
