using Enrollment.Admissions;
using Enrollment.Admissions.Documents;
using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Certificates.Batches;
using Enrollment.Certificates.Designs;
using Enrollment.Certificates.Transcripts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Enrollment;

/// <summary>
/// Registers the use cases. The only file that knows the mediator's registration: version 5.1.0 is wired by hand over
/// its <see cref="ServiceFactory"/>.
/// </summary>
public static class EnrollmentRegistration
{
    public static IServiceCollection AddEnrollment(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Ids>();
        services.AddScoped<RequestContext>();
        services.AddScoped<Db>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<ApplicationChange>();
        services.AddScoped<OfferBatch>();
        services.AddScoped<ApplicationChanging>();
        services.AddScoped<CertificateDraft>();
        services.AddScoped<CredentialDraft>();
        services.AddScoped<DocumentMaking>();
        services.AddScoped<CertificateIssuing>();
        services.AddScoped<TranscriptMaking>();
        services.AddSingleton<PublishedDesigns>();
        services.AddScoped<IssueBatchRun>();
        services.AddScoped<FileSweep>();
        services.AddScoped<DocumentUploading>();
        services.AddScoped<DocumentScanning>();
        services.AddScoped<DocumentClearing>();
        services.AddScoped<MessageSending>();
        services.AddScoped<SchemeAdding>();
        services.AddScoped<PreparedResults>();
        services.AddScoped<PreparedKeys>();
        services.AddScoped<MatchSearch>();
        services.AddScoped<PersonMerging>();

        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<IMediator>(provider => new Mediator(provider.GetRequiredService<ServiceFactory>()));

        // In the order in which a request passes them.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(MetricsBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(CohortWorkBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(MatchKeyPreparation<,>));
        services.AddScoped<IPipelineBehavior<ComputeResults, Result<ResultsComputed>>, ResultPreparation>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));

        foreach (var type in typeof(EnrollmentRegistration).Assembly.GetTypes())
        {
            if (type.IsAbstract || type.ContainsGenericParameters)
                continue;

            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType))
            {
                var definition = contract.GetGenericTypeDefinition();
                if (definition == typeof(IRequestHandler<,>))
                    services.AddScoped(contract, type);
                else if (definition == typeof(IValidator<>))
                    services.AddSingleton(contract, type);
            }
        }

        return services;
    }
}
