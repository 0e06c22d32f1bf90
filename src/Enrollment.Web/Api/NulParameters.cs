namespace Enrollment.Web.Api;

/// <summary>
/// Refuses a query parameter with the character U+0000, which not every engine can look for. In paths the server refuses
/// it, in bodies the rules of the fields do.
/// </summary>
static class NulParameters
{
    internal static Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        // Nearly every request stops here, before anything is parsed.
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) != true)
            return next(http);

        var name = http.Request.Query.Where(pair => pair.Value.ToString().Contains('\0')).Select(pair => pair.Key);
        return name.FirstOrDefault() is { } found
            ? ProblemHandling.AnswerAsync(
                http,
                Problems.Of(400, "unreadable_parameter", UnreadableParameter.Message(found))
            )
            : next(http);
    }
}
