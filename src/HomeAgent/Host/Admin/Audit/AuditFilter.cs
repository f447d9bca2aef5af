using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Events;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DsMip.HomeAgent.Admin.Audit;

/// <summary>Writes down who changes what before it is done, and afterwards what became of it. Where that cannot be written nothing is changed.</summary>
/// <param name="isDue">Null: always.</param>
internal sealed partial class AuditFilter(string action, Func<HttpContext, bool>? isDue = null) : IEndpointFilter
{
    private static readonly object Said = new();

    /// <summary>Of a change: what belongs into the audit log beside its target. No secrets.</summary>
    public static void Say(HttpContext http, string detail) => http.Items[Said] = detail;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (isDue?.Invoke(http) == false) return await next(context).ConfigureAwait(false);
        var store = http.RequestServices.GetRequiredService<IStore>().Audit;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var change = new AuditedChange(now, AdminPolicies.NameOf(http.User), $"{http.Connection.RemoteIpAddress}", action, TargetOf(context));
        var number = await store.BeginAsync(change, http.RequestAborted).ConfigureAwait(false);
        var outcome = default(IStatusCodeHttpResult);
        var isKnown = true;
        try
        {
            var result = await next(context).ConfigureAwait(false);
            outcome = result as IStatusCodeHttpResult;
            if (outcome is not ProblemHttpResult) http.RequestServices.GetRequiredService<LiveEvents>().Publish(new LiveEvent(now, action, change.Target));
            return result;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who asked has gone, and nobody knows what the store has done: the row stays without an outcome.
            isKnown = false;
            throw;
        }
        catch (Exception e)
        {
            outcome = ProblemMapping.Of(e);
            throw;
        }
        finally
        {
            if (isKnown) await EndAsync(http, store, number, outcome).ConfigureAwait(false);
        }
    }

    private static string TargetOf(EndpointFilterInvocationContext context) =>
        context.Arguments.OfType<IAudited>().FirstOrDefault()?.Target
        ?? context.HttpContext.Request.RouteValues.Values.OfType<string>().FirstOrDefault(value => IsName(context.HttpContext, value))
        ?? "";

    /// <summary>Somebody may have put a key where a name belongs.</summary>
    private static bool IsName(HttpContext http, string value) =>
        Ipv6Address.TryParse(value, null, out _) || http.RequestServices.GetRequiredService<HomeAgentOptions>().Edges.Any(edge => edge.Name == value);

    /// <summary>What is wrong with a body is told to its sender, with the value; here only the member is named, for it may have been given a key.</summary>
    private static string? Reason(ProblemDetails problem) => problem.Status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity
        ? problem.Extensions.TryGetValue("key", out var member) ? $"{member}" : null
        : problem.Detail;

    private static async Task EndAsync(HttpContext http, IAuditStore store, long number, IStatusCodeHttpResult? outcome)
    {
        try
        {
            var reason = outcome is ProblemHttpResult { ProblemDetails: { } problem } ? Reason(problem) : null;
            var detail = (http.Items[Said], reason) is ({ } said, { } why) ? $"{said}: {why}" : http.Items[Said] as string ?? reason;
            await store.EndAsync(number, outcome?.StatusCode ?? StatusCodes.Status200OK, detail, CancellationToken.None).ConfigureAwait(false);
        }
        catch (System.Data.Common.DbException e)
        {
            NotCompleted(http.RequestServices.GetRequiredService<ILogger<AuditFilter>>(), number, e.Message.ReplaceLineEndings(" "));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what became of change {Number} could not be written to the audit log: {Reason}")]
    private static partial void NotCompleted(ILogger log, long number, string reason);
}
