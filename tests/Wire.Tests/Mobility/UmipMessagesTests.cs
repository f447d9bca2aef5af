using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

/// <summary>
/// Mobility Headers as UMIP's mip6d pads them (src/mh.c: PadN of two and four bytes before Alternate Care-of Address and Mobile Network Prefix, four
/// at the end of an acknowledgement without options, none behind Binding Refresh Advice): byte for byte what we write.
/// </summary>
public sealed class UmipMessagesTests
{
    private const BindingUpdateFlags Registration = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly AlternateCareOfAddressOption CareOf = new(Ipv6Address.Parse("2001:db8:2::2"));

    public static TheoryData<string, IMobilityMessage> Messages => new()
    {
        {
            "3b030500" + "40ca3039" + "c000000f" + "01000310" + "20010db8000200000000000000000002",
            new BindingUpdate(new(12345), Registration, new(15), MobilityOptions.Of(CareOf))
        },
        {
            "3b060500" + "06ff303a" + "c400000f" + "01000310" + "20010db8000200000000000000000002" + "01020000" + "06120038" + "20010db800aa00000000000000000000",
            new BindingUpdate(
                new(12346), Registration | BindingUpdateFlags.MobileRouter, new(15),
                MobilityOptions.Of(CareOf, new MobileNetworkPrefixOption(56, Ipv6Address.Parse("2001:db8:aa::"))))
        },
        {
            "3b010600" + "30a80000" + "3039000f" + "01020000",
            new BindingAcknowledgement(BindingStatus.Accepted, BindingAcknowledgementFlags.None, new(12345), new(15), MobilityOptions.None)
        },
        {
            // In the byte order of the machine, and in seconds: mip6d does not convert the interval of 15 s.
            "3b010600" + "20670040" + "303a000f" + "02020f00",
            new BindingAcknowledgement(
                BindingStatus.Accepted, BindingAcknowledgementFlags.MobileRouter, new(12346), new(15),
                MobilityOptions.Of(new BindingRefreshAdviceOption(new BindingLifetime(0x0f00))))
        },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Read_as_meant_and_written_alike(string hex, IMobilityMessage message)
    {
        var (source, destination) = message is BindingUpdate ? (Home, Agent) : (Agent, Home);
        Assert.True(MobilityHeaderCodec.TryRead(Convert.FromHexString(hex), source, destination, out var read, out _));
        Assert.Equal(message, read);
        Assert.Equal(hex, Convert.ToHexStringLower(MobilityHeaderCodec.Write(message, source, destination)));
    }
}
