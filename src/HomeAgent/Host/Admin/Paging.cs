using DsMip.HomeAgent.Admin.Problems;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DsMip.HomeAgent.Admin;

/// <summary>Lists come in pages; where there is another one, a header <c>Link</c> says so (RFC 8288).</summary>
internal static class Paging
{
    public const int DefaultLimit = 1000;
    public const int LargestLimit = 10_000;

    public static ProblemHttpResult? Wrong(int? limit) => limit is < 1 or > LargestLimit ? ApiProblem.BadRequest($"limit is 1 to {LargestLimit}") : null;

    /// <summary>The same question with another beginning.</summary>
    public static void LinkNext(HttpContext context, string parameter, string value)
    {
        var query = new QueryBuilder(context.Request.Query.Where(pair => pair.Key != parameter)) { { parameter, value } };
        context.Response.Headers.Link = $"<{context.Request.Path}{query.ToQueryString()}>; rel=\"next\"";
    }
}
