// What a submitter may set. A pod's shape, its images and its archives are not among them: those are literals on the task.
{
  names:: ['scheduled-time', 'logical-date', 'parameters', 'debug'],

  // The values of a run that nobody has given any; of them a schedule sets only scheduled-time.
  unset:: { 'scheduled-time': '', 'logical-date': '', parameters: '{}', debug: 'false' },
}
