using System.Buffers.Binary;
using DsMip.HomeAgent.Directory;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// Req 4 of the draft, "is it a Binding Update?", by the configured technique. Whose home address it is must be known anyhow: a forged one would
/// start an entity.
/// </summary>
public sealed class SignallingClassification(SpiTechnique technique, ISpiOracle spis, IMobileNodeDirectory directory, BindingTable bindings)
{
    private readonly IInboundSpiClassifier _classifier = SpiClassifier.Inbound(technique, spis, bindings);

    /// <param name="packet">IPv6 and ESP, to the home agent address.</param>
    /// <param name="home">The packet's source, or the unspecified address.</param>
    /// <returns><see cref="DropReason.None"/>: it goes into IPsec.</returns>
    public DropReason Classify(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now, out Ipv6Address home)
    {
        home = default;
        if (!Ipv6Header.TryRead(packet, out var header, out var why)) return why;
        home = header.Source;
        if (packet.Length < Ipv6Header.Size + sizeof(uint)) return DropReason.Truncated;
        var spi = BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv6Header.Size..]);
        return technique == SpiTechnique.Api ? ByApi(spi, home, ingress, now) : ByHeuristic(spi, home, ingress, now);
    }

    /// <summary>The SPI says whose it claims to be, the source says it again; only IPsec knows whether it is true.</summary>
    private DropReason ByApi(uint spi, Ipv6Address home, in Ingress ingress, DateTimeOffset now)
    {
        if (_classifier.IsBindingUpdate(spi, home, ingress, now)) return DropReason.None;
        return spis.ProtectsBindingUpdates(spi, out _) ? DropReason.SelectorMismatch : DropReason.UnknownSecurityParametersIndex;
    }

    /// <summary>
    /// From elsewhere than the binding says: a Binding Update, or garbage. By the tunnel in force: a refresh that looks like data. All data to the
    /// home agent itself is signalling here, so either has to pass IPsec.
    /// </summary>
    private DropReason ByHeuristic(uint spi, Ipv6Address home, in Ingress ingress, DateTimeOffset now)
    {
        if (!directory.Contains(home)) return DropReason.UnknownHomeAddress;
        return _classifier.IsBindingUpdate(spi, home, ingress, now) || bindings.TryFind(home, now, out _) ? DropReason.None : DropReason.NoBinding;
    }
}
