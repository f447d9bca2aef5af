using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>Names and addresses of processes, as the actor system wants them.</summary>
internal static class ClusterAddress
{
    /// <summary>There is no IPv4 address of that name.</summary>
    public static bool IsIpv6(string host)
    {
        try
        {
            return Resolve(host).All(address => address.AddressFamily == AddressFamily.InterNetworkV6);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>At least one address.</summary>
    /// <exception cref="SocketException">There is none of that name.</exception>
    public static IPAddress[] Resolve(string host) => IPAddress.TryParse(host, out var address) ? [address] : Dns.GetHostAddresses(host);

    /// <param name="self">Of a system with the same name and transport.</param>
    public static Address Of(ClusterSeed seed, Address self) => self.WithHost(ClusterSeed.Literal(seed.Host)).WithPort(seed.Port);
}
