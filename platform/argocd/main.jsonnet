// Everything of one stage in Argo CD: function(stage) -> { role: object }. The root Application applies all of it, itself
// included.
local controllers = import 'controllers.libsonnet';
local models = import 'models.libsonnet';
local namespaces = import 'namespaces.libsonnet';
local notifications = import 'notifications.libsonnet';
local root = import 'root.libsonnet';
local templates = import 'templates.libsonnet';

function(stage)
  root(stage)
  + templates(stage)
  + namespaces(stage)
  + std.foldl(function(objects, owner) objects + models(stage, owner), stage.owners, {})
  // Settings are of one Argo CD, which stages may share: then one of them has them.
  + if stage.controllers == null then {} else controllers(stage) + notifications(stage)
