using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>The home link's thread: what it hears and answers, announces and asks. One thread.</summary>
internal sealed class HomeLinkFrames
{
    /// <summary>How often it is looked whether another block has become ours.</summary>
    private static readonly TimeSpan OwnershipInterval = TimeSpan.FromMilliseconds(500);

    // So many questions at once; more stay without an answer, and their Binding Updates are refused for now.
    private const int MostProbes = 4096;

    // ICMP errors in a second (RFC 4443 2.4(f)).
    private const int MostRefusals = 100;

    private readonly Dictionary<Ipv6Address, List<TaskCompletionSource<bool?>>> _asked = [];
    private readonly NeighborAnnouncements _announcements = new();
    private readonly NeighborSocket _socket;
    private readonly HomeLinkInbox _inbox;
    private readonly ProxiedAddresses _proxied;
    private readonly HomeAgentMetrics _metrics;
    private readonly ProxyNeighbor _proxy;
    private readonly DuplicateAddressDetection _detection;
    private readonly LinkLocalRefusal _refusal;
    private readonly SecondlyBudget<int> _refusals = new(MostRefusals);
    private readonly HomeAgentsList _others = new();
    private readonly HomeAgentsOnLink _told;
    private readonly RouterAdvertiser? _advertiser;
    private IReadOnlySet<HomeBlock> _owned;

    /// <param name="source">IPv6 address of the home agent on the home link.</param>
    /// <param name="told">Gets the other home agents of the link.</param>
    /// <param name="advertiser">Null: no Router Advertisements are sent.</param>
    public HomeLinkFrames(
        NeighborSocket socket, Ipv6Address source, HomeLinkInbox inbox, ProxiedAddresses proxied, HomeAgentMetrics metrics, HomeAgentsOnLink told,
        RouterAdvertiser? advertiser)
    {
        (_told, _advertiser) = (told, advertiser);
        (_socket, _inbox, _proxied, _metrics, _owned) = (socket, inbox, proxied, metrics, proxied.Owned);
        var own = socket.LinkAddress;
        _proxy = new ProxyNeighbor(own, source, proxied);
        _detection = new DuplicateAddressDetection(own);
        _refusal = new LinkLocalRefusal(own, source, proxied);
    }

    /// <summary>A frame that was heard.</summary>
    public void Handle(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (NeighborSocket.IsArp(frame))
        {
            if (!ArpPacket.TryRead(frame, out var arp, out var bad)) _metrics.Dropped(bad);
            else if (_proxy.Answer(arp, now) is { } reply) Send(reply.ToFrame());
            return;
        }
        if (!NeighborPacket.TryRead(frame, out var packet, out var why))
        {
            if (!TryRefuse(frame, now)) _metrics.Dropped(why);
            return;
        }
        _detection.Hear(packet!);
        _advertiser?.Hear(packet!, now);
        if (packet!.Message is RouterAdvertisement advertisement && packet.LinkSource != _socket.LinkAddress) Listen(packet.Source, advertisement, now);
        if (_proxy.Answer(packet!, now) is { } answer) Send(answer.ToFrame());
    }

    /// <summary>What is due and what others want.</summary>
    /// <returns>How long nothing else will be due.</returns>
    public TimeSpan Work(DateTimeOffset now)
    {
        while (_inbox.TryTake(out var task)) Begin(task, now);
        LookAtOwnership(now);
        foreach (var address in _announcements.Take(now))
            if (_proxy.Announcement(address, now) is { } frame) Send(frame);
        foreach (var (home, isUnique) in _detection.TakeFinished(now)) Answer(home, isUnique);
        if (_advertiser?.Take(now) is { } advertisement) Send(advertisement.ToFrame());
        var next = now + OwnershipInterval;
        if (_announcements.Next is { } announcement && announcement < next) next = announcement;
        if (_detection.Next is { } probe && probe < next) next = probe;
        if (_advertiser?.Next is { } due && due < next) next = due;
        return next > now ? next - now : TimeSpan.Zero;
    }

    /// <summary>Neighbours are told that this home agent goes.</summary>
    public void End()
    {
        if (_advertiser?.Last() is { } last) Send(last.ToFrame());
    }

    private void Listen(Ipv6Address source, RouterAdvertisement advertisement, DateTimeOffset now)
    {
        _others.Hear(source, advertisement, now);
        _told.Tell(_others.Take(now));
    }

    /// <summary>Payload for a link-local address. Our own gets some, and the kernel sees to that.</summary>
    private bool TryRefuse(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (!LinkLocalRefusal.IsLinkLocal(frame)) return false;
        if (!_refusal.IsAbout(frame, now)) return true;
        _metrics.Dropped(DropReason.NotForUs);
        if (_refusals.HasRoom(0, now) && _refusal.Answer(frame) is { } answer && _refusals.TryTake(0, now)) Send(answer);
        return true;
    }

    private void Begin(HomeLinkTask task, DateTimeOffset now)
    {
        if (task.Probe is { } answer) Probe(task, answer, now);
        else foreach (var address in task.Addresses) _announcements.Begin(address, now);
    }

    private void Probe(HomeLinkTask task, TaskCompletionSource<bool?> answer, DateTimeOffset now)
    {
        var home = task.Home.Ipv6;
        if (!_proxied.IsOwned(home) || _asked.Count >= MostProbes)
        {
            answer.SetResult(null);
            return;
        }
        if (_asked.TryGetValue(home, out var waiting)) waiting.Add(answer);
        else _asked[home] = [answer];
        foreach (var solicitation in _detection.Begin(home, [.. task.Ipv6Addresses], now)) Send(solicitation.ToFrame());
    }

    private void Answer(Ipv6Address home, bool isUnique)
    {
        _asked.Remove(home, out var waiting);
        foreach (var answer in waiting!) answer.SetResult(isUnique);
    }

    /// <summary>What has become ours is announced: the edge that had it may be gone without a word.</summary>
    private void LookAtOwnership(DateTimeOffset now)
    {
        var owned = _proxied.Owned;
        if (ReferenceEquals(owned, _owned)) return;
        var added = owned.Except(_owned);
        _owned = owned;
        if (added.IsEmpty) return;
        foreach (var home in _proxied.BoundIn(added, now)) Begin(new HomeLinkTask(home, null), now);
    }

    private void Send(byte[] frame)
    {
        if (_socket.Send(frame) != Errno.None) _metrics.Dropped(DropReason.Unreachable);
    }
}
