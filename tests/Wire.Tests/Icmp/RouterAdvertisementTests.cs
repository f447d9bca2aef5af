using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.Wire.Tests.Icmp;

/// <summary>What RFC 6275 7 adds to Router Advertisements.</summary>
public sealed class RouterAdvertisementTests
{
    internal static readonly RouterAdvertisement Whole = new(
        RouterAdvertisementFlags.HomeAgent, 1800, new LinkAddress(0x0200_0000_0001),
        [
            new PrefixInformationOption(
                64, PrefixInformationFlags.OnLink | PrefixInformationFlags.AutonomousAddressConfiguration | PrefixInformationFlags.RouterAddress, 7200, 3600,
                Ipv6Address.Parse("2001:db8:1::1")),
        ],
        new AdvertisementIntervalOption(600_000), new HomeAgentInformationOption(10, 3600));

    [Fact]
    [Clause("6275-7.1-h-bit", "6275-7.3-interval", "6275-7.4-home-agent-information")]
    public void Bytes_are_where_the_RFC_has_them()
    {
        var bytes = Written(Whole);
        Assert.Equal(new byte[] { 0, 0x20, 7, 8 }, bytes[..4]);
        Assert.Equal(new byte[] { 7, 1, 0, 0, 0, 9, 0x27, 0xc0 }, bytes[^16..^8]);
        Assert.Equal(new byte[] { 8, 1, 0, 0, 0, 10, 14, 16 }, bytes[^8..]);
        Assert.Equal(0x80, Written(Whole with { HomeAgent = new HomeAgentInformationOption(10, 3600, true) })[^6]);
    }

    [Fact]
    public void An_option_of_another_length_or_type_is_skipped_and_one_without_length_ends_the_message()
    {
        Assert.Equal(Whole with { HomeAgent = null }, Read([.. Written(Whole)[..^8], 8, 2, .. new byte[14], 99, 1, .. new byte[6]]));
        Assert.Null(Read([.. Written(Whole), 99, 0]));
        Assert.Null(Read([.. Written(Whole), 99, 2, 0, 0]));
        Assert.Null(Read(Written(Whole)[..11]));
    }

    private static byte[] Written(RouterAdvertisement message)
    {
        var bytes = new byte[message.Length];
        var writer = new WireWriter(bytes);
        message.WriteData(ref writer);
        Assert.Equal(bytes.Length, writer.Position);
        return bytes;
    }

    private static RouterAdvertisement? Read(byte[] bytes)
    {
        var reader = new WireReader(bytes);
        Assert.Equal(RouterAdvertisement.TryRead(ref reader, out var message, out _), message is not null);
        return message;
    }
}
