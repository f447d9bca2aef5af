using Akka.Actor;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Steering;

/// <summary>
/// Any edge may get any frame, since all have the home agent's addresses, and one kernel can open it. Sealed signalling for another one goes to its edge, which is
/// asked for before anybody's time is spent on it. Used on the edge's thread.
/// </summary>
internal sealed class FrameSteering(
    HomeAgentOptions options, IMobileNodeDirectory directory, EdgePeers peers, NumberGrants grants, EdgeMetrics metrics, AuditLog audit)
{
    /// <summary>For one home address. A mobile node sends one a second (RFC 6275 11.8); whoever knows its address and SPI can send more.</summary>
    public const int EachPerSecond = 20;

    /// <summary>For all of them: the others have frames of their own.</summary>
    public const int AllPerSecond = 5000;

    private readonly SecondlyBudget<Ipv6Address> _each = new(EachPerSecond);
    private readonly SecondlyBudget<byte> _all = new(AllPerSecond);

    /// <summary>False: it is for our own kernel.</summary>
    /// <param name="packet">IPv6 and ESP, to the home agent address.</param>
    public bool TryTake(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out _) || !Ipv6Header.TryReadHeader(packet, out var header, out _)) return false;
        var home = header.Source;
        var owner = peers.OwnerOf(spi, home);
        var isOurs = owner is not null && peers.IsSelf(owner);
        if (isOurs && grants.Holds(home)) return false;
        var why = isOurs ? Awaited(spi, home) : Send(packet, ingress, spi, home, owner, now);
        if (why != DropReason.None) audit.Dropped(why, home, ingress.Remote);
        return true;
    }

    /// <summary>Another edge has sent it. That it is a third one's is a matter of moments; it does not go round meanwhile.</summary>
    public DropReason WhyNotOurs(ReadOnlySpan<byte> packet, out Ipv6Address home)
    {
        home = default;
        if (!ProtectedPayload.TryReadSpi(packet, out var spi, out _) || !Ipv6Header.TryReadHeader(packet, out var header, out _)) return DropReason.Truncated;
        home = header.Source;
        if (grants.Holds(home)) return DropReason.None;
        return peers.OwnerOf(spi, home) is { } owner && peers.IsSelf(owner) ? Awaited(spi, home) : DropReason.SteeredTwice;
    }

    /// <summary>Ours by its block, and its numbers are asked for. Its turn comes sooner if it is there.</summary>
    private DropReason Awaited(uint spi, Ipv6Address home)
    {
        var why = WhyUnknown(spi, home);
        if (why != DropReason.None) return why;
        grants.Demand(home);
        return DropReason.NumbersNotClaimed;
    }

    private DropReason Send(ReadOnlySpan<byte> packet, in Ingress ingress, uint spi, Ipv6Address home, string? owner, DateTimeOffset now)
    {
        var why = WhyUnknown(spi, home);
        if (why != DropReason.None) return why;
        if (!_each.TryTake(home, now) || !_all.TryTake(default, now)) return DropReason.RateLimited;
        if (owner is null) return DropReason.OwnerUnknown;
        if (peers.Find(owner) is not { } edge) return DropReason.EdgeUnreachable;
        edge.Tell(new SteeredFrame(options.EdgeName ?? EdgeOptions.OnlyName, ingress, packet.ToArray(), now), ActorRefs.NoSender);
        metrics.Steered(toOwner: true);
        return DropReason.None;
    }

    /// <summary>An SPI says whose it claims to be, or at least whose kernel has it; with the heuristic nobody asks it.</summary>
    private DropReason WhyUnknown(uint spi, Ipv6Address home)
    {
        if (!directory.Contains(home)) return DropReason.UnknownHomeAddress;
        if (options.SpiTechnique == SpiTechnique.Heuristic) return DropReason.None;
        if (directory.TryFindOwner(spi, out var node)) return node == home ? DropReason.None : DropReason.SelectorMismatch;
        return options.Edges.Any(edge => edge.Has(spi)) ? DropReason.None : DropReason.UnknownSecurityParametersIndex;
    }
}
