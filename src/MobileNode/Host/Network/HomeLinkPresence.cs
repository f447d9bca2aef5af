using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.Wire;
using DsMip.Wire.Neighbors;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Network;

/// <summary>
/// Neighbor Discovery of a mobile node that returns home (RFC 6275 11.5.5). The home agent stands in for it, so that it must not solicit anything from its
/// home address before the Binding Update; and all others on the link take the home agent for it until they are told. Calls of one thread.
/// </summary>
/// <param name="findLink">By interface index.</param>
/// <param name="mayDeregister">Called, by another thread, when a Binding Update that waited may be sent.</param>
internal sealed class HomeLinkPresence(MobileNodeOptions options, Func<int, Link?> findLink, Action mayDeregister, ILogger logger) : IDisposable
{
    /// <summary>A home agent on the link answers at once. One that is not there does not hold up the Binding Update for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>RetransTimer and MAX_NEIGHBOR_ADVERTISEMENT (RFC 4861 10).</summary>
    private static readonly TimeSpan RetransTimer = TimeSpan.FromSeconds(1);
    private const int MaxNeighborAdvertisement = 3;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // Counts what has been said and left: a thread of an earlier presence ends by itself.
    private volatile int _presence;
    private int? _asked;

    /// <summary>
    /// True: a Binding Update from home may go. False: it waits, a moment only, until the link-layer address of the home agent is known. It is asked for as
    /// by duplicate address detection for our own home address, which the home agent defends.
    /// </summary>
    public bool MayDeregister(int interfaceIndex)
    {
        if (_asked == interfaceIndex || findLink(interfaceIndex) is not { } link) return true;
        _asked = interfaceIndex;
        Begin(link, isOver =>
        {
            try
            {
                LearnHomeAgent(link, isOver);
            }
            finally
            {
                // Whatever the link says. Without it nobody waits any more.
                if (!isOver()) mayDeregister();
            }
        });
        return false;
    }

    /// <summary>The home agent stands in for us no longer: tells all nodes of the link where the home addresses are now.</summary>
    /// <param name="ipv4">Null: none is ours at home.</param>
    public void Announce(int interfaceIndex, Ipv4Address? ipv4)
    {
        Leave();
        _asked = interfaceIndex;
        if (findLink(interfaceIndex) is { } link) Begin(link, isOver => Announce(link, ipv4, isOver));
    }

    /// <summary>Nothing more is said on the home link.</summary>
    public void Leave()
    {
        _asked = null;
        _presence++;
    }

    public void Dispose() => Leave();

    private void Begin(Link link, Action<Func<bool>> action)
    {
        var presence = _presence;
        new Thread(() =>
        {
            try
            {
                action(() => _presence != presence);
            }
            catch (LinuxException e)
            {
                logger.LogWarning("on the home link {Link}: {Problem}", link.Name, e.Message);
            }
        }) { IsBackground = true, Name = "home link" }.Start();
    }

    private void LearnHomeAgent(Link link, Func<bool> isOver)
    {
        using var socket = NeighborSocket.Open(link.Name);
        if (socket is null) return;
        var own = socket.LinkAddress;
        var question = new NeighborSolicitation(options.HomeAddress);
        socket.Send(NeighborPacket.Multicast(NeighborPacket.SolicitedNode(options.HomeAddress), own, default, question).ToFrame());
        var buffer = new byte[link.Mtu + 64];
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); waited.Elapsed < Patience && !isOver();)
        {
            socket.Wait(Patience - waited.Elapsed);
            while (socket.Receive(buffer) is > 0 and var length)
            {
                if (HomeAgentLink(buffer.AsSpan(0, length), own) is not { } homeAgent) continue;
                using var kernel = new RouteNetlink();
                kernel.EnsureNeighbour(new Neighbour(link.Index, options.HomeAgentAddress, NeighbourState.Reachable), homeAgent);
                return;
            }
        }
    }

    /// <summary>Who answers for our home address is the home agent.</summary>
    private LinkAddress? HomeAgentLink(ReadOnlySpan<byte> frame, LinkAddress own) =>
        NeighborPacket.TryRead(frame, out var packet, out _) && packet!.Message is NeighborAdvertisement advertisement
        && advertisement.Target == options.HomeAddress && advertisement.TargetLinkAddress is { } link && link != own
            ? link
            : null;

    private void Announce(Link link, Ipv4Address? ipv4, Func<bool> isOver)
    {
        using var socket = NeighborSocket.Open(link.Name);
        if (socket is null) return;
        using var kernel = new RouteNetlink();
        for (var round = 0; round < MaxNeighborAdvertisement && !isOver(); round++)
        {
            var linkLocal = kernel.GetAddresses().Where(address => address.InterfaceIndex == link.Index && address.Address is { IsIpv6: true } && address.Address.AsIpv6.IsLinkLocal);
            foreach (var address in linkLocal.Select(address => address.Address.AsIpv6).Prepend(options.HomeAddress))
                socket.Send(Advertisement(address, socket.LinkAddress).ToFrame());
            if (ipv4 is { } home) socket.Send(ArpPacket.Gratuitous(home, socket.LinkAddress).ToFrame());
            for (var waited = TimeSpan.Zero; round < MaxNeighborAdvertisement - 1 && waited < RetransTimer && !isOver(); waited += Step) Thread.Sleep(Step);
        }
    }

    // A mobile router is a router of its home link (RFC 3963 5.8).
    private NeighborPacket Advertisement(Ipv6Address home, LinkAddress own) => NeighborPacket.Multicast(
        NeighborPacket.AllNodes, own, home, new NeighborAdvertisement(home, NeighborAdvertisementFlags.Override | (options.Router is null ? 0 : NeighborAdvertisementFlags.Router), own));
}
