local volume = import 'kubernetes/volume.libsonnet';

{
  'a directory may have a limit':
    std.assertEqual(volume.sizedEmptyDir('v', '1Gi'), { name: 'v', emptyDir: { sizeLimit: '1Gi' } }),

  'a secret is readable by the group alone':
    std.assertEqual(volume.secret('v', 's').secret, { secretName: 's', defaultMode: std.parseOctal('440') }),

  'a mount is read-only only when it says so':
    std.assertEqual(
      [volume.mount('v', '/p'), volume.readOnlyMount('v', '/p')],
      [{ name: 'v', mountPath: '/p' }, { name: 'v', mountPath: '/p', readOnly: true }]
    ),
}
