using System.Text.Json.Serialization;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Protection;

namespace DsMip.MobileNode.Control;

/// <summary>What the control socket says: the answer to "what is it doing?".</summary>
/// <param name="Ipv4HomeAddress">Bound by the home agent; null: not.</param>
/// <param name="CareOfAddress">Bound or being bound; the home address at home.</param>
/// <param name="Encapsulation">Of payload: Ipv6, Ipv4 or UdpIpv4; null: no tunnel.</param>
/// <param name="LifetimeSeconds">Granted; 0 without binding.</param>
/// <param name="Ipsec">Whose: Bits or Kernel.</param>
/// <param name="Keys">Where keys come from and what they are there for.</param>
/// <param name="Drops">Packets and messages dropped, by reason.</param>
public sealed record StatusReport(
    string State,
    string HomeAddress,
    string? Ipv4HomeAddress,
    string? CareOfAddress,
    string? Encapsulation,
    bool NatDetected,
    int Sequence,
    int LifetimeSeconds,
    DateTimeOffset? Expires,
    double? LastBindingUpdateToAckMilliseconds,
    long Retransmissions,
    long Handovers,
    string Ipsec,
    string Keys,
    IReadOnlyDictionary<string, long> Drops)
{
    /// <summary>Null: none was found yet.</summary>
    public string? HomeAgent { get; init; }

    /// <summary>Empty: nothing was asked for or told yet.</summary>
    public IReadOnlyList<HomePrefixReport> HomePrefixes { get; init; } = [];

    /// <summary>Forwarded to us by the home agent as to a mobile router.</summary>
    public IReadOnlyList<string> MobileNetworks { get; init; } = [];

    /// <summary>How many are reached directly, without the home agent.</summary>
    public int Correspondents { get; init; }

    /// <summary>While the home agent is not known.</summary>
    internal static StatusReport Discovering(string homeAddress, string ipsec) =>
        new("Discovering", homeAddress, null, null, null, false, 0, 0, null, null, 0, 0, ipsec, "none", new Dictionary<string, long>());

    internal static StatusReport Of(RegistrationStatus status, string homeAddress, ProtectionStatus protection, IReadOnlyDictionary<string, long> drops) => new(
        status.State.ToString(),
        homeAddress,
        status.Ipv4HomeAddress?.ToString(),
        status.CareOfAddress?.ToString(),
        status.Tunnel?.Encapsulation.ToString(),
        status.NatDetected,
        status.Sequence.Value,
        (int)status.Lifetime.ToTimeSpan().TotalSeconds,
        status.Expires,
        status.BindingUpdateToAcknowledgement?.TotalMilliseconds,
        status.Retransmissions,
        status.Handovers,
        protection.Ipsec,
        protection.Keys,
        drops)
    {
        MobileNetworks = [.. (status.Networks?.Ipv6 ?? []).Select(prefix => $"{prefix}"), .. (status.Networks?.Ipv4 ?? []).Select(prefix => $"{prefix}")],
    };
}

[JsonSerializable(typeof(StatusReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class StatusJson : JsonSerializerContext;
