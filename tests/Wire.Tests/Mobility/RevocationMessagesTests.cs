using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

/// <summary>RFC 5846 5 and RFC 5142 4 byte by byte.</summary>
public sealed class RevocationMessagesTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");

    [Fact]
    [Clause("5846-5.1-bri")]
    public void An_indication_without_options_has_four_bytes_of_padding_and_header_len_1()
    {
        var bytes = Write(new BindingRevocationIndication(
            RevocationTrigger.AdministrativeReason, 0x0102, BindingRevocationFlags.Ipv4HomeAddressBindingOnly, MobilityOptions.None));
        Assert.Equal("3b011000", Convert.ToHexStringLower(bytes.AsSpan(0, 4)));
        Assert.Equal("0101" + "0102" + "4000" + "01020000", Convert.ToHexStringLower(bytes.AsSpan(6)));
    }

    [Fact]
    [Clause("5846-5.2-bra")]
    public void An_acknowledgement_likewise()
    {
        var bytes = Write(new BindingRevocationAcknowledgement(
            RevocationStatus.BindingDoesNotExist, 0x0102, BindingRevocationFlags.ProxyBinding | BindingRevocationFlags.Global, MobilityOptions.None));
        Assert.Equal("0280" + "0102" + "a000" + "01020000", Convert.ToHexStringLower(bytes.AsSpan(6)));
    }

    [Theory]
    [Clause("5846-5.1-bri", "5846-5.2-bra")]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void Another_revocation_type_is_refused(byte type)
    {
        var bytes = Write(new BindingRevocationIndication(RevocationTrigger.Unspecified, 0, BindingRevocationFlags.None, MobilityOptions.None));
        bytes[6] = type;
        Assert.False(MobilityHeaderCodec.TryRead(Seal(bytes), Home, Agent, out _, out var why));
        Assert.Equal(DropReason.UnexpectedMessage, why);
    }

    [Fact]
    [Clause("5846-5.1-bri", "5846-5.2-bra")]
    public void Reserved_bits_are_ignored()
    {
        IMobilityMessage[] messages =
        [
            new BindingRevocationIndication(RevocationTrigger.Unspecified, 5, BindingRevocationFlags.Global, MobilityOptions.None),
            new BindingRevocationAcknowledgement(RevocationStatus.Success, 5, BindingRevocationFlags.Global, MobilityOptions.None),
        ];
        foreach (var message in messages)
        {
            var bytes = Write(message);
            bytes[10] |= 0x1f;
            bytes[11] = 0xff;
            Assert.True(MobilityHeaderCodec.TryRead(Seal(bytes), Home, Agent, out var read, out _));
            Assert.Equal(message, read);
        }
    }

    [Fact]
    [Clause("5142-4-message")]
    public void A_switch_without_addresses_and_options_is_eight_bytes_long() =>
        Assert.Equal("3b000c00" + "0000", Convert.ToHexStringLower(Without(Write(new HomeAgentSwitch([], MobilityOptions.None)))));

    [Fact]
    [Clause("5142-4-message")]
    public void The_addresses_are_counted()
    {
        var bytes = Write(new HomeAgentSwitch([Agent, Home], MobilityOptions.None));
        Assert.Equal(
            "3b040c00" + "0200" + "20010db8000100000000000000000001" + "20010db8000100000000000000000100", Convert.ToHexStringLower(Without(bytes)));
        bytes[6] = 3;
        Assert.False(MobilityHeaderCodec.TryRead(Seal(bytes), Home, Agent, out _, out var why));
        Assert.Equal(DropReason.BadHeaderLength, why);
    }

    [Fact]
    [Clause("5142-4-skip")]
    public void Options_that_are_not_known_do_not_keep_the_rest_from_being_read()
    {
        var unknown = new UnknownMobilityOption(200, [1, 2, 3]);
        var advice = new BindingRefreshAdviceOption(new(75));
        var bytes = Write(new HomeAgentSwitch([Agent], MobilityOptions.Of(unknown, advice)));
        Assert.True(MobilityHeaderCodec.TryRead(bytes, Home, Agent, out var read, out _));
        Assert.Equal(advice, read!.Options.Find<BindingRefreshAdviceOption>());
        Assert.Equal([Agent], Assert.IsType<HomeAgentSwitch>(read).HomeAgents);
    }

    [Fact]
    public void The_longest_list_fits_and_one_more_address_does_not()
    {
        var most = new HomeAgentSwitch(ValueArray.Create<Ipv6Address>(new Ipv6Address[HomeAgentSwitch.MostHomeAgents]), MobilityOptions.None);
        Assert.Equal(127, HomeAgentSwitch.MostHomeAgents);
        Assert.True(MobilityHeaderCodec.TryRead(Write(most), Home, Agent, out var read, out _));
        Assert.Equal(most, read);
        var more = new HomeAgentSwitch(ValueArray.Create<Ipv6Address>(new Ipv6Address[HomeAgentSwitch.MostHomeAgents + 1]), MobilityOptions.None);
        Assert.Throws<ArgumentException>(() => Write(more));
    }

    private static byte[] Write(IMobilityMessage message) => MobilityHeaderCodec.Write(message, Home, Agent);

    // The checksum.
    private static byte[] Without(byte[] bytes) => [.. bytes.AsSpan(0, 4), .. bytes.AsSpan(6)];

    private static byte[] Seal(byte[] bytes)
    {
        bytes[4] = bytes[5] = 0;
        var checksum = PseudoHeader.Checksum(Home, Agent, IpProtocol.MobilityHeader, bytes);
        bytes[4] = (byte)(checksum >> 8);
        bytes[5] = (byte)checksum;
        return bytes;
    }
}
