using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DsMip.HomeAgent.Admin;

/// <summary>The OpenAPI document.</summary>
internal static class ApiDocument
{
    public const string Route = "/api/v1/openapi.json";
    private const string Scheme = "bearer";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "DsMip home agent", Version = "v1", Description = "Administration of a DSMIPv6 home agent (RFC 5555)." };
            // Relative: by whatever name somebody got here.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
