// Lets the job act as a Kerberos principal. The shape of the pod differs too: job.templates.run names another template.
function(job) {
  taskParameters+:: {
    principal: job.kerberos.principal,
    'keytab-secret': job.kerberos.keytab_secret,
    'kerberos-image': job.images.kerberos,
  },
}
