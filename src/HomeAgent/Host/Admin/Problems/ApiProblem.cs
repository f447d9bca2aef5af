using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DsMip.HomeAgent.Admin.Problems;

/// <summary>Errors as RFC 9457 has them.</summary>
internal static class ApiProblem
{
    /// <param name="detail">One line that says what is wrong and what would be right.</param>
    /// <param name="key">What is wrong of what was given, as the configuration names it; null: nothing of it.</param>
    public static ProblemHttpResult Of(int status, string detail, string? key = null) =>
        TypedResults.Problem(detail, statusCode: status, extensions: key is null ? null : new Dictionary<string, object?> { ["key"] = MemberOf(key) });

    public static ProblemHttpResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult NotAnAddress(string text) => BadRequest($"'{text}' is not an IPv6 address");

    /// <summary><c>BindingUpdate:Spi</c> is <c>bindingUpdate.spi</c> in JSON.</summary>
    private static string MemberOf(string key) => string.Join('.', key.Split(':').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>For answers that nobody has given a reason.</summary>
    public static string? UsualDetail(int? status) => status switch
    {
        StatusCodes.Status401Unauthorized => "a valid token is required: Authorization: Bearer TOKEN",
        StatusCodes.Status403Forbidden => "this token may read and not change anything",
        StatusCodes.Status404NotFound => "there is no such resource",
        StatusCodes.Status405MethodNotAllowed => "the resource does not have this method",
        StatusCodes.Status415UnsupportedMediaType => "the body has to be application/json",
        _ => null,
    };
}
