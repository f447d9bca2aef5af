namespace DsMip.HomeAgent.Dashboard;

/// <summary>
/// <c>/dashboard/</c>: a page that knows nothing by itself. What it shows and does goes through <c>/api/v1</c> with the token of whoever looks at it, so
/// the page needs none.
/// </summary>
internal static class DashboardEndpoints
{
    private const string Root = "/dashboard/";

    /// <summary>Nothing from elsewhere, nothing inline, no text that becomes markup, in nobody's frame.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect(Root)).ExcludeFromDescription();
        // Addresses in the page are relative, and to routing both are the same.
        routes.MapGet(Root, (HttpContext http) => http.Request.Path == Root ? Answer(http, DashboardFiles.All["index.html"]) : Results.Redirect(Root)).ExcludeFromDescription();
        foreach (var (path, file) in DashboardFiles.All)
            routes.MapGet(Root + path, (HttpContext http) => Answer(http, file)).ExcludeFromDescription();
    }

    private static IResult Answer(HttpContext http, DashboardFile file)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Asked for again each time, sent again only when another version of this program is there.
        headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.Type, entityTag: file.Tag);
    }
}
