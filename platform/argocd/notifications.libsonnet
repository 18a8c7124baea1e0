// What the notifications of Argo CD say about Applications, to the routes of their owner.
local configMap = import 'kubernetes/config_map.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';

local yaml(value) = std.manifestYamlDoc(value, indent_array_in_object=true, quote_keys=false);

// Once for each state of the branch, or a fault that stays would be told every few minutes.
local once = 'app.status.operationState?.syncResult?.revision';

local events = {
  'modelfleet-sync-failed': {
    when: "app.status.operationState != nil and app.status.operationState.phase in ['Error', 'Failed']",
    text: 'printf "%s could not be applied: %s" .app.metadata.name .app.status.operationState.message',
  },
  // An Application of a model is degraded when Argo Workflows refuses one of its schedules; a failed run does not do it.
  'modelfleet-degraded': {
    when: "app.status.health.status == 'Degraded'",
    text: 'printf "%s is applied and does not work: see the conditions of its CronWorkflows" .app.metadata.name',
  },
};

function(stage)
  local services = std.set([route.service for owner in stage.owners for route in owner.routes]);
  local template(text) = {
    webhook: {
      [service]: { method: 'POST', body: '{"text": {{ %s | toJson }}}' % text }
      for service in services
    },
  };
  {
    notifications: configMap.new(
      'argocd-notifications-cm',
      stage.namespace,
      {
        ['service.webhook.' + route.service]: yaml({
          url: '$' + route.service,
          headers: [{ name: 'Content-Type', value: 'application/json' }],
        })
        for owner in stage.owners
        for route in owner.routes
      }
      + { ['template.' + name]: yaml(template(events[name].text)) for name in std.objectFields(events) }
      + {
        ['trigger.' + name]: yaml([{ when: events[name].when, oncePer: once, send: [name] }])
        for name in std.objectFields(events)
      }
      + {
        subscriptions: yaml([
          {
            recipients: [route.service for route in owner.routes],
            triggers: std.objectFields(events),
            selector: '%s=%s' % [label, labels.ofOwner(owner.name)[label]],
          }
          for owner in stage.owners
          if std.length(owner.routes) > 0
          for label in std.objectFields(labels.ofOwner(owner.name))
        ]),
      }
    ),
  }
