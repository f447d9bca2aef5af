using System.Net;
using System.Net.Sockets;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>Akka says it with five nested exceptions and half a minute later.</summary>
internal static class ClusterEndpointCheck
{
    /// <exception cref="ConfigurationException">Nothing can listen there.</exception>
    public static void Run(HomeAgentOptions options)
    {
        try
        {
            var address = Dns.GetHostAddresses(options.ClusterHost)[0];
            using var listener = new TcpListener(address, options.ClusterPort);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new ConfigurationException(options.ClusterPort == 0 ? "Cluster:Host" : "Cluster:Port", $"{options.ClusterHost}:{options.ClusterPort}: {e.Message}");
        }
    }
}
