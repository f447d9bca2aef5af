using DsMip.MobileNode.Core.Names;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>A mobile node on a virtual clock: advancing it fires the timer at the times it asked for.</summary>
internal sealed class Node
{
    public static readonly Ipv6Address HomeAddress = Ipv6Address.Parse("2001:db8:100::10");
    public static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:100::1");
    public static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    public static readonly Ipv4Address Ipv4Home = Ipv4Address.Parse("10.10.0.10");
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly CareOfCandidate Ipv6A = new(IpAddress.Parse("2001:db8:a::2"), 2);
    public static readonly CareOfCandidate Ipv6B = new(IpAddress.Parse("2001:db8:b::2"), 3);
    public static readonly CareOfCandidate Ipv6OtherDomain = new(IpAddress.Parse("2001:dc0:1::2"), 3);
    public static readonly CareOfCandidate Ipv4A = new(IpAddress.Parse("203.0.113.2"), 2);
    public static readonly CareOfCandidate Ipv4B = new(IpAddress.Parse("192.168.1.2"), 3);
    public static readonly CareOfCandidate Home = new(HomeAddress, 4, AtHome: true);

    private DateTimeOffset _wakeAt = DateTimeOffset.MaxValue;

    public Node(Ipv4Address? ipv4Home = null, bool forceUdp = false, ushort lifetimeUnits = 150, ushort lastSequence = 100, Ipv4Address? homeAgentIpv4 = null,
        bool keyManagementMobility = false, InteroperabilityOptions? interoperability = null, MobileRouterSettings? router = null, NameSettings? name = null) =>
        Registration = new HomeRegistration(
            new HomeRegistrationSettings(HomeAddress, HomeAgent, homeAgentIpv4 ?? HomeAgentIpv4, ipv4Home, new BindingLifetime(lifetimeUnits), forceUdp, Ipv6Prefix.Parse("2001:db8:100::/64"),
                keyManagementMobility)
            {
                Interoperability = interoperability ?? InteroperabilityOptions.Default,
                Router = router,
                Name = name,
            },
            new SequenceNumber(lastSequence));

    public HomeRegistration Registration { get; }

    public DateTimeOffset Now { get; private set; } = Start;

    public double Seconds => (Now - Start).TotalSeconds;

    /// <summary>Everything commanded so far.</summary>
    public List<Command> Log { get; } = [];

    /// <summary>Seconds after start at which Binding Updates left.</summary>
    public List<double> SendTimes { get; } = [];

    public List<DateTimeOffset> SendMoments { get; } = [];

    public BidirectionalTunnel? Tunnel { get; private set; }

    public bool? Away { get; private set; }

    public DateTimeOffset WakeAt => _wakeAt;

    public SendBindingUpdate Last => Log.OfType<SendBindingUpdate>().Last();

    public int Sent => SendTimes.Count;

    public RegistrationState State => Registration.State;

    public IReadOnlyList<Command> See(params CareOfCandidate[] view) => Apply(Registration.NetworkChanged(view, Now));

    public IReadOnlyList<Command> Answer(BindingAcknowledgement acknowledgement, Ingress? ingress = null) =>
        Apply(Registration.AcknowledgementReceived(acknowledgement, ingress ?? Way(Last.Path), Now));

    public IReadOnlyList<Command> Told(BindingRevocationIndication indication) => Apply(Registration.RevocationReceived(indication, Now));

    public IReadOnlyList<Command> Told(HomeAgentSwitch message) => Apply(Registration.SwitchReceived(message));

    /// <summary>Accepts the last Binding Update as it asks, with these options.</summary>
    public IReadOnlyList<Command> Accept(params MobilityOption[] options) => Answer(Acknowledge(Last, BindingStatus.Accepted, options));

    public IReadOnlyList<Command> Reject(BindingStatus status) => Answer(Acknowledge(Last, status));

    public static BindingAcknowledgement Acknowledge(SendBindingUpdate update, BindingStatus status, params MobilityOption[] options) =>
        new(status, BindingAcknowledgementFlags.None, update.Message.Sequence, update.Message.Lifetime, MobilityOptions.Of(options));

    public void Do(Func<HomeRegistration, DateTimeOffset, IReadOnlyList<Command>> input) => Apply(input(Registration, Now));

    public void Advance(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (_wakeAt <= end)
        {
            if (_wakeAt > Now) Now = _wakeAt;
            Apply(Registration.TimerDue(Now));
        }
        Now = end;
    }

    private static Ingress Way(BindingUpdatePath path) => path.Encapsulation == Encapsulation.UdpIpv4
        ? new Ingress(Encapsulation.UdpIpv4, path.Source, HomeAgentIpv4, Port.DsMip, 40000)
        : new Ingress(Encapsulation.Native, path.Source, HomeAgent);

    private IReadOnlyList<Command> Apply(IReadOnlyList<Command> commands)
    {
        Log.AddRange(commands);
        foreach (var command in commands) Apply(command);
        return commands;
    }

    private void Apply(Command command)
    {
        switch (command)
        {
            case SendBindingUpdate:
                SendTimes.Add(Math.Round(Seconds, 3));
                SendMoments.Add(Now);
                break;
            case SetTunnel set: Tunnel = set.Tunnel; break;
            case ClearTunnel: Tunnel = null; break;
            case WakeAt wake: _wakeAt = wake.Time; break;
            case LeftHome: Away = true; break;
            case ReturnedHome: Away = false; break;
            default: break;
        }
    }
}
