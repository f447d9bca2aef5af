using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Events;
using Microsoft.AspNetCore.Authentication;

namespace DsMip.HomeAgent.Admin;

/// <summary><c>/api/v1/events</c>: what happens, as it happens.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    // Of a token that lasts longer than a timer can.
    private static readonly TimeSpan LongestStream = TimeSpan.FromDays(1);

    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/events", Stream)
        .WithName("streamEvents").WithSummary("What happens from now on, as server-sent events whose data are LiveEvent objects").WithTags("Events")
        .Produces<LiveEvent>(StatusCodes.Status200OK, "text/event-stream");

    /// <param name="type">Only events whose type begins so.</param>
    private static IResult Stream(HttpContext http, LiveEvents events, TimeProvider clock, IHostApplicationLifetime life, string? type, CancellationToken cancellation)
    {
        if (events.TrySubscribe(AdminPolicies.NameOf(http.User)) is not { } subscription) return ApiProblem.Of(StatusCodes.Status429TooManyRequests, "too many are looking at events already");
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
        if (ValidFor(http, clock) is { } left) end.CancelAfter(left);
        return TypedResults.ServerSentEvents(ReadAsync(subscription, clock, type ?? "", end, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<LiveEvent>> ReadAsync(
        EventSubscription subscription, TimeProvider clock, string type, CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var _ = subscription;
        using var __ = end;
        // At once, so that whoever looks knows that he does.
        yield return Item(new LiveEvent(clock.GetUtcNow(), LiveEventTypes.Heartbeat, ""));
        while (!end.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            LiveEvent? next;
            try
            {
                next = await subscription.NextAsync(HeartbeatEvery, end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            if (subscription.TakeMissed() is > 0 and var missed) yield return Item(new LiveEvent(clock.GetUtcNow(), LiveEventTypes.Missed, $"{missed}"));
            if (next is null) yield return Item(new LiveEvent(clock.GetUtcNow(), LiveEventTypes.Heartbeat, ""));
            else if (next.Type.StartsWith(type, StringComparison.Ordinal)) yield return Item(next);
        }
    }

    /// <summary>Who looks is let in until his token ends, and has to come with another one then.</summary>
    private static TimeSpan? ValidFor(HttpContext http, TimeProvider clock)
    {
        if (http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is not { } expires) return null;
        var left = expires - clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestStream ? left : LongestStream;
    }

    private static SseItem<LiveEvent> Item(LiveEvent what) => new(what, what.Type);
}
