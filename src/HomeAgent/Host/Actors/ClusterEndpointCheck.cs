using System.Net;
using System.Net.Sockets;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Without TLS nothing authenticates or encrypts what arrives there, so that it must not be reachable from elsewhere. And whether it can be had:
/// Akka says it with five nested exceptions and half a minute later.
/// </summary>
internal static class ClusterEndpointCheck
{
    /// <exception cref="ConfigurationException">Nothing can, or must, listen there.</exception>
    public static void Run(ClusterOptions options, DateTimeOffset now)
    {
        if (options.Tls is { } tls) ClusterTls.Load(tls, now);
        var key = options.Listen == options.Host ? "Cluster:Host" : "Cluster:Listen";
        try
        {
            var addresses = ClusterAddress.Resolve(options.Listen);
            if (!IsLocal(addresses) && options is { Tls: null, AllowPlaintext: false })
                throw new ConfigurationException(key, $"{options.Listen} is not a loopback address; give Cluster:Tls, or say Cluster:AllowPlaintext=true where nobody else has access");
            using var listener = new TcpListener(addresses[0], options.Port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new ConfigurationException(options.Port == 0 ? key : "Cluster:Port", $"{options.Listen}:{options.Port}: {e.Message}");
        }
    }

    /// <summary>Which one of a name's addresses is listened at is for the resolver to say, and may be another one next time.</summary>
    internal static bool IsLocal(IReadOnlyCollection<IPAddress> addresses) => addresses.All(IPAddress.IsLoopback);
}
