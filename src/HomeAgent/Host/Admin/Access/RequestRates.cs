using System.Globalization;
using System.Threading.RateLimiting;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.RateLimiting;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>How much anybody may ask: by address before anybody knows who it is, and changes by who makes them.</summary>
internal static class RequestRates
{
    /// <summary>Policy of endpoints that change something.</summary>
    public const string Changes = "changes";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, AdminOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => AdminApi.IsHealth(context.Request.Path)
            ? RateLimitPartition.GetNoLimiter("")
            : Bucket($"{context.Connection.RemoteIpAddress}", options.RequestsPerSecond));
        limiter.AddPolicy(Changes, context => Bucket(AdminPolicies.NameOf(context.User), options.ChangesPerSecond));
        limiter.OnRejected = RejectedAsync;
    }

    private static RateLimitPartition<string> Bucket(string who, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = 2 * perSecond, TokensPerPeriod = perSecond, ReplenishmentPeriod = Period, QueueLimit = 0,
    });

    private static async ValueTask RejectedAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        rejected.HttpContext.Response.Headers.RetryAfter = Period.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await ApiProblem.Of(StatusCodes.Status429TooManyRequests, "too many requests, try again in a second").ExecuteAsync(rejected.HttpContext).ConfigureAwait(false);
    }
}
