using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Frames;

/// <summary>A message of each type, and every option somewhere in them.</summary>
internal static class MobilityMessages
{
    private static readonly MobilityOption[] Options =
    [
        new AlternateCareOfAddressOption(Lab.Visited), new Ipv4CareOfAddressOption(Lab.PrivateIpv4), new Ipv4HomeAddressOption(32, false, Lab.AliceIpv4),
        new Ipv4HomeAddressOption(28, true, Ipv4Address.Any), new MobileNetworkPrefixOption(64, Lab.Correspondent), new NonceIndicesOption(1, 2),
        new BindingRefreshAdviceOption(new BindingLifetime(30)), new MobileNodeIdentifierOption(1, ValueArray.Create("alice@example"u8)),
        new NatDetectionOption(true, 30), new Ipv4AddressAcknowledgementOption(0, 32, Lab.AliceIpv4), new UnknownMobilityOption(200, ValueArray.Create("abc"u8)),
    ];

    public static IEnumerable<IMobilityMessage> All =>
    [
        .. Options.Select(option => Lab.Update(1, option)),
        Lab.Update(2, Options),
        Lab.Update(3, new BindingAuthorizationDataOption(ValueArray.Create("0123456789ab"u8))),
        Acknowledgement(1), Acknowledgement(2, Options[8], Options[9], Options[6]),
        new BindingRefreshRequest(MobilityOptions.None), new HomeTestInit(1, MobilityOptions.None), new CareOfTestInit(1, MobilityOptions.None),
        new HomeTest(1, 2, 3, MobilityOptions.None), new CareOfTest(1, 2, 3, MobilityOptions.None),
        Indication, new BindingRevocationAcknowledgement(default, 1, default, MobilityOptions.None),
        new BindingError(BindingErrorStatus.UnknownBindingForHomeAddressOption, Lab.Alice, MobilityOptions.None),
    ];

    public static BindingRevocationIndication Indication => new((RevocationTrigger)1, 1, default, MobilityOptions.None);

    /// <summary>Options alone.</summary>
    public static IEnumerable<byte[]> OptionBytes => Options.Select(option =>
    {
        var bytes = new byte[2 + option.Length];
        var writer = new WireWriter(bytes);
        writer.WriteByte(option.Type);
        writer.WriteByte((byte)option.Length);
        option.WriteData(ref writer);
        return bytes;
    });

    public static BindingAcknowledgement Acknowledgement(ushort sequence, params MobilityOption[] options) => new(
        BindingStatus.Accepted, BindingAcknowledgementFlags.None, new SequenceNumber(sequence), new BindingLifetime(100), MobilityOptions.Of(options));
}
