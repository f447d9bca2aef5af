using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Oracles;

/// <summary>A packet as one line of text, the same as the one that scapy_oracle.py makes of it.</summary>
internal static class OracleDescription
{
    public static string Of(OraclePacket packet)
    {
        var head = $"{Hex(packet.Source)} {Hex(packet.Destination)}";
        if (packet.RoutedHomeAddress is { } routed) head += $" rh2 {Hex(routed)}";
        if (packet.HomeAddress is { } home) head += $" hao {Hex(home)}";
        var parts = packet.Message switch
        {
            IMobilityMessage message => [Of(message), .. message.Options.Items.Select(Of)],
            Icmpv6Error error => [$"error {(int)error.Type} {error.Code} {error.Parameter}", packet.Invoking.ToString()],
            Icmpv6Message message => Of(message),
            _ => throw new InvalidOperationException(),
        };
        return string.Join('|', [head, .. parts]);
    }

    private static string Of(IMobilityMessage message) => message switch
    {
        BindingRefreshRequest => "brr",
        HomeTestInit m => $"hoti {m.Cookie:x16}",
        CareOfTestInit m => $"coti {m.Cookie:x16}",
        HomeTest m => $"hot {m.NonceIndex} {m.Cookie:x16} {m.KeygenToken:x16}",
        CareOfTest m => $"cot {m.NonceIndex} {m.Cookie:x16} {m.KeygenToken:x16}",
        BindingUpdate m => $"bu {m.Sequence} {(int)m.Flags:x4} {m.Lifetime.Units}",
        BindingAcknowledgement m => $"ba {(int)m.Status} {(int)m.Flags:x2} {m.Sequence} {m.Lifetime.Units}",
        BindingError m => $"be {(int)m.Status} {Hex(m.HomeAddress)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Of(MobilityOption option) => option switch
    {
        BindingRefreshAdviceOption o => $"advice {o.Interval.Units}",
        AlternateCareOfAddressOption o => $"acoa {Hex(o.CareOfAddress)}",
        NonceIndicesOption o => $"nonce {o.HomeNonceIndex} {o.CareOfNonceIndex}",
        BindingAuthorizationDataOption o => $"auth {o.Authenticator}",
        MobileNetworkPrefixOption o => $"mnp {o.PrefixLength} {Hex(o.Prefix)}",
        MobileNodeIdentifierOption o => $"mnid {o.Subtype} {o.Identifier}",
        _ => $"option {option.Type} {Data(option)}",
    };

    private static string[] Of(Icmpv6Message message) => message switch
    {
        HomeAgentAddressDiscoveryRequest m => [$"dhaad-request {m.Identifier} {Bit(m.MobileRouter)}"],
        HomeAgentAddressDiscoveryReply m => [$"dhaad-reply {m.Identifier} {Bit(m.MobileRouter)}", .. m.HomeAgents.Select(Hex)],
        MobilePrefixSolicitation m => [$"mps {m.Identifier}"],
        MobilePrefixAdvertisement m =>
            [$"mpa {m.Identifier} {2 * Bit(m.ManagedAddressConfiguration) + Bit(m.OtherConfiguration)}", .. m.Prefixes.Select(Of)],
        _ => throw new InvalidOperationException(),
    };

    private static string Of(PrefixInformationOption o) =>
        $"prefix {o.PrefixLength} {(int)o.Flags >> 5:b3} {o.ValidSeconds} {o.PreferredSeconds} {Hex(o.Prefix)}";

    private static string Hex(Ipv6Address address) => address.Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private static int Bit(bool flag) => flag ? 1 : 0;

    private static string Data(MobilityOption option)
    {
        var writer = new WireWriter(new byte[255]);
        option.WriteData(ref writer);
        return Convert.ToHexStringLower(writer.Written);
    }
}
