using DsMip.IPsec;
using DsMip.Lab.Daemons;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Lab.Tests.Attack;

/// <summary>A Binding Update made by somebody who must not: complete inner packets, in the clear or sealed with keys of one's own.</summary>
internal static class ForgedBindingUpdate
{
    private const BindingUpdateFlags Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;

    public static byte[] Clear(string homeAddress, MobilityOption careOf, ushort sequence)
    {
        var home = Ipv6Address.Parse(homeAddress);
        var update = new BindingUpdate(new SequenceNumber(sequence), Flags, new BindingLifetime(100), MobilityOptions.Of(careOf));
        return Packets.Ipv6(home, Packets.HomeAgent, IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(update, home, Packets.HomeAgent));
    }

    /// <param name="clear">The packet; its source is whatever home address it claims.</param>
    /// <param name="keys">The association it is sealed with.</param>
    public static byte[] Sealed(byte[] clear, SecurityAssociationKeys keys)
    {
        Assert.True(Ipv6Header.TryRead(clear, out var header, out _));
        var manual = new ManualSecurityAssociation
        {
            Spi = keys.Spi, Suite = keys.Suite, EncryptionKey = keys.EncryptionKey, IntegrityKey = keys.IntegrityKey,
        };
        Assert.True(manual.TryConvert(false, out var parameters, out var error), error);
        var selector = TrafficSelector.MobilityHeader(header.Source, header.Destination, (byte)MobilityHeaderType.BindingUpdate);
        using var associations = new SecurityAssociationDatabase();
        Assert.True(associations.TryAdd(new OutboundSecurityAssociation(parameters, selector), out error), error);
        var sealing = new Sealing();
        new BitsPath(associations, new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Outbound, selector)), sealing).Outbound(clear);
        return sealing.Packet;
    }

    private sealed class Sealing : IIpsecSink
    {
        public byte[] Packet { get; private set; } = [];

        public void Clear(ReadOnlySpan<byte> packet) => Assert.Fail("nothing comes in");

        public void Protected(ReadOnlySpan<byte> packet) => Packet = packet.ToArray();

        public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Assert.Fail($"not sealed: {why}");
    }
}
