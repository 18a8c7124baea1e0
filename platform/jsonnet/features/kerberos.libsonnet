// Lets the job act as a Kerberos principal. The shape of the pod differs too: job.templates.run names another template.
local parameter = import 'argo/parameter.libsonnet';

function(job) {
  taskParameters+:: [
    parameter.new('principal', job.kerberos.principal),
    parameter.new('keytab-secret', job.kerberos.keytab_secret),
    parameter.new('kerberos-image', job.images.kerberos),
  ],
}
