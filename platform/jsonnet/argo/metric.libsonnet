// A metric of a workflow, which the controller computes when the workflow ends.
{
  counter(name, help, value):: { name: name, help: help, counter: { value: value } },

  // Argo refuses a metric whose help differs from that of the first one of its name (metrics_custom.go), so it is constant.
  gauge(name, help, value):: { name: name, help: help, gauge: { realtime: false, value: value } },

  label(key, value):: { key: key, value: value },

  withLabels(labels):: { labels: labels },

  when(condition):: { when: condition },
}
