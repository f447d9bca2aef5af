using DsMip.Linux;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>No IPsec at all, for labs. Binding Updates leave as they are; other Mobility Headers of our own still do not pass, nor does ESP for us.</summary>
internal sealed class ClearBoundary(Ipv6Address homeAddress, DropCounters drops) : IIpsecBoundary, IDepartures
{
    private const int NextHeader = 6, Source = 8;
    private readonly byte[] _output = new byte[FrameLayout.BufferSize];

    public Ipv6Address HomeAddress => homeAddress;

    public bool IsClear => true;

    public ulong HighestAccepted => 0;

    public ulong? NextEspNumber => null;

    public void ReserveThrough(ulong number)
    {
        // There are no numbers.
    }

    public void Seal(ReadOnlySpan<byte> packet, ISealedPackets output)
    {
        packet.CopyTo(_output.AsSpan(FrameLayout.Headroom));
        output.Sealed(_output, FrameLayout.Headroom, packet.Length);
    }

    public void Open(Span<byte> packet, in Ingress ingress, IOpenedPackets output) => drops.Count(DropReason.UnknownSecurityParametersIndex);

    public bool PassesOut(ReadOnlySpan<byte> packet) => Passes(OwnMobilityHeader.IsFrom(packet, homeAddress));

    public bool PassesIn(ReadOnlySpan<byte> packet) => Passes(OwnMobilityHeader.IsTo(packet, homeAddress));

    public void Announce()
    {
        // A Binding Update is told by its Next Header.
    }

    /// <summary>What comes out of the TUN has passed <see cref="PassesOut"/>: a Mobility Header is the protocol module's.</summary>
    public Departure Of(ReadOnlySpan<byte> packet) =>
        IpVersion.Of(packet) == 6 && packet[NextHeader] == IpProtocol.MobilityHeader && Ipv6Address.Read(packet[Source..]) == homeAddress ? Departure.BindingUpdate : Departure.Tunnel;

    public bool Protects(uint spi) => false;

    public void Dispose()
    {
        // It holds nothing.
    }

    private bool Passes(bool isMobility)
    {
        if (isMobility) drops.Count(DropReason.UnprotectedSignalling);
        return !isMobility;
    }
}
