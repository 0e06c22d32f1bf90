using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Api;

/// <summary>200 with the value and its ETag; 304 when the caller has it already.</summary>
sealed class Read<T>(T value, int? version) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var body = ETags.Tag(httpContext, value, version);
        if (HttpMethods.IsGet(httpContext.Request.Method) && ETags.IsKnown(httpContext))
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await ETags.WriteAsync(httpContext, body);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(T), ["application/json"]));
        builder.Metadata.Add(NotModifiedOffered.It);
    }
}

/// <summary>201 with the value, its address and its ETag.</summary>
sealed class Made<T>(T value, string location, int? version) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = location;
        using var body = ETags.Tag(httpContext, value, version);
        await ETags.WriteAsync(httpContext, body);
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

/// <summary>
/// Strong entity tags: the row's version, which If-Match compares, and a hash of the body, because an answer shows
/// things of other rows too (names, counts, what the caller may do), which change without it.
/// </summary>
static class ETags
{
    /// <summary>Sets the answer's ETag and returns its body, which the caller disposes.</summary>
    internal static AnswerBody Tag<T>(HttpContext http, T value, int? version)
    {
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = AnswerBody.Of(value, json);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Bytes.Span).AsSpan(0, 8));
        http.Response.Headers.ETag = version is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"\"{number}-{hash}\"")
            : $"\"{hash}\"";
        return body;
    }

    /// <summary>Whether If-None-Match names the answer's ETag (RFC 9110, 13.1.2: compared weakly).</summary>
    internal static bool IsKnown(HttpContext http)
    {
        var current = EntityTagHeaderValue.Parse(http.Response.Headers.ETag.ToString());
        return http
            .Request.GetTypedHeaders()
            .IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, false));
    }

    internal static ValueTask WriteAsync(HttpContext http, AnswerBody body)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Bytes.Length;
        return http.Response.Body.WriteAsync(body.Bytes, http.RequestAborted);
    }
}

/// <summary>Marks the answers that have an ETag; a GET of one may end with 304.</summary>
sealed class NotModifiedOffered
{
    internal static NotModifiedOffered It { get; } = new();
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
