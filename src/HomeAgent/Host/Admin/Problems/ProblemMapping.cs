using System.Data.Common;
using System.Text.Json;
using DsMip.HomeAgent.Directory;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DsMip.HomeAgent.Admin.Problems;

/// <summary>Exceptions of endpoints to problem details. None of them says what was in a body, which may hold keys.</summary>
internal sealed partial class ProblemMapping(ILogger<ProblemMapping> log) : IExceptionHandler
{
    public static ProblemHttpResult Of(Exception exception) => exception switch
    {
        ProvisioningException { Fault: ProvisioningFault.Impossible } wrong => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, wrong.Message, wrong.Key),
        ProvisioningException { Fault: ProvisioningFault.Conflict } wrong => ApiProblem.Of(StatusCodes.Status409Conflict, wrong.Message, wrong.Key),
        ProvisioningException { Fault: ProvisioningFault.NotFound } wrong => ApiProblem.NotFound(wrong.Message),
        ProvisioningException wrong => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, wrong.Message),
        BadHttpRequestException { InnerException: JsonException json } => ApiProblem.BadRequest($"the body is not JSON as it should be{Place(json)}"),
        BadHttpRequestException bad => ApiProblem.Of(bad.StatusCode, ApiProblem.UsualDetail(bad.StatusCode) ?? bad.Message),
        DbException or TimeoutException => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "the store does not answer"),
        _ => ApiProblem.Of(StatusCodes.Status500InternalServerError, "an error of this program: its log says more"),
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = Of(exception);
        if (problem.StatusCode == StatusCodes.Status500InternalServerError) Failed(log, httpContext.Request.Method, httpContext.Request.Path, exception);
        else if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable) Unavailable(log, httpContext.Request.Method, httpContext.Request.Path, exception.Message.ReplaceLineEndings(" "));
        await problem.ExecuteAsync(httpContext).ConfigureAwait(false);
        return true;
    }

    private static string Place(JsonException json) => json.Path is { Length: > 1 } path ? $": see {path}" : "";

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, string method, string path, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} cannot be done now: {Reason}")]
    private static partial void Unavailable(ILogger log, string method, string path, string reason);
}
