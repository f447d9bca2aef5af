using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Core.Prefixes;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Registration;
using DsMip.MobileNode.State;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Targets.MobileNodes;

/// <summary>What the daemon puts together, on one thread and one clock. All that is sent goes into the TUN, which nobody reads.</summary>
internal sealed class RunningMobileNode : IProtocolEvents, ICorrespondentEvents, IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly CareOfCandidate[] Places = [new(Lab.Visited, 1), new(Lab.VisitedIpv4, 1), new(Lab.PrivateIpv4, 1, Attachment: 7)];

    private readonly NetworkNamespace _machine = NetworkNamespace.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("dsmip-fuzz-mn-").FullName;
    private readonly StateFile _file;
    private readonly NumberReservation _numbers;
    private readonly DropCounters _drops = new();
    private readonly BitsBoundary _ipsec;
    private readonly TunDevice _tun;
    private readonly InterfaceSenders _senders;
    private readonly Uplink _uplink;
    private readonly Downlink _downlink;
    private HomeRegistration _registration;
    private readonly MobilePrefixDiscovery _prefixes = new(Lab.Alice);
    private readonly OptimizedRoutes _routes;
    private readonly CorrespondentRegistrations _correspondents;
    private ulong _cookie;
    private DateTimeOffset _now = Lab.Now;

    public RunningMobileNode(MobileNodeOptions options)
    {
        _file = StateFile.Open(_folder);
        _numbers = NumberReservation.Start(_file, options.Keys, 0);
        _ipsec = new BitsBoundary(options, options.Keys!, _numbers, _drops);
        _tun = _machine.Run(() => TunDevice.Open("dsmip0"));
        _machine.Ip("link set dsmip0 up");
        _machine.Ip("route add default dev dsmip0");
        _machine.Ip("-6 route add default dev dsmip0");
        _senders = new InterfaceSenders(0, _ => _machine.Run(() => { using var kernel = new RouteNetlink(); return kernel.GetLink("dsmip0"); }));
        _machine.Run(() => _senders.Find(1));
        var tunnel = new ReverseTunnel(Lab.HomeAgent, Lab.HomeAgentIpv4, new HomeAddresses(Lab.Alice, Lab.AliceIpv4));
        var departures = new BitsDepartures(SpiClassifier.Outbound(options.SpiTechnique, _ipsec), Lab.HomeAgent);
        _routes = new OptimizedRoutes(Lab.Alice, Lab.HomeAgent, this, _drops);
        // Cookies that a mutation finds.
        _correspondents = new CorrespondentRegistrations(Lab.Alice, Lab.HomeAgent, () => _cookie = (_cookie + 1) & 7);
        _uplink = new Uplink(_ipsec, tunnel, departures, _senders, _tun, _drops, Lab.HomeAgent, Lab.HomeAgentIpv4, 40_000, this, routes: _routes);
        _downlink = new Downlink(_ipsec, tunnel, _tun, _drops, Lab.HomeAgent, this, _routes);
        _registration = NewRegistration(_numbers.LastSequence);
        Execute(_registration.NetworkChanged(Places, _now));
    }

    /// <summary>Of Binding Updates.</summary>
    public SequenceNumber LastSequence => _registration.Status.Sequence;

    /// <summary>Time goes on, and now and then the node moves.</summary>
    public void Tick(byte chance)
    {
        _now += Step;
        if (chance >> 4 == 0xf) Execute(_registration.NetworkChanged([Places[(chance >> 2 & 3) % Places.Length]], _now));
        // For good, until the next start: here it is.
        if (_registration.State == RegistrationState.Revoked)
        {
            _registration = NewRegistration(LastSequence);
            Execute(_registration.NetworkChanged(Places, _now));
        }
        Execute(_registration.TimerDue(_now));
        Solicit(_prefixes.TimerDue(_registration.State == RegistrationState.Registered, 9, _now));
        var (where, place) = RouteOptimization.Place(_registration);
        Execute(_correspondents.Moved(where, place, _now));
        Execute(_correspondents.TimerDue(_routes.IsInUse, _now));
        Require.That(_correspondents.Count <= CorrespondentRegistrations.Maximum, "more correspondents than there is room for");
    }

    public void FrameReceived(Span<byte> frame) => _downlink.Handle(frame);

    public void ClearSignallingReceived(ReadOnlySpan<byte> packet) => _downlink.HandleClearSignalling(packet);

    public void ErrorReceived(ReadOnlySpan<byte> frame) => _uplink.ErrorReceived(frame, _now);

    public void PacketSent(Span<byte> buffer, int offset, int length)
    {
        _uplink.Handle(buffer, offset, length);
        _uplink.Flush();
    }

    void IProtocolEvents.AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, ulong espHighestAccepted)
    {
        _numbers.Accepted(espHighestAccepted);
        Execute(_registration.AcknowledgementReceived(acknowledgement, ingress, _now));
    }

    void IProtocolEvents.AdvertisementReceived(MobilePrefixAdvertisement advertisement, ulong espHighestAccepted)
    {
        _numbers.Accepted(espHighestAccepted);
        Solicit(_prefixes.Received(advertisement, 9, _now));
        _registration.HomeAddressValidUntil = _prefixes.HomeAddressValidUntil;
    }

    void IProtocolEvents.RevocationReceived(BindingRevocationIndication indication, ulong espHighestAccepted)
    {
        _numbers.Accepted(espHighestAccepted);
        Execute(_registration.RevocationReceived(indication, _now));
    }

    void IProtocolEvents.SwitchReceived(HomeAgentSwitch message, ulong espHighestAccepted)
    {
        _numbers.Accepted(espHighestAccepted);
        // There is no other home agent.
        if (_registration.SwitchReceived(message).OfType<TurnToHomeAgent>().Any()) Execute(_registration.Leave(forGood: false, _now));
    }

    void ICorrespondentEvents.MessageReceived(Ipv6Address correspondent, Ipv6Address destination, IMobilityMessage message, ReadOnlySpan<byte> header) =>
        Execute(_correspondents.Received(correspondent, destination, message, header, _now, out _));

    void ICorrespondentEvents.PacketTunnelled(Ipv6Address correspondent) => Execute(_correspondents.PacketTunnelled(correspondent, _now));

    void ICorrespondentEvents.NotUnderstood(Ipv6Address correspondent, ulong cookie) => Execute(_correspondents.NotUnderstood(correspondent, cookie, _now));

    void IProtocolEvents.BindingErrorReceived() => Execute(_registration.BindingErrorReceived(_now));

    void IProtocolEvents.MobilityNotUnderstood() => Execute(_registration.MobilityNotUnderstood());

    void IProtocolEvents.CareOfAddressUnreachable(IpAddress careOf) => Execute(_registration.CareOfAddressUnreachable(careOf, _now));

    public void Dispose()
    {
        _senders.Dispose();
        _tun.Dispose();
        _ipsec.Dispose();
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
        _machine.Dispose();
    }

    private static HomeRegistration NewRegistration(SequenceNumber last) => new(
        new HomeRegistrationSettings(Lab.Alice, Lab.HomeAgent, Lab.HomeAgentIpv4, Lab.AliceIpv4, new BindingLifetime(150), HomePrefix: Lab.HomePrefix), last);

    private void Execute(IReadOnlyList<Command> commands)
    {
        foreach (var command in commands)
        {
            switch (command)
            {
                case SendBindingUpdate send when TryReserve(): _uplink.Signalling(send); break;
                case SendRevocationAcknowledgement send when TryReserve(): _uplink.Acknowledgement(send.Message); break;
                case SetTunnel set: _uplink.Switch(set); break;
                case ClearTunnel: _uplink.Clear(discard: false); break;
            }
        }
    }

    private void Execute(IReadOnlyList<CorrespondentCommand> commands)
    {
        foreach (var command in commands)
        {
            switch (command)
            {
                case SendFromHomeAddress send when TryReserve(): _uplink.FromHomeAddress(send); break;
                case SendFromCareOfAddress send: _uplink.FromCareOfAddress(send); break;
                case SetRoute set: _routes.Set(set); break;
                case ClearRoute clear: _routes.Clear(clear); break;
            }
        }
    }

    private void Solicit(MobilePrefixSolicitation? solicitation)
    {
        if (solicitation is not null && TryReserve()) _uplink.Solicitation(solicitation);
    }

    private bool TryReserve()
    {
        if (_numbers.Reserve(_ipsec.NextEspNumber, LastSequence)) _ipsec.ReserveThrough(_numbers.EspReservedThrough);
        return _numbers.Covers(_ipsec.NextEspNumber, LastSequence);
    }
}
