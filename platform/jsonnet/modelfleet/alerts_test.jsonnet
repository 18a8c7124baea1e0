local alerts = import 'modelfleet/alerts.libsonnet';

local rules = alerts.rules('o', 'n', 'https://h/')[0].rules;
local raised = [one for one in rules if std.objectHas(one, 'alert')];
// Every metric in an expression, by the brace that its selector begins with.
local selectors(expression) = std.length(std.findSubstr('{', expression));

{
  'every selector is closed over the namespace':
    std.assertEqual([one.expr for one in rules if selectors(one.expr) != std.length(std.findSubstr("{model_namespace='n'", one.expr))], []),

  'every alert has an owner, a severity, and a page':
    std.assertEqual(
      [
        one.alert
        for one in raised
        if one.labels.owner != 'o' || !std.member(['critical', 'warning'], one.labels.severity) || !std.startsWith(one.annotations.runbook_url, 'https://h/')
      ],
      []
    ),

  'records come before what uses them':
    std.assertEqual(std.length([one for one in rules[:6] if std.objectHas(one, 'record')]), std.length(rules) - std.length(raised)),
}
