using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Tracing;

/// <summary>Mobility messages for people. Tokens and authenticators, by which one could speak for another, are not shown.</summary>
internal static class MobilityText
{
    public static DecodedMobility Of(IMobilityMessage message)
    {
        var type = message.GetType().Name;
        IReadOnlyList<string> options = [.. message.Options.Items.Select(Of)];
        return message switch
        {
            BindingUpdate update => new(type, update.Sequence.Value, Seconds(update.Lifetime), null, $"{update.Flags}", options),
            BindingAcknowledgement answer => new(type, answer.Sequence.Value, Seconds(answer.Lifetime), $"{answer.Status}", $"{answer.Flags}", options),
            BindingRevocationIndication revoked => new(type, revoked.Sequence, null, $"{revoked.Trigger}", $"{revoked.Flags}", options),
            BindingRevocationAcknowledgement answer => new(type, answer.Sequence, null, $"{answer.Status}", $"{answer.Flags}", options),
            HomeAgentSwitch others => new(type, Options: [.. others.HomeAgents.Select(agent => $"home agent {agent}"), .. options]),
            BindingError error => new(type, Status: $"{error.Status}", Options: options),
            _ => new(type, Options: options),
        };
    }

    private static int Seconds(BindingLifetime lifetime) => (int)lifetime.ToTimeSpan().TotalSeconds;

    private static string Of(MobilityOption option) => option switch
    {
        AlternateCareOfAddressOption care => $"alternate care-of address {care.CareOfAddress}",
        Ipv4CareOfAddressOption care => $"IPv4 care-of address {care.CareOfAddress}",
        Ipv4HomeAddressOption home => $"IPv4 home address {home.HomeAddress}/{home.PrefixLength}{(home.PrefixRequested ? " and a prefix" : "")}",
        Ipv4AddressAcknowledgementOption home => $"IPv4 home address {home.HomeAddress}/{home.PrefixLength} {home.Status}",
        NatDetectionOption nat => $"NAT detected{(nat.UdpRequired ? ", UDP required" : "")}, refresh {nat.RefreshSeconds} s",
        MobileNetworkPrefixOption network => $"mobile network {network.Prefix}/{network.PrefixLength}",
        BindingRefreshAdviceOption advice => $"refresh advice {Seconds(advice.Interval)} s",
        UnknownMobilityOption unknown => $"option {unknown.Type}, {unknown.Length} bytes",
        _ => option.GetType().Name,
    };
}
