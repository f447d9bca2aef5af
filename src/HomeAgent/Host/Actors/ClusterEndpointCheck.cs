using System.Net;
using System.Net.Sockets;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Nothing authenticates or encrypts what arrives there, so that it must not be reachable from elsewhere. And whether it can be had: Akka says it
/// with five nested exceptions and half a minute later.
/// </summary>
internal static class ClusterEndpointCheck
{
    /// <exception cref="ConfigurationException">Nothing can, or must, listen there.</exception>
    public static void Run(HomeAgentOptions options)
    {
        try
        {
            var address = Dns.GetHostAddresses(options.ClusterHost)[0];
            if (!IPAddress.IsLoopback(address)) throw new ConfigurationException("Cluster:Host", $"{options.ClusterHost} is not a loopback address; connections of the cluster are not protected yet");
            using var listener = new TcpListener(address, options.ClusterPort);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new ConfigurationException(options.ClusterPort == 0 ? "Cluster:Host" : "Cluster:Port", $"{options.ClusterHost}:{options.ClusterPort}: {e.Message}");
        }
    }
}
