using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Mobile nodes behind one NAT that send Binding Updates, and somebody who forges frames for the same home addresses from an address of its own.
/// Each frame is numbered by the port that it comes from, so that the truth about it is known.
/// </summary>
internal sealed class NatCrowd : IDisposable
{
    public static readonly Ipv4Address Nat = Ipv4Address.Parse("203.0.113.7");
    private static readonly Ipv4Address CareOfAddress = Ipv4Address.Parse("10.0.0.7");

    private readonly IpsecBoundary[] _mobileNodes;
    private readonly ushort[] _sequences;
    private readonly ushort[] _ports;
    private readonly byte[]?[] _lastSent;
    private readonly Dictionary<(int, ushort), (IpAddress, ushort)> _sources = [];
    private readonly Random _random;

    public NatCrowd(int size, Random random)
    {
        _random = random;
        _mobileNodes = [.. Enumerable.Range(0, size).Select(number => new Subscriber(number))
            .Select(subscriber => new IpsecBoundary(Keys.MobileNodePolicy(subscriber)).With(Keys.SealUpdates(subscriber)))];
        _sequences = new ushort[size];
        _ports = [.. Enumerable.Range(0, size).Select(number => (ushort)(10_000 + number))];
        _lastSent = new byte[size][];
    }

    public int Size => _mobileNodes.Length;

    /// <summary>A Binding Update; the NAT may have given the mobile node another port since the last one.</summary>
    public byte[] Update(int mobileNode)
    {
        if (_random.Next(2) == 0) _ports[mobileNode] = (ushort)_random.Next(20_000, 60_000);
        var subscriber = new Subscriber(mobileNode);
        var message = new BindingUpdate(
            new SequenceNumber(++_sequences[mobileNode]), BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.Acknowledge, new BindingLifetime(100),
            MobilityOptions.Of(new Ipv4CareOfAddressOption(CareOfAddress)));
        _lastSent[mobileNode] = _mobileNodes[mobileNode].Seal(MobilityPacket.Write(subscriber.HomeAddress, Place.HomeAgent, message))!;
        _sources[(mobileNode, _sequences[mobileNode])] = (Nat, _ports[mobileNode]);
        return From(Nat, _ports[mobileNode], _lastSent[mobileNode]!);
    }

    /// <summary>Where the last Binding Update came from.</summary>
    public (IpAddress Address, ushort Port) TruthOf(int mobileNode) => (Nat, _ports[mobileNode]);

    /// <summary>Does the binding hold the source of the very Binding Update that it was made by?</summary>
    public bool IsTrue(CrowdBinding binding) => _sources[(binding.MobileNode, binding.Sequence.Value)] == (binding.Address, binding.Port);

    /// <summary>
    /// What the attacker can do for a home address: a copy of the last Binding Update, the same with a bit turned over, noise under the right SPI,
    /// noise under another, a clear Binding Update.
    /// </summary>
    public byte[] Forgery(int mobileNode)
    {
        var home = new Subscriber(mobileNode).HomeAddress;
        var packet = (byte[]?)_lastSent[mobileNode]?.Clone() ?? MobilityPacket.Write(home, Place.HomeAgent, Wanted());
        switch (_random.Next(5))
        {
            case 0: break;
            case 1: packet[_random.Next(MobilityPacket.HeaderLength, packet.Length)] ^= (byte)(1 << _random.Next(8)); break;
            case 2: _random.NextBytes(packet.AsSpan(MobilityPacket.HeaderLength + 4)); break;
            case 3: _random.NextBytes(packet.AsSpan(MobilityPacket.HeaderLength)); break;
            default: packet = MobilityPacket.Write(home, Place.HomeAgent, Wanted()); break;
        }
        return From(Place.AttackerIpv4, (ushort)_random.Next(1024, 65_536), packet);
    }

    public void Dispose() => Array.ForEach(_mobileNodes, mobileNode => mobileNode.Dispose());

    private static BindingUpdate Wanted() => new(
        new SequenceNumber(40_000), BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.Acknowledge, new BindingLifetime(100),
        MobilityOptions.Of(new Ipv4CareOfAddressOption(Place.AttackerIpv4)));

    private static byte[] From(Ipv4Address address, ushort port, byte[] packet) => PacketBuffer.Encapsulate(
        packet, new BidirectionalTunnel(Encapsulation.UdpIpv4, address, Place.HomeAgentIpv4, port, Port.DsMip))!;
}
