local batch = import 'modelfleet/batch.libsonnet';
local kerberos = import 'modelfleet/kerberos.libsonnet';

local mounts(container) = [one.name for one in container.volumeMounts];

{
  'the keytab is mounted where a ticket is got, and nowhere else':
    std.assertEqual(
      [std.member(mounts(one), 'keytab') for one in [kerberos.kinit('k'), kerberos.renewal('r'), kerberos.credentials]],
      [true, true, false]
    ),

  'the keytab is no mount of the set, which every container has':
    local template = batch.new({ verify: '', transferIn: '' }, [kerberos.kinit('k')], kerberos.credentials);
    std.assertEqual([one.name for one in template.containerSet.volumeMounts], ['workspace']),

  // A sidecar is no member of the set, so it has to mount the workspace itself.
  'the renewal writes the cache that the others read':
    std.assertEqual(std.member(mounts(kerberos.renewal('r')), 'workspace'), true),

  'both say the same cache':
    std.assertEqual(kerberos.kinit('k').env, kerberos.credentials.env),
}
