using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>The minutes of a meeting: as they were sealed, or as a draft of what they would be.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetMinutes(Guid MeetingId) : IQuery<MinutesView>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfMeeting(MeetingId);
}

/// <summary>
/// The minutes as a PDF for paper in a language (ISO 639-1: en, kk, ru, zh; English where there is none); a draft says so
/// across each page.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record GetMinutesFile(Guid MeetingId, string? Language = null) : IQuery<MinutesFile>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfMeeting(MeetingId);
}

/// <summary>
/// The hash is that of the kept document (lower-case hexadecimal SHA-256); null for a draft, and for minutes that were
/// sealed before they were kept as one.
/// </summary>
public sealed record MinutesView(bool Draft, string? Hash, MinutesSnapshot Minutes);

public sealed record MinutesFile(string Name, byte[] Content);

sealed class GetMinutesHandler(Db db) : IRequestHandler<GetMinutes, Result<MinutesView>>
{
    public async Task<Result<MinutesView>> Handle(GetMinutes request, CancellationToken cancellationToken) =>
        await ReadAsync(db, request.MeetingId, cancellationToken) is { } minutes
            ? minutes
            : Refusal.NotFound("board_meeting", request.MeetingId);

    internal static async Task<MinutesView?> ReadAsync(Db db, Guid meetingId, CancellationToken token)
    {
        if (await db.FindAsync<KeptRow>(Kept, new { Id = meetingId }, token) is { Minutes: { } json } kept)
            return new MinutesView(Draft: false, kept.MinutesHash, MinutesJson.Read(json));

        return await GetBoardMeetingHandler.DetailsAsync(db, meetingId, token) is { } meeting
            ? new MinutesView(meeting.SealedAt is null, null, await MinutesReader.ReadAsync(db, meeting, token))
            : null;
    }

    sealed record KeptRow
    {
        public string? Minutes { get; init; }
        public string? MinutesHash { get; init; }
    }

    internal static readonly Sql Kept = new("SELECT Minutes, MinutesHash FROM BoardMeetings WHERE Id = @Id");
}

sealed class GetMinutesFileHandler(Db db, IMinutesRenderer renderer)
    : IRequestHandler<GetMinutesFile, Result<MinutesFile>>
{
    public async Task<Result<MinutesFile>> Handle(GetMinutesFile request, CancellationToken cancellationToken)
    {
        var view = await GetMinutesHandler.ReadAsync(db, request.MeetingId, cancellationToken);
        if (view is null)
            return Refusal.NotFound("board_meeting", request.MeetingId);
        // As long as they can be corrected.
        if (view.Minutes.SealedAt is null && renderer.FindUnprintable(view.Minutes) is { Count: > 0 } problems)
            return AssessmentErrors.MinutesUnprintable(problems);

        return new MinutesFile(
            Name(view.Minutes.MinutesNumber, request.Language),
            renderer.Render(view.Minutes, request.Language)
        );
    }

    /// <summary>Of letters and digits that every file system takes, with one hyphen between its parts.</summary>
    static string Name(string number, string? language)
    {
        var plain = new string([.. number.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        string[] parts = ["minutes", .. plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (!string.IsNullOrEmpty(language))
            parts = [.. parts, ExplanationWords.In(language).Language];
        return $"{string.Join('-', parts)}.pdf";
    }
}
