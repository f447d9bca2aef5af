using System.Globalization;
using System.Threading.RateLimiting;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.RateLimiting;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>How many changes may be asked for, by who makes them.</summary>
internal static class RequestRates
{
    /// <summary>Policy of endpoints that change something.</summary>
    public const string Changes = "changes";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, AdminOptions options)
    {
        limiter.AddPolicy(Changes, context => Bucket(AdminPolicies.NameOf(context.User), options.ChangesPerSecond));
        limiter.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext));
    }

    public static RateLimitPartition<T> Bucket<T>(T who, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = 2 * perSecond, TokensPerPeriod = perSecond, ReplenishmentPeriod = Period, QueueLimit = 0,
    });

    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Period.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ApiProblem.Of(StatusCodes.Status429TooManyRequests, "too many requests, try again in a second").ExecuteAsync(context);
    }
}
