using System.Reflection;
using Enrollment.Accounts;
using FluentValidation;
using MediatR;

namespace Enrollment.Pipeline;

/// <summary>Answers with every problem of the request at once, before anything is read or written.</summary>
sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IUseCase
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        var problems = validators
            .SelectMany(validator => validator.Validate(request).Errors)
            .Select(FieldProblems.Of)
            .ToList();
        if (problems.Count == 0)
            return next();

        var refusal = new Refusal(
            RefusalKind.Invalid,
            "invalid_request",
            "The request has fields that must be corrected. Each is named in 'problems'."
        )
        {
            Problems = problems,
        };
        return Task.FromResult(TResponse.Refuse(refusal));
    }
}

/// <summary>Lets a request pass only if its caller holds the permission that the request declares.</summary>
sealed class AuthorizationBehavior<TRequest, TResponse>(RequestContext context) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IUseCase
    where TResponse : IResult<TResponse>
{
    static readonly Permission? required = typeof(TRequest).GetCustomAttribute<RequiresAttribute>()?.Permission;

    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (required is not { } permission)
            throw new InvalidOperationException($"{typeof(TRequest).Name} declares no permission.");

        if (context.Caller.May(permission))
            return next();

        return Task.FromResult(TResponse.Refuse(AccountErrors.Lacks(context.Caller, permission)));
    }
}
