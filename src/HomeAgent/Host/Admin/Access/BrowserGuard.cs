using System.Net;
using DsMip.HomeAgent.Admin.Problems;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>
/// Where no token is needed a browser on this machine must not be talked into doing it: a page of somebody else's may neither name us by a name of its
/// own (DNS rebinding) nor send us changes.
/// </summary>
internal static class BrowserGuard
{
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsLoopback(context.Request.Host.Host))
            await ApiProblem.Of(StatusCodes.Status403Forbidden, "without tokens only requests to a loopback address are answered").ExecuteAsync(context).ConfigureAwait(false);
        else if (!IsOwn(context.Request))
            await ApiProblem.Of(StatusCodes.Status403Forbidden, "without tokens no page of another origin may change anything").ExecuteAsync(context).ConfigureAwait(false);
        else
            await next(context).ConfigureAwait(false);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsOwn(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        || request.Headers.Origin is not [{ } origin] || origin == $"{request.Scheme}://{request.Host}";
}
