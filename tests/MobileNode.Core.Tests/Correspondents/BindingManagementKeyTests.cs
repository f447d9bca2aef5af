using DsMip.MobileNode.Core.Correspondents;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests.Correspondents;

public sealed class BindingManagementKeyTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::50"), CareOf = Ipv6Address.Parse("2001:db8:6::5"), Peer = Ipv6Address.Parse("2001:db8:c::10");

    /// <summary>Made with hashlib and hmac of Python, over the octets of RFC 6275 6.1.7 and 6.2.6 put together by hand.</summary>
    [Fact]
    [Clause("6275-5.2.6-authenticator")]
    public void The_authenticator_is_that_of_another_implementation()
    {
        var update = new BindingUpdate(new SequenceNumber(7), BindingUpdateFlags.Acknowledge, new BindingLifetime(105), MobilityOptions.Of(new NonceIndicesOption(3, 4)));
        var signed = new BindingManagementKey(0x0102030405060708, 0x1112131415161718).Sign(update, Home, CareOf, Peer);
        Assert.Equal("4cae0bdeec9eaab55ee214c5", $"{signed.Options.Find<BindingAuthorizationDataOption>()!.Authenticator}");
        var removes = new BindingManagementKey(0x0102030405060708, null).Sign(update with { Lifetime = BindingLifetime.Zero }, Home, Home, Peer);
        Assert.Equal("d7886ae2983c2ab0ab354de5", $"{removes.Options.Find<BindingAuthorizationDataOption>()!.Authenticator}");
    }

    [Fact]
    public void Every_bit_of_the_message_counts_but_those_of_the_checksum()
    {
        var key = new BindingManagementKey(1, 2);
        var message = new BindingUpdate(new SequenceNumber(7), BindingUpdateFlags.Acknowledge, new BindingLifetime(105), MobilityOptions.None);
        var header = MobilityHeaderCodec.Write(key.Sign(message, Home, CareOf, Peer), Home, Peer);
        Assert.True(key.Verifies(header, CareOf, Peer));
        for (var bit = 0; bit < header.Length * 8; bit++)
        {
            var altered = (byte[])header.Clone();
            altered[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Equal(bit / 16 == 2, key.Verifies(altered, CareOf, Peer));
        }
        Assert.False(key.Verifies(header, Home, Peer));
        Assert.False(key.Verifies(header, CareOf, Home));
        for (var length = 0; length < header.Length; length++) Assert.False(key.Verifies(header.AsSpan(0, length), CareOf, Peer));
    }
}
