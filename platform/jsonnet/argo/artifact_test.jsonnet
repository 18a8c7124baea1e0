local artifact = import 'argo/artifact.libsonnet';

local store = { endpoint: 's3.example', bucket: 'b', region: 'r', insecure: true, credentials_secret: 's' };

{
  'an input says where the archive goes and nothing else':
    std.assertEqual(artifact.input('code', '/workspace/code'), { name: 'code', path: '/workspace/code' }),

  'the caller says how the archive is unpacked':
    std.assertEqual(artifact.fromStore({ code: 'code/x.tgz' }, store)[0].archive, { tar: {} }),

  'archives are sorted by name':
    std.assertEqual([one.name for one in artifact.fromStore({ b: '2', a: '1' }, store)], ['a', 'b']),

  'a clone is not unpacked, and only the branch of the commit is fetched':
    std.assertEqual(
      artifact.fromGit('code', { repo: 'https://g/x.git', commit: 'c', branch: 'b', fetch: [], secrets: {} }),
      {
        name: 'code',
        archive: { none: {} },
        git: { repo: 'https://g/x.git', revision: 'c', singleBranch: true, branch: 'b', disableSubmodules: true },
      }
    ),

  'a tag is fetched beside the branch':
    std.assertEqual(
      artifact.fromGit('code', { repo: 'r', commit: 'c', branch: 'b', fetch: ['refs/tags/t:refs/tags/t'], secrets: {} }).git.fetch,
      ['refs/tags/t:refs/tags/t']
    ),

  'credentials of a repository are references':
    local secrets = { sshPrivateKeySecret: { name: 's', key: 'ssh-privatekey' } };
    std.assertEqual(
      artifact.fromGit('code', { repo: 'r', commit: 'c', branch: 'b', fetch: [], secrets: secrets }).git.sshPrivateKeySecret,
      { name: 's', key: 'ssh-privatekey' }
    ),

  'credentials are references':
    std.assertEqual(
      artifact.fromStore({ code: 'code/x.tgz' }, store)[0].s3,
      {
        endpoint: 's3.example',
        bucket: 'b',
        key: 'code/x.tgz',
        region: 'r',
        insecure: true,
        accessKeySecret: { name: 's', key: 'access-key' },
        secretKeySecret: { name: 's', key: 'secret-key' },
      }
    ),
}
