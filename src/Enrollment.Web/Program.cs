using Enrollment.Web.CommandLine;

return await EnrollmentCommand.RunAsync(args);
