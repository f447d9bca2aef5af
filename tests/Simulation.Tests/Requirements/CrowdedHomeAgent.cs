using DsMip.HomeAgent.Core;
using DsMip.IPsec;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 4 at a home agent, whatever its IPsec: classify, note the way, IPsec, find the way again, decide, forward. Time stands still.</summary>
internal sealed class CrowdedHomeAgent : IIpsecSink
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly IIpsecPath _ipsec;
    private readonly BindingTable _table = new();
    private readonly Dictionary<Ipv6Address, BindingCacheEntry> _entries = [];
    private readonly IInboundSpiClassifier _classifier;
    private readonly IReassociation _reassociation;
    private readonly SpiTechnique _technique;
    private long _version;

    public CrowdedHomeAgent(ICrowdIpsec ipsec, SpiTechnique technique, IReassociation reassociation)
    {
        _ipsec = ipsec.Begin(this);
        _technique = technique;
        _classifier = SpiClassifier.Inbound(technique, ipsec.Oracle, _table);
        _reassociation = reassociation;
    }

    /// <summary>One for each Binding Update that was accepted.</summary>
    public List<CrowdBinding> Accepted { get; } = [];

    /// <summary>Clear Binding Updates whose way nobody knew.</summary>
    public int WithoutWay { get; private set; }

    /// <summary>Frames that IPsec looked at.</summary>
    public int IntoIpsec { get; private set; }

    /// <summary>A frame up to the entrance of IPsec; null if the classifier keeps it out.</summary>
    public byte[]? Enter(byte[] frame)
    {
        if (!Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _)) return null;
        var packet = frame[inner];
        if (packet[6] != IpProtocol.Esp || !IsWanted(packet, ingress)) return null;
        _reassociation.Enter(packet, ingress);
        return packet;
    }

    /// <summary>IPsec takes its time; then the Binding Update comes out of it, if it was one.</summary>
    public void Open(byte[] packet)
    {
        IntoIpsec++;
        _ipsec.Inbound(packet);
    }

    public void Leave() => _reassociation.Leave();

    /// <summary>A frame from entrance to exit, one at a time.</summary>
    public void Receive(byte[] frame)
    {
        if (Enter(frame) is not { } packet) return;
        Open(packet);
        Leave();
    }

    /// <summary>Where the binding of this mobile node says it is.</summary>
    public (IpAddress Address, ushort Port)? Holds(int mobileNode) =>
        _table.TryFind(new Subscriber(mobileNode).HomeAddress, Now, out var tunnel) ? (tunnel.Remote, tunnel.RemotePort) : null;

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet)
    {
        var home = Ipv6Address.Read(packet[8..]);
        if (MobilityPacket.Read<BindingUpdate>(packet) is not { } update) return;
        if (!_reassociation.TryTake(packet, out var way)) WithoutWay++;
        else Decide(home, update, way);
    }

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => throw new InvalidOperationException("nothing is sent here");

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why)
    {
        // Most of what is forged ends here.
    }

    /// <summary>By API the SPI decides. By heuristic also what comes by the tunnel in force goes in: a refresh looks like data.</summary>
    private bool IsWanted(byte[] packet, in Ingress ingress)
    {
        var home = Ipv6Address.Read(packet.AsSpan(8));
        return _classifier.IsBindingUpdate(SealedPacket.Spi(packet), home, ingress, Now)
            || (_technique == SpiTechnique.Heuristic && _table.TryFind(home, Now, out _));
    }

    private void Decide(Ipv6Address home, BindingUpdate update, in Ingress way)
    {
        var policy = new HomePolicy(Place.HomePrefix, true, Setting.MaximumLifetime, Setting.NatRefresh, false, true, null);
        var decision = BindingUpdateProcessing.Process(_entries.GetValueOrDefault(home), update, way, home, policy, Now);
        if (decision is not { Changed: true, Entry: { Tunnel: { } tunnel } entry }) return;
        var mobileNode = (int)(home.Value - Place.FirstHomeAddress.Value);
        Accepted.Add(new CrowdBinding(mobileNode, update.Sequence, tunnel.Remote, tunnel.RemotePort));
        _entries[home] = entry;
        _table.Put(entry.HomeAddresses, tunnel, ++_version, entry.Expires);
    }
}
