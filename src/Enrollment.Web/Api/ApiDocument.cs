using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Enrollment.Web.Api;

/// <summary>Completes the generated OpenAPI document with what the code alone doesn't tell.</summary>
static class ApiDocument
{
    const string scheme = "bearer";

    internal static IServiceCollection AddEnrollmentOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        Describe(document);
                        return Task.CompletedTask;
                    }
                );
                options.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        DescribeClock(schema, context.JsonTypeInfo.Type);
                        LeaveOutNull(schema, context.JsonTypeInfo.Type);
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        AddHeaders(operation, context);
                        AddNotModified(operation, context);
                        NameEnumerations(operation, context);
                        return Task.CompletedTask;
                    }
                );
            }
        );

    static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Enrollment",
            Version =
                typeof(ApiDocument)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion.Split('+')[0]
                ?? "0",
            Description =
                "Trainee enrollment and certification. Errors are problem details (RFC 9457) with a stable 'code' and, "
                + "where fields are at fault, 'problems'. Lists are paged: follow the Link header or send 'nextCursor' "
                + "as 'cursor'. A POST that creates takes an Idempotency-Key; an edit demands If-Match.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = scheme,
            Description = "An access token from the configuration. Reading the catalog needs none.",
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = [] },
            new OpenApiSecurityRequirement(),
        ];
    }

    /// <summary>The generator takes every time of day for a "time", whatever converter writes it.</summary>
    static void DescribeClock(OpenApiSchema schema, Type type)
    {
        if (type != typeof(TimeOnly) && type != typeof(TimeOnly?))
            return;

        schema.Format = null;
        schema.Pattern = ClockConverter.Pattern;
    }

    /// <summary>
    /// The generator names an enumeration after itself where it first meets it, with a null where that place may be null.
    /// Each such place says by itself that it may be.
    /// </summary>
    static void LeaveOutNull(OpenApiSchema schema, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { IsEnum: true } && schema.Enum is { } members)
            schema.Enum = [.. members.Where(member => member is not null && !member.IsJsonNullSentinel())];
    }

    static void AddNotModified(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (
            HttpMethods.IsGet(context.Description.HttpMethod ?? "")
            && context.Description.ActionDescriptor.EndpointMetadata.Any(item => item is NotModifiedOffered)
        )
            (operation.Responses ??= [])["304"] = new OpenApiResponse
            {
                Description = "It is as If-None-Match has it.",
            };
    }

    static void NameEnumerations(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var described in context.Description.ParameterDescriptions)
        {
            var type = described.ParameterDescriptor?.ParameterType ?? typeof(object);
            var wire = Nullable.GetUnderlyingType(type) ?? type;
            var parameter = operation.Parameters?.FirstOrDefault(p => p.Name == described.Name) as OpenApiParameter;
            if (parameter is null || !wire.IsAssignableTo(typeof(IWire)))
                continue;

            var names = (IEnumerable<string>)wire.GetProperty(nameof(IWire.Names))!.GetValue(null)!;
            parameter.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))],
            };
        }
    }

    static void AddHeaders(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.Any(item => item is Idempotency.OfferedMetadata))
        {
            Header(
                Idempotency.Header,
                required: false,
                "1 to 200 printable ASCII characters. Repeated with its key, the request answers as the first time."
            );
        }

        if (metadata.Any(item => item is IfMatchDemanded))
            Header("If-Match", required: true, "The ETag that the record was read with.");

        void Header(string name, bool required, string description) =>
            (operation.Parameters ??= []).Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Header,
                    Required = required,
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
    }
}
