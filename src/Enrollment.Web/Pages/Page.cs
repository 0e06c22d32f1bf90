using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Enrollment.Web.Pages;

/// <summary>
/// A page rendered on the server and sent whole. It uses the components' renderer alone: what the framework adds for
/// interactive pages (circuits, key rings, antiforgery) isn't needed here and would cost start-up time and memory.
/// </summary>
sealed class Page<TComponent>(IReadOnlyDictionary<string, object?> parameters, int statusCode = StatusCodes.Status200OK)
    : IResult
    where TComponent : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(
                ParameterView.FromDictionary(new Dictionary<string, object?>(parameters))
            );
            return root.ToHtmlString();
        });
        httpContext.Response.StatusCode = statusCode;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
    }
}
