using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Network;

/// <summary>A network at the edge: both directions of its path to the Internet, and its NAT if it has one.</summary>
internal sealed class AccessNetwork
{
    private readonly ulong _attachment;
    private readonly SimulatedInternet _internet;
    private readonly SimulatedLink _up;
    private readonly SimulatedLink _down;
    private readonly Dictionary<Subscriber, Action<Frame>> _attached = [];
    private Ipv4Address? _external;

    public AccessNetwork(NetworkPlan plan, ulong attachment, Scheduler scheduler, Random random, SimulatedInternet internet)
    {
        (Plan, _attachment, _internet) = (plan, attachment, internet);
        _up = new SimulatedLink(scheduler, random, Leave);
        _down = new SimulatedLink(scheduler, random, Arrive);
        if (plan.Nat is { } nat) Nat = new SimulatedNat(scheduler, random, nat.Behaviour);
        if (plan.IsHome) return;
        foreach (var subscriber in Subscriber.All) RoutePublicAddresses(subscriber);
        if (plan.Nat is not null) Renumber(plan.Nat.External);
    }

    public NetworkPlan Plan { get; }

    public SimulatedNat? Nat { get; }

    public LinkQuality Quality
    {
        set => _up.Quality = _down.Quality = value;
    }

    public Ipv6Address? Ipv6Of(Subscriber subscriber) => Plan.Ipv6 is { } first ? subscriber.Own(first) : null;

    public Ipv4Address? Ipv4Of(Subscriber subscriber) => Plan.Ipv4 is { } first ? subscriber.Own(first) : null;

    /// <summary>The IPv4 address that the Internet sees of a subscriber here.</summary>
    public Ipv4Address? Ipv4Outside(Subscriber subscriber) => _external ?? Ipv4Of(subscriber);

    public IEnumerable<CareOfCandidate> Candidates(Subscriber subscriber)
    {
        if (Ipv6Of(subscriber) is { } ipv6) yield return new CareOfCandidate(ipv6, Plan.InterfaceIndex, Plan.IsHome, Attachment: _attachment);
        if (Ipv4Of(subscriber) is { } ipv4) yield return new CareOfCandidate(ipv4, Plan.InterfaceIndex, Attachment: _attachment);
    }

    public void Attach(Subscriber subscriber, Action<Frame> receive) => _attached[subscriber] = receive;

    public void Detach(Subscriber subscriber) => _attached.Remove(subscriber);

    /// <summary>A frame from a mobile node that is attached here.</summary>
    public void Send(Subscriber subscriber, Frame frame)
    {
        // Ingress filtering (BCP 38): nobody may use somebody else's address here, least of all a home address.
        var source = FrameHeader.Source(frame.Bytes);
        if (source.IsIpv4 ? source == Ipv4Of(subscriber) || Plan.IsHome : source == Ipv6Of(subscriber) && Plan.Ipv6Works) _up.Send(frame);
    }

    /// <summary>From the home agent on the same link, or from the Internet to a public address.</summary>
    public void Deliver(Frame frame) => _down.Send(frame);

    /// <summary>The NAT goes on with its other public address and empty tables.</summary>
    public void Renumber()
    {
        if (Plan.Nat is { } nat) Renumber(_external == nat.External ? nat.Spare : nat.External);
    }

    private void Renumber(Ipv4Address external)
    {
        if (_external is { } before) _internet.Unroute(before);
        _external = external;
        Nat!.Forget();
        _internet.Route(external, frame =>
        {
            if (Nat.Inbound(frame) is { } inside) Deliver(inside);
        });
    }

    private void RoutePublicAddresses(Subscriber subscriber)
    {
        if (Ipv6Of(subscriber) is { } ipv6 && Plan.Ipv6Works) _internet.Route(ipv6, Deliver);
        if (Ipv4Of(subscriber) is { } ipv4 && Nat is null) _internet.Route(ipv4, Deliver);
    }

    private void Leave(Frame frame)
    {
        var outside = Nat is null || !FrameHeader.IsIpv4(frame.Bytes) ? frame : Nat.Outbound(frame, _external!.Value);
        if (outside is not null) _internet.Send(outside);
    }

    private void Arrive(Frame frame)
    {
        var destination = FrameHeader.Destination(frame.Bytes);
        foreach (var (subscriber, receive) in _attached)
        {
            if (!IsAddressOf(subscriber, destination)) continue;
            receive(frame);
            return;
        }
    }

    private bool IsAddressOf(Subscriber subscriber, IpAddress address) =>
        address == Ipv6Of(subscriber) || address == Ipv4Of(subscriber) || (Plan.IsHome && address == subscriber.Ipv4HomeAddress);
}
