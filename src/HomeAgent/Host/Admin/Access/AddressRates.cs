using System.Net;
using System.Threading.RateLimiting;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>How much anybody may ask, by where it comes from, before anybody looks who it is. Only whether we live may be asked without end.</summary>
internal sealed class AddressRates(int perSecond) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, Ipv6Prefix>(context =>
        RequestRates.Bucket(PlaceOf(context.Connection.RemoteIpAddress ?? IPAddress.IPv6None), perSecond));

    /// <summary>An IPv4 address, however it is written; of IPv6 the /64, for who has one address of it has all.</summary>
    public static Ipv6Prefix PlaceOf(IPAddress from)
    {
        var mapped = Ipv6Address.Read(from.MapToIPv6().GetAddressBytes());
        return new Ipv6Prefix(mapped, from.IsIPv4MappedToIPv6 || from.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 128 : 64);
    }

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        using var permit = _limiter.AttemptAcquire(context);
        if (permit.IsAcquired) await next(context).ConfigureAwait(false);
        else await RequestRates.RefuseAsync(context).ConfigureAwait(false);
    }

    public void Dispose() => _limiter.Dispose();
}
