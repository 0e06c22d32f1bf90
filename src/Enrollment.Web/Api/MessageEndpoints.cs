using Enrollment.Messages;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>What applicants and trainees were written, or weren't.</summary>
static class MessageEndpoints
{
    internal static void MapMessages(this RouteGroupBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("Messages");
        messages
            .MapGet("/", ListAsync)
            .WithSummary("List messages to applicants and trainees: about an application, to a person, of a status");
        messages.MapGet("/{id:guid}", GetAsync).WithSummary("Read what became of a message");
        messages
            .MapPost("/{id:guid}/requeue", RequeueAsync)
            .WithSummary("Send a message again that failed or had no address")
            .WithDescription("It gets all its attempts anew. If-Match is optional.");
    }

    static Task<Results<Listed<MessageView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Guid? applicationId,
        Guid? personId,
        Wire<MessageStatus>? status,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListMessages(applicationId, personId, status?.Value, after, size),
            token
        );

    static Task<Results<Read<MessageView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetMessage(id), m => m.Version, token);

    static async Task<Results<Read<MessageView>, ProblemHttpResult>> RequeueAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new RequeueMessage(id, version), m => m.Version, token);
    }
}
