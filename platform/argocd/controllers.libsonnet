// What the controllers of Argo CD are set to. Keys that are not here stay as they were installed.
local configMap = import 'kubernetes/config_map.libsonnet';
local exclusions = import 'exclusions.libsonnet';
local sizes = import 'sizes.libsonnet';

local partOfArgoCd = configMap.withLabels({ 'app.kubernetes.io/part-of': 'argocd' });

// Argo CD adds up to `jitter` to its interval, so that not all Applications are looked at in the same second.
local interval(polling) = { fixed: polling - self.jitter, jitter: std.floor(polling / 3) };

function(stage)
  local size = sizes[stage.controllers.fleet].argocd;
  local time = interval(stage.polling);
  {
    settings:
      configMap.new('argocd-cm', stage.namespace, {
        'timeout.reconciliation': '%ds' % time.fixed,
        'timeout.reconciliation.jitter': '%ds' % time.jitter,
        'webhook.refresh.jitter': size.webhookJitter,
        'resource.exclusions': std.manifestYamlDoc(exclusions, indent_array_in_object=true, quote_keys=false),
      })
      + partOfArgoCd,

    parameters:
      configMap.new('argocd-cmd-params-cm', stage.namespace, { [key]: std.toString(size.parameters[key]) for key in std.objectFields(size.parameters) })
      + partOfArgoCd,

    // What no key of the ConfigMaps reaches.
    variables:
      configMap.new('argocd-environment', stage.namespace, { [name]: std.toString(size.variables[name]) for name in std.objectFields(size.variables) })
      + partOfArgoCd,
  }
