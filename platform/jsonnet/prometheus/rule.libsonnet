// Rules of Prometheus, and the object by which its operator takes them.
{
  object(name, namespace, labels, groups):: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: name, namespace: namespace, labels: labels },
    spec: { groups: groups },
  },

  // Rules of a group are evaluated in their order, each with what those before it have recorded.
  group(name, interval, rules):: { name: name, interval: interval, rules: rules },

  recording(name, expression):: { record: name, expr: expression },

  alert(name, expression, wait):: { alert: name, expr: expression, 'for': wait },

  withLabels(labels):: { labels: labels },

  withAnnotations(annotations):: { annotations: annotations },
}
