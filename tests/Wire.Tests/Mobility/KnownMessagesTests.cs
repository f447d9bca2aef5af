using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

/// <summary>Messages spelled out by hand from the diagrams of RFC 6275 and RFC 5555; the checksums by a separate program.</summary>
[Clause("6275-6.1.1-protocol", "6275-6.1.1-length", "6275-6.1.1-checksum", "6275-6.1.1-reserved", "6275-6.1.2-brr", "6275-6.1.3-tests")]
[Clause("6275-6.1.7-update", "6275-6.1.7-padding", "6275-6.1.8-acknowledgement", "6275-6.1.9-error", "6275-6.2.2-pad1")]
[Clause("6275-6.2.5-alternate", "5555-3.1.2-option", "5555-3.1.3-flag-f", "5555-3.2.1-option", "5555-3.2.2-option", "5555-3.2.1-type-30")]
public sealed class KnownMessagesTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly Ipv4Address Private = Ipv4Address.Parse("10.1.2.3");
    private const BindingUpdateFlags Registration = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;

    public static TheoryData<string, IMobilityMessage> Messages => new()
    {
        { "3b000000" + "67fb0000", new BindingRefreshRequest(MobilityOptions.None) },
        { "3b010100" + "559d0000" + "1122334455667788", new HomeTestInit(0x1122334455667788, MobilityOptions.None) },
        {
            "3b020300" + "1f2c0201" + "1122334455667788" + "99aabbccddeeff00",
            new HomeTest(0x0201, 0x1122334455667788, 0x99aabbccddeeff00, MobilityOptions.None)
        },
        {
            "3b010500" + "9fde0102" + "c100000f" + "01020000",
            new BindingUpdate(new(0x0102), Registration | BindingUpdateFlags.ForceUdpEncapsulation, new(15), MobilityOptions.None)
        },
        {
            "3b030500" + "70010102" + "c000000f" + "01000310" + "20010db8000200000000000000000002",
            new BindingUpdate(new(0x0102), Registration, new(15),
                MobilityOptions.Of(new AlternateCareOfAddressOption(Ipv6Address.Parse("2001:db8:2::2"))))
        },
        {
            "3b020500" + "74cb0102" + "c000000f" + "200600000a010203" + "01020000",
            new BindingUpdate(new(0x0102), Registration, new(15), MobilityOptions.Of(new Ipv4CareOfAddressOption(Private)))
        },
        {
            "3b030600" + "134e0080" + "0102000f" + "1e0682800a010203" + "1f0680000000006e" + "01020000",
            new BindingAcknowledgement(
                BindingStatus.Accepted, BindingAcknowledgementFlags.KeyManagementMobilityCapability, new(0x0102), new(15),
                MobilityOptions.Of(
                    new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.IncorrectHomeAddress, 32, Private), new NatDetectionOption(true, 110)))
        },
        {
            "3b020700" + "302f0200" + "20010db8000100000000000000000100",
            new BindingError(BindingErrorStatus.UnrecognizedMobilityHeaderType, Home, MobilityOptions.None)
        },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Written_and_read(string hex, IMobilityMessage message)
    {
        Assert.Equal(hex, Convert.ToHexStringLower(MobilityHeaderCodec.Write(message, Home, Agent)));
        Assert.True(MobilityHeaderCodec.TryRead(Convert.FromHexString(hex), Home, Agent, out var read, out _));
        Assert.Equal(message, read);
    }
}
