using System.Globalization;
using System.Text;

namespace DsMip.MobileNode.Control;

/// <summary>A status for people.</summary>
public static class StatusText
{
    public static string Of(StatusReport status)
    {
        var text = new StringBuilder();
        Line(text, "state", status.State);
        Line(text, "home address", status.Ipv4HomeAddress is null ? status.HomeAddress : $"{status.HomeAddress}, {status.Ipv4HomeAddress}");
        Line(text, "home agent", status.HomeAgent ?? "not found yet");
        Line(text, "care-of address", status.CareOfAddress ?? "none");
        Line(text, "tunnel", status.Encapsulation is null ? "none" : status.Encapsulation + (status.NatDetected ? ", behind a NAT" : ""));
        if (status.Expires is { } expires) Line(text, "binding", $"{status.LifetimeSeconds} s, until {expires.ToLocalTime():HH:mm:ss}, sequence number {status.Sequence}");
        if (status.LastBindingUpdateToAckMilliseconds is { } time)
            Line(text, "last registration", string.Create(CultureInfo.InvariantCulture, $"acknowledged after {time:F1} ms"));
        Line(text, "since start", $"{status.Handovers} handovers, {status.Retransmissions} retransmissions");
        Line(text, "IPsec", $"{status.Ipsec}, keys {status.Keys}");
        if (status.Correspondents > 0) Line(text, "direct routes", string.Create(CultureInfo.InvariantCulture, $"{status.Correspondents} correspondents"));
        if (status.MobileNetworks.Count > 0) Line(text, "mobile networks", string.Join(", ", status.MobileNetworks));
        foreach (var prefix in status.HomePrefixes)
            Line(text, "home prefix", $"{prefix.Prefix}, valid {Seconds(prefix.ValidSeconds)}, preferred {Seconds(prefix.PreferredSeconds)}");
        foreach (var (reason, count) in status.Drops) Line(text, "dropped", $"{count} {reason}");
        return text.ToString();
    }

    private static string Seconds(long? left) => left is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "for ever";

    private static void Line(StringBuilder text, string name, string value) => text.Append(name.PadRight(18)).AppendLine(value);
}
