using System.Globalization;
using System.Reflection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;

namespace Enrollment.Web.Api;

/// <summary>200 with the value and, where it has a version, its ETag; 304 when the caller has that version.</summary>
sealed class Read<T>(T value, int? version) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (version is { } number)
        {
            var tag = ETags.Of(number);
            httpContext.Response.Headers.ETag = tag;
            if (HttpMethods.IsGet(httpContext.Request.Method) && httpContext.Request.Headers.IfNoneMatch == tag)
            {
                httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        return httpContext.Response.WriteAsJsonAsync(value, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(T), ["application/json"]));
}

/// <summary>201 with the value, its address and its ETag.</summary>
sealed class Made<T>(T value, string location, int? version) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = location;
        if (version is { } number)
            httpContext.Response.Headers.ETag = ETags.Of(number);
        return httpContext.Response.WriteAsJsonAsync(value, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(201, typeof(T), ["application/json"]));
        builder.Metadata.Add(Idempotency.Offered);
    }
}

/// <summary>One page of a list; <paramref name="NextCursor"/> is null on the last one.</summary>
public sealed record ListOf<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>200 with one page and, unless it is the last, a Link header to the next (RFC 8288).</summary>
sealed class Listed<T>(Page<T> page) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var next = page.NextCursor?.ToString("N");
        if (next is not null)
        {
            var request = httpContext.Request;
            var query = QueryHelpers.ParseQuery(request.QueryString.Value);
            query["cursor"] = next;
            var address = QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
            httpContext.Response.Headers.Link = $"<{address}>; rel=\"next\"";
        }

        return httpContext.Response.WriteAsJsonAsync(new ListOf<T>(page.Items, next), httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(ListOf<T>), ["application/json"]));
}

/// <summary>Strong entity tags that are the row's version in quotes.</summary>
static class ETags
{
    internal static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}

/// <summary>Sends a request and answers with its value or its refusal.</summary>
static class Sending
{
    internal static async Task<Results<Read<T>, ProblemHttpResult>> ReadAsync<T>(
        this IMediator mediator,
        IRequest<Result<T>> request,
        Func<T, int>? version,
        CancellationToken token
    )
    {
        var result = await mediator.Send(request, token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Read<T>(result.Value, version?.Invoke(result.Value));
    }

    internal static async Task<Results<Made<T>, ProblemHttpResult>> MakeAsync<T>(
        this IMediator mediator,
        IRequest<Result<T>> request,
        Func<T, (string Location, int Version)> made,
        CancellationToken token
    )
    {
        var result = await mediator.Send(request, token);
        if (result.Refusal is { } refusal)
            return refusal.ToProblem();

        var (location, version) = made(result.Value);
        return new Made<T>(result.Value, location, version);
    }

    internal static async Task<Results<Listed<T>, ProblemHttpResult>> ListAsync<T>(
        this IMediator mediator,
        Paging paging,
        Func<Guid?, int, IRequest<Result<Page<T>>>> request,
        CancellationToken token
    )
    {
        if (paging.Problem is { } problem)
            return problem.ToProblem();

        var result = await mediator.Send(request(paging.After, paging.Size), token);
        return result.Refusal is { } refusal ? refusal.ToProblem() : new Listed<T>(result.Value);
    }
}
