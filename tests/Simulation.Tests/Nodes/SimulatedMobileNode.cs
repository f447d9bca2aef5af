using DsMip.IPsec;
using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Histories;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>Core, tunnel module and IPsec of the mobile node, put together as the daemon does, without its sockets.</summary>
internal sealed class SimulatedMobileNode : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly HomeRegistrationSettings _settings;
    private readonly ReferenceModel _model;
    private readonly Journal? _journal;
    private readonly Subscriber _subscriber;
    private readonly List<AccessNetwork> _attached = [];
    private HomeRegistration _core = null!;
    private ReverseTunnel _tunnel = null!;
    private IpsecBoundary? _ipsec;
    private OutboundSecurityAssociation _updates = null!;
    private ulong _nextEsp = 1;
    private int _interface;
    private bool _atHome;
    private int _alarm;

    public SimulatedMobileNode(Scheduler scheduler, Subscriber subscriber, HomeRegistrationSettings settings, ReferenceModel model, Journal? journal)
    {
        (_scheduler, _subscriber, _settings, _model, _journal) = (scheduler, subscriber, settings, model, journal);
        Start(new SequenceNumber(65_530));
    }

    public Subscriber Subscriber => _subscriber;

    public RegistrationStatus Status => _core.Status;

    public IReadOnlyList<AccessNetwork> Attachments => _attached;

    /// <summary>The IPv4 home address in use; null while none is bound.</summary>
    public Ipv4Address? Ipv4Home { get; private set; }

    public bool IsAtHome => _atHome;

    public Mailbox Received { get; } = new();

    public SequenceNumber LastSequence => _core.Status.Sequence;

    /// <summary>The payload tunnel; null: none.</summary>
    public BidirectionalTunnel? Tunnel => _tunnel.TryGet(out var tunnel) ? tunnel : null;

    public bool IsRunning => _ipsec is not null;

    /// <summary>The process removes its bindings, without waiting for the answer, and ends.</summary>
    public void Shutdown()
    {
        if (IsRunning) Execute(_core.Stop(_scheduler.Now));
        Stop();
    }

    /// <summary>The process ends without a word.</summary>
    public void Stop()
    {
        if (!IsRunning) return;
        _nextEsp = _updates.Sequence.Next;
        _ipsec!.Dispose();
        _ipsec = null;
        _alarm++;
    }

    /// <summary>ESP numbers are durable; Binding Update numbers are as the caller remembers them.</summary>
    public void Restart(SequenceNumber lastSequence)
    {
        Start(lastSequence);
        NetworkChanged();
    }

    public void Attach(AccessNetwork network)
    {
        if (_attached.Contains(network)) return;
        foreach (var other in _attached.Where(other => other.Plan.InterfaceIndex == network.Plan.InterfaceIndex).ToArray()) Unplug(other);
        network.Attach(_subscriber, Receive);
        _attached.Add(network);
        NetworkChanged();
    }

    public void Detach(AccessNetwork network)
    {
        if (!_attached.Contains(network)) return;
        Unplug(network);
        NetworkChanged();
    }

    public void Hear(ComplaintKind complaint)
    {
        if (!IsRunning) return;
        _journal?.Note($"{_subscriber} hears {complaint}");
        Execute(complaint switch
        {
            ComplaintKind.PayloadLost => _core.PayloadLost(_scheduler.Now),
            ComplaintKind.BindingError => _core.BindingErrorReceived(_scheduler.Now),
            _ => _core.CareOfAddressUnreachable(_core.Status.CareOfAddress ?? IpAddress.None, _scheduler.Now),
        });
    }

    /// <summary>Sends payload the way the host's routing would.</summary>
    public void Send(IpAddress source, IpAddress destination, long number)
    {
        if (!IsRunning) return;
        var packet = Payload.Write(source, destination, number);
        if (_tunnel.TryGet(out var tunnel))
        {
            if (PacketBuffer.Encapsulate(packet, tunnel) is { } frame) Transmit(_interface, frame);
        }
        else if (_atHome) Transmit(_interface, packet);
    }

    public void Dispose() => _ipsec?.Dispose();

    private void Start(SequenceNumber lastSequence)
    {
        _updates = Keys.SealUpdates(_subscriber);
        _updates.Sequence.ResumeAt(_nextEsp);
        _ipsec = new IpsecBoundary(Keys.MobileNodePolicy(_subscriber)).With(_updates).With(Keys.OpenAcknowledgements(_subscriber));
        _core = new HomeRegistration(_settings, lastSequence);
        _tunnel = new ReverseTunnel(Place.HomeAgent, Place.HomeAgentIpv4, new HomeAddresses(_subscriber.HomeAddress, default));
        _atHome = false;
        Ipv4Home = null;
    }

    private void Unplug(AccessNetwork network)
    {
        network.Detach(_subscriber);
        _attached.Remove(network);
    }

    private void NetworkChanged()
    {
        if (!IsRunning) return;
        _journal?.Note($"{_subscriber} is at {string.Join(", ", _attached.Select(network => network.Plan.Name))}");
        Execute(_core.NetworkChanged([.. _attached.SelectMany(network => network.Candidates(_subscriber))], _scheduler.Now));
    }

    private void Receive(Frame frame)
    {
        if (_ipsec is null) return;
        if (_atHome && Payload.TryRead(frame.Bytes, out var direct))
        {
            Received.Add(direct);
            return;
        }
        var buffer = (byte[])frame.Bytes.Clone();
        if (!Decapsulator.TryDecapsulate(buffer, _subscriber.HomeAddress, out var ingress, out var inner, out _)) return;
        var packet = buffer.AsSpan(inner);
        if (Payload.TryRead(packet, out var number))
        {
            if (_tunnel.TryCheckDownlink(ingress, packet, out _)) Received.Add(number);
        }
        else if (_ipsec.Open(packet) is { } clear && MobilityPacket.Read<BindingAcknowledgement>(clear) is { } acknowledgement)
        {
            _journal?.Note($"{_subscriber} hears {acknowledgement.Status} number {acknowledgement.Sequence}, {_core.State} before");
            Execute(_core.AcknowledgementReceived(acknowledgement, ingress, _scheduler.Now));
        }
    }

    private void Execute(IReadOnlyList<Command> commands)
    {
        foreach (var command in commands) Execute(command);
    }

    private void Execute(Command command)
    {
        if (command is not (SendBindingUpdate or WakeAt)) _journal?.Note($"{_subscriber} {command}");
        switch (command)
        {
            case SendBindingUpdate send: Send(send); break;
            case SetTunnel set: Switch(set.Tunnel, set.InterfaceIndex); break;
            case ClearTunnel: Switch(null, _interface); break;
            case ReturnedHome home: (_atHome, _interface) = (true, home.InterfaceIndex); break;
            case LeftHome: _atHome = false; break;
            case Ipv4HomeAddressAssigned assigned: Use(assigned.Address); break;
            case Ipv4HomeAddressWithdrawn: Use(null); break;
            case WakeAt wake: Arm(wake.Time); break;
        }
    }

    private void Switch(BidirectionalTunnel? tunnel, int interfaceIndex)
    {
        _interface = interfaceIndex;
        _tunnel.Switch(_tunnel.Home, tunnel);
    }

    private void Use(Ipv4Address? ipv4)
    {
        Ipv4Home = ipv4;
        _tunnel.Switch(new HomeAddresses(_subscriber.HomeAddress, ipv4 ?? default), Tunnel);
    }

    private void Arm(DateTimeOffset time)
    {
        var alarm = ++_alarm;
        if (time == DateTimeOffset.MaxValue) return;
        _scheduler.At(time, () =>
        {
            if (alarm == _alarm) Execute(_core.TimerDue(_scheduler.Now));
        });
    }

    private void Send(SendBindingUpdate send)
    {
        var packet = _ipsec!.Seal(MobilityPacket.Write(_subscriber.HomeAddress, Place.HomeAgent, send.Message))!;
        _model.Sent(packet, send.Message);
        _journal?.Note($"{_subscriber} sends number {send.Message.Sequence} lifetime {send.Message.Lifetime.Units} from {send.Path.Source}");
        var path = new SignallingPath(send.Path.Source, Place.HomeAgentIpv4, Port.DsMip);
        var frame = PacketBuffer.Apply(packet, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            path.TryFrame(buffer, offset, length, out newOffset, out newLength, out why));
        Transmit(send.Path.InterfaceIndex, frame!);
    }

    private void Transmit(int interfaceIndex, byte[] frame)
    {
        var network = _attached.Find(network => network.Plan.InterfaceIndex == interfaceIndex);
        network?.Send(_subscriber, new Frame(frame, Sender.MobileNode));
    }
}
