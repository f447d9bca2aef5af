using System.Globalization;
using DsMip.Lab.Walk;

namespace DsMip.Lab.Report;

/// <summary>A move as the cells of the table.</summary>
internal static class MoveRow
{
    public static readonly string[] Columns =
        ["", "from", "to", "encapsulation", "NAT seen", "BU to BA", "interface down", "IPv6 gap", "IPv4 gap", "gap limit", "TCP IPv6, pause", "TCP IPv4, pause"];

    public static string[] Of(MoveResult move)
    {
        var measured = move.Ended > 0;
        return
        [
            (move.Failure, measured) switch { (not null, _) => "broken", (_, false) => "...", _ when move.DuringOutage => "outage", _ => GapCriterion.IsMet(move) && GapCriterion.TransfersWentOn(move) ? "ok" : "too long" },
            $"{move.From}", $"{move.To}", Encapsulation(move.Encapsulation), move.Nat ?? "-",
            move.BindingUpdateToAckMilliseconds is { } roundTrip ? Milliseconds(roundTrip) : "?",
            Milliseconds(move.InterfaceDown.TotalMilliseconds),
            measured ? Milliseconds(move.Ipv6Gap.TotalMilliseconds) : "",
            measured ? Milliseconds(move.Ipv4Gap.TotalMilliseconds) : "",
            Milliseconds(GapCriterion.Limit(move).TotalMilliseconds),
            measured ? Transfer(move.Ipv6TransferBytes, move.Ipv6TransferPause) : "",
            measured ? Transfer(move.Ipv4TransferBytes, move.Ipv4TransferPause) : "",
        ];
    }

    /// <summary>The tunnel's headers in words.</summary>
    public static string Encapsulation(string name) => name switch { "Ipv6" => "IPv6", "Ipv4" => "IPv4", "UdpIpv4" => "UDP/IPv4", _ => name };

    public static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0} ms");

    /// <summary>Both directions together, and the longest pause of one.</summary>
    private static string Transfer(long bytes, TimeSpan pause) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000} kB, {pause.TotalMilliseconds:0} ms");
}
