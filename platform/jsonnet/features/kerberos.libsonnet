// Lets tasks act as Kerberos principals. The shape of their pods differs too: their templates are others.
local parameter = import 'argo/parameter.libsonnet';

function(job) {
  // Of a job's steps some may have a principal and others none.
  taskParameters(one)::
    local kerberos = [
      parameter.new('principal', one.kerberos.principal),
      parameter.new('keytab-secret', one.kerberos.keytab_secret),
      parameter.new('kerberos-image', job.images.kerberos),
    ];
    super.taskParameters(one) + if one.kerberos == null then [] else kerberos,
}
